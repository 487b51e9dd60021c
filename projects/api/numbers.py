"""Indicators, tables of resources and discrepancies over HTTP."""

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ledger.errors import DomainError, Invalid
from ledger.importing.cells import decimal_text
from ledger.moments import Moment
from ledger.rest.paging import Pages
from ledger.rest.queries import (
    MOMENT,
    read_filters,
    read_moment,
    refuse_unknown,
)
from projects import filters, numbers, queries
from projects.comparisons import ANY_TABLE, OUTCOMES, Outcome, compared, touching
from projects.filters import IndicatorFilter
from projects.models import ResourceAmount, ResourceTable, TableParticulars
from projects.numbers import IndicatorRow, Said
from projects.policies import viewable_indicators
from secretariat.models import Provenance

AS_AT = [
    OpenApiParameter("as_of", str, description="The day the answer speaks for; today without it."),
    OpenApiParameter("known_at", str, description="What was known at this instant or day."),
]
LAYER = OpenApiParameter(
    "provenance", str, description="One provenance; “demonstration” answers that layer."
)
OUTCOME = OpenApiParameter("outcome", str, description=f"One of: {', '.join(OUTCOMES)}.")
TABLE = OpenApiParameter(
    "table", str, description="The code of a table of resources, or any: what touches its cells."
)
FILTERS = [
    OpenApiParameter(name, str, description=str(field.label or name))
    for name, field in IndicatorFilter.base_filters.items()
]
PAGING = ("page", "page_size")


class NotFound(DomainError):
    """Nothing of this code is on record on the day."""

    code = "not_found"
    status = 404


def layer_of(given: Mapping[str, Any]) -> bool:
    """Whether the demonstration layer is asked for; raises ``Invalid`` for an unknown provenance."""
    asked = given.get("provenance") or ""
    unknown = [word for word in asked.split(",") if word and word not in Provenance.values]
    if unknown:
        said = f"Choose one of: {', '.join(Provenance.values)}."
        raise Invalid(said, fields={"provenance": said})
    return bool(asked == Provenance.DEMONSTRATION)


def of_provenance(rows: Iterable[Any], given: Mapping[str, Any]) -> list[Any]:
    """The rows of the provenances asked for; all of the layer without a word."""
    asked = [word for word in (given.get("provenance") or "").split(",") if word]
    return [row for row in rows if not asked or row.provenance in asked]


def citation(row: Any) -> dict[str, str] | None:
    """Where something is printed."""
    if row.citation is None:
        return None
    return {"document": row.citation.document.symbol, "locator": row.citation.locator}


# --- indicators ----------------------------------------------------------------------------------
def value_out(said: Said) -> dict[str, Any]:
    """One value of an indicator."""
    row = said.value
    return {
        "id": str(row.pk),
        "role": row.role,
        "period": said.period,
        "period_end": row.period_end,
        "state": row.state,
        "value": decimal_text(row.thousandths) if row.thousandths is not None else None,
        "unit": row.unit,
        "qualifier": row.qualifier,
        "text": row.text,
        "as_printed": row.as_printed,
        "as_of": row.as_of,
        "citation": citation(row),
        "provenance": row.provenance,
        "note": row.note,
    }


def indicator_out(row: IndicatorRow) -> dict[str, Any]:
    """An indicator with its values."""
    state, said = row.state, row.state.particulars
    return {
        "id": str(state.indicator_id),
        "code": state.code,
        "name": state.name,
        "name_zh": said.name_zh,
        "group": state.group,
        "kind": state.kind,
        "element": state.element.code if state.element else None,
        "parent": state.parent.code if state.parent else None,
        "unit": state.unit,
        "decimals": said.decimals,
        "direction": state.direction,
        "proxy": state.proxy,
        "proxy_reason": said.proxy_reason,
        "definition": said.definition,
        "population": said.population.code if said.population else None,
        "threshold": decimal_text(state.threshold) if state.threshold is not None else None,
        "below_plan": state.is_below_plan,
        "below_threshold": state.is_below_threshold,
        "provenance": state.provenance,
        "citation": citation(said),
        "values": [value_out(one) for one in row.said],
    }


class IndicatorList(APIView):
    """Indicators at a day."""

    @extend_schema(parameters=[*AS_AT, *FILTERS], responses=dict, operation_id="indicators")
    def get(self, request: Request) -> Response:
        """A page of indicators, each with all its values, with the total."""
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        ordering = request.query_params.get("ordering", "group")
        if ordering.lstrip("-") not in queries.INDICATOR_ORDERINGS:
            said = f"Order by one of: {', '.join(queries.INDICATOR_ORDERINGS)}."
            raise Invalid(said, fields={"ordering": said})
        visible = viewable_indicators(request.user, moment, demonstration=layer_of(given))
        rows = filters.apply(IndicatorFilter, visible, given, moment)
        pages = Pages()
        ordered = queries.ordered(rows, ordering, queries.INDICATOR_ORDERINGS)
        page = pages.paginate_queryset(numbers.related_indicators(ordered), request, self)
        found = numbers.indicator_rows(page, moment)
        return pages.get_paginated_response([indicator_out(row) for row in found])


