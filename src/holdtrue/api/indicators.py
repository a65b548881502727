"""Indicators over HTTP: how they stand, one with its values, and a program's way to post a value."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from holdtrue.api import taking
from holdtrue.api.answers import answer
from holdtrue.api.declared import operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.app.actions import measuring, records
from holdtrue.app.actions.permission import on_record, require
from holdtrue.app.queries.indicating import listed, one
from holdtrue.app.shapes import measurement_json
from holdtrue.app.shapes_indicators import indicators_json, series_json
from holdtrue.core.days import to_day
from holdtrue.core.refusals import BadInput

router = Router(tags=["indicators"])
router.add_decorator(moment)

_TEXT: dict[str, object] = {"type": "string"}
_MAYBE: dict[str, object] = {"type": ["string", "null"]}
_NUMBER: dict[str, object] = {"type": ["number", "null"]}
_WHOLE: dict[str, object] = {"type": ["integer", "null"]}
_ONE = {
    **dict.fromkeys(("ref", "title", "unit", "state", "because"), _TEXT),
    **dict.fromkeys(("tag", "system", "owner", "target_said", "on", "next_due"), _MAYBE),
    "target": {"type": ["number", "array", "null"], "items": {"type": "number"}},
    "value": _NUMBER,
    "count": _WHOLE,
    "computed": {"type": "boolean"},
    "followed": {"type": "array", "items": thing({"ref": _TEXT, "closed_on": _MAYBE}, "ref")},
}
_VALUE = thing(
    {"on": _TEXT, "value": _NUMBER, "count": _WHOLE, "recorded_on": _TEXT, "version": {"type": "integer"}},
    "on",
    "value",
    "version",
)
_INDICATOR = thing(_ONE, "ref", "title", "state")
INDICATORS = operation(
    thing({"indicators": {"type": "array", "items": _INDICATOR}, "next": _WHOLE}, "indicators", "next")
)
SERIES = operation(
    thing({**_ONE, "values": {"type": "array", "items": _VALUE}}, "ref", "title", "state", "values")
)
POST = operation(
    thing(
        {
            **dict.fromkeys(("indicator", "on", "state"), _TEXT),
            "value": _NUMBER,
            "count": _WHOLE,
            "version": {"type": "integer"},
        },
        "indicator",
        "on",
        "value",
        "state",
    ),
    status=201,
    body=thing(
        {
            "on": _TEXT,
            "value": {"type": ["number", "string", "null"]},
            "count": _WHOLE,
            **dict.fromkeys(("unit", "correct_because"), _TEXT),
        },
        "on",
    ),
    errors=(413, 415),
)


@router.get(
    "/indicators", operation_id="indicators", summary="How indicators stand", openapi_extra=INDICATORS
)
def every(
    request: HttpRequest, system: str = "", unit: str = "", after: int = 0, limit: int = 50
) -> HttpResponse:
    """`system` and `unit` are refs; pages follow each other by `after`, the `next` of the one before."""
    found = listed(
        caller_of(request), system=system.upper(), unit=unit.upper(), after=max(0, after), most=limit
    )
    return answer(indicators_json(found))


@router.get(
    "/indicators/{ref}", operation_id="indicator", summary="An indicator's values", openapi_extra=SERIES
)
def show(request: HttpRequest, ref: str, before: str = "") -> HttpResponse:
    """The newest values first; `before` is a date from which older ones follow."""
    caller = caller_of(request)
    record = records.find(caller, ref)
    require(caller, "read", on_record(record))
    if record.kind != "indicator":
        raise BadInput("measure.not_an_indicator", ref=record.ref)
    if before and to_day(before) is None:
        raise BadInput("measure.no_day", field="before", value=before)
    day = to_day(before) if before else None
    return answer(series_json(one(caller, record, before=day) if day else one(caller, record)))


@router.post(
    "/indicators/{ref}/values", operation_id="post_value", summary="Post a value", openapi_extra=POST
)
def post(request: HttpRequest, ref: str) -> HttpResponse:
    """`on` is a date, or an instant with its offset: of one day the same value twice is one value.

    With `correct_because` the value is put beside the one recorded for that day, as its correction.
    """
    sent = taking.json_object(request, "on", "value", "count", "unit", "correct_because")
    caller = caller_of(request)
    record = records.find(caller, ref)
    on, why = taking.text(sent, "on", required=True), taking.text(sent, "correct_because")
    value, count = sent.get("value"), taking.whole(sent, "count")
    if value is not None and not isinstance(value, (int, float, str)):
        raise BadInput("measure.not_a_figure", field="value", value=str(value)[:80])
    taken = (
        measuring.correct(caller, record.ref, value, on=on, why=why, count=count)
        if why
        else measuring.measure(caller, record.ref, value, on=on, count=count, unit=taking.text(sent, "unit"))
    )
    assert taken.row is not None  # noqa: S101  # one value is taken or refused
    told = {**measurement_json(taken.row, record.ref), "state": taken.state}
    return answer(told, status=200 if taken.state == "unchanged" else 201)
