"""A page as it is seen, and where its words stand on it: to show the scan beside the text read from it."""

from pathlib import Path
from typing import NamedTuple

from PIL import Image

from pipeline.errors import CancuError
from pipeline.read import load
from pipeline.read.containers import CONTAINERS, iter_members
from pipeline.read.reading import Page, Raw

__all__ = ["SHOWN", "Facsimile", "facsimile", "original"]

IMAGES = ("image/png", "image/jpeg", "image/tiff", "image/webp")
SHOWN = ("application/pdf", *IMAGES)  # media types of files that have pages to look at


class Facsimile(NamedTuple):
    """A page and its image; the boxes of `page.words` lie on the image scaled to `page.width` by `page.height`."""

    page: Page
    image: Image.Image


def facsimile(raw: Raw, number: int) -> Facsimile:
    """One page (from 1) of a PDF or image as it is seen, upright and level.

    A page is read anew; where that means recognition, the result kept by the ingest spares it (`CANCU_CACHE`). Raises
    `CancuError`: page-unread where there is no such page, kind-unsupported, and what reading the file raises.
    """
    if raw.media_type == "application/pdf":
        from pipeline.read.pdf import page_seen
    elif raw.media_type in IMAGES:
        from pipeline.read.images import page_seen
    else:
        raise CancuError("kind-unsupported", f"pages of this kind are not shown ({raw.media_type})", where=raw.name)
    return Facsimile(*page_seen(raw, number))


def original(path: str, doc_id: str) -> Raw:
    """The file that a document was read from, a member of an archive too, if it is still the same to the byte.

    Raises `CancuError("input-missing")` where nothing at `path` has the digest `doc_id`.
    """
    missing = CancuError("input-missing", "the file it was read from is not there any more, or has changed", where=path)
    place = next((place for place in (Path(path), *Path(path).parents) if place.is_file()), None)
    if place is None:
        raise missing
    found = load(place, name=str(place))
    members = iter_members(found) if found.media_type in CONTAINERS else iter([found])
    for member in members:
        if isinstance(member, Raw) and member.doc_id == doc_id:
            return member
    raise missing
