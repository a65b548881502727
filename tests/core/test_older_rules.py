"""Rules kept from an earlier day are read, whatever became data since."""

from __future__ import annotations

from holdtrue.core.content import Edition, by_the_rules_of, content_bytes, forget
from holdtrue.core.gates import gates
from holdtrue.core.practices import RULES


def test_gates_kept_from_before_take_over_days_were_data_are_read_as_they_were_meant():
    files = {path: content_bytes(path) for path in RULES}
    lines = files["gates/gates.yaml"].decode().splitlines(keepends=True)
    files["gates/gates.yaml"] = "".join(x for x in lines if not x.lstrip().startswith("takeover_")).encode()
    older = Edition("older", files)
    now = gates()
    try:
        with by_the_rules_of(older):
            assert gates().takeover_days == now.takeover_days
            assert not gates().takeover_by_look
    finally:
        forget(older)
    assert now.takeover_by_look
