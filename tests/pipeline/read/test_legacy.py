"""The real files of 2002 to 2009 in TCVN3 and VNI, against their truth."""

from pathlib import Path

import pytest

from pipeline.evaluation.accuracy import Accuracy, compare, measure
from pipeline.read.programs import find


def test_counts_of_a_comparison() -> None:
    assert Accuracy(7, 1, 3, 1) == compare("Độc lập", "Độc  lâp")
    assert Accuracy(7, 0, 3, 0) == compare("ĐỘC LẬP", "độc lập", case=False)


def test_what_is_missing_is_an_edit_and_no_wrong_mark() -> None:
    assert Accuracy(7, 4, 2, 0) == compare("Độc lập", "Độc")


def test_legacy_files_reach_their_floors(shared: Path) -> None:
    if find("libreoffice") is None:
        pytest.skip("needs LibreOffice for the DOC and RTF files")
    total = Accuracy(0, 0, 0, 0)
    for name, found in measure(shared / "legacy", case=False):
        assert isinstance(found, Accuracy), f"{name}: {found}"
        assert found.diacritic >= 0.98, name
        total = total.plus(found)
    assert total.character >= 0.97
