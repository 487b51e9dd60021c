"""What every form about one recommendation shares: both voices beside it, nothing typed lost."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.forms import BoundField, Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audits import actions, policies, queries
from audits.models import RecommendationState, VocabularyWord
from audits.queries import Row
from audits.views.detail import mark_readable
from ledger import days
from secretariat.pages import ActionPage


def in_words(field: BoundField, value: Any) -> str:
    """A value of a form field the way a person reads it: the words of its choices, not the keys."""
    labels = {str(key): str(label) for key, label in getattr(field.field, "choices", ())}
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values if one not in (None, ""))


class RecommendationAction(ActionPage):
    """A form about one recommendation, with both voices beside it."""

    template_name = "audits/recommendation_action.html"
    title: Any = ""
    button: Any = _("Record")
    needs_words = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load the recommendation first: what one may not see is not there."""
        self.request, self.kwargs = request, kwargs
        self.state = self._load() if request.user.is_authenticated else None
        return super().dispatch(request, *args, **kwargs)

    def _load(self) -> RecommendationState:
        try:
            return actions.find_state(self.request.user, self.subject_id())
        except actions.NotFound as error:
            raise Http404 from error

    def subject_id(self) -> UUID:
        """The recommendation of the address."""
        pk: UUID = self.kwargs["pk"]
        return pk

    @property
    def row(self) -> RecommendationState:
        """The recommendation as it stands now."""
        assert self.state is not None
        return self.state

    def get_initial(self) -> dict[str, Any]:
        """The version seen and today."""
        return {"version": self.row.recommendation.version, "as_of": days.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Add the body's words where the form asks for one."""
        kwargs = super().get_form_kwargs()
        if self.needs_words:
            words = VocabularyWord.objects.filter(body=self.row.body).order_by("word")
            kwargs["words"] = list(words.values_list("word", flat=True))
        return kwargs

    def about(self) -> dict[str, Any]:
        """Whom the action concerns and in which version."""
        return {"by": self.person, "recommendation_id": self.row.recommendation_id}

    def news(self) -> Mapping[str, Any]:
        """What the other side wrote since the version the person saw; the form takes the new one."""
        seen = int(self.request.POST.get("version", 0))
        fresh = self._load()
        news = [
            said
            for said in (
                *queries.updates(fresh.recommendation_id, self.moment),
                *queries.assessments(fresh.recommendation_id, self.moment),
                *queries.evidence(fresh.recommendation_id, self.moment),
            )
            if said.ordinal > seen
        ]
        self.state = fresh
        readable = [said for said in news if hasattr(said, "classification")]
        mark_readable(self.request.user, readable, fresh)
        return {"news": news, "fresh_version": fresh.recommendation.version, "seen": seen}

    def recorded(self) -> Mapping[str, Any]:
        """What is on record in the terms of the form, to stand beside what was typed."""
        given = {"version", "as_of"}
        return {name: held for name, held in self.get_initial().items() if name not in given}

    def versions(self, form: Form) -> list[dict[str, Any]]:
        """Field by field, what is recorded now and what the person typed."""
        recorded = self.recorded()
        return [
            {
                "label": field.label,
                "recorded": in_words(field, recorded[field.name]),
                "typed": in_words(field, field.value()),
            }
            for field in form.visible_fields()
            if field.name in recorded
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The recommendation and both voices beside the form."""
        pk = self.row.recommendation_id
        form = kwargs.get("form")
        if form is not None and form.is_bound and "fresh_version" in kwargs:
            form.data = form.data.copy()
            form.data["version"] = kwargs["fresh_version"]
            kwargs["versions"] = self.versions(form)
        updates = list(queries.updates(pk, self.moment)[:5])
        mark_readable(self.request.user, updates, self.row)
        rows = queries.load(
            [pk],
            policies.viewable_by(
                self.request.user, self.moment, demonstration=self.row.demonstration
            ),
            self.moment,
        )
        return super().get_context_data(
            row=rows[0] if rows else Row(self.row, self.moment),
            updates=updates,
            assessments=list(queries.assessments(pk, self.moment)[:5]),
            title=self.title,
            button=self.button,
            moment=self.moment,
            **kwargs,
        )

    def get_success_url(self) -> str:
        """Back to the recommendation, in its layer."""
        url = reverse("recommendation-detail", args=[self.row.recommendation_id])
        return f"{url}?layer=demonstration" if self.row.demonstration else url
