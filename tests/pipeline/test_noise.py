"""What is read of a few synthetic scans at five levels of wear does not fall below what is recorded."""

import importlib.util
import tomllib
from pathlib import Path

import pytest

from pipeline.read.ocr import engine

TESTS = Path(__file__).resolve().parents[1]
FLOORS = tomllib.loads((TESTS / "noise_floors.toml").read_text(encoding="utf-8"))

_spec = importlib.util.spec_from_file_location("noise", TESTS / "bench" / "noise.py")
noise = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(noise)


@pytest.mark.skipif(not engine.available(), reason=f"needs tesserocr and {engine.HOW_TO_INSTALL}")
@pytest.mark.parametrize("level", range(5))
def test_scans_are_read_no_worse_than_recorded(level, monkeypatch):
    monkeypatch.setenv("CANCU_CACHE", "off")
    figures, _ = noise.at_level("scan", level, FLOORS["documents"])
    fallen = {name: value for name, value in figures.items() if value < FLOORS[f"level-{level}"][name]}
    assert {} == fallen
