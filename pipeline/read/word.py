"""DOC, RTF and ODT: LibreOffice makes a DOCX of them (fonts and lists survive); antiword, striprtf give bare text."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CancuError
from pipeline.read.docx import docx_text
from pipeline.read.legacy_fonts import mend
from pipeline.read.programs import PROGRAMS, find, run
from pipeline.read.reading import PAGE_BREAK, Page, Raw, Reading

if TYPE_CHECKING:
    from extractors.records import Problem

__all__ = ["read_odt", "read_rtf", "read_word", "read_word_xml"]

TIMEOUT = float(os.environ.get("CANCU_CONVERT_TIMEOUT", "120"))  # seconds a file; a decree takes two

# LibreOffice's own names of the formats; stated, so that a broken file is refused and not read as plain text.
_FILTERS = {
    "application/msword": ("doc", ("MS Word 97", "MS Word 95", "MS WinWord 6.0")),
    "application/rtf": ("rtf", ("Rich Text Format",)),
    "application/vnd.oasis.opendocument.text": ("odt", ("writer8",)),
    "application/vnd.ms-word.2003+xml": ("xml", ("MS Word 2003 XML",)),
}
# No macros, no updates of links, nothing fetched for a document that comes from outside.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>2</value>
</prop></item>
</oor:items>
"""


def read_word(raw: Raw) -> Reading:
    """Reading of a DOC of Word 6 to 2003, by antiword where LibreOffice is missing or cannot open it.

    Raises `CancuError`: program-missing where neither is installed, file-encrypted, convert-failed, convert-timeout.
    """
    _refuse_locked(raw)
    failure: CancuError | None = None
    if find("libreoffice"):
        try:
            return _page(raw, _through_docx(raw))
        except CancuError as error:
            failure = _worth_another_try(error)
    path = find("antiword")
    if path is None:
        if failure:
            raise failure
        how = "; or ".join(PROGRAMS[name].install for name in ("libreoffice", "antiword"))
        raise CancuError("program-missing", f"a Word document of this kind needs a converter: {how}", where=raw.name)
    with tempfile.TemporaryDirectory(prefix="cancu-") as folder:
        file = Path(folder) / "input.doc"
        file.write_bytes(raw.data)
        command = [path, "-m", "UTF-8.txt", "-w", "0", str(file)]
        try:
            printed = run(command, home=Path(folder), timeout=TIMEOUT, where=raw.name)
        except CancuError as error:
            raise failure or error from None
    return _plain(raw, printed.decode("utf-8", "replace"), "antiword", failure)


def read_rtf(raw: Raw) -> Reading:
    """Reading of an RTF: by LibreOffice, else (or where that fails, as on a file cut off) by striprtf.

    Raises `CancuError`: convert-failed, convert-timeout.
    """
    failure: CancuError | None = None
    if find("libreoffice"):
        try:
            return _page(raw, _through_docx(raw))
        except CancuError as error:
            failure = _worth_another_try(error)
    from striprtf.striprtf import rtf_to_text

    to_text: Callable[..., str] = rtf_to_text
    try:
        text = to_text(raw.data.decode("latin-1"), encoding="cp1252", errors="replace")
    except Exception as error:  # the parser has no errors of its own
        raise CancuError("convert-failed", f"the RTF cannot be read: {error}", where=raw.name) from None
    if failure and not text.strip():
        raise failure
    return _plain(raw, text, "striprtf", failure)


def _worth_another_try(error: CancuError) -> CancuError:
    """A failure after which a simpler program may still find the words; any other is raised again."""
    if error.code not in ("convert-failed", "convert-timeout", "file-damaged"):
        raise error
    return error


def read_odt(raw: Raw) -> Reading:
    """Reading of an OpenDocument text, by LibreOffice.

    Raises `CancuError`: program-missing, convert-failed, convert-timeout.
    """
    if not find("libreoffice"):
        how = PROGRAMS["libreoffice"].install
        raise CancuError("program-missing", f"a document of this kind needs LibreOffice: {how}", where=raw.name)
    return _page(raw, _through_docx(raw))


def read_word_xml(raw: Raw) -> Reading:
    """Reading of a Word 2003 XML document, by LibreOffice. Raises as `read_odt` does, and file-hostile for entities."""
    if b"<!DOCTYPE" in raw.data or b"<!ENTITY" in raw.data:
        raise CancuError("file-hostile", "the XML declares a document type or entities", where=raw.name)
    return read_odt(raw)


def _through_docx(raw: Raw) -> str:
    """The text by way of a DOCX that LibreOffice writes, in a profile of its own that is gone afterwards."""
    soffice = find("libreoffice") or "soffice"
    suffix, filters = _FILTERS[raw.media_type]
    with tempfile.TemporaryDirectory(prefix="cancu-") as folder:
        home = Path(folder)
        file = home / f"input.{suffix}"
        file.write_bytes(raw.data)
        settings = home / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        made = home / "out" / "input.docx"
        for name in filters:
            command = [soffice, f"-env:UserInstallation={(home / 'profile').as_uri()}", "--headless", "--norestore"]
            command += ["--nolockcheck", f"--infilter={name}", "--convert-to", "docx:MS Word 2007 XML"]
            run([*command, "--outdir", str(made.parent), str(file)], home=home, timeout=TIMEOUT, where=raw.name)
            if made.is_file() and made.stat().st_size:
                return docx_text(made.read_bytes(), raw.name)
    raise CancuError("convert-failed", "LibreOffice cannot open it: it is cut off, broken or locked", where=raw.name)


def _refuse_locked(raw: Raw) -> None:
    """A password shows in the head of the text stream (MS-DOC 2.5.2, fEncrypted), or as a stream of its own."""
    text = raw.data.find(b"\xec\xa5", 512, 4096) if raw.data[512:514] != b"\xec\xa5" else 512
    locked = text > 0 and text % 512 == 0 and len(raw.data) > text + 12 and raw.data[text + 11] & 1
    if locked or "EncryptedPackage".encode("utf-16-le") in raw.data:
        raise CancuError("file-encrypted", "the document is locked with a password", where=raw.name)


def _page(raw: Raw, text: str, problems: "tuple[Problem, ...]" = ()) -> Reading:
    return raw.reading([Page(1, text.replace(PAGE_BREAK, "\n"))], paged=False, problems=problems)


def _plain(raw: Raw, text: str, program: str, failure: CancuError | None) -> Reading:
    """Text without fonts: the old encodings are told from the letters, and a problem says what may be lost."""
    from extractors.records import Problem

    why = f", because {failure.message}" if failure else ""
    message = f"read by {program}{why}: automatic numbers and the capitals of .VnTimeH fonts are lost"
    return _page(raw, mend(text.strip("\n")).text, (Problem(code="convert-plain", message=message),))
