"""Corrected annotations to gold: every document of a folder or file of brat or Label Studio."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.annotations.brat import read_brat
from pipeline.annotations.label_studio import read_label_studio
from pipeline.errors import CancuError
from pipeline.new_folder import new_folder

__all__ = ["import_annotations"]

NAME = re.compile(r"\w[\w.-]*")


def import_annotations(source: str | Path, *, out: str | Path) -> int:
    """Write OUT/NAME.txt and OUT/NAME.gold.json for each NAME.ann of a folder, or each annotated task of a JSON file of
    Label Studio; number of documents. OUT must be missing or empty, and appears only if every document could be read.

    Raises `CancuError`: annotations-missing, annotations-broken, input-missing, out-foreign, out-unwritable.
    """
    path = Path(source)
    if not path.exists():
        raise CancuError("input-missing", "there is no such file or folder", where=str(source))
    documents = _brat(path) if path.is_dir() else read_label_studio(path)
    try:
        with new_folder(out) as work:
            count = 0
            for name, text, gold in documents:
                if not NAME.fullmatch(name) or (work / f"{name}.txt").exists():
                    raise CancuError("annotations-broken", f"{name!r} is no name, or stands twice", where=str(source))
                (work / f"{name}.txt").write_text(text, encoding="utf-8", newline="")
                written = json.dumps(gold, ensure_ascii=False, indent=1)
                (work / f"{name}.gold.json").write_text(f"{written}\n", encoding="utf-8", newline="\n")
                count += 1
            if not count:
                raise CancuError("annotations-missing", "nothing here is annotated", where=str(source))
    except OSError as error:
        raise CancuError("out-unwritable", str(error.strerror), where=str(out)) from None
    return count


def _brat(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in sorted(folder.glob("*.ann")):
        yield path.stem, *read_brat(path)
