"""An organisation deleted with proof: every row and file gone, the installation's log keeping what its own log was."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from django.conf import settings
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from holdtrue.accounts import sessions
from holdtrue.accounts.models import Membership, User
from holdtrue.app import proving
from holdtrue.app.actions.permission import on_organisation, require
from holdtrue.app.clock import SYSTEM, Clock
from holdtrue.core.refusals import BadInput, NotAllowed, NotFound
from holdtrue.ledger.keys import SigningKey
from holdtrue.ledger.merkle import Tree
from holdtrue.ledger.proof import receipt
from holdtrue.store import leaving, log
from holdtrue.store.models import Checkpoint, Entry, EntryText, Log, Organisation

if TYPE_CHECKING:
    from holdtrue.app.actions.acting import Caller
    from holdtrue.app.shapes import Json

DELETED = "organization.delete"


@dataclass(frozen=True, slots=True)
class Gone:
    """What was deleted, and the number of the installation's entry that says so."""

    uid: str
    name: str
    rows: int
    files: int
    seq: int


def delete(caller: Caller, typed: str, *, proof: str = "") -> Gone:
    """Delete the organisation and everything of it. It cannot be undone.

    `typed` repeats its name; `proof` says how the owner had just proved who they are, which the console cannot.
    BadInput where the name is another, NotAllowed with the reason.
    """
    require(caller, "delete_organisation", on_organisation())
    if typed.strip() != caller.organisation.name:
        raise BadInput("leaving.name", field="name", name=caller.organisation.name)
    if not proof and not caller.console:
        raise NotAllowed("sign.prove_first")
    return _delete(caller)


def remove_demo(caller: Caller) -> Gone:
    """Delete the demonstration, of which nothing needs to be proved first: what it held was made up."""
    require(caller, "delete_organisation", on_organisation())
    if not caller.organisation.demo:
        raise BadInput("leaving.no_demo")
    return _delete(caller)


def _delete(caller: Caller) -> Gone:
    organisation = caller.organisation
    with transaction.atomic():
        head = log.lock(organisation.pk)
        proving.checkpoint(organisation, clock=caller.clock)
        final = Checkpoint.objects.filter(log_id=head.log_id).order_by("-size").first()
        folder = _blobs(organisation.uid)
        files = sum(1 for file in folder.rglob("*") if file.is_file()) if folder.is_dir() else 0
        members = list(User.objects.filter(memberships__organisation=organisation))
        _forget_jobs(organisation)
        erased = sum(leaving.erase(organisation.pk, head.log_id).values())
        _forget_people(members, keep="" if caller.console else caller.actor.account, clock=caller.clock)
        line = log.Line(
            contents={
                "organisation": organisation.uid,
                "name": organisation.name,
                "demo": organisation.demo,
                "founded": organisation.created_at.date().isoformat(),
                "entries": head.size,
                "root": head.frontier.root().hex(),
                "checkpoint": final.note if final else "",
                "rows": erased,
                "files": files,
            }
        )
        seq = log.append(
            log.lock(None),
            [line],
            action=DELETED,
            action_id=caller.clock.uid(),
            actor=caller.actor.account,
            at=caller.clock.now(),
            entropy=caller.clock.entropy,
        )
    # Files go after the rows: a crash between leaves files nobody can reach, which the next deletion sweeps.
    sweep()
    (Path(settings.HOLDTRUE_FOLDER.checkpoints) / f"log-{head.log_id}.note").unlink(missing_ok=True)
    proving.checkpoint(None, clock=caller.clock)
    return Gone(organisation.uid, organisation.name, erased, files, seq)


def sweep() -> None:
    """Remove the files of every organisation that the installation's log says was deleted."""
    for said in deletions().values():
        folder = _blobs(str(said["organisation"]))
        if folder.is_dir():
            shutil.rmtree(folder)


def deletions(account: str = "") -> dict[int, Json]:
    """Return what each deletion said, by its number in the installation's log; of one account where it is given."""
    rows = Entry.objects.filter(log__organisation__isnull=True, action=DELETED)
    if account:
        rows = rows.filter(actor=account)
    texts = EntryText.objects.filter(
        log__organisation__isnull=True, what="contents", seq__in=rows.values("seq"), text__isnull=False
    )
    return {text.seq: orjson.loads(text.text or "{}") for text in texts.order_by("seq")}


def statement(uid: str, *, account: str = "", clock: Clock = SYSTEM) -> bytes:
    """Return the signed statement that an organisation was deleted: the entry, what opens it, and its proof.

    The proof is a receipt of the installation's log, which the ledger's own verifier reads. NotFound where nothing of
    that uid was deleted, by that account where one is given.
    """
    found = next((seq for seq, said in deletions(account).items() if said["organisation"] == uid), None)
    if found is None:
        raise NotFound("not_found")
    kept = Log.objects.get(organisation__isnull=True)
    proving.checkpoint(None, clock=clock)
    signed = Checkpoint.objects.filter(log=kept).order_by("-size").first()
    entries = Entry.objects.filter(log=kept).order_by("seq")
    tree = Tree.of_leaves([bytes(leaf) for leaf in entries.values_list("leaf", flat=True)])
    body = bytes(entries.get(seq=found).body)
    text = EntryText.objects.get(log=kept, seq=found, what="contents")
    note = signed.note.encode() if signed else b""
    key = SigningKey(kept.origin, Path(settings.HOLDTRUE_FOLDER.signing_key).read_bytes()).verifying()
    document = {
        "statement": "The organisation named here was deleted from this installation with all its rows and files.",
        "deleted": orjson.loads(text.text or "{}"),
        "salt": bytes(text.salt or b"").hex(),
        "receipt": receipt(body, tree=tree, checkpoint=note).to_bytes().decode(),
        "key": key.to_text(),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)


def _forget_jobs(organisation: Organisation) -> None:
    """Drop what is queued or was done for it: jobs name their organisation first."""
    for row in DBTaskResult.objects.iterator():
        if row.args_kwargs.get("args", [])[:1] == [organisation.slug]:
            row.delete()


def _forget_people(members: list[User], *, keep: str, clock: Clock) -> None:
    """Delete the accounts that belong nowhere any more, but never that of whoever deletes."""
    for user in members:
        if user.uid != keep and not Membership.objects.filter(user=user).exists():
            sessions.end_all(user, now=clock.now())
            user.delete()


def _blobs(uid: str) -> Path:
    return Path(settings.HOLDTRUE_FOLDER.blobs) / uid


__all__ = ["Gone", "delete", "deletions", "remove_demo", "statement", "sweep"]
