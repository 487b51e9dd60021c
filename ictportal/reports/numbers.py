"""Figures as they stand in reports: a number, its course over time, its change between days."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ictportal.reports.content import (
    Cell,
    Chart,
    Column,
    Line,
    Number,
    Opens,
    Report,
    Share,
    Table,
)
from ictportal.reports.register import Asked
from ledger.figures import Answer, Figure, Part, Status
from ledger.moments import Moment
from secretariat.models import Provenance

#: Figures whose numbers are no counts of rows.
SUMS = frozenset({"resources.total", "resources.posts", "indicators.value", "recovery.ready"})
#: The one of them that counts rows where no single one is named.
MEASURED = "indicators.value"


def number(
    asked: Asked,
    figure: Figure,
    parameters: Mapping[str, str] | None = None,
    *,
    title: str = "",
    note: str = "",
    tones: Mapping[str, str] | None = None,
) -> Number:
    """A figure in the layer of what is asked; ``tones`` colours its parts by key."""
    answer = figure.answer(asked.viewer, asked.moment, {**asked.layer, **(parameters or {})})
    return told(figure, answer, title=title, note=note, tones=tones or {})


def told(
    figure: Figure,
    answer: Answer,
    *,
    title: str = "",
    note: str = "",
    tones: Mapping[str, str],
    as_of: date | None = None,
) -> Number:
    """A figure and its answer as the number of a report."""
    day = as_of.isoformat() if as_of else ""
    return Number(
        figure=figure.key,
        version=figure.version,
        name=figure.name,
        question=figure.question,
        unit=figure.unit,
        status=answer.status,
        value=printed(answer),
        numerator=answer.numerator,
        denominator=answer.denominator,
        minimum=answer.minimum,
        maximum=answer.maximum,
        share=answer.share_printed if answer.numerator is not None else None,
        parts=tuple(_share(figure, part, day, tones) for part in answer.parts),
        opens=behind(figure, answer, day),
        observed_through=answer.observed_through.isoformat() if answer.observed_through else "",
        formula=figure.formula,
        definition=figure.definition,
        sources=tuple(figure.sources),
        title=title,
        note=note,
    )


def printed(answer: Answer) -> str:
    """What stands as the number: a value, or the two bounds between which it lies."""
    if answer.status == Status.NOT_APPLICABLE:
        return _("not applicable")
    if answer.minimum is not None and answer.maximum != answer.minimum:
        return _("%(least)s to %(most)s") % {"least": answer.minimum, "most": answer.maximum}
    value = answer.numerator if answer.numerator is not None else answer.value
    return _("not stated") if value is None else grouped(value)


def grouped(value: int | Decimal) -> str:
    """A number with its thousands set apart."""
    return f"{value:,}"


def counted(figure: Figure, answer: Answer) -> int | None:
    """How many rows the list behind a figure has; ``None`` where it adds up no rows.

    Its numerator; where nobody states one what is on record all the same; else all it counted.
    """
    if _is_sum(figure, answer):
        return None
    known = (answer.numerator, answer.minimum, answer.denominator)
    return next(count for count in known if count is not None)


def _is_sum(figure: Figure, answer: Answer) -> bool:
    """Whether it is no count; without an indicator named, those that are measured are counted."""
    return figure.key in SUMS and (figure.key != MEASURED or answer.numerator is None)


def behind(figure: Figure, answer: Answer, as_of: str = "") -> Opens | None:
    """The rows of a whole figure; what is not applicable has none to open."""
    count = counted(figure, answer)
    if answer.status == Status.NOT_APPLICABLE and not count:
        return None
    return opens(figure, answer.rows, count, as_of)


def opens(
    figure: Figure, rows: Mapping[str, str], count: int | None, as_of: str = ""
) -> Opens | None:
    """The rows of a figure or part; the layer stands in the report, not in the filter."""
    query = {name: value for name, value in sorted(rows.items()) if not _is_layer(name, value)}
    as_of = query.pop("as_of", as_of)
    return Opens(view=figure.rows, query=query, count=count, as_of=as_of)


def _is_layer(name: str, value: str) -> bool:
    return name == "provenance" and value == Provenance.DEMONSTRATION


def _share(figure: Figure, part: Part, day: str, tones: Mapping[str, str]) -> Share:
    count = None if figure.key in SUMS else part.count
    return Share(
        key=part.key,
        label=part.label,
        count=part.count,
        whole=part.whole,
        opens=opens(figure, part.rows, count, day),
        tone=tones.get(part.key, ""),
    )


# --- over time -----------------------------------------------------------------------------------
def trend(
    asked: Asked,
    figure: Figure,
    days: Iterable[date],
    parameters: Mapping[str, str] | None = None,
    *,
    title: str,
) -> Chart:
    """The share of a figure on some days, computed back from the record at each of them."""
    points = []
    for day in days:
        moment = Moment(day, asked.moment.known_at, asked.moment.known)
        answer = figure.answer(asked.viewer, moment, {**asked.layer, **(parameters or {})})
        rows = behind(figure, answer, day.isoformat())
        points.append(
            {
                "day": day.isoformat(),
                "numerator": answer.numerator if answer.numerator is not None else answer.value,
                "denominator": answer.denominator,
                "opens": asdict(rows) if rows else None,
            }
        )
    return Chart(
        key=f"trend-{figure.key}",
        kind="trend",
        title=title,
        description=_("%(name)s on %(n)s days, computed back from the record.")
        % {"name": figure.name, "n": len(points)},
        data={"points": points},
    )


def year_ends(asked: Asked, years: int) -> list[date]:
    """The last days of the years before the day asked for, and that day itself."""
    day = asked.moment.as_of
    ends = [date(year, 12, 31) for year in range(day.year - years, day.year)]
    return [*ends, *([day] if day not in ends else [])]


# --- between two days ----------------------------------------------------------------------------
def compared(then: Report, now: Report, day: str) -> Table:
    """Each number of two days side by side, with the change where both are counts.

    ``day`` heads the column of the earlier one. The rows of ``then`` are those of its own day.
    """
    before = {(one.figure, one.heading): one for one in then.numbers}
    pairs = [(before.get((one.figure, one.heading)), one) for one in now.numbers]
    return Table(
        key="compared",
        title=_("Then and now"),
        columns=(
            Column(_("Figure")),
            Column(day, "number"),
            Column(_("As at the day shown"), "number"),
            Column(_("Change"), "number"),
        ),
        lines=tuple(Line(_compared(old, new, then.as_of)) for old, new in pairs),
        empty=_("This dashboard has no number to compare."),
    )


def _compared(old: Number | None, new: Number, then: str) -> tuple[Cell, ...]:
    return (Cell(new.heading), _said(old, then), _said(new), Cell(_change(old, new)))


def _said(one: Number | None, day: str = "") -> Cell:
    """A number with its whole; its rows are those of ``day``."""
    if one is None:
        return Cell("–")
    whole = one.denominator if one.numerator is not None else None
    said = _("%(n)s of %(whole)s") % {"n": one.value, "whole": whole} if whole else one.value
    opened = replace(one.opens, as_of=one.opens.as_of or day) if one.opens else None
    return Cell(said, opens=opened)


def _change(old: Number | None, new: Number) -> str:
    a, b = (_single(one) for one in (old, new))
    return "–" if a is None or b is None else f"{b - a:+,}" if b != a else "0"


def _single(one: Number | None) -> int | None:
    """The one count of a number; nothing where it lies between bounds or is no count."""
    if one is None or one.minimum != one.maximum or one.figure in SUMS:
        return None
    return one.numerator if one.numerator is not None else one.denominator
