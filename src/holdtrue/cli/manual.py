"""Writes docs/cli.md from the commands themselves; a test holds the page against them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.main import get_command

from holdtrue.cli.commands import application
from holdtrue.cli.later import FORMS
from holdtrue.words import text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEYS: Mapping[str, str] = {
    "incident": "ref, title, severity, closed_on, clocks [{id, law, ref, tell, state, plan_by, latest, status, doubt, "
    "source, as_of}], tellings [{on, at, whom, name, law, by, reference}], missing",
    "concerns": "a list of number, category, raised_on, due, answered_on, record; with a number all of incident",
    "confidentiality": "file, bytes",
    "library": "new, changed, same, rows {file: rows}, skipped [{file, row, why}]",
    "export-list": "file, kind, rows",
    "update": "action, rows, added, changed, unchanged, refused, refusals, differences, passed_over",
    "edit-many": "action, rows, changed, unchanged, refused, refusals, differences",
    "away": "person, name, away_until",
    "correct": "ref, kind, title, fields, links, revision, digest",
    "erase": "ref, revisions, texts, account",
    "hand-over": "person, name, action, count, groups [{group, count, to}], kept [{ref, why}]",
    "staff": "all of import, and written, whole, joiners, managers_changed, proposed_leavers [{ref, name}], leavers, "
    "leavers_unknown",
    "completions": "file, rows, added, known, not_completed, left_out, refused, written, action, "
    "trainings [{refs, course, on, topic, audience, added, people}], unmapped [{course, rows}], refusals [{line, why}]",
    "access": "ref, kind, act, acts, answers [{who, role, machine, allowed, why, until, unit}]",
    "members": "a list of email, name, person, role, unit, until, outside, active",
    "invite": "email, name, person, role, unit, until, outside, active, sign_in",
    "end-member": "email, name, person, role, unit, until, outside, active",
    "organisations": "a list of slug, name, profile, demo",
    "export": "out, files, root",
    "delete-organisation": "organisation, name, rows, files, statement",
    "demo": "slug, name; with remove: removed, rows, files",
    "profile": "profile, people, systems, systems_assumed, profiles [{name, current, practices, hours_first_year, "
    "hours_a_year, minutes {lead: {first_year, a_year}}, new, no_longer_asked, by_law [{practice, laws, level}]}], "
    "open_audits, chosen",
    "pack": "a list of organisation, pack, title, version, digest, was, added, changed, removed, installed",
    "undo": "action, rows, changed, refused, refusals",
    "init": "organisation, slug, profile, owner, owner_person, owner_sign_in, data",
    "sign-in-link": "organisation, owner, owner_sign_in",
    "up": "address, owner_sign_in",
    "import": "run, file, kind, rows, added, changed, unchanged, refused, review, mapping {column: {field, "
    "confidence, because}}, set_by, refusals [{line, why}], doubts, notes, conflicts, effects {kind: "
    "n}, standing [{practice, from, to, scopes}]; with --undo: undone, retired, restored, kept",
    "import-review": "run, decided {same, new}, refusals [{line, why}], rows [{line, why, title, ref, known_as, "
    "differs [{field, stands, row}]}]",
    "status": "organisation, at, index, profile, band, properties {name: score}, holds_until, "
    "certification_holds_until, holding, not_holding, systems, systems_known, systems_unsorted, "
    "practices [{id, level, until, state, because, score, target, counted, applies, holding, "
    "scopes}], lapses [{on, practice, level, systems}], high_without_assessment, units; with --unit: unit, title; "
    "with --known-at: known_at",
    "index": "organisation, slug, scope, title, at, index, told, profile, joined_by_law, band, band_lowered_because, "
    "holding, asked, holds_until, properties [{id, title, score, weight, adds, practices [{id, title, level, target, "
    "score, holding, scopes, joined_by_law}]}], caps [{property_below, prohibited_use, band_at_most, because, binds, "
    "lowers_the_band, lifted_by [{property, score, raise, reaches, enough}]}], ready, mark [{asks, met, short, "
    "properties}], matrix_version, rules; with --trend: trend [{on, index, band, profile, properties, holding, asked, "
    "systems, matrix_version, worked_out_later}]",
    "report": "out, organisation, at, statement, next_lapse, bytes",
    "why": "scope, practice, level, reached, until, state, because, witness [refs], remedy, changed [{ref, "
    "field, before, after}], findings",
    "forecast": "organisation, slug, at, until, profile, holds_until, certification_holds_until, first_to_give_way "
    "{profile: {on, practice, title, level, systems}}, index_now, index_then, days [{on, index, band, levels, holding, "
    "asked}], lapses [{on, practice, title, scope, scope_title, systems, before, after, because, owner, owner_ref, "
    "role, remedy}], lapses_complete_until",
    "roadmap": "organisation, slug, at, profile, index_now, index_after, index_after_on, taken, systems_unsorted, "
    "steps [{key, practice, title, about, group, from, to, gain, effort, systems, first, law, needs, "
    "role, owner, owner_ref, because, remedy, action, satisfies, counts_on, begin_by, too_late, "
    "planned}], ready {on, because, steps, minutes}, by, must_begin [{step, title, by, too_late}], "
    "too_late, lapses_before, plan [{step, on, person, done, late}]",
    "plan": "step, on, person",
    "review": "organisation, slug, from, to, at, review, digest, changes, decisions [{decision, person, name, by, "
    "action}], parts [{id, title, input, said, figures [{figure, now, before}], facts [{title, said, ref, practice, "
    "on}], more, index [{on, value}]}]; with --pdf: out",
    "calendar": "organisation, slug, at, year, months [{from, to, lines [{sort, said, on, count, ref, practice, what, "
    "person, state}]}]",
    "gate": "system, title, stage_now, stage, at, open, tier, profile, holds_until, asked, missing [{practice, title, "
    "level, asked_by, hard, state, until, because, remedy, remedy_action, remedy_ref, witness, who {role, person, "
    "name}, minutes, yours}], holding [{practice, title, level, state, until}], left_out [{practice, title, why}], "
    "print",
    "open-early": "system, title, stage, decision, until, change, by, waived [titles]",
    "ask-stage": "system, stage, change, title, type, decides, foreseen, shown, gate {all of gate}, entering {all of "
    "whatif}",
    "decide-stage": "system, title, stage, decision, reason, mode, open, missing [practice], change, by, name, on, "
    "sign_off, print, note",
    "gate-mode": "mode",
    "deploy": "system, title, inside, why, standing_approval, approval_title, signed_by, until, limits [{what, before, "
    "after, inside, limit, said}], asked [{claim, holds, because}], change",
    "whatif": "ref, title, stops_holding [{practice, scope, title, before, after, state, because, scopes, remedy}], "
    "starts_holding, not_told, no_longer_asked, owed_by [{person, name, role, minutes, acts [{remedy, ref, minutes, "
    "claims}]}], sign_offs_drift [{ref, title, fields}], holds_until, holds_until_before, index_before, index_after, "
    "systems_evaluated, partly, draft",
    "classify": "system, title, law, law_version, as_of, source, class, possible, also, roles, missing [{question, "
    "ask, article, field}], steps [{id, article, title, outcome, because, facts, missing, uncertain}], duties [{id, "
    "article, title, applies_from, date_certain}], record, recorded_class, agrees",
    "applicability": "at, framework {id, version}, profile, decided, of, included, excluded, signed, reopened, "
    "holding, lines [{control, title, ref, included, reason, state, level, until, status, practices, controls, "
    "risks, evidence, owner, signed {by, on, revision, until, by_role, set, changed [{ref, field}], moved}, "
    "new_risks, asked_by_law [{practice, laws}], suggested {included, reason}}]; with --out: file, format, bytes",
    "audit": "audit, title, auditor, begun, closed, report_digest, as_of, framework {id, title, version, digest}, log "
    "{origin, size, root}, worked, of, samples [{number, seed, seed_given, rule, population_digest, reason, drawn_at, "
    "strata [{class, population, least, drawn}]}], systems [{uid, ref, title, class}], requirements [{requirement, "
    "title, standing, result, notes, by, number, asks, practices}], findings [{ref, type, requirement}]; with plan: "
    "framework, years, until, requirements, never_audited, not_planned, planned [{plan, on, covers, auditor, audit}], "
    "proposed [{on, covers, again}], lines [{requirement, title, standing, last_audited, last_audit, next_planned}]; "
    "with draw: the sample and its systems; with report: what the report says; with --out: file, format, bytes",
    "attest": "number, ref, state, assessor {ref, name}, drawn_on, seed, rule, population_digest, sample [{class, "
    "systems, drawn}], signed_on, good_until, floor, falls_on, falls_because, ended_on, withdrawn_because, statement, "
    "document, published_at; while it is open: index, index_derived, left [practice], levels [{practice, title, "
    "property, derived, attested, reason}]; a list of them without a number; with files: ref, files, key",
    "verify-attestation": "ok, disagreement, code; where it agrees: log, entry, at, size, root, says {organisation, "
    "index, assessor, signed_on, good_until}",
    "certification": "at, cycle_of, next, steps [{type, number, state, due, opens, audit, day}], certificates [{ref, "
    "body, accreditation, number, standard, statement, soa_version, scope, issued_on, valid_until, accepted_on, "
    "suspended_on, restored_on, withdrawn_on, state, compared_with, moved [{ref, how, fields}]}], audits [{ref, type, "
    "body, held_on, booked_for, days_on_site, certificate, findings [{ref, number, type, due, closed_on}]}]",
    "decide": "at, framework {id, version}, profile, decided, of, included, excluded, signed, reopened, holding, lines",
    "list": "[{ref, kind, title, fields, links, revision, in_force, digest}]",
    "show": "ref, kind, title, fields, links, revision, in_force, digest, derived, incoming, missing, "
    "source_fields",
    "history": "[{seq, at, by, action, changed [{field, before, after}], revision, why, sign_off}]",
    "add": "the record",
    "edit": "the record",
    "link": "the record",
    "retire": "the record",
    "door": "open, free, address, links, link",
    "duplicates": "[{one, one_title, other, other_title, because, why}]",
    "merge": "the record, merged, moved [refs]",
    "comments": "[{id, seq, at, by, text, mentions, question, open, answers, answered_at, answered_by}]",
    "comment": "id, seq, at, by, text, mentions, question, open, answers, answered_at, answered_by",
    "answered": "id, seq, at, by, text, mentions, question, open, answers, answered_at, answered_by",
    "mentions": "mentions [{ref, title, seen, comment}], questions [{ref, title, seen, comment}]",
    "compare": "ref, from, to, changed [{field, label, before, after, words [{turn, text}]}], erased",
    "restore-revision": "the record",
    "document": "[{ref, format, file, bytes}]; with start or --file the record; with templates [{id, kind, "
    "topic, title, about, minutes}]; with watch [{ref, readable, digest, why}]",
    "measure": "the indicator's record, measurement {indicator, on, value, count}, state; "
    "with --file rows, added, unchanged, refused, refusals [{line, why}]",
    "indicators": "[{ref, title, tag, system, owner, unit, target, target_said, state, because, value, on, count, "
    "next_due, computed, followed [{ref, closed_on}]}]; of one also values [{on, value, count, recorded_on, version}]",
    "sign": "ref, revision, basis [{uid, revision, digest}], until, meaning, signer, at_the_console, note; "
    "with several records or --set: set, name, members [the same], note",
    "refuse": "ref, revision, meaning, signer, why, note",
    "withdraw": "ref, revision, meaning, signer, why, note",
    "sign-rule": "[{kind, needed, roles}]",
    "ask-signature": "uid, ref, needed, given, met, asked [{person, name, role, answer}], due",
    "asked-signatures": "[{uid, ref, needed, given, met, asked [{person, name, role, answer}], due}]",
    "rulings": "[{ref, question, details, state, asked_by, due, answer, reason, answered_by, answered_on, valid_until, "
    "about [{ref, title}]}]",
    "loop": "from, to, opened, closed, still_open, sources [{name, n, refs}], causes [{name, n, refs}], actions "
    "{done_in_time, done_late, overdue}, verified, not_effective, days_to_mend, recurrences [{ref, of, closed_on, "
    "verified}], indicators [{finding, action, indicator, measures, done_on, before, before_n, after, after_n, "
    "better}], findings [{ref, nature, source, cause, type, opened_on, closed_on, effect_verified_on, actions, rounds, "
    "recurrence_of}], more",
    "mending": "ref, type, step, until, missing, nature, correction, cause, similar_cases, actions [{ref, title, "
    "owner, due, done_on}], tried [{ref, title, owner, due, done_on}], effect_after, effect_from, effect_evidence, "
    "checker, verified_by, closed_on, rounds [{cause, ended, why}]",
    **dict.fromkeys(("plan-effect", "verify-effect", "not-effective", "reopen-finding"), "as mending"),
    "ask-ruling": "one of rulings",
    "give-ruling": "one of rulings",
    "attach": "evidence, format, measurements, state (placed, undated), and the record",
    "check": "check, band, shown_as, score, gaps [{question, says, first_step, practices}], contradictions "
    "[{questions, says}], caps, have [{id, title, state}], viable, applies, says, expected, unproved, left_out, "
    "declares, details; with --start: organisation, declarations [refs], system",
    "cases": "cases, passed, failed, failures [{file, name, expected, got}]",
    "verify": "ok, entries, root, first_disagreement, rows, checkpoint_covers",
    "check-standing": "ok, scopes, members, counts, differences, first_disagreement",
    "rules": "current, since, kept, available, differs, own [{name, title, version, practices, frameworks, mappings, "
    "periods}], practices {added, removed, changed}, frameworks [{framework, title, version_before, version_after, "
    "added, changed, removed, moved, practices, classifications, lines}], files, tried, systems, index_now, "
    "index_after, changes [{practice, before, after, holding_before, holding_after}], job {state, done, of}; with add "
    "and remove: act, own [{name, version, was}], done, digest, cases, and the same from practices to changes",
    "worklist": "person, name, at, overdue, month, later, minutes, next_due, more, items [{item, what, because, when, "
    "state, until, minutes, action, ref, scope, n, by_law, clears [{practice, level, state}], put_off_until}], "
    "put_off [the same]; with --all: overdue, month, later, to_sort, put_off, people, more_people, units, nobody, "
    "open_roles",
    "snooze": "one item of worklist",
    "notices": "sent, failed, raised",
    "kinds": "[{id, title, prefix, about, fields, required}]",
    "practices": "[{id, title, scope, property, phase, profile, owner_role, tiers, statement}]",
    "frameworks": "[{id, title, version, as_of, source, requirements, digest}]",
    "requirements": "framework, title, version, as_of, source, at, system, level, applies, holds, requirements [{id, "
    "name, title, section, kind, actors, class, standing, until, because, applies, applies_from, date_certain, "
    "confidence, doubts, still_to_show, findings, practices [{id, asked, in_profile, level, until, state, scopes}]}]",
    "coverage": "[{id, title, requirements, applies, satisfied, open, satisfied_ids, open_ids, begun, not_asked, "
    "uncovered [ids], needs_more {id: what}, not_applicable {id: why}}]; one of these for one framework",
}
"""Command → the keys of its JSON document; a test holds each against what the command prints."""
REMOTE = (
    "status",
    "requirements",
    "index",
    "why",
    "classify",
    "applicability",
    "decide",
    "list",
    "show",
    "history",
    "add",
    "edit",
    "link",
    "attach",
    "import",
    "import-review",
    "history",
    "compare",
    "worklist",
    "forecast",
    "roadmap",
    "plan",
    "whatif",
    "gate",
    "ask-stage",
    "gate-mode",
    "deploy",
    "review",
    "calendar",
    "indicators",
    "incident",
    "concerns",
    "audit",
    "loop",
    "mending",
    "plan-effect",
    "verify-effect",
    "not-effective",
    "reopen-finding",
)
"""Commands that also work on a service, with --url and a token."""


def page() -> str:
    """Return the page."""
    group: Any = get_command(application())
    lines = [
        f"# {text('cli.manual.title')}",
        "",
        text("cli.manual.lead"),
        "",
        text("cli.epilog"),
        "",
        f"## {text('cli.manual.globals')}",
        "",
        *_table(group),
        "",
        *(
            line
            for name, command in group.commands.items()
            if name not in FORMS
            for line in _command(name, command)
        ),
        f"## {text('cli.coming')}",
        "",
        *(
            f"- `holdtrue {f'{name} {form}'.strip()}`: {text(f'cli.later.{name}')}"
            for name, form in FORMS.items()
        ),
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401  # typer's own classes carry no public types
    yield f"## {name}"
    yield ""
    yield str(command.help)
    yield ""
    yield f"`{_form(name, command)}`"
    yield ""
    if command.params:
        yield from _table(command)
        yield ""
    yield text("cli.manual.keys", keys=KEYS[name])
    if name in REMOTE:
        yield ""
        yield text("cli.manual.remote")
    yield ""


def _form(name: str, command: Any) -> str:  # noqa: ANN401  # as above
    words = [f"holdtrue {name}"]
    for param in command.params:
        if param.param_type_name == "argument":
            many = "…" if param.nargs == -1 else ""
            words.append(f"{param.metavar}{many}" if param.required else f"[{param.metavar}{many}]")
        else:
            form = f"{param.opts[0]} {param.metavar}".strip()
            words.append(form if param.required else f"[{form}]{'…' if param.multiple else ''}")
    return " ".join(words)


def _table(command: Any) -> Iterator[str]:  # noqa: ANN401  # as above
    yield f"| {text('cli.manual.word')} | {text('cli.manual.means')} |"
    yield "| --- | --- |"
    for param in command.params:
        word = (
            param.metavar
            if param.param_type_name == "argument"
            else f"{param.opts[0]} {param.metavar}".strip()
        )
        yield f"| `{word}` | {param.help} |"


if __name__ == "__main__":
    Path(sys.argv[1] if len(sys.argv) > 1 else "docs/cli.md").write_text(page(), "utf-8")
