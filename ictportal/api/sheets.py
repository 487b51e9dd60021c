"""The registers over the API: every sheet's rows at a day, and rows recorded one at a time."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits.api.inputs import Strict
from audits.api.views import AS_AT, demonstration_asked, read
from ledger import moments
from ledger.errors import DomainError, Invalid
from ledger.importing.cells import as_text
from ledger.rest.paging import Pages
from ledger.rest.problems import VersionNeeded
from ledger.rest.queries import MOMENT, read_filters, read_moment, refuse_unknown
from ledger.rest.repeats import once
from ledger.texts import PROSE_LIMIT
from secretariat import rows
from secretariat.api.authentication import caller
from secretariat.models import Person
from secretariat.policies import check_can_import
from secretariat.rows import Row
from secretariat.sheets import Sheet, all_sheets, get_sheet

LAYER = OpenApiParameter(
    "provenance", str, description="The demonstration's rows with this word; else the record's."
)


class NoSuchRegister(DomainError):
    """No sheet has this key."""

    code = "not_found"
    status = 404


class RowInput(Strict):
    """A row to record: its cells by name, as an import's file has them, and why."""

    cells = serializers.DictField()
    reason = serializers.CharField(max_length=PROSE_LIMIT)


def find_sheet(key: str) -> Sheet:
    """The sheet of an address; raises a refusal with 404."""
    try:
        return get_sheet(key)
    except KeyError as error:
        raise NoSuchRegister("There is no such register.") from error


def sheet_output(sheet: Sheet, count: int) -> dict[str, Any]:
    """A register with its columns."""
    return {
        "key": sheet.key,
        "name": sheet.name,
        "about": sheet.about,
        "rows": count,
        "natural_key": list(sheet.natural_key),
        "permission": sheet.permission.value,
        "cells": [
            {
                "name": cell.name,
                "help": cell.help,
                "required": cell.required,
                "form": cell.form,
                "choices": [value for value, _label in cell.choices],
            }
            for cell in sheet.all_cells
        ],
    }


def row_output(row: Row) -> dict[str, Any]:
    """A row with what identifies it and the statement behind it."""
    return {
        "key": list(row.key),
        "cells": dict(row.cells),
        "etag": f'"{row.tag}"',
        "subject": str(row.statement.subject_id),
        "statement": str(row.statement.pk),
        "recorded_at": row.statement.recorded_at,
    }


class Registers(APIView):
    """Every register."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="registers")
    def get(self, request: Request) -> Response:
        """All registers with their columns and the number of rows at the moment."""
        refuse_unknown(request.query_params, (*MOMENT, "provenance"))
        moment = read_moment(request.query_params)
        layer = demonstration_asked(request.query_params)
        found = [
            sheet_output(sheet, rows.count_at(sheet, moment, demonstration=layer))
            for sheet in all_sheets()
        ]
        return Response({"count": len(found), "results": found})


class RegisterRows(APIView):
    """The rows of one register."""

    @extend_schema(parameters=[*AS_AT, LAYER], responses=dict, operation_id="register_rows")
    def get(self, request: Request, key: str) -> Response:
        """A page of rows; each cell's name is a filter for exactly that text."""
        sheet = find_sheet(key)
        names = {cell.name for cell in sheet.all_cells}
        refuse_unknown(request.query_params, {*MOMENT, *names, "page", "page_size"})
        moment = read_moment(request.query_params)
        given = read_filters(request.query_params)
        layer = demonstration_asked(given)
        found = [
            row
            for row in rows.rows_at(sheet, moment, demonstration=layer)
            if all(row.cells[name] == text for name, text in given.items())
        ]
        pages = Pages()
        page = pages.paginate_queryset(found, request, self)
        return pages.get_paginated_response([row_output(row) for row in page])

    @extend_schema(
        request=RowInput,
        responses={201: dict},
        operation_id="register_row_record",
        parameters=[OpenApiParameter("If-Match", str, OpenApiParameter.HEADER)],
    )
    def post(self, request: Request, key: str) -> Response:
        """Record a row. One on record already is changed: its tag goes into ``If-Match``."""
        sheet = find_sheet(key)
        person = caller(request)

        def act() -> Response:
            check_can_import(person, sheet.permission)
            given = read(RowInput, request)
            cells = texts(given["cells"])
            row = rows.record_row(
                by=person,
                sheet=sheet,
                given=cells,
                reason=given["reason"],
                seen=seen_tag(request, sheet, cells, person),
            )
            return Response(row_output(row), status=201, headers={"ETag": f'"{row.tag}"'})

        return once(request, person.number, act)


def texts(cells: Mapping[str, Any]) -> dict[str, str]:
    """The cells as the texts a file would have; lists and objects are no cells."""
    faults = {
        f"cells.{name}": "Write this cell as a text, a number, true or false, or null."
        for name, value in cells.items()
        if not isinstance(value, str | int | float | bool | None)
    }
    if faults:
        raise Invalid(fields=faults)
    return {name: as_text(value) for name, value in cells.items()}


def seen_tag(request: Request, sheet: Sheet, cells: Mapping[str, str], person: Person) -> str:
    """The tag of ``If-Match``; raises ``VersionNeeded`` for a row on record without one."""
    tag = request.headers.get("If-Match", "").strip().strip('"')
    key = rows.key_given(sheet, cells)
    layer = person.demonstration
    if not tag and rows.row_at(sheet, key, moments.now(), demonstration=layer):
        raise VersionNeeded("This row is on record already. Send its tag in If-Match to change it.")
    return tag
