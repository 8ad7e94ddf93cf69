"""The recipe: `python -m models.recipe build` trains the five models, compares each with the rules, writes weights,
scores and cards; `compare` prints the recorded comparison; `check` holds the shipped weights to their record.

Run from the repository. It needs ../shared/gold/dev (annotated real documents; never part of the repository) and some
minutes on one core. Seeds are fixed: the same sources and libraries give the same weights.
"""

import argparse
import json
import sys

from models import DEFAULT, NAMES, WEIGHTS, load
from models.recipe.building import as_recorded, build, check
from models.recipe.compare import table, wins


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def main() -> int:
    """Run a command; 1 where the weights do not give their recorded scores, or a default does not win."""
    options = argparse.ArgumentParser(prog="python -m models.recipe", description=__doc__)
    options.add_argument("command", choices=("build", "compare", "check"))
    options.add_argument("--only", choices=NAMES, action="append", help="these models only (default: all)")
    arguments = options.parse_args()
    tasks = arguments.only or NAMES
    if arguments.command == "build":
        for task in tasks:
            build(task, _say)
    for task in tasks:
        scores = json.loads((WEIGHTS / task / "scores.json").read_text(encoding="utf-8"))
        if arguments.command == "check":
            recorded, found = scores["check"], check(load(task))
            print(f"{task}: recorded {recorded}, found {found}")
            if not as_recorded(task, scores, found):
                return 1
        else:
            print(f"## {task}\n\n{table(scores['compared'])}\n")
        if (task in DEFAULT) and not wins(scores["compared"]):
            print(f"{task} is asked by default, but does not beat the rules", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
