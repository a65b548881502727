"""Tries at the check of a lesson: who, when, how much was right."""

from __future__ import annotations

from django.db import models

from holdtrue.store.scoped import OrganisationRow


class LessonTry(OrganisationRow):
    """One try of one person; the first tells what was known, the first that passed is the training."""

    lesson = models.CharField(max_length=40)
    version = models.SmallIntegerField()
    """Of the questions answered."""
    person = models.ForeignKey("store.Record", models.PROTECT, related_name="+", db_index=False)
    day = models.IntegerField()
    correct = models.SmallIntegerField()
    asked = models.SmallIntegerField()
    passed = models.BooleanField()

    class Meta:
        """Read by person, and by lesson for everybody."""

        indexes = [
            models.Index(fields=["organisation", "person", "lesson"], name="lesson_by_person"),
            models.Index(fields=["organisation", "lesson", "day"], name="lesson_by_day"),
        ]
