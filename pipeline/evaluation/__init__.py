"""`cancu evaluate GOLD`: the extractors and the store against hand annotations."""

import json
import tomllib
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.answers import Answer
from pipeline.errors import CancuError
from pipeline.evaluation import originals
from pipeline.evaluation.across import mentions_of, pairwise, wrong_links
from pipeline.evaluation.scoring import Score

__all__ = ["Evaluation", "below_floors", "evaluate"]

COLUMNS = ("figure", "precision", "recall", "f1", "gold", "predicted")
ACROSS = "across documents"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name (precision, recall, f1, gold, predicted) and what was wrong, one line each."""

    figures: dict[str, dict[str, Any]]
    errors: list[str]

    def answer(self) -> Answer:
        """The figures as rows."""
        rows = [(name, *(row.get(column) for column in COLUMNS[1:])) for name, row in self.figures.items()]
        return Answer(COLUMNS, rows, len(rows))


def _annotated(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, text file and annotation of each document of a gold folder."""
    found = sorted(folder.glob("*.gold.json"))
    if not found:
        raise CancuError("gold-missing", "there is no NAME.gold.json here", where=str(folder))
    for path in found:
        name = path.name.removesuffix(".gold.json")
        text = path.with_name(f"{name}.txt")
        if not text.is_file():
            raise CancuError("gold-missing", f"there is no {text.name} beside it", where=str(path))
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(gold["document"], dict) or not isinstance(gold["citations"], list):
                raise TypeError("document and citations have the wrong kind")
        except (ValueError, KeyError, TypeError) as error:
            raise CancuError("gold-broken", f"{type(error).__name__}: {error}", where=str(path)) from None
        yield name, text, gold


def evaluate(gold: str | Path, *, across: bool = True) -> Evaluation:
    """Score the extractors on every NAME.txt with NAME.gold.json in the folder, and (`across`) the links of one store
    made of all of them: `cancu evaluate GOLD`. A folder with a truth.json holds the files themselves, which are read;
    a file NAME.jsonl holds one-line texts.

    Raises `CancuError`: gold-missing, gold-broken, input-missing, and what `read` raises.
    """
    if Path(gold).suffix == ".jsonl":
        from pipeline.evaluation.strings import figures_of_strings, read_rows

        return Evaluation(*figures_of_strings(read_rows(gold)))
    if (Path(gold) / "truth.json").is_file():
        marks = originals.measure(Path(gold))
        return Evaluation(originals.figures(marks), originals.errors(marks))
    from pipeline.extract import extract
    from pipeline.ingestion import ingest
    from pipeline.query import open_store
    from pipeline.read import read

    score = Score()
    documents = list(_annotated(Path(gold)))
    doc_ids: dict[str, str] = {}
    for name, path, annotation in documents:
        reading = read(path)
        doc_ids[name] = reading.doc_id
        found = extract(reading).model_dump(mode="json", by_alias=True)
        score.add(name, reading.text, annotation, found)
    figures, errors = score.figures(), score.errors
    if across:
        mentions: list[tuple[Hashable, str | None]] = []
        with TemporaryDirectory(prefix="cancu-") as scratch:
            ingest([path for _, path, _ in documents], store=scratch)
            with open_store(scratch) as store:
                rows = store.select(
                    "SELECT doc_id, spans, type, number, target_id FROM citations ORDER BY doc_id, citation"
                )
            by_document: dict[str, list[dict[str, Any]]] = {}
            for row in rows.records():
                by_document.setdefault(row["doc_id"], []).append(row)
        for name, _, annotation in documents:
            mentions += mentions_of(annotation["citations"], by_document.get(doc_ids[name], []))
        errors = [*errors, *(f"{ACROSS}: {line}" for line in wrong_links(mentions))]
        tally = pairwise(mentions)
        figures[ACROSS] = {
            "precision": round(tally.precision, 4), "recall": round(tally.recall, 4), "f1": round(tally.f1, 4),
            "gold": tally.gold, "predicted": tally.predicted,
        }  # fmt: skip
    return Evaluation(figures, errors)


def below_floors(evaluation: Evaluation, floors: str | Path) -> list[str]:
    """What fell below its floor, one line each. The file is TOML: `[floors]`, each figure with the least F1.

    Raises `CancuError("input-missing")` or ("gold-broken").
    """
    path = Path(floors)
    try:
        least = tomllib.loads(path.read_text(encoding="utf-8"))["floors"]
    except FileNotFoundError:
        raise CancuError("input-missing", "there is no such file", where=str(path)) from None
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise CancuError("gold-broken", f"no table of floors: {error}", where=str(path)) from None
    lines = []
    for name, floor in least.items():
        figure = evaluation.figures.get(name)
        if figure is None:
            lines.append(f"{name}: not measured, floor {floor}")
        elif figure["f1"] < floor:
            lines.append(f"{name}: {figure['f1']} is below its floor {floor}")
    return lines
