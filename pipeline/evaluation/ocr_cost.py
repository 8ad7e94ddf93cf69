"""What reading a scan costs beside bare Tesseract on the same prepared pages, what a second worker gains, and memory.

    python -m pipeline.evaluation.ocr_cost [--rounds N] FILE…

FILE are PDFs of scans. Everything counts that `read` does: the PDF, preparation, second looks, layout. Processor time
is compared, so that other work on the machine disturbs little, and the time on the clock is printed beside it. Both
readers take the files in turn, warm, so that a busy minute falls on both; of several rounds the least counts.
"""

import argparse
import os
import resource
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image

__all__ = ["Spent", "bare", "main", "prepared_pages", "whole"]


class Spent(NamedTuple):
    """Pages read, and seconds for them: of the processor, and on the clock."""

    pages: int
    processor: float
    clock: float

    def plus(self, other: "Spent") -> "Spent":
        """Both together."""
        return Spent(self.pages + other.pages, self.processor + other.processor, self.clock + other.clock)

    def least(self, other: "Spent") -> "Spent":
        """The less of two rounds over the same pages."""
        return Spent(self.pages, min(self.processor, other.processor), min(self.clock, other.clock))


def prepared_pages(file: Path) -> Iterator[Image.Image]:
    """The pages of a scan as they are handed to Tesseract."""
    import pypdfium2 as pdfium

    from pipeline.read.ocr.prepare import prepare
    from pipeline.read.pdf import page_image

    document = pdfium.PdfDocument(file)
    for page in document:
        yield prepare(page_image(page)).image
    document.close()


def bare(file: Path, api: Any) -> Spent:
    """What Tesseract alone, with its own settings, spends on the prepared pages; `api` is a recogniser of tesserocr."""
    from pipeline.read.ocr.engine import DPI

    pages, processor, clock = 0, 0.0, 0.0
    for image in prepared_pages(file):
        begin, began = time.process_time(), time.perf_counter()
        api.SetImage(image)
        api.SetSourceResolution(DPI)
        api.GetUTF8Text()
        processor += time.process_time() - begin
        clock += time.perf_counter() - began
        pages += 1
    return Spent(pages, processor, clock)


def whole(file: Path) -> Spent:
    """What `read` spends on the file."""
    from pipeline.read import read

    os.environ["CANCU_CACHE"] = "off"
    begin, began = time.process_time(), time.perf_counter()
    pages = len(read(file).pages)
    return Spent(pages, time.process_time() - begin, time.perf_counter() - began)


def _row(alone: Spent, read: Spent) -> str:
    pages, times, on_clock = read.pages, read.processor / alone.processor, read.clock / alone.clock
    return (
        f"{pages:5} {alone.processor / pages:7.3f} {read.processor / pages:7.3f} {times:6.3f}"
        f"    {alone.clock / pages:7.3f} {read.clock / pages:7.3f} {on_clock:6.3f}"
    )


def _compared(files: Sequence[Path], rounds: int) -> tuple[Spent, Spent]:
    """The sums over all files of bare Tesseract and of `read`, each file's least of all rounds."""
    import tesserocr

    from pipeline.read.ocr.engine import tessdata

    sums = [Spent(0, 0.0, 0.0), Spent(0, 0.0, 0.0)]
    with tesserocr.PyTessBaseAPI(path=str(tessdata()), lang="vie") as api:
        _ = bare(files[0], api), whole(files[0])  # what loads once counts for neither
        for file in files:
            alone, read = bare(file, api), whole(file)
            for _ in range(rounds - 1):
                alone, read = alone.least(bare(file, api)), read.least(whole(file))
            print(f"{file.name[:40]:40} {_row(alone, read)}", flush=True)
            sums = [sums[0].plus(alone), sums[1].plus(read)]
    return sums[0], sums[1]


def _clock(files: Sequence[Path], workers: int) -> float:
    """Seconds on the clock for the files, shared out over so many processes that are already warm."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(whole, [files[0]] * workers))
        begin = time.perf_counter()
        list(pool.map(whole, files))
        return time.perf_counter() - begin


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the comparison for the given files."""
    parser = argparse.ArgumentParser(prog="ocr_cost", description="what reading scans costs beside bare Tesseract")
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=1, help="times each file is read; the least counts")
    options = parser.parse_args(arguments)
    print(f"{'seconds a page: processor, clock':40} pages    bare    read  times       bare    read  times")
    alone, read = _compared(options.files, options.rounds)
    print(f"{'all':40} {_row(alone, read)}")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB", flush=True)
    one, two = _clock(options.files, 1), _clock(options.files, 2)
    print(f"one worker {one:.1f} s, two workers {two:.1f} s on the clock: {one / two:.2f} times")


if __name__ == "__main__":
    main()
