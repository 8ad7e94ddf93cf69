"""How well a file was read: the text against a truth file, in characters and in Vietnamese letters.

    python -m pipeline.evaluation.accuracy ../shared/legacy

reads every file of a folder that has a `NAME.truth.txt` beside it and prints a table.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from corpora.folding import fold

__all__ = ["Accuracy", "compare", "measure"]

_BLANKS = re.compile(r"\s+")


class Accuracy(NamedTuple):
    """Counts over one text or several: characters of the truth, edits to reach it, its marked letters, those wrong.

    Marked letters are counted where the reading has the same bare letter: what is missing is an edit already.
    """

    characters: int
    edits: int
    marked: int
    marked_wrong: int

    @property
    def character(self) -> float:
        """Character accuracy: 1 less edits per character of the truth (0 at worst)."""
        return max(0.0, 1 - self.edits / self.characters) if self.characters else 1.0

    @property
    def diacritic(self) -> float:
        """Diacritic accuracy: of the letters with a mark (ă, ệ, đ …) whose bare letter was read, those read right."""
        return 1 - self.marked_wrong / self.marked if self.marked else 1.0

    def plus(self, other: "Accuracy") -> "Accuracy":
        """Both texts together."""
        return Accuracy(*(mine + its for mine, its in zip(self, other, strict=True)))


def _folded(text: str, *, case: bool) -> str:
    folded = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).strip()
    return folded if case else folded.lower()


def _marked(letter: str) -> bool:
    return letter in "đĐ" or len(unicodedata.normalize("NFD", letter)) > 1


def compare(truth: str, reading: str, *, case: bool = True) -> Accuracy:
    """A reading against the truth, both in NFC with runs of blanks as one; without `case`, capitals count as small.

    >>> compare("Độc lập", "Độc  lâp")
    Accuracy(characters=7, edits=1, marked=3, marked_wrong=1)
    """
    from rapidfuzz.distance import Levenshtein

    right, read = _folded(truth, case=case), _folded(reading, case=case)
    marked = wrong = 0
    for operation in Levenshtein.opcodes(fold(right), fold(read)):
        if operation.tag == "equal":
            there = right[operation.src_start : operation.src_end]
            here = read[operation.dest_start : operation.dest_end]
            for letter, got in zip(there, here, strict=True):
                if not letter.isascii() and _marked(letter):
                    marked += 1
                    wrong += letter.lower() != got.lower()
    return Accuracy(len(right), Levenshtein.distance(right, read), marked, wrong)


def measure(folder: Path, *, case: bool = True) -> Iterator[tuple[str, Accuracy | str]]:
    """Each file of the folder that has a truth beside it, read and compared; the error's text where it was not read."""
    from pipeline.errors import CancuError
    from pipeline.read import read

    for truth in sorted(folder.glob("*.truth.txt")):
        stem = truth.name.removesuffix(".truth.txt")
        for file in sorted(folder.glob(f"{stem}.*")):
            if file == truth:
                continue
            try:
                text = read(file).text
            except CancuError as error:
                yield file.name, str(error)
                continue
            yield file.name, compare(truth.read_text(encoding="utf-8"), text, case=case)


def main(arguments: list[str]) -> int:
    """Print the table for a folder; 1 where character accuracy is below 0.97 or diacritic accuracy below 0.98.

    The second table, on which the floors are held, takes capitals and small letters as the same: truth made without
    the fonts has lost the capitals of `.VnTimeH`, which the reader restores.
    """
    folder = Path(arguments[0]) if arguments else Path("../shared/legacy")
    below = False
    for case in (True, False):
        total = Accuracy(0, 0, 0, 0)
        print(f"\n{'file' if case else 'file, case folded':60} {'characters':>10} {'accuracy':>9} {'diacritics':>10}")
        for name, found in measure(folder, case=case):
            if isinstance(found, str):
                print(f"{name[:60]:60} {found}")
                below = True
                continue
            total = total.plus(found)
            print(f"{name[:60]:60} {found.characters:10,} {found.character:9.4f} {found.diacritic:10.4f}")
        print(f"{'all':60} {total.characters:10,} {total.character:9.4f} {total.diacritic:10.4f}")
        below |= not case and (total.character < 0.97 or total.diacritic < 0.98)
    return int(below)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
