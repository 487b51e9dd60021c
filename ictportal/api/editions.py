"""Issued editions over the API: all that a reader's token reaches."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ictportal.editions import policies, reading
from ictportal.models import EditionIssue, EditionPart, PartKind
from ledger.errors import DomainError
from ledger.rest.queries import refuse_unknown
from secretariat.access import is_person, may
from secretariat.roles import Permission


class Absent(DomainError):
    """No such edition, or none that this person may read."""

    code = "not_found"
    status = 404


class ReadsEditions(BasePermission):
    """Signed in with the right to read issued editions."""

    message = "Your roles do not let you read issued editions."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Refusal comes before anything is read."""
        return is_person(request.user) and may(request.user, Permission.READ_EDITIONS)


def summary(issue: EditionIssue) -> dict[str, Any]:
    """An edition in a list."""
    return {
        "code": issue.subject.code,
        "title": issue.title,
        "document": issue.document,
        "layer": "demonstration" if issue.subject.demonstration else "record",
        "as_of": issue.as_of,
        "known": issue.known,
        "classification": issue.classification,
        "issued_at": issue.recorded_at,
        "replaces": issue.replaces.code if issue.replaces else None,
        "manifest_sha256": issue.manifest_sha256,
    }


class EditionView(APIView):
    """What the addresses of one edition share."""

    permission_classes = [ReadsEditions]

    def issue(self, code: str) -> EditionIssue:
        """The edition; raises ``Absent``."""
        refuse_unknown(self.request.query_params, [])
        found = policies.readable_by(self.request.user).filter(subject__code=code).first()
        if found is None:
            raise Absent("There is no edition with this code.")
        return found


class EditionList(APIView):
    """Every issued edition."""

    permission_classes = [ReadsEditions]

    @extend_schema(responses=dict, operation_id="editions")
    def get(self, request: Request) -> Response:
        """Newest first, the record before the demonstration."""
        refuse_unknown(request.query_params, [])
        rows = [summary(issue) for issue in policies.readable_by(request.user)]
        return Response({"count": len(rows), "results": rows})


class EditionDetail(EditionView):
    """One edition with its manifest."""

    @extend_schema(responses=dict, operation_id="edition")
    def get(self, request: Request, code: str) -> Response:
        """What it pins, its parts with their SHA-256, and its withdrawal, if any."""
        issue = self.issue(code)
        gone = reading.withdrawal_of(issue)
        withdrawn = {"at": gone.recorded_at, "reason": gone.reason} if gone else None
        return Response(
            {
                **summary(issue),
                "note": issue.note,
                "manifest": issue.manifest,
                "withdrawn": withdrawn,
            }
        )


class EditionReport(EditionView):
    """One dashboard or report of an edition."""

    @extend_schema(responses=dict, operation_id="edition_report")
    def get(self, request: Request, code: str, key: str) -> Response:
        """Exactly what was frozen: its SHA-256 stands in the manifest."""
        rows = EditionPart.objects.filter(issue=self.issue(code), kind=PartKind.REPORT, key=key)
        part = rows.first()
        if part is None:
            raise Absent("This edition has no report with this key.")
        return Response({"sha256": part.sha256, "report": part.content})


class EditionRows(EditionView):
    """The rows behind one number of an edition."""

    @extend_schema(
        parameters=[OpenApiParameter("key", str, OpenApiParameter.PATH)],
        responses=dict,
        operation_id="edition_rows",
    )
    def get(self, request: Request, code: str, key: str) -> Response:
        """Headings, rows, and how many they stand for."""
        found = reading.rows_of_number(self.issue(code), key)
        if found is None:
            raise Absent("This edition keeps no rows under this key.")
        return Response(
            {
                "title": found.title,
                "as_of": found.day,
                "columns": found.columns,
                "count": found.total,
                "results": found.lines,
            }
        )
