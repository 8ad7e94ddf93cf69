"""Dates in all printed forms, at the precision in which they are printed."""

import pytest

from corpora.folding import fold
from extractors.dates import FIRST_YEAR, LAST_YEAR, iso_date, match_date

FORMS = [
    # printed, ISO, what is left behind it
    ("ngày 05 tháng 3 năm 2020 của", "2020-03-05", " của"),
    ("ngày 5 tháng 03 năm 2020", "2020-03-05", ""),
    ("ngày 05/3/2020;", "2020-03-05", ";"),
    ("05/03/2020", "2020-03-05", ""),
    ("ngày 5-3-2020", "2020-03-05", ""),
    ("ngày 5.3.2020.", "2020-03-05", "."),
    ("ngày 10/12//2021", "2021-12-10", ""),
    ("ngày 02/ 02/ 2018", "2018-02-02", ""),
    ("ngày 05 tháng\n3 năm\n2020", "2020-03-05", ""),
    ("ngày 2 0 tháng 11 năm 2023", "2023-11-20", ""),
    ("ngày 2l tháng 02 năm 2012", "2012-02-21", ""),
    ("ngày O5/6/2019", "2019-06-05", ""),
    ("ngày 14112024", "2024-11-14", ""),
    ("ngày 5/3/98", "1998-03-05", ""),
    ("ngày     tháng 11 năm 2022", "2022-11", ""),
    ("ngày … tháng 11 năm 2022", "2022-11", ""),
    ("ngày     tháng     năm 2022", "2022", ""),
    ("ngày 20 0 tháng 1 năm 2017", "2017-01", ""),
    ("tháng 3/2020", "2020-03", ""),
    ("tháng 3 năm 2020", "2020-03", ""),
    ("tháng 3-2020", "2020-03", ""),
    ("năm 2020", "2020", ""),
]
NONE = [
    "ngày 31/02/2020",
    "ngày 32 tháng 3 năm 2020",
    "ngày 5/13/2020",
    "năm 1789",
    "năm 20201",
    "ngày 5/3/20",  # of 2020, or torn from 20xx
    "ngày 1112020",  # 1/11 or 11/1
    "5/2020/NĐ-CP",
    "05/3/2020/TT-BNV",
    "ngày mai",
    "",
]


@pytest.mark.parametrize(("printed", "iso", "rest"), FORMS)
def test_forms(printed: str, iso: str, rest: str) -> None:
    found = match_date(fold(printed), 0)
    assert found is not None
    assert (iso, rest) == (found.iso, printed[found.end :])


@pytest.mark.parametrize("printed", NONE)
def test_no_dates(printed: str) -> None:
    assert match_date(fold(printed), 0) is None


def test_years_in_range() -> None:
    assert (str(FIRST_YEAR), str(LAST_YEAR)) == (iso_date(FIRST_YEAR), iso_date(LAST_YEAR))
    assert (None, None) == (iso_date(FIRST_YEAR - 1), iso_date(LAST_YEAR + 1))
    assert ("2024-02-29", None) == (iso_date(2024, 2, 29), iso_date(2023, 2, 29))
