"""The programs outside Python that readers call when they are there: where they are, and how to install them."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import CancuError

__all__ = ["PROGRAMS", "Program", "environment", "find", "run", "version"]


class Program(NamedTuple):
    """A program: the names it goes by, the argument that prints its version, what it is for, how to install it."""

    names: tuple[str, ...]
    version: tuple[str, ...]
    purpose: str
    install: str


PROGRAMS: dict[str, Program] = {
    "libreoffice": Program(
        ("soffice", "libreoffice"),
        ("--version",),
        "DOC, RTF and ODT with fonts and automatic numbers",
        "apt install libreoffice-writer-nogui (macOS: brew install --cask libreoffice)",
    ),
    "antiword": Program(
        ("antiword",),
        (),
        "DOC where LibreOffice is not installed",
        "apt install antiword (macOS: brew install antiword)",
    ),
}


def find(program: str) -> str | None:
    """The path of a program of `PROGRAMS`, None where it is not installed."""
    return next((path for name in PROGRAMS[program].names if (path := shutil.which(name))), None)


def version(program: str) -> str | None:
    """The first line a program says of its version; None where it is not installed or does not say."""
    path = find(program)
    if path is None or not PROGRAMS[program].version:
        return None
    with tempfile.TemporaryDirectory(prefix="cancu-") as home:
        try:
            said = run([path, *PROGRAMS[program].version], home=Path(home), timeout=20)
        except CancuError:
            return None
    return said.decode("utf-8", "replace").strip().partition("\n")[0] or None


def environment(home: Path) -> dict[str, str]:
    """An environment for a program that reads a stranger's file: a home of its own, and no way to a network."""
    nowhere = "http://127.0.0.1:9"
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(home),
        "TMPDIR": str(home),
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "SAL_USE_VCLPLUGIN": "svp",
    }


def run(command: list[str], *, home: Path, timeout: float, where: str | None = None) -> bytes:
    """What a program prints; it and all it started are stopped when the time is over.

    Raises `CancuError`: convert-timeout, convert-failed (also where the program ends with an error).
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=home,
        env=environment(home),
        start_new_session=True,
    )
    try:
        printed, said = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        _stop(process)
        message = f"{Path(command[0]).name} was still at work after {timeout:.0f} seconds"
        raise CancuError("convert-timeout", message, where=where) from None
    except BaseException:
        _stop(process)
        raise
    if process.returncode:
        reason = said.decode("utf-8", "replace").strip().replace("\n", " ")[-200:]
        message = f"{Path(command[0]).name} ended with {process.returncode}: {reason}"
        raise CancuError("convert-failed", message, where=where)
    return printed


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End a program and what it started: they are the session it was given."""
    try:
        os.killpg(process.pid, 9)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.communicate()
