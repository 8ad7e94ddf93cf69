"""The catalogue of words is complete in both languages, and every word of it is used."""

import re
from pathlib import Path
from typing import get_args

import pytest

from extractors.records import Relation
from pipeline.query.views import OFFERED
from pipeline.store.schema import TABLES
from pipeline.web.api import router
from pipeline.web.words import LANGUAGES, _glosses, catalogue

WEB = Path(__file__).resolve().parents[3] / "pipeline" / "web"
SOURCES = [*(WEB / "templates").iterdir(), *WEB.glob("*.py")]
# Rooms whose keys are codes: asked for with the code put in.
CODED = {"relation", "done_to", "figure", "recurrence", "weekday", "error", "problem", "became"}


def used() -> set[str]:
    """Keys that templates and code name outright."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    return set(re.findall(r"""[^_]t\(["']([a-z_]+\.[\w -]+)["'][,)]""", text))


def test_every_key_has_both_languages() -> None:
    assert {} == {key: words for key, words in catalogue().items() if set(words) != set(LANGUAGES)}
    assert [] == [key for key, words in catalogue().items() if not all(words.values())]


def test_both_languages_name_the_same_values() -> None:
    names = {
        key: [sorted(re.findall(r"\{(\w+)\}", words[lang])) for lang in LANGUAGES] for key, words in catalogue().items()
    }
    assert {} == {key: both for key, both in names.items() if both[0] != both[1]}


def test_every_key_that_is_named_exists() -> None:
    assert used()
    assert [] == sorted(used() - set(catalogue()))


def test_every_key_is_used() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in (WEB / "templates").iterdir())
    coded = CODED | {room for room in ("nav", "sql") if f't("{room}." ~' in text}
    assert [] == sorted(key for key in set(catalogue()) - used() if key.split(".")[0] not in coded)


@pytest.mark.parametrize("room", ["relation", "done_to"])
def test_every_relation_has_words(room: str) -> None:
    assert {f"{room}.{name}" for name in get_args(Relation)} == {
        key for key in catalogue() if key.startswith(f"{room}.")
    }


def test_templates_hold_no_words_of_their_own() -> None:
    kept = {"API", "SQL", "JSON", "CSV", "Parquet", "GET", "null"}
    for path in (WEB / "templates").glob("*.html"):
        text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"<code>[^<]*</code>", " ", text)
        words = set(re.findall(r"[^\W\d_]{2,}", re.sub(r"<[^>]*>", " ", text)))
        assert set() == words - kept, path.name


def test_every_gloss_is_of_something_there_is() -> None:
    known = {f"table.{name}" for name in TABLES} | {f"offer.{offer.name}" for offer in OFFERED}
    known |= {f"call.{route.path.rpartition('/')[2]}" for route in router.routes}  # type: ignore[attr-defined]
    assert [] == sorted(set(_glosses()) - known)
    assert [] == sorted(key for key in known - set(_glosses()) if not key.startswith("table."))
