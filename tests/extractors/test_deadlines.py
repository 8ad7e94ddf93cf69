"""By when, over deadlines.yaml: the words, the date they mean, the rhythm."""

from pathlib import Path

import pytest
import yaml

from corpora.folding import fold
from extractors.obligations.deadlines import find_deadline

CASES = yaml.safe_load(Path(__file__).with_name("deadlines.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[f"{case['words'][:50]} {case.get('dated', '')}" for case in CASES])
def test_when(case: dict) -> None:
    words = case["words"]
    found = find_deadline(fold(words), 0, len(words), case.get("dated", "2025-02-10"))
    told = ("; ".join(words[a:b] for a, b in found.spans), found.due, found.recurrence) if found else (None,) * 3
    assert (case.get("deadline"), case.get("due"), case.get("rule")) == told
