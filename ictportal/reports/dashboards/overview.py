"""The five questions of the portal, as an edition keeps them; live they have a page of their own."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits import figures as audited
from audits.views.registers import board_parameters
from governance import bodies
from governance import figures as governing
from governance.performance import known_bodies
from ictportal.reports.content import Number, Section
from ictportal.reports.numbers import number, told
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ledger import days
from ledger.figures import Status
from ledger.moments import Moment
from projects import figures as portfolio


def build(asked: Asked) -> Sequence[Section]:
    """One section for each question, with the figures that answer it."""
    board = board_parameters(asked.demonstration)
    return (
        Section(
            "recommendations",
            _("Which recommendations are carried out, and what is still open after two years?"),
            (number(asked, audited.STATUS, board), *_older(asked, board)),
        ),
        Section(
            "completion",
            _("Which projects are called complete while their objective is unmet?"),
            (number(asked, portfolio.COMPLETE_BUT_UNMET), number(asked, portfolio.BY_RATING)),
        ),
        Section(
            "meetings",
            _("Did the governing bodies meet as often as their terms of reference say?"),
            (_meetings(asked),),
        ),
        Section(
            "requests",
            _("What did the Assembly ask for, and is it late?"),
            (number(asked, governing.FULFILLED), number(asked, governing.RESPONSE)),
        ),
    )


def _older(asked: Asked, board: dict[str, str]) -> Sequence[Number]:
    """What is open after two years; where that is uncertain, beside it as it was last assessed."""
    now = number(asked, audited.OLDER, board, tones={"yes": "bad"})
    if now.status != Status.UNDETERMINED or not now.observed_through:
        return (now,)
    day = days.parse_period(now.observed_through).last
    then = Moment(day, asked.moment.known_at, asked.moment.known)
    answer = audited.OLDER.answer(asked.viewer, then, {**asked.layer, **board})
    if answer.status != Status.OK:
        return (now,)
    title = _("Open more than two years, when last assessed")
    return (told(audited.OLDER, answer, title=title, tones={"yes": "bad"}, as_of=day), now)


def _meetings(asked: Asked) -> Number:
    """Meetings of the last ended year of which the register knows."""
    known = known_bodies(asked.viewer, asked.moment, demonstration=asked.demonstration)
    period = bodies.telling_period(known, asked.moment)
    year = days.period_text(period.last, period.precision)
    title = _("Meetings held of those required, %(year)s") % {"year": year}
    return number(asked, governing.MEETINGS, {"period": year}, title=title)


declare(
    ReportKind(
        key="overview",
        title=later("Five questions"),  # type: ignore[arg-type]
        about=later("Is the ICT strategy being carried out? Each answer opens its rows."),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        page="executive",
    )
)
