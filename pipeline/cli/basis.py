"""`cancu basis`: the tree a document rests on."""

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, DepthOption, LimitOption, NumberArgument, RelationOption, ask
from pipeline.cli.options import StoreOption, answers
from pipeline.least import Least

__all__ = ["basis"]


@answers
def basis(
    number: NumberArgument,
    store: StoreOption = STORE,
    depth: DepthOption = 3,
    relation: RelationOption = None,
    limit: LimitOption = 200,
    *,
    least: Least,
) -> Answer:
    """Print what a document rests on, directly and through others, as a tree.

    Python: open_store(DIR).basis(NUMBER, depth=3)
    """
    return ask(store, "basis", number, least=least, depth=depth, relations=relation, limit=limit)
