"""The extractors as spaCy pipeline components, found by their entry points once cancu is installed.

    nlp = spacy.blank("vi")
    nlp.add_pipe("cancu_citations")
    doc = nlp(text)
    doc.spans["citations"][0]._.cancu      # the record of extractors.records, as extractors.parse gives it

Each component is a thin coat over a pure function and stands alone, in any order and company: what it needs of the
others it computes itself, once a text. A span lies on token borders (`span.text` may be a little wider than the
mention); `span._.cancu` holds the exact record with its character offsets. All that is set on a Doc is JSON-like, so
that DocBin and `Doc.to_bytes` carry it. Only spaCy's users import this module.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from extractors.backrefs import extract_backrefs
from extractors.citations import extract_citations
from extractors.citations.context import identified
from extractors.header import extract_header
from extractors.normalise import NormalisedText, normalise
from extractors.obligations import extract_obligations
from extractors.records import BackReference, Citation, Header, Obligation
from extractors.structure import Structure, analyse

__all__ = ["create_backrefs", "create_citations", "create_header", "create_obligations", "create_structure"]

Component = Callable[[Doc], Doc]
_DATA = "cancu"  # the key of doc.user_data under which the records lie, as plain JSON


# -- one reading of a text for all components -------------------------------------------------------------------------
# A Doc passes through all components before the next one starts, so a short memory is enough.


class _Read(NamedTuple):
    text: NormalisedText
    structure: Structure
    header: Header


@lru_cache(maxsize=8)
def _read(source: str) -> _Read:
    text = normalise(source)
    structure = analyse(text)
    return _Read(text, structure, identified(extract_header(text, structure)))


@lru_cache(maxsize=8)
def _citations(source: str) -> tuple[Citation, ...]:
    return extract_citations(*_read(source))


# -- from character offsets to spans ----------------------------------------------------------------------------------


def _span(doc: Doc, place: tuple[int, int], label: str, identifier: str = "", target: str = "") -> Span | None:
    """The tokens that hold the characters; None where there are none."""
    start, end = place
    if start >= end:
        return None
    return doc.char_span(start, end, label=label, kb_id=target, span_id=identifier, alignment_mode="expand")


def _set(doc: Doc, key: str, spans: Iterable[Span | None]) -> None:
    doc.spans[key] = [span for span in spans if span is not None]


def _keep(doc: Doc, key: str, value: Any) -> None:
    doc.user_data.setdefault(_DATA, {})[key] = value


# -- the components ---------------------------------------------------------------------------------------------------


def _structure(doc: Doc) -> Doc:
    text, structure, _ = _read(doc.text)
    zones = {
        name: [getattr(structure, name)]
        for name in ("letterhead", "title", "addressees", "preamble", "body", "signature", "recipients")
    } | {name: list(getattr(structure, name)) for name in ("appendices", "footnotes", "furniture")}
    _set(
        doc,
        "zones",
        (_span(doc, text.span(*zone), name) for name, found in zones.items() for zone in found if zone is not None),
    )
    _set(
        doc,
        "units",
        (_span(doc, text.span(unit.start, unit.end), unit.kind, unit.label or "") for unit in structure.units),
    )
    return doc


def _header(doc: Doc) -> Doc:
    header = _read(doc.text).header
    _keep(doc, "header", header.model_dump(mode="json"))
    _set(doc, "header", (_span(doc, span, field) for field, spans in header.evidence.items() for span in spans))
    return doc


def _mentions(doc: Doc) -> Doc:
    citations = _citations(doc.text)
    _keep(doc, "citations", [citation.model_dump(mode="json") for citation in citations])
    _set(
        doc,
        "citations",
        (
            _span(doc, span, citation.relation, str(index), citation.target_id or "")
            for index, citation in enumerate(citations)
            for span in citation.spans
        ),
    )
    return doc


def _duties(doc: Doc) -> Doc:
    text, structure, header = _read(doc.text)
    obligations = extract_obligations(text, structure, header, _citations(doc.text))
    _keep(doc, "obligations", [obligation.model_dump(mode="json") for obligation in obligations])
    _set(
        doc,
        "obligations",
        (_span(doc, obligation.span, "obligation", str(index)) for index, obligation in enumerate(obligations)),
    )
    return doc


def _references(doc: Doc) -> Doc:
    text, structure, header = _read(doc.text)
    references = extract_backrefs(text, structure, header, _citations(doc.text))
    _keep(doc, "backrefs", [reference.model_dump(mode="json") for reference in references])
    _set(
        doc,
        "backrefs",
        (
            _span(doc, reference.span, f"backref:{reference.kind}", str(index))
            for index, reference in enumerate(references)
        ),
    )
    return doc


@Language.factory("cancu_structure", assigns=["doc.spans"])
def create_structure(nlp: Language, name: str) -> Component:
    """Sets `doc.spans["zones"]` (letterhead, preamble, body, …) and `doc.spans["units"]` (label: the unit's kind).

    >>> from extractors.tokenizer import Vietnamese
    >>> nlp = Vietnamese()
    >>> doc = create_structure(nlp, "structure")(nlp("Điều 1. Phê duyệt Kế hoạch."))
    >>> [span.text for span in doc.spans["units"]]
    ['Điều 1. Phê duyệt Kế hoạch.']
    """
    return _structure


@Language.factory("cancu_header", assigns=["doc.spans", "doc._.header"])
def create_header(nlp: Language, name: str) -> Component:
    """Sets `doc._.header` (a `Header`) and `doc.spans["header"]`, what shows each field (label: the field).

    >>> text = "UBND TỈNH HÀ NAM\\nSỞ NỘI VỤ\\nSố: 690/SNV-VTLT\\nHà Nam, ngày 20 tháng 5 năm 2024\\n"
    >>> from extractors.tokenizer import Vietnamese
    >>> nlp = Vietnamese()
    >>> create_header(nlp, "header")(nlp(text))._.header.number
    '690/SNV-VTLT'
    """
    return _header


@Language.factory("cancu_citations", assigns=["doc.spans", "span._.cancu"])
def create_citations(nlp: Language, name: str) -> Component:
    """Sets `doc.spans["citations"]`: label the relation, `kb_id_` the target's id, `id_` the index in the document.

    >>> text = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;"
    >>> from extractors.tokenizer import Vietnamese
    >>> nlp = Vietnamese()
    >>> doc = create_citations(nlp, "citations")(nlp(text))
    >>> [(span.text, span._.number, span._.relation) for span in doc.spans["citations"]]
    [('Nghị định số 30/2020/NĐ-CP', '30/2020/NĐ-CP', 'legal_basis')]
    """
    return _mentions


@Language.factory("cancu_obligations", assigns=["doc.spans", "span._.cancu"])
def create_obligations(nlp: Language, name: str) -> Component:
    """Sets `doc.spans["obligations"]`, `id_` the index in the document; who and by when are in `span._`.

    >>> text = "Số: 12/UBND-NC\\n\\nKính gửi: Sở Tài chính.\\n\\n1. Giao Sở Nội vụ báo cáo trước ngày 15/12/2023.\\n"
    >>> from extractors.tokenizer import Vietnamese
    >>> nlp = Vietnamese()
    >>> doc = create_obligations(nlp, "obligations")(nlp(text))
    >>> [(span._.actor, span._.due) for span in doc.spans["obligations"]]
    [('Sở Nội vụ', '2023-12-15')]
    """
    return _duties


@Language.factory("cancu_backrefs", assigns=["doc.spans", "span._.cancu"])
def create_backrefs(nlp: Language, name: str) -> Component:
    """Sets `doc.spans["backrefs"]`: label `backref:` and the kind, `id_` the index in the document.

    >>> text = "Sở Nội vụ có Tờ trình số 61/TTr-SNV ngày 01/3/2024. Giao Văn phòng thẩm tra Tờ trình nêu trên."
    >>> from extractors.tokenizer import Vietnamese
    >>> nlp = Vietnamese()
    >>> doc = create_backrefs(nlp, "backrefs")(nlp(text))
    >>> [(span.text, span.label_, span._.cancu.target) for span in doc.spans["backrefs"]]
    [('Tờ trình nêu trên', 'backref:citation', (0,))]
    """
    return _references


# -- what is asked of a Doc or Span: doc._.header, span._.cancu, span._.number ----------------------------------------


def _doc_header(doc: Doc) -> Header | None:
    data = doc.user_data.get(_DATA, {}).get("header")
    return None if data is None else Header.model_validate(data)


_KINDS: dict[str, type[Citation] | type[Obligation] | type[BackReference]] = {
    "citations": Citation,
    "obligations": Obligation,
    "backrefs": BackReference,
}


def _records(doc: Doc) -> dict[str, list[Any]]:
    data = doc.user_data.get(_DATA, {})
    return {kind: [record.model_validate(row) for row in data.get(kind, [])] for kind, record in _KINDS.items()}


def _span_data(span: Span) -> tuple[str, dict[str, Any] | None]:
    """The kind and plain record of a span of ours; a span of somebody else has none."""
    label = span.label_
    kind = "backrefs" if label.startswith("backref:") else "obligations" if label == "obligation" else "citations"
    records = span.doc.user_data.get(_DATA, {}).get(kind, [])
    known = span.id_.isdigit() and int(span.id_) < len(records)
    return kind, records[int(span.id_)] if known else None


def _span_record(span: Span) -> Citation | Obligation | BackReference | None:
    kind, data = _span_data(span)
    return None if data is None else _KINDS[kind].model_validate(data)


def _field(name: str) -> Callable[[Span], Any]:
    def get(span: Span) -> Any:
        return (_span_data(span)[1] or {}).get(name)

    return get


_FIELDS = (
    "type", "number", "date", "issuer", "title", "pinpoint", "relation", "parent", "target_id",
    "actor", "deadline", "due", "recurrence", "target", "engine",
)  # fmt: skip

Doc.set_extension("header", getter=_doc_header, force=True)
Doc.set_extension("cancu", getter=_records, force=True)
Span.set_extension("cancu", getter=_span_record, force=True)
for _name in _FIELDS:
    Span.set_extension(_name, getter=_field(_name), force=True)
