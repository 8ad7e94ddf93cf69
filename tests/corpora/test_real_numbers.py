"""The registers against real numbers (../shared/data): nearly every code is known, and names its issuer."""

from pathlib import Path

from corpora.bodies import by_code, find_bodies
from corpora.build.check_codes import codes, read
from corpora.folding import fold

FILES = ("number_type_issuer_title.csv", "citations_phapdien.jsonl")


def test_codes_of_real_numbers_name_their_issuer(shared: Path) -> None:
    total = unknown = other = 0
    for name in FILES:
        for number, issuer in read(shared / "data" / name):
            parts, year = codes(number)
            if not parts or not issuer:
                continue
            total += 1
            found = {body.id for part in parts for body in by_code(part, year)}
            named = {body.id for _, _, body in find_bodies(fold(issuer))}
            unknown += not found
            other += bool(found and named and not named & found)
    assert total > 4000
    assert unknown / total < 0.006  # the files hold about 1 % slips of their own
    assert other / total < 0.013
