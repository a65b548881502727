"""The kinds of record: one declaration each, from which everything that handles records follows."""

from holdtrue.core.kinds.cleaning import clean, kind_named
from holdtrue.core.kinds.field import CATALOGS, FieldSpec
from holdtrue.core.kinds.kind import Kind
from holdtrue.core.kinds.naming import title_of
from holdtrue.core.kinds.registry import KINDS, PREFIXES
from holdtrue.core.kinds.suggestions import suggested

__all__ = [
    "CATALOGS",
    "KINDS",
    "PREFIXES",
    "FieldSpec",
    "Kind",
    "clean",
    "kind_named",
    "suggested",
    "title_of",
]
