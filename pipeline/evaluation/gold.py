"""A folder of gold: its documents, and the hash that pins it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import CancuError

__all__ = ["Case", "annotated", "fingerprint"]


@dataclass(frozen=True, slots=True)
class Case:
    """One document: its text, its annotation, what was found in it (both in the form of the contract), and whether
    the text was recognised from images.
    """

    name: str
    text: str
    gold: dict[str, Any]
    found: dict[str, Any]
    recognised: bool = False


def annotated(folder: Path) -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Name, text file and annotation of each document of a gold folder.

    Raises `CancuError`: gold-missing, gold-broken.
    """
    found = sorted(folder.glob("*.gold.json"))
    if not found:
        raise CancuError("gold-missing", "there is no NAME.gold.json here", where=str(folder))
    for path in found:
        name = path.name.removesuffix(".gold.json")
        text = path.with_name(f"{name}.txt")
        if not text.is_file():
            raise CancuError("gold-missing", f"there is no {text.name} beside it", where=str(path))
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(gold["document"], dict) or not isinstance(gold["citations"], list):
                raise TypeError("document and citations have the wrong kind")
        except (ValueError, KeyError, TypeError) as error:
            raise CancuError("gold-broken", f"{type(error).__name__}: {error}", where=str(path)) from None
        yield name, text, gold


def fingerprint(folder: str | Path) -> str:
    """SHA-256 (hex) of the names and bytes of all texts and annotations of a gold folder, or of one file of gold.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as empty:
    ...     fingerprint(empty)[:8]
    'e3b0c442'
    """
    path = Path(folder)
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    whole = hashlib.sha256()
    for file in sorted([*path.glob("*.gold.json"), *path.glob("*.txt"), *path.glob("truth.json")]):
        whole.update(f"{file.name}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return whole.hexdigest()
