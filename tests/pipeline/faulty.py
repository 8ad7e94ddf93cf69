"""A reader that does what its file says, for tests of the engine; workers are given it by `setup="faulty:install"`.

Files are Markdown whose first line is `# FAULT word`; all other kinds are read as ever, and texts in toy notation.
"""

import ctypes
import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import toy

import extractors
from pipeline.read import READERS, Raw, Reading
from pipeline.read.text import read_text

__all__ = ["install", "install_dying_writer", "install_full_disk", "read_faulty"]


def install() -> None:
    """Called in a worker before its first task."""
    extractors.parse = toy.toy_parse
    READERS["text/markdown"] = "faulty:read_faulty"


def install_dying_writer() -> None:
    """As `install`; the worker dies when it is to write a part of the store."""
    from pipeline.store import folder

    install()
    folder.write_apart = lambda *_: os._exit(7)


def install_full_disk() -> None:
    """As `install`; there is no room for the rows of any document."""
    from pipeline.store import packs

    pack_rows = packs.pack_rows

    def full(rows: dict, path: str | None = None) -> object:
        if path is not None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        return pack_rows(rows)

    install()
    packs.pack_rows = full


def read_faulty(raw: Raw) -> Reading:
    """Do what the file says."""
    word = raw.data.decode().split("\n")[0].removeprefix("# FAULT ")
    match word.split():
        case ["crash"]:
            os.kill(os.getpid(), signal.SIGSEGV)
        case ["abort"]:
            os.abort()
        case ["leave"]:
            os._exit(3)
        case ["once", path]:  # dies the first time only
            if not Path(path).exists():
                Path(path).touch()
                os.kill(os.getpid(), signal.SIGKILL)
        case ["hang"]:
            time.sleep(3600)
        case ["hang-in-c"]:
            ctypes.CDLL(None).sleep(3600)
        case ["hang-with-child", path]:
            child = subprocess.Popen(["sleep", "3600"], start_new_session=True)
            Path(path).write_text(str(child.pid))
            child.wait()
        case ["eat"]:
            held = []
            while True:
                held.append(bytearray(64 << 20))
        case ["connect"]:
            import socket

            socket.create_connection(("127.0.0.1", 9), timeout=1)
        case ["network-of-child"]:
            code = "import socket; socket.create_connection(('127.0.0.1', int(__import__('sys').argv[1])), timeout=2)"
            done = subprocess.run([sys.executable, "-c", code, os.environ["CANCU_TEST_PORT"]], check=False)
            if done.returncode == 0:
                raise AssertionError
        case ["exit"]:
            sys.exit(5)
    return read_text(raw)
