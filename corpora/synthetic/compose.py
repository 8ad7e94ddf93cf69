"""A document of the archive: text and truth, from nothing but the seed and its number."""

import re
from dataclasses import dataclass
from typing import Any

from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.dossiers import HELD, Work, dossier
from corpora.synthetic.draft import Draft
from corpora.synthetic.forms import body
from corpora.synthetic.letterhead import BARS, LOOSE, SIDE, STACKED, Ends, close, open_letter
from corpora.synthetic.slips import appendix
from corpora.synthetic.wear import worn
from corpora.synthetic.writer import Writer

__all__ = ["Dispatch", "Edge", "compose", "held"]

_ALONE = frozenset({5, 8, 9, 10})  # slots that no other document cites: some of them are drafts
_LINE = {width: re.compile(rf"(?=[^\n]{{{width + 1}}})([^\n]{{{width - 30},{width}}}) ") for width in (74, 80, 86, 92)}
Edge = tuple[str, str, str]  # source work, relation, target work


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One document: `text`, `gold` in the gold format (spans exact in `text`), its edges, its ends for tables."""

    name: str
    text: str
    gold: dict[str, Any]
    work: Work
    edges: tuple[Edge, ...]
    ends: Ends
    body: tuple[int, int]


def held(seed: int, number: int) -> Work:
    """The work of a document by its number in the archive."""
    index, slot = divmod(number, HELD)
    return dossier(seed, index).work(slot)


def compose(seed: int, number: int, *, noise: int = 0, paragraphs: bool = False) -> Dispatch:
    """Document `number` of the archive `seed`: the same in every run, whatever else is made.

    `noise` (0 to 4) wears the letters of the text, spans staying exact. `paragraphs` sets every paragraph in one line
    and the letterhead in two columns, as the writers of other formats want it.

    >>> compose(1, 0).text == compose(1, 0).text
    True
    >>> found = compose(1, 0)
    >>> all(found.text[cited["spans"][0][0] :].startswith(cited["text"][:9]) for cited in found.gold["citations"])
    True
    """
    work = held(seed, number)
    dice = Dice(mix(seed, number, 17))
    wrapped = dice.random() < 0.55 and not paragraphs
    layout = dice.one((SIDE, SIDE, SIDE, STACKED, STACKED, BARS, LOOSE))
    writer = Writer(dice, work, slip=0.02 + 0.02 * noise, tear=0.0 if paragraphs else 0.02, wrapped=wrapped)
    if paragraphs:
        layout = SIDE
    elif dice.random() < 0.35:
        writer.gap = "\n\n"
    blank = dice.random()
    draft_mark = blank < 0.04 and work.slot in _ALONE
    if wrapped and dice.random() < 0.06:  # the stamp of a signed PDF stands above the letterhead
        stamp = f"Ngày ký: {writer.day:%d-%m-%Y} 09:{dice.number(10, 59)}:17 +07:00"
        writer.draft.add(f"Ký bởi: {work.issuer}\n{stamp}\n\n")
    ends, document = open_letter(
        writer,
        layout,
        blank_number=draft_mark or 0.04 < blank < 0.07,
        blank_day=draft_mark or 0.06 < blank < 0.09,
        draft_mark=draft_mark,
    )
    body(writer, document)
    close(writer, layout, ends, document)
    if not blank < 0.09 and work.type in ("KH", "QĐ", "CV", "BC") and dice.random() < 0.12:
        start = writer.draft.at
        appendix(writer)
        ends.after = (start, writer.draft.at)
    draft = writer.draft
    clean = draft.text()
    start, end = document["subject"]
    document["subject"] = clean[start:end]
    text = clean
    if wrapped:
        line = _LINE[dice.one((74, 80, 86, 92))]
        middle = line.sub(r"\1\n", clean[draft.body_starts : draft.body_ends])
        text = clean[: draft.body_starts] + middle + clean[draft.body_ends :]
    first, last = ends.below_left
    if last and not paragraphs:  # V/v stands in the narrow left column
        about = re.sub(r"(?=[^\n]{37})([^\n]{12,36}) ", r"\1\n", text[first:last])
        text = text[:first] + about + text[last:]
    if noise:
        text = worn(text, noise, dice)
    gold = draft.gold(clean, text, document)
    edges = _edges(draft, work)
    return Dispatch(f"{number:07d}", text, gold, work, edges, ends, (draft.body_starts, draft.body_ends))


def _edges(draft: Draft, work: Work) -> tuple[Edge, ...]:
    found: dict[Edge, None] = {}
    mentions = draft.mentions
    for mention in mentions:
        source = work if mention.parent is None else mentions[mention.parent].work
        found[source.id, mention.relation, mention.work.id] = None
    return tuple(found)
