"""What is dragged in a real browser: a card onto a stage opens that gate, a line of the calendar is planned."""

from __future__ import annotations

from urllib.parse import urljoin


def dragged(page, what, onto):
    """Press, pull until the browser calls it dragging, and let go over the place."""
    what.hover()
    page.mouse.down()
    onto.hover()
    onto.hover()
    page.mouse.up()


def test_a_card_dragged_to_a_stage_opens_that_gate_and_a_line_to_a_month_is_planned_there(signed_in):
    home = signed_in.url
    signed_in.set_viewport_size({"width": 1280, "height": 3000})  # nothing scrolls while the button is down
    signed_in.goto(urljoin(home, "lifecycle/"))
    card = signed_in.locator(".stack[data-drop=intake] .card").first
    gates = card.get_attribute("data-gates")
    dragged(signed_in, card, signed_in.locator(".stack[data-drop=approved] h2"))
    signed_in.wait_for_url(f"**{gates}approved/")

    signed_in.goto(urljoin(home, "calendar/"))
    signed_in.locator("a[rel=next]").click()
    signed_in.wait_for_url("**/calendar/?year=*")
    line = signed_in.locator(".year-month [data-step]").first
    key = line.get_attribute("data-step")
    assert key
    months = signed_in.locator("[data-plan-day]")
    there = months.last.get_attribute("data-plan-day")
    assert signed_in.locator(f"[data-plan-day='{there}'] .is-planned[data-step='{key}']").count() == 0
    dragged(signed_in, line, months.last)
    signed_in.locator(f"[data-plan-day='{there}'] .is-planned[data-step='{key}']").wait_for()
