"""Pages of frameworks: cards, a tree, one requirement, practices across all; from tree to record in three clicks."""

from __future__ import annotations

import re

import pytest

AT_MOST = 12
HOUSEKEEPING = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET ")


@pytest.fixture
def base(clinic):
    return f"/o/{clinic.slug}/"


def page(browser, address, **headers):
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 200, address
    return answer.content.decode()


def links(text):
    return re.findall(r'href="([^"]+)"', text)


def test_every_framework_has_a_card_that_counts_what_applies(browser, base):
    text = page(browser, f"{base}frameworks/")
    counted = re.findall(r"<strong>(\d+)</strong> of (\d+) hold", text)
    assert len(counted) == 4
    assert all(0 < int(part) < int(whole) for part, whole in counted)
    assert ("2", "23") in counted
    assert "Financial supervisors" in text
    assert "ompliant" not in text


def test_a_tree_folds_its_branches_and_opens_them_where_it_is_filtered(browser, base):
    whole = page(browser, f"{base}frameworks/iso42001/")
    assert whole.count("<details class=") >= 16
    assert "<details open" not in whole
    assert whole.count('class="requirement is-') == 70
    short = page(browser, f"{base}frameworks/iso42001/?show=short")
    assert "/A.8.4/" not in short
    assert "requirement is-holds" not in short
    assert "requirement is-away" not in short
    assert 'id="part-A.8" open' in short


def test_the_act_is_filtered_by_whom_it_binds_and_by_class(browser, base):
    text = page(browser, f"{base}frameworks/eu_ai_act/?actor=deployer&class=high_risk_annex_iii")
    assert "Fundamental rights impact assessment" in text
    assert "Risk management system" not in text
    assert "from 2 Dec 2027" in text
    assert "eur-lex.europa.eu" in text


def test_what_does_not_apply_says_why(browser, base):
    text = page(browser, f"{base}frameworks/eu_ai_act/?show=away")
    assert "binds only: Provider" in text


def test_from_tree_to_record_in_three_clicks(browser, base):
    tree = page(browser, f"{base}frameworks/iso42001/")
    requirement = next(link for link in links(tree) if link.endswith("/iso42001/A.8.4/"))
    why = next(link for link in links(page(browser, requirement)) if "/why/" in link)
    assert why.endswith("/operational/")
    assert any(re.search(r"/r/[A-Z]{3}-\d+/$", link) for link in links(page(browser, why)))


def test_a_requirement_over_systems_names_some_that_decide(browser, base):
    text = page(browser, f"{base}frameworks/eu_ai_act/AIA-26.2/")
    assert f"{base}why/SYS-0002/human-oversight/next/" in text
    assert "Assign human oversight" in text
    assert "An auditor asks" in text
    assert f"{base}frameworks/iso42001/5.3/" in text


def test_a_glyph_in_the_tree_opens_its_why_in_the_drawer(browser, base):
    text = page(browser, f"{base}frameworks/iso42001/5.2/", HX_Request="true")
    assert "<html" not in text
    assert "One-page AI policy" in text


def test_one_system_is_shown_against_a_framework(browser, base):
    text = page(browser, f"{base}frameworks/eu_ai_act/?system=sys-0003")
    assert "EU AI Act for CV screener" in text
    assert f"{base}frameworks/eu_ai_act/AIA-26.2/?system=SYS-0003" in text
    unsettled = page(browser, f"{base}frameworks/eu_ai_act/?system=SYS-0004")
    assert f"{base}r/SYS-0004/classify/" in unsettled


def test_one_practice_is_shown_with_all_it_answers(browser, base):
    text = page(browser, f"{base}frameworks/crosswalk/")
    assert text.count("<tr data-href") > 40
    fails = page(browser, f"{base}frameworks/crosswalk/?show=fails")
    assert f"{base}why/organisation/ai-policy/operational/" in fails


def test_doubts_are_shown_beside_what_they_are_about(browser, base):
    text = page(browser, f"{base}frameworks/eu_ai_act/AIA-86/")
    assert "Sources disagree on the date" in text
    assert "Not resolved by guidance" in text


@pytest.mark.parametrize(
    "path",
    [
        "frameworks/iso9001/",
        "frameworks/iso42001/99.9/",
        "frameworks/iso9001/5.2/",
        "frameworks/iso42001/?system=SYS-0999",
    ],
)
def test_what_is_not_there_is_not_found(browser, base, path):
    assert browser.get(base + path).status_code == 404


def test_a_practice_says_the_minutes_of_its_acts_and_where_one_act_serves_many(browser, base):
    oversight = page(browser, f"{base}practices/human-oversight/")
    assert "Adjust the page on people over AI: about 15 minutes, once." in oversight
    assert "12 to 20 minutes by tier" in oversight
    assert "One act for 8 practices, counted once." in oversight
    assert (
        "Where no such act serves it" in oversight
    )  # a system of the high tier is looked over level by level
    policy = page(browser, f"{base}practices/ai-policy/")
    assert "Read the policy and acknowledge it: about 5 minutes, once a year." in policy


def test_a_page_asks_a_fixed_number_of_questions(browser, base):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    asked = {}
    for path in (
        "frameworks/",
        "frameworks/iso42001/",
        "frameworks/eu_ai_act/?show=short",
        "frameworks/crosswalk/",
        "frameworks/law25/",
        "practices/human-oversight/",
        "practices/impact-assessment/",
        "practices/ai-policy/",
    ):
        with CaptureQueriesContext(connection) as seen:
            page(browser, base + path)
        asked[path] = len([q for q in seen if not q["sql"].startswith(HOUSEKEEPING)])
    assert max(asked.values()) <= AT_MOST, asked
