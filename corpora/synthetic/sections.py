"""The parts that bodies are made of: grounds, headings, lists, closing sentences, and how they are numbered."""

from typing import Any

from corpora.synthetic.dossiers import Work
from corpora.synthetic.draft import Stretch
from corpora.synthetic.lines import symbol
from corpora.synthetic.mentions import cite, cite_several
from corpora.synthetic.pool import suited
from corpora.synthetic.writer import Writer

__all__ = ["ROMAN", "Form", "address"]

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_LETTERS = ("a", "b", "c", "d", "đ", "e", "g", "h", "i", "k")


class Form:
    """A body under way: its numbering and the document's own facts."""

    def __init__(self, writer: Writer, document: dict[str, Any]) -> None:
        self.writer, self.document = writer, document
        self.dice, self.draft = writer.dice, writer.draft
        self.roman = 0
        self.dash = "-" if writer.work.party and self.dice.random() < 0.7 else "."
        self.bullet = self.dice.one(("-", "-", "+"))
        self.size = self.dice.one((1, 1, 1, 1, 2, 3))  # one document in three is a long one
        self.semicolon = self.dice.random() < 0.5

    def several(self, low: int, high: int) -> int:
        """A count within the bounds, more in long documents."""
        return self.dice.number(low, high) * self.size

    # --- preamble

    def grounds(self, *, close: str = "") -> None:
        """Căn cứ …; one a line, the last with a full stop or the words that follow."""
        writer, dice = self.writer, self.dice
        works = self._basis()
        decrees = tuple(work for work in works if work.type == "NĐ")
        together = len(decrees) > 1 and dice.random() < 0.4
        if together:
            self.draft.add("Căn cứ ")
            cite_several(writer, decrees, "legal_basis")
            self.draft.add(f" của Chính phủ;{writer.gap}")
            works = [work for work in works if work not in decrees]
        for number, work in enumerate(works):
            self.draft.add("Căn cứ ")
            index = cite(writer, work, "legal_basis", short=False)
            self._amended(work, index)
            last = number == len(works) - 1 and not close
            self.draft.add(("." if dice.random() < 0.3 else ";") if last else ";")
            self.draft.add(writer.gap)
        if close:
            self.draft.add(close)
            self.draft.add(writer.gap)

    def _basis(self) -> list[Work]:
        writer, dice = self.writer, self.dice
        common = [work for work in suited(writer.theme, writer.day.year) if work.type not in ("KH", "CT", "KL")]
        laws = [work for work in common if work.title_law]
        rest = [work for work in common if not work.title_law and not work.party]
        chosen = dice.sample(laws, min(len(laws), dice.number(1, 2)))
        chosen += dice.sample(rest, min(len(rest), dice.number(1, 3)))
        if writer.office.place is not None:
            chosen += [
                work for work in writer.work.implements if work.type in ("KH", "QĐ", "CTr", "NQ") and not work.party
            ][:1]
        return chosen

    def _amended(self, work: Work, parent: int) -> None:
        """Words like "được sửa đổi, bổ sung bởi …": the amendment that is known of the work, sometimes."""
        writer, dice = self.writer, self.dice
        if dice.random() > 0.8:
            return
        later = [
            other
            for other in suited(writer.theme, writer.day.year)
            if other.subject.work is work and other.subject.relation == "amends"
        ]
        if later:
            bracket = dice.random() < 0.3
            self.draft.add(" (được sửa đổi, bổ sung bởi " if bracket else "")
            if not bracket:
                symbol("amended")(writer)
            cite(writer, later[0], "amended_by", parent=parent, title=False)
            self.draft.add(")" if bracket else "")

    def implements(self, lead: str, *, most: int = 3) -> bool:
        """Write the lead ("Thực hiện ") and the works that stand above; False if there are none."""
        writer, dice = self.writer, self.dice
        works = list(dict.fromkeys(work for work in writer.work.implements if work.number))
        if not works:
            works = list(dict.fromkeys(writer.at_hand("c_implements")))[:1]
        if not works:
            return False
        for number, work in enumerate(works[: dice.number(1, most)]):
            self.draft.add(lead if not number else dice.one(("; ", "; ", " và ")))
            cite(writer, work, "implements", short=False)
        return True

    def announce(self, name: str) -> None:
        """A line of the grammar that ends in a colon: what follows is a list."""
        symbol(name)(self.writer)
        self.draft.add(f":{self.writer.gap}")

    def titled(self, name: str) -> tuple[str, ...]:
        """A Roman heading whose words the grammar has."""
        index = len(self.draft.pieces)
        symbol(name)(self.writer)
        words = "".join(self.draft.pieces[index:])
        del self.draft.pieces[index:]
        self.draft.at -= len(words)
        return self.heading(words)

    # --- lists

    def heading(self, words: str) -> tuple[str, ...]:
        """A Roman heading in capitals."""
        self.roman += 1
        label = ROMAN[self.roman - 1]
        if self.writer.gap == "\n" and self.dice.random() < 0.5:
            self.draft.add("\n")
        self.draft.add(f"{label}{self.dash} {words.upper()}{self.writer.gap}")
        return (label,)

    def sub(self, number: int, words: str, path: tuple[str, ...]) -> tuple[tuple[str, ...], Stretch]:
        """An Arabic heading; its words may be the actor of what stands below."""
        label = str(number)
        self.draft.add(f"{label}{self.dash} ")
        start = self.draft.at
        self.draft.add(words)
        stretch = (start, self.draft.at)
        self.draft.add(self.writer.gap)
        return (*path, label), stretch

    def items(
        self, path: tuple[str, ...], line: str, count: int, *, kind: str = "1", duty: bool = True,
        actor: Stretch | None = None, start: int = 1,
    ) -> None:  # fmt: skip
        """Items numbered 1. 2., a) b) or with bullets, all by one name of the grammar."""
        for number in range(start, start + count):
            label = str(number) if kind == "1" else _LETTERS[number - 1] if kind == "a" else self.bullet
            mark = f"{label}{self.dash} " if kind == "1" else f"{label}) " if kind == "a" else f"{label} "
            end = ";" if self.semicolon and kind != "1" and number < start + count - 1 else "."
            if duty and kind == "1" and line.startswith("duty") and self.dice.random() < 0.1:
                self._nested(mark, label, (*path, label), line, actor)
            else:
                self.writer.unit(mark, label, (*path, label), symbol(line), duty=duty, end=end, actor=actor)

    def _nested(self, mark: str, label: str, path: tuple[str, ...], line: str, actor: Stretch | None) -> None:
        """A unit that orders something and lists its parts: "…, cụ thể:" with bullets below."""
        end = self.dice.one((", cụ thể:", ", trong đó:"))
        made = self.writer.unit(mark, label, path, symbol(line), duty=True, end=end, actor=actor)
        inner = made.actor if made is not None else actor
        for number in range(self.dice.number(2, 3)):
            sign = "a" if self.bullet == "+" else self.bullet
            sign = _LETTERS[number] if sign == "a" else sign
            mark = f"{sign}) " if sign in _LETTERS else f"{sign} "
            self.writer.unit(mark, sign, (*path, sign), symbol("duty_bare"), duty=True, actor=inner)

    def by_body(self, path: tuple[str, ...], count: int) -> None:
        """Headings that are bodies, their duties below."""
        writer, dice = self.writer, self.dice
        kind = dice.one(("a", "-"))
        for number in range(1, count + 1):
            words = writer.filled(writer.each("actor", writer.level.actors))
            words = words[0].upper() + words[1:]
            if dice.random() < 0.3:  # one unit: the heading and the sentence below it
                mark = f"{number}{self.dash} {words}{writer.gap}"
                start = self.draft.at + mark.index(words)
                label = str(number)
                writer.unit(
                    mark, label, (*path, label), symbol("duty_bare"), duty=True, actor=(start, start + len(words))
                )
            else:
                inner, actor = self.sub(number, words, path)
                self.items(inner, "duty_bare", dice.number(2, 3), kind=kind, actor=actor)

    def closing(self, count: int = 1, *, plain: float = 0.4) -> None:
        """The last sentences: some order something."""
        writer, dice = self.writer, self.dice
        said = False
        if dice.random() < plain:
            writer.unit("", None, (), symbol("closing_plain"), duty=False, part=True)
            said = True
        for _ in range(count):
            if said:
                self.draft.add(" ")
            writer.unit("", None, (), symbol("closing_duty"), duty=True, part=True)
            said = True
        self.finish()

    def finish(self) -> None:
        """ "./." at the end of the body."""
        draft = self.draft
        pieces = draft.pieces
        while pieces and pieces[-1] in ("\n", "\n\n"):
            draft.at -= len(pieces.pop())
        if self.dice.random() < 0.8 and not self.writer.work.party and draft.ends_with("."):
            draft.add("/.")
            if draft.units and draft.units[-1].end == draft.at - 2:
                draft.units[-1].end = draft.at
        draft.add("\n")


def address(form: Form) -> None:
    """Kính gửi, and the addressees in the gold of the document."""
    writer, dice = form.writer, form.dice
    level = writer.level
    count = min(len(level.addressees), 1 if dice.random() < 0.6 else dice.number(2, 3))
    names = [writer.filled(level.addressees[i]) for i in sorted(dice.sample(range(len(level.addressees)), count))]
    asked = next((work for work in writer.work.implements if writer.work.slot == 8), None)
    if asked is not None:
        names = [asked.office.bare if asked.office is not None else asked.issuer]
    form.document["addressees"] = names
    form.draft.add("Kính gửi:")
    if len(names) == 1:
        form.draft.add(f" {names[0]}{dice.one(('.', '', ''))}\n\n")
    else:
        form.draft.add(
            "\n" + "\n".join(f"- {name}{'.' if i == len(names) - 1 else ';'}" for i, name in enumerate(names)) + "\n\n"
        )
