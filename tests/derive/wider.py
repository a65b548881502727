"""The same made-up life with every act that changes what others rest on: merging, erasing, correcting, going back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from derive.chance import Life
from holdtrue.app import intake, rederiving
from holdtrue.app.actions import (
    absences,
    applying,
    asking_signature,
    correcting,
    declining,
    erasing,
    gating,
    handing_over,
    incidents,
    many,
    measuring,
    merging,
    overriding,
    profile,
    records,
    restoring,
    ruling,
    sign,
    sign_rules,
    sign_set,
    snapshots,
    staging,
    triage,
)
from holdtrue.app.actions.documents import acknowledge
from holdtrue.app.actions.findings import checking, mending
from holdtrue.core.days import iso
from holdtrue.core.kinds import KINDS
from holdtrue.core.refusals import Refusal
from holdtrue.store import reading
from holdtrue.store.models import ImportRun, Record, Revision, SignOff

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHY = "By chance"
MEANINGS = ("approved", "reviewed", "confirmed", "risk_accepted", "re_affirmed")


@dataclass
class WiderLife(Life):
    """A life in which anything happens; what it did last is told by `last`."""

    folder: Path | None = None
    """Where files to import are written; none are where there is none."""
    last: str = ""
    acted: str = ""
    """The change of many records at once that was done last."""

    def live(self, acts: int) -> None:
        """Do that many things, the wider ones as often as the plain ones."""
        for _ in range(acts):
            self.one()

    def one(self) -> None:
        """Do one thing that is not refused."""
        while True:
            self.moment += dt.timedelta(minutes=1)
            plain: tuple[Callable[[], None], ...] = (self.add, self.edit, self.sign, self.other)
            act = self.chance.choice(plain if self.chance.random() < 0.4 else self.wider())
            self.last = act.__name__
            try:
                act()
            except Refusal:
                continue
            self.done += 1
            return

    def begin_day(self) -> None:
        """What the worker does when a day begins: ask again which failure tells."""
        organisation = self.caller.organisation
        organisation.refresh_from_db()
        job = rederiving.retell(organisation, clock=self.clock)
        if job is not None:
            rederiving.run(organisation, job.pk, clock=self.clock)
        organisation.refresh_from_db()

    def wider(self) -> tuple[Callable[[], None], ...]:
        """Every wider act."""
        return (
            *(self.link, self.unlink, self.edit_of_before, self.restore, self.correct, self.merge),
            *(self.retire, self.erase, self.erase_person, self.withdraw, self.refuse, self.sign_together),
            *(self.ask_signatures, self.rule_signatures, self.acknowledge, self.measure_again),
            *(self.take_snapshots, self.sort, self.hand_over, self.away, self.mend, self.tell_incident),
            *(self.gate, self.settle, self.include, self.choose_profile, self.edit_many, self.undo_many),
            *(self.bring_in, self.undo_import, self.answer),
        )

    def link(self) -> None:
        kind, ref = self._any()
        specs = [s for s in KINDS[kind].field_specs() if s.linked]
        spec = self.chance.choice(specs) if specs else None
        value = self._value(kind, spec) if spec else None
        if spec is not None and value is not None:
            records.link(self.caller, ref, spec.name, value[0] if isinstance(value, list) else str(value))

    def unlink(self) -> None:
        _, ref = self._any()
        held = reading.body(records.find(self.caller, ref))["links"]
        if held:
            records.edit(self.caller, ref, {self.chance.choice(sorted(held)): ""}, why=WHY)

    def edit_of_before(self) -> None:
        kind, ref = self._any()
        record = records.find(self.caller, ref)
        first = Revision.rows.of(self.organisation_id).get(record=record, number=record.head_number).true_from
        day = self.chance.randrange(min(first, self.day), self.day + 1)
        records.edit(self.caller, ref, self._fields(kind, 0.2), true_from=iso(day), why=WHY)

    def restore(self) -> None:
        _, ref = self._any()
        record = records.find(self.caller, ref)
        number = self.chance.randrange(1, record.head_number + 1)
        restoring.restore_revision(self.caller, ref, number, why=WHY)

    def correct(self) -> None:
        kind, ref = self._any()
        first = self.day - self.chance.randrange(90)
        until = self.chance.choice(("", iso(first + self.chance.randrange(1, 30))))
        raw = self._fields(kind, 0.2)
        correcting.correct(self.caller, ref, raw, true_from=iso(first), until=until, why=WHY)

    def merge(self) -> None:
        several = [k for k, refs in sorted(self.refs.items()) if len(refs) > 1]
        if not several:
            return
        kind = self.chance.choice(several)
        keep, gone = self.chance.sample(self.refs[kind], 2)
        fields = [s.name for s in KINDS[kind].field_specs()]
        merging.merge(self.caller, keep, gone, why=WHY, take=self.chance.sample(fields, 2))
        self.refs[kind].remove(gone)

    def retire(self) -> None:
        kind, ref = self._any()
        records.retire(self.caller, ref, why=WHY)
        self.refs[kind].remove(ref)

    def erase(self) -> None:
        erasing.erase_revisions(self.caller, self._any()[1], "all", why=WHY)

    def erase_person(self) -> None:
        gone = Record.rows.of(self.organisation_id).filter(kind="person").exclude(title__startswith="PER-")
        refs = sorted(gone.values_list("ref", flat=True))
        ref = self.chance.choice(refs or [self._person()])
        erasing.erase_person(self.caller, ref, why=WHY)
        if ref in self.refs["person"]:
            self.refs["person"].remove(ref)

    def withdraw(self) -> None:
        rows = SignOff.rows.of(self.organisation_id).filter(withdrawn_by__isnull=True)
        rows = rows.exclude(meaning__in=(sign.REFUSED, sign.WITHDRAWN)).order_by("id")
        one = self.chance.choice([*rows.select_related("record", "signer")] or [None])
        if one is not None:
            declining.withdraw(self.caller, one.record.ref, WHY, signoff=one.uid, signer=one.signer.ref)

    def refuse(self) -> None:
        declining.refuse(self.caller, self._any()[1], WHY, signer=self._person())

    def sign_together(self) -> None:
        refs = [self._any()[1] for _ in range(self.chance.randrange(1, 4))]
        decision = sign.Decision(
            self.chance.choice(MEANINGS), self.chance.choice(("", "3 months", "30 days"))
        )
        sign_set.sign_set(self.caller, "Set", refs, decision, signer=self._person(), opened=refs)

    def ask_signatures(self) -> None:
        asked = sorted({self._person(), self._person()})
        needed = self.chance.randrange(1, len(asked) + 1)
        asking_signature.ask(self.caller, self._any()[1], people=asked, needed=needed)

    def rule_signatures(self) -> None:
        kind = self.chance.choice(sign_rules.signed_kinds())
        needed = self.chance.choice((1, 1, 2))
        sign_rules.set_rule(
            self.caller, kind, needed=needed, roles=("aims_manager", "top_management")[:needed]
        )

    def acknowledge(self) -> None:
        acknowledge.acknowledge(self.caller, self._of("policy", "procedure"))

    def measure_again(self) -> None:
        on = (self.moment.date() - dt.timedelta(days=self.chance.randrange(40))).isoformat()
        measuring.correct(self.caller, self._of("indicator"), self.chance.random(), on=on, why=WHY)

    def take_snapshots(self) -> None:
        snapshots.take(self.caller.organisation, self.clock)

    def sort(self) -> None:
        refs = [self._of("system") for _ in range(2)]
        raw = self._fields("system", 0.6)
        triage.sort(self.caller, refs, {n: v for n, v in raw.items() if n in triage.questions()})

    def hand_over(self) -> None:
        one, other = self._person(), self._person()
        handing_over.hand_over(self.caller, one, handing_over.plan(self.caller, one, other), why=WHY)

    def away(self) -> None:
        until = self.chance.choice(("", iso(self.day + self.chance.randrange(60))))
        absences.be_away(self.caller, self._person(), until)

    def mend(self) -> None:
        ref, caller = self._of("finding"), self.caller
        later = iso(self.day + self.chance.randrange(1, 60))
        steps: tuple[Callable[[], object], ...] = (
            lambda: mending.correct(caller, ref, WHY),
            lambda: mending.trace(caller, ref, WHY),
            lambda: mending.compare(caller, ref, WHY, also=[self._of("system")]),
            lambda: mending.answer(caller, ref, WHY, owner=self._person(), due=later),
            lambda: mending.done(caller, ref, self._of("action")),
            lambda: checking.plan(caller, ref, after=self.chance.choice(("", "3 months")), why=WHY),
            lambda: checking.verify(caller, ref, [self._of("evidence")]),
            lambda: checking.not_effective(caller, ref, why=WHY),
            lambda: checking.settle(caller, ref, answer=WHY),
            lambda: checking.reopen(caller, ref, why=WHY),
        )
        self.chance.choice(steps)()

    def tell_incident(self) -> None:
        ref, caller = self._of("incident"), self.caller
        steps: tuple[Callable[[], object], ...] = (
            lambda: incidents.tell(caller, ref, whom=self.chance.choice(("authority", "people")), name=WHY),
            lambda: incidents.foresee(caller, ref),
            lambda: incidents.foresee(caller, ref, [self._of("risk")]),
            lambda: incidents.close(caller, ref),
        )
        self.chance.choice(steps)()

    def gate(self) -> None:
        ref, stage = self._of("system"), self.chance.choice(("assessed", "approved", "deployed", "retired"))
        until = iso(self.day + self.chance.randrange(30))
        steps: tuple[Callable[[], object], ...] = (
            lambda: gating.ask(self.caller, ref, stage),
            lambda: gating.decide(
                self.caller,
                ref,
                stage,
                gating.Verdict(self.chance.choice(("go", "no_go")), WHY, signer=self._person()),
            ),
            lambda: overriding.open_early(
                self.caller, ref, stage, overriding.Waiver(WHY, WHY, until, signer=self._person())
            ),
        )
        self.chance.choice(steps)()

    def settle(self) -> None:
        staging.settle(self.caller.organisation, clock=self.clock)
        overriding.fall_back(self.caller.organisation, clock=self.clock)

    def include(self) -> None:
        number = self.chance.choice(("A.2.2", "A.6.2.4", "A.4.2", "A.9.2", "A.10.3"))
        included = self.chance.random() < 0.6
        applying.decide(self.caller, [applying.Decided(number, included=included, reason=WHY)])

    def choose_profile(self) -> None:
        profile.choose(self.caller, self.chance.choice(("starter", "standard", "certification")))

    def edit_many(self) -> None:
        kind = self.chance.choice(
            [k for k, refs in sorted(self.refs.items()) if refs and k != "organization"]
        )
        some = [self.chance.choice(("", *self.refs[kind])) for _ in range(3)]
        changes = [many.Change(ref, self._fields(kind, 0.7 if ref == "" else 0.2)) for ref in some]
        self.acted = many.apply(self.caller, kind, changes).action
        self._take_note(kind)

    def undo_many(self) -> None:
        if self.acted:
            many.undo(self.caller, self.acted)
            self._forget_retired()

    def bring_in(self) -> None:
        if self.folder is None:
            return
        path = self.folder / f"inventory-{self.seed}-{self.done}.csv"
        lines = ["Use Case ID,Use Case Name,Purpose,Vendor,Impact Type,Stage of development"]
        for n in self.chance.sample(range(6), 3):
            vendor, impact = (
                self.chance.choice(("", "Acme", "Initech")),
                self.chance.choice(("Neither", "Both", "")),
            )
            lines.append(
                f"U-{n},Use {n},Sort things {self.chance.randrange(3)},{vendor},{impact},In production"
            )
        path.write_text("\n".join(lines) + "\n", "utf-8")
        intake.execute(intake.plan(self.caller, path))
        for kind in ("system", "supplier", "component", "declaration"):
            self._take_note(kind)

    def undo_import(self) -> None:
        runs = ImportRun.rows.of(self.organisation_id).filter(state="done").values_list("number", flat=True)
        if runs:
            intake.undo(self.caller, self.chance.choice(sorted(runs)))
            self._forget_retired()

    def answer(self) -> None:
        until = iso(self.day + self.chance.randrange(1, 100))
        ruling.answer(self.caller, self._of("ruling"), WHY, reason=WHY, until=until)

    def _take_note(self, kind: str) -> None:
        """Records that an act made by itself are acted on too."""
        rows = Record.rows.of(self.organisation_id).filter(kind=kind, retired_day__isnull=True)
        self.refs[kind] = list(rows.order_by("number").values_list("ref", flat=True))

    def _forget_retired(self) -> None:
        for kind in sorted(self.refs):
            self._take_note(kind)

    def _person(self) -> str:
        return self.chance.choice(self.refs["person"])

    def _of(self, *kinds: str) -> str:
        """A record of one of the kinds, made where there is none."""
        known = [ref for kind in kinds for ref in self.refs.get(kind, ())]
        if known:
            return self.chance.choice(known)
        made = records.add(self.caller, kinds[0], self._fields(kinds[0], 0.8)).ref
        self.refs.setdefault(kinds[0], []).append(made)
        return made


__all__ = ["WiderLife"]
