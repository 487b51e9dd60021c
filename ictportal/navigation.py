"""Where one can go: a few places, each with its pages. Pure data, and what of it a person sees."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from secretariat.access import may
from secretariat.roles import Permission

P = Permission


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation; ``pages`` are those beside it in its place."""

    label: str
    url: str
    current: bool
    pages: tuple["NavItem", ...] = ()


#: Each place: its name, then its pages as (label, name of the address, right).
PLACES: tuple[tuple[Any, tuple[tuple[Any, str, Permission], ...]], ...] = (
    (
        later("Overview"),
        (
            (later("Five questions"), "executive", P.READ_REGISTER),
            (later("Dashboards"), "dashboard-list", P.READ_REGISTER),
            (later("Reports"), "report-list", P.READ_REGISTER),
        ),
    ),
    (later("Editions"), ((later("Editions"), "edition-list", P.READ_EDITIONS),)),
    (
        later("Portfolio"),
        (
            (later("Projects"), "project-list", P.READ_REGISTER),
            (later("My projects"), "my-projects", P.REPORT),
            (later("Status reports"), "status-report-list", P.READ_REGISTER),
            (later("Complete but unmet"), "complete-but-unmet", P.READ_REGISTER),
            (later("Road map"), "roadmap", P.READ_REGISTER),
            (later("Slippage"), "slippage", P.READ_REGISTER),
        ),
    ),
    (
        later("Recommendations"),
        (
            (later("Recommendations"), "recommendation-list", P.READ_REGISTER),
            (later("Ageing"), "ageing", P.READ_REGISTER),
            (later("Disagreements"), "disagreements", P.READ_REGISTER),
            (later("Explanation of changes"), "explanation", P.READ_REGISTER),
            (later("Reconciliation"), "reconciliation", P.READ_REGISTER),
        ),
    ),
    (
        later("Governance"),
        (
            (later("Governance"), "governance-home", P.READ_REGISTER),
            (later("Bodies"), "body-list", P.READ_REGISTER),
            (later("Meetings"), "meeting-list", P.READ_REGISTER),
            (later("Decisions"), "decision-list", P.READ_REGISTER),
            (later("Mandated outputs"), "output-list", P.READ_REGISTER),
            (later("Requests"), "mandate-list", P.READ_REGISTER),
            (later("Questions"), "question-list", P.READ_REGISTER),
            (later("All that is asked"), "asked-list", P.READ_REGISTER),
        ),
    ),
    (
        later("Compliance"),
        (
            (later("Policies"), "policy-list", P.READ_REGISTER),
            (later("Reviews"), "compliance-review-list", P.READ_REGISTER),
            (later("Self-certification"), "certification-list", P.READ_REGISTER),
            (later("Authority"), "authority", P.READ_REGISTER),
            (later("Provisions"), "compliance-matrix", P.READ_REGISTER),
            (later("Harmonization"), "alignment", P.READ_REGISTER),
            (later("Budget reviews"), "budget-review-list", P.READ_REGISTER),
        ),
    ),
    (
        later("Strategy"),
        (
            (later("Strategies and plans"), "plan-list", P.READ_REGISTER),
            (later("Indicators"), "indicator-list", P.READ_REGISTER),
            (later("Resources"), "resource-tables", P.READ_REGISTER),
            (later("Organization"), "organization", P.READ_REGISTER),
            (later("Discrepancies"), "discrepancies", P.READ_REGISTER),
        ),
    ),
    (
        later("Register"),
        (
            (later("Flags"), "flags", P.READ_REGISTER),
            (later("Contradictions"), "contradictions", P.READ_REGISTER),
            (later("Definitions"), "definitions", P.READ_REGISTER),
            (later("Registers"), "sheets", P.READ_REGISTER),
            (later("Imports"), "imports", P.READ_REGISTER),
            (later("Runs"), "runs", P.SEE_RUNS),
            (later("People"), "people", P.ADMINISTER),
        ),
    ),
)


def places(request: HttpRequest, person: Any, carried: str) -> Iterator[NavItem]:
    """Home and every place of which the person may open a page.

    ``carried`` goes with each.
    """
    home = reverse("home")
    yield NavItem(_("Home"), home + carried, request.path == home)
    addresses = {
        view: reverse(view) for _label, entries in PLACES for _name, view, _right in entries
    }
    nearest = _nearest(request.path, addresses.values())
    for label, entries in PLACES:
        pages = tuple(
            NavItem(str(name), addresses[view] + carried, addresses[view] == nearest)
            for name, view, permission in entries
            if may(person, permission)
        )
        if pages:
            inside = any(addresses[view] == nearest for _name, view, _right in entries)
            yield NavItem(str(label), pages[0].url, inside, pages)


def _nearest(path: str, addresses: Iterable[str]) -> str:
    """The page of the navigation under which an address lies: the longest that it begins with."""
    return max((one for one in addresses if path.startswith(one)), key=len, default="")
