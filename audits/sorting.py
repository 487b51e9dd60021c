"""The order of recommendations in lists: by report, annex and item, numbers as numbers."""

import re

LENGTH = 200


def sort_key(symbol: str, annex: str, item: str) -> str:
    """A text that sorts the way people count: item 2 before item 10, A/74/177 before A/76/5."""
    joined = f"{symbol}|{annex}|{item}"
    return re.sub(r"\d+", lambda match: match[0].zfill(6), joined)[:LENGTH]
