"""Which extractors wrote a row: a digest, so that nobody has to remember to count a version up."""

import hashlib
from functools import cache
from pathlib import Path

__all__ = ["extractors_version"]

_PARTS = ("extractors", "models", "corpora/registers")
_KINDS = frozenset({".py", ".yaml", ".yml", ".json", ".toml", ".csv", ".tsv", ".txt", ".bin"})


@cache
def extractors_version() -> str:
    """12 hexadecimal digits over the source of the extractors and what they know: registers, loaders, models."""
    import corpora

    top = Path(corpora.__file__ or "").resolve().parent.parent
    digest = hashlib.sha256()
    files = [path for part in _PARTS for path in (top / part).rglob("*")] + list((top / "corpora").glob("*.py"))
    for path in sorted(files):
        if path.suffix in _KINDS:
            digest.update(path.relative_to(top).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
