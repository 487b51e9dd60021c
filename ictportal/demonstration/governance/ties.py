"""What ties the made-up decisions to the recommendations of the made-up auditors."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from governance.models import Decision, DecisionParticulars
from ictportal.demonstration.cases import Case
from ictportal.demonstration.governance.hands import Office
from ictportal.demonstration.portfolio.hands import Row, bring
from secretariat.models import Classification

#: Every so many decisions act on a recommendation, of which every so many are taken.
DECISIONS, RECOMMENDATIONS = 3, 19


def tie(office: Office, decisions: Iterable[Decision], cases: Iterable[Case]) -> None:
    """Every third decision acts on a recommendation that was made before it."""
    rows = DecisionParticulars.objects.filter(subject__in=list(decisions)[::DECISIONS])
    first = rows.filter(word="open").order_by("decided_on", "subject__code", "as_of")
    bring("recommendation_decisions", office.officer, _rows(first, cases))


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
