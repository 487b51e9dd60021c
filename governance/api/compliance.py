"""Self-certification over HTTP, and the registers of authority and compliance as plain lists."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from governance.filters import compliance as shapes
from governance.models import (
    AccountabilityLine,
    AuthorityParticulars,
    BudgetReview,
    DelegationParticulars,
    EntityAlignment,
    ProtectionMeasureState,
    ProvisionCompliance,
    ProvisionParticulars,
)
from governance.queries import compliance as queries
from governance.queries.authority import stated
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import read_filters, read_moment
from projects import filters
from projects.api import outputs
from projects.api.numbers import AS_AT, LAYER, layer_of
from projects.filters import MomentFilter

RELATED = ("subject", "citation__document", "entry")
Beside = Callable[[Any, Sequence[Any], Moment], Mapping[Any, Mapping[str, Any]]]


def nothing_more(viewer: Any, rows: Sequence[Any], moment: Moment) -> Mapping[Any, Any]:
    """A list that answers its statements alone."""
    return {}


@dataclass(frozen=True)
class Listing:
    """One register as a list: its statement, its filters, and what of each row is answered.

    ``fields`` are attributes, ``codes`` names of records by their path, ``beside`` adds members per
    row for a whole page at once.
    """

    model: Any
    shape: type[MomentFilter]
    fields: tuple[str, ...]
    codes: Mapping[str, str]
    related: tuple[str, ...] = ()
    beside: Beside = nothing_more

    def row(self, row: Any, more: Mapping[str, Any]) -> dict[str, Any]:
        """One row as it is answered."""
        return {
            "code": row.subject.code,
            **{name: getattr(row, name) for name in self.fields},
            **{name: _code(row, path) for name, path in self.codes.items()},
            **more,
            **outputs.statement(row),
        }


def _code(row: Any, path: str) -> str | None:
    """The code of the record at a path; nothing where the row names none."""
    found = attrgetter(path)(row)
    return str(found) if found is not None else None


def compliance_of(viewer: Any, rows: Sequence[Any], moment: Moment) -> Mapping[Any, Any]:
    """What is said of each entity for the provisions of a page, in one statement."""
    found: dict[Any, dict[str, list[Any]]] = {row.subject_id: {"compliance": []} for row in rows}
    for said in queries.cells(viewer, rows, moment):
        found[said.subject.provision_id]["compliance"].append(_cell(said))
    return found


def _cell(said: ProvisionCompliance) -> dict[str, Any]:
    return {
        "entity": said.subject.entity.code,
        "word": said.word,
        "remark": said.remark,
        "as_of": said.as_of,
        "provenance": said.provenance,
        "citation": outputs.citation(said.citation),
    }


DELEGATIONS = Listing(
    DelegationParticulars,
    shapes.DelegationFilter,
    (
        "name",
        "state",
        "covers_ict",
        "instrument",
        "delegator",
        "delegate",
        "scope",
        "issued_on",
        "valid_to",
    ),
    {"entity": "entity"},
    related=("entity",),
)
AUTHORITIES = Listing(
    AuthorityParticulars,
    shapes.AuthorityFilter,
    ("office", "title", "text", "answers_to", "valid_from", "valid_to"),
    {},
)
ACCOUNTABILITIES = Listing(
    AccountabilityLine,
    shapes.AccountabilityFilter,
    ("what", "responsible", "monitored_by", "indicator", "evidence"),
    {"body": "body"},
    related=("body",),
)
MEASURES = Listing(
    ProtectionMeasureState,
    shapes.MeasureFilter,
    ("name", "urgency", "responsible", "due_on", "state"),
    {},
)
PROVISIONS = Listing(
    ProvisionParticulars,
    shapes.ProvisionFilter,
    ("section", "order", "title", "text"),
    {"of_document": "subject.document.symbol"},
    related=("subject__document",),
    beside=compliance_of,
)
ALIGNMENTS = Listing(EntityAlignment, shapes.AlignmentFilter, ("word", "cause"), {})
BUDGETS = Listing(
    BudgetReview,
    shapes.BudgetFilter,
    (
        "name",
        "year",
        "fund",
        "amount",
        "submitted_on",
        "word",
        "reviewed_on",
        "sent_on",
        "remark",
    ),
    {"entity": "subject.entity"},
    related=("subject__entity",),
)


class ComplianceList(APIView):
    """What is said of entities and provisions at a day."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="provision_compliances")
    def get(self, request: Request) -> Response:
        """A page of statements, by provision and entity, with the total."""
        moment, given = read_moment(request.query_params), read_filters(request.query_params)
        visible = queries.said_of_entities(request.user, moment, demonstration=layer_of(given))
        rows = filters.apply(shapes.ComplianceFilter, visible, given, moment)
        pages = Pages()
        page = pages.paginate_queryset(rows, request, self)
        return pages.get_paginated_response(
            [{"provision": one.subject.provision.code, **_cell(one)} for one in page]
        )


class StatementList(APIView):
    """A register at a day."""

    #: Which register: given with its address.
    listing: Listing = DELEGATIONS

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict)
    def get(self, request: Request) -> Response:
        """A page of statements in force on the day, with the total."""
        listing, moment = self.listing, read_moment(request.query_params)
        given = read_filters(request.query_params)
        visible = stated(request.user, listing.model, moment, demonstration=layer_of(given))
        rows = filters.apply(listing.shape, visible, given, moment)
        pages = Pages()
        page = pages.paginate_queryset(rows.select_related(*RELATED, *listing.related), request)
        beside = listing.beside(request.user, page, moment)
        return pages.get_paginated_response(
            [listing.row(row, beside.get(row.subject_id, {})) for row in page]
        )
