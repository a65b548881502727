"""Evidence: kept once, read by a named person, shared while the version stays; and figures measured on their day."""

from __future__ import annotations

import io
import math

import pytest

from harness.house import House
from holdtrue.app.actions import evidence, measuring, records
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.core.verdicts import State
from holdtrue.words import say


def northwind():
    house = House("Northwind")
    house.assessed(stop_method="Red button", fallback="The desk answers")
    attach(house, b"When to stop", "stop-criteria")
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def attach(
    house, content=b"Stopped and back in 4 minutes", tag="stop-tried", about="SYS-1", caller=None, **more
):
    more.setdefault("collected_on", "2027-03-01")
    return evidence.attach(caller or house.ada, [about], io.BytesIO(content), f"{tag}.txt", tag=tag, **more)


def standing(house, ref="SYS-1"):
    return house.why("stop-and-fallback", ref, level="operational")


def code(error, call, *args, **more):
    with pytest.raises(error) as caught:
        call(*args, **more)
    assert say(caught.value.message)
    return caught.value.code


def blobs_on_disk(house):
    from django.conf import settings

    folder = settings.HOLDTRUE_FOLDER.blobs
    return sorted(f"{p.parent.parent.name}/{p.name}" for p in folder.rglob("*") if p.is_file())


def test_unread_evidence_carries_documented_at_most(house):
    attach(house)
    assert (standing(house).state, standing(house).reached) == (State.MISSING, 2)


def test_evidence_read_in_order_carries_operational(house):
    attach(house)
    cleo = house.member("Cleo Brandt", "manager")
    read = evidence.read(cleo, "EVI-2", "in_order", why="Timed it myself")
    assert standing(house).state is State.HOLDS
    fields = house.body(read.ref)["fields"]
    assert (fields["result"], fields["read_on"], fields["self_read"]) == ("in_order", "2027-03-01", False)
    evidence.read(house.ada, "EVI-1", "in_order")
    assert house.body("EVI-1")["fields"]["self_read"] is True
    house.agrees()


def test_evidence_not_in_order_never_holds_and_opens_a_finding_about_the_same_records(house):
    attach(house)
    evidence.read(house.ada, "EVI-2", "not_in_order", why="The button did nothing")
    assert standing(house).state is not State.HOLDS
    found = house.body("FND-1")
    assert (found["fields"]["type"], found["fields"]["nature"]) == ("minor", "The button did nothing")
    assert found["links"]["about"] == [records.find(house.ada, "SYS-1").uid]
    house.agrees()


def test_evidence_that_cannot_be_told_carries_no_more_than_unread(house):
    attach(house)
    evidence.read(house.ada, "EVI-2", "cannot_tell")
    assert (standing(house).state is State.HOLDS, standing(house).reached) == (False, 2)
    house.agrees()


def test_evidence_ends_with_its_period_and_with_its_own_end(house):
    attach(house, valid_until="2027-05-31")
    evidence.read(house.ada, "EVI-2", "in_order")
    house.hands.turn_to("2027-05-31")
    assert standing(house).state is State.HOLDS
    house.hands.turn_to("2027-06-01")
    assert standing(house).state is State.LAPSED
    house.agrees()


def test_evidence_given_to_a_system_no_longer_counts_for_the_organisation(house):
    untagged = house.add("evidence", title="Who was told of what", source="intranet")
    house.edit(untagged.ref, about="SYS-1")
    house.agrees()


def test_what_is_no_evidence_or_no_result_is_refused(house):
    attach(house)
    before = house.entries()
    assert code(BadInput, evidence.read, house.ada, "SYS-1", "in_order") == "evidence.not_evidence"
    assert code(BadInput, evidence.read, house.ada, "EVI-2", "fine") == "evidence.result"
    assert code(NotFound, evidence.read, house.ada, "EVI-9", "in_order") == "record.not_found"
    assert code(BadInput, evidence.read, house.machine(), "EVI-2", "in_order") == "evidence.no_reader"
    assert code(BadInput, attach, house, collected_on="2027-03-02") == "field.future"
    assert code(BadInput, attach, house, b"") == "file.empty"
    assert code(NotFound, attach, house, about="SYS-9") == "record.not_found"
    assert house.entries() == before


def test_a_machine_attaches_evidence_that_a_person_reads(house):
    made = attach(house, caller=house.machine())
    evidence.read(house.ada, made.ref, "in_order")
    assert house.body(made.ref)["fields"]["self_read"] is False
    assert standing(house).state is State.HOLDS


def test_a_file_from_somebody_who_may_not_attach_is_not_even_kept(house):
    auditor = house.member("Ines Roth", "auditor")
    before = blobs_on_disk(house)
    assert code(NotAllowed, attach, house, b"planted", caller=auditor) == "access.refused"
    assert blobs_on_disk(house) == before


