"""What holds for every text: spans that tell the truth, no crash, the same answer twice, cost in step with length."""

import random
import sys
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
import regex
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import parse
from extractors.records import Document, Span

SAMPLES = sorted(
    path
    for path in (Path(__file__).resolve().parents[2] / "corpora" / "samples").glob("[0-9]*")
    if path.suffix != ".json"
)
TEXTS = [path.read_text(encoding="utf-8") for path in SAMPLES]
CALM = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


# -- what must hold ---------------------------------------------------------------------------------------------------


def words_at(source: str, spans: tuple[Span, ...]) -> str:
    """What stands in the source at these spans, a torn mention joined by one space."""
    return " ".join(source[start:end] for start, end in spans)


def check(source: str) -> Document:
    """Every span of the document is a true, non-empty stretch of its source, and every index points at a record."""
    document = parse(source)
    for index, citation in enumerate(document.citations):
        assert citation.spans
        assert all(0 <= start < end <= len(source) for start, end in citation.spans)
        assert citation.text == words_at(source, citation.spans)
        assert citation.parent is None or (citation.parent != index and 0 <= citation.parent < len(document.citations))
        assert citation.number is None or citation.number == unicodedata.normalize("NFC", citation.number)
    for obligation in document.obligations:
        start, end = obligation.span
        assert 0 <= start < end <= len(source)
        assert obligation.text == source[start:end]
        assert all(0 <= index < len(document.citations) for index in obligation.citations)
    for reference in document.backrefs:
        start, end = reference.span
        assert 0 <= start < end <= len(source)
        assert reference.text == source[start:end]
        if isinstance(reference.target, tuple):
            assert reference.target
            assert all(0 <= index < len(document.citations) for index in reference.target)
            assert all(document.citations[index].spans[0].start < start for index in reference.target)
    for spans in document.document.evidence.values():
        assert all(0 <= start < end <= len(source) for start, end in spans)
    return document


# -- what happens to texts --------------------------------------------------------------------------------------------
# Each takes a text and a source of chance and gives the text as a scanner, a word processor or a converter leaves it.

Mutation = Callable[[str, random.Random], str]
LOOK_ALIKES = str.maketrans({"Đ": "Ð", "-": "–", "C": "С", "T": "Т", "O": "0", "0": "O", "1": "l", "'": "’", "I": "l"})
ANYTHING = [chr(code) for code in [*range(1, 0xD800), *range(0xE000, 0x11000)]]
INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad\u2060"


def _some(text: str, chance: random.Random, change: Callable[[str], str], among: str | None = None) -> str:
    """About three in a hundred characters changed."""
    return "".join(change(c) if (among is None or c in among) and chance.random() < 0.03 else c for c in text)


def _insert(text: str, chance: random.Random, pieces: list[str], times: int = 4) -> str:
    for _ in range(times):
        place = chance.randrange(len(text) + 1)
        text = text[:place] + chance.choice(pieces) + text[place:]
    return text


MUTATIONS: dict[str, Mutation] = {
    "decomposed": lambda text, _: unicodedata.normalize("NFD", text),
    "partly decomposed": lambda text, chance: _some(text, chance, lambda c: unicodedata.normalize("NFD", c)),
    "look-alikes": lambda text, chance: _some(text, chance, lambda c: c.translate(LOOK_ALIKES)),
    "capitals": lambda text, _: text.upper(),
    "no diacritics": lambda text, _: regex.sub(r"\p{Mn}", "", unicodedata.normalize("NFD", text)),
    "lines broken in numbers": lambda text, chance: _some(text, chance, lambda c: c + "\n", "-/0123456789"),
    "blanks in numbers": lambda text, chance: _some(text, chance, lambda c: c + " ", "-/&Đ"),
    "hyphens lost": lambda text, chance: _some(text, chance, lambda c: " ", "-"),
    "markdown": lambda text, chance: _insert(text, chance, ["**", "***", "*", "_", "## ", "`", "| ", "> ", "\\"], 8),
    "superscripts": lambda text, chance: _insert(text, chance, ["<sup>1</sup>", "¹", "²³", "[1]", "^(2)", "<sup>"], 6),
    "footnotes": lambda text, chance: _insert(text, chance, ["\n\n1 Xem Công văn số 5/UBND-NC.\n\n", "\n[^1]: Xem\n"]),
    "page breaks": lambda text, chance: _insert(text, chance, ["\n\n2\n\n", "\f", "\n- 3 -\n\f", "\nTrang 4/7\n"]),
    "carriage returns": lambda text, _: text.replace("\n", "\r\n"),
    "old carriage returns": lambda text, _: text.replace("\n", "\r"),
    "invisible": lambda text, chance: _insert(text, chance, list(INVISIBLE), 8),
    "odd blanks": lambda text, chance: _some(text, chance, lambda c: chance.choice("\u00a0\u2003\t\u3000\u2028"), " "),
    "deletions": lambda text, chance: _some(text, chance, lambda _: ""),
    "lines lost": lambda text, chance: "\n".join(line for line in text.split("\n") if chance.random() < 0.9),
    "lines shuffled": lambda text, chance: "\n".join(sorted(text.split("\n"), key=lambda _: chance.random())),
    "one line": lambda text, _: text.replace("\n", " "),
    "cut": lambda text, chance: text[chance.randrange(len(text) + 1) :],
    "noise": lambda text, chance: _some(text, chance, lambda _: chance.choice(ANYTHING)),
}  # fmt: skip


