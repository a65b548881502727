"""How far frameworks are met, requirement by requirement, over an organisation or for one system."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from holdtrue.api.answers import answer
from holdtrue.api.declared import COVERAGE, operation, thing
from holdtrue.api.door import caller_of, moment
from holdtrue.api.schemas import maybe
from holdtrue.app.queries import asking, grounds
from holdtrue.app.queries.coverage import covered
from holdtrue.app.queries.requirements import STANDINGS, answered, framework_named
from holdtrue.app.shapes_frameworks import coverage_json, requirements_json
from holdtrue.core.days import iso
from holdtrue.core.frameworks import installed
from holdtrue.core.scoring import LEVEL_WORDS

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_MAYBE: Schema = maybe(_TEXT)
_WHOLE: Schema = {"type": "integer"}
_FLAG: Schema = {"type": "boolean"}


def _required(fields: Schema) -> Schema:
    return thing(fields, *fields)


_PRACTICE = _required(
    {
        "id": _TEXT,
        "asked": _FLAG,
        "in_profile": _FLAG,
        "level": {"type": "string", "enum": list(LEVEL_WORDS)},
        "until": _MAYBE,
        "state": _MAYBE,
        "scopes": _WHOLE,
    }
)
_REQUIREMENT = _required(
    {
        **dict.fromkeys(("id", "name", "title", "section", "kind", "because"), _TEXT),
        **dict.fromkeys(("until", "applies_from", "confidence", "still_to_show", "class"), _MAYBE),
        **dict.fromkeys(("actors", "doubts", "findings", "stopped_by", "holds_with"), _TEXTS),
        "standing": {"type": "string", "enum": list(STANDINGS)},
        "applies": maybe(_FLAG),
        "date_certain": _FLAG,
        "practices": {"type": "array", "items": _PRACTICE},
    }
)
_REQUIREMENTS = operation(
    _required(
        {
            **dict.fromkeys(("framework", "title", "version", "at", "level"), _TEXT),
            **dict.fromkeys(("as_of", "source", "system"), _MAYBE),
            **dict.fromkeys(("applies", "holds"), _WHOLE),
            "requirements": {"type": "array", "items": _REQUIREMENT},
        }
    )
)

router = Router(tags=["standing"])
router.add_decorator(moment)


@router.get(
    "/coverage", operation_id="coverage", summary="How far frameworks are met", openapi_extra=COVERAGE
)
def coverage(
    request: HttpRequest,
    framework: Query[list[str]] = [],  # noqa: B006  # ninja copies it for every request
    at: str = "",
) -> HttpResponse:
    caller = caller_of(request)
    names = tuple(framework_named(name).id for name in framework) or installed()
    found = asking.status_asked(caller, at=at)
    ground = grounds.of_status(caller, names, found)
    told = [coverage_json(covered(ground, name)) for name in names]
    return answer({"at": iso(found.figures.day), "frameworks": told})


@router.get(
    "/requirements",
    operation_id="requirements",
    summary="A framework, requirement by requirement",
    openapi_extra=_REQUIREMENTS,
)
def requirements(
    request: HttpRequest, framework: str, failing: str = "", system: str = "", at: str = ""
) -> HttpResponse:
    found, ref = grounds.asked(caller_of(request), framework, system=system, at=at)
    only = failing.strip().lower() in ("1", "true", "yes")
    return answer(requirements_json(answered(found, framework), failing=only, system=ref))


__all__ = ["router"]
