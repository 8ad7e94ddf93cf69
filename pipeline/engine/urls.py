"""Folders and files by URL (`s3://bucket/2023/`), through fsspec: needs the extra `cluster`."""

from collections.abc import Iterator, Sequence
from typing import Any

from pipeline.errors import CancuError
from pipeline.read.walk import Found

__all__ = ["walk_urls"]


def _time(info: dict[str, Any]) -> int:
    """Time of last change in nanoseconds; 0 where the storage does not tell."""
    changed = info.get("LastModified") or info.get("mtime") or info.get("last_modified")
    if changed is None:
        return 0
    return int((changed.timestamp() if hasattr(changed, "timestamp") else float(changed)) * 1e9)


def walk_urls(urls: Sequence[str]) -> Iterator[Found]:
    """Every file under the URLs in order of name; hidden ones are left out, as on a disk.

    Raises `CancuError`: program-missing (no fsspec, or not the part for this kind of URL), input-missing.
    """
    try:
        import fsspec
    except ImportError:
        message = "paths such as s3://… need fsspec: pip install 'cancu[cluster]'"
        raise CancuError("program-missing", message, where=urls[0]) from None
    for url in urls:
        try:
            system, root = fsspec.core.url_to_fs(url)
        except ImportError as error:
            raise CancuError("program-missing", str(error), where=url) from None
        try:
            found = system.find(root, detail=True)
        except OSError as error:
            raise CancuError("input-unreadable", error.strerror or "it cannot be listed", where=url) from None
        if not found:
            raise CancuError("input-missing", "there is no such file or folder", where=url)
        for path, info in sorted(found.items()):
            if not any(part.startswith(".") for part in path.removeprefix(root).split("/")):
                yield Found(system.unstrip_protocol(path), int(info.get("size") or 0), _time(info))
