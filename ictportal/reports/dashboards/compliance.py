"""Compliance at a glance: policies, self-certification, delegation, reviews, provisions."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from governance import certification
from governance import figures as governing
from governance.certification import RoundState
from governance.conditions import in_force
from governance.filters.policies import LACKING, gap
from governance.lifecycle import CertifiedWord
from governance.models import (
    ComplianceReview,
    DelegationParticulars,
    PolicyParticulars,
    ProvisionCompliance,
    ProvisionParticulars,
)
from governance.policies import current
from governance.queries import compliance as queries
from governance.queries import policies as policy_queries
from governance.queries.authority import stated
from ictportal.reports.content import (
    Block,
    Cell,
    Chart,
    Column,
    Leads,
    Line,
    Number,
    Opens,
    Section,
    Table,
    Words,
)
from ictportal.reports.dashboards.cells import counted, marked, or_silent
from ictportal.reports.numbers import grouped, number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from ictportal.templatetags.portal import uno_date
from ledger.figures import Status

KEPT = "compliance-list"
ANSWERS, POLICIES = "certification-answer-list", "certification-policy-list"
#: What may be said of a provision, short enough to head a column; what does not apply says nothing.
SHOWN: Mapping[CertifiedWord, Any] = {
    CertifiedWord.COMPLIANT: later("Kept"),
    CertifiedWord.PARTLY: later("Partly"),
    CertifiedWord.NOT_COMPLIANT: later("Not kept"),
    CertifiedWord.NOT_STATED: later("Not stated"),
}


def build(asked: Asked) -> Sequence[Section]:
    """The figures; then policies, rounds, provisions, reviews and delegations, each as rows."""
    return (
        Section("glance", _("Are ICT policies kept?"), cards(asked)),
        Section("certification", _("Self-certification"), rounds(asked)),
        Section(
            "provisions",
            _("Provisions by entity"),
            provisions(asked),
            lead=_("Only what somebody says of an entity is counted. Silence is not compliance."),
        ),
        Section("policies", _("Policies with a gap"), (gaps(asked),)),
        Section("reviews", _("Reviews and delegation"), (reviews(asked), delegations(asked))),
    )


# --- figures -------------------------------------------------------------------------------------
def cards(asked: Asked) -> tuple[Number, ...]:
    """Response, coverage, policies, gaps, delegations, reviews."""
    return (
        _warned(number(asked, governing.RESPONSE)),
        _warned(number(asked, governing.COVERAGE)),
        in_all(number(asked, governing.COUNT)),
        or_silent(
            number(
                asked,
                governing.GAPS,
                tones={"not_started": "bad", "due_for_revision": "partial", "in_force": "none"},
            ),
            _("No policy is known by name on this day."),
        ),
        _warned(number(asked, governing.IN_FORCE, tones={"not_in_force": "bad"})),
        _warned(number(asked, governing.REVIEWED, tones={"done": "good", "none": "bad"})),
    )


def _warned(told: Number) -> Number:
    """Red where it is less than half of the whole; in words where there is nothing to count."""
    if told.status == Status.NOT_APPLICABLE:
        return or_silent(told, _("Nothing is stated about it on this day. Silence is not zero."))
    short = told.denominator and 2 * (told.numerator or 0) < told.denominator
    return replace(told, tone="bad") if short else told


def in_all(told: Number) -> Number:
    """The policies in force as printed, with how many of them are known by name."""
    if told.status == Status.NOT_APPLICABLE:
        return or_silent(told, _("No policy is on record on this day."))
    said = _("Known by name: %(n)s. The rest is only counted.") % {"n": told.numerator}
    rest = (told.denominator or 0) - (told.numerator or 0)
    whole = replace(told, value=grouped(told.denominator or 0), numerator=None, share=None)
    return replace(whole, parts=(), note=said if rest else _("All of them are known by name."))


# --- self-certification --------------------------------------------------------------------------
def rounds(asked: Asked) -> tuple[Block, ...]:
    """The response of each round, drawn where there are several, and all rounds as a table."""
    layer = {"demonstration": asked.demonstration}
    found = certification.rounds_at(asked.viewer, asked.moment, **layer)
    begun = [one for one in reversed(found) if one.has_begun]
    drawn = (response(begun),) if len(begun) > 1 else ()
    return (*drawn, every_round(begun))


def response(begun: Iterable[RoundState]) -> Chart:
    """Complete forms of the entities asked, on the day each round opened."""
    points = [
        {
            "day": one.said.opened_on.isoformat(),
            "numerator": one.response.numerator,
            "denominator": one.response.denominator,
            "opens": asdict(_complete(one)),
        }
        for one in begun
    ]
    return Chart(
        key="response",
        kind="trend",
        title=_("Complete forms, of the entities asked, round by round"),
        description="",
        data={"points": points},
    )


def _complete(one: RoundState) -> Opens:
    query = {"round": one.code, "state": "complete"}
    return Opens(ANSWERS, query, one.response.numerator)


def every_round(begun: Sequence[RoundState]) -> Table:
    """Each round with what it asked, and what came back."""
    return Table(
        key="rounds",
        title=_("Rounds of self-certification"),
        columns=(
            Column(_("Round")),
            Column(_("Opened")),
            Column(_("Entities asked"), "number"),
            Column(_("Complete forms"), "number"),
            Column(_("Not responded"), "number"),
            Column(_("Policies in force"), "number"),
            Column(_("Asked about"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(Line(_round(one)) for one in reversed(begun)),
        notes=(_("What an entity certifies is its own word. An incomplete form is no response."),)
        if begun
        else (),
        empty=_("No round of self-certification had begun by this day."),
    )


def _round(one: RoundState) -> tuple[Cell, ...]:
    within, said = {"round": one.code}, one.response
    return (
        Cell(one.said.name, leads=Leads("certification-round", (one.code,)), notes=(1,)),
        Cell(one.opened),
        counted(ANSWERS, within, said.denominator),
        counted(ANSWERS, {**within, "state": "complete"}, said.numerator),
        counted(ANSWERS, {**within, "state": "incomplete,none"}, said.denominator - said.numerator),
        counted(POLICIES, within, one.coverage.denominator),
        counted(POLICIES, {**within, "covered": "yes"}, one.coverage.numerator),
        Cell(source(one.said)),
    )


# --- provisions ----------------------------------------------------------------------------------
def provisions(asked: Asked) -> tuple[Block, ...]:
    """How many provisions are kept; entities by what is said of them; every provision."""
    layer = {"demonstration": asked.demonstration}
    rows = queries.provisions(asked.viewer, asked.moment, **layer)
    said = list(queries.said_of_entities(asked.viewer, asked.moment, **layer))
    if not said:
        told = _(
            "Nobody has stated on record by this day which entity keeps to which provision. "
            "The provisions themselves stand below."
        )
        return (Words((told,)), every_provision(rows, said))
    kept = number(
        asked,
        governing.PROVISIONS_KEPT,
        tones={"compliant": "good", "partly": "partial", "not_compliant": "bad"},
    )
    return (kept, by_entity(said), every_provision(rows, said))


def by_entity(said: Sequence[ProvisionCompliance]) -> Chart:
    """Entities by what is said of them, the number of provisions in each place."""
    held = Counter((one.subject.entity.code, one.word) for one in said)
    entities = sorted({code for code, _word in held})
    return Chart(
        key="provisions",
        kind="heat",
        title=_("Provisions by entity and what is said of them"),
        description="",
        data={
            "rows": entities,
            "columns": [str(label) for label in SHOWN.values()],
            "cells": [
                {
                    "row": row,
                    "column": column,
                    "count": held[code, word.value],
                    "opens": asdict(
                        Opens(KEPT, {"entity": code, "word": word.value}, held[code, word.value])
                    ),
                }
                for row, code in enumerate(entities)
                for column, word in enumerate(SHOWN)
                if held[code, word.value]
            ],
            "unit": _("Provisions"),
        },
    )


def _capital(label: object) -> str:
    text = str(label)
    return text[:1].upper() + text[1:]


def every_provision(
    rows: Sequence[ProvisionParticulars], said: Sequence[ProvisionCompliance]
) -> Table:
    """Every provision with how many entities each word is said of."""
    held = Counter((one.subject.provision_id, one.word) for one in said)
    shown = SHOWN if said else {}
    return Table(
        key="provisions",
        title=_("Every provision"),
        columns=(
            Column(_("Provision")),
            Column(_("Bulletin or resolution")),
            Column(_("Section")),
            *(Column(str(label), "number") for label in shown.values()),
            Column(_("Source")),
        ),
        lines=tuple(Line(_provision(row, held, shown)) for row in rows),
        empty=_("No provision of a bulletin or resolution is on record on this day."),
    )


def _provision(
    row: ProvisionParticulars,
    held: Mapping[tuple[Any, str], int],
    shown: Mapping[CertifiedWord, Any],
) -> tuple[Cell, ...]:
    document, code = row.subject.document.symbol, row.subject.code
    page = Leads("compliance-matrix", (), {"document": document})
    return (
        Cell(row.title, leads=page),
        Cell(document),
        Cell(row.section),
        *(
            counted(KEPT, {"provision": code, "word": word.value}, held.get(key, 0))
            for word in shown
            for key in [(row.subject_id, word.value)]
        ),
        Cell(source(row)),
    )


# --- policies with a gap -------------------------------------------------------------------------
def gaps(asked: Asked) -> Table:
    """Each policy that is not started, due for revision or past the day of its review."""
    visible = current(
        asked.viewer, PolicyParticulars, asked.moment, demonstration=asked.demonstration
    )
    rows = visible.filter(gap(asked.moment)).select_related(
        "subject", "owner", "citation__document"
    )
    return Table(
        key="gaps",
        title=_("Policies not started, due for revision or past their review"),
        columns=(
            Column(_("Policy")),
            Column(_("Kind")),
            Column(_("State")),
            Column(_("Owner")),
            Column(_("To be reviewed by")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_policy(row)) for row in rows.order_by("subject__code")),
        empty=_("No policy known by name has a gap on this day."),
    )


def _policy(row: PolicyParticulars) -> tuple[Cell, ...]:
    nothing = _("not stated")
    late = row.state not in LACKING
    state = Cell(_("Day of review passed"), tone="partial")
    return (
        Cell(row.title, leads=Leads("policy-detail", (row.subject.code,))),
        Cell(_capital(row.get_kind_display())),
        state if late else marked(row.state, row.get_state_display()),
        Cell(row.owner.code if row.owner else nothing),
        Cell(uno_date(row.review_on) if row.review_on else nothing),
        Cell(source(row)),
    )


# --- reviews, delegations ------------------------------------------------------------------------
def reviews(asked: Asked) -> Table:
    """Units by years: whether compliance was reviewed."""
    found = policy_queries.reviews(asked.viewer, asked.moment, demonstration=asked.demonstration)
    years, rows = policy_queries.review_matrix(found)
    return Table(
        key="reviews",
        title=_("Was compliance reviewed?"),
        columns=(Column(_("Unit")), *(Column(f"{year}") for year in years), Column(_("Source"))),
        lines=tuple(
            Line((Cell(row.name), *(_reviewed(held) for _y, held in row.cells), _last(row.cells)))
            for row in rows
        ),
        empty=_("Nobody had spoken of a review of compliance by this day."),
    )


def _reviewed(held: Sequence[ComplianceReview]) -> Cell:
    """What is said of a year; where several policies were reviewed, the worst."""
    if not held:
        return Cell("–")
    worst = sorted(held, key=lambda one: (one.word != "none", one.word))[0]
    return marked(worst.word, worst.get_word_display())


def _last(cells: Iterable[tuple[int, Sequence[ComplianceReview]]]) -> Cell:
    found = [one for _year, held in cells for one in held]
    return Cell(source(max(found, key=lambda one: (one.year, one.as_of))))


def delegations(asked: Asked) -> Table:
    """The instruments on record: established or not, about ICT or not, in force or not."""
    rows = stated(
        asked.viewer, DelegationParticulars, asked.moment, demonstration=asked.demonstration
    )
    binding = set(rows.filter(in_force(asked.moment)).values_list("pk", flat=True))
    return Table(
        key="delegations",
        title=_("Delegation of authority"),
        columns=(
            Column(_("Instrument")),
            Column(_("State")),
            Column(_("Covers ICT")),
            Column(_("In force on the day")),
            Column(_("Source")),
        ),
        lines=tuple(Line(_delegation(row, row.pk in binding)) for row in rows),
        lead=_("A general delegation is not read as one for ICT."),
        empty=_("Nothing had been stated about delegation of authority by this day."),
    )


def _delegation(row: DelegationParticulars, binds: bool) -> tuple[Cell, ...]:
    word = "in_force" if binds else "not_in_force"
    return (
        Cell(row.name, leads=Leads("authority")),
        Cell(_capital(row.get_state_display())),
        Cell(_capital(row.get_covers_ict_display())),
        marked(word, _("yes") if binds else _("no")),
        Cell(source(row)),
    )


declare(
    ReportKind(
        key="compliance",
        title=later("Compliance"),  # type: ignore[arg-type]
        about=later(
            "ICT policies, what entities certify, who may decide on ICT, and whether anybody checks."
        ),  # type: ignore[arg-type]
        shelf=Shelf.DASHBOARD,
        build=build,
        sources=("A/74/588, paras 17-18", "A/74/588, paras 26-27"),
    )
)
