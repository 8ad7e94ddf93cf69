"""The words of the archive: themes, levels and grammar as the YAML files beside this one hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Level", "Levels", "Theme", "grammar", "levels", "read", "subjects", "themes", "turns"]

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Theme:
    """What dispatches of a dossier are about."""

    id: str
    ministry: tuple[str, str]
    department: tuple[str, str]
    office: tuple[str, str]
    unit: tuple[str, ...]
    laws: tuple[str, ...]
    works: tuple[str, ...]
    topics: tuple[str, ...]
    objects: tuple[str, ...]
    tasks: tuple[str, ...]
    targets: tuple[str, ...]
    results: tuple[str, ...]
    problems: tuple[str, ...]
    aims: tuple[str, ...]
    school: bool = False
    hospital: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """Who signs, acts, is written to and gets copies at one level."""

    signers: tuple[tuple[str, ...], ...]
    actors: tuple[str, ...]
    addressees: tuple[str, ...]
    copies: tuple[str, ...]
    units: tuple[str, ...]
    writes: tuple[str, ...]
    superior: tuple[str, ...]
    below: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Levels:
    """All levels, and the parts of invented names."""

    by_name: Mapping[str, Level]
    surnames: tuple[str, ...]
    middles: tuple[str, ...]
    given: tuple[str, ...]
    school_names: tuple[str, ...]
    streets: tuple[str, ...]

    def of(self, name: str) -> Level:
        """The level of a name."""
        return self.by_name[name]


def read(name: str) -> Any:
    """The content of a YAML file of this folder."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


@cache
def themes() -> tuple[Theme, ...]:
    """Every theme.

    >>> themes()[0].id
    'cai-cach-hanh-chinh'
    """
    return tuple(Theme(**{key: _frozen(value) for key, value in row.items()}) for row in read("themes.yaml"))


@cache
def levels() -> Levels:
    """Every level, from the centre down to the school."""
    names = read("names.yaml")
    return Levels(
        {
            name: Level(**{key: _frozen(value) for key, value in row.items()})
            for name, row in read("levels.yaml").items()
        },
        **{key: tuple(value.split()) if isinstance(value, str) else _frozen(value) for key, value in names.items()},
    )


@cache
def grammar() -> Mapping[str, tuple[str, ...]]:
    """Name of each symbol to its lines."""
    return {name: _frozen(lines) for name, lines in read("grammar.yaml").items()}


@cache
def _subjects() -> Mapping[str, Any]:
    return {
        group: {kind: _frozen(lines) for kind, lines in rows.items()} for group, rows in read("subjects.yaml").items()
    }


def subjects() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Lines for the subject of a document, by group and kind."""
    return _subjects()


def turns(group: str) -> tuple[str, ...]:
    """In what turn the kinds of a group come.

    >>> turns("party")[0]
    'KH'
    """
    found: tuple[str, ...] = _subjects()["turns"][group]
    return found
