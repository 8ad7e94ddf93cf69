"""Every row of the register of cue words works in its own example."""

import pytest

from corpora.directives import Row, cues, rows
from corpora.folding import fold
from extractors.normalise import normalise
from extractors.obligations.clauses import _adverbials
from extractors.obligations.words import CueText, Kind


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.kind}-{row.cues[0].words}")
def test_example_holds_a_cue_of_its_row(row: Row) -> None:
    assert any(cue.folded in fold(row.example) for cue in row.cues)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.kind}-{row.cues[0].words}")
def test_cue_of_the_kind_is_found_in_the_example(row: Row) -> None:
    text = CueText(normalise(row.example))
    if row.kind == "adverbial":
        assert _adverbials().match(row.example)
        return
    if row.kind == "none":
        assert text.opens_with_name(0, len(row.example)) or not text.hits(0, len(row.example))
        return
    hits = (text.headings if row.kind.startswith("heading") else text.hits)(0, len(row.example))
    bit = getattr(Kind, row.kind.upper().replace("-", "_"))
    assert any(hit.kinds & bit for hit in hits)


def test_cue_of_one_syllable_needs_its_tone_marks() -> None:
    loose = [cue.words for row in rows() for cue in row.cues if " " not in cue.words and not cue.exact]
    assert loose == []


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("các đơn vị đã thực hiện", "PAST", True),
        ("thông tin đa dạng", "PAST", False),
        ("cán bộ phụ trách", "MUST", False),
        ("cần rà soát", "MUST", True),
        ("giao thông vận tải", "ORDER", False),
        ("giao Sở Xây dựng", "ORDER", True),
        ("theo đề nghị của Sở", "ORDER", False),
        ("phải trao giấy", "MUST", True),
    ],
)
def test_compounds_and_tones(words: str, kind: str, expected: bool) -> None:
    hits = CueText(normalise(words)).hits(0, len(words))
    assert any(hit.kinds & getattr(Kind, kind) for hit in hits) is expected


def test_every_kind_of_the_register_is_known() -> None:
    kinds = {row.kind for row in rows()} - {"adverbial"}
    assert kinds == {name.lower().replace("_", "-") for name in vars(Kind) if name.isupper()}


def test_cues_by_kind() -> None:
    assert {cue.kind for cue in cues("order", "request")} == {"order", "request"}
