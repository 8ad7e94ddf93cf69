"""A store is laid out once for a state of it, and a newer layout takes nothing from who still reads the older."""

from pathlib import Path

import pytest

from pipeline import ingest
from pipeline.store.layout import StoreLayout
from pipeline.web.laid import Laid


@pytest.fixture
def layout(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StoreLayout:
    monkeypatch.setenv("CANCU_CACHE", str(tmp_path / "cache"))
    ingest([str(samples / "01-to-trinh-so-noi-vu.txt")], store=str(tmp_path / "store"))
    return StoreLayout(tmp_path / "store")


def kept(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "cache" / "pages").iterdir())


def test_the_next_start_finds_what_was_laid_out(layout: StoreLayout, tmp_path: Path) -> None:
    laid = Laid(layout, "a")
    inode = laid.file.stat().st_ino
    laid.close()
    assert [inode] == [path.stat().st_ino for path in kept(tmp_path)]
    again = Laid(layout, "a")
    assert inode == again.file.stat().st_ino
    again.close()


def test_of_a_store_the_newest_is_kept_and_older_readers_go_on(layout: StoreLayout, tmp_path: Path) -> None:
    old, new = Laid(layout, "a"), Laid(layout, "b")
    assert old.file.exists()
    assert old.file.stat().st_ino != new.file.stat().st_ino
    old.close()
    new.close()
    assert 1 == len(kept(tmp_path))


def test_what_a_killed_server_left_is_removed_and_a_living_one_is_not(layout: StoreLayout, tmp_path: Path) -> None:
    living = Laid(layout, "a")
    left = tmp_path / "cache" / "pages" / ".open-left"
    left.mkdir()
    (left / "lock").touch()
    Laid(layout, "a").close()
    assert living.file.exists()
    assert not left.exists()
    living.close()


def test_off_keeps_nothing(layout: StoreLayout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANCU_CACHE", "off")
    laid = Laid(layout, "a")
    assert laid.file.exists()
    laid.close()
    assert not laid.file.exists()
    assert not (tmp_path / "cache").exists()
