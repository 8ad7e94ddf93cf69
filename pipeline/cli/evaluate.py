"""`cancu evaluate GOLD`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from pipeline.answers import Answer
from pipeline.cli.confidence import MinConfidenceOption, PrecisionOption, RecallOption, least_confidence
from pipeline.cli.options import answers
from pipeline.cli.output import Form, Talk
from pipeline.errors import CancuError

__all__ = ["evaluate"]


@answers
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Folder of NAME.txt and NAME.gold.json.", metavar="GOLD")],
    errors: Annotated[bool, typer.Option("--errors", help="List on stderr what was wrong.")] = False,
    floors: Annotated[Path | None, typer.Option(help="TOML file of least F1s to hold.", metavar="FILE")] = None,
    *,
    detail: Annotated[
        bool, typer.Option("--detail", help="Also exact and partial spans, each type, relation, level of body.")
    ] = False,
    intervals: Annotated[
        bool, typer.Option("--intervals", help="Also the 95 % interval of each F1, by documents drawn again.")
    ] = False,
    calibration: Annotated[
        bool, typer.Option("--calibration", help="Instead: how true the confidence of cited numbers is.")
    ] = False,
    worn: Annotated[
        int | None,
        typer.Option(
            min=0, max=4, metavar="LEVEL", help="Instead: beside the same texts recognised from pages worn so far."
        ),
    ] = None,
    files: Annotated[
        Path | None, typer.Option(help="Instead: beside their files in a folder, as recognised.", metavar="DIR")
    ] = None,
    min_confidence: MinConfidenceOption = None,
    precision: PrecisionOption = False,
    recall: RecallOption = False,
    save: Annotated[Path | None, typer.Option(help="Keep this run in a file.", metavar="FILE")] = None,
    against: Annotated[
        Path | None, typer.Option(help="Instead: gains and losses against a kept run.", metavar="FILE")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Write a page that shows each miss in its text.", metavar="FILE")
    ] = None,
    form: Form,
    talk: Talk,
) -> Answer | None:
    """Print how well documents are read, against hand annotations.

    Python: from pipeline.evaluation import evaluate; evaluate(GOLD).figures
    """
    from pipeline.cli.output import print_answer
    from pipeline.evaluation import below_floors, reports
    from pipeline.evaluation import evaluate as run
    from pipeline.evaluation.browser import write_page
    from pipeline.evaluation.gold import fingerprint
    from pipeline.evaluation.runs import compare, load
    from pipeline.evaluation.runs import save as keep

    least = least_confidence(min_confidence, precision, recall)
    if worn is not None or files:
        if any((floors, detail, calibration, save, against, html, worn is not None and files)):
            raise CancuError("option-wrong", "--worn and --files stand alone, with --errors or a confidence at most")
        from pipeline.evaluation.recognised import beside
        from pipeline.evaluation.recognised import compare as compare_with

        compared = compare_with(gold, worn=worn, files=files, least=least)
        if errors:
            print(*(line for one in compared.recognised for line in one.errors), sep="\n", file=sys.stderr)
        return beside(compared)
    before = load(against) if against else None
    evaluation = run(gold, min_confidence=least.confidence, numbers_only=least.numbers_only)
    if not evaluation.cases and (detail or intervals or calibration or html or min_confidence or precision):
        raise CancuError("option-wrong", "these options need a folder of annotated texts", where=str(gold))
    lines = evaluation.errors if errors else []
    if before is not None:
        answer, changes = compare(evaluation.figures, evaluation.errors, before, fingerprint(gold))
        lines = changes if errors else []
    elif calibration:
        answer = reports.calibration(evaluation)
    else:
        answer = reports.figures(evaluation, detail=detail, intervals=intervals)
    print_answer(answer, form, talk)
    if lines:
        print(*lines, sep="\n", file=sys.stderr)
    if save:
        keep(save, evaluation.figures, evaluation.errors, fingerprint(gold))
    if html:
        write_page(html, evaluation.cases, f"cancu evaluate {gold.name}")
    lost = below_floors(evaluation, floors, gold) if floors else []
    if lost:
        raise CancuError("below-floor", "; ".join(lost))
    return None
