"""The page of the one search box."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ictportal.find import Findings, find, read_question
from ictportal.find_kinds import KINDS
from ledger.errors import Invalid
from ledger.texts import LINE_LIMIT
from secretariat.pages import Page


class Find(Page):
    """What the register has of a text, kind by kind."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The help without a text; what is found with one; why not, where it cannot be looked for."""
        findings: Findings | None = None
        faults: dict[str, list[str]] = {}
        try:
            findings = self._findings(request.GET.get("q", ""))
        except Invalid as refusal:
            faults = dict(refusal.fields)
        context = {
            "findings": findings,
            "text": _shown(request.GET.get("q", "")),
            "faults": faults,
            "kinds": KINDS,
            "moment": self.moment,
        }
        return render(request, "ictportal/find.html", context, status=400 if faults else 200)

    def _findings(self, text: str) -> Findings | None:
        question = read_question(text)
        if not question.text:
            return None
        return find(self.person, question, self.moment, demonstration=self.demonstration)


def _shown(text: str) -> str:
    """What was typed, as far as it can be shown in the box again."""
    return "".join(sign for sign in text if sign.isprintable())[:LINE_LIMIT]
