"""Characters of the symbol fonts (Symbol, Wingdings): bullets, boxes and arrows as Unicode."""

import re

from pipeline.read.legacy_fonts import decode_run, font_row

__all__ = ["holds_symbols", "symbols"]

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SYMBOL = {0xB7: "•", 0xA7: "♣", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xDE: "⇒", 0x2D: "-"}
_SYMBOL |= {code: chr(code) for code in (*range(0x20, 0x41), 0x5B, 0x5D, 0x5F, 0x7B, 0x7C, 0x7D) if code not in _SYMBOL}
_SYMBOL |= dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_WINGDINGS = {
    0xA7: "▪", 0x9F: "•", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0xA8: "☐", 0x6F: "☐", 0xFE: "☑",
    0xFD: "☒", 0x78: "☒", 0xFC: "✓", 0xFB: "✗", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xE8: "➔", 0x2D: "-", 0xB2: "☆",
}  # fmt: skip


def holds_symbols(text: str) -> bool:
    """Whether a text holds codes that only a symbol font gives a meaning."""
    return _PRIVATE.search(text) is not None


def symbols(text: str, font: str | None) -> str:
    """The text of a bullet or symbol in a font: private codes become Unicode, unknown ones a bullet.

    >>> symbols("\\uf0b7", "Symbol"), symbols("-", "Times New Roman"), symbols("§", "Wingdings")
    ('•', '-', '▪')
    """
    if font_row(font):
        return decode_run(text, font)
    table = _WINGDINGS if font and font.lower().startswith(("wingdings", "webdings")) else _SYMBOL
    if font and font.lower().startswith(("wingdings", "webdings", "symbol", "zapfdingbats")):
        return "".join(table.get(ord(letter) & 0xFF, "•") if not letter.isspace() else letter for letter in text)
    return _PRIVATE.sub(lambda found: table.get(ord(found[0]) & 0xFF, "•"), text)
