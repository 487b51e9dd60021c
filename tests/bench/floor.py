"""The least that can answer: one table of 16 fields, two foreign keys shown by name.

The *floor* is what a plain Django project would have: one table of its own, a joined list view
with a token, a template, a serializer and two bulk inserts. It knows no rights, no past and no
history that can be read. The *joined* floor answers from the portal's own tables.
"""

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.utils import timezone
from django.views import View
from rest_framework import serializers
from rest_framework.authentication import BaseAuthentication
from rest_framework.generics import ListAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import IsAuthenticated

from audits.models import OversightBody, RecommendationState
from ledger import days
from secretariat.actions import token_hash
from secretariat.models import ApiToken, Entity

FIELDS = [
    "id",
    "symbol",
    "item",
    "title",
    "text",
    "body",
    "lead",
    "priority",
    "acceptance",
    "classification",
    "issued_not_after",
    "finding",
    "assessed_as_of",
    "claim",
    "claimed_as_of",
    "target_ends_on",
]


class FloorRow(models.Model):
    """A recommendation as one row."""

    symbol = models.CharField(max_length=80)
    item = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    body = models.ForeignKey(OversightBody, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    priority = models.CharField(max_length=10)
    acceptance = models.CharField(max_length=19)
    classification = models.CharField(max_length=21)
    issued_not_after = models.DateField()
    finding = models.CharField(max_length=20)
    assessed_as_of = models.DateField(null=True, blank=True)
    claim = models.CharField(max_length=20)
    claimed_as_of = models.DateField(null=True, blank=True)
    target_ends_on = models.DateField(null=True, blank=True)

    class Meta:
        app_label = "audits"
        db_table = "bench_floor"

    def __str__(self) -> str:
        return self.title


class FloorChange(models.Model):
    """A change of a row, as a plain project keeps it."""

    row = models.ForeignKey(FloorRow, on_delete=models.PROTECT, related_name="+")
    actor = models.BigIntegerField()
    changed_at = models.DateTimeField()
    after = models.JSONField()

    class Meta:
        app_label = "audits"
        db_table = "bench_floor_change"

    def __str__(self) -> str:
        return str(self.row_id)


COLUMNS = {
    "symbol": "d.symbol",
    "item": "r.item",
    "title": "p.title",
    "text": "p.text",
    **{
        name: f"s.{name}"
        for name in [
            "body_id",
            "lead_id",
            "priority",
            "acceptance",
            "classification",
            "issued_not_after",
            "finding",
            "assessed_as_of",
            "claim",
            "claimed_as_of",
            "target_ends_on",
        ]
    },
}


def fill() -> None:
    """Make the tables of the floor from the projection of today, in the order of the list."""
    with connection.schema_editor() as editor:
        for model in (FloorRow, FloorChange):
            editor.create_model(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO bench_floor ({', '.join(COLUMNS)})"
            f" SELECT {', '.join(COLUMNS.values())} FROM audits_recommendationstate s"
            " JOIN audits_recommendation r ON r.id = s.recommendation_id"
            " JOIN audits_report o ON o.id = r.report_id"
            " JOIN secretariat_document d ON d.id = o.document_id"
            " JOIN audits_particulars p ON p.id = s.particulars_id"
            " WHERE s.from_day <= %s AND s.to_day > %s ORDER BY s.sort_key",
            [days.today()] * 2,
        )


class PlainToken(BaseAuthentication):
    """One look-up of the token with its owner."""

    def authenticate(self, request: Any) -> Any:
        """The owner and the token."""
        secret = request.headers.get("Authorization", "").partition(" ")[2]
        token = ApiToken.objects.select_related("person").get(hash=token_hash(secret))
        return token.person, token


class Fifty(PageNumberPagination):
    """Pages of fifty rows."""

    page_size = 50


def of_body(rows: Any, code: str | None) -> Any:
    """The rows of one body, found by its key: the count then reads nothing but an index."""
    return rows.filter(body=OversightBody.objects.get(code=code)) if code else rows


class PlainList(ListAPIView):
    """What both floors share."""

    authentication_classes = [PlainToken]
    permission_classes = [IsAuthenticated]
    throttle_classes: list[Any] = []
    pagination_class = Fifty

    def get_queryset(self) -> Any:
        """The rows, of one body where it is asked for."""
        return of_body(super().get_queryset(), self.request.query_params.get("body"))


class FloorSerializer(serializers.ModelSerializer):
    """Sixteen fields."""

    body = serializers.CharField(source="body.code")
    lead = serializers.CharField(source="lead.code", default=None)

    class Meta:
        model = FloorRow
        fields = FIELDS


class FloorList(PlainList):
    """The floor's list."""

    queryset = FloorRow.objects.select_related("body", "lead").order_by("pk")
    serializer_class = FloorSerializer


class JoinedSerializer(serializers.ModelSerializer):
    """The stored values of our own answer, through the usual serializer."""

    id = serializers.CharField(source="recommendation_id")
    version = serializers.IntegerField(source="recommendation.version")
    body = serializers.CharField(source="body.code")
    report = serializers.CharField(source="recommendation.report.document.symbol")
    item = serializers.CharField(source="recommendation.item")
    title = serializers.CharField(source="particulars.title")
    text = serializers.CharField(source="particulars.text")
    theme = serializers.CharField(source="theme.code", default=None)
    lead = serializers.CharField(source="lead.code", default=None)
    made_in = serializers.CharField(source="made_in.document.symbol", default=None)
    word = serializers.CharField(source="assessment.word.word", default=None)

    class Meta:
        model = RecommendationState
        fields = [
            "id",
            "version",
            "body",
            "report",
            "item",
            "title",
            "text",
            "theme",
            "lead",
            "made_in",
            "word",
            "priority",
            "acceptance",
            "classification",
            "issued_not_before",
            "issued_not_after",
            "finding",
            "assessed_as_of",
            "claim",
            "claimed_as_of",
            "target_ends_on",
            "provenance",
        ]


class JoinedList(PlainList):
    """The same rows of the same day from the same tables, with everything joined at once."""

    queryset = RecommendationState.objects.filter(demonstration=False)
    serializer_class = JoinedSerializer

    def get_queryset(self) -> Any:
        """The rows of the day asked for."""
        day = date.fromisoformat(self.request.query_params.get("as_of", str(days.today())))
        rows = super().get_queryset().filter(from_day__lte=day, to_day__gt=day)
        return rows.order_by("sort_key").select_related(
            "recommendation__report__document",
            "body",
            "particulars",
            "theme",
            "lead",
            "made_in__document",
            "assessment__word",
        )


TABLE = """<!doctype html><html lang="en"><title>Recommendations</title><table>
{% for row in page %}<tr><td><a href="/r/{{ row.pk }}/">{{ row.title }}</a><td>{{ row.symbol }}
<td>{{ row.item }}<td>{{ row.body.code }}<td>{{ row.lead.code }}<td>{{ row.priority }}
<td>{{ row.finding }}<td>{{ row.assessed_as_of }}<td>{{ row.claim }}<td>{{ row.claimed_as_of }}
<td>{{ row.issued_not_after }}</tr>{% endfor %}
</table><p>{{ page.number }} of {{ page.paginator.num_pages }}, {{ page.paginator.count }} rows"""


class FloorPage(LoginRequiredMixin, View):
    """The floor's page: eleven columns, no frame."""

    template = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """A page of fifty rows."""
        rows = FloorRow.objects.select_related("body", "lead").order_by("pk")
        rows = of_body(rows, request.GET.get("body"))
        page = Paginator(rows, 50).get_page(request.GET.get("page"))
        if FloorPage.template is None:
            FloorPage.template = engines["django"].from_string(TABLE)
        return HttpResponse(FloorPage.template.render({"page": page}))


class Coded(serializers.Field):
    """A code looked up among those read once."""

    def to_internal_value(self, data: Any) -> Any:
        """The record with this code."""
        found = self.context[self.field_name].get(data)
        if found is None:
            raise serializers.ValidationError("There is no such code.")
        return found


class ImportSerializer(serializers.ModelSerializer):
    """A row of a file, checked field by field."""

    body, lead = Coded(), Coded(required=False)

    class Meta:
        model = FloorRow
        fields = FIELDS[1:]


def bring_in(rows: list[dict[str, Any]], actor: int) -> int:
    """Each row through the serializer, then two bulk inserts: the rows and their changes."""
    models_of = {"body": OversightBody, "lead": Entity}
    known = {name: {r.code: r for r in m.objects.all()} for name, m in models_of.items()}
    checked = []
    for row in rows:
        serializer = ImportSerializer(data=row, context=known)
        serializer.is_valid(raise_exception=True)
        checked.append(FloorRow(**serializer.validated_data))
    made = FloorRow.objects.bulk_create(checked)
    now = timezone.now()
    FloorChange.objects.bulk_create(
        FloorChange(row=row, actor=actor, changed_at=now, after=given)
        for row, given in zip(made, rows, strict=True)
    )
    return len(made)
