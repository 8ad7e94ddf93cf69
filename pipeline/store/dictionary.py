"""The data dictionary: every table and column of the store and every field of the JSON, printed from the code.

`python -m pipeline.store.dictionary > docs/data-dictionary.md`; a test fails when the page and the code disagree.
"""

from typing import Any

import pyarrow as pa

from extractors.records import SCHEMA_VERSION, Document
from pipeline.store.schema import TABLES, Column, Table

__all__ = ["page"]

_HEAD = f"""# Data dictionary

Printed from the code by `python -m pipeline.store.dictionary`; a test keeps it true. Schema version {SCHEMA_VERSION}.

- [The store](#the-store): the tables of `DIR/<table>/*.parquet`
- [One document](#one-document): the JSON of `cancu parse`

Offsets count Unicode code points in the source text, end exclusive. What a document does not say is null.

## The store

Schema version (`cancu.schema_version`), program (`cancu.generator`) and the meaning of each column stand in the
metadata of every file. A base table is written by `ingest`; a derived table is made from the base tables by its
closing step.
"""


_MEANINGS = {  # of fields that are no column, or mean more there
    "target_id": "the work, by the words of this document alone; null where they do not suffice",
    "signer": "who signed",
    "addressees": "the lines of Kính gửi",
    "recipients": "the lines of Nơi nhận",
    "evidence": "where each field of the header stands",
}


def _arrow(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"list of {_arrow(kind.value_type)}"
    if pa.types.is_struct(kind):
        return "struct of " + ", ".join(f"{field.name} {_arrow(field.type)}" for field in kind)
    return str(kind)


def _row(column: Column) -> str:
    return f"| `{column.name}` | {_arrow(column.type)} | {'yes' if column.null else 'no'} | {column.meaning} |"


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    lines = [f"### {table.name}", "", f"A row is {table.row}. Key: {key}. {table.kind.capitalize()} table.", ""]
    lines += ["| column | type | null | meaning |", "|---|---|---|---|", *map(_row, table.columns), ""]
    return "\n".join(lines)


def _kind(schema: dict[str, Any]) -> str:
    """A JSON Schema type in words."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return "[start, end]" if name == "Span" else f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(_kind(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        if "prefixItems" in schema:
            return "[start, end]"
        return f"list of {_kind(schema.get('items', {}))}"
    if schema.get("type") == "object" and "additionalProperties" in schema:
        return f"object of {_kind(schema['additionalProperties'])}"
    return str(schema.get("type", "any"))


# Where the meaning of a record's fields stands: the columns of its table.
_TABLE_OF = {"Header": "documents", "Citation": "citations", "Obligation": "obligations", "Guess": "guesses"}


def _record(name: str, schema: dict[str, Any]) -> str:
    table = TABLES.get(_TABLE_OF.get(name, ""))
    meanings = {column.name: column.meaning for column in table.columns} if table else {}
    lines = [f"### {name}", "", schema.get("description", "").split("\n\n")[0].replace("\n", " "), ""]
    if meanings:
        lines += ["| field | type | meaning |", "|---|---|---|"]
        lines += [
            f"| `{field}` | {_kind(kind)} | {_MEANINGS.get(field) or meanings.get(field, '')} |"
            for field, kind in schema["properties"].items()
        ]
    else:
        lines += ["| field | type |", "|---|---|"]
        lines += [f"| `{field}` | {_kind(kind)} |" for field, kind in schema["properties"].items()]
    return "\n".join([*lines, ""])


def page() -> str:
    """The whole page, as Markdown."""
    schema = Document.model_json_schema(by_alias=True)
    records = {"Document": schema, **schema["$defs"]}
    shown = [_record(name, record) for name, record in records.items() if "properties" in record]
    tables = [_table(table) for table in TABLES.values()]
    introduction = "The JSON object of `cancu parse FILE`. Every field is there, null or empty where there is nothing."
    return "\n".join([_HEAD, *tables, "## One document", "", introduction, "", *shown]).rstrip() + "\n"


if __name__ == "__main__":
    print(page(), end="")
