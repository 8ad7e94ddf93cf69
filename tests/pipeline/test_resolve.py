"""Which work a mention means: near before far, exactly one or none, the same in any order."""

import random
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest
from pipeline.resolve.suspects import compare
from pipeline.store.layout import BASE, DERIVED
from pipeline.store.schema import TABLES


def table(store, name):
    frame = pd.read_parquet(Path(store) / name)
    return frame.sort_values(list(TABLES[name].key), ignore_index=True)


def store_of(tmp_path, *texts):
    """A store of the given texts, in the notation of toy.py; the sender is the last."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    ingest(folder, store=tmp_path / "store")
    return tmp_path / "store"


def meant(tmp_path, mention, *others, sender='DOC KH 1/KH-S 2023-06-01 so-noi-vu.hai-phong "K"', near=()):
    """(target_id, resolved_by) of a mention in a document of Sở Nội vụ Hải Phòng of June 2023."""
    text = "\n".join([sender, f"CITE cites {mention}", *(f"CITE cites {other}" for other in near)])
    citations = table(store_of(tmp_path, *others, text), "citations")
    row = citations[(citations["text"] == f"cites {mention}")].iloc[0]
    return tuple(None if pd.isna(row[column]) else row[column] for column in ("target_id", "resolved_by"))


HP = "DOC QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong -"
HP_ID = "QĐ:5/QĐ-UBND:2022:ubnd.hai-phong"
OTHER = "DOC QĐ 5/QĐ-UBND 2022-03-01 ubnd.ha-noi -"


@pytest.mark.parametrize(
    ("mention", "others", "near", "expected"),
    [
        pytest.param("QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong -", (), (), (HP_ID, "mention"), id="complete"),
        pytest.param(
            "QĐ 5/QĐ-UBND - - -", (), ("QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong -",), (HP_ID, "document"),
            id="bare, named in full beside it",
        ),
        pytest.param(
            "QĐ 5/QĐ-UBND - - -", (),
            ("QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong -", "QĐ 5/QĐ-UBND 2021-03-01 ubnd.hai-phong -"), (None, None),
            id="bare, two of that number beside it",
        ),
        pytest.param(
            "QĐ 5/QĐ-UBND 2021 - -", (), ("QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong -",), (None, None),
            id="another year beside it",
        ),
        pytest.param("QĐ 5/QĐ-UBND 2022 - -", (HP,), (), (HP_ID, "place"), id="year given, one in the sender's place"),
        pytest.param("QĐ 5/QĐ-UBND 2022 - -", (HP, OTHER), (), (HP_ID, "place"), id="the sender's place before others"),
        pytest.param("QĐ 5/QĐ-UBND 2022 - -", (OTHER,), (), (None, None), id="year given, but elsewhere"),
        pytest.param(
            "QĐ 5/QĐ-UBND 2022-03-01 - -", (OTHER,), (), ("QĐ:5/QĐ-UBND:2022:ubnd.ha-noi", "store"),
            id="full date, one in the store",
        ),
        pytest.param(
            "QĐ 5/QĐ-UBND 2022-03-01 - -", (OTHER, "DOC QĐ 5/QĐ-UBND 2022-03-01 ubnd.hue -"), (), (None, None),
            id="full date, two in the store",
        ),
        pytest.param("QĐ 5/QĐ-UBND - - -", (HP,), (), (None, None), id="bare: a lone candidate proves nothing"),
        pytest.param("QĐ 5/QĐ-UBND - ubnd.hai-phong -", (HP,), (), (None, None), id="issuer alone proves nothing"),
        pytest.param(
            "QĐ 5/QĐ-UBND - ubnd.ha-noi 'Phê duyệt Đề án A'",
            (
                "DOC QĐ 5/QĐ-UBND 2022-03-01 ubnd.ha-noi 'phê duyệt đề án A'",
                "DOC QĐ 5/QĐ-UBND 2021-03-01 ubnd.ha-noi 'B'",
            ),
            (), ("QĐ:5/QĐ-UBND:2022:ubnd.ha-noi", "store"), id="issuer and title",
        ),
        pytest.param("KH 5/QĐ-UBND 2022 - -", (HP,), (), (None, None), id="another type"),
        pytest.param(
            "QĐ 5/QĐ-UBND 2023 - -", ("DOC QĐ 5/QĐ-UBND 2023-09-01 ubnd.hai-phong -",), (), (None, None),
            id="not yet issued when the sender wrote",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("toy_extractors")
def test_what_a_mention_means(tmp_path, mention, others, near, expected):
    assert meant(tmp_path, mention, *others, near=near) == expected


def test_what_stays_open_shows_its_candidates(tmp_path, toy_extractors):
    store = store_of(tmp_path, HP, OTHER, 'DOC KH 1/KH-S 2023-06-01 s "K"\nCITE cites QĐ 5/QĐ-UBND - - -')
    assert list(table(store, "citations")["candidates"].iloc[0]) == ["QĐ:5/QĐ-UBND:2022:ubnd.ha-noi", HP_ID]


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ((), (None, ["L:1/2006", "L:9/2019"])),
        (("L 9/2019 2019 quoc-hoi -",), ("L:9/2019:2019:quoc-hoi", [])),
    ],
)
def test_a_law_by_name_is_the_one_named_in_full_beside_it(tmp_path, toy_extractors, near, expected):
    candidates = ["L:1/2006", "L:9/2019"] if not near else ["L:1/2006", "L:9/2019:2019:quoc-hoi"]
    lines = ["CITE cites L - - quoc-hoi 'Luật A' ?" + " ?".join(candidates), *(f"CITE cites {other}" for other in near)]
    store = store_of(tmp_path, "\n".join(['DOC KH 1/KH-S 2023-06-01 s "K"', *lines]))
    row = table(store, "citations").iloc[0]
    assert (None if pd.isna(row["target_id"]) else row["target_id"], list(row["candidates"])) == expected


def test_works_held_and_missing(tmp_path, toy_extractors):
    cites = "CITE cites QĐ 5/QĐ-UBND 2022-03-01 ubnd.hai-phong 'Cũ'\nCITE cites NĐ 30/2020/NĐ-CP - chinh-phu 'Văn thư'"
    store = store_of(tmp_path, HP.replace(" -", " 'Mới'"), f'DOC KH 1/KH-S 2023-06-01 s "K"\n{cites}\n{cites}')
    works = table(store, "works").set_index("target_id")
    held = works.loc[HP_ID]
    assert (held["title"], held["cited_by"], held["mentions"], bool(held["held_doc_id"])) == ("Mới", 1, 2, True)
    lost = works.loc["NĐ:30/2020/NĐ-CP"]
    assert (lost["title"], lost["year"], pd.isna(lost["held_doc_id"])) == ("Văn thư", 2020, True)


def test_edges_follow_the_parent(tmp_path, toy_extractors):
    store = store_of(
        tmp_path,
        'DOC KH 1/KH-S 2023-06-01 s "K"\nCITE implements NĐ 2/2021/NĐ-CP - chinh-phu -\n'
        "CITE amends NĐ 1/2018/NĐ-CP - chinh-phu - 0\nCITE amends QĐ 9/QĐ-X - - -\n",
    )
    edges = table(store, "edges")[["source_id", "relation", "target_id"]]
    assert edges.values.tolist() == [
        ["KH:1/KH-S:2023:s", "implements", "NĐ:2/2021/NĐ-CP"],
        ["NĐ:2/2021/NĐ-CP", "amends", "NĐ:1/2018/NĐ-CP"],
    ]


def test_a_draft_without_number_is_a_node_of_its_own(tmp_path, toy_extractors):
    store = store_of(tmp_path, 'DOC CV - 2023 s "K"\nCITE implements NĐ 2/2021/NĐ-CP - chinh-phu -')
    document = table(store, "documents").iloc[0]
    assert document["target_id"] == f"doc:{document['doc_id'][:16]}"
    assert list(table(store, "edges")["source_id"]) == [document["target_id"]]


def test_a_document_that_arrives_later_is_linked(tmp_path, toy_extractors):
    late = 'DOC KH 1/KH-S 2023-06-01 so-noi-vu.hai-phong "K"\nCITE cites QĐ 5/QĐ-UBND 2022 - -'
    (tmp_path / "late.txt").write_text(late, encoding="utf-8")
    (tmp_path / "held.txt").write_text(HP, encoding="utf-8")
    ingest(tmp_path / "late.txt", store=tmp_path / "store")
    assert list(table(tmp_path / "store", "citations")["target_id"].isna()) == [True]
    ingest(tmp_path / "held.txt", store=tmp_path / "store")
    assert list(table(tmp_path / "store", "citations")["target_id"]) == [HP_ID]
    assert table(tmp_path / "store", "works").set_index("target_id").loc[HP_ID, "cited_by"] == 1


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (("767|qdubnd", "Phê duyệt A"), ("676|qdubnd", "phê duyệt A"), True),
        (("767|qdubnd", None), ("776|qdubnd", None), True),
        (("767|qdubnd", "Phê duyệt A"), ("676|qdubnd", "Bổ nhiệm ông B"), False),
        (("734|qdubnd", "công bố thủ tục ngành A"), ("735|qdubnd", "công bố thủ tục ngành B"), False),
        (("767|qdubnd", "Phê duyệt A"), ("123|qdubnd", "Phê duyệt A"), False),
        (("767|qdubnd", "Phê duyệt A"), ("767|qdunbd", "Phê duyệt A"), True),
    ],
)
def test_suspected_same(one, other, expected):
    assert (compare(one[0], other[0], one[1], other[1]) is not None) == expected


def test_suspects_are_shown_and_not_merged(tmp_path, toy_extractors):
    store = store_of(
        tmp_path, 'DOC KH 1/KH-S 2023-06-01 s "K"\nCITE cites QĐ 767/QĐ-U 2022-03-01 u "Phê duyệt A"\n'
        'CITE cites QĐ 676/QĐ-U 2022-03-01 u "phê duyệt A"',
    )  # fmt: skip
    assert table(store, "suspected")[["work_a", "work_b"]].values.tolist() == [
        ["QĐ:676/QĐ-U:2022:u", "QĐ:767/QĐ-U:2022:u"]
    ]
    assert len(table(store, "works")) == 3


def toy_archive(chance, size=30):
    """Documents with few numbers and many gaps, so that much has to be resolved and much is ambiguous."""
    senders = ("ubnd.hai-phong", "ubnd.ha-noi", "so-noi-vu.hai-phong", "chinh-phu")
    for _ in range(size):
        pick = lambda *values: chance.choice(values)  # noqa: E731
        date = pick("2022-01-05", "2022-03-01", "2023-04-01", "2023")
        lines = [
            f'DOC QĐ {chance.randint(1, 4)}/QĐ-UBND {pick(date, "-")} {pick(*senders, "-")} "T{chance.randint(1, 3)}"'
        ]
        for number in range(chance.randint(0, 4)):
            parent = f" {number - 1}" if number and chance.random() < 0.3 else ""
            lines.append(
                f"CITE {pick('cites', 'amends')} QĐ {chance.randint(1, 4)}/QĐ-UBND {pick(date, '2022', '-')} "
                f"{pick(*senders, '-', '-')} {pick('T1', 'T2', '-')}{parent}"
            )
        yield "\n".join(lines)


@pytest.mark.parametrize("most", [0.0, 0.3, 9.0], ids=["all anew", "anew or added", "added"])
@pytest.mark.parametrize("seed", range(4))
def test_any_order_and_any_batches_give_the_same_store(tmp_path, toy_extractors, monkeypatch, seed, most):
    monkeypatch.setattr("pipeline.resolve.ADDED_MOST", most)
    chance = random.Random(seed)
    folder = tmp_path / "archive"
    folder.mkdir()
    for number, text in enumerate(toy_archive(chance)):
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    ingest(folder, store=tmp_path / "at-once")
    files = sorted(folder.iterdir())
    chance.shuffle(files)
    while files:
        several = chance.randint(1, 15)
        ingest(files[:several], store=tmp_path / "bit-by-bit")
        files = files[several:]
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(tmp_path / "at-once", name), table(tmp_path / "bit-by-bit", name), obj=name)
    assert table(tmp_path / "at-once", "citations")["resolved_by"].nunique() > 1


def test_the_samples_in_any_order_give_the_same_store(tmp_path, samples):
    files = sorted(path for path in samples.iterdir() if path.suffix in (".txt", ".md"))
    ingest(files, store=tmp_path / "at-once")
    random.Random(7).shuffle(files)
    for half in (files[::2], files[1::2]):
        ingest(half, store=tmp_path / "halves")
    for name in (*BASE, *DERIVED):
        pd.testing.assert_frame_equal(table(tmp_path / "at-once", name), table(tmp_path / "halves", name), obj=name)


def test_what_does_not_fit_in_little_memory_is_resolved_in_more(tmp_path, toy_extractors, monkeypatch):
    import duckdb

    from pipeline import resolve

    tried = []
    whole = resolve.whole.resolve

    def watched(connection, *arguments):
        tried.append(connection.sql("SELECT current_setting('memory_limit')").fetchall()[0][0])
        if len(tried) == 1:
            raise duckdb.OutOfMemoryException("it did not fit")
        whole(connection, *arguments)

    monkeypatch.setattr(resolve.whole, "resolve", watched)
    (tmp_path / "a.txt").write_text(
        'DOC KH 1/KH-X 2023-01-01 x "T"\nCITE cites KH 5/KH-X 2022-01-01 x -\n', encoding="utf-8"
    )
    ingest(tmp_path / "a.txt", store=tmp_path / "store")
    assert [memory.split()[1] for memory in tried] == ["MiB", "GiB"]
    assert len(pd.read_parquet(tmp_path / "store" / "works")) == 2