@st.composite
def scanned(draw: st.DrawFn) -> str:
    """A sample dispatch after one to four mishaps."""
    text = draw(st.sampled_from(TEXTS))
    names = draw(st.lists(st.sampled_from(sorted(MUTATIONS)), min_size=1, max_size=4))
    chance = random.Random(draw(st.integers(0, 2**32)))
    for name in names:
        text = MUTATIONS[name](text, chance)
    return text


# -- the properties ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_samples(path: Path) -> None:
    assert check(path.read_text(encoding="utf-8")).citations


@pytest.mark.parametrize("name", sorted(MUTATIONS))
def test_every_mishap(name: str) -> None:
    for seed, text in enumerate(TEXTS):
        check(MUTATIONS[name](text, random.Random(seed)))


@CALM
@given(scanned())
def test_mishaps_in_company(text: str) -> None:
    check(text)


@CALM
@given(st.text(max_size=2000))
def test_any_text(text: str) -> None:
    check(text)


@CALM
@given(st.text(alphabet="0123456789/-&.,;:()[]“”\n\t \u0301\u0323*#_<>|ĐđQCTNUBDVP số Điều", max_size=600))
def test_texts_of_number_like_characters(text: str) -> None:
    check(text)


WORDS = [
    "Nghị định", "Quyết định", "Luật", "Luật Lưu trữ", "số", "30/2020/NĐ-CP", "1187/QĐ-UBND", "12-KH/TU",
    "ngày 5/6/2024", "của", "UBND", "tỉnh Hà Nam", "về việc", "sửa đổi, bổ sung", "một số điều của", "được",
    "bởi", "và", ",", ";", ".", "\n", "\n\n", "Điều 1.", "khoản 2", "điểm a", "a)", "-", "+", "1.", "I.",
    "Căn cứ", "Thực hiện", "theo", "tại", "(", ")", "“", "”", "Kính gửi:", "Nơi nhận:", "Giao", "yêu cầu",
    "trước ngày", "QUYẾT ĐỊNH:", "GIÁM ĐỐC", "Phụ lục", "<sup>1</sup>", "\f",
    "này", "nêu trên", "trên", "đó", "các", "hai", "văn bản", "Như trên", "Như Điều 1",
]  # fmt: skip


@CALM
@given(st.lists(st.sampled_from(WORDS), max_size=150))
def test_words_of_the_trade_in_any_order(words: list[str]) -> None:
    check(" ".join(words))


@CALM
@given(
    st.one_of(st.binary(max_size=3000), scanned().map(lambda text: text.encode("utf-16")), scanned().map(str.encode))
)
def test_any_bytes_are_a_document_or_a_known_error(data: bytes) -> None:
    from pipeline.errors import CATALOGUE, CancuError
    from pipeline.extract import extract
    from pipeline.read import read

    try:
        reading = read(data)
    except CancuError as error:
        assert error.code in CATALOGUE
        return
    document = extract(reading)
    for citation in document.citations:
        assert citation.text == words_at(reading.text, citation.spans)


@CALM
@given(scanned())
def test_the_same_text_gives_the_same_document(text: str) -> None:
    assert parse(text) == parse(text)


def test_real_texts_after_every_mishap(shared: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((shared / "gold" / "dev").glob("*.txt"))]
    for seed, text in enumerate(texts):
        check(text)
        for name in random.Random(seed).sample(sorted(MUTATIONS), 3):
            check(MUTATIONS[name](text, random.Random(seed)))


# -- cost -------------------------------------------------------------------------------------------------------------


def calls(action: Callable[[], object]) -> int:
    """How many Python functions the action calls: a measure of work that no busy machine disturbs."""
    count = 0

    def on_event(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(on_event)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def seconds(action: Callable[[], object]) -> float:
    """Processor time of the quicker of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def test_work_grows_in_step_with_length() -> None:
    text = "\n\n".join(TEXTS)
    parse(text)
    once, eight = calls(lambda: parse(text)), calls(lambda: parse(text * 8))
    assert eight < 8 * once * 1.25


TRAPS = [
    "Quyết định ", "số ", "1/", "1-", "- ", "(", "“", "Luật sửa đổi, bổ sung một số điều của ", "khoản 1, ",
    "ngày 1/", "Điều 1. ", "Căn cứ ", "A", "a", "\n", " ", "\t\n", "của ", "và số 1/QĐ-UBND ", "UBND ", "-/",
    "*", "_a*", "<sup>", "[", "#", "|", "\n1\n", "\n- ", "\nI. ", "1.1.", "Đ\u0301", "Kính gửi: ",
    "Nơi nhận:\n", "trước ngày ", "Sở Nội vụ, ", "\f", "Luật ", "Nghị định số 1/2020/NĐ-CP được sửa đổi bởi ",
    "yêu cầu ", "theo quy định tại ", "về việc ", "Phụ lục\n", "\n\n\n1 a\n",
    "Nghị định này ", "các văn bản nêu trên, ", "Công văn số 1/UBND-NC; Công văn nêu trên của Bộ Nội vụ\n",
    "Nghị định 30 ", "Sửa đổi Nghị định số 1/2020/NĐ-CP: “Nghị định này ”\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", TRAPS)
def test_no_repetition_is_a_trap(piece: str) -> None:
    """Eight times the text may cost a little more than eight times as much, not sixty-four (a quadratic pass)."""
    few, many = (piece * (length // len(piece)) for length in (25_000, 200_000))
    parse(few)
    assert seconds(lambda: parse(many)) < 24 * seconds(lambda: parse(few)) + 0.05
