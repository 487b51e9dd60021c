"""What the statements of the bench stand on: bodies, words, entities, reports, people."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from audits.models import OversightBody, Report, Theme, VocabularyWord
from ledger.seals import seal_pending
from secretariat.access import system
from secretariat.actions import grant_role, token_hash
from secretariat.models import ApiToken, Entity, Person
from tests.world import bring_in

BODIES = [f"BENCH{n}" for n in range(1, 9)]
ENTITIES = [f"ENT{n:02}" for n in range(1, 41)]
YEARS = range(2014, 2026)
WORDS = {
    "fully implemented": "implemented",
    "under implementation": "under_implementation",
    "not implemented": "not_implemented",
    "overtaken by events": "overtaken_by_events",
    "closed": "closed_by_body",
}
TOKEN = "ictp_only_for_the_bench_on_this_machine"
FOCAL_POINT = "focal.point@bench.invalid"


@dataclass(frozen=True)
class Ground:
    """The records that the bulk rows refer to."""

    reports: list[Any]
    words: dict[Any, dict[str, Any]]
    entities: list[Any]
    themes: list[Any]
    officer: Any


def lay() -> Ground:
    """Write it through the importers and actions of the product, and read it back."""
    bring_in("entities", *(_entity(code) for code in ENTITIES))
    bring_in("oversight_bodies", *({"code": code, "name": f"Body {code}"} for code in BODIES))
    bring_in("vocabulary", *(_word(body, word) for body in BODIES for word in WORDS))
    bring_in("documents", *(_document(n, y) for y in YEARS for n in range(len(BODIES))))
    bring_in("reports", *(_report(n, y) for y in YEARS for n in range(len(BODIES))))
    officer = _person("officer@bench.invalid", "officer", "")
    _token(_person(FOCAL_POINT, "focal_point", ENTITIES[4]))
    seal_pending()
    return _read(officer)


def focal_point() -> Person:
    """An ordinary user: speaks for one entity, and reads what is confidential about it alone."""
    return Person.objects.get(email=FOCAL_POINT)


def symbol(body: int, year: int) -> str:
    """The report that a body issued in a year."""
    return f"A/{year - 1945}/{9001 + body}"


def _entity(code: str) -> dict[str, str]:
    return {"code": code, "name": f"Department {code}", "as_of": "2010-01-01"}


def _word(body: str, word: str) -> dict[str, str]:
    return {"body": body, "word": word, "finding": WORDS[word], "as_of": "2010-01-01"}


def _document(body: int, year: int) -> dict[str, str]:
    title = f"Report of body {BODIES[body]} on {year}"
    return {"symbol": symbol(body, year), "kind": "boa_report", "title": title}


def _report(body: int, year: int) -> dict[str, str]:
    return {"symbol": symbol(body, year), "body": BODIES[body]}


def _person(email: str, role: str, scope: str) -> Person:
    person = Person(email=email, name=email)
    person.entity = Entity.objects.filter(code=scope).first()
    person.set_unusable_password()
    person.save()
    grant_role(
        by=system(),
        person=person,
        role=role,
        scope_code=scope,
        valid_from=date(2010, 1, 1),
        reason="bench",
    )
    return person


def _token(person: Person) -> None:
    now = timezone.now()
    ApiToken.objects.create(
        person=person,
        prefix=TOKEN[:10],
        hash=token_hash(TOKEN),
        scope="read",
        created_at=now,
        expires_at=now + timedelta(days=3650),
    )


def _read(officer: Person) -> Ground:
    reports = {r.document.symbol: r for r in Report.objects.select_related("document", "body")}
    words: dict[Any, dict[str, Any]] = {}
    for word in VocabularyWord.objects.filter(body__code__in=BODIES):
        words.setdefault(word.body_id, {})[WORDS[word.word]] = word
    assert OversightBody.objects.filter(code__in=BODIES).count() == len(BODIES)
    return Ground(
        reports=[reports[symbol(n, year)] for year in YEARS for n in range(len(BODIES))],
        words=words,
        entities=list(Entity.objects.filter(code__in=ENTITIES).order_by("code")),
        themes=list(Theme.objects.order_by("order")),
        officer=officer,
    )
