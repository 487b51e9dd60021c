"""Governing bodies with terms and meetings for tests, made through their imports."""

from datetime import date
from typing import Any

from tests.world import bring_in

START = "2010-01-01"


def body(code: str, **given: str) -> str:
    """A body of the record in place since 2010."""
    row = {
        "code": code,
        "name": f"The {code}",
        "level": "secretariat",
        "state": "in_place",
        "as_of": START,
    }
    bring_in("bodies", {**row, **given})
    return code


def terms(of: str, cadence: str, number: int = 1, **given: str) -> str:
    """Terms of reference of a body, in force since 2010 unless told otherwise."""
    row = {
        "code": f"{of}-TERMS-{given.get('valid_from', START)}",
        "body": of,
        "state": "in_force",
        "valid_from": START,
        "cadence": cadence,
        "cadence_number": str(number),
        "as_of": given.get("valid_from", START),
    }
    bring_in("terms_of_reference", {**row, **given})
    return {**row, **given}["code"]


def meeting(of: str, day: date | str, **given: str) -> str:
    """A regular meeting of a body that was held."""
    told = str(day)
    row = {
        "code": f"{of}-{told}",
        "body": of,
        "day": told,
        "kind": "regular",
        "state": "held",
        "as_of": told,
    }
    bring_in("meetings", {**row, **given})
    return {**row, **given}["code"]


def count(of: str, period: str, number: int, **given: str) -> None:
    """A source gives only the number of meetings of a period."""
    row = {"body": of, "period": period, "count": str(number), "as_of": f"{period}-12-31"}
    bring_in("meeting_counts", {**row, **given})


def output(of: str, rhythm: str = "yearly", **given: str) -> str:
    """An output a body owes."""
    row = {
        "code": f"{of}-REPORT",
        "body": of,
        "name": "Report on what was done",
        "way": "output",
        "rhythm": rhythm,
        "due_from": START,
        "as_of": START,
    }
    bring_in("mandated_outputs", {**row, **given})
    return {**row, **given}["code"]


def delivery(of: str, period: str, word: str, **given: str) -> None:
    """What became of an output in a period."""
    row = {"output": of, "period": period, "word": word, "as_of": "2019-01-15"}
    bring_in("output_deliveries", {**row, **given})


def as_in_2018() -> tuple[str, str, str]:
    """Three bodies as the auditors found them in 2018: a committee, a board, a policy group.

    Once a year and not once; every six weeks and twice; a count without a required number.
    """
    committee, board, policy = body("T-COMMITTEE"), body("T-BOARD"), body("T-POLICY")
    terms(committee, "per_year", 1)
    terms(board, "every_weeks", 6)
    for code, held in ((committee, 0), (board, 2), (policy, 8)):
        count(code, "2018", held)
    return committee, board, policy


def many(number: int, prefix: str = "T-MANY") -> None:
    """So many bodies, each with terms, a meeting and a count."""
    rows: list[dict[str, Any]] = [{"code": f"{prefix}-{n:03d}"} for n in range(number)]
    for row in rows:
        code = body(row["code"], recorded_from="2020-01-01")
        terms(code, "quarterly")
        meeting(code, "2020-02-03")
        count(code, "2018", 3)
        output(code)
