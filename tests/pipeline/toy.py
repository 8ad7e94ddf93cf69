"""A tiny notation for documents, so that store and resolve are tested without the extractors.

    DOC type number date issuer_id "subject"
    CITE relation type number date issuer_id "title" [parent] [?candidate…]
    DUTY actor due "text"

`-` stands for null. `toy_parse` turns such a text into a Document as `extractors.parse` would.
"""

import hashlib
import re
import shlex

from extractors.records import Citation, Document, Header, Obligation, Span

__all__ = ["toy_id", "toy_parse"]


def _none(word: str) -> str | None:
    return None if word == "-" else word


def toy_id(kind: str | None, number: str | None, date: str | None, issuer_id: str | None) -> str | None:
    """Identity as the real one: complete, or null. A decree's number is unique by itself."""
    if number and number.endswith("NĐ-CP"):
        return f"NĐ:{number}"
    return f"{kind}:{number}:{date[:4]}:{issuer_id}" if kind and number and date and issuer_id else None


def toy_parse(text: str, **_: object) -> Document:
    """The records a text in the notation stands for."""
    header, citations, duties = Header(), [], []
    for match in re.finditer(r"^(DOC|CITE|DUTY) (.*)$", text, re.MULTILINE):
        words = [_none(word) for word in shlex.split(match[2])]
        span = Span(match.start(2), match.end(2))
        if match[1] == "DOC":
            kind, number, date, issuer, subject = words[:5]
            header = Header(type=kind, number=number, date=date, issuer=issuer, issuer_id=issuer, subject=subject,
                            target_id=toy_id(kind, number, date, issuer), recipients=("Như trên",))  # fmt: skip
        elif match[1] == "CITE":
            relation, kind, number, date, issuer, title = words[:6]
            citations.append(Citation(
                spans=(span,), text=match[2], type=kind, number=number, date=date, issuer=issuer, issuer_id=issuer,
                title=title, relation=relation, parent=next((int(word) for word in words[6:] if word.isdigit()), None),
                candidates=tuple(word[1:] for word in words[6:] if word.startswith("?")),
                target_id=toy_id(kind, number, date, issuer)))  # fmt: skip
        else:
            actor, due, words_ = words[:3]
            duties.append(Obligation(span=span, label="1", path=("I", "1"), text=words_, actor=actor, due=due))
    return Document(doc_id=hashlib.sha256(text.encode()).hexdigest(), document=header, citations=tuple(citations),
                    obligations=tuple(duties))  # fmt: skip
