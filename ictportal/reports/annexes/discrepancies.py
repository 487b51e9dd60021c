"""All recorded cases in which print and computation are held against each other."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ictportal.reports.annexes.counting import day_said
from ictportal.reports.content import Cell, Column, Line, Section, Table
from ictportal.reports.dashboards.cells import counted
from ictportal.reports.dashboards.tables import spaced
from ictportal.reports.numbers import number
from ictportal.reports.register import Asked, ReportKind, Shelf, declare
from ictportal.reports.rows.listed import source
from projects.comparisons import CANNOT, DIFFERS, MATCHES, NOTED, OUTCOMES, Outcome, compared
from projects.resource_figures import DIFFERING
from secretariat.access import may
from secretariat.reconciliation import Line as Held
from secretariat.reconciliation import reconcile
from secretariat.roles import Permission

LIST, FIGURES = "discrepancies", "reconciliation"
TONES = {DIFFERS: "bad", MATCHES: "good", NOTED: "none", CANNOT: "partial"}
#: Outcomes of which every case is shown; those that match are counted, rule by rule.
SHOWN = tuple(name for name in OUTCOMES if name != MATCHES)
HELD_TONES = {"matches": "good", "by_construction": "gone", "differs": "bad", "cannot": "partial"}


def build(asked: Asked) -> Sequence[Section]:
    """In numbers; the cases by what came of them; figures of documents against the register."""
    found = cases(asked)
    return (
        Section("count", _("In numbers"), (number(asked, DIFFERING), by_outcome(found))),
        Section(
            "cases",
            _("Every case"),
            (every_case(found), matching(found)),
            lead=_(
                "Nothing is silently corrected: what is printed and what is computed both stand."
            ),
        ),
        Section("figures", _("Figures of documents against the register"), (figures(asked),)),
    )


def cases(asked: Asked) -> list[Outcome]:
    """Every comparison in force at the moment, those that differ first."""
    if not may(asked.viewer, Permission.READ_REGISTER):
        return []
    return compared(asked.moment, asked.demonstration)


# --- in numbers ----------------------------------------------------------------------------------
def by_outcome(found: Sequence[Outcome]) -> Table:
    """How many comparisons came to what."""
    held = Counter(one.outcome for one in found)
    return Table(
        key="outcomes",
        title=_("Comparisons by what came of them"),
        columns=(Column(_("Outcome")), Column(_("Comparisons"), "number")),
        lines=(
            *(
                Line((Cell(capfirst(word)), counted(LIST, {"outcome": name}, held[name])))
                for name, word in OUTCOMES.items()
            ),
            Line((Cell(_("All")), counted(LIST, {}, len(found))), kind="total"),
        )
        if found
        else (),
        empty=_("On this day no comparison is on record."),
    )


# --- every case ----------------------------------------------------------------------------------
def every_case(found: Sequence[Outcome]) -> Table:
    """What is printed, what is computed, the difference, what explains it, and where it stands."""
    return Table(
        key="cases",
        title=_("Printed, computed, and what lies between: all cases that do not match"),
        columns=(
            Column(_("No.")),
            Column(_("What is compared"), "long"),
            Column(_("Printed"), "number"),
            Column(_("Computed"), "number"),
            Column(_("Difference"), "number"),
            Column(_("Outcome")),
            Column(_("What explains it"), "long"),
            Column(_("Source")),
        ),
        lines=tuple(line for name in SHOWN for line in _of_outcome(name, found)),
        empty=_("On this day no comparison is on record that differs, is noted, or stays open."),
    )


def _of_outcome(name: str, found: Iterable[Outcome]) -> Iterable[Line]:
    own = sorted((one for one in found if one.outcome == name), key=lambda one: one.key)
    if own:
        yield Line((Cell(capfirst(OUTCOMES[name])),), kind="group")
    for one in own:
        yield Line(_case(one))


def _case(one: Outcome) -> tuple[Cell, ...]:
    word = OUTCOMES[one.outcome]
    reasons = [text for text in (one.missing, one.explanation) if text]
    return (
        Cell(one.key),
        Cell(f"{one.name} ({one.star_label})" if one.star_label else one.name),
        Cell(_printed(one)),
        Cell(_digits(one.computed_text, one)),
        Cell(one.difference_text or "–"),
        Cell(capfirst(word), tone=TONES[one.outcome]),
        Cell("\n".join(reasons) or "–"),
        Cell(source(one)),
    )


def _printed(one: Outcome) -> str:
    """As printed where that is one number; words of another language give way to what they say."""
    if one.as_printed and not one.print_is_chinese:
        return one.as_printed
    return _digits(one.printed_text, one)


def _digits(text: str, one: Outcome) -> str:
    """A number with its thousands set apart; years and words as they stand."""
    if not text:
        return "–"
    plain = one.is_year or (one.printed is None and one.computed is None)
    return text if plain else spaced(text)


def matching(found: Sequence[Outcome]) -> Table:
    """How many cells, columns or numbers match under each rule."""
    own = [one for one in found if one.outcome == MATCHES]
    held = Counter(one.code for one in own)
    names = {one.code: one for one in own}
    return Table(
        key="matching",
        title=_("What matches, rule by rule"),
        columns=(
            Column(_("No.")),
            Column(_("What is compared"), "long"),
            Column(_("Matches"), "number"),
            Column(_("Source")),
        ),
        lines=tuple(
            Line(
                (
                    Cell(code),
                    Cell(names[code].name),
                    Cell(str(held[code]), number=held[code]),
                    Cell(source(names[code])),
                )
            )
            for code in sorted(held)
        ),
        empty=_("On this day nothing that is compared matches."),
    )


# --- figures -------------------------------------------------------------------------------------
def figures(asked: Asked) -> Table:
    """Each printed figure beside what the register computes for its own day."""
    lines = _held(asked)
    return Table(
        key="figures",
        title=_("Figures as documents print them and as the register computes them"),
        columns=(
            Column(_("Figure"), "long"),
            Column(_("As at")),
            Column(_("As printed"), "number"),
            Column(_("Computed"), "number"),
            Column(_("Difference"), "number"),
            Column(_("Outcome")),
            Column(_("What explains it"), "long"),
            Column(_("Source")),
        ),
        lines=(*(Line(_figure(one)) for one in lines), *_total(lines)),
        lead=_(
            "Matches by construction: single rows were allotted so that the printed total comes "
            "out, because the available sources print totals only."
        ),
        empty=_("On this day no printed figure is on record."),
    )


def _held(asked: Asked) -> list[Held]:
    if not may(asked.viewer, Permission.READ_REGISTER):
        return []
    return reconcile(asked.viewer, asked.moment, demonstration=asked.demonstration)


def _figure(one: Held) -> tuple[Cell, ...]:
    reasons = [text for text in (one.why, one.printed.explanation) if text]
    return (
        Cell(one.name),
        Cell(day_said(one.day)),
        Cell(one.printed.as_printed),
        Cell("–" if one.computed is None else str(one.computed)),
        Cell("–" if one.gap is None else f"{one.gap:+,}"),
        Cell(capfirst(one.outcome_label), tone=HELD_TONES[one.outcome]),
        Cell("\n".join(reasons) or "–"),
        Cell(source(one.printed)),
    )


def _total(lines: Sequence[Held]) -> Iterable[Line]:
    if lines:
        said = _("%(n)s printed figures") % {"n": len(lines)}
        opened = counted(FIGURES, {}, len(lines), text=said)
        yield Line((opened, *(Cell(),) * 7), kind="total")


declare(
    ReportKind(
        key="discrepancies",
        title=later("Discrepancies"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Every recorded case in which documents and arithmetic are held against each other: "
            "printed, computed, difference, explanation, source."
        ),
        shelf=Shelf.REPORT,
        build=build,
        sources=("A/69/517", "A/74/588", "A/75/6 (Sect. 29C)"),
    )
)
