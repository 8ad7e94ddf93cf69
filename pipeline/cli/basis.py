"""`cancu basis`: the tree a document rests on."""

from pipeline.answers import Answer
from pipeline.cli.asking import STORE, DepthOption, LimitOption, NumberArgument, RelationOption, ask
from pipeline.cli.options import StoreOption, answers

__all__ = ["basis"]


@answers
def basis(
    number: NumberArgument,
    store: StoreOption = STORE,
    depth: DepthOption = 3,
    relation: RelationOption = None,
    limit: LimitOption = 200,
) -> Answer:
    """Print what a document rests on, directly and through others, as a tree.

    Python: open_store(DIR).basis(NUMBER, depth=3)
    """
    return ask(store, "basis", number, depth=depth, relations=relation, limit=limit)
