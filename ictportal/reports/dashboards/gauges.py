"""Indicators as dashboards show them: where they began, what was counted last, what is aimed at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from ictportal.reports.content import Cell, Chart, Column, Leads, Line, Number, Section, Table
from ictportal.reports.numbers import grouped, number
from ictportal.reports.register import Asked
from ictportal.reports.rows.listed import source
from ictportal.templatetags.portal import uno_date
from ledger.days import Precision
from projects import figures, filters, numbers
from projects.comparisons import DIFFERS, MATCHES, OUTCOMES, Outcome, compared
from projects.filters import IndicatorFilter
from projects.lifecycle import Qualifier, ValueRole, ValueState
from projects.numbers import IndicatorRow, Said
from projects.policies import viewable_indicators
from secretariat.access import may
from secretariat.roles import Permission

#: A chart takes so many indicators.
DRAWN = 4
OUTCOME_TONES = {DIFFERS: "bad", MATCHES: "good"}


def rows(asked: Asked, codes: Sequence[str]) -> list[IndicatorRow]:
    """The indicators of the layer with these codes that are on record, in this order."""
    return _found(asked, {"codes": ",".join(codes)}, codes) if codes else []


def of_group(asked: Asked, group: str) -> list[IndicatorRow]:
    """The indicators of a group, in their own order."""
    return _found(asked, {"group": group}, ())


def _found(asked: Asked, given: dict[str, str], codes: Sequence[str]) -> list[IndicatorRow]:
    visible = viewable_indicators(asked.viewer, asked.moment, demonstration=asked.demonstration)
    found = filters.apply(IndicatorFilter, visible, given, asked.moment)
    states = numbers.related_indicators(found).order_by("order", "code")
    held = numbers.indicator_rows(states, asked.moment)
    places = {code: place for place, code in enumerate(codes)}
    return sorted(held, key=lambda row: places.get(row.state.code, 0))


# --- in words ------------------------------------------------------------------------------------
def written(said: Said | None) -> str:
    """A value in words: its qualifier and number, or what stands in the place of a number."""
    if said is None:
        return _("not stated")
    if said.number is None:
        return said.value.text or str(said.value.get_state_display())
    if said.value.qualifier == Qualifier.EXACTLY:
        return grouped(said.number)
    return f"{said.value.get_qualifier_display()} {grouped(said.number)}"


def latest(row: IndicatorRow, role: str) -> Said | None:
    """What was said last of a role, a number before words."""
    held = [one for one in row.said if one.value.role == role]
    told = [one for one in held if one.value.state == ValueState.NUMBER] or held
    return max(told, key=lambda one: (one.value.period_end, one.value.as_of), default=None)


def _dated(said: Said | None) -> str:
    return f"{written(said)} ({when(said)})" if said else _("not stated")


def when(said: Said) -> str:
    """The period of a value: a day in words, a longer one as it is written."""
    if said.value.period_precision == Precision.DAY:
        return uno_date(said.value.period_end)
    return str(said.period)


# --- as blocks -----------------------------------------------------------------------------------
def card(asked: Asked, row: IndicatorRow) -> Number:
    """What was counted last of an indicator; beneath it where it began and what is aimed at."""
    told = number(asked, figures.INDICATOR_VALUE, {"code": row.state.code})
    base, aim = latest(row, ValueRole.BASELINE), latest(row, ValueRole.TARGET)
    note = _("Baseline: %(base)s. Target: %(aim)s.") % {"base": _dated(base), "aim": _dated(aim)}
    return _with(told, row, note)


def _with(told: Number, row: IndicatorRow, note: str) -> Number:
    return replace(told, title=row.state.name, unit=row.state.unit, note=note, parts=())


def charts(several: Iterable[IndicatorRow]) -> list[Chart]:
    """The course of those of which more than one number is known."""
    drawn = [row for row in several if len(row.numbers) > 1]
    return [chart(row) for row in drawn[:DRAWN]]


def chart(row: IndicatorRow) -> Chart:
    """The course of one indicator; of numbers of one day, the numbers beside each other."""
    if len({one.value.period_end for one in row.numbers}) == 1:
        return _beside(row)
    return Chart(
        key=f"course-{row.state.code}",
        kind="measures",
        title=row.state.name,
        description="",
        data={"points": [point(one) for one in row.numbers], "unit": row.state.unit},
    )


def _beside(row: IndicatorRow) -> Chart:
    parts = [
        {
            "key": str(one.value.role),
            "label": f"{_capital(one.value.get_role_display())}: {written(one)}",
            "count": int(one.number or 0),
            "tone": "none" if one.value.role == ValueRole.TARGET else "",
        }
        for one in row.numbers
    ]
    return Chart(
        key=f"course-{row.state.code}",
        kind="columns",
        title=row.state.name,
        description="",
        data={"parts": parts, "unit": row.state.unit},
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def point(said: Said, series: str = "") -> dict[str, Any]:
    """A value as a chart takes it: as plain data."""
    return {
        "day": said.value.period_end.isoformat(),
        "period": when(said),
        "value": str(said.number),
        **({"series": series} if series else {"role": str(said.value.role)}),
    }


def table(several: Sequence[IndicatorRow], key: str, title: str, empty: str) -> Table:
    """Each indicator with its baseline, its last count, its target and how far it has moved."""
    return Table(
        key=key,
        title=title,
        columns=(
            Column(_("Indicator")),
            Column(_("Unit")),
            Column(_("Baseline"), "number"),
            Column(_("Last counted"), "number"),
            Column(_("Target"), "number"),
            Column(_("Change since the baseline"), "number"),
            Column(_("Still to go"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_line(row)) for row in several),
        empty=empty,
    )


def _line(row: IndicatorRow) -> tuple[Cell, ...]:
    base, now, aim = (latest(row, role) for role in ("baseline", "actual", "target"))
    return (
        Cell(row.state.name, leads=Leads("indicator-detail", (row.state.code,))),
        Cell(row.state.unit),
        Cell(_dated(base)),
        Cell(_dated(now)),
        Cell(_dated(aim)),
        Cell(_moved(base, now)),
        Cell(_moved(now, aim)),
        Cell(source((now and now.value) or (base and base.value) or row.state.particulars)),
    )


def _moved(before: Said | None, after: Said | None) -> str:
    """The difference of two exact or qualified numbers; words where one of them is missing."""
    if before is None or after is None or before.number is None or after.number is None:
        return _("not known")
    change = after.number - before.number
    return f"{change:+,}" if change else "0"


def said_of(several: Sequence[IndicatorRow], key: str, title: str, empty: str) -> Table:
    """What is said last of each indicator, in words too, and what is aimed at."""
    return Table(
        key=key,
        title=title,
        columns=(
            Column(_("Indicator")),
            Column(_("Unit")),
            Column(_("Said last"), "long"),
            Column(_("Target")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_said(row)) for row in several),
        empty=empty,
    )


def _said(row: IndicatorRow) -> tuple[Cell, ...]:
    now, aim = latest(row, ValueRole.ACTUAL), latest(row, ValueRole.TARGET)
    told = now or aim
    return (
        Cell(row.state.name, leads=Leads("indicator-detail", (row.state.code,))),
        Cell("–" if row.state.unit == "words" else row.state.unit),
        Cell(_dated(now)),
        Cell(_dated(aim)),
        Cell(source(told.value if told else row.state.particulars)),
    )


# --- print against print -------------------------------------------------------------------------
def comparisons(asked: Asked, codes: Sequence[str]) -> tuple[Section, ...]:
    """What is printed beside what is computed, of everything that touches these indicators.

    Nothing where nothing printed on the day stands beside a computed number.
    """
    found = compared(asked.moment, asked.demonstration) if _may_read(asked) else []
    touching = [one for one in found if set(one.indicators) & set(codes)]
    if not touching:
        return ()
    table = Table(
        key="compared",
        title=_("As printed and as computed"),
        columns=(
            Column(_("No.")),
            Column(_("What is compared")),
            Column(_("Printed"), "number"),
            Column(_("Computed"), "number"),
            Column(_("Difference"), "number"),
            Column(_("Outcome")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_compared(one)) for one in sorted(touching, key=lambda one: one.key)),
    )
    lead = _("Nothing is silently corrected: both stand side by side.")
    return (Section("printed", _("Print against the register"), (table,), lead=lead),)


def _may_read(asked: Asked) -> bool:
    return may(asked.viewer, Permission.READ_REGISTER)


def _compared(one: Outcome) -> tuple[Cell, ...]:
    word = OUTCOMES[one.outcome]
    return (
        Cell(one.key),
        Cell(f"{one.name}: {one.explanation}" if one.explanation else one.name),
        Cell(one.printed_text or "–"),
        Cell(one.computed_text or "–"),
        Cell(one.difference_text or "–"),
        Cell(_capital(word), tone=OUTCOME_TONES.get(one.outcome, "none")),
        Cell(str(one.citation or "")),
    )
