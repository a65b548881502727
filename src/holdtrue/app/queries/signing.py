"""What a signature would rest on, what changed since the last one, and what would be said of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from holdtrue.app.actions.basis import print_of, resting
from holdtrue.core.kinds import KINDS
from holdtrue.core.matching import matches
from holdtrue.core.practices import LEVELS, Practice, library
from holdtrue.store import reading
from holdtrue.store.models import SignOff

if TYPE_CHECKING:
    from holdtrue.core.messages import Message
    from holdtrue.store.models import Organisation, Record


@dataclass(frozen=True, slots=True)
class Rests:
    """One record of the basis; `how` is same, changed or new since the last sign-off, '' where there was none."""

    ref: str
    title: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Differs:
    """One material field that differs from what was signed; values as stored, links as titles."""

    ref: str
    label: Message
    field: str
    kind: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Ahead:
    """Everything to be seen before one signs."""

    basis: tuple[Rests, ...]
    gone: tuple[str, ...]
    """Titles of records the last sign-off rested on and this one would not."""
    last: SignOff | None
    changed: tuple[Differs, ...]
    carries: tuple[tuple[Practice, int], ...]
    """Practices with the level that asks for this signature."""
    print: str = ""
    """Of the whole basis: what is signed must be what was shown."""


def ahead(
    organisation: Organisation, record: Record, fields: Mapping[str, object], *, last: SignOff | None = None
) -> Ahead:
    """Return what a signature on the newest revision would rest on. Eight queries; seven where the `last` is known."""
    last = last or (
        SignOff.rows.of(organisation.pk)
        .filter(record=record, withdrawn_by__isnull=True)
        .exclude(meaning__in=("refused", "withdrawn"))
        .select_related("signer")
        .order_by("-id")
        .first()
    )
    rests = resting(organisation.pk, [record])[record.pk]
    head = reading.heads(organisation.pk, [record.pk])[record.pk]
    told = changed_since(organisation, record, last, rests, {})
    return replace(
        told,
        carries=_carries(record.kind, fields),
        print=print_of([[record.uid, 0, head.digest], *([uid, 0, digest] for uid, digest in rests.items())]),
    )


def changed_since(
    organisation: Organisation,
    record: Record,
    last: SignOff | None,
    rests: Mapping[str, str],
    near: Mapping[str, Titled],
) -> Ahead:
    """Return what is told of the basis beside the last signature, where it is known what one would rest on now.

    One query, and one for the titles of what links led to that is not `near`. What it carries, and its print, are left
    out: who looks back asks for neither.
    """
    signed = {uid: (int(number), str(digest)) for uid, number, digest in last.basis} if last else {}
    found, said = reading.revised(
        organisation.pk, {*rests, *signed}, {number for number, _ in signed.values()}
    )
    basis = tuple(
        Rests(found[uid].ref, found[uid].title, found[uid].kind, _how(uid, digest, signed, last))
        for uid, digest in rests.items()
        if uid in found
    )
    gone = tuple(found[u].title for u in signed if u not in rests and u != record.uid and u in found)
    return Ahead(
        basis=tuple(sorted(basis, key=lambda r: r.ref)),
        gone=gone,
        last=last,
        changed=_changed(organisation, record, signed, found, said, near),
        carries=(),
    )


def between(organisation: Organisation, record: Record, older: int, newer: int) -> tuple[Differs, ...]:
    """Return the material fields in which two revisions of a record differ; nothing where one is not there."""
    if not 0 < older < newer <= record.head_number:
        return ()
    before, after = reading.body(record, older), reading.body(record, newer)
    return tuple(differences(organisation, record, before, after))


def _how(uid: str, digest: str, signed: Mapping[str, tuple[int, str]], last: SignOff | None) -> str:
    if last is None:
        return ""
    if uid not in signed:
        return "new"
    return "same" if signed[uid][1] == digest else "changed"


def _changed(
    organisation: Organisation,
    record: Record,
    signed: Mapping[str, tuple[int, str]],
    found: Mapping[str, Record],
    said: Mapping[tuple[int, int], Mapping[str, Any]],
    near: Mapping[str, Titled],
) -> tuple[Differs, ...]:
    """The material fields that differ; of the record itself the newest revision counts: it is what is signed."""
    moved: list[tuple[Record, int, int]] = []
    for uid, (number, digest) in signed.items():
        other = found.get(uid)
        if other is None or not number:
            continue
        newest = other.head_number if uid == record.uid else other.in_force_number
        if newest == number or (uid != record.uid and other.digest == digest):
            continue
        moved.append((other, number, newest))
    return tuple(
        one
        for other, number, newest in moved
        for one in differences(
            organisation,
            other,
            said.get((other.pk, number), _ERASED),
            said.get((other.pk, newest), _ERASED),
            near,
        )
    )


_ERASED: Mapping[str, Any] = {"fields": {}, "links": {}, "source_fields": {}}


def differences(
    organisation: Organisation,
    record: Record,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    near: Mapping[str, Titled] = MappingProxyType({}),
) -> list[Differs]:
    """Return the material fields that differ. One query where links differ to what is not `near`."""
    kind = KINDS[record.kind]
    found: list[Differs] = []
    links: list[tuple[str, Sequence[str] | None, Sequence[str] | None]] = []
    for name in kind.material:
        stored = name not in kind.edges or name in before["fields"] or name in after["fields"]
        part = "fields" if stored else "links"
        was, now = before[part].get(name), after[part].get(name)
        if was == now:
            continue
        if part == "links":
            links.append((name, was, now))
        found.append(Differs(record.ref, kind.spec(name).label, name, record.kind, was, now))
    if not links:
        return found
    titles = _titles(organisation, {uid for _, *ends in links for some in ends for uid in some or ()}, near)
    told = {name: [[titles[uid] for uid in some or ()] for some in ends] for name, *ends in links}
    return [
        replace(x, before=told[x.field][0], after=told[x.field][1]) if x.field in told else x for x in found
    ]


class Titled(Protocol):
    """What a link leads to, as far as it is named."""

    @property
    def title(self) -> str:
        """Its title."""


def _titles(organisation: Organisation, uids: Iterable[str], near: Mapping[str, Titled]) -> dict[str, str]:
    """What links lead to by its title, a catalog item by its id."""
    wanted = set(uids)
    found = reading.by_uid(organisation.pk, wanted - near.keys())
    return {
        uid: found[uid].title if uid in found else near[uid].title if uid in near else uid for uid in wanted
    }


def _carries(kind: str, fields: Mapping[str, object]) -> tuple[tuple[Practice, int], ...]:
    """Practices that ask for a signature on a record like this one, each with its lowest such level."""
    found = []
    for practice in library().practices:
        for level, name in enumerate(LEVELS, start=1):
            if any(matches(fields, where) is not False for where in _signed(practice.levels[name], kind)):
                found.append((practice, level))
                break
    return tuple(found)


def _signed(claim: object, kind: str) -> list[Mapping[str, object]]:
    """The conditions under which a claim, as written, asks for a signature on this kind."""
    if isinstance(claim, list):
        return [where for part in claim for where in _signed(part, kind)]
    if not isinstance(claim, Mapping):
        return []
    if claim.get("signed") == kind:
        where = claim.get("where", {})
        return [where if isinstance(where, Mapping) else {}]
    return [where for part in claim.values() for where in _signed(part, kind)]
