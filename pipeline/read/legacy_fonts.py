"""TCVN3 (ABC) and VNI to Unicode: of a whole text by its letters, of a Word, RTF or PDF run by the name of its font."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from corpora.encodings import FontRow, fonts, letters
from pipeline.read.syllables import WORD, Score, is_syllable, score

__all__ = ["DECODERS", "Mended", "decode_run", "decode_tcvn3", "decode_vni", "font_row", "mend"]

# Letters no old encoding ever shows: a run that holds one is Unicode, whatever its font is called.
_UNICODE_ONLY = re.compile("[\u1ea0-\u1ef9ăĂđĐơƠưƯĩĨũŨ\u0300-\u0323]")
# What Windows-1252 shows for the codes A1 to FF, less the letters that Vietnamese shares with it.
_SUSPECT = re.compile("[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de-\u00df"
                      "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
                      "|[aeouyAEOUYôÔ][\u00c0-\u00ff]")  # fmt: skip
# Other code pages' letters for codes that matter here (Turkish, Central European), and the Greek mu for the micro sign.
_STRAYS = str.maketrans("ĞİŞğışμĂă˘ˇłŁ", "ÐÝÞðýþµÃã¢¡³£")
_SYMBOL_FONT = {code: code - 0xF000 for code in range(0xF020, 0xF100)}
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"(?:[,-]?\s?(?:Bold|Italic|Oblique|Regular|Normal)(?:MT)?)+$|\s(?:Tur|CE|Cyr|Greek|Baltic)$")


@cache
def _tcvn3() -> tuple[dict[int, str], re.Pattern[str]]:
    table = letters("tcvn3")
    marks = {typed: letter for typed, letter in table.items() if unicodedata.combining(letter)}
    plain = {ord(typed): letter for typed, letter in table.items() if typed not in marks}
    return plain, re.compile(f"([aeiouyăâêôơư])([{''.join(marks)}])", re.IGNORECASE)


def decode_tcvn3(text: str) -> str:
    """Unicode for TCVN3 text as Windows-1252 shows it; what TCVN3 does not use (curly quotes, dashes) stays.

    Table: TCVN 5712:1993. A floating tone mark (B0 to B4) is one only behind a vowel: "30°C" keeps its degree sign.

    >>> decode_tcvn3("QuyÕt ®Þnh sè 12/2003/Q§-UB")
    'Quyết định số 12/2003/QĐ-UB'
    """
    plain, marked = _tcvn3()
    table = letters("tcvn3")
    text = text.translate(_STRAYS).translate(plain)
    return marked.sub(lambda found: unicodedata.normalize("NFC", found[1] + table[found[2]]), text)


@cache
def _vni() -> tuple[dict[str, str], re.Pattern[str]]:
    table = dict(letters("vni"))
    for typed, letter in letters("vni").items():  # a mark typed in the other case ("Aù") prints the same letter
        if len(typed) == 2:
            table.setdefault(typed[0] + typed[1].swapcase(), letter)
    longest_first = sorted(table, key=len, reverse=True)
    return table, re.compile("|".join(map(re.escape, longest_first)))


def decode_vni(text: str) -> str:
    """Unicode for VNI text as Windows-1252 shows it: a letter and the mark behind it become one.

    >>> decode_vni("Quyeát ñònh soá 12/2003/QÑ-UB")
    'Quyết định số 12/2003/QĐ-UB'
    """
    table, typed = _vni()
    return typed.sub(lambda found: table[found[0]], text.translate(_STRAYS))


DECODERS: dict[str, Callable[[str], str]] = {"tcvn3": decode_tcvn3, "vni": decode_vni}


@cache
def font_row(name: str | None) -> FontRow | None:
    """The row of the font register a font falls under; None for a Unicode font.

    The prefix of an embedded subset and the style or code page behind the name do not count.

    >>> font_row("ABCDEF+.VnTimeH,Bold").capitals, font_row("Times New Roman")
    (True, None)
    """
    if not name:
        return None
    bare = _STYLE.sub("", _SUBSET.sub("", name.strip()))
    return next((row for row in fonts() if row.pattern.search(bare)), None)


def decode_run(text: str, font: str | None) -> str:
    """A run of text as its font prints it: `.VnTime`, `.VnTimeH` (capitals), `VNI-Times` …; unchanged in other fonts.

    A run that holds letters only Unicode has is left alone, whatever its font.

    >>> decode_run("céng hßa", ".VnTimeH"), decode_run("Haïnh phuùc", "VNI-Times"), decode_run("là", "Arial")
    ('CỘNG HÒA', 'Hạnh phúc', 'là')
    """
    row = font_row(font)
    if row is None:
        return text
    text = text.translate(_SYMBOL_FONT)
    if not _UNICODE_ONLY.search(text.translate(_STRAYS)):
        read = DECODERS[row.encoding](text)
        before, after = score(text), score(read)
        text = text if before.net >= 2 and before.bad == 0 and after.net < 0 else read
    return text.upper() if row.capitals else text


class Mended(NamedTuple):
    """A text with its old encodings read, and which they were (in order of first use)."""

    text: str
    encodings: tuple[str, ...]


def _better(line: str, encodings: tuple[str, ...], usual: str | None) -> tuple[str, str | None]:
    """The best reading of a line; one that says nothing (no words that count) is read as the rest of the text."""
    best: tuple[Score, str, str | None] = (score(line), line, None)
    for encoding in encodings:
        read = DECODERS[encoding](line)
        if read == line:
            continue
        measure = score(read)
        if measure.net > best[0].net or (measure.net == best[0].net and encoding == usual):
            best = (measure, read, encoding)
    return best[1], best[2]


def _strange(text: str) -> Counter[str]:
    """Words with a letter an old encoding would show, that are no Vietnamese as they stand."""
    found: Counter[str] = Counter()
    end = 0
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() >= end:
            word = WORD.search(text, max(end, suspect.start() - 12))
            while word and word.end() <= suspect.start():
                word = WORD.search(text, word.end())
            if word:
                found[word[0]] += 1
                end = word.end()
    return Counter({word: count for word, count in found.items() if len(word) > 1 and not is_syllable(word)})


def _worth(strange: Counter[str]) -> tuple[str, ...]:
    """The encodings that explain at least half of the strange words, and at least two of them; the best first."""
    explained = {
        name: sum(count for word, count in strange.items() if (read := decode(word)) != word and is_syllable(read))
        for name, decode in DECODERS.items()
    }
    wanted = max(2, strange.total() // 2)
    return tuple(sorted((name for name in explained if explained[name] >= wanted), key=lambda name: -explained[name]))


def mend(text: str) -> Mended:
    """TCVN3 and VNI read where the letters themselves show them, line by line; Unicode lines stay as they are.

    At least two words that only an old encoding explains are wanted before anything is touched.

    >>> mend("Céng hoµ x· héi chñ nghÜa")
    Mended(text='Cộng hoà xã hội chủ nghĩa', encodings=('tcvn3',))
    >>> mend("Cộng hoà xã hội; Köln, façade, naïve, 30°C, 5 m²").encodings
    ()
    """
    worth = _worth(_strange(text))
    if not worth:
        return Mended(text, ())
    lines = text.splitlines(keepends=True)
    suspects = "".join(line for line in lines if _SUSPECT.search(line))
    seen = score(suspects)
    usual = worth[0] if score(DECODERS[worth[0]](suspects)).good > 4 * seen.good else None
    used: dict[str, None] = {}
    for index, line in enumerate(lines):
        if line.isascii():
            continue
        lines[index], encoding = _better(line, worth, usual)
        if encoding:
            used[encoding] = None
    return Mended("".join(lines), tuple(used))
