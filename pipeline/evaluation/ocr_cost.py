"""What reading a scan costs beside bare Tesseract on the same prepared pages, what a second worker gains, and memory.

    python -m pipeline.evaluation.ocr_cost FILE…

FILE are PDFs of scans. Everything counts that `read` does: the PDF, preparation, second looks, layout. Processor time
is compared, so that other work on the machine disturbs little; for two workers it is the time on the clock.
"""

import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from PIL import Image

__all__ = ["bare", "main", "prepared_pages", "whole"]


def prepared_pages(files: Sequence[Path]) -> Iterator[Image.Image]:
    """The pages of scans as they are handed to Tesseract."""
    import pypdfium2 as pdfium

    from pipeline.read.ocr.prepare import prepare
    from pipeline.read.pdf import page_image

    for file in files:
        document = pdfium.PdfDocument(file)
        for page in document:
            yield prepare(page_image(page)).image
        document.close()


def bare(files: Sequence[Path]) -> tuple[int, float]:
    """Pages, and seconds of processor time that Tesseract alone, with its own settings, takes for them."""
    import tesserocr

    from pipeline.read.ocr.engine import DPI, tessdata

    pages, spent = 0, 0.0
    with tesserocr.PyTessBaseAPI(path=str(tessdata()), lang="vie") as api:
        for image in prepared_pages(files):
            begin = time.process_time()
            api.SetImage(image)
            api.SetSourceResolution(DPI)
            api.GetUTF8Text()
            spent += time.process_time() - begin
            pages += 1
    return pages, spent


def whole(files: Sequence[Path]) -> tuple[float, float, int]:
    """Seconds of processor time and on the clock that `read` takes for the files, and peak memory in MB."""
    from pipeline.read import read

    os.environ["CANCU_CACHE"] = "off"
    begin, clock = time.process_time(), time.perf_counter()
    for file in files:
        read(file)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return time.process_time() - begin, time.perf_counter() - clock, peak


def _one(file: Path) -> int:
    return whole([file])[2]


def _clock(files: Sequence[Path], workers: int) -> float:
    """Seconds on the clock for the files, shared out over so many processes that are already warm."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(_one, [files[0]] * workers))
        begin = time.perf_counter()
        list(pool.map(_one, files))
        return time.perf_counter() - begin


def main(names: Sequence[str]) -> None:
    """Print the comparison for the given files."""
    files = [Path(name) for name in names]
    pages, alone = bare(files)
    processor, _, peak = whole(files)
    print(f"{pages} pages; bare tesserocr {alone / pages:.3f} s a page, read {processor / pages:.3f} s a page:"
          f" {processor / alone:.3f} times; peak memory {peak} MB")  # fmt: skip
    one, two = _clock(files, 1), _clock(files, 2)
    print(f"one worker {one:.1f} s, two workers {two:.1f} s: {one / two:.2f} times")


if __name__ == "__main__":
    main(sys.argv[1:])
