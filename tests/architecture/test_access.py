"""Each cell of the access table is as written, and every address has its row."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from rest_framework.test import APIClient

from audits import actions
from audits.models import Evidence, Recommendation
from governance import actions as governance
from governance.models import Decision, Mandate, Meeting, Policy
from ictportal.models import EditionPart, PartKind, Rhythm
from ictportal.reports import file_jobs, register
from ictportal.reports.actions import subscribe
from ictportal.reports.register import Asked
from ictportal.reports.writing import FORMS
from ledger import days, jobs, moments
from ledger.importing.applying import check_import
from ledger.models import Entry
from projects import actions as portfolio
from projects import reporting
from projects.lifecycle import RATED
from projects.models import BaselineProposal, Project, ProjectObjective
from secretariat.access import system
from secretariat.actions import make_token
from secretariat.models import Document, RoleGrant
from tests.architecture.access import ROLES, TABLE
from tests.editions import a_draft, an_edition
from tests.governance_world import governed
from tests.rounds import ROUND, a_round, policy
from tests.world import World, bring_in

#: Who the tests of meetings know.
MEETING = ("secretary", "officer", "focal_point", "auditor", "reader")
#: Whose version a change names, by how the name of its address begins.
VERSIONED: dict[str, Any] = {
    "api-meeting-m": Meeting,
    "api-decision-": Decision,
    "api-mandate-f": Mandate,
    "api-policy-m": Policy,
}
METHODS = ("get", "post", "patch", "put", "delete")


def patterns(resolver: Any = None) -> Iterator[URLPattern]:
    """Every address of the portal."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = {pattern.name for pattern in patterns()}
    assert None not in names, "an address has no name"
    assert names == set(TABLE)


def test_every_row_speaks_of_every_role() -> None:
    for name, methods in TABLE.items():
        for method, row in methods.items():
            assert set(row) == set(ROLES), f"{name} {method}"


@pytest.fixture
def arguments(world: World, settings: Any, tmp_path: Any) -> dict[str, dict[str, Any]]:
    """What each address needs: things that exist and concern the cast."""
    settings.EVIDENCE_DIR = tmp_path
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_CLASSES": []}
    evidence = actions.supply_evidence(
        by=world.focal_point,
        recommendation_id=world.recommendation.pk,
        expected_version=world.version(),
        upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n"),
        said="Minutes.",
    )
    assessed: Any = world.assess(recommendation_id=world.recommendation.pk, as_of=date(2024, 8, 31))
    proposal = actions.propose_transcription(
        by=world.officer,
        recommendation_id=world.recommendation.pk,
        word="under implementation",
        as_of=date(2025, 1, 31),
        reasoning="As printed.",
        symbol="A/74/177",
        locator="annex I",
    )
    record = check_import(
        kind="entities",
        content=b"code,name,as_of\nNEW-1,New,2020-01-01\n",
        file_name="e.csv",
        by=system(),
        reason="test",
    )
    one = {"pk": world.recommendation.pk}
    token, _ = make_token(by=system(), owner=world.outsider, scope="read")
    grant = RoleGrant.objects.get(person=world.lead)
    return {
        "recommendation-export": {"form": "csv"},
        "evidence-answer": {**one, "evidence": evidence.pk},
        "evidence-review": {**one, "evidence": evidence.pk},
        "evidence-download": {"evidence": evidence.pk},
        "api-evidence-reviews": {**one, "evidence": evidence.pk},
        "assessment-correct": {"assessment": assessed.pk},
        "transcription-decide": {"transcription": proposal.pk},
        "api-transcription-confirmation": {"transcription": proposal.pk},
        "entity": {"code": "OICT"},
        "document": {"pk": Document.objects.get(symbol="A/74/588").pk},
        "flag": {"key": "recommendations.reiterated"},
        "api-flag": {"key": "recommendations.reiterated"},
        "flag-answer": {"key": "recommendations.reiterated", "subject": world.recommendation.pk},
        "api-figure": {"key": "recommendations.status"},
        "import": {"pk": record.pk},
        "import-export": {"key": "entities", "form": "csv"},
        **{
            name: {"key": "plans"}
            for name in (
                "sheet",
                "sheet-row-new",
                "sheet-row",
                "sheet-row-withdraw",
                "api-register-rows",
            )
        },
        "person": {"pk": world.outsider.pk},
        "person-active": {"pk": world.outsider.pk},
        "grant-revoke": {"pk": grant.pk},
        "token-revoke": {"pk": token.pk},
        "threshold": {"code": "lowest_implementation_rate"},
        "plan-detail": {"code": "STRATEGY-2014"},
        "plan-inputs": {"code": "STRATEGY-2014", "form": "csv"},
        "slippage-export": {"form": "csv"},
        "api-plan": {"code": "STRATEGY-2014"},
        "indicator-export": {"form": "csv"},
        "discrepancy-export": {"form": "csv"},
        "reconciliation-export": {"form": "csv"},
        **{key: {"code": "CRITICAL-APPS"} for key in ("indicator-detail", "api-indicator")},
        **{key: {"code": "III"} for key in ("resource-table", "api-resource-table")},
        **{name: {"form": "csv"} for name in ("body-export", "output-export")},
        **{
            name: {"code": "ICT-BOARD"}
            for name in ("body-detail", "api-body", "api-body-performance")
        },
        **of_projects(world),
        **of_meetings(world),
        **of_rounds(),
        **of_requests(),
        **of_questions(),
        **of_editions(world),
        **of_files(world),
        "api-nothing": {"rest": "nothing"},
        **{
            name: one
            for name in TABLE
            if name.startswith("recommendation-")
            and name not in {"recommendation-list", "recommendation-export"}
        },
        **{
            name: one
            for name in (
                "evidence-request",
                "evidence-supply",
                "api-recommendation",
                "api-assessments",
                "api-reopenings",
                "api-updates",
                "api-targets",
                "api-links",
                "api-evidence",
                "api-transcriptions",
                "api-history",
            )
        },
    }


