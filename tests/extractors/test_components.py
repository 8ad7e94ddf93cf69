"""The spaCy side: tokenizer, entry points, the five components, displaCy and DocBin."""

import subprocess
import sys
import unicodedata

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from extractors import parse
from extractors.tokenizer import tokenize

COMPONENTS = ["cancu_structure", "cancu_header", "cancu_citations", "cancu_obligations", "cancu_backrefs"]
TEXT = """UBND TỈNH HÀ NAM
SỞ NỘI VỤ
Số: 691/SNV-VTLT
V/v báo cáo công tác văn thư
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nam, ngày 20 tháng 5 năm 2024

Kính gửi: Ủy ban nhân dân các huyện.

Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;
Thực hiện Công văn số 1034/UBND-NC ngày 13/5/2024 của UBND tỉnh, Sở Nội vụ đề nghị:

1. Ủy ban nhân dân các huyện báo cáo về Sở Nội vụ trước ngày 05/6/2024.

GIÁM ĐỐC

Trịnh Quang Huấn
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.blank("vi")
    for component in COMPONENTS:
        pipeline.add_pipe(component)
    return pipeline


@pytest.fixture(scope="module")
def doc(nlp: Language) -> Doc:
    return nlp(TEXT)


# -- tokenizer --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "token",
    ["107/2021/NĐ-CP", "25-NQ/TW", "2482/SNV-XDCQ-CTTN", "08/KH-PGD&ĐT", "54/2019/QH14", "05/3/2020", "GD&ĐT",
     "52-KH/BDVTU-BCSĐUBNDTP", "QĐ-TTg", "V/v", "./.", "vanthu@hanam.gov.vn", "1.284", "98,5", "2021-2030"],
)  # fmt: skip
def test_numbers_dates_and_abbreviations_are_one_token(token: str) -> None:
    assert [token] == [part.text for part in tokenize(token)]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(
    "text",
    [TEXT, "", " ", "  hai  dấu cách ", "\tSố:\r\n\r\n  12-KH/TU\u200b\x0c", "Ngày 5/6.", "“Điều 1.”…", "😀 3O/2020"],
)
def test_the_doc_is_the_text(text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    assert text == spacy.blank("vi")(text).text


def test_the_full_stop_after_a_number_is_a_token_of_its_own() -> None:
    assert ["số", "30/2020/NĐ-CP", ".", "Điều", "2", "."] == [t.text for t in tokenize("số 30/2020/NĐ-CP. Điều 2.")]


def test_a_saved_pipeline_loads_with_its_tokenizer(nlp: Language, tmp_path) -> None:
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert COMPONENTS == loaded.pipe_names
    assert [t.text for t in nlp.make_doc(TEXT)] == [t.text for t in loaded.make_doc(TEXT)]


# -- entry points -----------------------------------------------------------------------------------------------------


def test_an_installed_cancu_is_found_without_an_import(tmp_path) -> None:
    program = (
        "import spacy, sys; nlp = spacy.blank('vi'); assert not any(m.startswith('pyvi') for m in sys.modules);"
        f"[nlp.add_pipe(name) for name in {COMPONENTS!r}];"
        "doc = nlp('Căn cứ Nghị định số 30/2020/NĐ-CP;'); print([s._.number for s in doc.spans['citations']])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (0, "['30/2020/NĐ-CP']\n") == (done.returncode, done.stdout), done.stderr


def test_the_extractors_do_not_import_spacy(tmp_path) -> None:
    program = "import sys, extractors; extractors.parse('Số: 1/KH-UBND'); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert "False\n" == done.stdout


# -- components -------------------------------------------------------------------------------------------------------


def test_the_records_are_those_of_parse(doc: Doc) -> None:
    document = parse(TEXT)
    assert document.document == doc._.header
    assert list(document.citations) == doc._.cancu["citations"]
    assert list(document.obligations) == doc._.cancu["obligations"]


def test_citation_spans(doc: Doc) -> None:
    spans = doc.spans["citations"]
    assert ["Nghị định số 30/2020/NĐ-CP", "Công văn số 1034/UBND-NC"] == [span.text for span in spans]
    assert ["30/2020/NĐ-CP", "1034/UBND-NC"] == [span._.number for span in spans]
    assert ["legal_basis", "implements"] == [span.label_ for span in spans]
    assert [span._.cancu.target_id for span in spans] == [span.kb_id_ or None for span in spans]


def test_obligation_spans(doc: Doc) -> None:
    (span,) = doc.spans["obligations"]
    assert ("trước ngày 05/6/2024", "2024-06-05") == (span._.deadline, span._.due)
    assert "1. Ủy ban nhân dân các huyện báo cáo về Sở Nội vụ trước ngày 05/6/2024." == span.text


def test_a_component_stands_alone(doc: Doc) -> None:
    alone = spacy.blank("vi")
    alone.add_pipe("cancu_obligations")
    assert doc._.cancu["obligations"] == alone(TEXT)._.cancu["obligations"]


def test_a_span_is_widened_to_token_borders_and_the_record_is_exact() -> None:
    nlp = spacy.blank("vi")
    nlp.add_pipe("cancu_citations")
    text = "Căn cứ Nghị định số 30/2020/NĐ-CPvề công tác văn thư;"
    doc = nlp(text)
    for span in doc.spans["citations"]:
        (place,) = span._.cancu.spans
        assert text[place.start : place.end] in span.text


def test_spans_of_others_have_no_record(nlp: Language) -> None:
    assert nlp("Không có gì.")[0:1]._.cancu is None
    assert nlp.make_doc("Không có gì.")._.header is None


def test_structure_spans(doc: Doc) -> None:
    assert {"letterhead", "body", "signature"} <= {span.label_ for span in doc.spans["zones"]}
    assert any(span.text.startswith("1. Ủy ban") for span in doc.spans["units"])


# -- what spaCy's users do with it ------------------------------------------------------------------------------------


def test_displacy_draws_the_citations_and_escapes_the_text(nlp: Language) -> None:
    doc = nlp("Căn cứ Nghị định số 30/2020/NĐ-CP <script>alert(1)</script>;")
    page = displacy.render(doc, style="span", options={"spans_key": "citations"}, page=True, jupyter=False)
    assert "legal_basis" in page
    assert "30/2020/NĐ-CP" in page
    assert "<script>" not in page


def test_docbin_carries_spans_and_records(nlp: Language, doc: Doc) -> None:
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (loaded,) = DocBin().from_bytes(stored).get_docs(spacy.blank("vi").vocab)
    assert doc.text == loaded.text
    assert doc._.header == loaded._.header
    for key in ("citations", "obligations", "units", "zones", "header"):
        before = [(span.text, span.label_, span.id_, span.kb_id_) for span in doc.spans[key]]
        assert before == [(span.text, span.label_, span.id_, span.kb_id_) for span in loaded.spans[key]]
    assert [span._.cancu for span in doc.spans["citations"]] == [span._.cancu for span in loaded.spans["citations"]]


def test_pipe_keeps_order_and_runs_in_processes(nlp: Language) -> None:
    texts = [f"Căn cứ Nghị định số {number}/2020/NĐ-CP;" for number in range(1, 6)]
    docs = list(nlp.pipe(texts, n_process=2, batch_size=2))
    assert [[f"{number}/2020/NĐ-CP"] for number in range(1, 6)] == [
        [span._.number for span in doc.spans["citations"]] for doc in docs
    ]
