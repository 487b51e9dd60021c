"""The first page after signing in: what waits for this person."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Case, Count, Exists, OuterRef, Q, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from audits import figures, filters, queries
from audits.ageing import OPEN
from audits.lifecycle import EvidenceMove
from audits.models import Evidence, ResponsibleEntity
from audits.policies import viewable_by
from audits.views.registers import board_parameters
from governance import figures as governing
from governance.queries.waiting import waiting
from ictportal.editions.policies import readable_by, to_issue
from ictportal.editions.reading import EditionLinks, report_of, shelves
from ictportal.views.own import baselines_waiting, own_projects, reports_waiting
from ledger.models import ImportRecord, NightlyRun
from ledger.moments import Moment
from projects import figures as portfolio
from secretariat.access import held_roles, is_person, may, scopes
from secretariat.models import ApiToken, Person, Provenance
from secretariat.roles import Permission, Role, ScopeKind

SHOWN = 10
Rows = Any


class Home(LoginRequiredMixin, View):
    """One home per role; who holds several sees each as a section."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """What waits, by role, on the day shown."""
        person = request.user
        assert is_person(person)
        moment: Moment = request.moment  # type: ignore[attr-defined]
        demonstration = request.layer == "demonstration"  # type: ignore[attr-defined]
        roles = list(dict.fromkeys(held.role for held in held_roles(person)))
        sections = {
            role.value: SECTIONS[role](person, moment, demonstration)
            for role in roles
            if role in SECTIONS
        }
        context = {
            "roles": [role.value for role in roles],
            "sections": sections,
            "moment": moment,
            "live": may(person, Permission.READ_REGISTER),
            "first_name": person.name.split(" ")[0],
        }
        return render(request, "ictportal/home.html", context)


def _visible(person: Person, moment: Moment, demonstration: bool) -> Rows:
    return viewable_by(person, moment, demonstration=demonstration)


@dataclass(frozen=True)
class Waiting:
    """A short list of what waits: its condition on rows, and the order of urgency."""

    condition: Q
    order: str = "sort_key"


def _listed(visible: Rows, waiting: Mapping[str, Waiting], moment: Moment) -> dict[str, Any]:
    """Each list with its total and its first rows: four statements for any number of lists."""
    totals = visible.aggregate(
        **{name: Count("pk", filter=one.condition) for name, one in waiting.items()}
    )
    shown = {name: _first(visible, one) for name, one in waiting.items()}
    picked = {
        f"in_{name}": Case(When(recommendation__in=ids, then=True), default=False)
        for name, ids in shown.items()
    }
    found = queries.with_targets(
        queries.related(visible.filter(_any(shown.values()))).annotate(**picked), moment
    )
    return {
        name: {
            "total": totals[name],
            "rows": _in_order(
                [row for row in found if getattr(row.state, f"in_{name}")], one.order
            ),
        }
        for name, one in waiting.items()
    }


def _first(visible: Rows, waiting: Waiting) -> Rows:
    rows = visible.filter(waiting.condition).order_by(waiting.order, "sort_key", "recommendation")
    return rows.values("recommendation")[:SHOWN]


def _any(lists: Iterable[Rows]) -> Q:
    condition = Q(pk__in=[])
    for ids in lists:
        condition |= Q(recommendation__in=ids)
    return condition


def _in_order(rows: list[queries.Row], order: str) -> list[queries.Row]:
    return sorted(rows, key=lambda row: _urgency(row, order))


def _urgency(row: queries.Row, order: str) -> tuple[date, str]:
    day = getattr(row.state, order)
    return (day if isinstance(day, date) else date.min, row.state.sort_key)


def auditor(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Claimed but not assessed, the oldest claim first; and what was never assessed."""
    bodies = scopes(person, Permission.ASSESS, ScopeKind.BODY)
    own = _visible(person, moment, demonstration).filter(body__code__in=bodies)
    waiting = {
        "waiting": Waiting(filters.waiting(), "claimed_as_of"),
        "never": Waiting(OPEN & Q(assessed_as_of__isnull=True), "issued_not_after"),
        "evidence": Waiting(Q(_unjudged_evidence(moment))),
        "disagreements": Waiting(filters.differ(), "assessed_as_of"),
    }
    lists = _listed(own, waiting, moment)
    return {"bodies": sorted(bodies), **lists, "differ": lists["disagreements"]["total"]}


def _unjudged_evidence(moment: Moment) -> Exists:
    supplied = Evidence.objects.filter(
        subject=OuterRef("recommendation"),
        move=EvidenceMove.SUPPLIED,
        answered_by__isnull=True,
        as_of__lte=moment.as_of,
    )
    return Exists(supplied.standing(known=moment.known))


