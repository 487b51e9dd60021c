"""Made-up authority: delegations, who monitors what, provisions, alignment, budgets."""

from collections.abc import Iterator
from datetime import date

from ictportal.demonstration.governance.bodies import BOARD, POLICY, STEERING
from ictportal.demonstration.governance.documents import BULLETIN
from ictportal.demonstration.governance.hands import Calendar, Office
from ictportal.demonstration.portfolio.hands import Row, bring

SINCE = "2018-03-01"
#: Code, office, responsibility, in words, to whom it answers, first day, last day.
AUTHORITIES = (
    (
        *("DG-CHIEF-DIRECTION", "Chief of ICT", "Direction of all ICT"),
        *("Made up: directs the ICT of all offices.", "Head of Administration"),
        *(SINCE, "2021-12-31"),
    ),
    (
        *("DG-CHIEF-DIRECTION-2", "Chief of ICT", "Direction of all ICT, with its budget"),
        *("Made up: directs ICT and agrees to each budget for it.", "Head of Headquarters"),
        *("2022-01-01", ""),
    ),
    (
        *("DG-CHIEF-SECURITY", "Chief of ICT", "Protection of all systems"),
        *("Made up: may switch off what is not safe.", "Head of Headquarters", "2020-06-01", ""),
    ),
    (
        *("DG-OFFICES-DATA", "Heads of offices", "Data of their office"),
        *("Made up: answer for who sees what.", "Head of Headquarters", "2023-02-01", ""),
    ),
)
#: Code, what, who is responsible, who monitors, body, indicator, evidence.
ACCOUNTABILITIES = (
    (
        *("DG-ACC-STRATEGY", "Aims of the strategy", "Chief of ICT", "Steering committee"),
        *(STEERING, "Aims reached of aims set", "Made up: the yearly report."),
    ),
    (
        *("DG-ACC-PROJECTS", "Projects and their dates", "Sponsors", "ICT board"),
        *(BOARD, "Status reports in time", "Made up: the reports of each quarter."),
    ),
    (
        *("DG-ACC-POLICIES", "Keeping to policies", "Heads of offices", "Policy committee"),
        *(POLICY, "Entities that certified", "Made up: forms of self-certification."),
    ),
    (
        *("DG-ACC-BUDGETS", "Budgets for ICT", "Heads of offices", "Office of ICT"),
        *("", "Budgets reviewed before they go on", "Made up: the list of reviews."),
    ),
    (
        *("DG-ACC-AUDIT", "What auditors found", "Chief of ICT", "Steering committee"),
        *(STEERING, "Open for more than two years", "Made up: the list of recommendations."),
    ),
)
#: Code, name, how urgent, responsible, years back, month and day it is due, how far.
MEASURES = (
    ("DG-DATA-KEYS", "Keys kept apart from data", "urgent", "Office of ICT", (1, 6, 30), "done"),
    (
        *("DG-DATA-PHONES", "Telephones that can be emptied from afar", "urgent"),
        *("Office of ICT", (-1, 3, 31), "under_way"),
    ),
    ("DG-DATA-LISTS", "Lists with names found", "soon", "All offices", (1, 12, 31), "under_way"),
    ("DG-DATA-OLD", "Old reports emptied of names", "soon", "Records", (-1, 12, 31), "not_started"),
    ("DG-DATA-LESSON", "A lesson for newcomers", "routine", "Human Resources", (2, 9, 1), "done"),
    ("DG-DATA-GUESTS", "Rights of guests", "not_stated", "All offices", None, "not_stated"),
)
PROVISIONS = (
    ("2.1", "Each office names who answers for ICT"),
    ("2.2", "Budgets for ICT come to the office of ICT first"),
    ("3.1", "New systems follow the shared standards"),
    ("3.2", "Systems have an owner and an end"),
    ("4.1", "Rights are looked through twice a year"),
    ("4.2", "Incidents are told within a day"),
    ("5.1", "Copies are kept apart and tried"),
    ("5.2", "Staff take the lesson on safe work"),
)
#: Entity, and one letter per provision.
MATRIX = (
    ("DEMO-FIN", "yyypyyyp"),
    ("DEMO-OPS", "ypyynyyy"),
    ("DEMO-HR", "yypxpyxy"),
    ("DEMO-CONF", "pnyxyp?y"),
    ("DEMO-REG1", "yp?npyny"),
    ("DEMO-MIS1", "?npn?yp?"),
)
LETTERS = {
    "y": "compliant",
    "p": "partly",
    "n": "not_compliant",
    "x": "not_applicable",
    "?": "not_stated",
}
REMARKS = {
    "partly": "Made up: half of the units.",
    "not_compliant": "Made up: not begun.",
    "not_applicable": "Made up: has no systems of its own.",
}
#: Entity, harmonized or not, since when, why not; later rows follow.
ALIGNED = (
    ("DEMO-FIN", "harmonized", "2021-06-30", ""),
    ("DEMO-OPS", "not_harmonized", "2020-06-30", "Made up: a help desk of its own."),
    ("DEMO-OPS", "harmonized", "2023-06-30", ""),
    ("DEMO-HR", "harmonized", "2021-06-30", ""),
    ("DEMO-CONF", "harmonized", "2022-06-30", ""),
    ("DEMO-REG1", "not_harmonized", "2022-06-30", "Made up: a network of its own."),
    ("DEMO-REG2", "harmonized", "2022-06-30", ""),
    ("DEMO-MIS1", "not_harmonized", "2022-06-30", "Made up: money from other sources."),
    ("DEMO-MIS2", "not_stated", "2022-06-30", ""),
    ("DEMO-HQ", "harmonized", "2021-06-30", ""),
)
#: Entity, name, fund, amount, what the review came to, remark.
BUDGETS = (
    ("DEMO-FIN", "Renewal of the payroll system", "regular", 1_900_000, "agreed", ""),
    (
        *("DEMO-OPS", "Radio for field missions", "support_account", 3_400_000),
        *("agreed_with_comments", "Made up: the running costs are missing."),
    ),
    ("DEMO-HR", "Tests for applicants", "regular", 260_000, "agreed", ""),
    ("DEMO-CONF", "New microphones", "regular", 720_000, "not_agreed", "Made up: too early."),
    ("DEMO-REG1", "Server room, East", "extrabudgetary", 540_000, "not_reviewed", ""),
    ("DEMO-REG2", "Telephones, West", "regular", 310_000, "agreed", "Made up: sent on early."),
)
NOT_REVIEWED, EARLY = "DEMO-REG1", "DEMO-REG2"


