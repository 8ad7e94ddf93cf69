"""Where a worker is, told without a message."""

import mmap
import os
import struct
import tempfile
import time

__all__ = ["Beat"]


class Beat:
    """Memory that a worker shares with its parent: at which task of its bundle it is, and since when.

    Read by the parent only when it must know, so that a document costs no message.
    """

    NOWHERE = -1
    """Between tasks: nobody's time runs."""
    SIZE = 16
    _FORM = struct.Struct("<dq")

    def __init__(self, descriptor: int) -> None:
        self._memory = mmap.mmap(descriptor, self.SIZE)

    @staticmethod
    def file() -> int:
        """A descriptor for such memory."""
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("beat")
        else:
            with tempfile.TemporaryFile() as file:
                descriptor = os.dup(file.fileno())
        os.write(descriptor, b"\0" * Beat.SIZE)
        return descriptor

    def set(self, place: int) -> None:
        """The work is at this task from now on."""
        self._FORM.pack_into(self._memory, 0, time.monotonic(), place)

    def get(self) -> tuple[float, int]:
        """Since when, and at which task."""
        since, place = self._FORM.unpack_from(self._memory)
        return since, place

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()
