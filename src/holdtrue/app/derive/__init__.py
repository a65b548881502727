"""Keeps stored standing in step with the facts: what a change touches is asked again, and nothing else."""

from holdtrue.app.derive.recount import recount
from holdtrue.app.derive.run import rederive
from holdtrue.app.derive.touch import Touch

__all__ = ["Touch", "recount", "rederive"]
