"""The few tables, one file per subject."""

from holdtrue.store.models.attestation import Attestation
from holdtrue.store.models.audit import AuditDraw, AuditNote, AuditSheet, PlannedAudit
from holdtrue.store.models.comment import Apart, Comment, Mention
from holdtrue.store.models.door import Boxed, BoxedWord, Door, DoorLink, ToolRequest, ToolRule
from holdtrue.store.models.evidence import Blob, Measurement
from holdtrue.store.models.gate import GateDecision
from holdtrue.store.models.imports import ImportRow, ImportRun, SourceMapping
from holdtrue.store.models.ledger import Checkpoint, Entry, EntryText, Log
from holdtrue.store.models.lesson import LessonTry
from holdtrue.store.models.listing import CustomField, SavedView, SortKey
from holdtrue.store.models.organisation import Organisation, RefAlias, RefCounter, RuleSet
from holdtrue.store.models.owed import (
    CalendarFeed,
    Escalation,
    NoticePlan,
    NoticeRule,
    Owed,
    OwedCount,
    Snooze,
)
from holdtrue.store.models.pack import OfferedPack, Pack
from holdtrue.store.models.planned import PlannedStep
from holdtrue.store.models.point import Point
from holdtrue.store.models.record import Link, Payload, Record, Revision
from holdtrue.store.models.reference import ReferenceIncident, ReferenceWord
from holdtrue.store.models.review import PlannedDate, ReviewPack
from holdtrue.store.models.signoff import SignOff
from holdtrue.store.models.signrequest import SignParty, SignRequest, SignRule
from holdtrue.store.models.standing import (
    Holding,
    Member,
    MemberCount,
    Standing,
    StandingChange,
    Tally,
    TallyMonth,
)
from holdtrue.store.models.work import Job, LastSeen, WorkingCopy

__all__ = [
    "Apart",
    "Attestation",
    "AuditDraw",
    "AuditNote",
    "AuditSheet",
    "Blob",
    "Boxed",
    "BoxedWord",
    "CalendarFeed",
    "Checkpoint",
    "Comment",
    "CustomField",
    "Door",
    "DoorLink",
    "Entry",
    "EntryText",
    "Escalation",
    "GateDecision",
    "Holding",
    "ImportRow",
    "ImportRun",
    "Job",
    "LastSeen",
    "LessonTry",
    "Link",
    "Log",
    "Measurement",
    "Member",
    "MemberCount",
    "Mention",
    "NoticePlan",
    "NoticeRule",
    "OfferedPack",
    "Organisation",
    "Owed",
    "OwedCount",
    "Pack",
    "Payload",
    "PlannedAudit",
    "PlannedDate",
    "PlannedStep",
    "Point",
    "Record",
    "RefAlias",
    "RefCounter",
    "ReferenceIncident",
    "ReferenceWord",
    "ReviewPack",
    "Revision",
    "RuleSet",
    "SavedView",
    "SignOff",
    "SignParty",
    "SignRequest",
    "SignRule",
    "Snooze",
    "SortKey",
    "SourceMapping",
    "Standing",
    "StandingChange",
    "Tally",
    "TallyMonth",
    "ToolRequest",
    "ToolRule",
    "WorkingCopy",
]
