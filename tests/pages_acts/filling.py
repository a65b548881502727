"""A browser without scripts: reads the form of a page, fills it, sends it, follows where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpResponse

    from harness.cast import Cast


@dataclass
class Read(HTMLParser):
    """The forms of a page with what they would send as they stand, and its text."""

    def __post_init__(self) -> None:
        super().__init__()

    forms: list[dict] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    area: str = ""
    select: str = ""

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self.forms.append(
                {"action": given.get("action", ""), "fields": {}, "files": set(), "choices": {}}
            )
        if not self.forms:
            return
        fields, choices = self.forms[-1]["fields"], self.forms[-1]["choices"]
        name = given.get("name")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind == "file":
                self.forms[-1]["files"].add(name)
            elif kind in ("radio", "checkbox"):
                choices.setdefault(name, []).append(given.get("value", "on"))
                if "checked" in given:
                    fields.setdefault(name, []).append(given.get("value", "on"))
            else:
                fields.setdefault(name, []).append(given.get("value") or "")
        elif tag == "textarea" and name:
            self.area = name
            fields[name] = [""]
        elif tag == "select" and name:
            self.select = name
            choices[name] = []
        elif tag == "option" and self.select:
            choices[self.select].append(given.get("value", ""))
            if "selected" in given:
                fields[self.select] = [given.get("value", "")]

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.area = ""
        elif tag == "select":
            self.select = ""

    def handle_data(self, data):
        if self.area:
            self.forms[-1]["fields"][self.area][0] += data
        self.words.append(data)


class Page:
    def __init__(self, response: HttpResponse, address: str) -> None:
        self.response, self.address = response, address
        self.status = response.status_code
        self.html = response.content.decode()
        self.read = Read()
        self.read.feed(self.html)
        self.text = " ".join(" ".join(self.read.words).split())

    def form(self, holding: str = "") -> dict:
        """The first form of the page's own that has a field of that name."""
        return next(
            f
            for f in self.read.forms
            if (holding in f["fields"] or holding in f["choices"] or holding in f["files"])
            or (
                not holding
                and ("revision" in f["fields"] or f["action"].startswith("/o/"))
                and "q" not in f["fields"]
            )
        )


class Browser:
    """Somebody of the cast at a browser."""

    def __init__(self, people: Cast, who: str) -> None:
        self.people = people
        self.client = people.client(who)
        self.client.raise_request_exception = True

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"/o/{self.people.slug}/{path}"

    def open(self, path: str) -> Page:
        return self._follow(self.client.get(self.at(path)), self.at(path))

    def send(self, page: Page, *, holding: str = "", **answers: object) -> Page:
        """Fill the page's form, the rest left as it stands, and follow to where it leads."""
        form = page.form(holding or next(iter(answers), ""))
        data = {**form["fields"], **answers}
        action = form["action"] or page.address
        return self._follow(self.client.post(action, data), action)

    def _follow(self, response: HttpResponse, address: str) -> Page:
        hops = 0
        while response.status_code in (301, 302, 303) and hops < 5:
            address = response["Location"]
            response = self.client.get(address)
            hops += 1
        return Page(response, address)
