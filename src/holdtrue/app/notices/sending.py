"""Sends one notice; neither an address nor what it says is ever logged."""

from __future__ import annotations

import logging
import warnings

_LOG = logging.getLogger(__name__)


def send(address: str, title: str, body: str) -> bool:
    """Send; False where it was not taken. One try: the next round tries again."""
    with warnings.catch_warnings():
        # It loads a module that later Pythons drop, and does without it there.
        warnings.simplefilter("ignore", DeprecationWarning)
        return _sent(address, title, body)


def _sent(address: str, title: str, body: str) -> bool:
    from apprise import Apprise, AppriseAsset, NotifyFormat

    # The libraries' own log lines hold addresses, which hold secrets, however much is logged.
    logging.getLogger("apprise").disabled = True
    logging.getLogger("urllib3").setLevel(logging.WARNING)
    notice = Apprise(asset=AppriseAsset(app_id="Holdtrue", app_desc="Holdtrue", async_mode=False))
    if not notice.add(address):
        return False
    try:
        return bool(notice.notify(body=body, title=title, body_format=NotifyFormat.TEXT))
    except Exception as error:  # noqa: BLE001  # whatever a service's answer breaks, the other notices still go
        _LOG.warning("a notice could not be sent: %s", type(error).__name__)
        return False
