"""The error browser: one HTML file that shows each miss in its text; no script, nothing from outside, all escaped."""

from collections.abc import Iterable, Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import CancuError
from pipeline.evaluation.compare import Item, bare, citation_likeness, obligation_likeness
from pipeline.evaluation.gold import Case
from pipeline.evaluation.scoring import citation_checks, header_checks, pair_up

__all__ = ["Miss", "misses", "page", "write_page"]

AROUND = 160  # characters of text shown on each side

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f24;--paper:#fff;--soft:#57606a;
 --line:#d0d7de;--gold:#fff1b8;--found:#cfe8ff;--both:#cdeccd}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--paper:#0d1117;--soft:#9da7b3;
 --line:#30363d;--gold:#5a4a00;--found:#0b3a66;--both:#17452a}}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);
 max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2.5rem;border-bottom:1px solid var(--line)}
h3{font-size:1rem;margin:1.2rem 0 .2rem}
blockquote{margin:0;padding:.6rem .8rem;border-left:3px solid var(--line);white-space:pre-wrap;overflow-wrap:anywhere}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 1rem;margin:.3rem 0;color:var(--soft)}
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}
mark{color:inherit;border-radius:2px}mark.gold{background:var(--gold)}mark.found{background:var(--found)}mark.both{background:var(--both)}
nav ul{columns:2;padding-left:1.2rem}table{border-collapse:collapse}td,th{padding:.1rem .8rem .1rem 0;text-align:left}
"""


class Miss(NamedTuple):
    """Something that went wrong: what, the spans of gold and of what was found, and the two values."""

    kind: str
    gold_spans: tuple[tuple[int, int], ...]
    found_spans: tuple[tuple[int, int], ...]
    gold: str
    found: str


def _spans(spans: Iterable[Sequence[int]]) -> tuple[tuple[int, int], ...]:
    return tuple((span[0], span[1]) for span in spans)


def _value(value: object) -> str:
    return "none" if value in (None, "", []) else str(value)


def misses(case: Case) -> list[Miss]:
    """All that is wrong in one document, in the order of the text; the header first."""
    rows = []
    evidence = case.found["document"].get("evidence") or {}
    for name, same, gold, found in header_checks(case.gold["document"], case.found["document"]):
        if not same:
            rows.append(Miss(f"header: {name}", (), _spans(evidence.get(name) or ()), _value(gold), _value(found)))
    rows += sorted(
        [*_of_citations(case), *_of_obligations(case)], key=lambda miss: min(miss.gold_spans + miss.found_spans)
    )
    return rows


def _of_citations(case: Case) -> Iterable[Miss]:
    gold, found = case.gold["citations"], case.found["citations"]
    pairs = pair_up(gold, found, citation_likeness)
    to_gold = {j: i for i, j in pairs}
    for i, j in pairs:
        for name, good in citation_checks(gold[i], found[j], to_gold).items():
            if not good:
                field = {"span": "spans", "number exact": "number"}.get(name, name)
                yield Miss(
                    f"citation: {name}", _spans(gold[i]["spans"]), _spans(found[j]["spans"]),
                    _value(gold[i].get(field)), _value(found[j].get(field)),
                )  # fmt: skip
    yield from _alone(
        "citation", gold=[g["spans"] for g in gold], found=[f["spans"] for f in found], pairs=pairs,
        wanted=[_called(g) for g in gold], got=[_called(f) for f in found],
    )  # fmt: skip


def _called(citation: Item) -> str:
    return _value(citation.get("number") or citation.get("title"))


def _of_obligations(case: Case) -> Iterable[Miss]:
    gold, found = case.gold.get("obligations"), case.found["obligations"]
    if gold is None:
        return
    pairs = pair_up(gold, found, obligation_likeness)
    for i, j in pairs:
        for name in ("label", "actor", "deadline"):
            if bare(gold[i].get(name)) != bare(found[j].get(name)):
                yield Miss(
                    f"obligation: {name}", _spans([gold[i]["span"]]), _spans([found[j]["span"]]),
                    _value(gold[i].get(name)), _value(found[j].get(name)),
                )  # fmt: skip
    yield from _alone(
        "obligation", gold=[[g["span"]] for g in gold], found=[[f["span"]] for f in found], pairs=pairs,
        wanted=[_value(g.get("label")) for g in gold], got=[_value(f.get("label")) for f in found],
    )  # fmt: skip


def _alone(
    what: str, *, gold: Sequence[Sequence[Sequence[int]]], found: Sequence[Sequence[Sequence[int]]],
    pairs: Iterable[tuple[int, int]], wanted: Sequence[str], got: Sequence[str],
) -> Iterable[Miss]:  # fmt: skip
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    for i, spans in enumerate(gold):
        if i not in left:
            yield Miss(f"{what} missed", _spans(spans), (), wanted[i], "nothing")
    for j, spans in enumerate(found):
        if j not in right:
            yield Miss(f"{what} spurious", (), _spans(spans), "nothing", got[j])


def _mark(kind: str, words: str) -> str:
    return f'<mark class="{kind}">{words}</mark>'


def _marked(text: str, miss: Miss) -> str:
    """The words around, escaped, with the spans of gold and of what was found marked."""
    edges = miss.gold_spans + miss.found_spans
    first, last = max(0, min(s for s, _ in edges) - AROUND), min(len(text), max(e for _, e in edges) + AROUND)
    cuts = sorted({first, last, *(cut for span in edges for cut in span)})
    parts = ["…" if first else ""]
    for start, end in pairwise(cuts):
        classes = [
            name for name, spans in (("gold", miss.gold_spans), ("found", miss.found_spans))
            if any(s <= start and end <= e for s, e in spans)
        ]  # fmt: skip
        words = escape(text[start:end])
        kind = "both" if len(classes) == 2 else "".join(classes)
        parts.append(_mark(kind, words) if kind else words)
    return "".join(parts) + ("…" if last < len(text) else "")


def page(cases: Iterable[Case], title: str) -> str:
    """The whole page as HTML.

    >>> case = Case("a", "<b>", {"document": {"type": "KH"}, "citations": []}, {"document": {}, "citations": [],
    ...             "obligations": []})
    >>> "header: type" in page([case], "x")
    True
    """
    bodies, index, total = [], [], 0
    for number, case in enumerate(cases):
        wrong = misses(case)
        if not wrong:
            continue
        total += len(wrong)
        index.append(f'<li><a href="#d{number}">{escape(case.name)}</a> ({len(wrong)})</li>')
        bodies.append(f'<section id="d{number}"><h2>{escape(case.name)}</h2>')
        for miss in wrong:
            bodies.append(f"<article><h3>{escape(miss.kind)}</h3>")
            bodies.append(
                f"<dl><dt>gold</dt><dd>{escape(miss.gold)}</dd><dt>found</dt><dd>{escape(miss.found)}</dd></dl>"
            )
            if miss.gold_spans or miss.found_spans:
                bodies.append(f"<blockquote>{_marked(case.text, miss)}</blockquote>")
            bodies.append("</article>")
        bodies.append("</section>")
    kinds = (("gold", "gold only"), ("found", "found only"), ("both", "both"))
    legend = f"<p>{' '.join(_mark(kind, words) for kind, words in kinds)}</p>"
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><main><h1>{escape(title)}</h1>"
        f"<p>{total} misses in {len(index)} documents</p>"
        f"{legend}<nav><ul>{''.join(index)}</ul></nav>{''.join(bodies)}</main></body></html>\n"
    )


def write_page(path: str | Path, cases: Iterable[Case], title: str) -> None:
    """Write the page to a file. It quotes the documents. Raises `CancuError("out-unwritable")`."""
    try:
        Path(path).write_text(page(cases, title), encoding="utf-8")
    except OSError as error:
        raise CancuError("out-unwritable", error.strerror or str(error), where=str(path)) from None
