"""An ingest by each engine: documents a second, processor time, the parent's memory, and whether the stores are equal.

    cancu synthesize --documents 2000 --out ARCHIVE --no-truth
    python tests/bench/engines.py ARCHIVE/documents 1 2 ray

Each engine (a number of worker processes, or `ray`) fills a store of its own; resolving is counted apart. Beside it
stands what one process takes to extract the same texts, with no reading, storing or moving: the bound. Processor time
of parent and workers tells, also beside other work, what two workers can gain: the parent needs a core, too (Ray's
workers are not the parent's children, and so not told of). At the end a whole `cancu cites` on the last store.
"""

import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from threading import Thread

import pandas as pd

RUN = """
import resource, sys, time
from pipeline import ingest
from pipeline.resolve import resolve_store
from pipeline.store.folder import StoreFolder
archive, store, engine = sys.argv[1:]
begun = time.monotonic()
options = {"engine": "ray"} if engine == "ray" else {"jobs": int(engine)}
def spent(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime
before = spent(resource.RUSAGE_SELF)
summary = ingest(archive, store=store, resolve=False, **options)
read = time.monotonic()
parent, workers = spent(resource.RUSAGE_SELF) - before, spent(resource.RUSAGE_CHILDREN)
folder = StoreFolder(store)
with folder.writing():
    resolve_store(folder)
print(summary.read, summary.failed, read - begun, time.monotonic() - read, parent, workers)
"""
TABLES = ("documents", "citations", "obligations", "works", "edges")
BOUND = 2000  # texts of the bound


def resident(pid: int) -> int:
    """Megabytes that a process holds; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)


def run(archive: Path, store: Path, engine: str) -> tuple[list[float], list[int]]:
    """Documents read and failed, seconds of reading and of resolving, processor seconds of parent and workers; the
    parent's megabytes every second.
    """
    memory: list[int] = []
    command = [sys.executable, "-c", RUN, str(archive), str(store), engine]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:

        def watch() -> None:
            while process.poll() is None:
                memory.append(resident(process.pid))
                time.sleep(1)

        Thread(target=watch, daemon=True).start()
        out = process.communicate()[0].splitlines()[-1].split()
    return [float(figure) for figure in out], memory


def bound(archive: Path) -> float:
    """Texts a second that one process extracts, already read."""
    from extractors import parse

    texts = [path.read_text(encoding="utf-8") for path in islice(sorted(archive.rglob("*.txt")), BOUND)]
    parse(texts[0])
    begun = time.monotonic()
    for text in texts:
        parse(text)
    return len(texts) / (time.monotonic() - begun)


def same(one: Path, other: Path) -> bool:
    """Whether two stores hold the same rows, whatever their order and parts."""
    for name in TABLES:
        frames = [pd.read_parquet(store / name).astype(str) for store in (one, other)]
        frames = [frame.sort_values(list(frame.columns), ignore_index=True) for frame in frames]
        if not frames[0].equals(frames[1]):
            print(f"table {name} differs")
            return False
    return True


def main() -> None:
    """Run each engine, print, compare."""
    archive, engines = Path(sys.argv[1]), sys.argv[2:] or ["1", "2", "ray"]
    print(f"bound: one process extracts {bound(archive):.0f} of the same texts a second", flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        stores = [Path(scratch) / engine for engine in engines]
        for engine, store in zip(engines, stores, strict=True):
            (read, failed, reading, resolving, parent, workers), memory = run(archive, store, engine)
            quarters = [max(memory[: max(1, len(memory) * part // 4)]) for part in (1, 2, 3, 4)]
            times = "" if engine == "ray" else f" and {1000 * workers / read:.2f} of workers'"
            print(f"{engine:>4}: {read:,.0f} documents, {failed:.0f} failed, {read / reading:.0f} a second; "
                  f"{1000 * parent / read:.2f} ms of the parent's processor time each{times}; resolved in "
                  f"{resolving:.1f} s; parent's peak MB by quarter {quarters}", flush=True)  # fmt: skip
        if len(stores) > 1 and len(engines) == len(set(engines)):
            print("the stores are equal:", all(same(stores[0], store) for store in stores[1:]))
        number = pd.read_parquet(stores[-1] / "works").nlargest(1, "cited_by")["number"].iloc[0]
        times = []
        for _ in range(3):
            begun = time.monotonic()
            command = [sys.executable, "-c", "from pipeline.cli import main; main()", "cites", number, "--store"]
            subprocess.run([*command, str(stores[-1])], check=True, capture_output=True)
            times.append(time.monotonic() - begun)
        print(f"cancu cites {number}: {min(times):.2f} s, the whole process")


if __name__ == "__main__":
    main()
