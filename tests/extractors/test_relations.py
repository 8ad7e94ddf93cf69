"""Every row of registers/relation_cues.yaml: its schema, and the relation in each of its examples."""

import re
from typing import Literal, get_args

import pytest
from pydantic import BaseModel, ConfigDict

from corpora.reading import tree
from corpora.relation_cues import RelationCue, relation_cues
from extractors import parse
from extractors.records import Relation

WEIGHED = {"theo", "draft", "sums", "within"}


class Row(BaseModel):
    """The schema of a cue."""

    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    where: Literal["opening", "clause", "title", "manner"]
    cue: str
    words: list[str]
    not_after: list[str] = []
    examples: dict[str, Relation]


def test_rows_fit_the_schema() -> None:
    rows = [Row.model_validate(row) for row in tree("relation_cues.yaml")]
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        assert row.cue in {*get_args(Relation), *WEIGHED}
        assert row.examples
        for words in row.words:
            assert re.compile(words).groups == 0


@pytest.mark.parametrize("cue", relation_cues(), ids=lambda cue: cue.id)
def test_examples_show_the_relation(cue: RelationCue) -> None:
    found = {text: parse(text).citations[-1].relation for text in cue.examples}
    assert dict(cue.examples) == found
