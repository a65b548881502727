"""Certification and attestations of readiness, to be read: a machine's token signs nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.queries import attesting
from holdtrue.app.queries.certification import certification as asked
from holdtrue.app.shapes_attesting import attestation_json, certification_json

router = Router(tags=["attestations"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_WHOLE: dict[str, object] = {"type": "integer"}
_THINGS: dict[str, object] = {"type": "array", "items": {"type": "object"}}
_ATTESTATION = thing(
    {
        "number": _WHOLE,
        "ref": _TEXT,
        "state": {"type": "string", "enum": [s.value for s in attesting.State]},
        "assessor": thing({"ref": _TEXT, "name": _TEXT}, "ref", "name"),
        **dict.fromkeys(("drawn_on", "seed", "rule", "population_digest"), _TEXT),
        "sample": _THINGS,
        **dict.fromkeys(("signed_on", "good_until", "falls_on", "falls_because", "ended_on"), _MAYBE),
        **dict.fromkeys(("withdrawn_because", "statement", "document", "published_at"), _MAYBE),
        "floor": {"type": ["object", "null"]},
        **dict.fromkeys(("index", "index_derived"), _WHOLE),
        "left": {"type": "array", "items": _TEXT},
        "levels": _THINGS,
    },
    "number",
    "ref",
    "state",
)
ATTESTATIONS = operation(thing({"attestations": {"type": "array", "items": _ATTESTATION}}, "attestations"))
ATTESTATION = operation(_ATTESTATION)
CERTIFICATION = operation(
    thing(
        {
            "at": _TEXT,
            "cycle_of": _MAYBE,
            "next": {"type": ["object", "null"]},
            **dict.fromkeys(("steps", "certificates", "audits"), _THINGS),
        },
        "at",
        "steps",
        "certificates",
        "audits",
    )
)


@router.get(
    "/attestations",
    operation_id="attestations",
    summary="Attestations of readiness",
    openapi_extra=ATTESTATIONS,
)
def every(request: HttpRequest) -> HttpResponse:
    """The newest first."""
    caller = caller_of(request)
    day = attesting.today(caller)
    rows = attesting.attestations(caller)
    return answer({"attestations": [attestation_json(caller.organisation, row, day) for row in rows]})


@router.get(
    "/attestations/{int:number}", operation_id="attestation", summary="One of them", openapi_extra=ATTESTATION
)
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One that is open tells every practice with what the assessor gave it so far."""
    caller = caller_of(request)
    row, day = attesting.one(caller, number), attesting.today(caller)
    working = attesting.working(caller.organisation, row, day) if row.signed is None else None
    return answer(attestation_json(caller.organisation, row, day, working=working))


@router.get(
    "/certification", operation_id="certification", summary="Certification", openapi_extra=CERTIFICATION
)
def certification(request: HttpRequest) -> HttpResponse:
    """What bodies gave and found, what moved on since, and which audit of the cycle is owed next."""
    return answer(certification_json(asked(caller_of(request))))
