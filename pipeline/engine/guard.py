"""What a worker may not do: take more memory than its share, or reach a network.

Memory is bounded by the system (RLIMIT_DATA, on Linux; the limit holds for the programs a worker starts as well).
The network goes by two ways: on Linux the worker leaves for a network of its own in which there is none, with all it
starts, where the system lets an ordinary user do so; everywhere an audit hook refuses sockets that Python opens.
What the system does not offer is left out: `limits` says what holds.
"""

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["die_with_parent", "limit_memory", "no_network"]

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_DIE_WITH_PARENT = 1
_SOCKETS = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo",
                      "socket.gethostbyname"})  # fmt: skip


def _library() -> Any:
    return ctypes.CDLL(None, use_errno=True)


def die_with_parent(parent: int) -> None:
    """End this process when its parent does, however that ends (Linux; elsewhere the closed pipe has to do)."""
    if sys.platform == "linux":
        _library().prctl(_DIE_WITH_PARENT, 9)
        if os.getppid() != parent:  # it was gone before the call
            os._exit(1)


def limit_memory(most: int) -> bool:
    """Bound the memory of this process and of those it starts, each, in bytes. Whether that holds."""
    if sys.platform != "linux":
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return False
    return True


def no_network() -> bool:
    """Leave this process without a network. Whether the programs it starts are without one, too.

    To be called before the process has threads.
    """

    def refuse(event: str, _: tuple[Any, ...]) -> None:
        if event in _SOCKETS:
            raise PermissionError("a worker has no network")

    sys.addaudithook(refuse)
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    if _library().unshare(_NEW_USER | _NEW_NETWORK) != 0:
        return False
    for name, words in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        try:
            Path("/proc/self", name).write_text(words, encoding="ascii")
        except OSError:  # the process is nobody then, with the rights on files it had
            return True
    return True
