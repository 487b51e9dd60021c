"""What ties the made-up decisions to the recommendations of the made-up auditors."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from audits import ageing
from audits.state import states_at
from governance.models import Decision, DecisionLink, DecisionParticulars
from ictportal.demonstration.cases import Case
from ictportal.demonstration.governance.hands import Office
from ictportal.demonstration.portfolio.hands import Row, bring
from ledger import moments
from secretariat.models import Classification

#: Every so many decisions act on a recommendation, of which every so many are taken.
DECISIONS, RECOMMENDATIONS = 3, 19
#: A policy with which this entity certifies compliance, while a recommendation to it stays open.
POLICY, ENTITY, THEME = "DG-PERSONS", "DEMO-ICT", "policy-and-compliance"


def tie(office: Office, decisions: Iterable[Decision], cases: Iterable[Case]) -> None:
    """Every third decision acts on a recommendation made before it, and one on policy on another."""
    rows = DecisionParticulars.objects.filter(subject__in=list(decisions)[::DECISIONS])
    first = rows.filter(word="open").order_by("decided_on", "subject__code", "as_of")
    rows_of_both = [*_rows(first, cases), *_against_certified(cases)]
    bring("recommendation_decisions", office.officer, rows_of_both)


def _against_certified(cases: Iterable[Case]) -> Iterator[Row]:
    """The first decision on the policy acts on an open recommendation that the entity leads."""
    linked = DecisionLink.objects.filter(policy__code=POLICY).values("subject")
    for said in DecisionParticulars.objects.filter(subject__in=linked).order_by("decided_on")[:1]:
        own = [case for case in _open_of_the_entity(cases) if case.issued <= said.decided_on]
        for case in sorted(own, key=lambda case: case.draft.subject.theme != THEME)[:1]:
            yield _row(said, case)


def _open_of_the_entity(cases: Iterable[Case]) -> list[Case]:
    rows = states_at(moments.now()).filter(ageing.OPEN, lead__code=ENTITY)
    still_open = set(rows.values_list("recommendation", flat=True))
    plain = (case for case in cases if case.classification == Classification.UNCLASSIFIED)
    return [case for case in plain if case.id in still_open]


def _rows(said: QuerySet[DecisionParticulars], cases: Iterable[Case]) -> Iterator[Row]:
    plain = [case for case in cases if case.classification == Classification.UNCLASSIFIED]
    for row, case in zip(said.select_related("subject"), plain[::RECOMMENDATIONS], strict=False):
        if case.issued <= row.decided_on:
            yield _row(row, case)


def _row(said: DecisionParticulars, case: Case) -> Row:
    recommendation = case.recommendation
    return {
        "report": recommendation.report.document.symbol,
        "annex": recommendation.annex,
        "item": recommendation.item,
        "decision": said.subject.code,
        "as_of": said.decided_on.isoformat(),
    }
