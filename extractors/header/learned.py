"""What the models see of the lines at the head of a text, and of a text whose head is lost (models/weights)."""

from collections import Counter
from collections.abc import Iterator, Sequence

from extractors.features import near, pairs, words
from extractors.normalise import NormalisedText
from extractors.structure import Structure
from extractors.structure.lines import Line, is_capitals, lines_of

__all__ = ["HEAD_LINES", "body_features", "head_lines", "line_features"]

HEAD_LINES = 40  # lines that are looked at: no letterhead ends later, stamps included
_LETTERS = 4  # letters that are told together
_HOLDS_EIGHT_WORDS = 240  # characters: of a neighbour no more words are told
_BODY = 260  # words of a body's beginning
_END = 60  # and of its end
_OUTLINE = 60  # units whose kinds are counted
_LONGEST = 60_000  # characters in which it may name itself
_NEAR = 200  # characters in which the addressees open it


def head_lines(text: NormalisedText) -> list[Line]:
    """The lines among which a letterhead may stand."""
    return lines_of(text.text, 0, _end_of_lines(text.text))[:HEAD_LINES]


def _end_of_lines(text: str) -> int:
    at = 0
    for _ in range(HEAD_LINES * 2):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def line_features(text: NormalisedText, lines: Sequence[Line], index: int) -> list[str]:
    """What the model of letterheads is told of one line: pieces of its words, its place, its neighbours.

    >>> from extractors.normalise import normalise
    >>> text = normalise("SỞ Y TẾ\\nSố: 12/SYT-VP\\n")
    >>> "cap" in line_features(text, head_lines(text), 0)
    True
    """
    line = lines[index]
    printed, folded = text.text[line.start : line.end], text.folded[line.start : line.end].lower()
    found = words(folded)
    seen = [
        f"at={min(index, 12)}", f"at={min(index // 4, 6)}_{is_capitals(printed)}", f"gap={line.gap}",
        f"long={min(9, len(printed) // 14)}", f"words={min(9, len(found))}",
        *(["cap"] if is_capitals(printed) else []), *(["colon"] if ":" in printed else []),
    ]  # fmt: skip
    digits = sum(map(str.isdigit, printed))
    seen.append(f"digits={min(digits, 12)}")
    seen += pairs(found[:14], "w")
    joined = "_".join(found)
    seen += {f"l={joined[i : i + _LETTERS]}" for i in range(max(1, len(joined) - _LETTERS + 1))}
    for name, place in (("u", index - 1), ("d", index + 1)):
        if 0 <= place < len(lines):
            other = lines[place]
            told = words(text.folded[other.start : min(other.end, other.start + _HOLDS_EIGHT_WORDS)])
            seen += (f"{name}:{word}" for word in pairs(told[:8], "w"))
            seen.append(f"{name}:cap={is_capitals(text.text[other.start : other.end])}")
        else:
            seen.append(f"{name}:none")
    return seen


def body_features(text: NormalisedText, structure: Structure) -> list[str]:
    """What the model of types is told of a text without head: words of its beginning and end, its outline.

    >>> from extractors.normalise import normalise
    >>> from extractors.structure import analyse
    >>> text = normalise("Thực hiện Kế hoạch này, các xã báo cáo.")
    >>> "b=ke_hoach" in body_features(text, analyse(text))
    True
    """
    folded = text.folded
    start = min(zone.start for zone in (structure.preamble or structure.body, structure.body))
    listed = folded.rfind("noi nhan", start)
    end = listed if listed >= 0 else len(folded)
    found = words(folded[start : min(end, start + _BODY * 9)])[:_BODY]
    last = words(folded[max(start, end - _END * 9) : end])[-_END:]
    seen = [*near(found[:4], "n"), *set(pairs(found, "b")), *set(pairs(last, "e"))]
    seen += set(_selves(words(folded[start:end][:_LONGEST])))
    if listed >= 0:
        seen += ["copies", *pairs(words(folded[listed + 8 : listed + 60])[:6], "r")]
    kinds = Counter(unit.kind for unit in structure.units[:_OUTLINE])
    seen += (f"unit={kind}_{min(3, count.bit_length())}" for kind, count in kinds.items())
    if structure.addressees is not None or "kinh gui" in folded[: start + _NEAR]:
        seen.append("addressed")
    seen.append(f"long={min(8, (end - start).bit_length() - 8)}")
    return seen


def _selves(found: Sequence[str]) -> Iterator[str]:
    """ "Kế hoạch này", "Thông báo này": what the text calls itself."""
    for index, word in enumerate(found):
        if word == "nay" and index >= 2:
            yield f"self={found[index - 2]}_{found[index - 1]}"
