"""Follow-up of oversight recommendations: the two columns of annex II to Section 29C.

Form: A/75/6 (Sect. 29C), annex II. The recommendation in brief with its paragraph in brackets
stands beside the action taken, under the body, the symbol of its report and the subject heading.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from audits.models import AdministrationUpdate, FollowUp, RecommendationState
from governance.lifecycle import Authority, MandateStatus
from governance.models import MandateFinding, MandateState
from governance.policies import viewable_mandates
from governance.queries.mandates import related
from ictportal.asked import ANSWERED, ASKERS
from ictportal.reports.annexes import voices
from ictportal.reports.annexes.counting import counted
from ictportal.reports.content import Cell, Column, Leads, Line, Section, Table
from ictportal.reports.dashboards.recommendations import bodies
from ictportal.reports.register import Asked, Choice, ReportKind, Shelf, declare

SOURCE = "A/75/6 (Sect. 29C), annex II"
COMMITTEE, COMMITTEE_NAME = ASKERS[Authority.ACABQ]
#: How a paragraph is cited in brackets.
CITED = {"para": "para.", "paras": "paras.", "sect": "sect."}


@dataclass(frozen=True)
class Followed:
    """A recommendation with the action taken. ``order`` puts it in its place among the others."""

    body: str
    symbol: str
    subject: str
    order: tuple[Any, ...]
    brief: str
    action: str
    leads: Leads
    said: tuple[Any, ...] = ()


def cited(place: str) -> str:
    """A place in a report as it stands in brackets: para VIII.55 becomes (para. VIII.55)."""
    first, _space, rest = place.partition(" ")
    return f"({CITED.get(first, first)} {rest})" if rest else f"({place})"


def brief(text: str, place: str) -> str:
    """What a recommendation asks, ended by the paragraph in brackets."""
    return f"{text.rstrip().removesuffix('.')} {cited(place)}."


# --- recommendations of the oversight bodies -----------------------------------------------------
def recommendations(asked: Asked) -> Iterator[Followed]:
    """Those in the tracker: of one body and open or closed where chosen."""
    chosen = {name: asked.parameters.get(name, "") for name in ("body", "open")}
    rows = counted(asked, {name: value for name, value in chosen.items() if value})
    document = asked.parameters.get("document", "")
    if document:
        rows = rows.filter(voices.tied_to(document, asked))
    answers = voices.answers_in(asked, document, rows) if document else {}
    for state in voices.joined(rows):
        yield _recommended(asked, state, answers.get(state.recommendation_id) or state.update)


def _recommended(
    asked: Asked, state: RecommendationState, update: AdministrationUpdate | None
) -> Followed:
    said, theme = state.particulars, state.theme
    subject = theme.name if theme else _("Subject not stated in the sources")
    symbol = state.recommendation.report.document.symbol
    place = (theme is None, theme.order if theme else 0, subject, state.sort_key)
    return Followed(
        body=state.body.name,
        symbol=symbol,
        subject=subject,
        order=(state.body.name, symbol, *place, str(state.recommendation_id)),
        brief=brief(said.text or said.title, state.recommendation.place),
        action=voices.response(asked.viewer, state, update),
        leads=Leads("recommendation-detail", (str(state.recommendation_id),)),
        said=(said, update),
    )


# --- recommendations of the Advisory Committee kept in governance --------------------------------
def committee(asked: Asked) -> Iterator[Followed]:
    """Those of the Advisory Committee that ask for something."""
    if asked.parameters.get("body") not in {None, "", COMMITTEE}:
        return
    rows = _of_the_committee(asked)
    is_open = asked.parameters.get("open", "")
    if is_open:
        rows = rows.filter(~ANSWERED if is_open == "yes" else ANSWERED)
    document = asked.parameters.get("document", "")
    if document:
        rows = rows.filter(mandate__in=_findings(asked, document).values("subject"))
    for state in related(rows):
        yield _asked_by_committee(state)


def _of_the_committee(asked: Asked) -> Any:
    rows = viewable_mandates(asked.viewer, asked.moment, demonstration=asked.demonstration)
    return rows.filter(authority=Authority.ACABQ).exclude(status=MandateStatus.NOTHING_DUE)


def _findings(asked: Asked, symbol: str = "") -> Any:
    said = MandateFinding.objects.filter(as_of__lte=asked.moment.as_of)
    found = said.standing(known=asked.moment.known)
    return found.filter(citation__document__symbol=symbol) if symbol else found


def _asked_by_committee(state: MandateState) -> Followed:
    said = state.particulars
    number = [int(part) for part in _digits(state.mandate.paragraph)]
    return Followed(
        body=str(COMMITTEE_NAME),
        symbol=state.document.symbol,
        subject="",
        order=(str(COMMITTEE_NAME), state.document.symbol, False, -1, "", number, state.code),
        brief=brief(said.text or said.title, state.mandate.paragraph),
        action=_became(state),
        leads=Leads("mandate-detail", (state.code,)),
        said=(said, state.finding),
    )


def _digits(text: str) -> list[str]:
    return "".join(one if one.isdigit() else " " for one in text).split()


def _became(state: MandateState) -> str:
    """What a later document says became of it."""
    finding = state.finding
    if finding is None:
        return _("No document on record says what was done.")
    word = capfirst(finding.get_word_display())
    return f"{word}. {finding.text}".strip()


# --- the table -----------------------------------------------------------------------------------
def build(asked: Asked) -> Sequence[Section]:
    """One table, in the order of bodies, reports and subjects."""
    rows = sorted([*recommendations(asked), *committee(asked)], key=lambda row: row.order)
    table = Table(
        key="follow-up",
        title=_("Summary of follow-up action taken to implement oversight recommendations"),
        columns=(
            Column(_("Brief description of the recommendation"), "long"),
            Column(_("Action taken to implement the recommendation"), "long"),
        ),
        lines=tuple(lines(rows)),
        notes=(
            _("Recommendations and actions are told in the words of the register, not quoted."),
        ),
        sources=voices.sources(*(said for row in rows for said in row.said)),
        empty=_("No recommendation that meets the choice is on record at this day."),
    )
    return (Section("follow-up", _("Recommendations and action taken"), (table,)),)


def lines(rows: Sequence[Followed]) -> Iterator[Line]:
    """The rows under their body, symbol and subject heading."""
    for body, of_body in groupby(rows, key=lambda row: row.body):
        yield _group(body, 1)
        for symbol, of_report in groupby(of_body, key=lambda row: row.symbol):
            yield _group(symbol, 2)
            for subject, of_subject in groupby(of_report, key=lambda row: row.subject):
                if subject:
                    yield _group(subject, 3)
                yield from (
                    Line((Cell(r.brief, leads=r.leads), Cell(r.action))) for r in of_subject
                )


def _group(text: str, level: int) -> Line:
    return Line((Cell(text),), kind="group", level=level)


# --- choices -------------------------------------------------------------------------------------
def documents(asked: Asked) -> Sequence[tuple[str, str]]:
    """Documents that say what was done, or that followed recommendations up."""
    day, known = asked.moment.as_of, asked.moment.known
    visible = counted(asked, {}).values("recommendation")
    about = {"as_of__lte": day, "subject__in": visible}
    answered = AdministrationUpdate.objects.filter(**about).standing(known=known)
    listed = FollowUp.objects.filter(**about).standing(known=known)
    told = _findings(asked).filter(subject__in=_of_the_committee(asked).values("mandate"))
    symbols = {
        *answered.values_list("citation__document__symbol", flat=True).distinct(),
        *listed.values_list("report__document__symbol", flat=True).distinct(),
        *told.values_list("citation__document__symbol", flat=True).distinct(),
    }
    return [(symbol, symbol) for symbol in sorted(symbols - {None})]


def states(asked: Asked) -> Sequence[tuple[str, str]]:
    """Open or closed."""
    return [("yes", _("Open")), ("no", _("Closed"))]


def all_bodies(asked: Asked) -> Sequence[tuple[str, str]]:
    """The oversight bodies of the layer; the Advisory Committee is one where it asks anything."""
    found = dict(bodies(asked))
    if _of_the_committee(asked).exists():
        found.setdefault(COMMITTEE, str(COMMITTEE_NAME))
    return sorted(found.items())


def subject(asked: Asked) -> str:
    """The document for which it is drawn."""
    return asked.parameters.get("document", "")


CHOICES = (
    Choice("document", later("Drawn for"), documents),  # type: ignore[arg-type]
    Choice("body", later("Oversight body"), all_bodies),  # type: ignore[arg-type]
    Choice("open", later("Open or closed"), states),  # type: ignore[arg-type]
)
declare(
    ReportKind(
        key="follow-up",
        title=later("Follow-up of oversight recommendations"),  # type: ignore[arg-type]
        about=later(  # type: ignore[arg-type]
            "Each recommendation in brief beside the action taken, under its body, report and subject."
        ),
        shelf=Shelf.REPORT,
        build=build,
        choices=CHOICES,
        sources=(SOURCE,),
        subject=subject,
    )
)
