"""The page of what if: tried, told, and the change then made in the ordinary form."""

from __future__ import annotations


def signed_in(clinic, email="maya@boreal.example"):
    from django.test import Client

    from holdtrue.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def test_a_change_is_tried_on_the_page_and_made_in_the_form_filled_in(clinic):
    client, base = signed_in(clinic), f"/o/{clinic.slug}/r"
    asked = client.get(f"{base}/PER-0004/what-if/?what=leaves")
    assert asked.status_code == 200
    told = client.post(f"{base}/PER-0004/what-if/", {"what": "leaves", "name": "Samir Haddad"})
    page = told.content.decode()
    assert told.status_code == 200
    assert "Would stop holding" in page
    assert "Nobody yet (Incident lead)" in page
    address = f"{base}/PER-0004/edit/?fill=yes&amp;left_on="
    assert address in page
    form = client.get(f"{base}/PER-0004/edit/?fill=yes&left_on=2026-01-02").content.decode()
    assert 'value="2026-01-02"' in form


def test_retiring_leads_to_trying_it_first_and_what_is_wrong_stands_beside_its_field(clinic):
    client, base = signed_in(clinic), f"/o/{clinic.slug}/r"
    retiring = client.get(f"{base}/SUP-0001/retire/").content.decode()
    assert f"{base}/SUP-0001/what-if/?what=retired" in retiring
    assert client.get(f"{base}/SUP-0001/what-if/?what=retired").status_code == 200
    assert client.post(f"{base}/SUP-0001/what-if/", {"what": "retired"}).status_code == 200
    wrong = client.post(f"{base}/PER-0004/what-if/", {"what": "edited", "left_on": "soon"})
    assert wrong.status_code == 422


def test_an_employee_is_refused_and_the_record_offers_it_to_those_who_may(clinic):
    base = f"/o/{clinic.slug}/r/SYS-0001/"
    assert f"{base}what-if/" in signed_in(clinic).get(base).content.decode()
    member = signed_in(clinic, "hugo@boreal.example")
    assert f"{base}what-if/" not in member.get(base).content.decode()
    assert member.get(f"{base}what-if/").status_code == 403
