"""`cancu impact`: everything that rests on a document."""

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, DepthOption, LimitOption, NumberArgument, RelationOption, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.least import Least

__all__ = ["impact"]


@answers
def impact(
    number: NumberArgument,
    store: StoreOption = STORE,
    depth: DepthOption = 0,
    relation: RelationOption = None,
    limit: LimitOption = 50,
    *,
    least: Least,
) -> Answer:
    """Print everything that rests on a document: what to review when it is replaced.

    Python: open_store(DIR).impact(NUMBER)
    """
    return ask(store, "impact", number, least=least, depth=depth, relations=relation, limit=limit)
