"""A store of many made-up documents, for measuring: `python tests/bench/large_store.py DIR [DOCUMENTS]`.

Rows are written as `ingest` would; the words are noise, the shape is that of an archive: a few decrees are cited by
thousands of documents, most documents by none, twenty mentions and about three pages of text to a document.
"""

import hashlib
import random
import sys
import time
from pathlib import Path
from typing import Any

from pipeline.numbers import number_key
from pipeline.resolve import resolve_store
from pipeline.store.folder import StoreFolder

BATCH = 1000
RELATIONS = ("legal_basis", "implements", "cites", "amends", "guides", "replies_to", "replaces")
KINDS = ("QĐ", "KH", "CV", "TB", "BC", "TTr", "NQ")
NOISE = """
công tác cải cách hành chính thực hiện kế hoạch năm về việc ban hành quy chế làm việc của ủy ban
nhân dân tỉnh sở nội vụ giáo dục đào tạo tài chính y tế báo cáo kết quả triển khai nhiệm vụ
đơn vị
"""
SYLLABLES = NOISE.split()
PLACES = [f"tinh-{index}" for index in range(60)]


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(SYLLABLES, k=count))


def _issuer(index: int) -> tuple[str, str]:
    place = PLACES[index % len(PLACES)]
    return f"ubnd.{place}", f"Ủy ban nhân dân tỉnh {place.title()}"


def _work(index: int) -> dict[str, Any]:
    """The work of a running index: the first thousand are decrees nobody holds."""
    if index < 1000:
        year = 1990 + index % 35
        return {"type": "NĐ", "number": f"{index + 1}/{year}/NĐ-CP", "date": f"{year}-03-05", "issuer": "Chính phủ",
                "issuer_id": "chinh-phu", "target_id": f"chinh-phu/NĐ/{index + 1}-{year}"}  # fmt: skip
    kind, year, running = KINDS[index % 7], 2000 + index % 25, index // 60 + 1
    body, name = _issuer(index)
    return {"type": kind, "number": f"{running}/{kind}-UBND", "date": f"{year}-{1 + index % 12:02}-{1 + index % 28:02}",
            "issuer": name, "issuer_id": body, "target_id": f"{body}/{kind}/{year}/{running}"}  # fmt: skip


def _document(index: int, documents: int, chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    own = _work(1000 + index)
    doc_id = hashlib.sha256(str(index).encode()).hexdigest()
    text, mentions, duties = f"Số: {own['number']}\n{_words(chance, 40)}\n", [], []
    for citation in range(20):
        far = int(1000 * chance.random() ** 4) if chance.random() < 0.6 else 1000 + chance.randrange(documents * 2)
        other = _work(far)
        lead = _words(chance, 30)
        name = f"số {other['number']}"
        start = len(text) + len(lead) + 1
        text += f"{lead} {name} {_words(chance, 12)}\n"
        mentions.append({
            "doc_id": doc_id, "citation": citation, "text": name, "spans": [[start, start + len(name)]], "page": None,
            "title": _words(chance, 10) if citation % 3 == 0 else None, "pinpoint": None,
            "relation": RELATIONS[citation % 7], "parent": None, "confidence": 0.95, "candidates": [], "repairs": [],
            "number_key": number_key(other["number"]), "stated_id": other["target_id"], "stated_candidates": [],
            "resolved_by": "mention", "context": f"{lead[-80:]} ⟦{name}⟧ {_words(chance, 16)}", **other,
        })  # fmt: skip
    for obligation in range(6):
        words = f"{obligation + 1}. {_words(chance, 30)}"
        span = [len(text), len(text) + len(words)]
        duties.append({
            "doc_id": doc_id, "obligation": obligation, "path": ["II", str(obligation + 1)],
            "label": str(obligation + 1), "text": words, "span": span, "page": None, "actor": "Sở Nội vụ",
            "deadline": "trước ngày 15/12", "due": f"{own['date'][:4]}-12-15" if obligation % 3 == 0 else None,
            "recurrence": None, "target": None, "citations": [], "confidence": 0.9,
        })  # fmt: skip
        text += words + "\n"
    row = {
        "doc_id": doc_id, "path": f"archive/{index}.txt", "media_type": "text/plain", "pages": None, "symbol": None,
        "year": int(own["date"][:4]), "place": None, "subject": _words(chance, 14), "signer_name": None,
        "signer_position": None, "status": "ok", "ocr_confidence": None, "problems": [], "characters": len(text),
        "name": f"{index}.txt", "number_key": number_key(own["number"]), "stated_id": own["target_id"],
        "schema_version": "1.0", **own,
    }  # fmt: skip
    file = {"path": row["path"], "doc_id": doc_id, "bytes": len(text), "modified_ns": 0}
    page = {"doc_id": doc_id, "page": 1, "text": text, "ocr_confidence": None}
    return {"documents": [row], "citations": mentions, "obligations": duties, "texts": [page], "files": [file]}


def build(folder: Path, documents: int) -> None:
    """Write the store and make its links."""
    store, chance = StoreFolder(folder), random.Random(8350)
    with store.writing():
        for first in range(0, documents, BATCH):
            rows: dict[str, list[dict[str, Any]]] = {}
            for index in range(first, min(first + BATCH, documents)):
                for table, more in _document(index, documents, chance).items():
                    rows.setdefault(table, []).extend(more)
            store.commit(rows)
        resolve_store(store)


if __name__ == "__main__":
    begun = time.monotonic()
    build(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000)
    print(f"made in {time.monotonic() - begun:.0f} s")
