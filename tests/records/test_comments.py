"""Comments and questions on a record: who reads them, whom they mention, and how their words are erased."""

from __future__ import annotations

import pytest


@pytest.fixture
def risk(people):
    from holdtrue.app.actions import records

    return records.add(people.owner, "risk", {"title": "Ranks unfairly"})


def entries(people, action):
    from holdtrue.store.models import Entry

    return list(Entry.objects.filter(action=action).order_by("seq"))


def test_a_comment_stands_on_the_page_and_its_words_only_where_they_can_be_erased(people, ada, screener):
    page = ada.open(f"r/{screener.ref}/")
    done = ada.send(page, text="Checked with the <b>vendor</b>\nin May", holding="text")
    assert "Checked with the <b>vendor</b> in May" in done.text
    assert "<b>vendor</b>" not in done.html
    (entry,) = entries(people, "system.comment")
    assert b"vendor" not in bytes(entry.body)
    from holdtrue.store.models import EntryText

    held = EntryText.objects.get(seq=entry.seq, log=entry.log, what="contents")
    assert "vendor" in held.text
    held.salt = held.text = None
    held.save()
    again = ada.open(f"r/{screener.ref}/")
    assert "The words of this comment were erased." in again.text
    assert "vendor" not in again.text


def test_a_question_stays_open_until_somebody_marks_it_answered(people, ada, screener):
    from holdtrue.app.actions import comments
    from holdtrue.app.queries.comments import comments_on

    asked = comments.comment(people.caller("auditor"), screener.ref, "Who overrides it?", question=True)
    assert "Open question" in ada.open(f"r/{screener.ref}/").text
    comments.comment(people.owner, screener.ref, "Cleo does", reply_to=asked.comment.uid)
    page = ada.open(f"r/{screener.ref}/")
    assert "in reply to Ines" in page.text
    done = ada.send(page, holding="comment")
    assert "is marked answered" in done.text
    first, reply = comments_on(people.owner, screener)
    assert not first.open
    assert first.settled_by == "Ada"
    assert reply.answers == first.uid
    assert len(entries(people, "system.answered")) == 1
    history = ada.open(f"r/{screener.ref}/history/").text
    assert "Ines commented" in history
    assert "marked a question answered" in history


@pytest.mark.parametrize(
    "written", ["@Cleo please look", "ask @{ref}, please", "(@cleo)", "Hello @Cleo. Thanks", "@CLEO"]
)
def test_a_person_is_brought_in_by_name_or_ref(people, screener, written):
    from holdtrue.app.actions import comments
    from holdtrue.app.queries.mentions import mentions, unseen

    cleo = people.people["contributor"]
    made = comments.comment(people.owner, screener.ref, written.format(ref=cleo.ref))
    assert [p.pk for p in made.people] == [cleo.pk]
    (waiting,) = mentions(people.caller("contributor"))
    assert waiting.record.pk == screener.pk
    assert not waiting.seen
    assert waiting.comment.text == written.format(ref=cleo.ref)
    comments.comment(people.caller("contributor"), screener.ref, "Done")
    assert unseen(people.caller("contributor")) == ()


def test_an_address_is_no_mention_and_a_name_of_two_is_asked_about(people, screener):
    from holdtrue.app.actions import comments, records
    from holdtrue.core.refusals import BadInput

    assert comments.comment(people.owner, screener.ref, "Write to cleo@example.org @nobody").people == ()
    for name in ("Kim Lee", "Kim Moss"):
        records.add(people.owner, "person", {"name": name})
    with pytest.raises(BadInput, match="which_person"):
        comments.comment(people.owner, screener.ref, "@Kim what do you say?")
    made = comments.comment(people.owner, screener.ref, "@Kim Moss what do you say?")
    assert [p.title for p in made.people] == ["Kim Moss"]
    assert made.unseen == ("Kim Moss",)


def test_who_may_not_read_the_record_reads_no_comment_on_it(people, risk):
    from holdtrue.app.actions import comments
    from holdtrue.app.queries.comments import comments_on
    from holdtrue.app.queries.mentions import mentions
    from holdtrue.core.refusals import NotAllowed

    made = comments.comment(people.owner, risk.ref, "@Theo, see this")
    assert made.unseen == ("Theo",)
    theo = people.caller("member")
    assert mentions(theo) == ()
    with pytest.raises(NotAllowed):
        comments_on(theo, risk)
    with pytest.raises(NotAllowed):
        comments.comment(theo, risk.ref, "But why?")
    client = people.client("member")
    assert client.get(f"/o/{people.slug}/r/{risk.ref}/comment/").status_code == 403
    assert client.post(f"/o/{people.slug}/r/{risk.ref}/comment-seen/").status_code == 403


def test_an_employee_asks_about_a_policy_and_its_owner_is_told(people, ada):
    from holdtrue.app.actions import comments, records
    from holdtrue.app.queries.mentions import questions

    policy = records.add(
        people.owner, "policy", {"topic": "ai", "title": "Our rules", "owner": people.people["owner"].ref}
    )
    comments.comment(people.caller("member"), policy.ref, "May I use it for letters?", question=True)
    (waiting,) = questions(people.owner)
    assert waiting.comment.by == "Theo"
    page = ada.open("mentions/")
    assert "May I use it for letters?" in page.text
    assert "Our rules" in page.text


def test_mentions_are_put_away_and_nothing_of_it_is_logged(people, ada, screener):
    from holdtrue.app.actions import comments
    from holdtrue.store.models import Entry

    comments.comment(people.caller("contributor"), screener.ref, "@Ada look")
    before = Entry.objects.count()
    assert "Mark as seen" in ada.open("mentions/").text
    ada.client.post(ada.at(f"r/{screener.ref}/comment-seen/"))
    assert Entry.objects.count() == before
    assert "Mark as seen" not in ada.open("mentions/").text


def test_what_is_no_comment_is_refused_with_a_sentence(people, ada, screener):
    from holdtrue.app.actions import comments
    from holdtrue.core.refusals import BadInput, NotFound

    page = ada.open(f"r/{screener.ref}/")
    again = ada.send(page, text="  ", question=["yes"], holding="text")
    assert again.status == 422
    assert "Write something first." in again.text
    for text in ("x" * 10_001, "a\x00b", "\ud800"):
        with pytest.raises(BadInput):
            comments.comment(people.owner, screener.ref, text)
    with pytest.raises(NotFound):
        comments.comment(people.owner, screener.ref, "To what?", reply_to="nothing")
    plain = comments.comment(people.owner, screener.ref, "No question")
    with pytest.raises(BadInput):
        comments.settle(people.owner, screener.ref, plain.comment.uid)


@pytest.mark.parametrize("act", ["comment", "answered", "comment-seen"])
def test_another_organisations_record_is_as_if_it_never_was(people, screener, act):
    theirs = people.client("outsider")
    there, never = (
        theirs.post(f"/o/{people.elsewhere.slug}/r/{ref}/{act}/", {"text": "x"})
        for ref in (screener.ref, "SYS-0999")
    )
    assert there.status_code == never.status_code == 404
    assert there.content == never.content


def test_the_log_still_verifies_with_comments_in_it(people, screener):
    from holdtrue.app import proving
    from holdtrue.app.actions import comments

    comments.comment(people.owner, screener.ref, "@Cleo look")
    assert proving.verify(people.organisation).ok