def of_rounds() -> dict[str, dict[str, Any]]:
    """A round of self-certification that asks two entities about one policy."""
    bring_in("policies", policy("T-POLICY-A", "Acceptable use"))
    bring_in("certification_rounds", a_round(entities="DGACM;OLA", policies="T-POLICY-A"))
    one = {"code": ROUND}
    return {
        "certification-form": {**one, "entity": "DGACM"},
        **dict.fromkeys(
            ("certification-round", "api-certification-round", "api-certification"), one
        ),
    }


def of_requests() -> dict[str, dict[str, Any]]:
    """A request and a policy of the record, and the lists of both as files."""
    request, named = {"code": "A74-588-P08"}, {"code": "OUTSOURCING"}
    exports = ("mandate-export", "policy-export", "asked-export")
    return {
        **{name: {"form": "csv"} for name in exports},
        **dict.fromkeys(
            ("mandate-detail", "mandate-finding", "api-mandate", "api-mandate-findings"), request
        ),
        **dict.fromkeys(("policy-detail", "policy-move", "api-policy", "api-policy-moves"), named),
    }


def of_editions(world: World) -> dict[str, dict[str, Any]]:
    """An issued edition with a number, its rows and a file; another one in preparation; reports."""
    issue, draft = an_edition(world), a_draft(world)
    opened: Any = EditionPart.objects.get(issue=issue, kind=PartKind.OPENED).content
    report, code, pk = {"key": "recommendations"}, {"code": issue.subject.code}, {"pk": draft.pk}
    of_report, of_rows = {**code, **report}, {**code, "key": next(iter(opened))}
    edition = ("edition", *(f"edition-{page}" for page in ("find", "changes", "manifest")))
    drafts = ("edition-draft", *(f"edition-draft-{verb}" for verb in ("change", "drop", "issue")))
    return {
        **dict.fromkeys(("dashboard", "report", "api-report"), report),
        **dict.fromkeys((*edition, "edition-withdraw", "api-edition"), code),
        **dict.fromkeys(("edition-report", "api-edition-report"), of_report),
        **dict.fromkeys(("edition-rows", "api-edition-rows"), of_rows),
        "edition-report-file": {**of_report, "form": "csv"},
        "edition-file": {**code, "name": "edition.csv"},
        **dict.fromkeys((*drafts, "edition-draft-rows"), pk),
        "edition-draft-report": {**pk, **report},
    }


