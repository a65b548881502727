"""The public page of an attestation, for whoever has its address: what it says, whether it stands, how to check it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import orjson
from django.shortcuts import render
from django.views.decorators.http import require_safe

from holdtrue.accounts import passing
from holdtrue.accounts.address import caller as address_of
from holdtrue.accounts.limits import Limit
from holdtrue.app import attested_files, proving
from holdtrue.app.clock import SYSTEM
from holdtrue.app.queries import attesting
from holdtrue.core.frameworks import FRAMEWORKS, framework
from holdtrue.core.refusals import Refusal
from holdtrue.pages.language import speaking, t
from holdtrue.pages.shapes.attesting import AttestedView
from holdtrue.pages.shapes.moment import absolute
from holdtrue.pages.shapes.page import Link
from holdtrue.pages.views.attestations import PROOF, STATES, floor_words, sent, standing
from holdtrue.pages.views.frame import nothing_here, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest, HttpResponse

    from holdtrue.app.rows import Attestation

SEEN = Limit("attested.seen", 120, 60)
"""Pages and files asked for, of one address, in a minute, by one web worker."""
_SHOWN = 13


@require_safe
def show(request: HttpRequest, code: str) -> HttpResponse:
    """Show it."""

    def page(row: Attestation) -> HttpResponse:
        body = attested_files.content_of(row.organisation, row, "statement")
        view = _view(row, orjson.loads(body))
        return render(request, "attested.html", {"page": plain(request, t("attest.title")), "view": view})

    return _answer(request, code, page)


@require_safe
def file(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Send one of its files."""
    return _answer(request, code, lambda row: sent(row, name))


def _answer(request: HttpRequest, code: str, make: Callable[[Attestation], HttpResponse]) -> HttpResponse:
    """Answer in English; an address that leads nowhere is answered like any other."""
    with speaking("en"):
        try:
            passing.take(SEEN, address_of(request), now=SYSTEM.now())
            response = make(attesting.published(code))
        except Refusal as refusal:
            response = nothing_here(request, refusal.status)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response


def _view(row: Attestation, said: Mapping[str, Any]) -> AttestedView:
    day = SYSTEM.day(row.organisation.time_zone)
    state = attesting.state(row, day)
    lowered = [x for x in said["levels"] if x["attested"] != x["derived"]]
    return AttestedView(
        said["organisation"],
        said["is_not"],
        STATES[state],
        t(f"attest.badge.{state.value}"),
        standing(row, day),
        str(said["index"]),
        t(f"band.{said['band']}"),
        _facts(said),
        tuple(
            (t(f"property.{name}"), t("attest.none_asked") if value is None else str(value), value or 0)
            for name, value in said["properties"].items()
        ),
        floor_words(said["floor"]),
        tuple(
            (t(f"attest.class.{x['class']}"), str(x["systems"]), str(len(x["drawn"])))
            for x in said["sample"]["classes"]
        ),
        tuple((x["title"], _word(x["derived"]), _word(x["attested"]), x["reason"]) for x in lowered),
        t("attest.document.lowered_words", n=len(lowered), of=len(said["levels"])),
        tuple((_date(x["on"]), str(x["index"])) for x in said["trajectory"][-_SHOWN:]),
        said["words"],
        tuple(_file(row, form) for form in attested_files.FORMS),
        t(
            "attest.command",
            file=attested_files.name_of(row, "document"),
            proof=attested_files.name_of(row, "document", proof=PROOF),
        ),
        proving.key_of(row.organisation),
        t("attest.log", log=said["ledger"]["log"], size=said["ledger"]["size"], root=said["ledger"]["root"]),
    )


def _facts(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    versions = said["versions"]
    return (
        (t("attest.fact.assessor"), said["assessor"]["name"]),
        (t("attest.fact.signed"), _date(said["signed_on"])),
        (t("attest.fact.until"), _date(said["good_until"])),
        (t("attest.fact.profile"), t(f"profile.{said['profile']}")),
        (t("attest.fact.derived"), str(said["derived"]["index"])),
        (
            t("attest.fact.versions"),
            t(
                "attest.versions",
                practices=versions["practices"][:12],
                scheme=versions["scheme"],
                application=versions["application"],
                frameworks=", ".join(
                    f"{_title(n)} {version}" for n, version in versions["frameworks"].items()
                ),
            ),
        ),
    )


def _file(row: Attestation, form: str) -> tuple[Link, Link | None]:
    at = f"/attestations/{row.code}/{form}"
    proof = Link(t("attest.file.proof"), f"{at}{PROOF}/") if row.proofs.get(form) else None
    return Link(t(f"attest.file.{form}"), f"{at}/"), proof


def _title(name: str) -> str:
    return framework(name).title if name in FRAMEWORKS else name


def _word(level: str) -> str:
    return t(f"level.{level}")


def _date(day: str) -> str:
    return absolute(dt.date.fromisoformat(day).toordinal())
