"""Time and memory of an export: `python tests/bench/export.py [DOCUMENTS…] [--format F] [--anonymise]`.

Stores of `large_store.py` (default: 2,000, 20,000 and 100,000 documents of three pages, twenty mentions and six
obligations each), each exported in a process of its own; the peak is the system's figure for that process. `--keep DIR`
keeps the stores there, and takes those it finds.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from large_store import build

from pipeline.export import export


def _once(store: Path, format: str, anonymise: bool) -> None:
    """Export the store and print seconds and peak bytes."""
    options = {"anonymise": True} if anonymise else {}
    with tempfile.TemporaryDirectory() as out:
        begun = time.monotonic(), time.process_time()
        export(store, format=format, out=Path(out) / "out", **options)
        took = time.monotonic() - begun[0], time.process_time() - begun[1]
    print(*took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)


def main() -> None:
    """Make the stores, export them, print."""
    options = argparse.ArgumentParser()
    options.add_argument("documents", nargs="*", type=int, default=[2_000, 20_000, 100_000])
    options.add_argument("--format", default="jsonl")
    options.add_argument("--anonymise", action="store_true")
    options.add_argument("--keep", type=Path)
    options.add_argument("--once", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.once:
        _once(given.once, given.format, given.anonymise)
        return
    with tempfile.TemporaryDirectory() as scratch:
        for documents in given.documents:
            store = (given.keep or Path(scratch)) / str(documents)
            if not store.exists():
                build(store, documents)
            command = [sys.executable, __file__, "--once", str(store), "--format", given.format]
            command += ["--anonymise"] if given.anonymise else []
            out = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
            wall, cpu, peak = map(float, out.stdout.split())
            print(f"{documents:>9,} documents: {wall:6.1f} s ({cpu:.1f} s of processor time, "
                  f"{1e6 * cpu / documents:.0f} µs a document), peak {peak / 2**20:.0f} MB", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
