"""Every error cancu can report: one catalogue of codes, each with its exit status and what to do about it.

The same code stands in the message on stderr, in the table `failures`, in `problems` of a document, and as a
heading in docs/errors.md (a test holds page and catalogue together).
"""

from enum import IntEnum
from typing import NamedTuple

__all__ = ["CATALOGUE", "CancuError", "Entry", "Exit"]


class Exit(IntEnum):
    """Exit codes of the command, as CONTRACT.md fixes them."""

    DONE = 0
    USAGE = 1
    INPUT = 2
    MISSING_PROGRAM = 3
    SOME_FAILED = 4
    STORE = 5
    INTERRUPTED = 130


class Entry(NamedTuple):
    """What a code means for the process and for the person in front of it."""

    exit: Exit
    remedy: str


CATALOGUE: dict[str, Entry] = {
    "input-missing": Entry(Exit.INPUT, "check the path; quote it if it holds blanks"),
    "input-unreadable": Entry(Exit.INPUT, "check that you may read the file and that the disk is sound"),
    "input-empty": Entry(Exit.INPUT, "the file holds no bytes: copy it again from where it came"),
    "input-none": Entry(Exit.INPUT, "the folder holds no files: name another, or check that it is mounted"),
    "kind-unsupported": Entry(Exit.INPUT, "convert the file to PDF, DOCX or text, or leave it out"),
    "encoding-unknown": Entry(Exit.INPUT, "save the text as UTF-8 and try again"),
    "encoding-damaged": Entry(
        Exit.SOME_FAILED, "look at the places with U+FFFD; copy the file again if it was cut off"
    ),
    "encoding-guessed": Entry(
        Exit.SOME_FAILED, "check the text with `cancu parse --text`; save it as UTF-8 if it is wrong"
    ),
    "file-damaged": Entry(Exit.INPUT, "copy the file again, or open it in its own program and save it anew"),
    "file-encrypted": Entry(Exit.INPUT, "take the password off and try again"),
    "file-hostile": Entry(
        Exit.INPUT, "leave it alone: it is built to exhaust the machine; ask its sender for another copy"
    ),
    "file-too-large": Entry(Exit.INPUT, "split it, or leave it out"),
    "program-missing": Entry(
        Exit.MISSING_PROGRAM, "install the program the message names; `cancu doctor` shows what is there"
    ),
    "convert-failed": Entry(Exit.INPUT, "open it in a word processor and save it as DOCX"),
    "convert-timeout": Entry(Exit.INPUT, "open it in a word processor and save it as DOCX"),
    "convert-plain": Entry(Exit.SOME_FAILED, "install LibreOffice (`cancu doctor` says how) and read it again"),
    "archive-bomb": Entry(Exit.INPUT, "unpack it by hand where there is room, if you trust it, and ingest the folder"),
    "archive-name-unsafe": Entry(Exit.INPUT, "unpack it by hand: a member's name leads out of the archive"),
    "archive-link": Entry(Exit.INPUT, "unpack it by hand: links inside archives are not followed"),
    "archive-too-deep": Entry(Exit.INPUT, "unpack the inner archives by hand and ingest the folder"),
    "archive-several": Entry(Exit.USAGE, "use `cancu ingest` for an archive of several files"),
    "model-missing": Entry(Exit.MISSING_PROGRAM, "install cancu anew, or leave the models out with --models none"),
    "ocr-missing": Entry(Exit.MISSING_PROGRAM, "install what the message names; `cancu doctor` shows what is there"),
    "ocr-timeout": Entry(Exit.INPUT, "look at the page: split it, or scan it again at 300 dpi"),
    "handwriting-unread": Entry(Exit.SOME_FAILED, "look at the page: the field was left blank rather than guessed"),
    "pages-cut": Entry(Exit.SOME_FAILED, "split the file and read the parts"),
    "page-unread": Entry(Exit.INPUT, "open the file in its own program and save it anew, or scan that page again"),
    "no-text": Entry(Exit.SOME_FAILED, "look at the file: it may be blank, or a picture without recognised text"),
    "read-crashed": Entry(Exit.SOME_FAILED, "report the file and this message; the other files are not affected"),
    "extract-crashed": Entry(Exit.SOME_FAILED, "report the file and this message; the other files are not affected"),
    "worker-died": Entry(
        Exit.SOME_FAILED, "look at the file; --retry-failed tries again, --jobs 1 leaves it more memory"
    ),
    "worker-timeout": Entry(Exit.SOME_FAILED, "give it longer: --retry-failed --timeout SECONDS"),
    "worker-memory": Entry(Exit.SOME_FAILED, "give it more: --retry-failed --memory GIB, or split the file"),
    "worker-broken": Entry(Exit.MISSING_PROGRAM, "see `cancu doctor`; a larger --memory if it says MemoryError"),
    "option-wrong": Entry(Exit.USAGE, "see `cancu COMMAND --help`"),
    "number-unknown": Entry(Exit.INPUT, "check the number; `cancu missing` and `cancu sql` show what the store knows"),
    "number-ambiguous": Entry(Exit.USAGE, "ask again with one of the ids listed"),
    "query-wrong": Entry(
        Exit.USAGE,
        "see docs/data-dictionary.md for tables and columns; only the store is read, nothing written",
    ),
    "store-missing": Entry(Exit.INPUT, "name it with --store DIR or CANCU_STORE, or make one with `cancu ingest PATH`"),
    "store-unwritable": Entry(Exit.STORE, "check space and rights of the store's folder, then run the command again"),
    "store-busy": Entry(Exit.STORE, "wait until the other ingest is done, then run the command again"),
    "store-foreign": Entry(Exit.STORE, "name another folder with --store: this one holds something else"),
    "out-foreign": Entry(Exit.STORE, "name another folder with --out, or empty this one"),
    "store-newer": Entry(Exit.STORE, "use the newer cancu that wrote this store, or ingest into a new folder"),
    "review-broken": Entry(Exit.USAGE, "mend the line in suspected-review.csv, then run the command again"),
    "gold-missing": Entry(Exit.INPUT, "name a folder that holds NAME.txt and NAME.gold.json"),
    "annotations-missing": Entry(Exit.INPUT, "name a folder of NAME.ann and NAME.txt, or a JSON of annotated tasks"),
    "annotations-broken": Entry(Exit.INPUT, "mend the line or task named, then run the command again"),
    "gold-broken": Entry(Exit.INPUT, "mend the annotation file so that it follows the guidelines"),
    "out-unwritable": Entry(Exit.STORE, "check that its folder exists and may be written, then run the command again"),
    "gold-changed": Entry(
        Exit.INPUT, "measure anew on this gold, and record its hash and figures in a change that says why it changed"
    ),
    "below-floor": Entry(Exit.SOME_FAILED, "see `cancu evaluate GOLD --errors` for what was lost"),
}


class CancuError(Exception):
    """Something the user can understand and act on: what is wrong, where, and (by its code) what to do.

    >>> str(CancuError("input-missing", "there is no such file", where="a.txt"))
    'a.txt: there is no such file [input-missing]: check the path; quote it if it holds blanks'
    """

    def __init__(self, code: str, message: str, *, where: str | None = None) -> None:
        super().__init__(code, message, where)
        self.code = code
        self.message = message
        self.where = where
        self.entry = CATALOGUE[code]

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.message} [{self.code}]: {self.entry.remedy}"

    def __reduce__(self) -> "tuple[object, ...]":
        return _rebuild, (self.code, self.message, self.where)


def _rebuild(code: str, message: str, where: str | None) -> CancuError:
    return CancuError(code, message, where=where)
