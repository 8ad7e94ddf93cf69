"""How fast the extractors are: characters a second of processor time, one core, in process (`make bench`).

Beside it stands a bare scan of the same text with one number pattern, the least any extractor of citations can do,
and the time of `cancu --help`. Real texts of ../shared when they are there, else the samples.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import regex

REPOSITORY = Path(__file__).resolve().parents[2]
BARE = regex.compile(r"\d{1,5}(?:/\d{4})?[/-][A-ZĐ][\w&Đđ]*(?:[-/][\w&Đđ]+)*")


def texts() -> list[tuple[str, str]]:
    """(name, text) of what is measured."""
    shared = REPOSITORY.parent / "shared"
    folders = [shared / "seeds", shared / "gold" / "dev", shared / "unlabelled"] if shared.is_dir() else []
    paths = [path for folder in folders for path in sorted(folder.glob("*.txt"))]
    paths = paths or sorted((REPOSITORY / "corpora" / "samples").glob("[0-9]*.*"))
    return [(path.name, path.read_text(encoding="utf-8")) for path in paths if not path.name.endswith(".json")]


def best(action: Callable[[], object], repeat: int, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of `repeat` runs, in seconds: what the machine can do when nobody disturbs it."""
    times = []
    for _ in range(repeat):
        start = clock()
        action()
        times.append(clock() - start)
    return min(times)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeat", type=int, default=3, help="runs of which the best counts (default 3)")
    options.add_argument("--files", action="store_true", help="print a line for each file too")
    arguments = options.parse_args()
    from extractors import parse

    documents = texts()
    total = sum(len(text) for _, text in documents)
    parse(documents[0][1])  # registers and automata are built once, outside the measure
    if arguments.files:
        for name, text in documents:
            seconds = best(lambda text=text: parse(text), arguments.repeat)
            print(f"  {len(text) / seconds / 1e6:6.2f} Mchar/s  {len(text):9,} characters  {name}")

    whole = best(lambda: [parse(text) for _, text in documents], arguments.repeat)
    bare = best(lambda: [sum(1 for _ in BARE.finditer(text)) for _, text in documents], arguments.repeat)
    long = "\n".join(text for _, text in documents)
    megabyte = (long * (1_000_000 // len(long) + 1))[:1_000_000]
    one = best(lambda: parse(megabyte), 1)
    command = [str(Path(sys.executable).with_name("cancu")), "--help"]
    starts = [
        best(lambda: subprocess.run(command, capture_output=True, check=True), 1, time.perf_counter) for _ in range(5)
    ]
    print(f"texts                {len(documents)} files, {total:,} characters")
    print(f"parse                {total / whole / 1e6:6.2f} Mchar/s   (header, citations, obligations; goal 2)")
    print(f"bare pattern scan    {total / bare / 1e6:6.2f} Mchar/s   (one number pattern, nothing else)")
    print(f"one text of 1 Mchar  {1 / one:6.2f} Mchar/s")
    print(f"cancu --help         {statistics.median(starts):6.2f} s         (median of 5; goal 0.3)")


if __name__ == "__main__":
    sys.exit(main())