def test_a_file_is_kept_once_per_organisation_and_never_shared_across(house):
    from holdtrue.store import blobs
    from holdtrue.store.models import Blob

    away = House("Southgate", hands=house.hands)
    away.system()
    for place in (house, house, away):
        attach(place, b"the very same bytes")
    kept = [Blob.rows.of(place.pk).filter(size=19).count() for place in (house, away)]
    assert kept == [1, 1]
    sha256 = Blob.rows.of(away.pk).get().sha256
    folders = [name.split("/")[0] for name in blobs_on_disk(house) if name.endswith(sha256)]
    assert sorted(folders) == sorted([house.organisation.uid, away.organisation.uid])
    only_ours = Blob.rows.of(house.pk).exclude(sha256=sha256).values_list("sha256", flat=True)[0]
    with blobs.open_file(house.organisation, only_ours) as file:
        assert file.read() == b"When to stop"
    assert code(NotFound, blobs.open_file, away.organisation, only_ours) == "file.not_found"


def test_a_file_that_breaks_off_leaves_nothing_behind(house):
    class Broken(io.BytesIO):
        def read(self, size=-1):  # noqa: ARG002 # the signature of a file
            if self.tell():
                message = "the connection is gone"
                raise OSError(message)
            return super().read(3)

    before, entries = blobs_on_disk(house), house.entries()
    with pytest.raises(OSError, match="connection is gone"):
        evidence.attach(house.ada, ["SYS-1"], Broken(b"half a file"), "half.txt")
    assert (blobs_on_disk(house), house.entries()) == (before, entries)


def test_a_name_that_climbs_out_of_the_folder_is_only_a_name(house):
    from holdtrue.store.models import Blob

    evidence.attach(house.ada, ["SYS-1"], io.BytesIO(b"climbing"), "../../etc/passwd")
    assert Blob.rows.of(house.pk).get(size=8).name == "passwd"


@pytest.fixture
def sharing(house):
    """Two systems on one component of version 1, with shared evidence about the component."""
    house.assessed("Queue bot", stop_method="Blue button", fallback="The desk answers")
    house.add("component", name="Switch", type="service", version="1", systems="SYS-1; SYS-2")
    attach(house, b"Component stops", "stop-criteria", about="CMP-1")
    attach(house, about="CMP-1")
    evidence.read(house.ada, "EVI-3", "in_order")
    return house


def is_shared(tag):
    from holdtrue.core.vocabulary import vocabulary

    return vocabulary().evidence_tags[tag].shareable


def test_evidence_about_a_component_counts_for_every_system_on_that_version(sharing):
    shared = [standing(sharing, ref).state is State.HOLDS for ref in ("SYS-1", "SYS-2")]
    assert shared == [is_shared("stop-tried")] * 2
    sharing.agrees()


@pytest.mark.parametrize("tag", ["threat-list"])
def test_shared_evidence_stops_counting_where_the_version_differs(sharing, tag):
    assert is_shared(tag)
    attach(sharing, b"Injected instructions", tag, about="CMP-1")

    def reached(ref):
        return sharing.why("adversarial-testing", ref).reached

    assert [reached(ref) for ref in ("SYS-1", "SYS-2")] == [1, 1]
    sharing.edit("CMP-1", version="2")
    assert [reached(ref) for ref in ("SYS-1", "SYS-2")] == [0, 0]
    sharing.agrees()
    newer = attach(sharing, b"Injected instructions, again", tag, about="CMP-1")
    assert [reached(ref) for ref in ("SYS-1", "SYS-2")] == [1, 1]
    sharing.edit(newer.ref, source="list-2.txt")
    assert [reached(ref) for ref in ("SYS-1", "SYS-2")] == [1, 1]
    sharing.edit("CMP-1", version="1")
    assert [reached(ref) for ref in ("SYS-1", "SYS-2")] == [1, 1], "the first list counts again"
    sharing.agrees()


@pytest.fixture
def measured(house):
    house.add("indicator", tag="minutes-to-stop", target="5", direction="down", system="SYS-1")
    return house


def test_a_figure_is_kept_on_its_day_and_counts_at_once(measured):
    attach(measured)
    evidence.read(measured.ada, "EVI-2", "in_order")
    measuring.measure(measured.ada, "IND-1", 4, on="2027-02-28")
    why = measured.why("stop-and-fallback", "SYS-1", level="measured")
    assert why.state is State.HOLDS
    measuring.measure(measured.ada, "IND-1", 9.5, on="2027-03-01")
    why = measured.why("stop-and-fallback", "SYS-1", level="measured")
    assert why.state is State.OUT_OF_TARGET
    measured.agrees()


def test_a_figure_ahead_of_time_twice_or_no_figure_is_refused(measured):
    measuring.measure(measured.ada, "IND-1", 4, on="2027-03-01")
    before = measured.entries()
    for value, on, said in (
        (4, "2027-03-02", "measure.future"),
        (5, "2027-03-01", "measure.twice"),
        (math.nan, "2027-02-01", "measure.not_a_figure"),
        (math.inf, "2027-02-01", "measure.not_a_figure"),
        (4, "soon", "measure.no_day"),
    ):
        assert code(BadInput, measuring.measure, measured.ada, "IND-1", value, on=on) == said
    assert (
        code(BadInput, measuring.measure, measured.ada, "SYS-1", 4, on="2027-03-01")
        == "measure.not_an_indicator"
    )
    records.retire(measured.ada, "IND-1", why="Wrong one")
    assert code(BadInput, measuring.measure, measured.ada, "IND-1", 4, on="2027-02-01") == "record.retired"
    assert measured.entries() == before + 1
