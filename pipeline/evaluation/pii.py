"""Personal data against the annotated texts: `python -m pipeline.evaluation.pii tests/gold/pii`."""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.evaluation.marked import unmark

__all__ = ["Scores", "cases", "score"]


@dataclass(slots=True)
class Scores:
    """Counts a kind; `errors` name what was left standing and what was replaced for nothing."""

    marked: Counter[str] = field(default_factory=Counter)
    whole: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Of the marked items, those of which no character is left standing."""
        return sum(self.whole.values()) / (sum(self.marked.values()) or 1)

    @property
    def precision(self) -> float:
        """Of what was replaced, what lies within marked items."""
        return sum(self.right.values()) / (sum(self.found.values()) or 1)


def cases(folder: str | Path, name: str = "cases.yaml") -> Iterator[tuple[str, list[tuple[int, int, str]]]]:
    """The texts of a file in a folder, each with its marked places (start, end, kind)."""
    import yaml

    for marked in yaml.safe_load((Path(folder) / name).read_text(encoding="utf-8")):
        yield unmark(marked, r"[A-Z]+")


def score(texts: Iterator[tuple[str, list[tuple[int, int, str]]]]) -> Scores:
    """Scores of what `--anonymise` replaces."""
    from pipeline.anonymise import Anonymiser

    scores, anonymiser = Scores(), Anonymiser(b"evaluation")
    for text, places in texts:
        found = anonymiser.findings(text)
        covered = {offset for finding in found for offset in range(finding.start, finding.end)}
        for start, end, kind in places:
            scores.marked[kind] += 1
            left = [offset for offset in range(start, end) if offset not in covered and not text[offset].isspace()]
            scores.whole[kind] += not left
            if left:
                scores.errors.append(f"left: {text[start:end]!r} ({kind})")
        for finding in found:
            scores.found[finding.kind] += 1
            inside = any(start <= finding.start and finding.end <= end for start, end, _ in places)
            scores.right[finding.kind] += inside
            if not inside:
                scores.errors.append(f"replaced: {text[finding.start : finding.end]!r} ({finding.kind})")
    return scores


def main(arguments: list[str]) -> int:
    """Print the figures, and on stderr what was wrong."""
    scores = score(cases(*(arguments or ["tests/gold/pii"])))
    print(f"{'kind':9}{'marked':>7}{'replaced whole':>15}{'found':>7}{'right':>7}")
    for kind in sorted(scores.marked | scores.found):
        print(f"{kind:9}{scores.marked[kind]:7}{scores.whole[kind]:15}{scores.found[kind]:7}{scores.right[kind]:7}")
    print(f"recall {scores.recall:.3f}, precision {scores.precision:.3f}")
    print(*scores.errors, sep="\n", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
