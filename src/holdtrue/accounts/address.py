"""Where a request comes from, as far as that can be trusted; used to count tries and never kept."""

from __future__ import annotations

import hashlib
import ipaddress
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter

if TYPE_CHECKING:
    from django.http import HttpRequest


def caller(request: HttpRequest) -> str:
    """The address behind as many proxies as the settings name; of IPv6 the network, since a client has many."""
    found = str(get_adapter().get_client_ip(request))
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return found
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, 64), strict=False).network_address)
    return found


def cache_key(key: str, prefix: str, version: int) -> str:
    """The name a cached count is kept under: a digest, since what allauth counts by is an address or an e-mail."""
    return hashlib.sha256(f"{prefix}\n{version}\n{key}".encode()).hexdigest()
