"""Speed with the models on: characters a second of processor time with none, the default ones, and all of them.

The texts are those of speed.py. Weights are read once, outside the measure. The gate: a model looks only at what the
rules leave open, so that the default models cost nothing where the head of a document is whole.
"""

import argparse

from speed import best, texts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3, help="runs of which the best counts (default 3)")
    arguments = options.parse_args()
    from extractors import parse
    from models import NAMES, load

    documents = texts()
    total = sum(len(text) for _, text in documents)
    for name in NAMES:
        load(name)
    parse(documents[0][1], models="all")
    alone = 0.0
    print(f"texts     {len(documents)} files, {total:,} characters")
    for models in ("none", "default", "all"):
        taken = best(lambda models=models: [parse(text, models=models) for _, text in documents], arguments.repeat)
        seconds = taken.processor
        alone = alone or seconds
        rate = total / seconds / 1e6
        print(f"{models:9} {rate:6.2f} Mchar/s   {alone / seconds:.2f} of rules alone (goal: 0.5)")


if __name__ == "__main__":
    main()
