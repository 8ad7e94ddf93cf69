"""What a writer can cite, by what it would mean: grounds, plans to carry out, decisions to replace."""

from corpora.synthetic.desk import Desk
from corpora.synthetic.dossiers import Work
from corpora.synthetic.mentions import cite, cite_several
from corpora.synthetic.pool import TAIL, circular, suited

__all__ = ["Sources"]

_PINS = (
    "khoản {a} Điều {b}",
    "Điều {b}",
    "điểm {c} khoản {a} Điều {b}",
    "khoản {a}, khoản {d} Điều {b}",
    "Chương II",
    "Phụ lục I",
    "Điều {b} và Điều {e}",
)


class Sources(Desk):
    """A desk with its library."""

    def has(self, need: str) -> bool:
        """Whether something can be cited in that way."""
        return bool(self.at_hand(need))

    def at_hand(self, need: str) -> tuple[Work, ...]:
        """The works that can be cited in that way, the likeliest first; all older than the document."""
        found = self.ready.get(need)
        if found is None:
            found = self.ready[need] = self._at_hand(need)
        return found

    def _older(self, *slots: int) -> list[Work]:
        works = (self.dossier.work(slot) for slot in slots if slot != self.work.slot)
        return [work for work in works if work.day is not None and work.day < self.day and work.number]

    def _at_hand(self, need: str) -> tuple[Work, ...]:
        common = suited(self.theme, self.day.year)
        if need == "c_cites":
            far = self.dossier.earlier(self.dice)
            near = [work for work in self._older(1, 2, 12, 14) if self._reaches(work)]
            old = [far.work(self.dice.one((1, 7)))] if far is not None and self._reaches(far.work(1)) else []
            return tuple(work for work in (*common, *near, *old) if work.day is not None and work.day < self.day)
        if need == "c_both":
            decrees = tuple(work for work in common if work.type == "NĐ")
            return decrees if len(decrees) > 1 else ()
        if need == "c_pin":
            return tuple(work for work in common if work.normative or work.title_law)
        if need == "c_implements":
            plans = [work for work in common if work.type in ("NQ", "CT", "QĐ", "KL")]
            above = [work for work in self.work.implements if work.day is not None and work.day < self.day]
            return (*above, *above, *self._older(*(slot for slot in (0, 1) if slot < self.work.slot)), *plans)
        if need == "c_issues":
            plans = [
                work
                for work in common
                if work.type == "QĐ" and work.subject.words.startswith(("ban hành", "phê duyệt"))
            ]
            far = self.dossier.earlier(self.dice)
            old = [far.work(12)] if far is not None else []
            return tuple(work for work in (*self._older(12), *old, *plans) if self._reaches(work))
        if need in ("c_replaces", "c_repeals", "c_amends"):
            if self.work.subject.relation == "amends":
                return ()
            far = self.dossier.earlier(self.dice)
            old = [far.work(slot) for slot in (12, 7)] if far is not None else []
            return tuple(
                work
                for work in (*self._older(12), *old)
                if work.issuer == self.work.issuer and work.type == self.work.type
            )
        return ()

    def _reaches(self, work: Work) -> bool:
        """The centre does not cite the decisions of one province."""
        return work.office is None or work.office.place is None or self.office.place is not None

    def _cite(self, need: str, relation: str, pin: bool = False) -> None:
        works = self.at_hand(need)
        dice = self.dice
        work = works[dice.zipf(len(works))] if need == "c_cites" else dice.one(works)
        if need == "c_cites" and dice.random() < 0.15:  # the long tail
            rare = circular(self.dossier.seed, dice.zipf(TAIL))
            work = rare if rare.day is not None and rare.day < self.day else work
        pinpoint = None
        if pin or (dice.random() < 0.2 and need == "c_cites" and (work.normative or work.title_law)):
            pinpoint = dice.one(_PINS).format(
                a=dice.number(1, 4),
                b=dice.number(3, 40),
                c=dice.one("abcd"),
                d=dice.number(5, 6),
                e=dice.number(41, 50),
            )
        short = None if work.title_law is None else True
        cite(self, work, relation, pinpoint=pinpoint, short=short, title=dice.random() < 0.5)

    def say_c_cites(self) -> None:
        self._cite("c_cites", "cites")

    def say_c_both(self) -> None:
        works = self.at_hand("c_both")
        cite_several(self, tuple(self.dice.sample(works, min(len(works), self.dice.number(2, 3)))), "cites")

    def say_c_pin(self) -> None:
        self._cite("c_pin", "cites", pin=True)

    def say_c_implements(self) -> None:
        self._cite("c_implements", "implements")

    def say_c_issues(self) -> None:
        self._cite("c_issues", "issues")

    def say_c_replaces(self) -> None:
        self._cite("c_replaces", "replaces")

    def say_c_repeals(self) -> None:
        self._cite("c_repeals", "repeals")

    def say_c_amends(self) -> None:
        self._cite("c_amends", "amends")
