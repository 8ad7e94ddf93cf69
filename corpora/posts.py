"""Posts of signers (registers/posts.txt)."""

from collections.abc import Mapping
from functools import cache

from corpora.folding import fold
from corpora.reading import REGISTERS

__all__ = ["posts"]


@cache
def posts() -> Mapping[str, str]:
    """Posts by their folded names, with "Phó" and "Quyền" before each.

    >>> posts()["pho giam doc"]
    'Phó Giám đốc'
    """
    lines = (REGISTERS / "posts.txt").read_text(encoding="utf-8").splitlines()
    plain = [line for line in lines if line and not line.startswith("#")]
    return {fold(post): post for name in plain for post in (name, f"Phó {name}", f"Quyền {name}")}
