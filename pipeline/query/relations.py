"""Which relations carry "rests on": the one place where `basis`, `impact`, `path` and the SQL view `rests` look."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from pipeline.errors import CancuError

__all__ = ["CARRYING", "RULES", "Rule", "chosen", "rests_sql"]


class Rule(NamedTuple):
    """How a relation carries: the source on the target, the target on the source, or not at all; and why."""

    carries: Literal["source", "target", "no"]
    reason: str


RULES: dict[str, Rule] = {
    "legal_basis": Rule("source", "the document names it as what it was issued on (căn cứ)"),
    "implements": Rule("source", "it carries the other out; when that goes, so does what there was to carry out"),
    "guides": Rule("source", "guidance without what it guides has no object"),
    "amends": Rule("source", "an amendment without what it amends has no object"),
    "amended_by": Rule("target", "the same told from the other side: the amendment rests on the amended"),
    "replaces": Rule("no", "it ends the other and needs it no longer; what rested on that one is flagged"),
    "repeals": Rule("no", "it ends the other and needs it no longer; what rested on that one is flagged"),
    "issues": Rule("no", "it speaks of what the other issued or approved, without saying that it follows it"),
    "attaches": Rule("no", "it sends the other along"),
    "replies_to": Rule("no", "an answer stands whether or not the question does"),
    "cites": Rule("no", "a mention, no more"),
}
CARRYING: tuple[str, ...] = tuple(name for name, rule in RULES.items() if rule.carries != "no")


def chosen(relations: Iterable[str] | None) -> tuple[str, ...]:
    """The relations to follow, in the order of `RULES`; none named: those that carry. "all" names every one.

    Raises `CancuError("option-wrong")`.

    >>> chosen(None)
    ('legal_basis', 'implements', 'guides', 'amends', 'amended_by')
    >>> chosen(["cites", "legal_basis"])
    ('legal_basis', 'cites')
    """
    wanted = set(relations or CARRYING)
    if wanted == {"all"}:
        wanted = set(RULES)
    unknown = sorted(wanted - set(RULES))
    if unknown:
        raise CancuError("option-wrong", f"there is no relation {unknown[0]!r}; there are all, {', '.join(RULES)}")
    return tuple(name for name in RULES if name in wanted)


def rests_sql(relations: Iterable[str]) -> str:
    """A SELECT of edges as (work_id, relation, basis_id, stated_by, mentions, confidence): who rests on whom."""
    names = list(relations)
    back = [name for name in names if RULES[name].carries == "target"]
    forth = [name for name in names if name not in back]
    parts = []
    for group, work, basis in ((forth, "source_id", "target_id"), (back, "target_id", "source_id")):
        if group:
            listed = ", ".join(f"'{name}'" for name in group)
            parts.append(
                f"SELECT {work} AS work_id, relation, {basis} AS basis_id, stated_by, mentions, confidence\n"
                f"FROM edges WHERE relation IN ({listed})"
            )
    return "\nUNION ALL\n".join(parts)
