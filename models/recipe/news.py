"""Invented news and answers to readers: texts that speak of offices and documents and are none themselves."""

from pathlib import Path
from typing import Any

import yaml

from corpora.synthetic.compose import held
from corpora.synthetic.dice import Dice, mix
from corpora.synthetic.dossiers import dossier

__all__ = ["news"]

_PARTS: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "news.yaml").read_text(encoding="utf-8"))


def news(seed: int, number: int) -> str:
    """One text, the same in every run."""
    dice = Dice(mix(seed, number, 71))
    works = [held(seed, number * 7 + step) for step in range(4)]
    topic = dossier(seed, number).topic

    def told(part: str) -> str:
        work = dice.one(works)
        return str(dice.one(_PARTS[part])).format(
            body=work.issuer, place=dice.one(works).issuer.split(" nhân dân ")[-1], topic=topic,
            number=dice.one(works).number or "01", count=dice.number(12, 4800),
        )  # fmt: skip

    paragraphs = [told("title"), told("opening")]
    for _ in range(dice.number(3, 9)):
        if dice.chance(0.15):
            paragraphs.append(told("heading"))
        paragraphs.append(" ".join(told("middle") for _ in range(dice.number(1, 4))))
    paragraphs.append(told("closing"))
    return ("\n\n" if dice.chance(0.5) else "\n").join(paragraphs) + "\n"