class IndicatorDetail(APIView):
    """One indicator."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="indicator")
    def get(self, request: Request, code: str) -> Response:
        """The indicator as it stood, with all its values."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        for demonstration in (False, True):
            visible = viewable_indicators(request.user, moment, demonstration=demonstration)
            found = list(numbers.related_indicators(visible.filter(code=code)))
            if found:
                [row] = numbers.indicator_rows(found, moment)
                return Response({**indicator_out(row), "as_of": moment.as_of})
        raise NotFound("There is no such indicator on this day.")


# --- tables of resources -------------------------------------------------------------------------
def table_out(row: TableParticulars) -> dict[str, Any]:
    """A table, without its cells."""
    return {
        "id": str(row.subject_id),
        "code": row.subject.code,
        "name": row.name,
        "unit": row.unit,
        "unit_text": row.unit_text,
        "decimals": row.decimals,
        "printed_title_zh": row.printed_title_zh,
        "as_of": row.as_of,
        "citation": citation(row),
        "provenance": row.provenance,
        "note": row.note,
    }


def amount_out(row: ResourceAmount) -> dict[str, Any]:
    """A cell of a table."""
    return {
        "id": str(row.pk),
        "row": row.subject.row,
        "row_label": row.row_label,
        "row_label_zh": row.row_label_zh,
        "column": row.subject.column,
        "column_label": row.column_label,
        "component": row.component,
        "fund": row.fund,
        "year": row.year,
        "measure": row.measure,
        "state": row.state,
        "value": decimal_text(row.thousandths) if row.thousandths is not None else None,
        "as_printed": row.as_printed,
        "as_of": row.as_of,
        "citation": citation(row),
        "provenance": row.provenance,
        "note": row.note,
    }


class ResourceTableList(APIView):
    """Tables of resources at a day."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="resource_tables")
    def get(self, request: Request) -> Response:
        """A page of tables, with the total."""
        refuse_unknown(request.query_params, {*MOMENT, *PAGING, "provenance"})
        given = read_filters(request.query_params)
        moment = read_moment(request.query_params)
        rows = numbers.tables_at(moment, demonstration=layer_of(given))
        pages = Pages()
        page = pages.paginate_queryset(of_provenance(rows, given), request, self)
        return pages.get_paginated_response([table_out(row) for row in page])


class ResourceTableDetail(APIView):
    """One table."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="resource_table")
    def get(self, request: Request, code: str) -> Response:
        """The table with every cell as printed and as a number, and what is compared in it."""
        refuse_unknown(request.query_params, MOMENT)
        moment = read_moment(request.query_params)
        table = table_of(code, moment)
        amounts = numbers.amounts_at([code], moment)
        outcomes = [
            outcome
            for outcome in compared(moment, table.subject.demonstration)
            if outcome.touches(code)
        ]
        body = {
            **table_out(table),
            "table_as_of": table.as_of,
            "as_of": moment.as_of,
            "amounts": [amount_out(row) for row in amounts],
            "comparisons": [outcome_out(outcome) for outcome in outcomes],
        }
        return Response(body)


def table_of(code: str, moment: Moment) -> TableParticulars:
    """The table with this code, of either layer; raises ``NotFound``."""
    for demonstration in (False, True):
        rows = numbers.tables_at(moment, demonstration=demonstration)
        found: TableParticulars | None = rows.filter(subject__code=code).first()
        if found is not None:
            return found
    raise NotFound("There is no such table on this day.")


# --- discrepancies -------------------------------------------------------------------------------
def outcome_out(one: Outcome) -> dict[str, Any]:
    """A comparison: what is printed, what is computed, and whether they agree."""
    return {
        "key": one.key,
        "code": one.code,
        "star": one.star or None,
        "star_label": one.star_label or None,
        "kind": one.kind,
        "name": one.name,
        "outcome": one.outcome,
        "printed": one.printed_text or None,
        "as_printed": one.as_printed or None,
        "computed": one.computed_text or None,
        "computed_exactly": str(one.computed) if one.computed is not None else None,
        "difference": one.difference_text or None,
        "decimals": one.decimals,
        "missing": one.missing or None,
        "explanation": one.explanation,
        "note": one.source.note,
        "as_of": one.source.as_of,
        "citation": citation(one),
        "provenance": one.provenance,
        "project": one.project or None,
    }


def _known_table(code: str) -> str:
    if code not in {"", ANY_TABLE} and not ResourceTable.objects.filter(code=code).exists():
        raise Invalid(fields={"table": f"The register does not know “{code[:80]}”."})
    return code


class Discrepancies(APIView):
    """What is printed held against what is computed."""

    @extend_schema(
        parameters=[*AS_AT, OUTCOME, TABLE, LAYER], responses=dict, operation_id="discrepancies"
    )
    def get(self, request: Request) -> Response:
        """A page of comparisons, those that differ first, with the total."""
        refuse_unknown(request.query_params, {*MOMENT, *PAGING, "outcome", "table", "provenance"})
        given = read_filters(request.query_params)
        asked = [word for word in given.get("outcome", "").split(",") if word]
        if any(word not in OUTCOMES for word in asked):
            said = f"Choose one of: {', '.join(OUTCOMES)}."
            raise Invalid(said, fields={"outcome": said})
        outcomes = compared(read_moment(request.query_params), layer_of(given))
        found = touching(outcomes, _known_table(given.get("table", "")))
        rows = [one for one in found if not asked or one.outcome in asked]
        pages = Pages()
        page = pages.paginate_queryset(of_provenance(rows, given), request, self)
        return pages.get_paginated_response([outcome_out(one) for one in page])
