"""What is planned on the roadmap: by which day a step is meant to be taken, and by whom. A plan is not an event."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class PlannedStep(OrganisationRow):
    """One step with the day and the person it was planned for; claims never read it, so no plan raises a standing."""

    step = models.CharField(max_length=80)
    """Practice, and the class of systems where it is asked of systems."""
    person = models.ForeignKey("store.Record", models.PROTECT, null=True, related_name="+", db_index=False)
    day = models.IntegerField()
    planned = models.IntegerField()
    """The day on which it was planned so."""
    entry = models.BigIntegerField()

    class Meta:
        """One a step; read together."""

        constraints = [models.UniqueConstraint(fields=["organisation", "step"], name="planned_step_once")]
