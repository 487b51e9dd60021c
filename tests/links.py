"""Links of a page that say how many rows they open, and the lists behind them."""

from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse
from rest_framework.test import APIClient

#: Lists of the API under another name than their page's.
IN_THE_API = {
    "discrepancies": "api-discrepancies",
    "reconciliation": "api-reconciliation-list",
    "slippage": "api-slippage",
}


class _Links(HTMLParser):
    """Keeps each address that says a count."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, int]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        href, count = told.get("href"), told.get("data-count")
        if tag == "a" and href and count is not None:
            self.found.add((href, int(count)))


def counted_links(page: Any) -> set[tuple[str, int]]:
    """Addresses of a page, each with the number of rows it says to have; charts included."""
    reader = _Links()
    reader.feed(page.content.decode())
    return reader.found


def rows_on_page(client: Client, address: str) -> int | None:
    """How many rows the list says to have; nothing where it does not open."""
    page = client.get(address)
    if page.status_code != 200:
        return None
    told = [page.context.get(name) for name in ("total", "count")]
    counts = [one for one in told if one is not None]
    return counts[0] if counts else len(page.context["rows"])


def rows_in_the_api(client: APIClient, address: str) -> int | None:
    """How many rows the list of the API with the same question has; nothing where it has none."""
    asked = urlsplit(address)
    found = resolve(asked.path)
    name = IN_THE_API.get(found.url_name or "", f"api-{found.url_name}")
    try:
        path = reverse(name, kwargs=found.kwargs)
    except NoReverseMatch:
        return None
    answer = client.get(f"{path}?{asked.query}&page_size=1")
    assert answer.status_code == 200, (address, answer.content)
    count: int = answer.json()["count"]
    return count
