"""How fast the extractors are: characters a second of processor time, one core, in process (`make bench`).

Beside it stand the same by the clock on the wall (the difference is what other programs take from a shared machine), a
bare scan of the same text with one number pattern, the least any extractor of citations can do, short documents of the
synthetic archive, where what every document costs counts, and the time of `cancu --help`. Real texts of ../shared when
they are there, else the samples.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import regex

from corpora.synthetic.compose import compose

REPOSITORY = Path(__file__).resolve().parents[2]
BARE = regex.compile(r"\d{1,5}(?:/\d{4})?[/-][A-ZĐ][\w&Đđ]*(?:[-/][\w&Đđ]+)*")


def texts() -> list[tuple[str, str]]:
    """(name, text) of what is measured."""
    shared = REPOSITORY.parent / "shared"
    folders = [shared / "seeds", shared / "gold" / "dev", shared / "unlabelled"] if shared.is_dir() else []
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    paths = paths or sorted((REPOSITORY / "corpora" / "samples").glob("[0-9]*.*"))
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths if not path.name.endswith(".json")]


class Time(NamedTuple):
    """Seconds of processor time, and by the clock on the wall."""

    processor: float
    wall: float


def best(action: Callable[[], object], repeat: int) -> Time:
    """The shortest of `repeat` runs by processor time: what the machine can do when nobody disturbs it."""
    times = []
    for _ in range(repeat):
        processor, wall = time.process_time(), time.perf_counter()
        action()
        times.append(Time(time.process_time() - processor, time.perf_counter() - wall))
    return min(times)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3, help="runs of which the best counts (default 3)")
    options.add_argument("--files", action="store_true", help="print a line for each file too")
    options.add_argument(
        "--short", type=int, default=2000, help="synthetic short documents, at least 1 (default 2,000)"
    )
    arguments = options.parse_args()
    from extractors import parse

    documents = texts()
    total = sum(len(text) for _, text in documents)
    parse(documents[0][1])  # registers and automata are built once, outside the measure
    if arguments.files:
        for name, text in documents:
            taken = best(lambda text=text: parse(text), arguments.repeat)
            print(f"  {len(text) / taken.processor / 1e6:6.2f} Mchar/s  {len(text):9,} characters  {name}")

    whole = best(lambda: [parse(text) for _, text in documents], arguments.repeat)
    bare = best(lambda: [sum(1 for _ in BARE.finditer(text)) for _, text in documents], arguments.repeat)
    long = "\n".join(text for _, text in documents)
    megabyte = (long * (1_000_000 // len(long) + 1))[:1_000_000]
    one = best(lambda: parse(megabyte), 1)
    dispatches = [compose(5, number).text for number in range(arguments.short)]
    short = best(lambda: [parse(text) for text in dispatches], 1)
    command = [str(Path(sys.executable).with_name("cancu")), "--help"]
    starts = [best(lambda: subprocess.run(command, capture_output=True, check=True), 1).wall for _ in range(5)]
    print(f"texts                {len(documents)} files, {total:,} characters")
    rate = f"{total / whole.processor / 1e6:6.2f} Mchar/s"
    print(f"parse                {rate}   (all extractors; goal 2; by the wall {total / whole.wall / 1e6:.2f})")
    print(f"bare pattern scan    {total / bare.processor / 1e6:6.2f} Mchar/s   (one number pattern, nothing else)")
    print(f"one text of 1 Mchar  {1 / one.processor:6.2f} Mchar/s   (by the wall {1 / one.wall:.2f})")
    kind = f"{len(dispatches):,} synthetic ones of {sum(map(len, dispatches)) // len(dispatches):,} characters"
    rate = f"{len(dispatches) / short.processor:6.0f} a second"
    print(f"short documents      {rate}    ({kind}; by the wall {len(dispatches) / short.wall:.0f})")
    print(f"cancu --help         {statistics.median(starts):6.2f} s         (median of 5; goal 0.3)")


if __name__ == "__main__":
    sys.exit(main())
