"""Tells the portfolio of the demonstration, in the order in which one thing needs another."""

from collections.abc import Iterable

from ictportal.demonstration.cases import Case
from ictportal.demonstration.portfolio import (
    learning,
    numbers,
    outcomes,
    projects,
    reports,
    strategy,
    ties,
)
from ictportal.demonstration.portfolio.hands import Team


def tell(cases: Iterable[Case]) -> None:
    """Plans and numbers, the projects, their reports, and how they came out."""
    team = Team()
    strategy.lay(team)
    learning.lay(team)
    numbers.lay(team)
    projects.lay(team)
    learning.lay_claims(team)
    outcomes.lay(team)
    reports.tell(team)
    outcomes.tell(team)
    projects.leave(team)
    ties.tie(team, cases)
    ties.read_old_notices()
