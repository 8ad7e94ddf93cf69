"""The ways in which Word prints a number: ECMA-376 Part 1, 17.18.59 (ST_NumberFormat)."""

import re
from collections.abc import Callable

__all__ = ["format_number"]

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MARKS = "*†‡§"
_LARGEST = 32767  # Word's own limit


def _roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        while number >= amount:
            text, number = text + letters, number - amount
    return text


def _letter(number: int) -> str:
    """a … z, aa, bb … zz, aaa: the letter is repeated; Word knows no đ here."""
    return chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 30)


def _spelt(number: int) -> str:
    """Vietnamese number words, as `vietnameseCounting` prints them."""
    if number < 10:
        return _UNITS[number]
    if number >= 100:
        return str(number)
    tens, unit = divmod(number, 10)
    word = {0: "", 1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(unit, _UNITS[unit])
    return f"{'mười' if tens == 1 else _UNITS[tens] + ' mươi'} {word}".strip()


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if number <= 20 else str(number)


def _mark(number: int) -> str:
    return _MARKS[(number - 1) % 4] * min((number - 1) // 4 + 1, 30)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "ordinal": _ordinal,
    "vietnameseCounting": _spelt,
    "cardinalText": _spelt,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "numberInDash": lambda number: f"- {number} -",
    "chicago": _mark,
    "none": lambda number: "",
}


def format_number(number: int, kind: str, pattern: str | None = None) -> str:
    """A counter as Word prints it; an unknown kind prints plain digits, as Word does.

    `pattern` is the format of kind "custom": its first example ("001, 002, 003, ..."), of which the width counts.
    Letters and Roman numerals have no zero: Word prints nothing, and so does this.

    >>> [format_number(number, "lowerLetter") for number in (1, 26, 27)], format_number(9, "upperRoman")
    (['a', 'z', 'aa'], 'IX')
    >>> format_number(7, "decimalZero"), format_number(25, "vietnameseCounting"), format_number(7, "custom", "001, 002")
    ('07', 'hai mươi lăm', '007')
    """
    number = min(number, _LARGEST)
    if kind == "custom":
        first = re.match(r"0*\d", pattern or "")
        return str(number).zfill(len(first[0]) if first else 1)
    if number <= 0 and kind not in ("decimal", "decimalZero", "ordinal", "vietnameseCounting", "cardinalText"):
        return "" if kind in _FORMATS else str(number)
    return _FORMATS.get(kind, str)(number)
