"""Made-up numbers that made-up reports print, to be held against the demonstration."""

from collections.abc import Iterator

from ictportal.demonstration.governance.documents import answer, answered_on
from ictportal.demonstration.governance.hands import Office, Sessions
from ictportal.demonstration.governance.quoting import Number, as_given
from ictportal.demonstration.portfolio.hands import Row, bring
from secretariat.models import Measure

#: End of the code, sessions back, place in the report, the number.
PRINTED = (
    ("REQUESTS-DONE", 1, "para 3", Number("mandates.fulfilled")),
    ("REQUESTS-DUE", 1, "para 3", Number("mandates.fulfilled", Measure.DENOMINATOR)),
    ("POLICIES", 1, "table 2", Number("policies.count", Measure.COUNT)),
    ("REQUESTS-DONE", 0, "para 4", Number("mandates.fulfilled", beside=1)),
    (
        *("REQUESTS-DUE", 0, "para 4"),
        Number(
            "mandates.fulfilled",
            Measure.DENOMINATOR,
            beside=-1,
            explanation="Made up: the report leaves out one request that came late.",
        ),
    ),
    ("POLICIES", 0, "table 2", Number("policies.count", Measure.COUNT)),
)


def lay(office: Office, sessions: Sessions) -> None:
    """The officer enters what two reports print."""
    bring("printed_figures", office.officer, _rows(office, sessions))


def _rows(office: Office, sessions: Sessions) -> Iterator[Row]:
    for end, back, place, number in PRINTED:
        session = sessions.last - back
        day = answered_on(session)
        given = as_given(office.officer, number, day)
        if given is not None:
            code = {"code": f"DEMO-{end}-{day.year}", "as_of": day.isoformat()}
            yield {**given, **code, "document": answer(session), "locator": place}
