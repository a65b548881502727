"""Records that may be one: found with why, merged with what follows said first, the old ref leading on."""

from __future__ import annotations

import pytest

from holdtrue.core.likeness import alike
from holdtrue.core.refusals import BadInput, NotAllowed, Stale


def body(record):
    from holdtrue.store import reading

    record.refresh_from_db()
    return reading.body(record)


@pytest.fixture
def vendors(people):
    """One supplier written down twice, a component of each."""
    from holdtrue.app.actions import records

    one = records.add(people.owner, "supplier", {"name": "Acme Analytics Inc.", "service": "Scoring"})
    two = records.add(
        people.owner, "supplier", {"name": "ACME analytics", "data_location": "Canada", "service": "Hosting"}
    )
    parts = [
        records.add(people.owner, "component", {"name": f"Model of {s.ref}", "supplier": s.ref})
        for s in (one, two)
    ]
    return one, two, *parts


def test_names_alike_are_paired_with_why_and_others_left_alone():
    names = {1: "Acme Inc.", 2: "ACME", 3: "Speech Desk", 4: "Desk, speech", 5: "Chatbott", 6: "Chatbot"}
    names |= {7: "Line 2 scanner", 8: "Line 3 scanner", 9: "Bank", 10: "Bark"}
    assert [(a.one, a.other, a.why) for a in alike(names)] == [
        (1, 2, "same_name"),
        (3, 4, "same_words"),
        (5, 6, "nearly"),
    ]
    assert [(a.one, a.other, a.why) for a in alike({1: "Ada", 2: "A. Byron"}, {1: "a@b.c", 2: "A@B.C"})] == [
        (1, 2, "same_key")
    ]


def test_twenty_thousand_names_are_compared_without_comparing_all():
    import time

    names = {n: f"System for case {n:05d} of office {n % 97}" for n in range(20_000)}
    begun = time.process_time()
    alike(names)
    assert time.process_time() - begun < 10


def test_the_page_lists_likely_pairs_and_forgets_those_said_apart(people, ada, vendors):
    page = ada.open("suppliers/duplicates/")
    assert "the same name" in page.text
    ada.send(page, holding="other")
    assert "No two look alike" in ada.open("suppliers/duplicates/").text
    from holdtrue.store.models import Entry

    assert Entry.objects.filter(action="supplier.apart").count() == 1


def test_a_merge_moves_links_fills_gaps_and_leads_the_old_ref_on(people, ada, vendors):
    one, two, first, second = vendors
    page = ada.open(f"r/{one.ref}/merge/?with={two.ref}")
    assert f"Merge {two.ref} ACME analytics into {one.ref} Acme Analytics Inc." in page.text
    assert f"One record that points to {two.ref} will point to {one.ref}" in page.text
    assert "There is no button that undoes this." in page.text
    done = ada.send(page, why="One vendor, written twice", **{"take.service": two.ref})
    assert f"{two.ref} was merged into {one.ref}." in done.text
    assert body(one)["fields"] == {
        "name": "Acme Analytics Inc.",
        "service": "Hosting",
        "data_location": "Canada",
    }
    assert body(second)["links"]["supplier"] == [one.uid]
    assert body(first)["links"]["supplier"] == [one.uid]
    led = ada.open(f"r/{two.ref}/")
    assert "Acme Analytics Inc." in led.text
    assert ada.client.get(f"/api/v1/o/{people.slug}/records/{two.ref}").json()["ref"] == one.ref
    history = ada.open(f"r/{one.ref}/history/")
    assert f"History of {two.ref}, merged into this one" in history.text
    old = ada.open(f"r/{one.ref}/history/?of={two.ref}")
    assert "One vendor, written twice" in old.text


def test_the_standing_after_a_merge_is_what_deriving_it_anew_gives(people, vendors):
    from holdtrue.app import checking
    from holdtrue.app.actions import merging, records

    one, two, _, second = vendors
    records.add(people.owner, "system", {"name": "Scorer", "use": "in_use", "components": [second.ref]})
    merging.merge(people.owner, one.ref, two.ref, why="Written twice")
    assert checking.check_standing(people.organisation, people.owner.clock.day("UTC")).ok


def test_a_link_to_the_old_ref_leads_to_the_record_kept(people, vendors):
    from holdtrue.app.actions import merging, records

    one, two, *_ = vendors
    merging.merge(people.owner, one.ref, two.ref, why="Written twice")
    made = records.add(people.owner, "component", {"name": "Third", "supplier": two.ref})
    assert body(made)["links"]["supplier"] == [one.uid]


def test_what_cannot_be_merged_is_refused_with_a_sentence(people, vendors, screener):
    from holdtrue.app.actions import merging

    one, two, *_ = vendors
    for keep, gone, why in (
        (one.ref, one.ref, "same"),
        (one.ref, screener.ref, "other_kind"),
        (people.people["owner"].ref, people.people["member"].ref, "signs_in"),
    ):
        with pytest.raises(BadInput, match=f"merge.{why}"):
            merging.merge(people.owner, keep, gone, why="Because")
    with pytest.raises(BadInput, match=r"merge\.why"):
        merging.merge(people.owner, one.ref, two.ref, why=" ")
    with pytest.raises(Stale):
        merging.merge(people.owner, one.ref, two.ref, why="Because", revisions=(1, 9))
    with pytest.raises(NotAllowed):
        merging.merge(people.caller("contributor"), one.ref, two.ref, why="Because")


def test_another_organisations_record_is_no_part_of_a_merge(people, vendors):
    theirs = people.client("outsider")
    one, two, *_ = vendors
    there, never = (
        theirs.get(f"/o/{people.elsewhere.slug}/r/{ref}/merge/?with={two.ref}")
        for ref in (one.ref, "SUP-0999")
    )
    assert there.status_code == never.status_code == 404
    assert there.content == never.content
    assert people.client("contributor").get(f"/o/{people.slug}/suppliers/duplicates/").status_code == 403


def test_a_merge_that_brings_the_kept_record_nothing_new_leaves_a_log_that_verifies(people):
    from holdtrue.app import proving
    from holdtrue.app.actions import merging, records

    one, two = (records.add(people.owner, "supplier", {"name": "Acme"}) for _ in range(2))
    merging.merge(people.owner, one.ref, two.ref, why="One vendor, written twice")
    assert proving.verify(people.organisation).report.first_disagreement is None
