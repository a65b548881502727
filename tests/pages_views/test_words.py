"""Every word on every page comes from the catalogs: in the made-up language all of it stands in brackets but data."""

from __future__ import annotations

import re
from html.parser import HTMLParser

PAGES = (
    *(
        "",
        "systems/",
        "systems/?q=call&use=in_use&state=missing",
        "policies/",
        "suppliers/",
        "evidence/",
        "r/SYS-0001/",
    ),
    *(
        "r/IMP-0001/",
        "r/EVI-0001/",
        "r/RSK-0001/",
        "r/PER-0001/",
        "r/SYS-0001/history/",
        "plan/",
        "do/",
        "check/",
        "act/",
    ),
    *(
        "practices/",
        "practices/impact-assessment/",
        "practices/ai-policy/",
        "frameworks/",
        "frameworks/crosswalk/",
        "frameworks/law25/",
        "frameworks/eu_ai_act/?system=SYS-0001",
        "frameworks/iso42001/5.2/",
        "ledger/",
        "search/?q=call",
    ),
    *(
        "search/?q=nothing-at-all",
        "find/?q=sys",
        "why/SYS-0001/impact-assessment/measured/",
        "why/organisation/ai-policy/next/",
    ),
    *("r/SYS-0999/", "systems/?tier=wrong", "triage/"),
    *(
        "r/POL-0001/document/",
        "r/POL-0001/languages/",
        "r/POL-0001/acknowledged/",
        "documents/start/",
        "r/SYS-0001/compare/",
        "systems/duplicates/",
        "systems/change/?ref=SYS-0001",
        "mentions/",
        "worklist/",
        "worklist/team/",
        "worklist/notices/",
    ),
    *(
        "settings/fields/",
        "settings/signing/",
        "settings/rules/",
        "applicability/",
        "applicability/suggestions/",
        "applicability/A.5.2/",
        "risk-matrix/",
        "r/RSK-0001/way/",
        "r/SYS-0001/risks/",
        "r/IMP-0001/assess/",
        "r/IMP-0001/assessment/",
    ),
    *("r/IMP-0001/drift/", "r/IMP-0001/ask/", "r/SYS-0001/what-if/", "sign-sets/?ref=IMP-0001"),
)
SILENT = ("script", "style", "kbd")
"""What says nothing in a language: code, and the names on keys."""
TOLD = ("title", "placeholder", "aria-label", "alt")
WORD = re.compile(r"[^\W\d_]{2,}")


class Texts(HTMLParser):
    """All that a page says: its text, and the attributes that are read out."""

    def __init__(self):
        super().__init__()
        self.said = []
        self.silent = 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag in SILENT
        self.said += [value for name, value in attributes if name in TOLD and value]

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.said.append(data)


def bare(text):
    """What of a text stands outside every bracket."""
    depth, kept = 0, []
    for letter in text:
        depth += letter == "⟦"
        if not depth:
            kept.append(letter)
        depth -= letter == "⟧"
    return "".join(kept)


def known():
    """Words that are data: what people wrote, and the texts of the practice library and the frameworks."""
    from holdtrue.app.documents.templates import templates
    from holdtrue.core import languages
    from holdtrue.core.applicability import objectives
    from holdtrue.core.frameworks import FRAMEWORKS, framework
    from holdtrue.core.gates import gates
    from holdtrue.core.practices import library
    from holdtrue.core.risking import every_typical

    texts = [
        *(
            "Call sorter",
            "Sort calls by urgency",
            "AI at Northwind",
            "Urgent calls wait",
            "notes.html",
            "Northwind",
        ),
        *(
            "Ada",
            "Max",
            "Cleo",
            "Ines",
            "Theo",
            "Sort calls",
            "Acceptable with a second look",
            "call",
            "nothing-at-all",
        ),
        *(
            "AI impact assessment",
            "ada@example.org",
            "English",
            "UTC",
            "en",
            "12 months",
            "6 months",
            "3 months",
        ),
    ]
    for practice in library().practices:
        texts += [practice.title, practice.statement, practice.auditor_asks, practice.pitfall, practice.id]
        texts += [one for ids in practice.satisfies.values() for one in ids]
    for catalog in ("practice", "evidence_tag", "indicator_tag"):
        texts += [text for pair in library().catalog(catalog) for text in pair]
    texts += [tag.counts for tag in library().evidence_tags.values()]
    for place in library().scheme.properties:
        texts += [place.title, place.question, place.means]
    texts += [text for one in templates() for text in (one.title, one.about)]
    texts += languages.NAMES.values()
    texts += [band.says for band in library().scheme.bands]
    texts += gates().triage.questions.values()
    texts += [text for one in objectives() for text in (one.words, one.area)]
    for law in map(framework, FRAMEWORKS):
        texts += [law.title, law.short, law.full_title, law.version, law.publisher, law.note, law.source]
        texts += [
            *law.doubts,
            *law.actors.values(),
            *law.classes.values(),
            law.source.partition("//")[2].split("/")[0],
        ]
        texts += [
            text for s in law.sections for text in (s.id, s.title) if len(text) > 1 and not text.isdigit()
        ]
        for r in law.requirements:
            texts += [r.id, r.name, r.title, r.description, r.still_to_show, *r.doubts, *r.notes, *r.parts]
            texts += [*r.documents, *r.evidence]
    texts += [text for one in every_typical() for text in (one.event, one.title, one.source)]
    texts += [still for lines in library().needs_more.values() for still in lines.values()]
    return sorted((text for text in texts if text), key=len, reverse=True)


def test_nothing_is_said_that_is_not_in_a_catalog(north):
    client = north.client("owner")
    client.cookies["language"] = "pseudo"
    data = known()
    loose = set()
    for path in PAGES:
        page = Texts()
        page.feed(client.get(f"/o/{north.slug}/{path}").content.decode())
        assert page.said, path
        for text in page.said:
            left = bare(text)
            for one in data:
                left = left.replace(one, " ")
            left = re.sub(r"[A-Z]{3}-\d+|\b[0-9a-f]{16,}\b", " ", left)
            if WORD.search(left):
                loose.add((path, left.strip()))
    assert not loose, sorted(loose)
