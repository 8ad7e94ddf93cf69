"""The synthetic archive: the same for the same seed, true to the letter, shaped like a real network, no two alike."""

import json
import re
import tracemalloc
from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from corpora.synthetic import Dispatch, compose
from corpora.synthetic.archive import dossier_works, synthesize
from corpora.synthetic.dice import Dice
from corpora.synthetic.dossiers import HELD, SLOTS, dossier
from corpora.synthetic.lexicon import grammar, levels, subjects, themes, turns
from corpora.synthetic.lines import compiled
from corpora.synthetic.mentions import slips
from corpora.synthetic.writer import Writer

SEED, MANY = 5, 420
WRITTEN = frozenset(
    [
        "BB",
        "BC",
        "BGN",
        "BL",
        "BTT",
        "CT",
        "CTr",
        "CV",
        "CĐ",
        "DA",
        "GGT",
        "GM",
        "GNP",
        "GUQ",
        "HD",
        "HĐ",
        "KH",
        "KL",
        "L",
        "NQ",
        "NQLT",
        "NĐ",
        "PA",
        "PB",
        "PC",
        "PG",
        "PL",
        "QC",
        "QyĐ",
        "QĐ",
        "QĐi",
        "TB",
        "TC",
        "TT",
        "TTr",
        "VBHN",
        "ĐA",
    ]
)


@pytest.fixture(scope="module")
def many() -> list[Dispatch]:
    return [compose(SEED, number) for number in range(MANY)]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_document_depends_on_nothing_but_seed_and_number(many: list[Dispatch]) -> None:
    again = [compose(SEED, number) for number in (400, 7, 133)]
    assert [many[number].text for number in (400, 7, 133)] == [each.text for each in again]
    assert [many[number].gold for number in (400, 7, 133)] == [each.gold for each in again]
    assert compose(SEED + 1, 7).text != many[7].text


@pytest.mark.parametrize("noise", [0, 2, 4])
def test_every_span_holds_its_mention(noise: int) -> None:
    for number in range(0, 120, 3):
        made = compose(SEED, number, noise=noise)
        for cited in made.gold["citations"]:
            assert cited["text"] == " ".join(made.text[start:end] for start, end in cited["spans"])
            assert all(0 <= start < end <= len(made.text) for start, end in cited["spans"])
        for duty in made.gold["obligations"]:
            start, end = duty["span"]
            assert made.text[start:end].strip() == made.text[start:end]


def test_the_number_stands_in_its_span(many: list[Dispatch]) -> None:
    for made in many:
        for cited in made.gold["citations"]:
            if cited["number"]:
                digits = re.match(r"\d+", cited["number"])
                assert digits and digits.group() in squeezed(cited["text"]).replace("O", "0")


def test_texts_of_the_truth_stand_in_the_document(many: list[Dispatch]) -> None:
    for made in many:
        clean = squeezed(made.text)
        document = made.gold["document"]
        assert squeezed(document["subject"]) in clean
        assert squeezed(document["signer"]["name"]) in clean
        assert all(squeezed(line) in clean for line in document["addressees"])
        for duty in made.gold["obligations"]:
            assert duty["actor"] is None or squeezed(duty["actor"]) in clean
            assert all(squeezed(part) in clean for part in (duty["deadline"] or "").split("; "))
        if document["number"]:
            assert document["number"] in made.text
            assert document["number"].endswith(document["symbol"])


def test_parents_come_before_and_indices_hold(many: list[Dispatch]) -> None:
    for made in many:
        count = len(made.gold["citations"])
        assert all(cited["parent"] is None or 0 <= cited["parent"] < count for cited in made.gold["citations"])
        assert all(0 <= each < count for duty in made.gold["obligations"] for each in duty["citations"])


