"""`cancu evaluate GOLD`: the extractors and the store against hand annotations."""

import tomllib
from collections.abc import Hashable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pipeline.errors import CancuError
from pipeline.evaluation import originals
from pipeline.evaluation.across import mentions_of, pairwise, wrong_links
from pipeline.evaluation.gold import Case, annotated, fingerprint
from pipeline.evaluation.scoring import Score

__all__ = ["Evaluation", "below_floors", "evaluate"]

ACROSS = "across documents"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures by name (precision, recall, f1, gold, predicted) and what was wrong, one line each; of folders of
    annotated texts also the documents themselves and the score of each.
    """

    figures: dict[str, dict[str, Any]]
    errors: list[str]
    cases: tuple[Case, ...] = ()
    scores: tuple[Score, ...] = ()


def evaluate(
    gold: str | Path, *, across: bool = True, min_confidence: float = 0.0, numbers_only: bool = False
) -> Evaluation:
    """Score the extractors on every NAME.txt with NAME.gold.json in the folder, and (`across`) the links of one store
    made of all of them: `cancu evaluate GOLD`. A folder with a truth.json holds the files themselves, which are read;
    a file NAME.jsonl holds one-line texts. Citations and obligations below `min_confidence` (of `numbers_only`:
    citations by number) count as not found (not so
    for links across documents, nor for files and one-line texts).

    Raises `CancuError`: gold-missing, gold-broken, input-missing, and what `read` raises.
    """
    if Path(gold).suffix == ".jsonl":
        from pipeline.evaluation.strings import figures_of_strings, read_rows

        return Evaluation(*figures_of_strings(read_rows(gold)))
    if (Path(gold) / "truth.json").is_file():
        marks = originals.measure(Path(gold))
        return Evaluation(originals.figures(marks), originals.errors(marks))
    from pipeline.extract import at_least, extract
    from pipeline.ingestion import ingest
    from pipeline.query import open_store
    from pipeline.read import read

    documents = list(annotated(Path(gold)))
    cases: list[Case] = []
    scores: list[Score] = []
    doc_ids: dict[str, str] = {}
    for name, path, annotation in documents:
        reading = read(path)
        doc_ids[name] = reading.doc_id
        found = at_least(extract(reading), min_confidence, numbers_only=numbers_only).model_dump(
            mode="json", by_alias=True
        )
        cases.append(Case(name, reading.text, annotation, found, reading.source.ocr_pages > 0))
        scores.append(Score())
        scores[-1].add(name, reading.text, annotation, found)
    whole = Score()
    for score in scores:
        whole.merge(score)
    figures, errors = whole.figures(), whole.errors
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
    return Evaluation(figures, errors, tuple(cases), tuple(scores))


def below_floors(evaluation: Evaluation, floors: str | Path, gold: str | Path | None = None) -> list[str]:
    """What fell below its floor, one line each. The file is TOML: `[floors]`, each figure with the least F1, and
    `gold`, the fingerprint of the gold those were measured on, which the folder `gold` must still have.

    Raises `CancuError`: input-missing, gold-broken, gold-changed.
    """
    path = Path(floors)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        least = data["floors"]
    except FileNotFoundError:
        raise CancuError("input-missing", "there is no such file", where=str(path)) from None
    except (tomllib.TOMLDecodeError, KeyError) as error:
        raise CancuError("gold-broken", f"no table of floors: {error}", where=str(path)) from None
    if gold is not None and "gold" in data and (actual := fingerprint(gold)) != data["gold"]:
        raise CancuError("gold-changed", f"these floors are for gold {data['gold']}, this is {actual}", where=str(path))
    lines = []
    for name, floor in least.items():
        figure = evaluation.figures.get(name)
        if figure is None:
            lines.append(f"{name}: not measured, floor {floor}")
        elif figure["f1"] < floor:
            lines.append(f"{name}: {figure['f1']} is below its floor {floor}")
    return lines
