"""The first page after signing in: what waits for this person."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import View

from audits import figures, filters, queries
from audits.ageing import OPEN
from audits.models import ResponsibleEntity
from audits.policies import viewable_by
from audits.views.registers import layer_parameters
from ledger.models import ImportRecord, NightlyRun
from ledger.moments import Moment
from secretariat.access import held_roles, is_person, may, scopes
from secretariat.models import ApiToken, Person
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


def _listed(visible: Rows, rows: Rows, moment: Moment, *order: str) -> dict[str, Any]:
    ids = rows.order_by(*order, "sort_key", "recommendation").values_list(
        "recommendation", flat=True
    )
    return {"total": rows.count(), "rows": queries.load(list(ids[:SHOWN]), visible, moment)}


def auditor(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Claimed but not assessed, the oldest claim first; and what was never assessed."""
    bodies = scopes(person, Permission.ASSESS, ScopeKind.BODY)
    visible = _visible(person, moment, demonstration)
    own = visible.filter(body__code__in=bodies)
    return {
        "bodies": sorted(bodies),
        "waiting": _listed(visible, own.filter(filters.waiting()), moment, "claimed_as_of"),
        "never": _listed(
            visible, own.filter(OPEN, assessed_as_of__isnull=True), moment, "issued_not_after"
        ),
        "differ": own.filter(filters.differ()).count(),
        "evidence": _listed(visible, own.filter(_has_unjudged_evidence()), moment),
    }


def _has_unjudged_evidence() -> Q:
    return Q(
        recommendation__evidence__move="supplied",
        recommendation__evidence__answered_by__isnull=True,
        recommendation__evidence__withdrawn=False,
    )


def focal_point(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Overdue, due in 30, 60 and 90 days, and without an update for a year."""
    codes = scopes(person, Permission.UPDATE, ScopeKind.ENTITY)
    visible = _visible(person, moment, demonstration)
    answers = ResponsibleEntity.objects.filter(entity__code__in=codes).values("particulars")
    own = visible.filter(Q(lead__code__in=codes) | Q(particulars__in=answers))
    due = {
        name: _listed(
            visible, filters.apply(own, {"target": name}, moment), moment, "target_ends_on"
        )
        for name in ("overdue", "due_30", "due_60", "due_90")
    }
    return {
        "entities": sorted(codes),
        **due,
        "silent": _listed(visible, own.filter(_silent(moment)), moment, "claimed_as_of"),
        "open": own.filter(OPEN).count(),
    }


def _silent(moment: Moment) -> Q:
    """Open, and no update for a year."""
    year_ago = moment.as_of.replace(year=moment.as_of.year - 1, day=min(moment.as_of.day, 28))
    return OPEN & (Q(claimed_as_of__isnull=True) | Q(claimed_as_of__lt=year_ago))


def officer(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Three large figures, each with its rows, and what waits."""
    parameters = layer_parameters(demonstration)
    wanted = (figures.STATUS, figures.OLDER, figures.IMPLEMENTATION_RATE)
    return {
        "figures": [
            {"figure": figure, "answer": figure.answer(person, moment, parameters)}
            for figure in wanted
        ],
        "proposals": list(queries.proposals(demonstration)[:SHOWN]),
        "differ": _visible(person, moment, demonstration).filter(filters.differ()).count(),
    }


def approver(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Transcriptions that wait for a second person, and files that do."""
    waiting = ImportRecord.objects.filter(kind="assessments", state="checked")
    return {
        "proposals": list(queries.proposals(demonstration)[:SHOWN]),
        "imports": list(waiting.exclude(actor=person.pk).order_by("-created_at")[:SHOWN]),
    }


def administrator(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """People, tokens about to end, the last nights."""
    return {
        "people": Person.objects.filter(demonstration=person.demonstration).count(),
        "tokens": ApiToken.objects.filter(revoked_at__isnull=True).count(),
        "nights": list(NightlyRun.objects.order_by("-as_of")[:5]),
    }


def staff(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """The register at a glance, for roles whose own work comes with later parts of the portal."""
    parameters = layer_parameters(demonstration)
    return {
        "figures": [
            {"figure": figure, "answer": figure.answer(person, moment, parameters)}
            for figure in (figures.STATUS, figures.OLDER)
        ]
    }


def reader(person: Person, moment: Moment, demonstration: bool) -> dict[str, Any]:
    """Issued editions: none yet."""
    return {"editions": []}


SECTIONS: dict[Role, Callable[[Person, Moment, bool], dict[str, Any]]] = {
    Role.AUDITOR: auditor,
    Role.FOCAL_POINT: focal_point,
    Role.OFFICER: officer,
    Role.APPROVER: approver,
    Role.ADMINISTRATOR: administrator,
    Role.LEAD: staff,
    Role.SECRETARY: staff,
    Role.CLIENT: staff,
    Role.READER: reader,
}
