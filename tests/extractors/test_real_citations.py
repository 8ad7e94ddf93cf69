"""Citations of ../shared/data: one-line probes, and the official strings of the Bộ Pháp điển."""

from pathlib import Path

from pipeline.evaluation.strings import figures_of_strings, read_rows

FLOORS = {
    # of all 1,000 strings, of which 34 do not hold what their annotation says
    "official: number": 0.99, "official: date": 0.975, "official: issuer": 0.975,
    # of those that do
    "official, well-formed: number": 0.995, "official, well-formed: date": 0.995, "official, well-formed: issuer": 0.99,
}  # fmt: skip


def test_probes(shared: Path) -> None:
    _, missed = figures_of_strings(read_rows(shared / "data" / "probes.jsonl"))
    assert [] == missed


def test_official_strings(shared: Path) -> None:
    figures, missed = figures_of_strings(read_rows(shared / "data" / "citations_phapdien.jsonl"))
    below = {name: figures[name]["f1"] for name, floor in FLOORS.items() if figures[name]["f1"] < floor}
    assert {} == below, "\n".join(missed)
