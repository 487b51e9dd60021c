"""The lists: by API and as a page, today and on a past day, first and last page."""

import json
from collections.abc import Iterator

from ledger import days
from tests.bench.doors import Door
from tests.bench.ground import BODIES
from tests.bench.measure import Pair

PAST = "2021-06-30"
API = "/api/v1/recommendations/"
PLAIN = "/api/floor/plain/"
JOINED = "/api/floor/joined/"


def pairs(door: Door) -> Iterator[Pair]:
    """Every pair of lists."""
    body = f"body={BODIES[2]}"
    for day, asked in (("today", ""), (PAST, f"&as_of={PAST}")):
        yield Pair(
            f"API list of one body, {day} : plain",
            door.api(f"{API}?{body}{asked}"),
            door.api(f"{PLAIN}?{body}"),
            2.0,
        )
        yield Pair(
            f"API list of one body, {day} : joined",
            door.api(f"{API}?{body}{asked}"),
            door.api(f"{JOINED}?{body}{asked}"),
        )
        yield Pair(
            f"API list of all, {day} : plain", door.api(f"{API}?{asked[1:]}"), door.api(PLAIN), 2.0
        )
        yield _last(door, day, asked, "", 1.5)
        yield _last(door, day, asked, body, 1.5)
        yield Pair(
            f"HTML list of one body, {day} : plain",
            door.page(f"/recommendations/?{body}{asked}"),
            door.page(f"/floor/?{body}"),
            3.0,
        )
        yield Pair(
            f"HTML list of all, {day} : plain",
            door.page(f"/recommendations/?{asked[1:]}"),
            door.page("/floor/"),
            3.0,
        )


def known(door: Door) -> Pair:
    """The list read from the ledger itself, as it was known: the projection cannot answer it."""
    today = days.today().isoformat()
    body = f"body={BODIES[2]}"
    return Pair(
        "API list of one body, as known today (from the ledger) : plain",
        door.api(f"{API}?{body}&known_at={today}"),
        door.api(f"{PLAIN}?{body}"),
        repeats=1,
    )


def _last(door: Door, day: str, asked: str, body: str, aim: float) -> Pair:
    """The last page of each side, whose numbers differ where the reader may see less."""
    ours = _pages(door, f"{API}?{body}{asked}")
    plain = _pages(door, f"{PLAIN}?{body}")
    what = "one body" if body else "all"
    return Pair(
        f"API list of {what}, last page ({ours}), {day} : plain",
        door.api(f"{API}?{body}{asked}&page={ours}"),
        door.api(f"{PLAIN}?{body}&page={min(ours, plain)}"),
        aim,
    )


def _pages(door: Door, path: str) -> int:
    return -(-json.loads(door.api(path)())["count"] // 50)
