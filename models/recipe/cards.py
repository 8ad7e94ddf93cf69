"""Model cards, written from the scores."""

from typing import Any

from models.recipe.compare import table, wins

__all__ = ["card"]

_QUESTIONS = {
    "relation": "Which relation does this citation stand in?",
    "obligation": "Is this unit an obligation?",
    "actor": "Is this candidate the one who must act?",
    "letterhead": "Is this line letterhead (issuer, motto, number, place and date)?",
    "document_type": "Which type has a document whose head is lost?",
}
_SEES = {
    "relation": "the words before the mention in its sentence, a few behind it, the types of both documents, the zone "
    "and unit it stands in, the words that announce its list; never its number (all digits are masked)",
    "obligation": "the first words of the unit or sentence, the cue words in it, its form and depth, the headings "
    "and the lead-in above it, the type of the document",
    "actor": "where the candidate stands (opening the sentence, behind an order, in a heading or lead-in above, "
    "addressees), its first words and its neighbours, and which other candidates there are",
    "letterhead": "the words of the line and pieces of four letters of them, its place, capitals and digits, the words "
    "of the lines above and below",
    "document_type": 'the words of the beginning and the end, what the text calls itself ("Kế hoạch này"), the kinds '
    "of its units, the first lines of Nơi nhận",
}
_ASKED = {
    "relation": 'where no words of the rules name the relation and "cites" would be left; the rules\' answer stays '
    "below a probability of 0.6",
    "obligation": "of units that the rules take for obligations with a confidence below 0.7, and of units that they do "
    "not, but that hold a word of order or duty (added from 0.9 on)",
    "actor": "where the rules name nobody (named from 0.6 on)",
    "letterhead": "where the rules miss the issuer, the motto, the number or the date; its lines stand in `guesses`, "
    "the header is not touched",
    "document_type": "where the document prints no type; its answer stands in `guesses`, `document.type` stays null",
}
_LIMITS = {
    "relation": "Relations that real documents seldom state (repeals, replaces, attaches) have few examples. Parents "
    "are the rules' work in any case.",
    "obligation": "Real documents are few and phrase duties in more ways than the grammar of the synthetic archive.",
    "actor": "It can only choose among candidates that the rules' own reading of names gives.",
    "letterhead": "Wear is simulated by exchanging letters; real scans lose lines and join columns too.",
    "document_type": "A notice that orders looks like a công văn, a resolution of the government like a decision. "
    "Types of which training holds a few invented documents only are hardly ever found. News are known from invented "
    "ones, so that a text which is no administrative document may be given a type.",
}


def card(task: str, scores: dict[str, Any]) -> str:
    """The card of one model as Markdown."""
    data = scores["data"]
    won = wins(scores["compared"])
    verdict = (
        "It is asked by default: with it the answers are better on gold/dev by a margin outside the interval."
        if won
        else "It is not asked by default: on gold/dev the rules are as good or better, so the rules stay. "
        "`--models all` asks it."
    )
    labels = ", ".join(f"{label} {count:,}" for label, count in data["labels"].items())
    synthetic = data["synthetic"]
    invented = f"{synthetic['documents']} invented documents of the synthetic archive (seed {synthetic['seed']})"
    if synthetic["per_type"]:
        invented += f", no more than {synthetic['per_type']} of a type"
    if synthetic["news"]:
        invented += f", {synthetic['news']} invented news"
    return f"""# {task}

{_QUESTIONS[task]} spaCy `TextCatBOW` (a linear model over hashed words), engine `model:{task}@1`.

{verdict}

- **Asked** {_ASKED[task]}.
- **Sees** {_SEES[task]}.
- **Trained on** {data["examples"]:,} examples: {invented}, and the 20 documents of
  gold/dev and 7 of tests/gold, each {synthetic["repeated"]} times. Labels: {labels}.
- **Holds** weights of hashed features; no word, no name, no text can be read from it.
- **Limits** {_LIMITS[task]}

## Scores

F1 with its 95 % interval (bootstrap over documents). Each document of gold/dev and tests/gold is judged by a model that
has not seen it (five folds); the invented ones have another seed. The rules were written with gold/dev in view, and the
invented documents come from the grammar that the model was trained on: the first comparison favours the rules, the last
the model.

{table(scores["compared"])}

## Make it again

    .venv/bin/python -m models.recipe build --only {task}   # needs ../shared/gold/dev
    .venv/bin/python -m models.recipe check --only {task}   # the shipped weights give the recorded answers
"""
