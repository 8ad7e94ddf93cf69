"""A day's hundred documents into stores of any size: `python tests/bench/added.py STORE…`.

    python tests/bench/resolve.py --keep DIR 100000 1000000 10000000    # stores of 10, 100 and 1,000 thousand documents
    python tests/bench/added.py DIR/100000 DIR/1000000 DIR/10000000

Each store is copied (its files are linked: parts are replaced, never changed), and a hundred invented dispatches are
read into the copy, by one worker, in a process of its own. Told are the time, the processor time of the steps, and the
most memory the process held. The stores must have been resolved by this very cancu, else everything is made anew.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpora.synthetic.archive import synthesize
from pipeline.ingestion import ingest
from pipeline.store.folder import StoreFolder

DOCUMENTS = 100


def _once(archive: str, store: str) -> None:
    """Ingest, and print seconds, processor seconds of each step and peak megabytes."""
    from resolve import peak_bytes

    begun = time.monotonic()
    steps: list[tuple[str, float]] = [("opening", time.process_time())]

    def note(summary: object, what: str) -> None:
        step = "reading" if getattr(summary, "step", "") == "reading" else what
        if steps[-1][0] != step:
            steps.append((step, time.process_time()))

    summary = ingest(archive, store=store, jobs=1, progress=note)
    steps.append(("end", time.process_time()))
    took = {name: steps[place + 1][1] - since for place, (name, since) in enumerate(steps[:-1])}
    print(f"{summary.read} read: {time.monotonic() - begun:.1f} s; processor time without the worker's "
          f"{steps[-1][1] - steps[0][1]:.2f} s; peak {peak_bytes() / 2**20:.0f} MB")  # fmt: skip
    for name, seconds in took.items():
        print(f"      {seconds:6.2f} s  {name}")


def _linked(store: Path, copy: Path) -> None:
    """A copy of a store that shares its files."""
    shutil.copytree(store, copy, copy_function=os.link)


def main() -> None:
    """Add to each store and print."""
    for word in sys.argv[1:]:
        store = Path(word).resolve()
        with tempfile.TemporaryDirectory(dir=store.parent) as scratch:
            archive, copy = Path(scratch) / "added", Path(scratch) / "store"
            synthesize(archive, DOCUMENTS, seed=20, truth=False)
            _linked(store, copy)
            folder = StoreFolder(copy)
            held = sum(map(folder.count, folder.committed()))
            print(f"{held:,} documents in {len(folder.committed())} batches", flush=True)
            documents = str(archive / "documents")
            subprocess.run([sys.executable, __file__, "--once", documents, str(copy)], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        _once(*sys.argv[2:])
    else:
        main()
