"""What each person owes, derived from verdicts: the items, everybody's summary, and how people are told."""

from holdtrue.app.worklist.items import Group, Item, Worklist
from holdtrue.app.worklist.reading import worklist_of

__all__ = ["Group", "Item", "Worklist", "worklist_of"]
