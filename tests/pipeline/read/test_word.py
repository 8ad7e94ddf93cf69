"""DOC, RTF and ODT: by LibreOffice where it is installed, else by what is left; faults are injected as programs."""

import importlib
import shutil
from pathlib import Path

import pytest

from pipeline.errors import CancuError, Exit
from pipeline.read import Raw, read
from pipeline.read import programs as programs_module

word = importlib.import_module("pipeline.read.word")
needs_libreoffice = pytest.mark.skipif(
    programs_module.find("libreoffice") is None, reason="LibreOffice is not installed"
)

RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times New Roman;}{\f1 .VnTime;}{\f2 .VnTimeH;}{\f3 VNI-Times;}}"
    rb"\pard\f2 c\'e9ng h\'dfa\par\f1 x\'b7 h\'e9i ch\'f1 ngh\'dca\par\f3 Ha\'efnh phu\'f9c\par\f0 Vi\u7879?t Nam\par}"
)
DOC = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(1022)
    + "WordDocument".encode("utf-16-le") + bytes(999)
)  # fmt: skip


def program(folder: Path, name: str, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The only converter on the path: a shell script of this name."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(0o755)
    hidden = {other for known in programs_module.PROGRAMS.values() for other in known.names} - {name}
    real = shutil.which

    def which(asked: str) -> str | None:
        return str(file) if asked == name else None if asked in hidden else real(asked)

    monkeypatch.setattr(programs_module.shutil, "which", which)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without converters."""
    monkeypatch.setattr(programs_module.shutil, "which", lambda name: None)


def code_of(data: bytes) -> str:
    with pytest.raises(CancuError) as caught:
        read(data, name="a.doc")
    return caught.value.code


@needs_libreoffice
def test_rtf_keeps_the_fonts_of_its_runs() -> None:
    reading = read(RTF, name="a.rtf")
    assert "CỘNG HÒA\nxã hội chủ nghĩa\nHạnh phúc\nViệt Nam" == reading.text
    assert () == reading.problems


@needs_libreoffice
def test_automatic_numbers_of_an_rtf_are_printed() -> None:
    level = rb"{\listlevel\levelnfc0\levelstartat1{\leveltext\'07\u272?i\u7873?u \'00.;}{\levelnumbers\'06;}}"
    data = (
        rb"{\rtf1\ansi\uc1{\fonttbl{\f0 Times New Roman;}}{\*\listtable{\list\listid7" + level + rb"}}"
        rb"{\*\listoverridetable{\listoverride\listid7\listoverridecount0\ls1}}"
        rb"\pard\ls1\ilvl0 A\par\pard\ls1\ilvl0 B\par}"
    )
    assert ["Điều 1. A", "Điều 2. B"] == read(data).text.split("\n")


@needs_libreoffice
def test_word_2003_xml_is_read() -> None:
    data = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
        '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
        "<w:body><w:p><w:r><w:t>Điều 1. Phạm vi</w:t></w:r></w:p></w:body></w:wordDocument>"
    )
    assert "Điều 1. Phạm vi" == read(data.encode()).text


@needs_libreoffice
@pytest.mark.parametrize("data", [DOC, DOC[:700]], ids=["empty", "truncated"])
def test_broken_doc_is_refused_and_not_read_as_text(data: bytes) -> None:
    with pytest.raises(CancuError) as caught:
        read(Raw(data, "application/msword", "a.doc"))
    assert "convert-failed" == caught.value.code


@pytest.mark.usefixtures("bare")
def test_rtf_without_libreoffice_is_told_by_its_letters() -> None:
    reading = read(RTF.replace(rb"\f3", rb"\f1").replace(rb"Ha\'efnh phu\'f9c", rb"h\'b9nh ph\'f3c"))
    assert "cộng hòa\nxã hội chủ nghĩa\nhạnh phúc\nViệt Nam" == reading.text.strip()
    assert ["convert-plain"] == [problem.code for problem in reading.problems]


@pytest.mark.usefixtures("bare")
def test_doc_without_a_converter_says_what_to_install() -> None:
    with pytest.raises(CancuError) as caught:
        read(DOC, name="a.doc")
    assert Exit.MISSING_PROGRAM == caught.value.entry.exit
    assert "apt install libreoffice-writer-nogui" in str(caught.value)
    assert "antiword" in str(caught.value)


def test_antiword_is_the_second_choice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "antiword", "printf 'Céng hoµ x· héi chñ nghÜa ViÖt Nam\\n'", monkeypatch)
    reading = read(DOC)
    assert "Cộng hoà xã hội chủ nghĩa Việt Nam" == reading.text
    assert ["convert-plain"] == [problem.code for problem in reading.problems]


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("exit 1", "convert-failed"),
        ("kill -9 $$", "convert-failed"),
        ("true", "convert-failed"),
        ("sleep 60 & sleep 60", "convert-timeout"),
        ('for last; do :; done; mkdir out; echo "no package" > out/input.docx', "file-damaged"),
    ],
    ids=["error", "killed", "nothing", "hangs", "garbage"],
)
def test_faults_of_the_converter_have_codes(
    script: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "soffice", script, monkeypatch)
    monkeypatch.setattr(word, "TIMEOUT", 1)
    assert code == code_of(DOC)


def test_rtf_that_libreoffice_refuses_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "soffice", "exit 1", monkeypatch)
    reading = read(RTF[:-60])
    assert "xã hội chủ" in reading.text
    assert ["convert-plain"] == [problem.code for problem in reading.problems]


def test_each_call_has_a_profile_of_its_own_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(tmp_path, "soffice", f'echo "$@" >> {tmp_path}/calls; env >> {tmp_path}/env; exit 1', monkeypatch)
    for _ in range(2):
        code_of(DOC)
    profiles = {line.split()[0] for line in (tmp_path / "calls").read_text().splitlines()}
    assert 2 == len(profiles)
    assert all(profile.startswith("-env:UserInstallation=file:///") for profile in profiles)
    assert "http_proxy=http://127.0.0.1:9" in (tmp_path / "env").read_text()
    assert not any(Path(profile.partition("file://")[2]).exists() for profile in profiles)


def test_locked_documents_are_told() -> None:
    locked = bytearray(DOC)
    locked[523] |= 1
    assert "file-encrypted" == code_of(bytes(locked))
    assert "file-encrypted" == code_of(DOC[:512] + "EncryptedPackage".encode("utf-16-le") + bytes(600))
