"""Packs: installed with their digest, upgraded after saying what changes, removed; what is not in order is refused."""

from __future__ import annotations

import io
import zipfile

import pytest

from harness.cast import cast
from harness.pictures import part, png

SAYS = b'name: calm-advice\ntitle: "Calm advice"\nversion: 1.0\nbranding: {name: "Calm & Co", colour: "#0b5d5a"}\n'
TEMPLATE = (
    b'---\nkind: policy\ntopic: ai\ntitle: "Short AI policy"\nabout: "Half a page."\nminutes: 5\norder: 1\n---\n'
    b"# text\n\n{{organisation}} uses AI with care.\n"
)
LOGO = png(more=part(b"tEXt", b"Comment\0<script>"))
UNFOLDING = b"version: &a [x, x, x, x, x, x, x, x]\n" + b"".join(
    b"title: &%c [%b]\n" % (98 + n, b", ".join([b"*%c" % (97 + n)] * 8)) for n in range(12)
)
"""A page that would fill the memory of the machine once it is written out."""
FILES = {"pack.yaml": SAYS, "documents/short.md": TEMPLATE, "logo.png": LOGO}


@pytest.fixture
def north(begun):
    return begun(cast)


def zipped(files, way=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", way) as packed:
        for name, body in files.items():
            packed.writestr(name, body)
    return out.getvalue()


def test_a_pack_is_installed_used_upgraded_and_removed(north):
    from holdtrue.app.actions import packs
    from holdtrue.app.documents.templates import filled, templates_of
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
    from holdtrue.store.models import Entry

    pack = from_zip(zipped(FILES))
    assert (pack.brand, pack.colour) == ("Calm & Co", "#0b5d5a")
    for role in ("contributor", "auditor", "member", "token"):
        with pytest.raises(NotAllowed):
            packs.install(north.caller(role), pack)
    done = packs.install(north.owner, pack)
    assert (done.was, len(done.added)) == ("", 3)
    packs.install(north.caller("outsider"), pack)
    with pytest.raises(BadInput):
        packs.install(north.owner, pack)
    _, content = filled(north.owner, "calm_advice_short")
    assert content["text"] == "Northwind uses AI with care."
    newer = from_zip(
        zipped({**FILES, "pack.yaml": SAYS.replace(b"1.0", b"1.1"), "documents/more.md": TEMPLATE})
    )
    told = packs.changes(north.owner, newer)
    assert (told.was, told.added, told.changed) == ("1.0", ("documents/more.md",), ("pack.yaml",))
    packs.install(north.owner, newer)
    assert [row.version for row in packs.installed(north.owner)] == ["1.1"]
    assert [row.version for row in packs.installed(north.caller("outsider"))] == ["1.0"]
    packs.remove(north.owner, "calm-advice")
    assert not any(one.id.startswith("calm") for one in templates_of(north.owner))
    with pytest.raises(NotFound):
        packs.remove(north.owner, "calm-advice")
    actions = Entry.objects.filter(log__organisation=north.organisation, action__startswith="pack.")
    assert list(actions.order_by("seq").values_list("action", flat=True)) == [
        "pack.install",
        "pack.install",
        "pack.remove",
    ]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({}, "pack.no_says"),
        ({"pack.yaml": b"\xff\xfe"}, "pack.unreadable"),
        ({"pack.yaml": b"- a\n"}, "pack.keys"),
        ({"pack.yaml": SAYS.replace(b"1.0", b"2024-13-45")}, "pack.version"),
        ({"pack.yaml": SAYS.replace(b"1.0", b"9" * 5_000)}, "pack.unreadable"),
        ({"pack.yaml": b"[" * 5_000}, "pack.unreadable"),
        ({"pack.yaml": UNFOLDING}, "pack.unreadable"),
        ({"pack.yaml": SAYS.replace(b"calm-advice", b"../calm")}, "pack.name"),
        ({"pack.yaml": SAYS.replace(b"1.0", b"new")}, "pack.version"),
        ({"pack.yaml": SAYS.replace(b"#0b5d5a", b"red;x")}, "pack.colour"),
        ({**FILES, "logo.png": b"<svg onload=x>"}, "pack.logo"),
        ({**FILES, "../../etc/passwd": b"x"}, "pack.unknown_file"),
        ({**FILES, "practices/own.yaml": b"x: 1"}, "pack.practices"),
        ({**FILES, "documents/short.md": b"no head"}, "pack.template"),
        ({**FILES, "documents/short.md": b"---\n" + UNFOLDING + b"---\n"}, "pack.template"),
        ({**FILES, "documents/short.md": b"---\nkind: " + b"[" * 5_000 + b"\n---\n"}, "pack.template"),
        (
            {**FILES, "documents/short.md": TEMPLATE.replace(b'title: "Short AI policy"', b"title: 5")},
            "pack.template",
        ),
        ({**FILES, "documents/short.md": TEMPLATE.replace(b"minutes: 5", b"minutes: []")}, "pack.template"),
        (
            {**FILES, "documents/short.md": TEMPLATE.replace(b"kind: policy", b"kind: person")},
            "pack.template_kind",
        ),
        ({**FILES, "documents/short.md": TEMPLATE.replace(b"# text", b"# nothing")}, "pack.template_field"),
        (
            {**FILES, "documents/short.md": TEMPLATE.replace(b"{{organisation}}", b"{{secret}}")},
            "pack.template_blank",
        ),
        ({**FILES, "big.bin": b"\0" * 6_000_000}, "pack.too_large"),
        ({f"documents/{n}.md": b"" for n in range(10_000)}, "pack.too_large"),
    ],
)
def test_what_is_not_in_order_is_refused_in_a_sentence(application, files, code):
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput
    from holdtrue.words import say

    with pytest.raises(BadInput) as refused:
        from_zip(zipped(files))
    assert refused.value.code == code
    assert say(refused.value.message)


