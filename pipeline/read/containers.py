"""ZIP and TAR archives as the files they hold.

Nothing is written to disk, and a member is unpacked only as far as the limits go: what is refused comes as a
`Refused` in its place and the rest goes on.
"""

import bz2
import gzip
import io
import lzma
import posixpath
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import IO, cast

from pipeline.errors import CancuError
from pipeline.read.kinds import detect
from pipeline.read.reading import Raw, Reading

__all__ = ["CONTAINERS", "Limits", "Refused", "iter_members", "read_archive"]

CONTAINERS = frozenset(
    {"application/zip", "application/x-tar", "application/gzip", "application/x-bzip2", "application/x-xz"}
)
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError,
           ValueError, RuntimeError, IndexError, struct.error)  # fmt: skip
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """How far an archive is unpacked: members, bytes of one, bytes in all (also as a multiple), archives deep."""

    members: int = 100_000
    member_bytes: int = 512 << 20
    total_bytes: int = 8 << 30
    ratio: int = 200
    """Unpacked to packed bytes of the whole archive; scanned pages hardly shrink, text about eight times."""
    depth: int = 3


@dataclass(frozen=True, slots=True)
class Refused:
    """A member, or what is left of an archive, that is not read: its name, a code of docs/errors.md, and why."""

    name: str
    code: str
    message: str


class _Bomb(Exception):  # noqa: N818  (a signal inside this module, not an error of its own)
    """The archive has unpacked to more than its limits."""


@dataclass(slots=True)
class _Budget:
    """What may still be unpacked; shared by an archive and those inside it."""

    limits: Limits
    bytes: int
    members: int = 0

    def spend(self, amount: int) -> None:
        self.bytes -= amount
        if self.bytes < 0:
            raise _Bomb

    def member(self) -> None:
        self.members += 1
        if self.members > self.limits.members:
            raise _Bomb


