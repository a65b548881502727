"""The public page: whoever has the address reads what was signed and nothing else."""

from __future__ import annotations

import re

import pytest

from attesting.test_attesting import confirmed


@pytest.fixture
def published(owner, vera):
    from holdtrue.app.actions import attesting

    row = attesting.sign(vera, confirmed(vera).number, words="Seen.", proof="password")
    return attesting.publish(owner, row.number)


def test_a_stranger_reads_it_until_it_is_taken_away(people, owner, vera, published):
    from holdtrue.app.actions import attesting

    stranger = people.client("anonymous")
    at = f"/attestations/{published.code}/"
    shown = stranger.get(at)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert not shown.cookies
    assert "noindex" in shown["X-Robots-Tag"]
    assert "It stands" in page
    assert "Each level is of a practice over the whole organisation" in page
    assert "Letter writer" not in page
    assert "POL-0001" not in page
    told = re.sub(r"<[^>]+>", " ", page).lower()
    assert "compliant" not in told
    assert "certified" not in told
    for part in re.findall(r"[^.]*certif[^.]*\.", told):
        assert "not a certification" in part or "accredited body" in part, part
    file = stranger.get(f"{at}document/")
    assert file.content.startswith(b"%PDF")
    assert stranger.get(f"{at}document-proof/").content.startswith(b"c2sp.org/tlog-proof")
    attesting.withdraw(vera, published.number, why="A record was made up.")
    assert "withdrawn" in stranger.get(at).content.decode()
    attesting.unpublish(owner, published.number)
    gone = stranger.get(at)
    assert gone.status_code == 404
    assert gone.content == stranger.get("/attestations/never-was/").content


def test_what_lies_inside_is_for_members_alone(people, published):
    inside = f"/o/{people.slug}/attestations/{published.number}/"
    outsider = people.client("outsider")
    assert outsider.get(inside).status_code == 404
    assert outsider.get(inside).content == outsider.get(f"/o/{people.slug}/attestations/77/").content
    assert people.client("auditor").get(inside).status_code == 200
    assert people.client("member").get(inside).status_code == 403
    for act in ("sign", "withdraw"):
        assert people.client("owner").get(f"{inside}{act}/").status_code == 403
    assert people.client("owner").post(f"/o/{people.slug}/attestations/draw/").status_code == 403
    assert people.client("auditor").post(f"{inside}publish/").status_code == 403


def test_its_assessor_confirms_lowers_and_signs_on_pages(people, vera):
    from holdtrue.app.actions import attesting
    from holdtrue.app.queries import attesting as reading
    from holdtrue.core.scoring import LEVEL_WORDS

    client = people.client("vera")
    begun = client.post(f"/o/{people.slug}/attestations/draw/")
    assert begun.status_code == 302
    row = reading.named(vera.organisation, 1)
    lines = reading.working(vera.organisation, row, reading.today(vera)).lines
    sent = {f"level-{x.derived.practice}": LEVEL_WORDS[x.derived.level] for x in lines}
    some = next(x.derived.practice for x in lines if x.derived.level)
    refused = client.post(f"{begun['Location']}confirm/", {**sent, f"level-{some}": "absent"})
    assert refused.status_code == 422
    assert "Say why you lower it" in refused.content.decode()
    kept = client.post(
        f"{begun['Location']}confirm/",
        {**sent, f"level-{some}": "absent", f"reason-{some}": "Not shown to me."},
    )
    assert kept.status_code == 302
    asked = client.post(f"{begun['Location']}sign/", {"months": "12"})
    assert asked.status_code == 422
    row = attesting.sign(vera, row.number, proof="password")
    assert row.levels[some] == {**row.levels[some], "level": 0, "reason": "Not shown to me."}
