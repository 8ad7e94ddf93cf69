"""The registers of the old encodings: every row is run, and TCVN3 is checked against iconv where that is installed."""

import csv
import shutil
import subprocess
import unicodedata

import pytest

from corpora.encodings import fonts, letters, rimes
from corpora.reading import REGISTERS
from pipeline.read.legacy_fonts import DECODERS
from pipeline.read.syllables import is_syllable

EXAMPLES = list(csv.DictReader((REGISTERS / "encodings" / "examples.csv").open(encoding="utf-8")))
LETTERS = set("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: row["typed"][:24])
def test_example_reads_as_stated(row: dict[str, str]) -> None:
    assert row["reading"] == DECODERS[row["encoding"]](row["typed"])


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_table_holds_every_small_letter_once(encoding: str) -> None:
    found = [letter for letter in letters(encoding).values() if letter in LETTERS]
    assert sorted(LETTERS) == sorted(found)


def test_vni_table_holds_every_capital() -> None:
    assert {letter.upper() for letter in LETTERS} <= set(letters("vni").values())


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_letters_are_composed(encoding: str) -> None:
    assert [] == [letter for letter in letters(encoding).values() if unicodedata.normalize("NFC", letter) != letter]


def test_tcvn3_agrees_with_iconv() -> None:
    if shutil.which("iconv") is None:
        pytest.skip("iconv is not installed")
    codes = [row["code"] for row in csv.DictReader((REGISTERS / "encodings" / "tcvn3.csv").open(encoding="utf-8"))]
    expected = {}
    for code in codes:
        done = subprocess.run(
            ["iconv", "-f", "TCVN5712-1", "-t", "UTF-8"], input=bytes.fromhex(code), capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("this iconv does not know TCVN5712-1")
        expected[bytes.fromhex(code).decode("latin-1")] = done.stdout.decode()
    assert expected == letters("tcvn3")


@pytest.mark.parametrize("row", fonts(), ids=lambda row: row.pattern.pattern)
def test_font_row_is_the_first_to_fit_its_examples(row: object) -> None:
    for example in row.examples:  # type: ignore[attr-defined]
        assert row is next(other for other in fonts() if other.pattern.search(example))


@pytest.mark.parametrize("rime", rimes())
def test_rime_ends_its_example(rime: str) -> None:
    word = rimes()[rime]
    bare = unicodedata.normalize(
        "NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in "\u0300\u0301\u0303\u0309\u0323")
    )
    assert bare.endswith(rime)
    assert is_syllable(word)
