"""Which extractors wrote a row: a digest, so that nobody has to remember to count a version up."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

__all__ = ["extractors_version"]

_PARTS = ("extractors", "models/weights", "corpora/registers")
_KINDS = frozenset(
    {".py", ".yaml", ".yml", ".json", ".toml", ".csv", ".tsv", ".txt", ".cfg", ""}
)  # weights have no suffix
_ASIDE = frozenset({"scores.json"})  # what is told of a model, not what it answers


def extractors_version(models: str | Iterable[str] = "default") -> str:
    """12 hexadecimal digits over the source of the extractors and what they know (registers, loaders, models), and
    behind them the names of the models that were asked, where those are not the default ones.

    >>> extractors_version("none").removeprefix(extractors_version())
    '+none'
    """
    from models import DEFAULT, wanted

    asked = wanted(models)
    if asked == frozenset(DEFAULT):
        return _sources()
    return f"{_sources()}+{','.join(sorted(asked)) or 'none'}"


@cache
def _sources() -> str:
    import corpora

    top = Path(corpora.__file__ or "").resolve().parent.parent
    digest = hashlib.sha256()
    files = [path for part in _PARTS for path in (top / part).rglob("*")] + [
        path for folder in ("corpora", "models") for path in (top / folder).glob("*.py")
    ]
    for path in sorted(files):
        if path.suffix in _KINDS and path.name not in _ASIDE and path.is_file():
            digest.update(path.relative_to(top).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]
