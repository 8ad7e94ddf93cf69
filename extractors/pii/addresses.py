"""Addresses of persons: behind a label ("trú tại", "địa chỉ"), or told by a house number in a lane."""

import re
from collections.abc import Iterator
from functools import cache

from corpora.personal_data import personal_words
from extractors.patterns import CAPITAL
from extractors.pii.model import Finding
from extractors.pii.numbers import label_pattern

__all__ = ["address_behind_birth", "find_addresses", "names_a_body", "of_a_body"]

_LONGEST = 160
_END = re.compile(  # what an address cannot go over, on the text with its marks; "TP. Phủ Lý" holds no end
    r"""
    (?ix)
      [;|()\t“”]
    | (?<![ ](?:tp|tx|tt))(?<![ ][pqhx])\.(?=\s|\Z)
    | \n (?= [ ]*(?: [-+*•|\n] | \d{1,3}[.)] | [^\n:]{2,30}: | \Z ) )
    | [,\s]+ (?: số[ ] )? (?:
          cccd | cmnd | căn[ ]cước | chứng[ ]minh | điện[ ]thoại | sđt | đt | e-?mail | mst | mã[ ]số
        | sinh[ ]năm | sinh[ ]ngày | ngày | nghề[ ]nghiệp | dân[ ]tộc | quốc[ ]tịch | nơi[ ]cấp
      ) \b
    | ,?\s (?:
          về | đề[ ]nghị | khiếu[ ]nại | tố[ ]cáo | yêu[ ]cầu | đã | được | có | là | và | thì | làm | nộp | theo | từ
        | trong | cho | nếu | do | bị | hiện | đến | thuộc | nơi | phải | không | khi | để | của | với | như
      ) \s
    """.strip()
)
_NUMBER = r"[ ]\d{1,4}[a-z]?(?:/\d{1,4}){0,3}[a-z]?"
_HOUSE = re.compile(
    rf"""
    (?ix) (?<!\w) (?:
        (?:số[ ]nhà|nhà[ ]số|số) {_NUMBER} ,?[ ] (?:ngõ|ngách|hẻm|kiệt|tổ|thôn|xóm|đường|phố) [ ]
      | (?:số[ ]nhà|nhà[ ]số) {_NUMBER} ,[ ]
      | số[ ]\d{{1,4}}(?:/\d{{1,4}}){{1,3}}[ ] (?:-[ ]?)? (?=\w)
    )
    """.strip()
)


@cache
def _label() -> re.Pattern[str]:
    labels = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in personal_words().address_labels)
    behind = r"\s{0,2}(?P<colon>:)?\s{0,2}(?:(?:tại|là)\s)?"
    return re.compile(rf"(?i)(?<!nội )(?<!ngoại )(?<!\w)(?:{labels})(?!\w){behind}")


@cache
def _folded_label() -> re.Pattern[str]:
    """For pages whose marks are lost: a colon has to follow."""
    return re.compile(label_pattern("ADDRESS", ""))


@cache
def _part() -> re.Pattern[str]:
    parts = "|".join(re.escape(word) for word in personal_words().address_parts)
    return re.compile(rf"(?<!\w)(?i:{parts})[ .\n]{{1,2}}(?=\d|(?-i:[{CAPITAL}]))|(?i:bệnh viện)[ ]")


_BEHIND_PERSON = re.compile(  # "ông …, thôn 3, xã …"; "trú", "ngụ" are labels
    r"(?i)(?:[ ]\([^()\n]{1,30}\))?,?[ ]\(?(?:ở[ ](?:tại[ ])?)?"
    r"(?=(?:số[ ]nhà|số|ngõ|thôn|ấp|bản|buôn|xóm|làng|khu|tổ|khóm|phường|xã)[ ])"
)
_BEHIND_BIRTH = re.compile(r",?[ ](?:tại|ở)[ ]")
_OF = re.compile(r",?[ ]của[ ]")
_TOKEN = re.compile(r"[^\W_]+")


