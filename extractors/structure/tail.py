"""The end of a document: signature block and Nơi nhận (also interleaved), and what stands after them."""

from dataclasses import dataclass, field

import regex

from extractors.normalise import NormalisedText
from extractors.structure.lines import Line, is_capitals, is_noise
from extractors.structure.model import Cell

__all__ = ["Tail", "read_tail"]

_RECIPIENTS = regex.compile(r"(?:^|(?<=\|)|(?<=\s{3}))\W{0,4}n[o0]i ?nh[ae]n\b ?[:;.,]?")
_STACK = regex.compile(r"\b(?:tm|kt|tl|tuq|t/m|k/t|t/l|q)\s?[./](?![./])\s?\w")
_POST_WORDS = (
    r"(?:(?:pho|quyen|nguyen) )?(?:tong )?(?:chi )?(?:giam doc|chu tich|truong phong|hieu truong|bo truong|thu truong|cuc truong|vu truong|"
    r"chanh van phong|bi thu|truong ban|thu tuong|vien truong|thong doc|chanh thanh tra|chanh an|thanh tra|chu nhiem|doi truong|"
    r"thu ky|to truong|truong doan|tong giam doc|kiem toan nha nuoc|chanh toa|truong cong an|chi huy truong|chinh uy|hieu pho|truong khoa|"
    r"truong tram|tram truong|truong chi nhanh|uy vien|chu tich hdqt|tu lenh|giam thi)"
)
_POST = regex.compile(r"\W{0,6}" + _POST_WORDS + r"\b[ a-z,&./()-]{0,60}$")
_APPENDIX = regex.compile(
    r"\W{0,3}(?:phu luc|bieu mau|mau so|danh sach|danh muc|bieu so|cong ?h\w{1,3} ?x\w ?h\w{1,2} ?ch|doc lap ?- ?tu do|\( ?(?:ban hanh|kem theo|dinh kem)"
    r"|quy che\b|quy dinh\b|dieu le\b|de an\b|chuong trinh\b|ke hoach\b|u[yi] ban nhan dan|so [a-z ]{4,40}cong hoa|ubnd .{3,40} cong ?h|bang tong hop|bieu tong)"
)
_NAME = regex.compile(r"(?:(?:\p{Lu}[\p{Ll}\p{M}]*|\p{Lu}{2,})[ ]){1,5}(?:\p{Lu}[\p{Ll}\p{M}]*|\p{Lu}{2,})$")


@dataclass(slots=True)
class Tail:
    """Where body, signature block and appendices end, as line indices, and the cells in the block."""

    first_line: int
    end_line: int
    cells: list[Cell] = field(default_factory=list)


def read_tail(text: NormalisedText, lines: list[Line], body_line: int) -> Tail | None:
    """The signature block of the document itself: the first after the body, whatever is attached behind it."""
    folded = text.folded
    anchor = None
    for index in range(body_line, len(lines)):
        start, end = lines[index].start, lines[index].end
        if end - start < 130 and _RECIPIENTS.search(folded[start : min(end, start + 60)]):
            anchor = index
            break
    if anchor is None:
        anchor = _signature_alone(text, lines, body_line)
        if anchor is None:
            return None
    first = anchor
    while first > body_line and anchor - first < 12 and _in_block(text, lines[first - 1]):
        first -= 1
    end = _block_end(text, lines, anchor)
    return Tail(first, end)


def _signature_alone(text: NormalisedText, lines: list[Line], body_line: int) -> int | None:
    for index in range(body_line, len(lines)):
        line = lines[index]
        if line.end - line.start > 80:
            continue
        if is_post_line(text, line) and any(_is_name(text, near) for near in lines[index + 1 : index + 9]):
            return index
    return None


def is_post_line(text: NormalisedText, line: Line) -> bool:
    """Whether a line is a post as a signature block prints it: in capitals, alone, or behind TM., KT., TL., TUQ."""
    printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
    if _STACK.match(folded.lstrip(" .:|-_*'\"")):
        return len(printed) < 90 and (is_capitals(printed) or regex.match(r"\W*(?:TM|KT|TL|TUQ|Q)\b", printed) is not None)
    return _POST.match(folded) is not None and is_capitals(printed)


def _is_name(text: NormalisedText, line: Line) -> bool:
    printed = text.text[line.start : line.end].split("|")[-1].strip(" .*✓")
    return len(printed) < 45 and _NAME.search(printed) is not None and not _POST.match(text.folded[line.start : line.end])


def _in_block(text: NormalisedText, line: Line) -> bool:
    printed = text.text[line.start : line.end]
    if len(printed) > 90:
        return False
    return is_post_line(text, line) or is_noise(printed) and len(printed) < 30 or _is_name(text, line) and len(printed) < 35 and line.gap


def _block_end(text: NormalisedText, lines: list[Line], anchor: int) -> int:
    """The line after the block: at the first appendix cue, or at running text."""
    last = anchor + 1
    for index in range(anchor + 1, min(len(lines), anchor + 80)):
        line = lines[index]
        printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end]
        if _APPENDIX.match(folded) and not is_post_line(text, line):
            break
        if len(printed) > 170:
            break
        last = index + 1
    return last
