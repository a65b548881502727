"""What the pages tell: where to begin, where the thread breaks, what drifted and why."""

from __future__ import annotations

import html
import re

from harness.house import SORTED


def seen(client, address, status=200):
    """The text of a page, tags taken out."""
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())))


def test_a_fresh_organisation_is_told_where_to_begin_and_an_employee_what_concerns_them(people):
    base = f"/o/{people.slug}/"
    assert "List your systems" in seen(people.client("owner"), base)
    told = seen(people.client("member"), base)
    assert "Raise a concern" in told
    assert "AI Index" not in told


def test_the_way_in_leads_to_the_only_organisation(people):
    assert people.client("owner").get("/")["Location"] == f"/o/{people.slug}/"
    assert "Sign in" in seen(people.client("anonymous"), "/")
    assert "Northwind" in seen(people.client("owner"), "/organisations/")


def test_the_first_page_says_what_holds_and_what_you_owe(north):
    told = seen(north.client("owner"), f"/o/{north.slug}/")
    assert re.search(r"AI Index \d+", told)
    assert re.search(r"[\d,]+ of [\d,]+ claims hold", told)
    assert "1 of 1 systems is not yet sorted" in told


def test_what_stopped_holding_is_news_until_it_is_seen(north):
    from holdtrue.app.actions import records

    client, base = north.client("owner"), f"/o/{north.slug}/"
    records.edit(north.owner, "SYS-0001", {"owner": ""})
    before = seen(client, base)
    assert "An owner for each system" in before
    assert "since you last looked" in before
    assert "An owner for each system fell from" in seen(client, base + "r/SYS-0001/history/")
    assert client.post(base + "seen/")["Location"] == base
    assert "Nothing stopped holding since you last looked." in seen(client, base)


def test_a_system_is_read_as_a_thread(north):
    told = seen(north.client("owner"), f"/o/{north.slug}/r/SYS-0001/")
    stations = [
        "Policy",
        "Owner",
        "People affected",
        "Risks",
        "Impact assessment",
        "Controls",
        "Evidence",
        "Incidents",
    ]
    places = [told.index(f" {name} ", told.index("Thread")) for name in stations]
    assert places == sorted(places)
    assert "Urgent calls wait" in told
    assert "notes.html" in told
    assert "facts are asked for before it can be sorted" in told


def test_a_changed_purpose_shows_as_drift_with_the_field(north):
    from holdtrue.app.actions import records

    records.edit(
        north.owner, "SYS-0001", {"intended_purpose": "Decide which calls are answered"}, why="New contract"
    )
    client, base = north.client("owner"), f"/o/{north.slug}/"
    assessment = seen(client, base + "r/IMP-0001/")
    assert "Sort calls by urgency" in assessment
    assert "Decide which calls are answered" in assessment
    assert "changed after the signature" in assessment
    history = seen(client, base + "r/SYS-0001/history/")
    assert "New contract" in history
    assert "Intended purpose" in history


def test_every_glyph_leads_to_a_why_with_the_act_that_mends_it(north):
    client, base = north.client("owner"), f"/o/{north.slug}/"
    page = client.get(base + "r/SYS-0001/").content.decode()
    leads = set(re.findall(r'class="glyph" href="([^"]+)"', page))
    assert len(leads) > 20
    for address in sorted(leads)[:12]:
        part = client.get(address, headers={"HX-Request": "true"})
        assert part.status_code == 200, address
        assert "<html" not in part.content.decode()
    told = client.get(base + "why/SYS-0001/operation-monitoring/documented/").content.decode()
    assert "What would mend it" in told
    assert 'class="button is-first"' in told


def test_a_list_is_filtered_by_its_address_and_paged_both_ways(people):
    from holdtrue.app.actions import records

    for number in range(53):
        records.add(
            people.owner,
            "supplier",
            {"name": f"Supplier {number:02}", "criticality": "low" if number % 2 else "high"},
        )
    client, base = people.client("owner"), f"/o/{people.slug}/suppliers/"
    first = client.get(base).content.decode()
    assert "53 Suppliers" in first
    following = html.unescape(re.search(r'href="([^"]+after=[^"]+)"', first)[1])
    second = client.get(following).content.decode()
    assert "Supplier 50" in second
    assert "Supplier 49" not in second
    back = html.unescape(re.search(r'href="([^"]+before=[^"]+)"', second)[1])
    assert "Supplier 49" in client.get(back).content.decode()
    asked = client.get(base + "?criticality=low").content.decode()
    assert asked.index("26 Suppliers") < asked.index("<table"), "how many match is said before them"
    assert "1 Supplier<" in client.get(base + "?q=supplier+07").content.decode()
    assert client.get(base + "?criticality=none-such&tier=wrong").status_code == 422


