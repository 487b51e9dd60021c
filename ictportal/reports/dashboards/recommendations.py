"""Recommendations at a glance: what is carried out, how old the rest is, and whose it is."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits import ageing
from audits import figures as audited
from audits.filters import NONE
from audits.models import OversightBody
from ictportal.reports.content import Chart, Opens, Section
from ictportal.reports.numbers import number, trend, year_ends
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare

LIST = "recommendation-list"
YEARS = 5


def scope(asked: Asked) -> dict[str, str]:
    """The oversight body chosen; in the record the Board of Auditors, if none is.

    Recommendations of the Advisory Committee never enter the Board of Auditors' rates.
    """
    body = asked.parameters.get("body") or ("" if asked.demonstration else "BOA")
    return {"body": body} if body else {}


def bodies(asked: Asked) -> Sequence[tuple[str, str]]:
    """The oversight bodies whose recommendations are tracked in the layer."""
    rows = OversightBody.objects.filter(demonstration=asked.demonstration)
    return list(rows.order_by("code").values_list("code", "name"))


def build(asked: Asked) -> Sequence[Section]:
    """Status, age, course over the years, themes by responsible entity."""
    within = scope(asked)
    return (
        Section(
            "status",
            _("What is carried out"),
            (
                number(asked, audited.STATUS, within),
                number(asked, audited.IMPLEMENTATION_RATE, within),
                number(asked, audited.NOT_FULLY_IMPLEMENTED, within),
                number(asked, audited.OLDER, within, tones={"yes": "bad"}),
            ),
        ),
        Section("age", _("How old is what is open"), (by_age(asked, within),)),
        Section(
            "course",
            _("Over the years"),
            (
                _course(asked, within, audited.IMPLEMENTATION_RATE, _("Implemented, of all")),
                _course(asked, within, audited.OLDER, _("Open more than two years, of all open")),
            ),
            lead=_("Each day is computed back from the record; nothing is stored."),
        ),
        Section("whose", _("Whose they are"), (themes_by_lead(asked, within),)),
    )


def _course(asked: Asked, within: dict[str, str], figure: Any, title: str) -> Chart:
    return trend(asked, figure, year_ends(asked, YEARS), within, title=title)


def by_age(asked: Asked, within: dict[str, str]) -> Chart:
    """Open recommendations in classes of age, with the line at two years."""
    told = number(asked, audited.AGEING, within)
    below = [part for part in told.parts if part.key in {"0-1", "1-2"}]
    return Chart(
        key="ageing",
        kind="columns",
        title=_("Open recommendations by age"),
        description="",
        data={
            "parts": [asdict(part) for part in told.parts],
            "unit": _("Recommendations"),
            "mark_after": len(below),
            "mark_label": _("older than two years"),
        },
    )


def themes_by_lead(asked: Asked, within: dict[str, str]) -> Chart:
    """Open recommendations by theme and lead entity."""
    rows = audited.population(asked.viewer, asked.moment, {**asked.layer, **within})
    grouped = rows.filter(ageing.OPEN).values("theme__code", "theme__name", "lead__code")
    found: list[Any] = list(grouped.annotate(n=Count("pk")).order_by("theme__name", "lead__code"))
    names = {row["theme__code"] or NONE: row["theme__name"] for row in found}
    themes = sorted(names, key=lambda code: (code == NONE, names[code]))
    leads = sorted({row["lead__code"] or NONE for row in found}, key=lambda c: (c == NONE, c))
    return Chart(
        key="themes",
        kind="heat",
        title=_("Open recommendations by theme and lead entity"),
        description="",
        data={
            "rows": [names[code] or _("no theme stated") for code in themes],
            "columns": [code if code != NONE else _("not stated") for code in leads],
            "cells": [_place(within, row, themes, leads) for row in found],
            "unit": _("Recommendations"),
        },
    )


def _place(within: dict[str, str], row: Any, themes: list[str], leads: list[str]) -> dict[str, Any]:
    theme, lead = row["theme__code"] or NONE, row["lead__code"] or NONE
    query = {**within, "lead": lead, "open": "yes", "theme": theme}
    return {
        "row": themes.index(theme),
        "column": leads.index(lead),
        "count": row["n"],
        "opens": asdict(Opens(LIST, query, row["n"])),
    }


declare(
    ReportKind(
        key="recommendations",
        title=later("Recommendations"),  # type: ignore[arg-type]
        about=later("Which are carried out, how old the rest is, and whose it is."),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        choices=(Choice("body", later("Oversight body"), bodies),),  # type: ignore[arg-type]
        sources=("A/74/588, para 4",),
    )
)
