"""Which codes in real numbers the register of bodies cannot resolve, or resolves to another body than the one named.

Run by hand: `python corpora/build/check_codes.py numbers.csv citations.jsonl` with files of numbers and their issuers
(CSV with columns so_hieu, co_quan; JSON lines with number, date, issuer). Prints one line a code, the commonest first.
"""

import csv
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from corpora import bodies, document_types, spellings
from corpora.folding import fold


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Numbers with the issuer named for them."""
    with path.open(encoding="utf-8", newline="") as file:
        if path.suffix == ".csv":
            for row in csv.DictReader(file):
                yield row["so_hieu"], row["co_quan"]
        else:
            for line in file:
                row = json.loads(line)
                yield row["number"] or "", row["issuer"] or ""


def codes(number: str) -> tuple[list[str], int | None]:
    """The parts of a number that may name bodies, and its year."""
    clean, _ = spellings.apply(number)
    parts = re.split(r"[-/]", clean)
    year = int(parts[1]) if len(parts) > 2 and re.fullmatch(r"(?:19|20)\d\d", parts[1]) else None
    found = [part for part in parts if not re.match(r"\d", part) and part]
    if found and document_types.by_symbol(found[0]) is not None:
        found = found[1:] if len(found) > 1 else found
    return found, year


def main(paths: list[str]) -> None:
    """Print the findings."""
    total = unknown = other = 0
    missing: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for path in paths:
        for number, issuer in read(Path(path)):
            parts, year = codes(number)
            if not parts or not issuer:
                continue
            total += 1
            found = [body for part in parts for body in bodies.by_code(part, year)]
            named = {body.id for _, _, body in bodies.find_bodies(fold(issuer))}
            if not found:
                unknown += 1
                missing[f"{'-'.join(parts)} ({issuer})"] += 1
            elif named and not named & {body.id for body in found}:
                other += 1
                wrong[f"{'-'.join(parts)}: {', '.join(body.name for body in found)} (named: {issuer})"] += 1
    print(f"{total} numbers; {unknown} with no known code; {other} resolved to another body than named")
    for title, counter in (("no known code", missing), ("another body", wrong)):
        print(f"--- {title}")
        for line, count in counter.most_common():
            print(count, line[:200])


if __name__ == "__main__":
    main(sys.argv[1:])
