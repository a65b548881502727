"""Every kind, by id and by the prefix of its refs."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from holdtrue.core.kinds.certifying import Certificate
from holdtrue.core.kinds.context import Issue, Organization, Party, Scope, Unit
from holdtrue.core.kinds.envelope import StandingApproval
from holdtrue.core.kinds.governance import Objective, Policy, Procedure, RiskCriteria, Role
from holdtrue.core.kinds.improvement import Action, Concern, Finding, Incident
from holdtrue.core.kinds.parts import Change, Component, Group, Supplier
from holdtrue.core.kinds.people import Acknowledgement, Competence, Person, Training
from holdtrue.core.kinds.proof import Audit, Declaration, Evidence, Indicator, Review
from holdtrue.core.kinds.risk import Applicability, Classification, Control, ImpactAssessment, Risk
from holdtrue.core.kinds.rulings import Ruling
from holdtrue.core.kinds.system import System

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdtrue.core.kinds.kind import Kind

_ALL: tuple[type[Kind], ...] = (
    *(Organization, Unit, Scope, Issue, Party, Policy, Procedure, Role, Person, Objective, RiskCriteria),
    *(System, Component, Supplier, Group, Risk, ImpactAssessment, Classification, Control, Applicability),
    *(Change, Training, Competence, Acknowledgement, Evidence, Indicator, Audit, Certificate, Review),
    *(Incident, Concern, Finding, Action, Declaration, Ruling, StandingApproval),
)

KINDS: Mapping[str, type[Kind]] = MappingProxyType({kind.id: kind for kind in _ALL})
"""Every kind by id, in the order people meet them."""

PREFIXES: Mapping[str, str] = MappingProxyType({kind.prefix: kind.id for kind in _ALL})
"""The three capitals of a ref -> its kind."""
