"""Time and memory of resolving made-up stores: `python tests/bench/resolve.py [MENTIONS…]` (default: 1 and 10 million).

`--keep DIR` builds the stores there and leaves them (tests/bench/added.py adds to them).

Ten mentions a document (tests/bench/made_up.py). Each store is resolved in a process of its own, whole, as after a
first ingest; the peak is the system's figure for that process. Beside it one pass of DuckDB over the same mentions:
the rows of `citations` read and grouped by work, the least that links could cost.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from made_up import build

from pipeline.resolve import resolve_store
from pipeline.store.folder import StoreFolder

MENTIONS = 10


def peak_bytes() -> int:
    """The most memory this process held since it began to run this program (`ru_maxrss` counts who started it)."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _once(folder: Path) -> None:
    """Resolve the store and print seconds, processor seconds and peak bytes; then the seconds of the bare pass."""
    import duckdb

    store = StoreFolder(folder)
    begun, spent = time.monotonic(), time.process_time()
    with store.writing():
        resolve_store(store, force=True)
    seconds, spent = time.monotonic() - begun, time.process_time() - spent
    peak = peak_bytes()
    begun = time.monotonic()
    duckdb.sql(
        f"SELECT count(*), sum(n) FROM (SELECT target_id, any_value(title), count(*) AS n "
        f"FROM read_parquet('{folder}/citations/*.parquet') GROUP BY 1)"
    ).fetchall()
    print(seconds, spent, peak, time.monotonic() - begun)


def main() -> None:
    """Make the stores, resolve them, print."""
    words = sys.argv[1:]
    keep = Path(words.pop(words.index("--keep") + 1)) if "--keep" in words else None
    sizes = [int(word) for word in words if word != "--keep"] or [1_000_000, 10_000_000]
    took: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as scratch:
        for mentions in sizes:
            folder = (keep or Path(scratch)) / str(mentions)
            build(folder, mentions // MENTIONS, MENTIONS)
            out = subprocess.run(
                [sys.executable, __file__, "--once", str(folder)], check=True, stdout=subprocess.PIPE, text=True
            )
            seconds, spent, peak, bare = map(float, out.stdout.split())
            took.append((seconds, spent))
            print(f"{mentions:>12,} mentions: {seconds:7.1f} s, {spent:.0f} s of processor time, "
                  f"peak {peak / 2**30:.2f} GB; "
                  f"one bare pass {bare:.2f} s", flush=True)  # fmt: skip
    if len(took) > 1:
        seconds, spent = (last / first for last, first in zip(took[-1], took[0], strict=True))
        print(f"growth: {seconds:.1f}-fold ({spent:.1f}-fold in processor time) for "
              f"{sizes[-1] / sizes[0]:.0f} times the mentions")  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        _once(Path(sys.argv[2]))
    else:
        main()
