"""Document → rows of the base tables."""

import re
from typing import Any

from extractors.recipients import body_ids
from extractors.records import Document, Problem
from pipeline.numbers import number_key
from pipeline.read.reading import Reading

__all__ = ["CONTEXT", "Pack", "Rows", "around", "document_rows", "failure_row"]

Rows = dict[str, list[dict[str, Any]]]
Pack = str | bytes
"""Path of a file with packed rows (`pipeline.store.packs`), or its bytes."""

CONTEXT = 90  # code points shown on either side of a mention: about one printed line
_BLANKS = re.compile(r"\s+")
_ADDRESS = re.compile(r"(?:stream )?<[\w. ]+ at 0x[0-9a-f]+>:? ?")


def around(text: str, start: int, end: int) -> str:
    """The words around `text[start:end]` on one line, cut at blanks, the mention between ⟦ and ⟧."""
    before, mention, after = text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT]
    if start > CONTEXT:
        before = before.split(None, 1)[-1] if _BLANKS.search(before) else before
    if end + CONTEXT < len(text):
        after = after.rsplit(None, 1)[0] if _BLANKS.search(after) else after
    return _BLANKS.sub(" ", f"{before}⟦{mention}⟧{after}").strip()


def year_of(date: str | None) -> int | None:
    """Year of an ISO date of any precision.

    >>> year_of("2023-11")
    2023
    """
    return int(date[:4]) if date and date[:4].isdigit() else None


def failure_row(path: str, doc_id: str | None, stage: str, problem: Problem, *, partial: bool) -> dict[str, Any]:
    """Row of `failures`; the same file gives the same row, so addresses of objects are left out of the message."""
    message = _ADDRESS.sub("", problem.message)
    return {
        "path": path, "doc_id": doc_id, "stage": stage, "code": problem.code, "message": message, "partial": partial,
    }  # fmt: skip


def document_rows(document: Document, reading: Reading, path: str) -> Rows:
    """The rows of one document in `documents`, `citations`, `obligations`, `backrefs`, `guesses`, `recipients`, `texts`
    and, where its reading had problems, `failures`.
    """
    header, text, doc_id = document.document, reading.text, document.doc_id
    rows: Rows = {"documents": [{
        "doc_id": doc_id,
        "target_id": header.target_id or f"doc:{doc_id[:16]}",
        "path": path,
        "media_type": document.source.media_type,
        "pages": document.source.pages,
        "type": header.type,
        "number": header.number,
        "symbol": header.symbol,
        "date": header.date,
        "year": year_of(header.date),
        "place": header.place,
        "issuer": header.issuer,
        "issuer_id": header.issuer_id,
        "subject": header.subject,
        "signer_name": header.signer.name if header.signer else None,
        "signer_position": header.signer.position if header.signer else None,
        "status": document.status,
        "ocr_confidence": document.source.ocr_confidence,
        "problems": [problem.code for problem in document.problems],
        "characters": len(text),
        "name": reading.name,
        "number_key": number_key(header.number),
        "stated_id": header.target_id,
        "schema_version": document.schema_version,
    }]}  # fmt: skip
    rows["citations"] = [{
        "doc_id": doc_id,
        "citation": index,
        "text": mention.text,
        "spans": [list(span) for span in mention.spans],
        "page": mention.page,
        "type": mention.type,
        "number": mention.number,
        "date": mention.date,
        "issuer": mention.issuer,
        "issuer_id": mention.issuer_id,
        "title": mention.title,
        "pinpoint": mention.pinpoint,
        "relation": mention.relation,
        "parent": mention.parent,
        "target_id": mention.target_id,
        "confidence": mention.confidence,
        "engine": mention.engine,
        "candidates": list(mention.candidates),
        "repairs": [repair.model_dump() for repair in mention.repairs],
        "number_key": number_key(mention.number),
        "stated_id": mention.target_id,
        "stated_candidates": list(mention.candidates),
        "resolved_by": "mention" if mention.target_id else None,
        "context": around(text, mention.spans[0].start, mention.spans[-1].end),
    } for index, mention in enumerate(document.citations)]  # fmt: skip
    rows["obligations"] = [{
        "doc_id": doc_id,
        "obligation": index,
        "path": list(duty.path),
        "label": duty.label,
        "text": duty.text,
        "span": list(duty.span),
        "page": duty.page,
        "actor": duty.actor,
        "deadline": duty.deadline,
        "due": duty.due,
        "recurrence": duty.recurrence,
        "target": duty.target,
        "citations": list(duty.citations),
        "confidence": duty.confidence,
        "engine": duty.engine,
        "actor_engine": duty.actor_engine,
    } for index, duty in enumerate(document.obligations)]  # fmt: skip
    rows["backrefs"] = [{
        "doc_id": doc_id,
        "backref": index,
        "text": reference.text,
        "span": list(reference.span),
        "page": reference.page,
        "kind": reference.kind,
        "target": "citations" if isinstance(reference.target, tuple) else reference.target,
        "citations": list(reference.target) if isinstance(reference.target, tuple) else [],
        "confidence": reference.confidence,
    } for index, reference in enumerate(document.backrefs)]  # fmt: skip
    rows["guesses"] = [{
        "doc_id": doc_id,
        "guess": index,
        "field": guess.field,
        "value": guess.value,
        "spans": [list(span) for span in guess.spans],
        "page": guess.page,
        "confidence": guess.confidence,
        "engine": guess.engine,
    } for index, guess in enumerate(document.guesses)]  # fmt: skip
    rows["recipients"] = [
        {"doc_id": doc_id, "kind": kind, "line": index, "text": line, "issuer_id": body}
        for kind, lines in (("addressee", header.addressees), ("recipient", header.recipients))
        for index, (line, body) in enumerate(zip(lines, body_ids(lines, header), strict=True))
    ]
    rows["texts"] = [
        {"doc_id": doc_id, "page": page.number, "text": page.text, "ocr_confidence": page.ocr_confidence}
        for page in reading.pages
    ]
    rows["failures"] = [failure_row(path, doc_id, "read", problem, partial=True) for problem in reading.problems]
    if document.status == "failed":
        rows["failures"] += [failure_row(path, doc_id, "extract", p, partial=True) for p in document.problems]
    return rows
