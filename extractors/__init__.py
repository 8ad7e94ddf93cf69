"""Text to records: `parse(text)` gives all that one document says."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.records import Document

__all__ = ["parse"]


def parse(text: str, *, models: str | Iterable[str] = "default") -> "Document":
    """All records of one text; see `extractors.document.parse`, which this loads when first called.

    >>> parse("Thực hiện Kế hoạch số 200/KH-UBND ngày 07/8/2019.").citations[0].date
    '2019-08-07'
    """
    from extractors.document import parse as parse_text

    return parse_text(text, models=models)
