"""A folder of page images as one document."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pipeline.errors import CancuError
from pipeline.read.containers import CONTAINERS, Refused, iter_members
from pipeline.read.reading import Page, Raw, Reading

__all__ = ["read_pages"]


def _natural(name: str) -> list[tuple[int, str]]:
    """Page 2 before page 10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())]


def _page_files(source: Path) -> Iterator[Raw | Refused]:
    from pipeline.read import load

    if source.is_dir():
        for path in sorted(source.iterdir(), key=lambda path: _natural(path.name)):
            if not path.name.startswith(".") and path.is_file():
                yield load(path)
        return
    raw = load(source)
    if raw.media_type not in CONTAINERS:
        raise CancuError("input-none", "this is neither a folder nor an archive of page images", where=str(source))
    yield from sorted(iter_members(raw), key=lambda member: _natural(member.name or ""))


def read_pages(source: str | Path) -> Reading:
    """A folder (or archive) of page images as one document, its pages in order of name (page 2 before page 10).

    `doc_id` is the SHA-256 over the ids of the pages. A page that cannot be read stays as an empty page with a
    problem; what is no image is left out with a problem. Raises `CancuError`: input-missing, input-none.
    """
    from extractors.records import Problem
    from pipeline.read import read

    folder = Path(source)
    if not folder.exists():
        raise CancuError("input-missing", "there is no such folder", where=str(source))
    pages: list[Page] = []
    problems: list[Problem] = []
    whole = hashlib.sha256()
    for raw in _page_files(folder):
        if isinstance(raw, Refused):
            problems.append(Problem(code=raw.code, message=f"{raw.name}: {raw.message}"))
            continue
        if not raw.media_type.startswith("image/"):
            problems.append(Problem(code="kind-unsupported", message=f"{raw.name}: no page image ({raw.media_type})"))
            continue
        whole.update(raw.doc_id.encode())
        try:
            reading = read(raw)
        except CancuError as error:
            problems.append(Problem(code=error.code, message=f"{raw.name}: {error.message}", page=len(pages) + 1))
            pages.append(Page(len(pages) + 1, ""))
            continue
        before = len(pages)
        problems.extend(
            problem if problem.page is None else problem.model_copy(update={"page": problem.page + before})
            for problem in reading.problems
        )
        pages.extend(replace(page, number=before + page.number) for page in reading.pages)
    if not pages:
        raise CancuError("input-none", "the folder holds no page images", where=str(source))
    return Reading(folder.name, "inode/directory", whole.hexdigest(), tuple(pages), True, tuple(problems))
