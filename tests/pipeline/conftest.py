"""Fixtures of the pipeline's tests."""

import importlib.util
import sys
from pathlib import Path

import pytest

import extractors

_spec = importlib.util.spec_from_file_location("toy", Path(__file__).with_name("toy.py"))
toy = importlib.util.module_from_spec(_spec)
sys.modules["toy"] = toy
_spec.loader.exec_module(toy)


@pytest.fixture
def toy_extractors(monkeypatch):
    """`extractors.parse` reads the notation of toy.py; ingests run in this process, where that holds."""
    monkeypatch.setattr("pipeline.ingestion.JOBS", 0)
    monkeypatch.setattr(extractors, "parse", toy.toy_parse, raising=False)
