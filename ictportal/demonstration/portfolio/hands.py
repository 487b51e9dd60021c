"""Who acts in the demonstration's portfolio, and how rows of its sheets come in."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from ictportal.demonstration import people
from ledger import days
from ledger.importing.kinds import Change
from projects.models import Project
from secretariat import sheets
from secretariat.models import Person
from secretariat.roles import Role

Row = Mapping[str, str]
REASON = "Demonstration"
#: How many quarters the status reports go back.
WINDOW = 12


class Team:
    """The people of the portfolio and its projects by code."""

    def __init__(self) -> None:
        found = {person.email: person for person in Person.objects.filter(demonstration=True)}
        self.admin = found[_email(Role.ADMINISTRATOR)]
        self.officer = found[_email(Role.OFFICER)]
        self.approver = found[_email(Role.APPROVER)]
        self.auditor = found[_email(Role.AUDITOR)]
        self.leads = {
            code: found[member.email]
            for member in people.CAST
            if member.role is Role.LEAD
            for code in member.scopes
        }

    def projects(self) -> dict[str, UUID]:
        """The id of each demonstration project."""
        rows = Project.objects.filter(demonstration=True).order_by("code")
        return {code: UUID(str(pk)) for code, pk in rows.values_list("code", "pk")}


def _email(role: Role) -> str:
    return next(member.email for member in people.CAST if member.role is role)


class Quarters:
    """The quarters reported on, counted from 0; the last of them is the last that has ended."""

    def __init__(self) -> None:
        self.today = days.today()
        self.last = days.last_ended_quarter(self.today)
        self.first = self.last - WINDOW + 1

    def name(self, index: int) -> str:
        """The quarter at this place, such as 2025-Q2; places before 0 are earlier quarters."""
        return days.quarter_named(self.first + index)

    def period(self, index: int) -> days.Period:
        """Its days."""
        return days.parse_quarter(self.name(index))


def bring(key: str, by: Person, rows: Iterable[Row]) -> None:
    """Bring rows in through their sheet, cleaned and checked as an import does it."""
    sheet = sheets.get_sheet(key)
    columns = [(cell.name, cell.column.clean) for cell in sheet.all_cells]
    changes = []
    for line, row in enumerate(rows, start=2):
        assert set(row) <= {name for name, _clean in columns}, (key, row)
        after = {name: clean(row[name]) if row.get(name) else "" for name, clean in columns}
        named = tuple(after[name] for name in sheet.natural_key)
        changes.append(Change(line=line, key=named, before=None, after=after))
    faults = sheets.check(sheet, changes)
    if faults:
        raise ValueError(f"{key}: {faults[:3]}")
    sheets.write(sheet, by, REASON, changes)