def test_every_kind_of_document_occurs(many: list[Dispatch]) -> None:
    assert set() == WRITTEN - {made.work.type for made in many}
    party = {made.work.type for made in many if made.work.party}
    assert {"NQ", "CT", "KL", "KH", "CTr", "TT", "QĐi"} <= party
    assert {"legal_basis", "implements", "amends", "replaces", "issues", "replies_to", "guides", "cites"} <= {
        cited["relation"] for made in many for cited in made.gold["citations"]
    }


def test_drafts_and_handwritten_numbers_are_blank(many: list[Dispatch]) -> None:
    blank = [made for made in many if made.gold["document"]["number"] is None]
    assert 0.02 < len(blank) / MANY < 0.12
    assert all(made.gold["document"]["symbol"] for made in blank)
    assert any(len(made.gold["document"]["date"]) == 7 for made in many)


def test_numbers_are_torn_and_misspelt(many: list[Dispatch]) -> None:
    cited = [each for made in many for each in made.gold["citations"] if each["number"]]
    assert any(len(each["spans"]) == 2 for each in cited)
    odd = [each for each in cited if each["number"] not in each["text"]]
    assert 0.005 < len(odd) / len(cited) < 0.1


def test_no_two_documents_read_alike(many: list[Dispatch]) -> None:
    lines = [
        frozenset(
            line for line in made.text.split("\n") if len(line) > 60 and made.gold["document"]["issuer"] not in line
        )
        for made in many
    ]
    shared = Counter(line for document in lines for line in document)
    for document in lines:
        assert len(document) < 4 or sum(shared[line] > 1 for line in document) < 0.8 * len(document)
    assert MANY == len({made.text for made in many})


def test_no_two_works_are_the_same() -> None:
    found: Counter[tuple[object, ...]] = Counter()
    for index in range(1600):
        for slot in range(SLOTS):
            work = dossier(SEED, index).work(slot)
            found[work.type, work.number, work.day and work.day.year, work.issuer] += 1
    assert [] == [key for key, count in found.items() if count > 1]


def test_a_number_alone_names_many_works() -> None:
    numbers = Counter(work.number for index in range(500) for work, _ in dossier_works(SEED, index, 6000))
    assert max(numbers.values()) >= 4


def test_what_is_cited_is_older_and_a_few_works_are_cited_by_most(many: list[Dispatch]) -> None:
    for made in many:
        assert made.work.day is not None
        for above in made.work.implements:
            assert above.day is not None
            assert above.day <= made.work.day
    targets = Counter(target for made in many for _, _, target in made.edges if target.startswith(("w:", "t")))
    common = sum(count for _, count in targets.most_common(15))
    assert common > 0.3 * sum(targets.values())
    assert sum(count == 1 for count in targets.values()) > 10


