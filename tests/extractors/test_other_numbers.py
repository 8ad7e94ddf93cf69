"""Every row of registers/other_numbers.yaml: nothing is cited in its examples."""

import pytest

from corpora.other_numbers import OtherNumber, rows
from extractors import parse


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_examples_cite_nothing(row: OtherNumber) -> None:
    assert row.examples
    assert dict.fromkeys(row.examples, ()) == {text: parse(text).citations for text in row.examples}
