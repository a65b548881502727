"""Keeps stored standing in step with the facts: what a change touches is asked again, and nothing else."""

from holdtrue.app.derive.recount import recount
from holdtrue.app.derive.run import concerns_all, rederive
from holdtrue.app.derive.touch import Touch

__all__ = ["Touch", "concerns_all", "recount", "rederive"]
