"""Readers on `cancu serve`: `python tests/bench/load.py STORE [--readers 50] [--seconds 60] [--pause 1]`.

The command is started as a user would start it. Each reader goes its own way over the pages: half of them documents,
of which half are among the most cited, else searches, pictures of the graph, lists, the matrix, and queries in SQL;
between two pages it reads for `--pause` seconds on average. Printed: pages a second, and by kind the median, p95,
worst and errors.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

from pipeline.query import open_store

WORDS = (
    "ke hoach", "quyet dinh 15 2020", "bao cao", "so noi vu", "quy che", "nghi dinh 30", "12/KH-UBND",
    "uy ban nhan dan tinh", "dao tao",
)  # fmt: skip
KINDS = {"document": 50, "search": 20, "suggest": 8, "graph": 8, "obligations": 5, "missing": 4, "bodies": 2, "sql": 3}


@dataclass
class Visit:
    """What every reader knows, and what was measured: seconds and status by kind of page."""

    host: str
    port: int
    pause: float
    until: float
    held: list[str]
    cited: list[str]
    found: dict[str, list[tuple[float, int]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})

    def address(self, kind: str, chance: random.Random) -> str:
        """Where a reader goes next."""
        work = chance.choice(self.held if chance.random() < 0.5 else self.cited)
        year = chance.randint(1990, 2024)
        word = f"{chance.choice(WORDS)} {year if chance.random() < 0.3 else ''}".strip()
        query = f"SELECT type, count(*) FROM works WHERE year = {year} GROUP BY 1"
        return {
            "document": f"/van-ban?id={work}",
            "search": f"/tim?q={quote(word)}&page={chance.randint(1, 4)}",
            "suggest": f"/api/suggest?q={quote(word[: chance.randint(3, 12)])}",
            "graph": f"/do-thi?id={work}&depth={chance.randint(1, 2)}",
            "obligations": f"/nghia-vu?since={year}-0{chance.randint(1, 9)}-01",
            "missing": f"/con-thieu?page={chance.randint(1, 50)}",
            "bodies": "/co-quan",
            "sql": f"/sql?q={quote(query)}",
        }[kind]

    async def read(self, number: int) -> None:
        """One reader on one connection that is kept open."""
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * self.pause)
        answer, ask = await asyncio.open_connection(self.host, self.port, limit=1 << 24)
        while time.monotonic() < self.until:
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            start = time.perf_counter()
            ask.write(f"GET {self.address(kind, chance)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            head = (await answer.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            await answer.readexactly(int(head.partition("content-length:")[2].split("\r\n")[0]))
            self.found[kind].append((time.perf_counter() - start, int(head.split()[1])))
            await asyncio.sleep(chance.expovariate(1 / self.pause) if self.pause else 0)
        ask.close()


def works(store: Path) -> tuple[list[str], list[str]]:
    """Addresses of held works, at random, and of the most cited."""
    with open_store(store) as opened:
        held = opened.sql("SELECT target_id FROM works WHERE held_doc_id IS NOT NULL USING SAMPLE 20000 (reservoir, 1)")
        cited = opened.sql("SELECT target_id FROM works ORDER BY cited_by DESC LIMIT 2000")
    return [quote(id_) for id_ in held["target_id"]], [quote(id_) for id_ in cited["target_id"]]


def at(times: list[float], share: float) -> str:
    """The time under which this share of them lies."""
    return f"{1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]:5.0f} ms"


async def measure(visit: Visit, readers: int) -> None:
    """All readers at once."""
    await asyncio.gather(*(visit.read(number) for number in range(readers)))


def main() -> None:
    """Start the server, let the readers loose, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1)
    asked = parser.parse_args()
    held, cited = works(asked.store)
    command = [str(Path(sys.executable).with_name("cancu")), "serve", "--port", "0"]
    start = time.perf_counter()
    with subprocess.Popen([*command, "--store", str(asked.store)], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        url = urlsplit(server.stderr.readline().split()[0])
        print(f"ready after {time.perf_counter() - start:.1f} s")
        until = time.monotonic() + asked.seconds
        visit = Visit(str(url.hostname), url.port or 80, asked.pause, until, held, cited)
        asyncio.run(measure(visit, asked.readers))
        server.terminate()
    whole = [one for times in visit.found.values() for one in times]
    rate = len(whole) / asked.seconds
    print(f"{asked.readers} readers, {asked.seconds:g} s, pauses of {asked.pause:g} s: {rate:.0f} pages a second")
    print(f"{'':12} {'pages':>6}   median      p95    worst  errors")
    for kind, times in [*visit.found.items(), ("all", whole)]:
        if times:
            spent = [seconds for seconds, _ in times]
            errors = sum(status >= 400 for _, status in times)
            print(f"{kind:12} {len(times):6} {at(spent, 0.5)} {at(spent, 0.95)} {at(spent, 1)}  {errors}")


if __name__ == "__main__":
    main()
