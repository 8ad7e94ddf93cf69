"""Signer, recipients and addressees from the cells of the structure."""

from collections.abc import Sequence

import regex

from corpora.folding import fold
from extractors.records import Signer
from extractors.structure.model import Cell

__all__ = ["joined_items", "read_signer"]

_POSTS = (
    "Bộ trưởng", "Thứ trưởng", "Thủ tướng", "Phó Thủ tướng", "Chủ tịch", "Phó Chủ tịch", "Chủ tịch nước", "Chủ tịch Quốc hội",
    "Giám đốc", "Phó Giám đốc", "Tổng Giám đốc", "Phó Tổng Giám đốc", "Trưởng phòng", "Phó Trưởng phòng", "Cục trưởng", "Phó Cục trưởng",
    "Tổng cục trưởng", "Phó Tổng cục trưởng", "Vụ trưởng", "Phó Vụ trưởng", "Hiệu trưởng", "Phó Hiệu trưởng", "Chánh Văn phòng",
    "Phó Chánh Văn phòng", "Chánh Thanh tra", "Phó Chánh Thanh tra", "Bí thư", "Phó Bí thư", "Phó Bí thư Thường trực", "Thống đốc",
    "Phó Thống đốc", "Chi cục trưởng", "Phó Chi cục trưởng", "Viện trưởng", "Phó Viện trưởng", "Trưởng ban", "Phó Trưởng ban",
    "Tổng Thanh tra", "Phó Tổng Thanh tra", "Chánh án", "Phó Chánh án", "Phó Chủ tịch Thường trực", "Chủ nhiệm", "Phó Chủ nhiệm",
)  # fmt: skip
_BY_FOLD = {fold(post): post for post in _POSTS}
_STACK = regex.compile(r"(?i)^\W*(?:TM|KT|TL|TUQ|T/M|K/T|T/L|TU/Q)\s?[./]\s*")
_BULLET = regex.compile(r"^(?:[-+•*–·●▪](?=\s|\p{L})|o(?=\s\p{Lu}))\s*")


def read_signer(text: str, cells: Sequence[Cell]) -> Signer | None:
    """Who signed: the name of the block and the own post, the last line of a "KT. GIÁM ĐỐC / PHÓ GIÁM ĐỐC" stack."""
    name = next((text[cell.start : cell.end] for cell in cells if cell.role == "name"), None)
    posts = [_clean(text[cell.start : cell.end]) for cell in cells if cell.role == "post"]
    own = [post for post in posts if not _STACK.match(post)]
    position: str | None = own[-1] if own else None
    if own and len(own) > 1 and len(own) == len(posts):
        position = own[0]
    if position is None and posts:
        second = regex.search(r"(?<=\s)(?:PHÓ|Phó) .+$", _STACK.sub("", posts[-1]))
        position = second.group() if second else posts[-1]
    if position is not None:
        known = _BY_FOLD.get(fold(position))
        position = known.upper() if known and position.isupper() else position
    return Signer(name=name, position=position) if name or position else None


def _clean(post: str) -> str:
    return " ".join(post.strip(" .,:;*✓-_|“”\"'").split())


def joined_items(text: str, cells: Sequence[Cell]) -> tuple[str, ...]:
    """Recipients or addressees, wrapped lines joined, without bullets and final punctuation."""
    bulleted = sum(_BULLET.match(text[cell.start : cell.end]) is not None for cell in cells)
    items: list[str] = []
    for cell in cells:
        printed = text[cell.start : cell.end]
        opens = _BULLET.match(printed) is not None
        goes_on = bool(items) and not opens and (printed[0].islower() or not items[-1].endswith((";", ".")) or bulleted > 1)
        printed = _BULLET.sub("", printed)
        if goes_on:
            items[-1] = f"{items[-1]} {printed}"
        else:
            items.append(printed)
    return tuple(item for item in map(_without_ends, items) if item)


def _without_ends(item: str) -> str:
    item = " ".join(item.split())
    head, semicolon, shadow = item.rpartition(";")
    if semicolon and not regex.search(r"\p{L}{3}|\p{Lu}{2}", shadow):
        item = head
    item = regex.sub(r"ĐĐ(?=\p{Ll})", "Đ", item)
    item = regex.sub(r"[\s;.,:✓|_*]+$", "", item)
    return item if regex.search(r"\p{L}{2}", item) else ""
