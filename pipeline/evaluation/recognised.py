"""The same documents read as text and recognised from images, side by side.

    cancu evaluate ../shared/gold/dev --worn 2
    cancu evaluate ../shared/gold/dev --files ../shared/originals

The annotations are carried over to what was recognised (`pipeline.evaluation.alignment`), so how exactly spans end
cannot be compared; all else is scored as ever. Images are the texts set as pages and worn, or the files of these names.
"""

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.evaluation.alignment import carried
from pipeline.evaluation.gold import annotated
from pipeline.evaluation.intervals import differences, intervals
from pipeline.evaluation.noise import pages_of
from pipeline.evaluation.scoring import Score
from pipeline.extract import at_least, extract
from pipeline.least import EVERYTHING, Least
from pipeline.read import read
from pipeline.read.pages import read_pages
from pipeline.read.reading import Reading

__all__ = ["Compared", "beside", "compare"]

NOT_COMPARED = frozenset({"citation.span"})


@dataclass(slots=True)
class Compared:
    """The scores of each document as text and as recognised; pages and the sum of their OCR confidence; documents of
    which there was no image.
    """

    text: list[Score] = field(default_factory=list)
    recognised: list[Score] = field(default_factory=list)
    pages: int = 0
    confidence: float = 0.0
    without: list[str] = field(default_factory=list)


def _file(folder: Path, name: str) -> Reading | None:
    """The reading of FOLDER/NAME.… or of the page images in FOLDER/NAME; None where none is there, or none an image."""
    path = min((one for one in folder.glob(f"{name}*") if one.suffix != ".json" and one.stem == name), default=None)
    if path is None:
        return None
    reading = read_pages(path) if path.is_dir() else read(path)
    return reading if reading.source.ocr_pages else None


def compare(gold: Path, *, worn: int | None = None, files: Path | None = None, least: Least = EVERYTHING) -> Compared:
    """Score every annotated text of a folder as it is and recognised: from pages worn to a level (0 to 4) or, where
    given, from the `files` of the same names, as far as they are images. What is less sure than `least` does not count.

    Raises `CancuError`: gold-missing, gold-broken, input-missing, program-missing, and what `read` raises.
    """
    if files is not None and not files.is_dir():
        raise CancuError("input-missing", "there is no such folder", where=str(files))
    result = Compared()
    for name, path, annotation in annotated(gold):
        clean = read(path)
        page_reading = _file(files, name) if files else read(pages_of(clean.text, worn or 0), name=f"{name}.pdf")
        if page_reading is None:
            result.without.append(name)
            continue
        moved = carried(annotation, clean.text, page_reading.text)
        for reading, known, scores in ((clean, annotation, result.text), (page_reading, moved, result.recognised)):
            found = at_least(extract(reading), least.confidence, numbers_only=least.numbers_only)
            scores.append(Score())
            scores[-1].add(name, reading.text, known, found.model_dump(mode="json", by_alias=True))
            scores[-1].errors = [line for line in scores[-1].errors if " span gold=" not in line]
        result.pages += len(page_reading.pages)
        result.confidence += sum(page.ocr_confidence or 0.0 for page in page_reading.pages)
    if not result.text:
        raise CancuError("gold-missing", "no document has a file that is recognised", where=str(files))
    return result


def beside(compared: Compared) -> Answer:
    """F1 of each figure on both sides, with 95 % intervals, and the interval of its change over the same documents."""
    wholes = []
    for scores in (compared.text, compared.recognised):
        wholes.append(Score())
        for one in scores:
            wholes[-1].merge(one)
    text, recognised = (whole.figures() for whole in wholes)
    ends = [intervals(scores) for scores in (compared.text, compared.recognised)]
    change = differences(compared.text, compared.recognised)
    rows = [
        (
            name, text[name]["f1"], *ends[0][name], recognised[name]["f1"], *ends[1][name],
            round(recognised[name]["f1"] - text[name]["f1"], 4), *change[name], text[name]["gold"],
        )
        for name in text
        if name in recognised and name not in NOT_COMPARED
    ]  # fmt: skip
    columns = (
        "figure", "text", "text_low", "text_high", "recognised", "recognised_low", "recognised_high",
        "change", "change_low", "change_high", "gold",
    )  # fmt: skip
    said = [f"F1 of {len(compared.text)} documents; {compared.pages} pages recognised with a mean confidence of"
            f" {compared.confidence / max(compared.pages, 1):.3f}"]  # fmt: skip
    if compared.without:
        said.append(f"no image of {len(compared.without)}: {', '.join(compared.without)}")
    return Answer(columns, rows, len(rows), "; ".join(said))
