"""What ties the made-up portfolio to the rest: recommendations on projects, and read notices."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils import timezone

from ictportal.demonstration.cases import Case
from ictportal.demonstration.portfolio.hands import Row, Team, bring
from ictportal.demonstration.portfolio.outcomes import undecided
from ictportal.demonstration.portfolio.ventures import VENTURES, Venture
from projects.lifecycle import DraftState
from projects.models import ReportDraft
from secretariat.models import Classification, Notice


def tie(team: Team, cases: Iterable[Case]) -> None:
    """Every fourth open recommendation on a theme concerns a project of that theme."""
    bring("recommendation_projects", team.officer, _rows(cases))


def _rows(cases: Iterable[Case]) -> Iterator[Row]:
    by_theme: dict[str, list[Venture]] = {}
    for venture in VENTURES:
        by_theme.setdefault(venture.theme, []).append(venture)
    plain = [case for case in cases if case.classification == Classification.UNCLASSIFIED]
    for number, case in enumerate(plain):
        ventures = by_theme.get(case.draft.subject.theme, [])
        if ventures and number % 4 == 0:
            yield _row(case, ventures[number // 4 % len(ventures)])


def _row(case: Case, venture: Venture) -> Row:
    recommendation = case.recommendation
    return {
        "report": recommendation.report.document.symbol,
        "annex": recommendation.annex,
        "item": recommendation.item,
        "project": venture.code,
        "as_of": max(case.issued, date.fromisoformat(venture.starts)).isoformat(),
    }


def read_old_notices() -> None:
    """What the history told its people was read long ago; what still waits for them was not."""
    waiting = ReportDraft.objects.filter(
        state__in=[DraftState.SUBMITTED, DraftState.RETURNED], project__demonstration=True
    )
    keys = {f"{draft.project_id}:{draft.quarter}:{draft.version}" for draft in waiting}
    told = Notice.objects.filter(person__demonstration=True, read_at__isnull=True)
    old = told.exclude(subject_id__in=keys | undecided())
    old.update(read_at=timezone.now(), mailed_at=timezone.now())
