"""What an evaluation prints: the figures, cut finer or with intervals, and the reliability of confidence."""

from typing import TYPE_CHECKING

from pipeline.answers import Answer
from pipeline.evaluation.calibration import expected_calibration_error, judged, reliability
from pipeline.evaluation.intervals import intervals as ends_of
from pipeline.evaluation.intervals import of_tallies
from pipeline.evaluation.scoring import Tally
from pipeline.evaluation.slices import details, figure

if TYPE_CHECKING:
    from pipeline.evaluation import Evaluation

__all__ = ["calibration", "figures"]


def figures(evaluation: "Evaluation", *, detail: bool = False, intervals: bool = False) -> Answer:
    """The figures as rows; with `detail` the finer ones after them; with `intervals` the ends of the 95 % interval of
    F1 (none for links across documents: they are of the whole folder).
    """
    rows = dict(evaluation.figures)
    ends = ends_of(evaluation.scores) if intervals else {}
    if detail:
        parts = [details(case) for case in evaluation.cases]
        for name in sorted({name for part in parts for name in part}):
            tallies = [part.get(name, Tally()) for part in parts]
            whole = Tally()
            for tally in tallies:
                whole.add(tally.hits, tally.predicted, tally.gold)
            rows[name] = figure(whole)
            if intervals:
                ends[name] = of_tallies(tallies)
    columns = ("precision", "recall", "f1", "gold", "predicted")
    table = [
        (name, *(row.get(column) for column in columns), *(ends.get(name, (None, None)) if intervals else ()))
        for name, row in rows.items()
    ]
    return Answer(("figure", *columns, *(("low", "high") if intervals else ())), table, len(table))


def calibration(evaluation: "Evaluation") -> Answer:
    """The reliability table of cited numbers; the note tells the expected calibration error."""
    rows = judged(evaluation.cases)
    table = [tuple(row) for row in reliability(rows)]
    note = f"expected calibration error {expected_calibration_error(rows):.4f} on {len(rows)} cited numbers"
    return Answer(("above", "up to", "numbers", "confidence", "right"), table, len(table), note)
