"""Works that may be one document printed with two numbers (767/QĐ-UBND and 676-QĐ/UBND): shown, merged by nobody but
a person (`pipeline.store.review`).

Suspected are two works of the same type, issuer and full date whose numbers differ by what typing and OCR do: the same
running number under another symbol, the same digits in another order, or at most two digits, with titles whose
words agree but for slips.
Numbers close to each other are most often a series issued on one day: they need the very same title.
"""

from collections.abc import Iterator
from typing import Any

from rapidfuzz import fuzz
from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from corpora.folding import fold
from pipeline.store.schema import schema

__all__ = ["compare", "suspected_rows"]

TITLE_LEAST = 0.85
SERIES = 10  # running numbers nearer than this may be a series
SERIES_TITLE_LEAST = 0.98
SLIP = 60  # of 100: how alike a word and its misprint are at least
SHORT_WORD = 2  # letters of a word that may be another, or be lost
CUT = 12  # letters that one of two titles may lack at its end
BLOCK = 12  # letters and digits of a title that have to agree at one of its ends

# Pairs share a block, so that no day on which a body issued a thousand decisions meets itself: the same type, issuer
# and date, and the same running number, or the same symbol and either the same digits or the same first or last words.
# What a block brings together `compare` judges.
_PAIRS = f"""
WITH one AS (
    SELECT target_id, type, issuer_id, date, title, number_key, fold_title(title) AS bare,
           split_part(number_key, '|', 1) AS run, split_part(number_key, '|', 2) AS symbol
    FROM work WHERE length(date) = 10 AND number_key IS NOT NULL AND type IS NOT NULL AND issuer_id IS NOT NULL
),
keyed AS (
    SELECT target_id, type, issuer_id, date, unnest(list_distinct([
        'run ' || run,
        'digits ' || symbol || ' ' || array_to_string(list_sort(split(run, '')), ''),
        'first ' || symbol || ' ' || left(bare, {BLOCK}),
        'last ' || symbol || ' ' || right(bare, {BLOCK})
    ])) AS block
    FROM one
),
pairs AS (
    SELECT DISTINCT a.target_id AS work_a, b.target_id AS work_b
    FROM keyed a JOIN keyed b USING (type, issuer_id, date, block)
    WHERE a.target_id < b.target_id
)
SELECT work_a, work_b, a.number_key AS key_a, b.number_key AS key_b, a.title AS title_a, b.title AS title_b
FROM pairs ANTI JOIN apart USING (work_a, work_b)
JOIN one a ON work_a = a.target_id JOIN one b ON work_b = b.target_id
WHERE (a.bare IS NULL OR b.bare IS NULL OR jaro_winkler_similarity(a.bare, b.bare) >= {TITLE_LEAST - 0.1})
  AND (a.run = b.run OR list_sort(split(a.run, '')) = list_sort(split(b.run, ''))
       OR damerau_levenshtein(a.run, b.run) < least(3, greatest(length(a.run), length(b.run))))
ORDER BY work_a, work_b
"""


def _differ_by_slips(title_a: str, title_b: str) -> bool:
    """Whether folded titles have the same words but for slips: those of a series differ by whole words.

    >>> _differ_by_slips("quy chuan ve phu gia - chat tao xop", "quy chuan ve phu gia - pham mau")
    False
    >>> _differ_by_slips("phe duyet de an so hoa", "phe duyt de an so hoa ho so")
    True
    """
    one, other = title_a.split(), title_b.split()
    changes = Levenshtein.opcodes(one, other)
    for number, change in enumerate(changes):
        if change.tag == "equal":
            continue
        left = " ".join(one[change.src_start : change.src_end])
        right = " ".join(other[change.dest_start : change.dest_end])
        cut_short = number == len(changes) - 1 and not (left and right)
        if cut_short and max(len(left), len(right)) <= CUT:
            continue
        if fuzz.ratio(left, right) < SLIP and max(len(left), len(right)) > SHORT_WORD:
            return False
    return True


def compare(key_a: str, key_b: str, title_a: str | None, title_b: str | None) -> tuple[str, float] | None:
    """Reason and score (0 to 1) for suspecting that two numbers of one day and issuer are one; None: nothing does.

    Keys are `pipeline.numbers.number_key`s. Without both titles only the same digits in another order, or the same
    running number with a symbol one letter off, raise a suspicion.

    >>> compare("767|qdubnd", "676|qdubnd", "phê duyệt Kế hoạch A", "Phê duyệt kế hoạch A")
    ('same type, issuer, date and title; running numbers differ by 2', 0.75)
    """
    run_a, _, symbol_a = key_a.partition("|")
    run_b, _, symbol_b = key_b.partition("|")
    title = fuzz.ratio(fold(title_a), fold(title_b)) / 100 if title_a and title_b else None
    if title is not None and (title < TITLE_LEAST or not _differ_by_slips(fold(title_a or ""), fold(title_b or ""))):
        return None
    agree = "same type, issuer, date and title" if title is not None else "same type, issuer and date"
    if run_a == run_b:
        distance = DamerauLevenshtein.distance(symbol_a, symbol_b)
        if title is None and distance > 1:
            return None
        nearness = 1 - distance / max(len(symbol_a), len(symbol_b), 1)
        return f"{agree}; symbols differ", round((nearness + (title or 0.5)) / 2, 3)
    if symbol_a != symbol_b:
        return None
    distance = DamerauLevenshtein.distance(run_a, run_b)
    if sorted(run_a) == sorted(run_b):
        return f"{agree}; digits in another order", round((0.8 + (title or 0.5)) / 2, 3)
    if title is None or distance > 2 or distance >= max(len(run_a), len(run_b)):
        return None
    if run_a.isdigit() and run_b.isdigit() and abs(int(run_a) - int(run_b)) < SERIES and title < SERIES_TITLE_LEAST:
        return None
    return f"{agree}; running numbers differ by {distance}", round((1 / distance + title) / 2, 3)


def suspected_rows(connection: Any) -> Iterator[Any]:
    """Arrow tables of `suspected`, from the table `work` of the connection."""
    import pyarrow as pa

    found = connection.sql(_PAIRS)
    wanted = schema("suspected")
    yield wanted.empty_table()
    for batch in found.to_arrow_reader(100_000):
        rows = []
        for pair in batch.to_pylist():
            verdict = compare(pair["key_a"], pair["key_b"], pair["title_a"], pair["title_b"])
            if verdict:
                rows.append({"work_a": pair["work_a"], "work_b": pair["work_b"],
                             "reason": verdict[0], "score": verdict[1]})  # fmt: skip
        yield pa.Table.from_pylist(rows, wanted)