def lay(office: Office, calendar: Calendar) -> None:
    """Everything that is a plain sheet about authority and compliance."""
    rows = {
        "delegations": _delegations(calendar),
        "authorities": _authorities(),
        "accountabilities": _accountabilities(),
        "protection_measures": _measures(calendar),
        "provisions": _provisions(),
        "provision_compliance": _matrix(calendar),
        "entity_alignment": _alignment(),
        "budget_reviews": _budgets(calendar),
    }
    for key, found in rows.items():
        bring(key, office.secretary, found)


def _delegations(calendar: Calendar) -> Iterator[Row]:
    """For ICT it was missing for years and is in force now; the general one does not cover ICT."""
    ict = {
        "code": "DG-DELEGATION-ICT",
        "name": "Delegation of authority for ICT",
        "covers_ict": "yes",
        "scope": "Made up: buying, rights and standards of ICT.",
    }
    yield {**ict, "state": "not_established", "as_of": "2019-03-31"}
    issued = calendar.iso(2, 3, 1)
    told = {"delegator": "Head of Headquarters", "delegate": "Chief of ICT", "entity": "DEMO-ICT"}
    given = {"instrument": "Demonstration letter 14", "state": "issued"}
    yield {**ict, **told, **given, "issued_on": issued, "as_of": issued}
    yield {
        **told,
        "code": "DG-DELEGATION-GENERAL",
        "name": "General delegation to heads of offices",
        "state": "accepted",
        "covers_ict": "no",
        "instrument": "Demonstration letter 2",
        "delegate": "Heads of offices",
        "entity": "",
        "scope": "Made up: staff, travel and rooms.",
        "issued_on": "2019-01-15",
        "as_of": "2019-01-15",
    }


