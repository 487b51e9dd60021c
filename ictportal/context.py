"""What the frame of every page needs: who is here, which day is shown, where one can go."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from audits.views.listing import cycle_note
from ictportal.navigation import NavItem, places
from ledger import days, moments
from ledger.days import parse_quarter, quarter_of
from ledger.moments import Moment
from secretariat.access import held_roles, is_person, may
from secretariat.models import Notice
from secretariat.roles import Permission

FIRST_YEAR = 2014
CARRIED = ("as_of", "known_at", "layer")
VERSION = "0.1"


@dataclass(frozen=True)
class Shell:
    """The frame."""

    signed_in: bool
    person_name: str
    role_names: str
    nav: list[NavItem]
    section: NavItem | None
    moment: Moment
    is_now: bool
    shows_as_at: bool
    previous_quarter_url: str
    next_quarter_url: str
    today_url: str
    layer: str
    record_url: str
    demonstration_url: str
    hidden_query: list[tuple[str, str]]
    unread_notices: int
    notices_url: str
    cycle_note: str
    definitions_url: str
    version: str
    find_url: str = ""
    find_hidden: list[tuple[str, str]] = field(default_factory=list)


def shell(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page, and the names templates translate."""
    person = getattr(request, "user", None)
    moment = getattr(request, "moment", None) or moments.now()
    live = is_person(person) and may(person, Permission.READ_REGISTER)
    layer = getattr(request, "layer", "record")
    nav = list(places(request, person, _carried(request))) if is_person(person) else []
    return {
        "shell": Shell(
            signed_in=is_person(person),
            person_name=person.name if is_person(person) else "",
            role_names=_roles(person),
            nav=nav,
            section=next((place for place in nav if place.current and place.pages), None),
            moment=moment,
            is_now=moment.is_now,
            shows_as_at=live,
            previous_quarter_url=_turn(request, _quarter_end(moment.as_of, -1)),
            next_quarter_url=_turn(request, _quarter_end(moment.as_of, 1)),
            today_url=_query(request, as_of=None, known_at=None),
            layer=layer,
            record_url=_query(request, layer=None) if live else "",
            demonstration_url=_query(request, layer="demonstration") if live else "",
            hidden_query=[
                (name, str(value))
                for name, value in request.GET.items()
                if name not in {"as_of", "page"}
            ],
            unread_notices=_unread(person),
            notices_url=reverse("notices"),
            cycle_note=cycle_note(layer == "demonstration") if live else "",
            definitions_url=reverse("definitions") + _carried(request) if live else "",
            version=VERSION,
            find_url=reverse("find") if live else "",
            find_hidden=[(name, request.GET[name]) for name in CARRIED if request.GET.get(name)],
        )
    }


def _roles(person: Any) -> str:
    if not is_person(person):
        return ""
    return ", ".join(dict.fromkeys(str(held.role.label) for held in held_roles(person)))


def _carried(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in list(query):
        if name not in CARRIED:
            del query[name]
    return f"?{query.urlencode()}" if query else ""


def _query(request: HttpRequest, **changes: str | None) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _quarter_end(day: date, step: int) -> date:
    """The end of the quarter before ``day``, or the first quarter end after it."""
    period = parse_quarter(quarter_of(day))
    if step < 0:
        return period.first - timedelta(days=1)
    if day < period.last:
        return period.last
    return parse_quarter(quarter_of(period.last + timedelta(days=1))).last


def _turn(request: HttpRequest, day: date) -> str:
    if day > days.today() or day.year < FIRST_YEAR:
        return ""
    return _query(request, as_of=day.isoformat())


def _unread(person: Any) -> int:
    if not is_person(person):
        return 0
    return Notice.objects.filter(person=person, read_at__isnull=True).count()