def focal_point(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Overdue, due in 30, 60 and 90 days, and without an update for a year."""
    codes = scopes(person, Permission.UPDATE, ScopeKind.ENTITY)
    answers = ResponsibleEntity.objects.filter(entity__code__in=codes).values("particulars")
    own = _visible(person, moment, demonstration).filter(
        Q(lead__code__in=codes) | Q(particulars__in=answers)
    )
    day = moment.as_of
    waiting = {
        "overdue": Waiting(OPEN & Q(target_ends_on__lt=day), "target_ends_on"),
        **{
            f"due_{n}": Waiting(
                OPEN & Q(target_ends_on__range=(day, day + timedelta(days=n))), "target_ends_on"
            )
            for n in (30, 60, 90)
        },
        "silent": Waiting(_silent(moment), "claimed_as_of"),
        "all_open": Waiting(OPEN),
    }
    lists = _listed(own, waiting, moment)
    return {"entities": sorted(codes), **lists, "open": lists["all_open"]["total"]}


def _silent(moment: Moment) -> Q:
    """Open, and no update for a year."""
    year_ago = moment.as_of.replace(year=moment.as_of.year - 1, day=min(moment.as_of.day, 28))
    return OPEN & (Q(claimed_as_of__isnull=True) | Q(claimed_as_of__lt=year_ago))


def officer(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Three large figures, each with its rows, and what waits."""
    parameters = board_parameters(demonstration)
    wanted = (figures.STATUS, figures.OLDER, figures.IMPLEMENTATION_RATE)
    return {
        "figures": [
            {"figure": figure, "answer": figure.answer(person, moment, parameters)}
            for figure in wanted
        ],
        "proposals": list(queries.proposals(demonstration)[:SHOWN]),
        "differ": _visible(person, moment, demonstration).filter(filters.differ()).count(),
        "reports": list(reports_waiting(person, demonstration)[:SHOWN]),
        "portfolio": portfolio_figures(person, moment, demonstration),
    }


def portfolio_figures(person: Person, moment: Moment, demonstration: bool) -> list[dict[str, Any]]:
    """The three figures of the portfolio."""
    parameters = {"provenance": Provenance.DEMONSTRATION.value} if demonstration else {}
    wanted = (
        portfolio.BY_RATING,
        portfolio.REPORTS_RECEIVED,
        portfolio.COMPLETE_BUT_UNMET,
    )
    return [
        {"figure": figure, "answer": figure.answer(person, moment, parameters)} for figure in wanted
    ]


def lead(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """The own projects: what each owes, and the drafts begun."""
    return {
        "projects": own_projects(person, moment, demonstration),
        "portfolio": portfolio_figures(person, moment, demonstration),
    }


def approver(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Transcriptions, baselines, files and editions that wait for a second person."""
    waiting = ImportRecord.objects.filter(kind="assessments", state="checked")
    return {
        "proposals": list(queries.proposals(demonstration)[:SHOWN]),
        "imports": list(waiting.exclude(actor=person.pk).order_by("-created_at")[:SHOWN]),
        "baselines": list(baselines_waiting(demonstration)[:SHOWN]),
        "editions": list(to_issue(person, demonstration=demonstration)[:SHOWN]),
    }


def administrator(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """People, tokens about to end, the last nights."""
    return {
        "people": Person.objects.filter(demonstration=person.demonstration).count(),
        "tokens": ApiToken.objects.filter(revoked_at__isnull=True).count(),
        "nights": list(NightlyRun.objects.order_by("-as_of")[:5]),
    }


def secretary(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Three figures of governance, and what waits: meetings, minutes, actions."""
    parameters = {"provenance": Provenance.DEMONSTRATION.value} if demonstration else {}
    wanted = (governing.MEETINGS, governing.OUTPUTS, governing.FULFILLED)
    return {
        "figures": [
            {"figure": figure, "answer": figure.answer(person, moment, parameters)}
            for figure in wanted
        ],
        "waiting": waiting(person, moment, demonstration=demonstration),
    }


def staff(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """The register at a glance, for roles whose own work comes with later parts of the portal."""
    parameters = board_parameters(demonstration)
    return {
        "figures": [
            {"figure": figure, "answer": figure.answer(person, moment, parameters)}
            for figure in (figures.STATUS, figures.OLDER)
        ]
    }


def reader(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """The newest edition of each layer with its dashboards; the others are in the list."""
    standing = readable_by(person).filter(subject__withdrawals__isnull=True)
    newest = {issue.subject.demonstration: issue for issue in reversed(standing)}
    return {
        "editions": [
            {
                "issue": newest[layer],
                "report": report_of(newest[layer], "overview"),
                "links": EditionLinks(newest[layer].subject.code),
                **shelves(newest[layer]),
            }
            for layer in (False, True)
            if layer in newest
        ],
        "total": standing.count(),
    }


SECTIONS: dict[Role, Callable[[Person, Moment, bool], dict[str, Any]]] = {
    Role.AUDITOR: auditor,
    Role.FOCAL_POINT: focal_point,
    Role.OFFICER: officer,
    Role.APPROVER: approver,
    Role.ADMINISTRATOR: administrator,
    Role.LEAD: lead,
    Role.SECRETARY: secretary,
    Role.CLIENT: staff,
    Role.READER: reader,
}