@dataclass(slots=True)
class _Counted(io.RawIOBase):
    """A stream that counts what is read from it against the budget."""

    source: IO[bytes]
    budget: _Budget
    head: bytes = field(default=b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.head:
            taken, self.head = (self.head, b"") if size < 0 else (self.head[:size], self.head[size:])
            return taken
        data = self.source.read(_CHUNK if size < 0 else size)
        self.budget.spend(len(data))
        return data


def iter_members(raw: Raw, limits: Limits = Limits()) -> Iterator[Raw | Refused]:
    """The files inside an archive, archives inside it opened too, in the archive's order; one in memory at a time.

    A member's name is its path behind that of the archive ("a.zip/2023/08.pdf"). Folders, hidden files and empty
    files are left out. Names that lead out of the archive, links, devices, locked members, members and archives that
    unpack beyond the limits, and broken ones come as `Refused` and are not unpacked further.
    """
    budget = _Budget(limits, min(limits.total_bytes, max(64 << 20, len(raw.data) * limits.ratio)))
    yield from _open(raw, budget, 1)


def _open(raw: Raw, budget: _Budget, depth: int) -> Iterator[Raw | Refused]:
    name = raw.name or "archive"
    if depth > budget.limits.depth:
        yield Refused(name, "archive-too-deep", f"the archive lies more than {budget.limits.depth} archives deep")
        return
    members = _zip_members(raw, name, budget) if raw.media_type == "application/zip" else _stream(raw, name, budget)
    try:
        for member in members:
            if isinstance(member, Raw) and member.media_type in CONTAINERS:
                yield from _open(member, budget, depth + 1)
            else:
                yield member
    except _Bomb:
        yield Refused(name, "archive-bomb", "the archive unpacks to more than its limits; the rest of it is left out")
    except _BROKEN as error:
        yield Refused(name, "file-damaged", f"the archive is broken here: {error}; the rest of it is left out")


def _member(name: str, data: bytes) -> Raw:
    return Raw(data, detect(data), name)


def _refusal(archive: str, path: str) -> Refused | None:
    """A name that leads out of the archive, or none."""
    plain = path.replace("\\", "/")
    unsafe = plain.startswith("/") or re.match(r"[A-Za-z]:", plain) or "\0" in plain or ".." in plain.split("/")
    shown = f"{archive}/{plain.replace(chr(0), '')}"
    return Refused(shown, "archive-name-unsafe", "the name leads out of the archive") if unsafe else None


def _hidden(path: str) -> bool:
    """Files that are not there for people: those with a dot, and what macOS and Windows leave behind."""
    parts = [part for part in path.replace("\\", "/").split("/") if part]
    return not parts or any(part.startswith(".") or part in ("__MACOSX", "Thumbs.db") for part in parts)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: programs store UTF-8 without saying so, which shows as code page 437."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("utf-8")
        except (UnicodeEncodeError, UnicodeDecodeError):
            pass
    return info.filename


def _zip_members(raw: Raw, name: str, budget: _Budget) -> Iterator[Raw | Refused]:
    with zipfile.ZipFile(io.BytesIO(raw.data)) as archive:
        for info in archive.infolist():
            budget.member()
            path = _zip_name(info)
            shown = posixpath.join(name, path)
            refused = _refusal(name, path)
            if refused:
                yield refused
            elif info.is_dir() or _hidden(path):
                continue
            elif stat.S_ISLNK(info.external_attr >> 16):
                yield Refused(shown, "archive-link", "the member is a link")
            elif info.flag_bits & 1:
                yield Refused(shown, "file-encrypted", "the member is locked with a password")
            else:
                try:
                    with archive.open(info) as file:
                        data = _take(file, budget)
                except _BROKEN as error:
                    yield Refused(shown, "file-damaged", f"the member cannot be unpacked: {error}")
                    continue
                yield from _taken(shown, data, budget)


def _take(file: IO[bytes], budget: _Budget) -> bytes | None:
    """The bytes of a member; None where they are more than one member may have."""
    chunks, size = [], 0
    while chunk := file.read(_CHUNK):
        if not isinstance(file, tarfile.ExFileObject):  # a TAR's stream is counted where it is unpacked
            budget.spend(len(chunk))
        size += len(chunk)
        if size > budget.limits.member_bytes:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _taken(shown: str, data: bytes | None, budget: _Budget) -> Iterator[Raw | Refused]:
    if data is None:
        most = budget.limits.member_bytes >> 20
        yield Refused(shown, "file-too-large", f"the member unpacks to more than {most} MiB")
    elif data:
        yield _member(shown, data)


def _stream(raw: Raw, name: str, budget: _Budget) -> Iterator[Raw | Refused]:
    """A TAR, packed or not; or the single file that gzip, bzip2 or xz have packed."""
    openers: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {
        "application/gzip": lambda packed: cast("IO[bytes]", gzip.GzipFile(fileobj=packed)),
        "application/x-bzip2": lambda packed: cast("IO[bytes]", bz2.BZ2File(packed)),
        "application/x-xz": lambda packed: cast("IO[bytes]", lzma.LZMAFile(packed)),  # noqa: SIM115  (closed with its bytes)
    }
    packed = io.BytesIO(raw.data)
    source = openers[raw.media_type](packed) if raw.media_type in openers else packed
    counted = _Counted(source, budget)
    counted.head = _first(counted, 512)
    if counted.head[257:262] == b"ustar":
        yield from _tar_members(counted, name, budget)
        return
    budget.member()
    chunks = [counted.read(_CHUNK)]
    while chunks[-1] and sum(map(len, chunks)) <= budget.limits.member_bytes:
        chunks.append(counted.read(_CHUNK))
    data = b"".join(chunks)
    inner = re.sub(r"\.(?:gz|bz2|xz)$", "", posixpath.basename(name), flags=re.IGNORECASE)
    yield from _taken(posixpath.join(name, inner), None if len(data) > budget.limits.member_bytes else data, budget)


def _first(stream: _Counted, size: int) -> bytes:
    head = b""
    while len(head) < size and (more := stream.read(size - len(head))):
        head += more
    return head


def _tar_members(source: _Counted, name: str, budget: _Budget) -> Iterator[Raw | Refused]:
    with tarfile.open(fileobj=source, mode="r|", bufsize=_CHUNK) as archive:
        for info in archive:
            budget.member()
            shown = posixpath.join(name, info.name)
            refused = _refusal(name, info.name)
            if refused:
                yield refused
            elif info.isdir() or _hidden(info.name):
                continue
            elif not info.isreg() or info.issparse():
                kind = "link" if info.issym() or info.islnk() else "special file"
                yield Refused(shown, "archive-link", f"the member is a {kind}")
            elif info.size > budget.limits.member_bytes:
                yield from _taken(shown, None, budget)
            else:
                file = archive.extractfile(info)
                yield from _taken(shown, _take(file, budget) if file else b"", budget)


def read_archive(raw: Raw) -> Reading:
    """Reading of the one document an archive holds (its name and id are the document's own).

    Members that were refused are named in its problems. Raises `CancuError`: archive-several where it holds more, the
    code of the first refusal where it holds nothing readable.
    """
    from extractors.records import Problem
    from pipeline.read import read

    found: Raw | None = None
    refused: list[Refused] = []
    for member in iter_members(raw):
        if isinstance(member, Refused):
            refused.append(member)
        elif found is not None:
            raise CancuError("archive-several", "the archive holds several documents", where=raw.name)
        else:
            found = member
    if found is None:
        first = refused[0] if refused else Refused(raw.name or "", "input-none", "the archive holds no files")
        raise CancuError(first.code, first.message, where=first.name or None)
    reading = read(found)
    lost = tuple(Problem(code=each.code, message=f"{each.name}: {each.message}") for each in refused)
    return replace(reading, problems=(*reading.problems, *lost)) if lost else reading
