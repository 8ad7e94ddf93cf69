"""README.md of an exported Parquet folder: a dataset card that Hugging Face's `datasets` reads.

The words are a template in corpora/dataset_card; figures are counted from the files and the store's tables.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from pipeline.export.splits import SPLITS
from pipeline.export.statistics import CONFIGS, Statistics, table
from pipeline.store.layout import listed
from pipeline.store.schema import generator

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.query.store import Store

__all__ = ["known", "size_category", "write"]

SIZES = ("n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M", "1M<n<10M", "10M<n<100M", "100M<n<1B", "n>1T")
MOST = 20  # issuing bodies shown
AS_THEY_ARE = (
    "The texts are as they were issued: **personal data in them (names, addresses, numbers, dates of birth) is not "
    "removed.**"
)

ANONYMISED = (
    "Personal data in the texts was looked for and replaced by placeholders such as `[PERSON_3f9a0c21de]`, one and the "
    "same for one person (`cancu export --anonymise`). **Not all of it is found**; who signs a document is still named."
)


@cache
def known() -> dict[str, Any]:
    """What is said of every such dataset: corpora/dataset_card/metadata.yaml."""
    import yaml

    data: dict[str, Any] = yaml.safe_load((files("corpora") / "dataset_card" / "metadata.yaml").read_text("utf-8"))
    return data


def size_category(documents: int) -> str:
    """The code of Hugging Face for a number of rows.

    >>> size_category(16), size_category(1000), size_category(250_000)
    ('n<1K', '1K<n<10K', '100K<n<1M')
    """
    return SIZES[min(max(len(str(documents)) - 3, 0), len(SIZES) - 1)]


def write(store: "Store", folder: Path, *, anonymised: bool = False) -> None:
    """Write FOLDER/README.md for FOLDER/full and FOLDER/subset, which stand there as Parquet.

    `anonymised`: personal data in them has been replaced.
    """
    template = Template((files("corpora") / "dataset_card" / "template.md").read_text("utf-8"))
    with Statistics(folder) as found:
        words = known() | _tables(found) | _of_store(store) | {
            "generator": generator(),
            "subset": f"{_documents(folder, 'subset'):,}",
            "personal_data": ANONYMISED if anonymised else AS_THEY_ARE,
            "left_out": f"{store.left_out or 'nothing was left out for its confidence'}.".capitalize(),
        }  # fmt: skip
    (folder / "README.md").write_text(f"---\n{_front(folder)}---\n\n{template.substitute(words)}", "utf-8")


def _documents(folder: Path, config: str) -> int:
    return sum(split["num_examples"] for split in _info(folder, config)["splits"])


def _front(folder: Path) -> str:
    import yaml

    about = known()
    infos = {config: _info(folder, config) for config in CONFIGS}
    matter = about["card"] | {
        "pretty_name": about["pretty_name"],
        "size_categories": [size_category(_documents(folder, "full"))],
        "configs": [
            {
                "config_name": config,
                "data_files": [
                    {"split": split["name"], "path": f"{config}/{split['name']}.parquet"}
                    for split in info["splits"]
                    if split["num_examples"]  # `datasets` refuses a split without rows
                ],
                **({"default": True} if config == "full" else {}),
            }
            for config, info in infos.items()
        ],
        "dataset_info": [
            info | {"splits": [split for split in info["splits"] if split["num_examples"]]} for info in infos.values()
        ],
    }
    written: str = yaml.dump(matter, allow_unicode=True, sort_keys=False, width=120)
    return written


def _info(folder: Path, config: str) -> dict[str, Any]:
    """What `datasets` holds the files to: features and rows of each split; bytes are of the data unpacked."""
    import pyarrow.parquet as pq

    files = {split: folder / config / f"{split}.parquet" for split in SPLITS}
    heads = {split: pq.read_metadata(file) for split, file in files.items()}
    sizes = {
        split: sum(head.row_group(at).total_byte_size for at in range(head.num_row_groups))
        for split, head in heads.items()
    }
    return {
        "config_name": config,
        "features": [{"name": field.name, **_feature(field.type)} for field in heads["train"].schema.to_arrow_schema()],
        "splits": [
            {"name": split, "num_bytes": sizes[split], "num_examples": head.num_rows} for split, head in heads.items()
        ],
        "download_size": sum(file.stat().st_size for file in files.values()),
        "dataset_size": sum(sizes.values()),
    }


def _feature(kind: "pa.DataType") -> dict[str, Any]:
    """An Arrow type as a feature of a dataset card: `dtype`, `list` or `struct`."""
    import pyarrow as pa

    if pa.types.is_list(kind):
        inner = _feature(kind.value_type)
        return {"list": inner.get("dtype") or inner.get("struct") or inner}
    if pa.types.is_struct(kind):
        return {"struct": [{"name": field.name, **_feature(field.type)} for field in kind]}
    return {"dtype": {"double": "float64"}.get(str(kind), str(kind))}


def _named(code: str | None) -> str | None:
    """A code of a kind of document with its name."""
    from corpora.document_types import by_code

    kind = by_code(code) if code else None
    return f"{code}: {kind.name}" if kind else code


def _tables(found: Statistics) -> dict[str, str]:
    def beside(name: str, rows: list[tuple[Any, int, int]]) -> str:
        return table((name, *CONFIGS), rows)

    def types(rows: str = "") -> list[tuple[Any, int, int]]:
        return [(_named(code), full, subset) for code, full, subset in found.counts("type", rows)]

    issuers = found.counts("issuer")
    return {
        "figures": table(("", *CONFIGS), found.figures()),
        "splits": table(
            ("configuration", "split", "documents", "citations", "obligations", "first year", "last year"),
            found.splits(),
        ),
        "relations": beside("relation", found.counts("relation", "citations")),
        "cited_types": beside("type", types("citations")),
        "types": beside("type", types()),
        "issuers": beside("issuing body", issuers[:MOST]),
        "other_issuers": f"{max(len(issuers) - MOST, 0):,} more are not shown.",
        "years": beside("year", found.counts("left(date, 4)", in_order=True)),
        "confidence": table(
            ("from, to below", "citations (full)", "obligations (full)", "citations (subset)", "obligations (subset)"),
            found.confidence(),
        ),
    }


def _of_store(store: "Store") -> dict[str, str]:
    """What only the store's own tables know: kinds of files, levels of bodies, recognised pages, failures."""

    def rows(query: str) -> list[tuple[Any, ...]]:
        return store.connection.execute(query).fetchall()

    pages, recognised, documents, partial = rows(
        """SELECT (SELECT count(*) FROM texts), (SELECT count(ocr_confidence) FROM texts), count(*),
            count(*) FILTER (status <> 'ok') FROM documents"""
    )[0]
    failed = rows("SELECT code, count(DISTINCT path) FROM failures WHERE NOT partial GROUP BY 1 ORDER BY 2 DESC, 1")
    missing, works = rows("SELECT count(*) FILTER (held_doc_id IS NULL), count(*) FROM works")[0]
    undated, unnumbered = rows("SELECT count(*) - count(date), count(*) - count(number) FROM documents")[0]
    parts = listed(path.resolve() for path in store.layout.parts("documents"))
    versions = rows(
        f"""SELECT DISTINCT decode(value) FROM parquet_kv_metadata({parts})
            WHERE decode(key) = 'cancu.extractors' ORDER BY 1"""
    )
    return {
        "levels": table(
            ("level", "documents"),
            rows(
                """SELECT b.level, count(*) FROM documents d LEFT JOIN bodies b USING (issuer_id)
                    GROUP BY 1 ORDER BY b.level IS NULL, 2 DESC, 1"""
            ),
        ),
        "sources": table(
            ("kind of file", "documents", "pages"),
            rows("SELECT media_type, count(*), sum(pages)::BIGINT FROM documents GROUP BY 1 ORDER BY 2 DESC, 1"),
        ),
        "extractors": ", ".join(version for (version,) in versions),
        "recognised": f"{recognised:,} of {pages:,} pages are recognised from images (OCR).",
        "gaps": "\n".join(
            [
                f"- {sum(number for _, number in failed):,} files could not be read"
                + (f" ({', '.join(f'{code}: {number:,}' for code, number in failed)})." if failed else "."),
                f"- {partial:,} of {documents:,} documents were read in part.",
                f"- {undated:,} documents have no date and {unnumbered:,} no number that could be read.",
                f"- {missing:,} of the {works:,} documents known of are cited but not in the archive.",
            ]
        ),
    }
