"""How well a file was read: the text against a truth file, in characters and in Vietnamese letters.

    python -m pipeline.evaluation.accuracy [--through-ingest] [--without-libreoffice] ../shared/legacy

reads every file of a folder that has a `NAME.truth.txt` beside it and prints a table. `--through-ingest` compares what
a store holds after `ingest` instead; `--without-libreoffice` hides LibreOffice, so that DOC files are read by antiword.
"""

import argparse
import os
import re
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from corpora.folding import fold

__all__ = ["Accuracy", "compare", "measure", "through_ingest"]

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


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    """The files that have a truth beside them, each with it."""
    for truth in sorted(folder.glob("*.truth.txt")):
        stem = truth.name.removesuffix(".truth.txt")
        yield from ((file, truth) for file in sorted(folder.glob(f"{stem}.*")) if file != truth)


def _read(file: Path) -> str:
    from pipeline.read import read

    return read(file).text


def measure(
    folder: Path, *, case: bool = True, text_of: Callable[[Path], str] = _read
) -> Iterator[tuple[str, Accuracy | str]]:
    """Each file of the folder that has a truth beside it, read and compared; the error's text where it was not read."""
    from pipeline.errors import CancuError

    for file, truth in _files(folder):
        try:
            text = text_of(file)
        except CancuError as error:
            yield file.name, str(error)
            continue
        yield file.name, compare(truth.read_text(encoding="utf-8"), text, case=case)


def through_ingest(folder: Path, store: Path) -> Callable[[Path], str]:
    """The files of the folder ingested into a new store; gives the text it holds of each.

    The text of a file that is not in the store raises `CancuError`, with the code and message of its failure.
    """
    from pipeline import ingest, open_store
    from pipeline.errors import CancuError

    ingest([str(file) for file, _ in _files(folder)], store=str(store))
    with open_store(str(store)) as opened:
        rows = opened.sql(
            "SELECT documents.path, string_agg(text, chr(12) ORDER BY texts.page) AS text"
            " FROM documents JOIN texts USING (doc_id) GROUP BY documents.path"
        )
        failed = opened.sql("SELECT path, code, message FROM failures")
    texts = {Path(path).name: text for path, text in rows.astype(str).to_numpy().tolist()}
    failures = {Path(path).name: (code, message) for path, code, message in failed.astype(str).to_numpy().tolist()}

    def text_of(file: Path) -> str:
        if file.name not in texts:
            raise CancuError(*failures.get(file.name, ("page-unread", "the store does not hold it")))
        return str(texts[file.name])

    return text_of


def _hide_libreoffice() -> None:
    """Leave no program but antiword to be found, in this process and those it starts."""
    from pipeline.read.programs import find

    antiword = find("antiword")
    folder = Path(tempfile.mkdtemp(prefix="cancu-path-"))
    if antiword:
        (folder / "antiword").symlink_to(antiword)
    os.environ["PATH"] = str(folder)


def _table(folder: Path, text_of: Callable[[Path], str], *, case: bool) -> Accuracy | None:
    """Print the table; None where a file was not read."""
    total, whole = Accuracy(0, 0, 0, 0), True
    print(f"\n{'file' if case else 'file, case folded':60} {'characters':>10} {'accuracy':>9} {'diacritics':>10}")
    for name, found in measure(folder, case=case, text_of=text_of):
        if isinstance(found, str):
            print(f"{name[:60]:60} {found}")
            whole = False
            continue
        total = total.plus(found)
        print(f"{name[:60]:60} {found.characters:10,} {found.character:9.4f} {found.diacritic:10.4f}")
    print(f"{'all':60} {total.characters:10,} {total.character:9.4f} {total.diacritic:10.4f}")
    return total if whole else None


def main(arguments: list[str]) -> int:
    """Print the tables for a folder; 1 where character accuracy is below 0.97 or diacritic accuracy below 0.98.

    The second table, on which the floors are held, takes capitals and small letters as the same: truth made without
    the fonts has lost the capitals of `.VnTimeH`, which the reader restores.
    """
    parser = argparse.ArgumentParser(prog="accuracy", description="how well files were read, against their truth")
    parser.add_argument("folder", nargs="?", type=Path, default=Path("../shared/legacy"))
    parser.add_argument("--through-ingest", action="store_true", help="compare what a store holds after an ingest")
    parser.add_argument("--without-libreoffice", action="store_true", help="read DOC by antiword, RTF by striprtf")
    options = parser.parse_args(arguments)
    if options.without_libreoffice:
        _hide_libreoffice()
    with tempfile.TemporaryDirectory(prefix="cancu-store-") as store:
        text_of = through_ingest(options.folder, Path(store) / "store") if options.through_ingest else _read
        totals = [_table(options.folder, text_of, case=case) for case in (True, False)]
    last = totals[-1]
    return int(last is None or last.character < 0.97 or last.diacritic < 0.98)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
