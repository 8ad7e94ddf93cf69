"""Bytes of a text in any encoding → its characters, told from the bytes alone."""

import codecs
import re
from typing import NamedTuple

from pipeline.errors import CancuError
from pipeline.read.legacy_fonts import DECODERS, mend
from pipeline.read.syllables import Score, score

__all__ = ["Decoded", "decode", "looks_wide"]

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 400_000  # characters looked at to choose between encodings
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Decoded(NamedTuple):
    """A text, the name of its encoding ("utf-8", "utf-16-le", "cp1258", "tcvn3", "vni" …) and what went wrong.

    `problems` are pairs of a code of docs/errors.md and a message. Two encodings in one file are joined by "+".
    """

    text: str
    encoding: str
    problems: tuple[tuple[str, str], ...] = ()


def looks_wide(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte of blanks, digits and line ends is zero.

    >>> looks_wide("Số: 30/2020/NĐ-CP".encode("utf-16-le")), looks_wide(b"plain")
    ('utf-16-le', None)
    """
    head = data[: 1 << 14]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head) // 2 or min(even, odd) * 4 > max(even, odd):
        return None
    name = "utf-16-le" if odd > even else "utf-16-be"
    try:
        text = head[: len(head) & ~3].decode(name, "ignore")
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else name


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes (cut off in a letter, a stray byte): they become U+FFFD, and a problem tells."""
    text = data.decode("utf-8", "replace")
    lost = text.count("\ufffd") - data.count("\ufffd".encode())
    whole = sum(1 for character in text[:_SAMPLE] if character > "\x7f") - min(lost, text[:_SAMPLE].count("\ufffd"))
    if whole < 2 * lost:  # other encodings hardly ever form a letter of UTF-8 by chance
        return None
    message = f"{lost} bytes or groups of bytes are not UTF-8 and stand as U+FFFD"
    return Decoded(text, "utf-8", (("encoding-damaged", message),))


def _western(data: bytes) -> str:
    """Windows-1252 in which the five bytes it does not use stand for themselves: what the old encodings sat on."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(_CP1252[byte] for byte in data)


_CP1252 = [bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in range(256)]
_BYTES = {letter: byte for byte, letter in enumerate(_CP1252)} | {chr(byte): byte for byte in range(256)}
_TWICE = re.compile("á[º»][\u0080-\u2122]|Ä[\u0090‘]|Æ[°¡]")  # what ạ to ỹ, Đ, đ, ư, ơ become


def _encoded_twice(text: str) -> str | None:
    """UTF-8 that a program took for Windows-1252 and wrote as UTF-8 again ("Quyáº¿t Ä‘á»‹nh"), read back; else None."""
    if len(_TWICE.findall(text)) < 3:
        return None
    try:
        once = bytes(_BYTES[letter] for letter in text).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return None
    return once if score(once[:_SAMPLE]).share > 0.6 else None


def _readings(data: bytes) -> dict[str, tuple[str, Score]]:
    """The text in each encoding of one byte a letter, with its score."""
    western = _western(data)
    texts = {"cp1252": western, "cp1258": data.decode("cp1258", "replace")}
    texts.update((name, decoder(western)) for name, decoder in DECODERS.items())
    return {name: (text, score(text[:_SAMPLE])) for name, text in texts.items()}


def _one_byte(data: bytes, name: str | None) -> Decoded:
    readings = _readings(data)
    best = max(readings, key=lambda encoding: readings[encoding][1].net)
    text, measure = readings[best]
    if measure.good and measure.share >= 0.6:
        if best in DECODERS:
            mended = mend(readings["cp1252"][0])
            return Decoded(mended.text, "+".join(mended.encodings)) if mended.encodings else Decoded(text, best)
        return Decoded(text, best)
    return _other(data, name)


def _other(data: bytes, name: str | None) -> Decoded:
    """No Vietnamese in any encoding: whatever charset-normalizer makes of it, as a guess that is told as one."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:_SAMPLE]).best()
    if match is None and 20 * sum(byte > 0x7F for byte in data[:_SAMPLE]) < len(data[:_SAMPLE]):
        text = data.decode("utf-8", "replace")  # nearly all of it is plain: better some letters lost than all
        message = "the few bytes outside ASCII fit no encoding; those that are not UTF-8 stand as U+FFFD"
        return Decoded(text, "utf-8", (("encoding-damaged", message),))
    if match is None:
        raise CancuError("encoding-unknown", "the bytes are text in no encoding we know", where=name)
    try:
        text = data.decode(match.encoding, "replace")
    except (LookupError, UnicodeError):
        raise CancuError("encoding-unknown", "the bytes are text in no encoding we know", where=name) from None
    return Decoded(text, match.encoding, (("encoding-guessed", f"read as {match.encoding}, which is a guess"),))


def decode(data: bytes, *, name: str | None = None) -> Decoded:
    """The characters of a text file, its encoding told from the bytes.

    UTF-8 is decoded as it stands (a byte order mark stays as U+FEFF, NFD stays NFD); UTF-16 and UTF-32 with or without
    a mark; else that one of CP1258, TCVN3 and VNI in which the words are Vietnamese. TCVN3 or VNI kept as UTF-8
    ("Céng hoµ") is converted too. Raises `CancuError("encoding-unknown")` where nothing fits.

    >>> decode(b"\\xd0\\xf4\\xf2c l\\xe2\\xf2p - T\\xfd\\xf2 do").encoding
    'cp1258'
    >>> decode(b"\\xa7\\xe9c l\\xcbp - T\\xf9 do").text
    'Độc lập - Tự do'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding)
    if b"\0" in data[:4096] and (wide := looks_wide(data)):
        return Decoded(data.decode(wide, "replace"), wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _one_byte(data, name)
    twice = _encoded_twice(text)
    if twice is not None:
        return Decoded(twice, "utf-8+utf-8")
    mended = mend(text)
    return Decoded(mended.text, "+".join(("utf-8", *mended.encodings)))
