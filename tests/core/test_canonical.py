"""The quick spelling of canonical JSON is that of the full rules."""

from __future__ import annotations

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from holdtrue.core.canonical import canonical

_scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
_values = st.recursive(
    _scalars | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_values)
def test_any_value_is_spelt_as_the_full_rules_spell_it(value: object) -> None:
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # a JSON value by its strategy
