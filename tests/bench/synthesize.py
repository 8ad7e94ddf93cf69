"""Memory and processor time of making synthetic archives: `python tests/bench/synthesize.py [DOCUMENTS…]`.

Default: 5,000 and 50,000 text documents, with their truth; each in a process of its own. What is held must not grow
with the archive.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from resolve import peak_bytes

from corpora.synthetic.archive import synthesize


def main() -> None:
    """Make an archive of each size and print."""
    for documents in map(int, sys.argv[1:] or ("5000", "50000")):
        with tempfile.TemporaryDirectory() as scratch:
            subprocess.run([sys.executable, __file__, "--once", scratch, str(documents)], check=True)


def _once(folder: Path, documents: int) -> None:
    synthesize(folder, documents, seed=1)
    spent = time.process_time()
    print(f"{documents:>9,} documents: {documents / spent:.0f} a second of processor time, "
          f"peak {peak_bytes() / 2**20:.0f} MB", flush=True)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1:2] == ["--once"]:
        _once(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        main()
