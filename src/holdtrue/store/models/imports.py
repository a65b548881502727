"""Import runs, what became of each row, and the mappings remembered for a source."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class ImportRun(OrganisationRow):
    """One file taken in: a run of actions in chunks, resumable and undoable."""

    number = models.IntegerField()
    """Sayable: IMP run number in the organisation."""
    kind = models.CharField(max_length=30)
    file_name = models.CharField(max_length=200)
    blob = models.ForeignKey("store.Blob", models.PROTECT, null=True, related_name="+")
    said_on = models.IntegerField()
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="preview")
    """preview, running, done, failed, undone."""
    total = models.IntegerField(default=0)
    """How many rows the file has."""
    done = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    review = models.IntegerField(default=0)
    summary = models.JSONField(default=dict)
    author = models.CharField(max_length=36)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Numbered per organisation."""

        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="run_number_once")]


class ImportRow(OrganisationRow):
    """What became of one row that was not simply unchanged."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows_kept", db_index=False)
    line = models.IntegerField()
    outcome = models.CharField(max_length=10)
    """added, changed, refused, review; effect for a record a row brought along, named for one its cells only name."""
    record = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    before = models.IntegerField(default=0)
    """The record's revision number before this row; 0 where the row added it."""
    after = models.IntegerField(default=0)
    why = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    """For a row under review: what it said, so that a person can decide."""
    decided = models.CharField(max_length=10, default="")

    class Meta:
        """Read by run and line."""

        indexes = [
            models.Index(fields=["organisation", "run", "outcome", "line"], name="import_row_by_run"),
        ]


class SourceMapping(OrganisationRow):
    """The mapping last used for files with these headers."""

    signature = models.CharField(max_length=64)
    kind = models.CharField(max_length=30)
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        """One a signature and kind."""

        constraints = [
            models.UniqueConstraint(fields=["organisation", "signature", "kind"], name="mapping_once")
        ]
