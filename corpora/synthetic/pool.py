"""What everybody cites: laws, well-known decrees and resolutions, and a long tail of circulars that nobody holds.

The rank of a work decides how often it is cited (Zipf): a handful by thousands of documents, most by a few.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from corpora import document_types, laws
from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.dossiers import Subject, Work
from corpora.synthetic.lexicon import Theme, read, themes
from corpora.synthetic.offices import office

__all__ = ["TAIL", "circular", "constitution", "known", "law", "pool", "suited"]

TAIL = 6000  # circulars and decisions of ministries, by rank
_TERMS = {"QH": "Quốc hội", "UBTVQH": "Ủy ban Thường vụ Quốc hội"}


@lru_cache(maxsize=1024)
def law(number: str) -> Work:
    """The work of a law by its number in the register of laws."""
    found = laws.by_number(number)
    assert found is not None, number
    symbol = number.rsplit("/", 1)[1]
    issuer = "Ủy ban Thường vụ Quốc hội" if "UBTVQH" in symbol else "Quốc hội"
    day = date.fromisoformat(found.date) if found.date else None
    return Work(
        id=f"w:{number}", type=found.kind, word=found.name.split()[0], number=number, symbol=symbol, day=day,
        office=None, issuer=issuer, subject=Subject(found.name), title_law=found.name, known=True,
    )  # fmt: skip


def _words(code: str) -> str:
    return next(kind.words[0] for kind in document_types.types() if kind.code == code)


def _joined(verb: str, plain: bool) -> str:
    if verb in ("ban", "quy", "phê", "sửa", "hướng"):
        return ""
    return "về" if plain else "về việc"


@cache
def pool() -> Mapping[str, Work]:
    """The works of works.yaml by number."""
    made: dict[str, Work] = {}
    rows = sorted(read("works.yaml"), key=len)  # those that refer to another come after it
    for code, number, day, issuer, title, *other in rows:
        level = {"chinh-phu": "government", "thu-tuong-chinh-phu": "premier"}.get(issuer, "ministry")
        party = "-" in number.split("/")[0]
        by = office("party_centre" if party else level, issuer)
        named = (title or "").removeprefix("việc ")
        subject = Subject(named)
        if other:
            relation, target = other[0]
            cited = made.get(target) or law(target)
            words = {
                "amends": "sửa đổi, bổ sung một số điều của ",
                "guides": "quy định chi tiết một số điều và biện pháp thi hành ",
                "implements": "tiếp tục thực hiện ",
            }[relation]
            if target == "61/2018/NĐ-CP" and relation == "guides":
                words = "hướng dẫn một số quy định của "
            subject = Subject(words, cited, relation)
        verb = subject.words.split(" ", 1)[0]
        made[number] = Work(
            id=f"w:{number}", type=code, word="Thông tư" if code == "TT" else _words(code), number=number,
            symbol=number.split("/")[-1] if not party else number.split("-", 1)[1], day=day, office=by, issuer=by.name,
            subject=subject, known=not party and code != "TTLT", party=party, normative=number.count("/") == 2,
            joined=_joined(verb, named == (title or "")),
        )  # fmt: skip
    return made


def known(number: str) -> Work:
    """A work of works.yaml or a law."""
    return pool().get(number) or law(number)


@lru_cache(maxsize=8192)
def circular(seed: int, rank: int) -> Work:
    """The circular or decision of that rank in the long tail; no archive holds it."""
    dice = Dice(mix(seed, rank, 31))
    theme = dice.one(themes())
    day = date(2012, 1, 5) + timedelta(days=dice.number(0, 4900))
    by = office("ministry", theme.ministry[day >= date(2025, 3, 1)])
    normative = dice.chance(0.7)
    code = "TT" if normative else "QĐ"
    symbol = f"{code}-{by.code}"
    # Ranks are dealt out to the years' counters: no two works of a ministry and a year share a number.
    running = 100 + rank
    number = f"{running}/{day.year}/{symbol}" if normative else f"{running}/{symbol}"
    topic = dice.one(theme.topics)
    words = (
        dice.one((f"quy định về {topic}", f"hướng dẫn {topic}", f"ban hành Quy chế {topic}"))
        if normative
        else f"ban hành Kế hoạch {topic}"
    )
    return Work(
        id=f"t{rank}", type=code, word="Thông tư" if normative else "Quyết định", number=number, symbol=symbol, day=day,
        office=by, issuer=by.name, subject=Subject(words), known=True, normative=normative, joined="", theme=theme,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def suited(theme: Theme, year: int) -> tuple[Work, ...]:
    """The works of a theme that exist in a year, the most cited first."""
    found = [known(number) for number in (*theme.works, *theme.laws)]
    common = [
        known(number) for number in ("30/2020/NĐ-CP", "77/2015/QH13", "47/2019/QH14", "65/2025/QH15", "72/2025/QH15")
    ]
    return tuple(work for work in (*found[:3], *common, *found[3:]) if work.day is not None and work.day.year < year)


@cache
def constitution() -> Work:
    """Hiến pháp 2013, which has no number."""
    return Work(
        id="w:HP", type="HP", word="Hiến pháp", number=None, symbol="", day=date(2013, 11, 28),
        office=None, issuer="Quốc hội",
        subject=Subject("Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam"),
        title_law="Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam", known=True,
    )  # fmt: skip
