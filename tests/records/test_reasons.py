"""Every field of every kind says why it is asked."""

from __future__ import annotations


def test_every_field_has_a_label_help_an_example_and_a_reason(application):
    from holdtrue.core.kinds import KINDS
    from holdtrue.pages.forms.reasons import reason

    chosen = ("choice", "choices", "yes_no", "date", "link", "links")
    lacking = [
        (kind.id, spec.name)
        for kind in KINDS.values()
        for spec in kind.field_specs()
        if not spec.derived and not (spec.help and reason(spec) and (spec.example or spec.type in chosen))
    ]
    assert lacking == []


def test_a_reason_names_the_practice_that_reads_the_field():
    from holdtrue.core.feeds import feeds

    asked = feeds("policy", "owner")
    assert asked
    assert asked[0].how in ("filled", "picked", "signed", "dated")
    assert feeds("policy", "published_to") == () or feeds("policy", "published_to")[0].practice


def test_a_long_form_says_how_many_minutes_are_left(ada, screener):
    page = ada.open(f"r/{screener.ref}/edit/")
    assert "minutes" in page.text
    assert "Why this is asked" in page.text or "Why" in page.text
