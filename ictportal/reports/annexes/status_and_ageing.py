"""Recommendations by status and age: by oversight body, by year of issue, by theme."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, When
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits import ageing
from audits.filters import NONE, Rows, year_known
from audits.lifecycle import Finding
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import Query, columns_for, counted, heading, number
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.dashboards.recommendations import bodies
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare

TOTAL, OPEN = "total", "open"


@dataclass(frozen=True)
class Grouping:
    """What recommendations are grouped by: its heading, and its rows with name and filter."""

    key: str
    title: Any
    grouped: Callable[[Rows], tuple[Rows, tuple[str, ...]]]
    named: Callable[[Mapping[str, Any]], tuple[str, Query]]


def _by_body(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    return rows, ("body__code", "body__name")


def _by_year(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    """By year of issue where both bounds fall into one; the others come together."""
    year = Case(When(year_known(), then=F("issued_not_after__year")))
    return rows.annotate(issued=year), ("issued",)


def _by_theme(rows: Rows) -> tuple[Rows, tuple[str, ...]]:
    return rows, ("theme__order", "theme__code", "theme__name")


def _year_named(row: Mapping[str, Any]) -> tuple[str, Query]:
    if row["issued"] is None:
        return _("Year not known closely enough"), {"year_known": "no"}
    return str(row["issued"]), {"year": str(row["issued"])}


GROUPINGS = (
    Grouping(
        "body",
        later("Oversight body"),
        _by_body,
        lambda row: (row["body__name"], {"body": row["body__code"]}),
    ),
    Grouping("year", later("Year of issue"), _by_year, _year_named),
    Grouping(
        "theme",
        later("Theme"),
        _by_theme,
        lambda row: (
            row["theme__name"] or _("No theme stated"),
            {"theme": row["theme__code"] or NONE},
        ),
    ),
)


@dataclass(frozen=True)
class Group:
    """A line: its name, the filter of its rows, and its counts."""

    name: str
    query: Query
    counts: Mapping[str, int]


def groups(asked: Asked, within: Query, by: Grouping) -> list[Group]:
    """The lines of one grouping, what is not stated last."""
    rows, names = by.grouped(counted(asked, within))
    counts = _counts(asked)
    found = rows.values(*names).annotate(**counts).order_by(F(names[0]).asc(nulls_last=True))
    told = [(*by.named(row), {key: row[key] for key in counts}) for row in found]
    return [Group(name, {**within, **query}, numbers) for name, query, numbers in told]


def _counts(asked: Asked) -> dict[str, Count]:
    classes = ageing.classes(asked.moment.as_of)
    return {
        TOTAL: Count("pk"),
        OPEN: Count("pk", filter=ageing.OPEN),
        **{word.value: Count("pk", filter=Q(finding=word)) for word in Finding},
        **{f"age_{n}": Count("pk", filter=rule) for n, rule in enumerate(classes.values())},
    }


def build(asked: Asked) -> Sequence[Section]:
    """Status and age for each grouping; every table sums to the same totals."""
    body = asked.parameters.get("body", "")
    within = {"body": body} if body else {}
    grouped = [(by, groups(asked, within, by)) for by in GROUPINGS]
    sources = voices.cited(counted(asked, within), "particulars", "assessment")
    total = _sum(grouped[0][1]) or dict.fromkeys(_counts(asked), 0)
    return (
        Section(
            "status",
            _("By status"),
            tuple(_status(by, found, total, within, sources) for by, found in grouped),
            lead=_("Each recommendation counts once, at the last finding of its oversight body."),
        ),
        Section(
            "ageing",
            _("Open recommendations by age"),
            tuple(_ageing(by, found, total, within, sources) for by, found in grouped),
            lead=_("Age runs from the day of issue; exactly two years is not more than two."),
        ),
    )


def _sum(found: Sequence[Group]) -> dict[str, int]:
    keys = found[0].counts if found else ()
    return {key: sum(one.counts[key] for one in found) for key in keys}


# --- the tables ----------------------------------------------------------------------------------
def _status(
    by: Grouping,
    found: Sequence[Group],
    total: Mapping[str, int],
    all_: Query,
    sources: tuple[str, ...],
) -> Table:
    words = columns_for(total)
    shown: dict[str, Query] = {TOTAL: {}, **{word.value: {"status": word.value} for word in words}}
    return Table(
        key=f"status-by-{by.key}",
        title=_("Recommendations by status and %(by)s") % {"by": str(by.title).lower()},
        columns=(
            Column(str(by.title)),
            Column(_("Total"), "number"),
            *(Column(heading(word), "number") for word in words),
        ),
        lines=tuple(_lines(found, total, all_, shown)),
        sources=sources,
        empty=_("No recommendation is on record at this day."),
    )


def _ageing(
    by: Grouping,
    found: Sequence[Group],
    total: Mapping[str, int],
    all_: Query,
    sources: tuple[str, ...],
) -> Table:
    keys = {f"age_{n}": key for n, key in enumerate(ageing.LABELS) if total.get(f"age_{n}")}
    shown: dict[str, Query] = {
        OPEN: {"open": "yes"},
        **{name: {"ageing": key} for name, key in keys.items()},
    }
    return Table(
        key=f"ageing-by-{by.key}",
        title=_("Open recommendations by age and %(by)s") % {"by": str(by.title).lower()},
        columns=(
            Column(str(by.title)),
            Column(_("Open"), "number"),
            *(Column(capfirst(_(ageing.LABELS[key])), "number") for key in keys.values()),
        ),
        lines=tuple(_lines([one for one in found if one.counts[OPEN]], total, all_, shown)),
        sources=sources,
        empty=_("No recommendation is open at this day."),
    )


def _lines(
    found: Sequence[Group], total: Mapping[str, int], all_: Query, shown: Mapping[str, Query]
) -> Iterator[Line]:
    for one in found:
        yield Line((Cell(one.name), *_cells(one.counts, one.query, shown)))
    if found:
        yield Line((Cell(_("Total")), *_cells(total, all_, shown)), kind="total")


def _cells(counts: Mapping[str, int], query: Query, shown: Mapping[str, Query]) -> Iterator[Cell]:
    return (number(counts[key], {**query, **own}) for key, own in shown.items())


def subject(asked: Asked) -> str:
    """The oversight body, if one is chosen."""
    return dict(bodies(asked)).get(asked.parameters.get("body", ""), "")


declare(
    ReportKind(
        key="status-and-ageing",
        title=later("Recommendations by status and age"),  # type: ignore[arg-type]
        about=later("Status and age by oversight body, by year of issue and by theme."),  # type: ignore[arg-type]
        shelf=Shelf.REPORT,
        build=build,
        choices=(Choice("body", later("Oversight body"), bodies),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
        subject=subject,
    )
)
