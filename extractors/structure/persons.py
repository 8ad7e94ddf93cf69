"""What a signature block prints on a line of its own: a post, a person's name."""

import re
from functools import cache, lru_cache

import regex
from rapidfuzz import fuzz, process

from corpora.folding import fold
from corpora.posts import posts
from corpora.surnames import surnames
from extractors.structure.lines import is_capitals
from extractors.structure.words import APPENDIX, post_pattern

__all__ = [
    "STACK", "blurred_post", "ends_in_post", "family_name", "is_post", "is_post_line", "is_syllable", "name_at",
    "name_behind", "name_under_stamp",
]  # fmt: skip

STACK = re.compile(r"(?:(?:tm|kt|tl|tuq|q)\s?[./](?![./])|(?:tm|kt|tl|tuq)\s?,|(?:t/m|k/t|t/l|tu/q)\b\.?)\s?\w")
"""TM., KT., TL., TUQ. (thay mặt, ký thay, thừa lệnh, thừa ủy quyền; Party: T/M …) on folded text."""

_STACK_IN_CAPITALS = re.compile(r"\W*(?:TM|KT|TL|TUQ|T/M|K/T|T/L)\b")
_DEGREES = regex.compile(
    r"(?:(?:(?:PGS|GS|TS|TSKH|ThS|Th\.S|THS|BS|BSCK\w*|BS\.?CK\w*|CKI{1,2}|CK[12]|KS|KTS|CN|LS|DS|DSCK\w*|ĐD|NSND|NSƯT|NGƯT|NGND|TTND|TTƯT"
    r"|Thạc s[ĩỹ]|Tiến s[ĩỹ]|Bác s[ĩỹ]|Kỹ sư|Cử nhân|Ông|Bà|Đ/c|Đồng chí"
    r"|(?:Đại|Thượng|Trung|Thiếu) (?:tướng|tá|úy))\b[.,:\s-]*)+)(?=\p{Lu})"
)
_NAME = regex.compile(r"\p{Lu}[\p{Ll}']*(?: \p{Lu}[\p{Ll}']*){1,4}|\p{Lu}{2,}(?: \p{Lu}{2,}){1,4}")
_SYLLABLE = re.compile(r"(?:ngh?|nh|ch|gh|gi|kh|ph|th|tr|qu|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")


@cache
def _post(ending: str) -> re.Pattern[str]:
    return re.compile(r"\W{0,6}(?:q\. ?)?" + post_pattern() + ending)


def is_post(folded: str, alone: bool = False) -> bool:
    """Whether folded words are a post; `alone`: with nothing behind it.

    >>> is_post("pho giam doc so y te"), is_post("pho giam doc so y te", alone=True)
    (True, False)
    """
    return _post(r"\W{0,3}$" if alone else r"\b[ a-z,&./()-]{0,60}$").match(folded) is not None


_LETTERS = re.compile(r"[a-z]+")
_ALIKE = 86  # of 100: one letter in seven lost or misread
_LONG_ENOUGH = 8  # letters: shorter posts ("bí thư") are like too many words


@lru_cache(maxsize=512)
def blurred_post(folded: str) -> str | None:
    """The folded name of the post that capitals under a stamp once were, None where no one post is like them.

    >>> blurred_post("pho chu tic"), blurred_post("ssgiam doc"), blurred_post("so tai chinh")
    ('pho chu tich', 'giam doc', None)
    """
    words = _LETTERS.findall(folded)
    plain = " ".join(words)
    if plain in posts():
        return plain
    if not 2 <= len(words) <= 5 or sum(map(len, words)) < _LONG_ENOUGH:
        return None
    turned = next((post for post in posts() if sorted(post.split()) == sorted(words)), None)
    if turned is not None:  # a slanting line is read word by word in the wrong order
        return turned
    best = process.extract(plain, list(posts()), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=2)
    if not best or (len(best) > 1 and best[1][1] == best[0][1]):
        return None
    return best[0][0]


def ends_in_post(folded: str) -> int | None:
    """Where in folded words a post begins that reaches their end ("nhu tren; pho giam doc")."""
    match = re.search("(" + post_pattern() + r")\W{0,4}$", folded) or _post(r"\b[ a-z,&./()-]{0,60}$").match(folded)
    return match.start(match.lastindex or 0) if match else None


