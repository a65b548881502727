"""A list leaves as a file and comes back: nothing lost, nothing changed, and what was changed in it is taken by ref."""

from __future__ import annotations

import csv
import io

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdtrue.core.cells import guarded, plain
from holdtrue.core.kinds import KINDS

NASTY = (
    "=HYPERLINK(1)",
    "+1",
    "-5",
    "@sum",
    "'quoted",
    "(none)",
    "a;b, c",
    '"said"',
    "line\nbreak",
    "[1, 2]",
    "x005F_a _x000D_ \x0b\x1f",
    '\'json:"no"',
    "Ünïcödé 漢字 🐘",
    "1e5",
    "TRUE",
    "#N/A",
    "l" * 900,
)


def filling(people, spec, n, value):
    option = spec.choices[n % len(spec.choices)][0] if spec.choices else None
    return {
        "text": value,
        "long_text": value * (40 if n % 2 else 1),
        "list": [value, "plain", f"two {n}"],
        "yes_no": bool(n % 2),
        "number": [1, 2.5] if spec.pair and n % 2 else -3.25 + n,
        "date": "2024-02-29",
        "choice": option,
        "choices": [option, spec.choices[0][0]] if option else None,
        "period": "12 months",
    }.get(spec.type, people.people["manager"].ref)


def made(people, kind, n):
    """One record of a kind with every field filled that a person fills, by nasty values."""
    from holdtrue.app.actions import records
    from holdtrue.core.refusals import BadInput

    raw = {
        spec.name: filling(people, spec, n, NASTY[(n + place) % len(NASTY)])
        for place, spec in enumerate(KINDS[kind].field_specs())
        if not spec.derived and (not spec.linked or spec.target == "person")
    }
    raw = {name: value for name, value in raw.items() if value is not None}
    raw |= {"applicability": {"control_id": "A.2.2"}, "declaration": {"practice": "ai-policy"}}.get(kind, {})
    raw["tags"] = [NASTY[n % len(NASTY)].replace(";", " "), "board"]
    for _ in range(6):  # a value that does not fit one kind's rules is left out
        try:
            return records.add(people.owner, kind, raw)
        except BadInput as refusal:
            raw.pop(refusal.field, None)
    return None


def exported(people, kind, path):
    from holdtrue.app import exports
    from holdtrue.app.queries.lists import Asked

    rows = exports.rows(people.owner, Asked(kind=kind), exports.columns(people.owner, kind))
    if path.suffix == ".csv":
        path.write_bytes(b"".join(exports.csv_lines(rows)))
    else:
        with path.open("wb") as out:
            exports.write_xlsx(rows, out, title=kind)
    return path


def test_the_list_of_every_kind_comes_back_unchanged_as_csv_and_as_a_workbook(people, tmp_path):
    from holdtrue.app import reimports
    from holdtrue.app.actions import many

    for n, kind in enumerate(many.kinds()):
        assert made(people, kind, n) is not None, kind
        for ending in ("csv", "xlsx"):
            path = exported(people, kind, tmp_path / f"{kind}.{ending}")
            assert reimports.is_ours(path), kind
            sheet = reimports.read(people.owner, path)
            found = reimports.rehearse(people.owner, sheet)
            assert sheet.kind == kind
            assert (found.changed, found.added, found.refused) == (0, 0, []), (kind, found.told)
            assert found.unchanged >= 1


def test_a_changed_cell_a_cleared_one_and_a_new_row_are_taken(people, screener, tmp_path):
    from holdtrue.app import reimports
    from holdtrue.store import reading

    path = exported(people, "system", tmp_path / "systems.csv")
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    row = next(row for row in rows if row["ref"] == screener.ref)
    row |= {"owner": people.people["contributor"].ref, "use": "(none)", "tags": "pilot; board"}
    fresh = dict.fromkeys(rows[0], "") | {"name": "'=New", "use": "trial"}
    with path.open("w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows([*rows, fresh])
    done = reimports.execute(people.owner, reimports.read(people.owner, path))
    assert (done.changed, done.added, done.unchanged) == (1, 1, len(rows) - 1)
    screener.refresh_from_db()
    body = reading.body(screener)
    assert "use" not in body["fields"]
    assert body["fields"]["tags"] == ["pilot", "board"]
    assert body["links"]["owner"] == [people.people["contributor"].uid]
    assert reading.record(people.organisation.pk, "SYS-0002").title == "=New"


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=60).filter(lambda text: text == text.strip()))
def test_a_guarded_cell_is_no_formula_and_says_the_same(text):
    cell = guarded(text)
    assert plain(cell) == text
    assert not cell.startswith(("=", "+", "@", "\t"))


def test_leaving_a_file_open_to_formulas_is_not_possible(people, tmp_path):
    from holdtrue.app.actions import records

    records.add(people.owner, "system", {"name": "=cmd|' /C calc'!A0", "users": "@now", "outputs": "-1+2"})
    path = exported(people, "system", tmp_path / "systems.csv")
    cells = [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) for cell in row]
    assert "'=cmd|' /C calc'!A0" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+") or cell.startswith("-1+")]
