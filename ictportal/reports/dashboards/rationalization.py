"""Rationalization: applications, websites, data centres and desks against baseline and target."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.content import Block, Number, Section, Words
from ictportal.reports.dashboards import gauges
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from projects import figures as portfolio
from projects.numbers import IndicatorRow

#: What is to become fewer (A/69/517 para 25), then the centres it is brought into (paras 28-31).
FEWER = ("APPLICATIONS", "DATA-CENTRES", "SERVICE-DESKS", "SERVER-ROOMS", "ICT-UNITS")
CENTRES = (
    "DATA-CENTRES-ENTERPRISE",
    "APPLICATION-CENTRES",
    "REGIONAL-CENTRES",
    "SERVICE-DESKS-ENTERPRISE",
)
MADE_UP = ("DEMO-APPS", "DEMO-SITES", "DEMO-ROOMS", "DEMO-OLD", "DEMO-DESKS")
#: So many are shown as cards.
CARDS = 3


def build(asked: Asked) -> Sequence[Section]:
    """What was counted last, drawn and as a table; what is called complete; print."""
    fewer = gauges.rows(asked, MADE_UP if asked.demonstration else FEWER)
    centres = [] if asked.demonstration else gauges.rows(asked, CENTRES)
    codes = [row.state.code for row in (*fewer, *centres)]
    return (
        Section(
            "counted",
            _("Is there less than before?"),
            (*cards(asked, fewer), *_silence(fewer), *gauges.charts(fewer)),
        ),
        Section("indicators", _("Baseline, last count and target"), tables(asked, fewer, centres)),
        *gauges.comparisons(asked, codes),
    )


def cards(asked: Asked, fewer: Sequence[IndicatorRow]) -> tuple[Number, ...]:
    """The last counts of the first, and the projects called complete with an objective unmet."""
    unmet = number(asked, portfolio.COMPLETE_BUT_UNMET)
    warned = replace(unmet, tone="bad") if unmet.numerator else unmet
    return (*(gauges.card(asked, row) for row in fewer[:CARDS]), warned)


def _silence(fewer: Sequence[IndicatorRow]) -> tuple[Block, ...]:
    """In words, where baselines and targets are printed and no later count is."""
    if not fewer:
        return (Words((_("Nothing is on record on this day about what is to become fewer."),)),)
    if any(row.actual is not None and row.actual.number is not None for row in fewer):
        return ()
    said = _(
        "The sources print where the Organization began and, for some, where it is to arrive; "
        "none prints a later count. That is not zero progress: it is progress nobody has counted."
    )
    return (Words((said,)),)


def tables(
    asked: Asked, fewer: Sequence[IndicatorRow], centres: Sequence[IndicatorRow]
) -> tuple[Block, ...]:
    """What is to become fewer, then the centres it is brought into."""
    nothing = _("No such indicator is on record on this day.")
    told: list[Block] = [gauges.table(fewer, "fewer", _("What is to become fewer"), nothing)]
    if not asked.demonstration:
        title = _("The centres it is brought into")
        told.append(gauges.table(centres, "centres", title, nothing))
        said = _("The sources print no count of websites, neither a baseline nor a target.")
        told.append(Words((said,)))
    return tuple(told)


declare(
    ReportKind(
        key="rationalization",
        title=later("Rationalization"),  # type: ignore[arg-type]
        about=later(
            "Applications, websites, data centres and service desks: what was counted, against "
            "the baseline and the target."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/69/517, paras 25-31", "A/74/588, paras 10 and 19"),
    )
)
