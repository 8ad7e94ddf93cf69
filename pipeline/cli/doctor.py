"""What is installed here, and what to do about what is not."""

import platform
from importlib.metadata import PackageNotFoundError, version

from pipeline.answers import Answer

__all__ = ["examine"]

_LIBRARIES = (
    "pydantic", "regex", "ahocorasick-rs", "rapidfuzz", "underthesea", "spacy", "pyarrow", "duckdb", "pandas", "typer",
)  # fmt: skip


def examine() -> Answer:
    """Component, version and state of everything cancu uses; `remedy` says how to install what is missing."""
    from models import NAMES as MODELS
    from models import ModelMissingError, require, version_of
    from pipeline.doctor import findings
    from pipeline.read import READERS
    from pipeline.read.kinds import NAMES

    rows: list[tuple[str, str | None, str, str | None]] = [("Python", platform.python_version(), "ok", None)]
    for name in ("cancu", *_LIBRARIES):
        found = _version(name)
        rows.append((name, found, "ok", None) if found else (name, None, "missing", f"pip install {name}"))
    rows += [(each.component, each.version, each.state, each.remedy) for each in findings()]
    for name in MODELS:
        try:
            require([name])
            rows.append((f"model: {name}", version_of(name), "ok", None))
        except ModelMissingError:
            rows.append((f"model: {name}", None, "missing", "install cancu anew; --models none does without"))
    rows += [(f"reader: {NAMES.get(media_type, media_type)}", None, "ok", None) for media_type in READERS]
    return Answer(("component", "version", "state", "remedy"), rows, len(rows))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
