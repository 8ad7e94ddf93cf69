"""BIO tags in two columns: a token and its tag, a blank line at every line's end."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["write"]


def write(records: Iterable[Mapping[str, Any]], stem: Path) -> None:
    """Write STEM.conll with the tags B-CITATION, I-CITATION, O; tokens are those of cancu's tokenizer."""
    import spacy

    from pipeline.store.schema import generator

    tokenizer = spacy.blank("vi").tokenizer
    with stem.with_suffix(".conll").open("w", encoding="utf-8", newline="\n") as file:
        file.write(f"# generator = {generator()}\n\n")
        for record in records:
            file.write(f"# doc_id = {record['doc_id']}\n")
            spans = [tuple(span) for citation in record["citations"] for span in citation["spans"]]
            tags: dict[int, str] = {}
            doc = tokenizer(record["text"])
            for start, end in sorted(spans):
                span = doc.char_span(start, end, alignment_mode="expand")
                inside = [token for token in span if not token.is_space] if span is not None else []
                for token in inside:
                    tags.setdefault(token.i, "B-CITATION" if token is inside[0] else "I-CITATION")
            for token in doc:
                if not token.is_space:
                    file.write(f"{token.text}\t{tags.get(token.i, 'O')}\n")
                elif "\n" in token.text or "\f" in token.text:
                    file.write("\n")
            file.write("\n")
