"""Figures and flags over the API: the same functions the pages call."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audits.api.views import AS_AT
from ledger import figures, flags
from ledger.errors import DomainError
from ledger.figures import Answer, Figure, Part
from ledger.flags import Flag
from ledger.moments import Moment
from ledger.rest.queries import read_filters, read_moment, refuse_unknown


class Unknown(DomainError):
    """No figure or flag has this key."""

    code = "not_found"
    status = 404


def definition(figure: Figure) -> dict[str, Any]:
    """What a figure means."""
    return {
        "key": figure.key,
        "version": figure.version,
        "name": figure.name,
        "question": figure.question,
        "unit": figure.unit,
        "formula": figure.formula,
        "definition": figure.definition,
        "citations": list(figure.sources),
        "parameters": sorted(figure.parameters),
    }


def fraction(share: Fraction | None) -> str | None:
    """A share as an exact fraction, such as 2/39."""
    return f"{share.numerator}/{share.denominator}" if share is not None else None


def address(request: Request, figure: Figure, rows: Mapping[str, str], moment: Moment) -> str:
    """Where the rows behind a number are."""
    query = {**rows, "as_of": moment.as_of.isoformat()}
    if given := request.query_params.get("known_at"):
        query["known_at"] = given
    path = f"{reverse(f'api-{figure.rows}')}?{urlencode(query)}"
    return request.build_absolute_uri(path)


def answered(
    request: Request,
    figure: Figure,
    answer: Answer,
    moment: Moment,
    parameters: Mapping[str, str],
) -> dict[str, Any]:
    """A figure's answer as values."""

    def shown(part: Part) -> dict[str, Any]:
        return {
            "key": part.key,
            "label": part.label,
            "count": part.count,
            "share": fraction(part.share),
            "share_printed": part.share_printed,
            "rows_url": address(request, figure, part.rows, moment),
        }

    return {
        "key": figure.key,
        "version": figure.version,
        "as_of": moment.as_of,
        "known_at": moment.known_at,
        "parameters": dict(parameters),
        "status": answer.status,
        "value": answer.value,
        "numerator": answer.numerator,
        "denominator": answer.denominator,
        "minimum": answer.minimum,
        "maximum": answer.maximum,
        "share": fraction(answer.share) if answer.numerator is not None else None,
        "share_printed": answer.share_printed if answer.numerator is not None else None,
        "unit": figure.unit,
        "parts": [shown(part) for part in answer.parts],
        "rows_url": address(request, figure, answer.rows, moment),
        "observed_through": answer.observed_through,
        "definition": figure.definition,
        "formula": figure.formula,
        "citations": list(figure.sources),
    }


class FigureList(APIView):
    """The definitions of all figures."""

    @extend_schema(responses=dict, operation_id="figures")
    def get(self, request: Request) -> Response:
        """Every figure with its formula and sources."""
        refuse_unknown(request.query_params, [])
        rows = [definition(figure) for figure in figures.all_figures()]
        return Response({"count": len(rows), "results": rows})


class FigureDetail(APIView):
    """One figure at a moment."""

    @extend_schema(
        parameters=[*AS_AT, OpenApiParameter("body", str), OpenApiParameter("followed_up_in", str)],
        responses=dict,
        operation_id="figure",
    )
    def get(self, request: Request, key: str) -> Response:
        """The figure over what the caller may see; filters are those of its list."""
        try:
            figure = figures.get(key)
        except KeyError as error:
            raise Unknown("There is no figure with this key.") from error
        moment = read_moment(request.query_params)
        parameters = read_filters(request.query_params)
        answer = figure.answer(request.user, moment, parameters)
        return Response(answered(request, figure, answer, moment, parameters))


class FlagList(APIView):
    """All rules and how much each finds."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="flags")
    def get(self, request: Request) -> Response:
        """Every rule with its definition and count at the moment."""
        refuse_unknown(request.query_params, {"as_of", "known_at"})
        moment = read_moment(request.query_params)
        rows = [shown_flag(request, flag, moment) for flag in flags.all_flags()]
        return Response({"count": len(rows), "results": rows})


def shown_flag(request: Request, flag: Flag, moment: Moment) -> dict[str, Any]:
    """A rule with what it finds at the moment."""
    return {
        "key": flag.key,
        "name": flag.name,
        "definition": flag.definition,
        "severity": flag.severity,
        "citations": list(flag.sources),
        "count": flag.find(request.user, moment).count(),
    }


class FlagDetail(APIView):
    """What one rule finds."""

    @extend_schema(parameters=AS_AT, responses=dict, operation_id="flag")
    def get(self, request: Request, key: str) -> Response:
        """The subjects found, each with the day since when and the rows that prove it."""
        refuse_unknown(request.query_params, {"as_of", "known_at"})
        moment = read_moment(request.query_params)
        try:
            flag = flags.get(key)
        except KeyError as error:
            raise Unknown("There is no flag with this key.") from error
        found = [
            {
                "subject_id": raised.subject_id,
                "since": raised.since,
                "proof": list(raised.proof),
                "label": raised.label,
            }
            for raised in flag.find(request.user, moment)
        ]
        return Response({**shown_flag(request, flag, moment), "results": found})
