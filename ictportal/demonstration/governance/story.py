"""Tells the governance of the demonstration, in the order in which one thing needs another."""

from collections.abc import Iterable

from ictportal.demonstration.cases import Case
from ictportal.demonstration.governance import (
    authority,
    bodies,
    documents,
    policies,
    printed,
    questions,
    requests,
    ties,
)
from ictportal.demonstration.governance.certification import Rounds
from ictportal.demonstration.governance.decisions import Register
from ictportal.demonstration.governance.hands import Calendar, Office, Sessions
from ictportal.demonstration.governance.meetings import Clerk
from ictportal.demonstration.portfolio.ties import read_old_notices


def tell(cases: Iterable[Case]) -> None:
    """Bodies and what is asked of them, policies, meetings with their decisions, and who answers.

    The portfolio has been told before: decisions and requests name its projects.
    """
    calendar, office = Calendar(), Office()
    sessions = Sessions(calendar.today)
    documents.lay(office.admin, sessions)
    bodies.lay(office, calendar, sessions)
    requests.lay(office, sessions)
    policies.lay(office, calendar)
    clerk = Clerk(office, calendar)
    clerk.keep_all()
    register = Register(office, calendar, clerk.held)
    register.record_all()
    ties.tie(office, register.made.values(), cases)
    bodies.abolish(office, calendar)
    authority.lay(office, calendar)
    questions.lay(office, sessions)
    printed.lay(office, sessions)
    rounds = Rounds(office, calendar)
    rounds.hold_all()
    read_old_notices()
    rounds.remind()