def test_chains_lead_from_the_centre_to_the_school(many: list[Dispatch]) -> None:
    edges = {(source, target) for made in many for source, _, target in made.edges}
    levels_of_chain = [f"d{index}.{slot}" for index in range(MANY // HELD) for slot in range(6)]
    assert (
        sum(
            (f"d{index}.1", f"d{index}.0") in edges and (f"d{index}.4", f"d{index}.3") in edges
            for index in range(MANY // HELD)
        )
        > len(levels_of_chain) / 6 * 0.4
    )


def test_memory_does_not_grow_with_the_archive() -> None:
    for number in range(600):
        compose(SEED, number)
    tracemalloc.start()
    for number in range(5000, 5400):
        compose(SEED, number)
    first = tracemalloc.get_traced_memory()[0]
    for number in range(5400, 6200):
        compose(SEED, number)
    grown = tracemalloc.get_traced_memory()[0] - first
    tracemalloc.stop()
    assert grown < 6_000_000


def test_an_archive_on_disk(tmp_path: Path) -> None:
    summary = synthesize(tmp_path, 900, seed=SEED)
    assert 900 == summary.documents == len(list((tmp_path / "documents").glob("*.txt")))
    gold = json.loads((tmp_path / "gold" / "0000003.gold.json").read_text(encoding="utf-8"))
    text = (tmp_path / "gold" / "0000003.txt").read_bytes().decode()
    assert text == (tmp_path / "documents" / "0000003.txt").read_bytes().decode() == compose(SEED, 3).text
    assert gold["document"]["issuer"] == compose(SEED, 3).work.issuer
    works = pq.read_table(tmp_path / "truth" / "works.parquet").to_pylist()
    edges = pq.read_table(tmp_path / "truth" / "edges.parquet").to_pylist()
    assert summary.edges == len(edges)
    known = {row["work"] for row in works}
    assert set() == {edge[side] for edge in edges for side in ("source", "target")} - known
    assert 900 == sum(row["held"] is not None for row in works)


def test_a_shard_is_the_same_as_the_whole(tmp_path: Path) -> None:
    synthesize(tmp_path / "whole", 30, seed=SEED, truth=False)
    synthesize(tmp_path / "part", 30, seed=SEED, truth=False, only=range(1, 30, 2))
    parts = sorted((tmp_path / "part" / "documents").iterdir())
    assert 15 == len(parts)
    assert [path.read_bytes() for path in parts] == [
        (tmp_path / "whole" / "documents" / path.name).read_bytes() for path in parts
    ]


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="odt"):
        synthesize(tmp_path, 1, formats=["odt"])


@pytest.mark.parametrize("kind", ["docx", "pdf", "scan"])
def test_papers_are_the_same_bytes_for_the_same_seed(kind: str) -> None:
    from corpora.synthetic.papers import MissingLibraryError, render

    made = compose(SEED, 4, paragraphs=True)
    try:
        suffix, data = render(made, kind, noise=1, seed=SEED)
    except (MissingLibraryError, OSError) as error:
        pytest.skip(str(error))
    assert (suffix, data) == render(compose(SEED, 4, paragraphs=True), kind, noise=1, seed=SEED)
    assert suffix in ("docx", "pdf", "tiff")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_papers_hold_the_text(kind: str, tmp_path: Path) -> None:
    from corpora.synthetic.papers import MissingLibraryError, render
    from pipeline.read import read

    made = compose(SEED, 7, paragraphs=True)
    try:
        suffix, data = render(made, kind)
    except (MissingLibraryError, OSError) as error:
        pytest.skip(str(error))
    path = tmp_path / f"made.{suffix}"
    path.write_bytes(data)
    text = squeezed(read(path).text)
    document = made.gold["document"]
    assert squeezed(document["subject"]) in text
    assert squeezed(document["signer"]["name"]) in text
    assert all(squeezed(cited["text"]) in text for cited in made.gold["citations"])


def test_the_grammar_is_whole() -> None:
    """Every name a line uses is a line or a special; every theme has enough of each kind."""
    lines = [line for name in grammar() for line in grammar()[name]]
    lines += [line for theme in themes() for line in (*theme.tasks, *theme.targets, *theme.results)]
    for line in lines:
        for piece in compiled(line):
            name = getattr(piece, "__reduce__", None)
            assert isinstance(piece, str) or callable(piece)
            assert name is not None
    names = {name for line in lines for name in re.findall(r"\{\^?([A-Za-z_0-9]+)\}", line)}
    assert set() == {name for name in names if name not in grammar() and not hasattr(Writer, f"say_{name}")}
    assert all(min(len(theme.tasks), len(theme.objects)) >= 5 and len(theme.topics) >= 4 for theme in themes())
    kinds = {turn.partition(":")[0] for group in ("central", "rare", "party") for turn in turns(group)}
    assert kinds <= WRITTEN | {"TTLT"}
    assert all("other" in rows for group, rows in subjects().items() if group != "turns")
    assert all(level.signers and level.actors for level in levels().by_name.values())


def test_slips_leave_a_number_that_can_be_mended() -> None:
    dice = Dice(1)
    for _ in range(200):
        wrong, rule = slips("12/QĐ-UBND", dice)
        assert (rule is None) == (wrong == "12/QĐ-UBND")
        assert squeezed("12QUBND") == re.sub(r"[^12QUBN]|D(?!$)", "", wrong) + "D"