def is_post_line(printed: str, folded: str) -> bool:
    """Whether a line is a post as a signature block prints it: in capitals, alone, or behind TM., KT., TL., TUQ.

    >>> is_post_line("KT. GIÁM ĐỐC", "kt. giam doc"), is_post_line("Giám đốc Sở", "giam doc so")
    (True, False)
    """
    if len(printed) > 90:
        return False
    folded = folded.rstrip("\x7f *.,:;-_|")
    if STACK.match(folded.lstrip(" .:|-_*'\"")):
        return is_capitals(printed) or _STACK_IN_CAPITALS.match(printed) is not None
    return is_capitals(printed) and is_post(folded)


def is_syllable(word: str) -> bool:
    """Whether a word can be a Vietnamese syllable.

    >>> is_syllable("Trần"), is_syllable("Prẫn")
    (True, False)
    """
    return _SYLLABLE.fullmatch(fold(word)) is not None


def name_at(printed: str, sure: bool) -> tuple[int, int] | None:
    """Where in a line stands a person's name without degrees; `sure`: the place in the block vouches for it.

    >>> printed = "ThS. Trần Thị Mai"
    >>> printed[slice(*name_at(printed, sure=False))]
    'Trần Thị Mai'
    """
    words = printed.strip(" .,:;*✓-_|“”\"'")
    if not 4 <= len(words) < 60:
        return None
    start = printed.index(words)
    degree = _DEGREES.match(words)
    if degree:
        start += degree.end()
        words = words[degree.end() :]
    if len(words) > 40 or _NAME.fullmatch(words) is None:
        return None
    parts = words.split()
    known = parts[0].capitalize() in surnames()
    if is_capitals(words) and (not known or len(parts) < 3 or APPENDIX.match(fold(words))):
        return None
    if not known and not sure:
        return None
    legal = sum(map(is_syllable, parts))
    return (start, start + len(words)) if legal >= len(parts) - (len(parts) > 2) and legal else None


_UNDER_STAMP = regex.compile(r"[^\p{L}]{0,6}(?P<family>\p{L}{2,8})(?: \p{Lu}\p{Ll}{1,6}){1,3}[^\p{L}]{0,4}")
_FREQUENT = (
    "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
    "Đinh", "Trương",
)  # fmt: skip
_FAMILY_ALIKE, _AHEAD = 66, 10


@lru_cache(maxsize=512)
def family_name(printed: str) -> str | None:
    """The family name that a misread word once was, None where two are as like it.

    >>> family_name("Lê"), family_name("trấn"), family_name("Prần")
    ('Lê', 'Trần', None)
    """
    if printed in surnames():
        return printed
    folded = fold(printed)
    ranked = sorted(((fuzz.ratio(folded, fold(family)), family) for family in _FREQUENT), reverse=True)
    (best, family), (second, _) = ranked[:2]
    return family if best >= _FAMILY_ALIKE and best >= second + _AHEAD else None


def name_under_stamp(printed: str) -> tuple[int, int] | None:
    """Where a name stands whose family name a stamp or signature blurred ("==trấn Văn Mai"); only for its own line.

    >>> printed = "==trấn Văn Mai"
    >>> printed[slice(*name_under_stamp(printed))]
    'trấn Văn Mai'
    """
    match = _UNDER_STAMP.fullmatch(printed) if len(printed) < 45 else None
    if match is None:
        return None
    start = match.start("family")
    words = printed[start:].rstrip(" .,:;*✓-_|“”\"'")
    legal = all(map(is_syllable, words.split()[1:]))
    return (start, start + len(words)) if legal and family_name(match["family"]) else None


@cache
def _fused_name() -> regex.Pattern[str]:
    families = "|".join(sorted(surnames(), key=len, reverse=True))
    return regex.compile(rf"(?<=[\s;,.)])(?:{families})(?: \p{{Lu}}\p{{Ll}}+){{1,3}}$")


_NO_SIGNER = ("-", "đ/c", "ông", "bà", "đồng chí", ",")
_NAME_END = regex.compile(r" \p{Lu}\p{Ll}+ \p{Lu}\p{Ll}+$")
_CAPITALISED_END = regex.compile(r"\p{Lu}\p{Ll}+$")


def name_behind(printed: str) -> int | None:
    """Where a name of the right column begins behind words of the left one ("trực thuộc TW Trần Văn Mai").

    A name that is part of the words before it ("ông …", a longer proper name) is none.
    """
    match = _fused_name().search(printed) if _NAME_END.search(printed, max(0, len(printed) - 24)) else None
    if match is None:
        return None
    before = printed[: match.start()].rstrip()
    if (
        not (" " in before or before.endswith((";", ".", ")")))
        or before.endswith(_NO_SIGNER)
        or _CAPITALISED_END.search(before)
    ):
        return None
    return match.start()
