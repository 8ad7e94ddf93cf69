"""The names of bodies in running text: "của Chủ tịch UBND thành phố Huế", "của Cục Quản lý Dược - Bộ Y tế".

Known bodies come from registers/bodies; one that is not there is read by its grammar: a capital kind word (Ban, Trường,
Trung tâm …), up to the first word that cannot stand in a name.
"""

import re
from typing import NamedTuple

from corpora import bodies, places
from corpora.bodies import Body
from corpora.places import Place
from extractors.normalise import NormalisedText
from extractors.patterns import CAPITAL, one_of, phrase

__all__ = ["BodyPhrase", "BodyReader", "Part"]


class Where(NamedTuple):
    """The place printed behind a body: of the register, by kind and name, or by its kind alone."""

    places: tuple[Place, ...] = ()
    """The places of the register that bear the printed name."""
    kind: str | None = None
    """The kind of place, folded, where the register has none of that name: "thanh pho" in "UBND thành phố"."""
    name: str | None = None
    """The printed name of a place that only its kind and the places around it tell: "Tân Lập" in "UBND xã Tân Lập"."""
    within: tuple[Place, ...] = ()
    """Places printed after it, in which it lies: "huyện Kim Bảng, tỉnh Hà Nam"."""


class Part(NamedTuple):
    """One body of a phrase: from the register, or as printed; with the place behind it."""

    body: Body | None
    printed: str
    where: Where
    parent: str | None = None
    """What follows a dash: "Bộ Y tế" in "Cục Quản lý Dược - Bộ Y tế"."""
    of: "Part | None" = None
    """The body it is part of: "Sở GD&ĐT" in "Đảng ủy cơ quan Sở GD&ĐT"."""


class BodyPhrase(NamedTuple):
    """The bodies named from `start` to `end` (clean-text offsets)."""

    start: int
    end: int
    parts: tuple[Part, ...]


_HEAD = re.compile(  # who speaks for a body: "của Bộ trưởng Bộ Y tế" names the ministry
    phrase(r"(?:dong chi )?(?:(?:pho|quyen) )?")
    + one_of(
        "bo truong,? chu nhiem | bo truong | chu tich | tong giam doc | giam doc | thu truong | tong cuc truong",
        "cuc truong | vu truong | truong ban | truong phong | hieu truong | chanh(?= van phong| thanh tra) | chanh an",
        "vien truong | tong(?= thanh tra) | thong doc | bi thu | chu nhiem | tong bien tap | chi cuc truong",
        "doi truong | tong kiem toan | truong doan | lanh dao | ban giam doc",
    )
    + phrase(" +")
)
_KIND = re.compile(phrase(r" +(?P<kind>tinh|thanh pho|tp\.?|quan|huyen|thi xa|thi tran|phuong|xa|dac khu)(?![a-z0-9])"))
_KIND_OF = {"tp": "thanh pho", "tp.": "thanh pho"}
_ALL_LISTED = frozenset({"tinh", "thanh pho"})  # a name after these that the register has not is no place
_HIGHER = re.compile(phrase(r",? +(?=(?:huyen|quan|thi xa|thanh pho|tp\.?|tinh) +[a-z])"))
_NAME = re.compile(rf"[ ]+(?P<name>[{CAPITAL}][^\W\d_]*(?:[ \n]+[{CAPITAL}][^\W\d_]*){{0,3}})")
_ACROSS = re.compile(rf"[ ]?\n[ ]?(?P<name>[{CAPITAL}][^\W\d_]*(?:[ ]+[{CAPITAL}][^\W\d_]*){{1,3}})")  # a line break
_NAME_RUN = re.compile(rf"[{CAPITAL}][^\W_]*(?:[ \n]+(?:[{CAPITAL}\d][^\W_]*|và[ \n]+[{CAPITAL}][^\W_]*))*")
_PARENT = re.compile(phrase(" ?- ?(?=") + one_of("bo | van phong | tong cuc | uy ban | ubnd | so | chinh phu") + r"\b)")
_UNKNOWN_END = re.compile(  # on the text with its marks: folded, "có" is "cơ" and "giao" is "giáo"
    r"""[,;.:()"“”-]|\n[ ]*\n|\n[ ]*[-+*]|[ \n]+"""
    + one_of(
        "về | ngày | ban hành | quy định | phê duyệt | hướng dẫn | sửa đổi | công bố | v/v | triển khai | thực hiện",
        "tổ chức | gửi | tại | theo | đã | được | có | thay thế | và | để | nhằm | trong | đối với | cho | kèm | khóa",
        "khoá | năm | đến | từ | yêu cầu | đề nghị | báo cáo | thông báo | bổ sung | phát động | giao | điều chỉnh",
        "thành lập | nhiệm kỳ | của | với | là | trên | còn | nêu | này | kính | đều | sẽ | chưa | bị bãi | do",
    )
    + r"(?![^\W_])"
)
_BODY_WORD = re.compile(  # what a body's name can begin with
    one_of(
        "ban | bo phan | benh vien | bao | cang vu | chi bo | chi cuc | chi nhanh | cong an | cong doan | cong ty",
        "cuc | dang bo | dang uy | doan | doi | hiep hoi | hoc vien | hoi | hoi dong | kho bac | khoa | lien doan",
        "lien hiep | lien minh | mat tran | ngan hang | nha xuat ban | phong | quy | so | tap doan | thanh tra | to",
        "toa an | tong cong ty | tong cuc | trung tam | truong | tram | uy ban | van phong | vien | vu | xi nghiep",
        "don vi | nhom | to chuc | bch | btv | ubnd | hdnd | ubmttq | bql | bcd | vks | tand | dai | tieu ban",
        "quan khu | bo chi huy | bo tu lenh",
    )
    + "(?![a-z])"
)
_JOIN = re.compile(r"[ \n]*(?:,|;|(?:,[ \n]*)?[ \n]va|-)[ \n]+|-(?=[a-z])")
_WORD = re.compile(r"[ \n]*(?P<word>[^\W\d_]+)")
_TWO_WORDS = 16  # characters that hold two words at least
_MINISTRIES = ("Bộ ", "Sở ")  # behind a dash stands their equal, not their parent
_LONGEST_NAME = 140  # characters of a body that the register does not know