def _authorities() -> Iterator[Row]:
    for code, name, title, text, answers_to, first, last in AUTHORITIES:
        words = {"office": name, "title": title, "text": text, "answers_to": answers_to}
        dated = {"valid_from": first, "valid_to": last, "as_of": first}
        yield {"code": code, **words, **dated}


def _accountabilities() -> Iterator[Row]:
    for code, what, responsible, monitored_by, body, indicator, evidence in ACCOUNTABILITIES:
        who = {"responsible": responsible, "monitored_by": monitored_by, "body": body}
        how = {"indicator": indicator, "evidence": evidence}
        yield {"code": code, "what": what, **who, **how, "as_of": "2022-01-31"}


def _measures(calendar: Calendar) -> Iterator[Row]:
    for code, name, urgency, responsible, due, state in MEASURES:
        yield {
            "code": code,
            "name": name,
            "urgency": urgency,
            "responsible": responsible,
            "due_on": calendar.iso(*due) if due else "",
            "state": state,
            "as_of": calendar.iso(1, 12, 15),
        }


def _provisions() -> Iterator[Row]:
    for order, (section, title) in enumerate(PROVISIONS, start=1):
        yield {
            "code": f"DG-PROVISION-{section}",
            "of_document": BULLETIN,
            "section": f"section {section}",
            "order": str(order),
            "title": title,
            "text": f"Made up: {title[0].lower()}{title[1:]}.",
            "as_of": SINCE,
        }


def _matrix(calendar: Calendar) -> Iterator[Row]:
    day = calendar.iso(1, 10, 31)
    for entity, letters in MATRIX:
        for (section, _title), letter in zip(PROVISIONS, letters, strict=True):
            word = LETTERS[letter]
            said = {"word": word, "remark": REMARKS.get(word, ""), "as_of": day}
            yield {"provision": f"DG-PROVISION-{section}", "entity": entity, **said}


def _alignment() -> Iterator[Row]:
    for entity, word, as_of, cause in ALIGNED:
        yield {"entity": entity, "word": word, "cause": cause, "as_of": as_of}


def _budgets(calendar: Calendar) -> Iterator[Row]:
    """Those of the present year, which came last year, and those of the year before."""
    for back in (2, 1):
        for number, (entity, name, fund, amount, word, remark) in enumerate(BUDGETS):
            year = calendar.year - back + 1
            days = _review_days(calendar, back, entity, 2 + number)
            yield {
                "code": f"DG-BUDGET-{year}-{entity.removeprefix('DEMO-')}",
                "entity": entity,
                "name": name,
                "year": str(year),
                "fund": fund,
                "amount": str(amount + 40_000 * back),
                "word": word,
                "remark": remark if back == 1 or entity != EARLY else "",
                **days,
            }


def _review_days(calendar: Calendar, back: int, entity: str, day: int) -> dict[str, str]:
    """Submitted in spring, reviewed in early summer, sent on in late summer; one was sent early."""
    early = entity == EARLY and back == 1
    sent = date(calendar.year - back, 6 if early else 9, day).isoformat()
    reviewed = calendar.iso(back, 7, day) if entity != NOT_REVIEWED else ""
    return {
        "submitted_on": calendar.iso(back, 4, day),
        "reviewed_on": reviewed,
        "sent_on": sent,
        "as_of": calendar.iso(back, 9, 30),
    }
