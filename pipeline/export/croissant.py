"""croissant.json of an exported Parquet folder: what its files and fields are, as MLCommons Croissant 1.1 (JSON-LD)."""

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.export.card import known
from pipeline.export.splits import SPLITS
from pipeline.export.statistics import CONFIGS

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["write"]

CONTEXT = {  # as the specification prints it: readers compare
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
VERSION = "http://mlcommons.org/croissant/1.1"
PARQUET = "application/x-parquet"
TYPES = {"string": "sc:Text", "double": "cr:Float64", "int32": "cr:Int32", "int64": "cr:Int64", "bool": "sc:Boolean"}
AT_ONCE = 2**20  # bytes hashed at a time


def write(folder: Path) -> None:
    """Write FOLDER/croissant.json for FOLDER/full and FOLDER/subset, which stand there as Parquet.

    The publisher's own facts (version, date, how to cite) are not known here and left out.
    """
    import pyarrow.parquet as pq

    layout = pq.read_schema(folder / "full" / "train.parquet")
    about = known()
    metadata = {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": VERSION,
        "name": about["name"],
        "alternateName": about["pretty_name"],
        "description": about["description"],
        "license": about["licence"],
        "inLanguage": about["card"]["language"],
        "keywords": about["card"]["tags"],
        "distribution": [
            *(_file(folder, f"{config}/{split}.parquet") for config in CONFIGS for split in SPLITS),
            *(_files(config) for config in CONFIGS),
        ],
        "recordSet": [_records(config, layout) for config in CONFIGS],
    }
    written = json.dumps(metadata, ensure_ascii=False, indent=1)
    (folder / "croissant.json").write_text(f"{written}\n", "utf-8", newline="\n")


def _file(folder: Path, name: str) -> dict[str, Any]:
    digest = hashlib.sha256()
    with (folder / name).open("rb") as file:
        while piece := file.read(AT_ONCE):
            digest.update(piece)
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": name,
        "contentSize": f"{(folder / name).stat().st_size} B",
        "encodingFormat": PARQUET,
        "sha256": digest.hexdigest(),
    }


def _files(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileSet",
        "@id": f"{config}-files",
        "name": f"{config}-files",
        "description": f"The splits of {config}.",
        "encodingFormat": PARQUET,
        "includes": f"{config}/*.parquet",
    }


def _records(config: str, layout: "pa.Schema") -> dict[str, Any]:
    from pipeline.store.schema import TABLES

    meanings = {name: {one.name: one.meaning for one in table.columns} for name, table in TABLES.items()}
    words = meanings["documents"] | {
        "text": "the text that all offsets refer to; its pages are joined by form feeds",
        "citations": "mentions of other documents",
        "obligations": "who must do what by when",
        "backrefs": "words that mean a document without its number",
        "recipients": "lines of Kính gửi and Nơi nhận",
    }
    split = {
        "@type": "cr:Field",
        "@id": f"{config}/split",
        "name": f"{config}/split",
        "description": "train, validation or test",
        "dataType": "sc:Text",
        "source": {
            "fileSet": {"@id": f"{config}-files"},
            "extract": {"fileProperty": "filename"},
            "transform": {"regex": rf"^({'|'.join(SPLITS)})\.parquet$"},
        },
    }
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "name": config,
        "description": "A record is a document."
        if config == "full"
        else "The first documents by id, to try things on; the fields are those of full.",
        "key": {"@id": f"{config}/doc_id"},
        "field": [
            split,
            *(_field(config, field, words[field.name], meanings.get(field.name, {})) for field in layout),
        ],
    }


def _field(config: str, field: "pa.Field", meaning: str, inside: dict[str, str]) -> dict[str, Any]:
    """A column; the fields of a list of structs are found by their path in each of its items."""
    import pyarrow as pa

    name = f"{config}/{field.name}"
    known_of = {"@type": "cr:Field", "@id": name, "name": name, "description": meaning}
    source = {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": field.name}}
    if not (pa.types.is_list(field.type) and pa.types.is_struct(field.type.value_type)):
        return known_of | _type(field.type) | {"source": source}
    return known_of | {
        "isArray": True,
        "arrayShape": "-1",
        "subField": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{one.name}",
                "name": f"{name}/{one.name}",
                "description": inside[one.name],
                **_type(one.type),
                "source": source | {"transform": {"jsonPath": one.name}},
            }
            for one in field.type.value_type
        ],
    }


def _type(kind: "pa.DataType") -> dict[str, Any]:
    """The type of a field; lists of lists have a shape."""
    import pyarrow as pa

    depth = 0
    while pa.types.is_list(kind):
        kind, depth = kind.value_type, depth + 1
    shape = {"isArray": True, "arrayShape": ",".join(["-1"] * depth)} if depth else {}
    return {"dataType": TYPES[str(kind)], **shape}