@cache
def _part_word() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?:{'|'.join(map(re.escape, personal_words().address_parts))}|bệnh viện)(?!\w)")


@cache  # on the text with its marks: folded, "sở" is "số"
def _body() -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{'|'.join(map(re.escape, personal_words().bodies))})(?!\w)")


def of_a_body(text: str, at: int, persons: list[tuple[int, int]]) -> bool:
    """Whether what stands at `at` belongs to a body: in the sentence before it a body is named nearer than a person."""
    window = max(0, at - _LONGEST)
    first = max(window, *(text.rfind(mark, window, at) + 1 for mark in ("\n", ". ", ";")))
    nearest = max((end for start, end in persons if first <= start and end <= at), default=-1)
    body = max((match.end() for match in _body().finditer(text, first, at)), default=-1)
    return body > nearest


def names_a_body(text: str, at: int) -> bool:
    """Whether "của Công ty …" stands at `at`."""
    of = _OF.match(text, at)
    return of is not None and _body().match(text, of.end()) is not None


def find_addresses(text: str, folded: str, persons: list[tuple[int, int]]) -> Iterator[Finding]:
    """Addresses; `folded` is the text folded, `persons` are where names stand: by them an address of a body is told.

    >>> from corpora.folding import fold
    >>> text = "Ông A, trú tại thôn Đông, xã Mẫu; nghề nghiệp: nông dân"
    >>> [text[found.start : found.end] for found in find_addresses(text, fold(text), [(0, 5)])]
    ['thôn Đông, xã Mẫu']
    """
    labels = [(match.start(), match.end(), bool(match["colon"])) for match in _label().finditer(text)]
    labels += [(m.start(), m.end(), True) for m in _folded_label().finditer(folded) if m[0].rstrip().endswith(":")]
    for start, end, colon in labels:
        general = folded.startswith("dia chi", start)
        if not (general and of_a_body(text, start, persons)):
            yield from _address(text, folded, end, parts=1 if colon else 2)
    for match in _HOUSE.finditer(text):
        near = any(0 <= match.start() - end <= _LONGEST for _, end in persons)
        if (near or folded.startswith(("so nha", "nha so"), match.start())) and not of_a_body(
            text, match.start(), persons
        ):
            yield from _address(text, folded, match.start(), parts=0)
    for _, end in persons:
        if behind := _BEHIND_PERSON.match(text, end):
            yield from _address(text, folded, behind.end(), parts=2)


def address_behind_birth(text: str, folded: str, at: int) -> Iterator[Finding]:
    """The place in "sinh ngày 02/9/1970 tại xã …, huyện …", `at` being where the date ends."""
    if behind := _BEHIND_BIRTH.match(text, at):
        yield from _address(text, folded, behind.end(), parts=2)


def _address(text: str, folded: str, start: int, *, parts: int) -> Iterator[Finding]:
    """The address that begins here, if so many of its parts are told by their words ("thôn", "số 5", "phường")."""
    while start < len(folded) and folded[start] in " :\n":
        start += 1
    ends = _END.search(text, start, start + _LONGEST)
    end = ends.start() if ends else min(len(text), start + _LONGEST)
    words = text[start : _name_end(text, start, end)].rstrip(" ,.-:\n")
    if len(words) > 5 and sum(1 for _ in _part().finditer(words)) >= parts:
        value = " ".join(re.findall(r"[a-z0-9]+", folded[start : start + len(words)]))
        yield Finding(start, start + len(words), "ADDRESS", value, 0.9 if parts else 0.7)


def _name_end(text: str, start: int, end: int) -> int:
    """Where the names of places end: at a small letter behind a capital or figure that begins no part of an address."""
    named, done = False, start
    for word in _TOKEN.finditer(text, start, end):
        if word.start() < done:
            continue
        if part := _part_word().match(text, word.start()):
            named, done = False, part.end()
        elif word[0][0].isupper() or word[0][0].isdigit():
            named = True
        elif named:
            return word.start()
    return end
