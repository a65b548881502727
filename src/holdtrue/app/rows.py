"""The stored rows that actions and queries hand out, by name, for those who show them and never fetch any."""

from holdtrue.store.models import (
    Attestation,
    Boxed,
    Door,
    GateDecision,
    ImportRun,
    Job,
    Record,
    SavedView,
    SignOff,
    SignRule,
)

__all__ = [
    "Attestation",
    "Boxed",
    "Door",
    "GateDecision",
    "ImportRun",
    "Job",
    "Record",
    "SavedView",
    "SignOff",
    "SignRule",
]