class BodyReader:
    """Reads the names of bodies at positions of one text."""

    def __init__(self, text: NormalisedText, own_body: Body | None = None) -> None:
        self._text = text.text
        self._folded = text.folded
        self.own_body = own_body

    def starts_body(self, at: int) -> bool:
        """Whether the name of a known body begins here."""
        return bodies.find_at(self._folded, at) is not None

    def body_end(self, at: int) -> int | None:
        """End of the name of a body, its place included, or of the office of its head; None if none begins here."""
        part = self._part(at, known_only=True)
        if part is not None:
            return part[1]
        head = _HEAD.match(self._folded, at)
        if head is not None:
            return head.end() - 1
        kind = _BODY_WORD.match(self._folded, at)
        if kind is None:
            return None
        run = _NAME_RUN.match(self._text, at) or _NAME_RUN.match(self._text, kind.end() + 1)  # "trường THPT Hoa Mai"
        return run.end() if run else None

    def phrase_at(self, at: int, *, required: bool, joint: bool, codes: tuple[str, ...] = ()) -> BodyPhrase | None:
        """The bodies named from `at` on; only known ones when `required` (no "của" stands before).

        A joint phrase holds no more bodies than the `codes` of its number allow.
        """
        part = self._part(at, known_only=required)
        if part is None:
            return None
        parts, end = [part[0]], part[1]
        while joint:
            following = _JOIN.match(self._folded, end)
            more = self._part(following.end(), known_only=False) if following else None
            if following is None or more is None:
                break
            known = bodies.find_at(self._folded, following.end())
            if known is not None and codes and not _one_of(known[1], codes):
                break
            parts.append(more[0])
            end = more[1]
        return BodyPhrase(at, end, tuple(parts))

    def _part(self, at: int, *, known_only: bool) -> tuple[Part, int] | None:
        found = bodies.find_at(self._folded, at)
        if found is None:
            head = _HEAD.match(self._folded, at)
            if head:
                at = head.end()
                found = bodies.find_at(self._folded, at)
        if found is not None and not found[1].generic:
            end, body = found
            where, named, end = self._place(end, body)
            if (
                not where.places
                and self._folded[end : end + 1] in (" ", "\n")
                and self._text[end + 1 : end + 2].isupper()
                and not (self._folded[end] == "\n" and self._text[end + 1 : end + 3].isupper())  # an authority line
            ):
                whole = self._part(end + 1, known_only=True)
                if whole is not None:
                    return Part(body, self._printed(at, named), Where(), of=whole[0]), whole[1]
            parent, end = (None, end) if body.name.startswith(_MINISTRIES) else self._parent(end)
            if body.level != "central" and where == Where() and parent is None and not known_only:
                longer = self._unknown(at)
                if longer is not None and longer[1] > end and not self._text[end : longer[1]].isspace():
                    return longer
            return Part(body, self._printed(at, named), where, parent), end
        if known_only:
            return None
        if found is None:
            alone = self._place_alone(at)
            if alone is not None:
                return alone
        return self._unknown(at)

    def _place(self, end: int, body: Body) -> tuple[Where, int, int]:
        """The place behind a body that stands at places, the end of its name, and the end of the places around it."""
        if not body.per_place:
            return Where(), end, end
        gap = end
        while gap < len(self._folded) and self._folded[gap] in " \n" and gap - end < 2:
            gap += 1
        found = places.find_at(self._folded, gap) if gap > end else None
        kind = _KIND.match(self._folded, end)
        if found is not None and (kind or self._text[gap].isupper()):
            within, around = self._within(found[0])
            return Where(found[1], within=within), found[0], around
        if kind is None:
            return Where(), end, end
        name = _NAME.match(self._text, kind.end()) or _ACROSS.match(self._text, kind.end())
        shouted = name is not None and name["name"].isupper() and not kind["kind"].isupper()
        if name is None or shouted or _kind(kind) in _ALL_LISTED or self.starts_body(name.start("name")):
            return Where(kind=_kind(kind)), kind.end(), kind.end()
        within, around = self._within(name.end())
        return Where(kind=_kind(kind), name=" ".join(name["name"].split()), within=within), name.end(), around

    def _within(self, end: int) -> tuple[tuple[Place, ...], int]:
        """The places that a place ending at `end` is said to lie in, and where they end."""
        found: list[Place] = []
        while higher := _HIGHER.match(self._folded, end):
            place = places.find_at(self._folded, higher.end())
            if place is None:
                break
            found += place[1]
            end = place[0]
        return tuple(found), end

    def _parent(self, end: int) -> tuple[str | None, int]:
        dash = _PARENT.match(self._folded, end)
        if dash is None or self._folded[end : dash.end()].strip() != "-":
            return None, end
        found = bodies.find_at(self._folded, dash.end())
        return (self._printed(dash.end(), found[0]), found[0]) if found else (None, end)

    def place_alone_at(self, at: int) -> BodyPhrase | None:
        """The place whose kind stands at `at`: "tỉnh" in "Nghị quyết số 13/2021/NQ-HĐND tỉnh"."""
        alone = self._place_alone(at)
        return BodyPhrase(at, alone[1], (alone[0],)) if alone else None

    def _place_alone(self, at: int) -> tuple[Part, int] | None:
        """ "của thành phố Hà Nội", "của tỉnh": the symbol tells which body of the place."""
        kind = _KIND.match(" " + self._folded[at : at + 20])
        if kind is None:
            return None
        found = places.find_at(self._folded, at)
        if found is not None:
            return Part(None, self._printed(at, found[0]), Where(found[1])), found[0]
        end = at + kind.end() - 1
        return Part(None, self._printed(at, end), Where(kind=_kind(kind))), end

    def _unknown(self, at: int) -> tuple[Part, int] | None:
        """A body that the register does not know: its kind word, then words up to the end of the phrase."""
        kind = _BODY_WORD.match(self._folded, at) if self._text[at : at + 3] != "quý" else None
        if kind is None or not (
            self._text[at : at + 1].isupper() or self._text[kind.end() + 1 : kind.end() + 2].isupper()
        ):
            return None
        limit = min(len(self._text), at + _LONGEST_NAME)
        stop = _UNKNOWN_END.search(self._text, at, limit)
        while stop is not None and self._name_goes_on(stop):
            stop = _UNKNOWN_END.search(self._text, stop.end(), limit)
        end = stop.start() if stop else limit
        printed = self._printed(at, end)
        printed = printed[:1].upper() + printed[1:]  # "của trường THCS Hoa Mai"
        return (Part(None, printed, Where()), end) if 1 < len(printed.split()) <= 22 else None

    def _name_goes_on(self, stop: re.Match[str]) -> bool:
        """Whether a dash or "và" is part of the name: "Ban Văn hóa - Xã hội", "công trình dân dụng và công nghiệp"."""
        following = _WORD.match(self._text, stop.end())
        if following is None:
            return False
        if stop.group() == "-":
            capital = following["word"][0].isupper()
            return capital and not _BODY_WORD.match(self._folded, following.start("word"))
        if stop.group().strip() != "và":
            return False
        before = self._text[max(0, stop.start() - _TWO_WORDS) : stop.start()].split()[-2:]
        return (
            all(word[0].islower() for word in before)
            and following["word"][0].islower()
            and _UNKNOWN_END.match(self._text, stop.end()) is None
        )

    def _printed(self, start: int, end: int) -> str:
        return " ".join(self._text[start:end].split())


def _one_of(body: Body, codes: tuple[str, ...]) -> bool:
    """Whether a body may be one of those that the codes of a joint number stand for."""
    coded = [bodies.by_code(code) for code in codes]
    return any(body in found for found in coded) or not all(coded)


def _kind(found: re.Match[str]) -> str:
    word = " ".join(found["kind"].split())
    return _KIND_OF.get(word, word)