def test_the_command_box_offers_places_acts_and_records(north):
    client, base = north.client("owner"), f"/o/{north.slug}/find/"
    assert "Call sorter" in seen(client, base + "?q=sorter")
    assert "Impact assessments" in seen(client, base + "?q=impact")
    assert "SYS-0001" in seen(client, base + "?q=sys-1")
    assert "Call sorter" not in seen(north.client("outsider"), "/o/southgate/find/?q=sorter")


def test_colours_and_language_are_kept_without_script(people):
    client = people.client("owner")
    kept = client.post("/theme/", {"theme": "dark"}, headers={"Referer": "http://testserver/organisations/"})
    assert kept["Location"] == "http://testserver/organisations/"
    assert 'data-theme="dark"' in client.get(f"/o/{people.slug}/").content.decode()
    away = client.post("/theme/", {"theme": "light"}, headers={"Referer": "https://elsewhere.example/"})
    assert away["Location"] == "/"


def test_the_ledger_is_verified_from_its_page_by_whoever_may(north):
    client, base = north.client("owner"), f"/o/{north.slug}/ledger/"
    assert "Verify now" in seen(client, base)
    assert client.post(base + "verify/")["Location"] == base
    assert re.search(
        r"Nothing disagrees: \d+ entries and \d+ stored rows agree. Root: [0-9a-f]{64}", seen(client, base)
    )
    assert client.get(base + "verify/").status_code == 405
    assert north.client("member").post(base + "verify/").status_code == 403


def test_a_list_of_systems_names_the_practice_that_ends(north):
    from holdtrue.app.actions import records, sign

    records.edit(north.owner, "SYS-1", {**SORTED, "overseer": north.people["manager"].ref})
    role = {"name": "system_owner", "duties": "Answers for it", "authority": "May stop it"}
    records.add(north.owner, "role", role)
    sign.sign(north.owner, "ROL-1", "approved", good_for="12 months")
    sign.sign(north.owner, "SYS-1", "confirmed", good_for="6 months")
    assert "ends: An owner for each system" in seen(north.client("owner"), f"/o/{north.slug}/systems/")


def test_a_practice_under_its_property_does_not_name_it_again(north):
    page = north.client("owner").get(f"/o/{north.slug}/do/").content.decode()
    assert '<span class="note">Accountable</span>' not in page
    by_phase = north.client("owner").get(f"/o/{north.slug}/practices/").content.decode()
    assert '<span class="note">Accountable</span>' in by_phase


def test_people_affected_named_in_words_are_not_said_to_be_unnamed(north):
    from holdtrue.app.actions import records

    page = f"/o/{north.slug}/r/SYS-0001/"
    assert "nobody said whom it touches" in north.client("owner").get(page).content.decode()
    records.edit(north.owner, "SYS-1", {"affected_groups": "Callers"})
    assert "said in words; no group is on record" in north.client("owner").get(page).content.decode()


def test_what_carries_the_words_in_its_name_is_found_first(people):
    from holdtrue.app.actions import records

    for number in range(40):
        data = {"name": f"Supplier {number:02}", "service": "Forecasts of the weather", "criticality": "low"}
        records.add(people.owner, "supplier", data)
    last = records.add(people.owner, "supplier", {"name": "Cold-Weather 100% desk", "criticality": "low"})
    client, base = people.client("owner"), f"/o/{people.slug}/"
    told = client.get(base + "search/?q=weather").content.decode()
    assert told.index(last.ref) < told.index("Supplier 00")
    assert last.ref in client.get(base + "find/?q=weather").content.decode()
    assert last.ref in client.get(base + "search/?q=100%25+weather").content.decode()
