"""A few requests for tests: a report that asks, one that is answered through it, a later draft."""

from secretariat.models import Person
from tests.world import bring_in

PLACE = {"document": "A/76/901", "locator": "para 5", "provenance": "entered"}
DAY = "2021-10-31"


def build_requests() -> None:
    """Two paragraphs of a report at the 76th session, due at the 77th; a resolution at the 78th."""
    bring_in(
        "documents",
        *[
            {"symbol": symbol, "kind": kind, "title": "A test document", "session": session}
            for symbol, kind, session in (
                ("A/70/900", "sg_report", "70"),
                ("A/76/901", "acabq_report", "76"),
                ("A/RES/78/901", "resolution", "78"),
                ("A/79/902", "sg_report", "79"),
            )
        ],
    )
    bring_in("mandates", asked("T-5"), asked("T-6", "para 6", vehicle="T-5", due_session=""))
    bring_in("mandates", asked("T-7", "para 7", due_session="", due_text="as a priority"))
    bring_in("mandates", asked("T-8", "para 8", verb="notes", due_session=""))
    bring_in("mandates", later())
    bring_in(
        "mandate_links",
        {
            "mandate": "T-LATER",
            "kind": "recalls",
            "other": "T-5",
            "as_of": "2023-12-24",
            "document": "A/RES/78/901",
            "locator": "para 3",
        },
    )


def asked(code: str, paragraph: str = "para 5", **given: str) -> dict[str, str]:
    """A paragraph of the report."""
    row = {
        "code": code,
        "act": "A/76/901",
        "paragraph": paragraph,
        "authority": "acabq",
        "verb": "recommends",
        "title": f"A report on {code}",
        "addressee": "Secretary-General",
        "due_session": "77",
        "due_part": "main",
        "as_of": DAY,
        **PLACE,
        **given,
    }
    if not row["due_session"]:
        row["due_part"] = ""
    return row


def later() -> dict[str, str]:
    """The paragraph of the resolution that recalls the first one."""
    source = {"document": "A/RES/78/901", "locator": "para 3"}
    return asked(
        "T-LATER",
        "para 3",
        act="A/RES/78/901",
        authority="assembly",
        verb="requests",
        due_session="79",
        as_of="2023-12-24",
        **source,
    )


def many(count: int) -> None:
    """As many paragraphs more, each recalled by the resolution."""
    rows = [asked(f"M-{n:03}", f"para {n + 100}", vehicle="T-5") for n in range(count)]
    bring_in("mandates", *rows)
    bring_in(
        "mandate_parts",
        *[
            {
                "mandate": row["code"],
                "letter": "a",
                "title": "A part",
                "state": "done",
                "as_of": DAY,
            }
            for row in rows
        ],
    )
    bring_in(
        "mandate_links",
        *[
            {"mandate": "T-LATER", "kind": "follows", "other": row["code"], "as_of": "2023-12-24"}
            for row in rows
        ],
    )


def found(by: Person, **given: object) -> dict[str, object]:
    """What an action needs to record that the first request was answered."""
    return {
        "by": by,
        "word": "fulfilled",
        "document": "A/79/902",
        "locator": "para 2",
        "text": "The report came.",
        **given,
    }
