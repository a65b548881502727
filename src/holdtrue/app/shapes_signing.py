"""What pages, API and command line tell of signatures, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from holdtrue.core.days import ALWAYS, iso

if TYPE_CHECKING:
    from holdtrue.app.queries.sign_requests import Asking
    from holdtrue.store.models import SignOff

Json = dict[str, Any]


def signoff_json(signoff: SignOff) -> Json:
    """Return a sign-off with the basis it rests on; `until` is its own end, which drift may precede."""
    taken = getattr(signoff, "withdrawn_by", None)
    return {
        "uid": signoff.uid,
        "signer": signoff.signer.ref,
        "signer_name": signoff.signer.title,
        "meaning": signoff.meaning,
        "on": iso(signoff.day),
        "at": signoff.signed_at.isoformat(),
        "until": iso(ALWAYS if signoff.good_until is None else signoff.good_until),
        "revision": signoff.basis[0][1],
        "digest": signoff.basis[0][2],
        "basis": [
            {"uid": uid, "revision": number, "digest": digest} for uid, number, digest in signoff.basis
        ],
        "self_signed": signoff.self_signed,
        "at_the_console": signoff.console,
        "authenticated": signoff.method or ("console" if signoff.console else ""),
        "needed": signoff.needed,
        "set": signoff.set_uid,
        "set_name": signoff.set_name,
        "withdrawn_on": iso(taken.day) if taken else None,
    }


def asking_json(asking: Asking) -> Json:
    """Return a request for signatures as it stands."""
    return {
        "uid": asking.uid,
        "ref": asking.record.ref,
        "title": asking.record.title,
        "meaning": asking.meaning,
        "needed": asking.needed,
        "given": asking.given,
        "met": asking.met,
        "asked": [
            {
                "person": p.person.ref if p.person else None,
                "name": p.person.title if p.person else "",
                "role": p.role,
                "answer": p.answer,
                "instead_of": p.instead.name if p.instead else None,
            }
            for p in asking.parties
        ],
        "note": asking.note,
        "on": iso(asking.day),
        "due": iso(asking.due) if asking.due else None,
    }