def of_files(world: World) -> dict[str, dict[str, Any]]:
    """A file the officer asked for, made and kept, and a report the officer has sent."""
    report = {"key": "recommendations"}
    asked = Asked(world.officer, moments.now())
    job = file_jobs.promise(register.get("recommendations"), asked, FORMS["csv"])
    jobs.run(job.pk)
    job.refresh_from_db()
    sent = subscribe(
        by=world.officer,
        report="recommendations",
        parameters={},
        form="csv",
        rhythm=Rhythm.MONTHLY,
    )
    return {
        "report-file": {**report, "form": "csv"},
        "report-file-job": {"pk": job.pk},
        "report-file-download": {"pk": job.pk, "name": job.result["name"]},
        "subscription-new": report,
        "subscription-end": {"pk": sent.pk},
    }


def of_questions() -> dict[str, dict[str, Any]]:
    """A question of the record."""
    row = {"code": "T-QUESTION", "asked_by": "acabq", "title": "A question", "text": "What?"}
    bring_in("questions", {**row, "asked_on": "2024-02-01", "as_of": "2024-02-01"})
    named = {"code": "T-QUESTION"}
    return {"question-export": {"form": "csv"}, "question-detail": named, "api-question": named}


def of_meetings(world: World) -> dict[str, dict[str, Any]]:
    """A planned meeting with two items and a paper, a held one with an action, one with minutes."""
    cast = {name: getattr(world, name) for name in MEETING}
    held_here = governed(**cast)
    planned, held = held_here.plan(days.today()), held_here.held()
    paper = SimpleUploadedFile("paper.pdf", b"%PDF-1.4\n%%EOF\n")
    item = held_here.add(planned, "An item", upload=paper)
    action = governance.agree_action(
        by=world.secretary, meeting_id=held.pk, title="An action", responsible="OICT"
    )
    ahead, after = {"code": planned.code}, {"code": held.code}
    decision = {"code": held_here.decide().code}
    return {
        "meeting-export": {"form": "csv"},
        "decision-export": {"form": "csv"},
        "meeting-paper": {**ahead, "sha256": item.file_id},
        "corrigendum-record": {"code": held_here.minuted(date(2025, 4, 1)).code},
        "action-close": {"pk": action.pk},
        "body-calendar": {"code": held_here.body.code},
        **{f"agenda-{verb}": {"item": item.pk} for verb in ("change", "move", "remove")},
        **{f"meeting-{move}": ahead for move in ("hold", "postpone", "cancel", "merge")},
        **dict.fromkeys(
            ("meeting-detail", "agenda-add", "api-meeting", "api-meeting-moves"), ahead
        ),
        **dict.fromkeys(("meeting-attendance", "minutes-write", "minutes-approve"), after),
        **dict.fromkeys(("action-agree", "api-meeting-minutes"), after),
        **dict.fromkeys(("decision-detail", "decision-follow-up", "decision-link"), decision),
        **dict.fromkeys(("api-decision", "api-decision-follow-ups"), decision),
    }


