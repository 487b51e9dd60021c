"""The rows behind a number as plain data, so that an edition can freeze them and a reader open them.

One declaration per list page: the same rows, filters and order as the page and the API.
"""

from collections.abc import Mapping
from datetime import date

from ictportal.reports.content import Opens
from ictportal.reports.register import Asked
from ictportal.reports.rows import across, compliance, governance, portfolio, recommendations
from ictportal.reports.rows.listed import Listed, Rows, Sought
from ledger.moments import Moment

LISTS: Mapping[str, Listed] = {
    **recommendations.LISTS,
    **portfolio.LISTS,
    **governance.LISTS,
    **compliance.LISTS,
    **across.LISTS,
}


def rows_of(asked: Asked, opens: Opens) -> Rows:
    """The rows that a number opens, as the report's viewer sees them, known as far as the report.

    Raises ``KeyError`` for a list that is not declared, ``Invalid`` for a filter it does not know.
    """
    return LISTS[opens.view].rows(
        Sought(
            viewer=asked.viewer,
            moment=_moment(asked.moment, opens.as_of),
            demonstration=asked.demonstration,
            given=opens.query,
            read=asked.read.setdefault((opens.view, opens.as_of), {}),
        )
    )


def _moment(moment: Moment, as_of: str) -> Moment:
    """The report's own moment, or another day with the same knowledge."""
    day = date.fromisoformat(as_of) if as_of else moment.as_of
    return Moment(day, moment.known_at, moment.known)


__all__ = ["LISTS", "Listed", "Rows", "rows_of"]
