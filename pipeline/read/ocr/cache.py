"""Recognised pages kept on disk by image, settings and versions, so that a second run recognises nothing again.

A result is one small compressed file, written whole under another name and then renamed: any number of processes may
read and write at once.
"""

import hashlib
import json
import os
import tempfile
import zlib
from pathlib import Path

from PIL import Image

from pipeline.cache import cache_folder

__all__ = ["folder", "key", "load", "save"]


def folder() -> Path | None:
    """Where results are kept; None for nowhere."""
    return cache_folder("ocr")


def key(image: Image.Image, settings: str) -> str:
    """Digest of the pixels and of all that decides what is read in them.

    >>> len(key(Image.new("L", (2, 2)), "psm 3"))
    64
    """
    digest = hashlib.sha256(f"{image.mode} {image.size} {settings}\n".encode())
    digest.update(image.tobytes())
    return digest.hexdigest()


def load(digest: str) -> object:
    """The kept result, or None where there is none or it is damaged."""
    root = folder()
    if root is None:
        return None
    try:
        return json.loads(zlib.decompress((root / digest[:2] / digest).read_bytes()))
    except (OSError, ValueError, zlib.error):
        return None


def save(digest: str, result: object) -> None:
    """Keep a result (what JSON can hold). A folder that cannot be written costs time later, not this run."""
    root = folder()
    if root is None:
        return
    try:
        place = root / digest[:2]
        place.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place, prefix=".writing-")
        with os.fdopen(handle, "wb") as file:
            file.write(zlib.compress(json.dumps(result, ensure_ascii=False).encode()))
        Path(name).replace(place / digest)
    except OSError:
        return