def of_projects(world: World) -> dict[str, dict[str, Any]]:
    """A report handed in, a milestone with a proposed baseline, an objective: all of P01."""
    project = Project.objects.get(code="P01")
    state = portfolio.find_project(world.lead, project.pk)
    quarter = days.quarter_named(days.last_ended_quarter(days.today()))
    before = portfolio.before_report(state, days.parse_quarter(quarter))
    typed = {"percent": "10", "method": "counted", "achievements": "A start."}
    for name in RATED:
        typed |= {name: "green", f"{name}_reason": "As planned."}
    draft = portfolio.submit_report(
        by=world.lead,
        project_id=project.pk,
        quarter=quarter,
        content={**reporting.opening(before), **typed},
        expected_version=0,
    )
    milestone = portfolio.plan_milestone(
        by=world.lead,
        project_id=project.pk,
        name="A milestone",
        day=days.today(),
        authority="The steering committee",
        reason="Planned.",
    )
    objective = ProjectObjective.objects.filter(project=project).first()
    assert objective is not None
    one, code = {"draft": draft.pk}, {"code": "P01"}
    return {
        "report-next": code,
        "report-edit": {**code, "quarter": "2024-Q1"},
        "status-report": {**code, "quarter": quarter},
        "report-publish": one,
        "report-return": one,
        "milestone-plan": code,
        "baseline-propose": {"pk": milestone.pk},
        "baseline-decide": {"proposal": BaselineProposal.objects.get(milestone=milestone).pk},
        "objective-assess": {"pk": objective.pk},
        "objective-measure": {"pk": objective.pk},
        "project-close": code,
        "project-except": code,
        "project-detail": code,
        "project-export": {"form": "csv"},
        "status-report-export": {"form": "csv"},
        "api-project-publication": {**code, "quarter": "2016-Q1"},
        **{
            name: {**code, "objective": objective.code}
            for name in ("api-project-assessments", "api-project-measurements")
        },
        **{
            f"api-project{name}": code
            for name in (
                "",
                "-status-reports",
                "-milestones",
                "-objectives",
                "-percents",
                "-budgets",
                "-history",
            )
        },
    }


def ask(client: Any, method: str, address: str, version: int) -> Any:
    if isinstance(client, APIClient):
        extra = {"format": "json", "HTTP_IF_MATCH": f'"v{version}"'} if method != "get" else {}
        return getattr(client, method)(address, {}, **extra)
    return getattr(client, method)(address)


def outcome(response: Any) -> object:
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "login"
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_cell_is_as_written(
    world: World, arguments: dict[str, dict[str, Any]], role: str, api: Callable[..., APIClient]
) -> None:
    person = None if role == "nobody" else getattr(world, role)
    wrong = []
    entries = Entry.objects.count()
    for name, methods in sorted(TABLE.items(), key=lambda row: "confirmation" in row[0]):
        for method, row in methods.items():
            address = reverse(name, kwargs=arguments.get(name, {}))
            client: Any = Client()
            if name.startswith("api-") and name != "api-docs":
                client = APIClient() if person is None else api(person)
            elif person is not None:
                client.force_login(person)
            version = Recommendation.objects.get(pk=world.recommendation.pk).version
            if name.startswith("api-project"):
                version = Project.objects.get(code="P01").version
            for kind, model in VERSIONED.items():
                if name.startswith(kind) and name in arguments:
                    version = model.objects.get(code=arguments[name]["code"]).version
            got = outcome(ask(client, method, address, version))
            if got != row[role]:
                wrong.append(f"{name} {method}: {got}, written {row[role]}")
    assert wrong == []
    if role in {"nobody", "reader"}:
        assert Entry.objects.exclude(kind__startswith="secretariat.token").count() <= entries


@pytest.mark.django_db
def test_methods_outside_the_table_answer_405(
    world: World, arguments: dict[str, dict[str, Any]], api: Callable[..., APIClient]
) -> None:
    client = api(world.officer)
    for name, methods in TABLE.items():
        if not name.startswith("api-") or name in {"api-docs", "api-nothing"}:
            continue
        address = reverse(name, kwargs=arguments.get(name, {}))
        for method in set(METHODS) - set(methods):
            assert getattr(client, method)(address).status_code == 405, (name, method)


@pytest.mark.django_db
def test_a_new_address_without_a_row_is_noticed(monkeypatch: Any) -> None:
    from django.urls import path

    from ictportal import urls

    added = [*urls.urlpatterns, path("new/", lambda request: None, name="new")]
    names = {p.name for p in patterns(type("R", (), {"url_patterns": added})())}
    assert names - set(TABLE) == {"new"}
    assert Evidence.objects.count() == 0
