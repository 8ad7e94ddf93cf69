"""Speed with the models on: characters a second of processor time with none, the default ones, and all of them.

Texts are the long ones of speed.py, and synthetic short documents. Weights are read once, outside the measure. A model
looks only at what the rules leave open, so that most documents are not shown to any.
"""

import argparse
from collections.abc import Sequence

from speed import best, texts

from corpora.synthetic.compose import compose


def measure(name: str, documents: Sequence[str], repeat: int) -> None:
    """Print three lines for these documents."""
    from extractors import parse

    total, alone = sum(map(len, documents)), 0.0
    print(f"{name}: {len(documents)}, {total:,} characters")
    for models in ("none", "default", "all"):
        seconds = best(lambda models=models: [parse(text, models=models) for text in documents], repeat).processor
        alone = alone or seconds
        rate = total / seconds / 1e6
        print(f"  --models {models:9} {rate:6.2f} Mchar/s   {alone / seconds:.2f} of rules alone (goal: 0.5)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3, help="runs of which the best counts (default 3)")
    options.add_argument("--short", type=int, default=500, help="synthetic short documents (default 500)")
    arguments = options.parse_args()
    from extractors import parse
    from models import NAMES, load

    for name in NAMES:
        load(name)
    long, short = [text for _, text in texts()], [compose(5, number).text for number in range(arguments.short)]
    parse(short[0], models="all")
    measure("long texts", long, arguments.repeat)
    measure("short documents", short, arguments.repeat)


if __name__ == "__main__":
    main()
