"""Whether memory stays flat while one long scan is read: what the process holds at page 50, 250 and 500, and its peak.

    python tests/bench/ocr_memory.py [PAGES]

The scan is made of the samples, set as pages and worn (level 1), over and over until there are enough. Every page is
recognised: nothing is kept on disk.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from PIL import Image

from corpora.scans import render, save_pdf

SAMPLES = Path(__file__).parents[2] / "corpora" / "samples"


def write_scan(pages: int, path: Path) -> None:
    """A PDF of so many page images, written by a process of its own: what making it holds is not what reading does."""
    images = [page for path in sorted(SAMPLES.glob("*.txt")) for page in render(path.read_text("utf-8"), noise=1)]
    path.write_bytes(save_pdf(list(islice(cycle(images), pages))))


def resident() -> float:
    """Megabytes that this process holds now."""
    held = int(Path("/proc/self/statm").read_text().split()[1])
    return held * os.sysconf("SC_PAGE_SIZE") / 2**20


def main(pages: int = 500) -> None:
    """Print a row for each tenth of the pages read."""
    from pipeline.read import read
    from pipeline.read.ocr import engine

    os.environ["CANCU_CACHE"] = "off"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scan.pdf"
        maker = multiprocessing.get_context("spawn").Process(target=write_scan, args=(pages, path))
        maker.start()
        maker.join()
        data = path.read_bytes()
    print(f"{pages} pages, {len(data) / 2**20:.0f} MB", flush=True)
    recognise, begin, done = engine.recognise, time.process_time(), 0

    def counted(image: Image.Image, **options: Any) -> engine.Look:
        nonlocal done
        result = recognise(image, **options)
        if options:  # a second look at a part of the page
            return result
        done += 1
        if done in {1, 50} or done % max(1, pages // 10) == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            spent = time.process_time() - begin
            print(f"page {done}: holds {resident():.0f} MB, peak {peak:.0f} MB, {spent:.0f} s of processor", flush=True)
        return result

    engine.recognise = counted
    reading = read(data)
    print(f"read: {len(reading.pages)} pages, {len(reading.text):,} characters, holds {resident():.0f} MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
