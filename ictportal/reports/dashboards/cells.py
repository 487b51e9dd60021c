"""What dashboards share: a count that opens its rows, a word with its mark, a figure that is silent."""

from collections.abc import Mapping
from dataclasses import replace

from ictportal.reports.content import Cell, Number, Opens
from ledger.figures import Status

#: How a verdict is marked, by the word that a statement holds.
TONES: Mapping[str, str] = {
    "verified": "good",
    "not_verified": "bad",
    "cannot_verify": "bad",
    "not_stated": "none",
    "compliant": "good",
    "partly": "partial",
    "not_compliant": "bad",
    "not_applicable": "gone",
    "done": "good",
    "none": "bad",
    "delivered": "good",
    "missed": "bad",
    "met": "good",
    "under_way": "none",
    "nothing_required": "none",
    "open": "none",
    "not_done": "bad",
    "nothing_to_do": "gone",
    "in_force": "good",
    "not_in_force": "bad",
    "due_for_revision": "partial",
    "under_revision": "partial",
    "not_started": "bad",
}


def counted(view: str, query: Mapping[str, str], n: int, text: str = "") -> Cell:
    """A count with its rows; a dash for none."""
    if not n and not text:
        return Cell("–", number=0)
    return Cell(text or f"{n:,}", number=n, opens=Opens(view, query, n))


def marked(word: str, label: object) -> Cell:
    """A word as it is read, with the glyph of what it means."""
    said = str(label)
    return Cell(said[:1].upper() + said[1:], tone=TONES.get(word, ""))


def or_silent(told: Number, said: str) -> Number:
    """The number; where there is nothing to count, no false nought but a sentence."""
    if told.status != Status.NOT_APPLICABLE:
        return told
    return replace(told, numerator=None, share=None, parts=(), note=said)
