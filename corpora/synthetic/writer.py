"""The writer: the specials of the grammar, said in the voice of one office about one affair."""

from datetime import timedelta

from corpora.synthetic.dice import Dice
from corpora.synthetic.lexicon import levels
from corpora.synthetic.lines import symbol
from corpora.synthetic.sources import Sources

__all__ = ["Writer"]


class Writer(Sources):
    """One office writing one document. Each `say_name` writes what {name} stands for in a line of the grammar."""

    # --- words of the theme

    def say_task(self) -> None:
        self.tell(self.each("task", self.theme.tasks))

    def say_target(self) -> None:
        self.tell(self.each("target", self.theme.targets))

    def say_result(self) -> None:
        self.tell(self.each("result", self.theme.results))

    def say_problem(self) -> None:
        self.draft.add(self.each("problem", self.theme.problems))

    def say_aim(self) -> None:
        self.draft.add(self.each("aim", self.theme.aims))

    def say_object(self) -> None:
        self.draft.add(self.each("object", self.theme.objects))

    def say_topic(self) -> None:
        dice = self.dice
        self.draft.add(self.dossier.topic if dice.random() < 0.7 else dice.one(self.theme.topics))

    # --- persons

    def say_actor(self) -> None:
        start = self.draft.at
        words = self.filled(self.each("actor", self.level.actors))
        if self.dice.random() < 0.12:
            other = self.filled(self.each("actor", self.level.actors))
            words = f"{words}, {other}" if self.dice.random() < 0.5 else f"{words} và {other}"
        self.draft.add(words)
        self.draft.actor = (start, self.draft.at)

    def say_actors(self) -> None:
        start = self.draft.at
        self.say_actor()
        others = (
            "các tổ chức, cá nhân có liên quan",
            "các cơ quan, đơn vị có liên quan",
            "thủ trưởng các đơn vị liên quan",
        )
        self.draft.add(f" và {self.dice.one(others)}")
        self.draft.actor = (start, self.draft.at)

    def say_partner(self) -> None:
        self.draft.add(self.filled(self.each("partner", self.level.actors)))

    def say_superior(self) -> None:
        self.draft.add(self.filled(self.dice.one(self.level.superior)))

    def say_below(self) -> None:
        self.draft.add(self.dice.one(self.level.below))

    def say_issuer_short(self) -> None:
        office = self.office
        self.draft.add(self.dice.one(office.short) if office.short and self.dice.random() < 0.3 else office.bare)

    def say_collector(self) -> None:
        self.say_issuer_short()

    def say_self(self) -> None:
        self.draft.add(f"{self.work.word} này")

    def say_Self(self) -> None:  # noqa: N802 - names of the grammar
        self.draft.add(self.work.word)

    def say_place(self) -> None:
        place = self.office.place
        self.draft.add("cả nước" if place is None else place.kind if self.dice.random() < 0.6 else place.full_name)

    def say_scope(self) -> None:
        place = self.office.place
        self.draft.add("quốc" if place is None else "trường" if self.office.level == "school" else place.kind)

    def say_unit_name(self) -> None:
        self.draft.add(self.filled("{So}"))

    # --- numbers and times

    def _timed(self, name: str) -> None:
        start = self.draft.at
        symbol(name)(self)
        self.draft.deadlines.append((start, self.draft.at))

    def say_deadline(self) -> None:
        self._timed("deadline")

    def say_until(self) -> None:
        self._timed("until")

    def say_n(self) -> None:
        roll = self.dice.random()
        self.draft.add(
            str(self.dice.number(2, 90)) if roll < 0.7 else f"{self.dice.number(1, 9)}.{self.dice.number(100, 999)}"
        )

    def say_n1(self) -> None:
        self.draft.add(f"{self.dice.number(2, 9):02d}")

    def say_n2(self) -> None:
        self.draft.add(self.dice.one(("01", "02", "03", "05", "07", "10", "15")))

    def say_n_hour(self) -> None:
        self.draft.add(self.dice.one(("8", "9", "14", "15", "16", "17")))

    def say_pct(self) -> None:
        self.draft.add(
            self.dice.one(
                (
                    "100%",
                    "100%",
                    f"{self.dice.number(60, 99)}%",
                    f"{self.dice.number(80, 99)},{self.dice.number(1, 9)}%",
                    f"từ {self.dice.number(60, 98)}%",
                )
            )
        )

    def say_year(self) -> None:
        self.draft.add(str(self.day.year))

    def say_year_before(self) -> None:
        self.draft.add(str(self.day.year - 1))

    def say_quarter(self) -> None:
        self.draft.add(("II", "III", "IV")[min(2, self.day.month // 4)])

    def say_dd(self) -> None:
        self.draft.add(self.dice.one(("05", "10", "15", "20", "25")))

    def say_month_after(self) -> None:
        day = self.day + timedelta(days=self.dice.number(35, 120))
        self.draft.add(f"{day.month}/{day.year}" if self.dice.random() < 0.5 else f"{day.month} năm {day.year}")

    def say_day_after(self) -> None:
        day = self.day + timedelta(days=self.dice.number(7, 150))
        self.draft.add(_printed(day.day, day.month, day.year, self.dice))

    def say_day_before(self) -> None:
        day = self.day - timedelta(days=self.dice.number(3, 20))
        self.draft.add(_printed(day.day, day.month, day.year, self.dice))

    def say_today(self) -> None:
        """The day of the document."""
        self.draft.add(f"{self.day:%d/%m/%Y}")

    def say_person(self) -> None:
        """An invented name."""
        self.draft.add(self.person())

    def say_phone(self) -> None:
        self.draft.add(f"0{self.dice.number(201, 299)}.{self.dice.number(3000000, 3999999)}")

    def say_street(self) -> None:
        self.draft.add(self.dice.one(levels().streets))


def _printed(day: int, month: int, year: int, dice: Dice) -> str:
    if dice.random() < 0.3:
        return f"{day:02d} tháng {f'{month:02d}' if month < 3 else month} năm {year}"
    return f"{day:02d}/{f'{month:02d}' if month < 3 or dice.random() < 0.3 else month}/{year}"
