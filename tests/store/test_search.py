"""One corpus, one set of results on either database, whatever people type."""

from __future__ import annotations

import pytest

from harness.house import House
from holdtrue.app.actions import records
from holdtrue.store import listing

CORPUS = {
    "SYS-0001": {"name": "Déjà vu detector", "intended_purpose": "Finds repeated images"},
    "SYS-0002": {"name": "O'Brien's co-pilot", "intended_purpose": "Drafts e-mail replies; 100% local"},
    "SYS-0003": {"name": "Straße navigator", "intended_purpose": 'ROUTES "fast" & cheap AND NOT slow'},
    "SYS-0004": {"name": "自然言語 helper", "intended_purpose": "Résumé screening (pilot)"},
    "SYS-0005": {"name": "x" * 150, "intended_purpose": "A word of 3,000 letters: " + "y" * 3000},
    "SYS-0006": {
        "name": "Ⅳ ﬁne-tuned ℡ model",
        "intended_purpose": "naïve coöperation in Ελλάδα and ΣΊΣΥΦΟΣ",
    },
    "SYS-0007": {
        "name": "store_search OR 1=1",
        "intended_purpose": "NEAR(a b) {title}: ^start *end* a:b a-b",
    },
    "SYS-0008": {"name": "𞤀𞤣𞤤𞤢𞤥 reader", "intended_purpose": "emoji 🤖 robot, ১২৩ digits, ไทย ภาษา"},
}
QUERIES = {
    "deja": {1},
    "DÉJÀ": {1},
    "déjà vu": {1},
    "vu deja": {1},
    "dej": {1},
    "o'brien": {2},
    "brien": {2},
    "co-pilot": {2},
    "pilot": {2, 4},
    "copilot": set(),
    "pilot co": {2},
    "e-mail": {2},
    "100%": {2},
    "100": {2},
    "strasse": {3},
    "straße": {3},
    "STRASSE": {3},
    '"fast"': {3},
    '"fast & cheap"': {3},
    "fast -slow": {3},
    "NOT slow": {3},
    "fast AND images": set(),
    "fast OR images": set(),
    "自然": {4},
    "resume": {4},
    "resumé scr": {4},
    "(pilot": {2, 4},
    "pilot)": {2, 4},
    "pil*": {2, 4},
    "*": None,
    "'": None,
    '"': None,
    "": None,
    "   ": None,
    "!!! --- ;;": None,
    "\\": None,
    "%": None,
    "x" * 150: {5},
    "x" * 90: {5},
    "x" * 151: {5},
    "y" * 3000: {5},
    "word 3 000 letters": {5},
    "iv": {6},
    "fine": {6},
    "fine-tuned tel": {6},
    "naive cooperation": {6},
    "ελλαδα": {6},
    "σισυφοσ": {6},
    "σίσυφος": {6},
    "store_search": {7},
    "1=1": {2, 7},
    "a:b": {7},
    "NEAR(a b)": {7},
    "{title}": {7},
    "^start": {7},
    "'; DROP TABLE store_record; --": set(),
    "xqksystem": set(),
    "𞤀𞤣𞤤": {8},
    "robot": {8},
    "🤖": None,
    "🤖 robot": {8},
    "১২": {8},
    "ไทย": {8},
    "nothing like this": set(),
    "a b c d e f g h i j k l m n o p": set(),
    "\x00robot": {8},
    "\ud800robot": {8},
}


def northwind():
    house = House("Northwind")
    for ref, fields in CORPUS.items():
        assert records.add(house.ada, "system", fields).ref == ref
    return house


@pytest.fixture
def house(begun):
    return begun(northwind)


def found(house, text, **more):
    return [
        line.ref
        for line in listing.page(house.pk, listing.Filter("system", text=text, **more), limit=100).lines
    ]


def test_each_query_finds_the_same_on_either_database(house):
    everything = set(range(1, 9))
    wrong = {}
    for text, numbers in QUERIES.items():
        expected = [f"SYS-{n:04d}" for n in sorted(everything if numbers is None else numbers)]
        if found(house, text) != expected:
            wrong[text[:40]] = (found(house, text), expected)
    assert wrong == {}


def test_another_organisations_records_are_never_found(house):
    from holdtrue.store import search

    away = House("Southgate", hands=house.hands)
    own = search.corpus(house.pk, "system", "").split()
    away.system(f"Deja vu of {' '.join(own)}", intended_purpose="robot pilot fast")
    assert found(house, "deja") == ["SYS-0001"]
    assert found(away, "deja") == ["SYS-0001"]
    assert listing.page(house.pk, listing.Filter("system", text="robot")).total == 1
    for word in (*own, search.corpus(away.pk, "system", "").split()[0]):
        assert set(found(house, word)) <= set(CORPUS)
    assert {line.title for line in listing.page(house.pk, listing.Filter("", text="deja")).lines} == {
        "Déjà vu detector"
    }


def test_an_edit_is_found_by_its_new_words_and_no_longer_by_its_old_ones(house):
    house.edit("SYS-1", name="Twin finder", intended_purpose="")
    assert found(house, "deja") == []
    assert found(house, "twin") == ["SYS-0001"]
    records.retire(house.ada, "SYS-1", why="Not used")
    assert found(house, "twin") == []
    assert found(house, "twin", retired=True) == ["SYS-0001"]


def test_results_come_in_the_order_of_their_refs_page_by_page(house):
    for n in range(9, 29):
        records.add(house.ada, "system", {"name": f"Numbered {n}"})
    wanted = listing.Filter("system", text="numbered")
    first = listing.page(house.pk, wanted, limit=8)
    second = listing.page(house.pk, wanted, after=first.lines[-1].id, limit=8)
    back = listing.page(house.pk, wanted, before=second.lines[0].id, limit=8)
    assert [line.ref for line in first.lines] == [f"SYS-{n:04d}" for n in range(9, 17)]
    assert [line.ref for line in second.lines] == [f"SYS-{n:04d}" for n in range(17, 25)]
    assert [line.ref for line in back.lines] == [line.ref for line in first.lines]
    assert (first.more, first.total) == (True, 20)


def test_a_word_of_many_letters_is_taken_and_found_by_its_beginning(house):
    record = house.system("Base64", intended_purpose="z" * 20_000)
    assert found(house, "z" * 60) == [record.ref]
