from __future__ import annotations

import unicodedata

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from holdtrue.ledger.canonical import DEEPEST, LARGEST, canonical, read
from holdtrue.ledger.errors import MalformedError
from ledger.logs import said

texts = st.text(st.characters(exclude_categories=["Cs"])).map(lambda text: unicodedata.normalize("NFC", text))
plain = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
documents = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=50, deadline=None)
@given(documents)
def test_the_bytes_are_those_of_the_reference_implementation(document):
    data = canonical(document)
    assert data == rfc8785.dumps(document)
    assert read(data) == document


def test_keys_are_sorted_as_utf_16_even_beyond_the_basic_plane():
    assert (
        canonical({"\ufb01": 1, "\U0001f600": 2, "é": 3, "a": 4})
        == '{"a":4,"é":3,"😀":2,"\ufb01":1}'.encode()
    )


def test_the_order_in_which_fields_were_given_does_not_matter():
    assert canonical({"b": [1, {"d": None, "c": True}], "a": "x"}) == b'{"a":"x","b":[1,{"c":true,"d":null}]}'


@pytest.mark.parametrize(
    ("document", "code", "place"),
    [
        (1.0, "fraction", "/"),
        ({"share": [1, 0.5]}, "fraction", "/share/1"),
        ({"n": LARGEST + 1}, "too_large", "/n"),
        ([-LARGEST - 1], "too_large", "/0"),
        ({"name": "Ame\u0301lie"}, "not_nfc", "/name"),
        ({"who": {"Ame\u0301lie": 1}}, "not_nfc", "/who"),
        ({"name": "\ud800"}, "surrogate", "/name"),
        ({1: "x"}, "key", "/"),
        ({"when": {1, 2}}, "type", "/when"),
        ({"when": b"x"}, "type", "/when"),
    ],
)
def test_what_has_more_than_one_spelling_is_refused_and_its_place_named(document, code, place):
    with pytest.raises(MalformedError) as refused:
        canonical(document)
    assert refused.value.code == f"ledger.canonical.{code}"
    assert refused.value.params["place"] == place
    assert said(refused.value).startswith(f"At {place}: ")


def test_the_largest_numbers_are_taken():
    assert canonical([LARGEST, -LARGEST]) == b"[9007199254740991,-9007199254740991]"


def test_a_document_that_holds_itself_is_refused():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(MalformedError) as refused:
        canonical(loop)
    assert str(DEEPEST) in said(refused.value)


@pytest.mark.parametrize(
    "data",
    [b'{"b":1,"a":2}', b'{"a": 1}', b'{"a":1,"a":1}', b'{"a":"\\u0041"}', b"[01]", b"[1.0]", b"[NaN]", b"[1]\n",
     b"\xff", b"", b"[" * 100_000, b'"\\ud800"', b"[1e2]", b"[-0]", b"\xef\xbb\xbf[]"],
)  # fmt: skip
def test_another_spelling_is_not_read(data):
    with pytest.raises(MalformedError) as refused:
        read(data)
    assert said(refused.value)
