"""The signatures on a record's page: who decided what on which revision, what changed since, who is still asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdtrue.app.actions.permission import on_record, to_sign
from holdtrue.app.clock import zone
from holdtrue.app.queries.sign_requests import DECLINED, SIGNED, of_record
from holdtrue.app.queries.signed import signed
from holdtrue.core.kinds import KINDS
from holdtrue.core.messages import Message
from holdtrue.core.verdicts import State
from holdtrue.pages.language import said, t
from holdtrue.pages.places import with_query
from holdtrue.pages.shapes.glyph import SOON
from holdtrue.pages.shapes.moment import absolute, instant
from holdtrue.pages.shapes.page import Act, Link
from holdtrue.pages.shapes.record import Knot, SignAskShown, SignOffShown
from holdtrue.pages.views.record_parts import change

if TYPE_CHECKING:
    from holdtrue.app.actions.permission import Asked
    from holdtrue.app.queries.around import Around
    from holdtrue.app.queries.sign_requests import Asking
    from holdtrue.app.queries.signed import Signed
    from holdtrue.app.rows import Record, SignOff
    from holdtrue.pages.views.frame import Visit

METHODS = frozenset(
    {"password", "second_factor", "passkey", "link", "single_sign_on", "code", "console", "standing"}
)
_STATE = {SIGNED: "holds", DECLINED: "contradicted"}


def of(visit: Visit, found: Around) -> tuple[tuple[SignOffShown, ...], tuple[SignAskShown, ...]]:
    """Return the record's sign-offs and refusals, newest first, and what is asked for."""
    record = found.record
    beside, material = found.opened, bool(KINDS[record.kind].material)
    some, asked = material and beside.signed, material and beside.asked
    fields, near = found.body["fields"], found.signed_near
    rests, organisation = found.rests, visit.caller.organisation
    rows = signed(organisation, record, visit.day, fields, near=near, rests=rests) if some else []
    target = to_sign(record, found.target, requested=beside.asked)
    requests = of_record(visit.caller.organisation, record, visit.day) if asked else []
    return (
        tuple(shown(visit, record, row, target=target) for row in rows),
        tuple(_ask(visit, record, one) for one in requests),
    )


def shown(visit: Visit, record: Record, row: Signed, *, target: Asked | None = None) -> SignOffShown:
    """Return one sign-off with everything a reader may ask of it; `target` is the record where it is at hand."""
    given, places = row.signoff, visit.places
    again = None
    if row.newest and row.state is not State.HOLDS and visit.may("sign", target or on_record(record)):
        label = t("page.sign.look") if row.state is State.DRIFTED else t("page.sign.again")
        again = Act(label, places.act(record.ref, "drift" if row.state is State.DRIFTED else "sign"))
    own = given.signer.uid == visit.caller.actor.person and row.withdrawn is None and not row.refused
    since = row.since
    return SignOffShown(
        signer=given.signer.title,
        meaning=t(f"page.sign.meaning.{given.meaning}"),
        on=instant(given.signed_at.astimezone(zone(visit.caller.organisation.time_zone)), visit.day),
        state=_state(visit, row),
        words=_words(row),
        revision=given.basis[0][1],
        basis=tuple(
            Link(f"{title} ({ref})" if title else ref, places.record(ref)) for ref, title in row.basis
        ),
        changed=tuple(change(x) for x in since.changed) if since else (),
        remarks=remarks(given, record.kind),
        act=again,
        digest=given.basis[0][2][:12],
        joined=tuple(x.title for x in since.basis if x.how == "new") if since else (),
        left=since.gone if since else (),
        reason=row.reason,
        clears=t("page.sign.refusal_clears") if row.refused and row.state is State.CONTRADICTED else "",
        of_set=Link(given.set_name, places.at("sign-sets", given.set_uid)) if given.set_uid else None,
        withdraw=Act(
            t("page.sign.withdraw"), with_query(places.act(record.ref, "withdraw"), signature=given.uid)
        )
        if own
        else None,
    )


def remarks(given: SignOff, kind: str) -> tuple[str, ...]:
    """Say how the signer proved who they are, and how independent the signature is."""
    proof = given.method if given.method in METHODS else "console" if given.console else "none"
    told = [t(f"page.sign.method.{proof}")]
    if given.self_signed:
        told.append(t("page.sign.self_signed"))
    elif KINDS[kind].independent and given.meaning not in ("refused", "withdrawn"):
        told.append(t("page.sign.independent"))
    if given.needed > 1:
        told.append(t("page.sign.one_of", n=given.needed))
    return tuple(told)


def _state(visit: Visit, row: Signed) -> str:
    if row.refused:
        return "contradicted" if row.state is State.CONTRADICTED else "not_applicable"
    if not row.newest:
        return "not_applicable"
    until = row.signoff.good_until
    if row.state is State.HOLDS and until is not None and until - visit.day <= SOON:
        return "soon"
    return row.state.name.lower()


def _words(row: Signed) -> str:
    if row.withdrawn is not None:
        return t("page.sign.withdrawn", date=absolute(row.withdrawn.day))
    if row.refused:
        open_ = row.state is State.CONTRADICTED
        return t("page.sign.refusal_open") if open_ else t("page.sign.refusal_answered")
    if not row.newest:
        return t("page.sign.superseded")
    until = row.signoff.good_until
    if row.state is State.DRIFTED:
        fields = ", ".join(dict.fromkeys(said(x.label) for x in row.since.changed)) if row.since else ""
        return t("page.sign.drifted", fields=fields) if fields else t("page.sign.drifted_set")
    if row.state is State.LAPSED and until is not None:
        return t("page.sign.lapsed", date=absolute(until))
    return t("page.glyph.until", date=absolute(until)) if until is not None else t("page.glyph.holds")


def _ask(visit: Visit, record: Record, asking: Asking) -> SignAskShown:
    may = visit.may("ask_signature", on_record(record))
    knots = []
    for party in asking.parties:
        role = said(Message(f"choice.roles.{party.role}")) if party.role else ""
        title = party.person.title if party.person else t("page.sign.ask.nobody")
        words = t(f"page.sign.ask.{party.answer}")
        if party.instead is not None:
            gone = {"name": party.instead.name, "date": absolute(party.instead.until)}
            words = f"{words} {t('people.away.instead', **gone)}"
        knots.append(
            Knot(
                f"{role}: {title}" if role else title,
                visit.places.record(party.person.ref) if party.person else "",
                state=_STATE.get(party.answer, "missing"),
                words=words,
            )
        )
    told = t("page.sign.ask.words", given=asking.given, needed=asking.needed)
    due = t("page.sign.ask.due", date=absolute(asking.due)) if asking.due else ""
    return SignAskShown(
        " ".join(filter(None, (told, due))),
        "holds" if asking.met else "missing",
        tuple(knots),
        asking.note,
        Act(
            t("page.sign.ask.take_back"),
            with_query(visit.places.act(record.ref, "ask"), back=asking.uid),
            posted=True,
        )
        if may
        else None,
    )


def more(visit: Visit, found: Around) -> tuple[Act, ...]:
    """Return what else one may do about signatures: refuse, ask for some."""
    record = found.record
    if not KINDS[record.kind].material or record.retired_day is not None:
        return ()
    told = []
    if visit.may("sign", found.target):
        told.append(Act(t("page.sign.refuse"), visit.places.act(record.ref, "refuse")))
    if visit.may("ask_signature", found.target):
        told.append(Act(t("page.sign.ask.act"), visit.places.act(record.ref, "ask")))
    return tuple(told)
