"""Tables of word processors and web pages as lines of text.

Offices lay out letterhead and signatures with tables: of these each cell is read to its end before the next one, as
the eye does. In a table of data a row is a line, its cells separated by " | ".
"""

import re
from collections.abc import Sequence

from corpora.folding import fold

__all__ = ["Cell", "table_lines"]

Cell = list[str]
"""The lines of a cell; a blank line separates nothing here."""

# What only letterhead and signature blocks hold: Quốc hiệu and tiêu ngữ, the Party's tiêu đề, Nơi nhận.
_CERTAIN = re.compile(
    r"doc lap ?- ?tu do ?- ?hanh phuc|^cong h\S+ xa hoi chu nghia viet nam|^dang cong san viet nam$|^noi nhan ?:",
    re.MULTILINE,
)
# What they hold as a rule, but tables of data too: number, place and date, Kính gửi, TM., KT., TL. before an office.
_LIKELY = re.compile(
    r"^kinh gui ?:|^(?:so|luat so) ?:.{0,40}/|\bngay\b.{0,12}\bthang\b.{0,12}\bnam\b"
    r"|^(?:k/?t|t/?m|t/?l|t/?uq|q)\. ?[a-z]",
    re.MULTILINE,
)


def _is_layout(rows: Sequence[Sequence[Cell]], bordered: bool) -> bool:
    """Whether a table only places things side by side."""
    width = max((sum(1 for cell in row if any(cell)) for row in rows), default=0)
    if width <= 1:
        return True
    if width > 3 or len(rows) > 12:
        return False
    words = fold("\n".join(line for row in rows for cell in row for line in cell))
    if _CERTAIN.search(words):
        return True
    deep = any(len([line for line in cell if line]) > 1 for row in rows for cell in row)
    if bordered:
        return deep and len(rows) == 1
    return deep or bool(_LIKELY.search(words))


def table_lines(rows: Sequence[Sequence[Cell]], *, bordered: bool) -> list[str]:
    """The lines of a table; `bordered` says whether it draws lines between its cells.

    >>> table_lines([[["UBND TỈNH", "Số: 1/UBND"], ["Độc lập - Tự do - Hạnh phúc"]]], bordered=False)
    ['UBND TỈNH', 'Số: 1/UBND', '', 'Độc lập - Tự do - Hạnh phúc']
    >>> table_lines([[["TT"], ["Nội dung"]], [["1"], ["Họp"]]], bordered=True)
    ['TT | Nội dung', '1 | Họp']
    """
    lines: list[str] = []
    layout = _is_layout(rows, bordered)
    for row in rows:
        cells = [[line for line in cell if line] for cell in row]
        cells = [cell for cell in cells if cell]
        if layout:
            for cell in cells:
                if lines and lines[-1]:
                    lines.append("")
                lines.extend(cell)
        elif cells:
            lines.extend(" | ".join("\n".join(cell) for cell in cells).split("\n"))
    return lines
