from __future__ import annotations

import re
from pathlib import Path

import yaml

import holdtrue.data
import holdtrue.ledger

SOURCE = Path(holdtrue.ledger.__path__[0])
CATALOG = Path(holdtrue.data.__path__[0]) / "words" / "en" / "ledger.yaml"


def test_every_refusal_has_its_sentence_and_no_sentence_is_left_over():
    used = {
        code
        for file in SOURCE.glob("*.py")
        for code in re.findall(r'"(ledger\.[a-z0-9_.]+)"', file.read_text("utf-8"))
    }
    assert used == set(yaml.safe_load(CATALOG.read_text("utf-8")))