def test_what_is_no_zip_is_refused(application):
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput, match="no_zip"):
        from_zip(b"PK\x03\x04 and then nothing")


@pytest.mark.parametrize(
    "packed", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_zip_with_a_letter_changed_anywhere_is_taken_or_refused(application, packed):
    """Whatever of it is broken: each way of packing has errors of its own."""
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput

    whole, refused = zipped({"pack.yaml": SAYS, "documents/short.md": TEMPLATE}, packed), 0
    for at in range(0, len(whole), 3):
        try:
            from_zip(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        except BadInput:
            refused += 1
    assert refused > len(whole) // 6


@pytest.mark.parametrize(
    "body",
    [
        b"",
        LOGO[:-20],
        LOGO.replace(b"IDAT", b"IDAX"),
        LOGO[:60] + b"x" + LOGO[61:],
        b"GIF89a" + LOGO,
        png(1601, 1),
        png(1, 801),
        png(drawn=b"\0" * 10_000_000),
        png(drawn=b""),
        png(drawn=b"\x09" * 100),
        png(colour=3),
        png(depth=4),
        png(woven=1),
        png(more=part(b"EVIL", b"x")),
        png(more=part(b"tEXt", b"x" * 200_001)),
    ],
)
def test_a_picture_that_cannot_be_drawn_as_it_stands_is_no_logo(body):
    from holdtrue.app.logo import logo
    from holdtrue.core.refusals import BadInput

    with pytest.raises(BadInput, match=r"pack\.logo"):
        logo("logo.png", body)


def test_of_a_logo_the_picture_alone_is_kept():
    from holdtrue.app.logo import logo

    assert logo("logo.png", LOGO) == png()
    assert (
        logo("logo.png", png(colour=3, drawn=b"\0" * 28, more=part(b"PLTE", b"\1\2\3"))).count(b"PLTE") == 1
    )


def test_a_logo_taken_before_pictures_were_looked_into_is_kept_and_not_drawn(north):
    import base64
    import zlib

    import orjson

    from holdtrue.app.packing import read, unpacked

    pack = read(FILES)
    old = {**FILES, "logo.png": b"\x89PNG\r\n\x1a\nIEND\xaeB`\x82"}
    kept = zlib.compress(orjson.dumps({path: base64.b64encode(body).decode() for path, body in old.items()}))
    again = unpacked(kept)
    assert (again.logo, dict(again.files)) == (b"", old)
    assert again.digest != pack.digest
    assert unpacked(pack.packed) == pack


def test_what_unfolds_too_far_is_refused_before_any_of_it_is_unfolded(application):
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput

    files = {f"documents/{n}.md": b"\0" * 1_000_000 for n in range(6)}
    packed = bytearray(zipped(files))
    packed[60:70] = b"\xff" * 10  # whoever unfolds it finds it broken
    with pytest.raises(BadInput, match=r"pack\.too_large"):
        from_zip(bytes(packed))


def test_one_person_keeps_so_many_packs_and_no_more(north):
    from dataclasses import replace

    from holdtrue.app.actions import offering
    from holdtrue.app.packing import read
    from holdtrue.core.refusals import BadInput

    ada, pack = north.users["owner"], read(FILES)
    for n in range(offering.MOST):
        offering.keep(ada, replace(pack, name=f"calm-{n}"))
    with pytest.raises(BadInput, match=r"pack\.too_many"):
        offering.keep(ada, replace(pack, name="one-more"))
    offering.keep(ada, replace(pack, name="calm-0", digest="another"))
    assert len(offering.kept(ada)) == offering.MOST


def test_an_adviser_offers_a_pack_and_whoever_manages_there_installs_or_declines_it(north):
    from holdtrue.accounts.models import User
    from holdtrue.app.actions import members, offering, packs
    from holdtrue.app.callers import member
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import BadInput, NotAllowed, NotFound

    owner = north.owner
    address = "adviser@calm.example"
    members.invite(owner, address, role="adviser")
    ruth = User.objects.get(email=address)
    pack = from_zip(zipped(FILES))
    offering.keep(ruth, pack)
    with pytest.raises(BadInput, match=r"pack\.kept_already"):
        offering.keep(ruth, pack)
    assert offering.kept_pack(ruth, "calm-advice") == pack
    with pytest.raises(NotFound):
        offering.kept_pack(north.users["owner"], "calm-advice")
    here = member(ruth, north.slug)
    for role in ("contributor", "auditor", "member", "token"):
        with pytest.raises(NotAllowed):
            offering.offer(north.caller(role), pack)
    offering.offer(here, pack)
    with pytest.raises(BadInput, match=r"pack\.offered_already"):
        offering.offer(here, pack)
    with pytest.raises(NotAllowed):
        offering.offers(here)
    assert packs.installed(owner) == [], "an offer counts for nothing"
    waits = offering.offers(owner)
    assert [(one.by, one.row.version) for one in waits] == [(address, "1.0")]
    assert offering.offers(north.caller("outsider")) == []
    with pytest.raises(NotFound):
        offering.accept(north.caller("outsider"), waits[0].row.pk)
    offering.accept(owner, waits[0].row.pk)
    assert [row.digest for row in packs.installed(owner)] == [pack.digest]
    assert [(p.offered, p.installed, p.newest) for p in offering.places(ruth, pack)] == [("", "1.0", True)]
    with pytest.raises(BadInput, match=r"pack\.installed_already"):
        offering.offer(here, pack)


def test_an_offer_is_declined_taken_back_or_ends_with_whoever_made_it(north):
    from holdtrue.accounts.models import User
    from holdtrue.app.actions import members, offering
    from holdtrue.app.callers import member
    from holdtrue.app.packing import from_zip
    from holdtrue.core.refusals import NotFound
    from holdtrue.store.models import Entry

    owner = north.owner
    members.invite(owner, "adviser@calm.example", role="adviser")
    ruth = User.objects.get(email="adviser@calm.example")
    here = member(ruth, north.slug)
    newer = from_zip(zipped({**FILES, "pack.yaml": SAYS.replace(b"1.0", b"1.1")}))
    offering.keep(ruth, newer)
    offering.offer(here, newer)
    offering.decline(owner, offering.offers(owner)[0].row.pk)
    offering.offer(here, newer)
    offering.withdraw(here, "calm-advice")
    with pytest.raises(NotFound):
        offering.withdraw(here, "calm-advice")
    offering.offer(here, newer)
    members.change_role(owner, ruth.uid, "auditor")
    assert offering.offers(owner) == [], "who may not offer any more offers nothing"
    members.change_role(owner, ruth.uid, "adviser")
    assert len(offering.offers(owner)) == 1
    members.end(owner, ruth.uid)
    assert offering.offers(owner) == [], "who left offers nothing"
    offering.drop(ruth, "calm-advice")
    assert offering.kept(ruth) == []
    logged = Entry.objects.filter(log__organisation=north.organisation, action__startswith="pack.")
    told = [name.removeprefix("pack.") for name in logged.order_by("seq").values_list("action", flat=True)]
    assert told == ["offer", "decline", "offer", "withdraw", "offer"]


def test_a_pack_brings_rules_replaces_them_and_takes_them_away(north):
    from harness.own_rules import CLINIC, NEWER
    from holdtrue.app.actions import additions, packs
    from holdtrue.app.checking import check_standing
    from holdtrue.app.packing import from_zip
    from holdtrue.core.practices import library
    from holdtrue.core.refusals import BadInput

    shipped = north.organisation.rules
    ruled = {**FILES, "rules/clinic.yaml": CLINIC.encode()}
    packs.install(north.owner, from_zip(zipped(ruled)))
    assert "second-look" in library().by_id
    newer = {**ruled, "rules/clinic.yaml": NEWER.encode(), "pack.yaml": SAYS.replace(b"1.0", b"1.1")}
    packs.install(north.owner, from_zip(zipped(newer)))
    assert [one.version for one in additions.installed(north.owner)] == ["2"]
    assert check_standing(north.organisation, north.owner.clock.day("UTC")).ok
    packs.remove(north.owner, "calm-advice")
    assert additions.installed(north.owner) == ()
    north.organisation.refresh_from_db()
    assert north.organisation.rules == shipped
    additions.add(north.owner, {"own.yaml": CLINIC.encode()})
    with pytest.raises(BadInput, match=r"pack\.rules_taken"):
        packs.install(north.owner, from_zip(zipped(ruled)))
    with pytest.raises(BadInput, match=r"own\.bad\.unknown_key"):
        from_zip(zipped({**FILES, "rules/x.yaml": b"name: x\nversion: '1'\npractises: []\n"}))
