"""Characters of the symbol fonts (Symbol, Wingdings): bullets, boxes and arrows as Unicode."""

import re

from pipeline.read.legacy_fonts import decode_run, font_row

__all__ = ["symbols"]

_PRIVATE = re.compile("[\uf020-\uf0ff]")
_SYMBOL = {0xB7: "•", 0xA7: "♣", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xA3: "≤", 0xB4: "×", 0xDE: "⇒", 0x2D: "-"}
_WINGDINGS = {
    0xA7: "▪", 0x9F: "•", 0x6C: "●", 0x6E: "■", 0x71: "❑", 0x72: "❒", 0x76: "❖", 0xA8: "☐", 0x6F: "☐", 0xFE: "☑",
    0xFD: "☒", 0x78: "☒", 0xFC: "✓", 0xFB: "✗", 0xD8: "➢", 0xE0: "→", 0xF0: "⇨", 0xE8: "➔", 0x2D: "-", 0xB2: "☆",
}  # fmt: skip


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
