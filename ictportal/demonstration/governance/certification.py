"""Made-up rounds of self-certification: last year's is closed, this one waits for answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from governance.actions.certification import (
    Answered,
    certify,
    correct_certification,
    remind_entities,
)
from governance.lifecycle import CertifiedWord
from governance.models import CertificationForm, CertificationRound
from ictportal.demonstration.governance.hands import Calendar, Office
from ictportal.demonstration.portfolio.hands import Row, bring
from secretariat.models import Entity

ENTITIES = (
    *("DEMO-FIN", "DEMO-OPS", "DEMO-ICT", "DEMO-HR"),
    *("DEMO-CONF", "DEMO-REG1", "DEMO-REG2", "DEMO-MIS1"),
)
BEFORE = ("DG-USE", "DG-DEVICES", "DG-PERSONS", "DG-REPAIR", "DG-ACCESS", "DG-COPIES")
NOW = (*BEFORE, "DG-INCIDENTS", "DG-WEB")
YES, PARTLY, NO, AWAY = (
    CertifiedWord.COMPLIANT,
    CertifiedWord.PARTLY,
    CertifiedWord.NOT_COMPLIANT,
    CertifiedWord.NOT_APPLICABLE,
)
LETTERS = {"y": YES, "p": PARTLY, "n": NO, "x": AWAY, "-": ""}
EVIDENCE = {
    YES: "Made up: checked with a sample of thirty cases in spring.",
    PARTLY: "Made up: in force in the main office, not yet in the store rooms.",
}
OFFICE = "Office of the head"
CORRECTED = "Made up: the count had left out one unit."


@dataclass(frozen=True)
class Form:
    """What an entity said: a letter per policy, how many days after the opening, and whether whole.

    With ``saved`` it was saved before, so many days after the opening, with its first two answers.
    """

    entity: str
    letters: str
    after: int
    complete: bool = True
    saved: int | None = None


#: The fourth was saved first and finished later; the last came after the last day.
LAST_YEAR = (
    Form("DEMO-FIN", "yyyxyp", 12),
    Form("DEMO-OPS", "yypyyp", 20),
    Form("DEMO-ICT", "yyypyy", 25),
    Form("DEMO-HR", "ynyxpx", 41, saved=30),
    Form("DEMO-CONF", "ypnxyn", 55),
    Form("DEMO-REG1", "pnpyny", 74),
)
#: Finance has not answered: its focal point has something to do.
THIS_YEAR = (
    Form("DEMO-OPS", "yypyyyyx", 8),
    Form("DEMO-ICT", "yyyyyyyp", 15),
    Form("DEMO-HR", "ypyxpxyx", 22),
    Form("DEMO-CONF", "yp------", 26, complete=False),
)


class Rounds:
    """The secretary opens the rounds, and the focal points certify for their entities."""

    def __init__(self, office: Office, calendar: Calendar) -> None:
        self.office, self.today = office, calendar.today
        begun = calendar.today - timedelta(days=30)
        self.opened = begun.replace(day=1)
        self.before = self.opened.replace(year=self.opened.year - 1)
        self.entities = {one.code: one for one in Entity.objects.filter(demonstration=True)}

    def hold_all(self) -> None:
        """Last year's round and the one that is open."""
        rows = [self._row(self.before, 60, BEFORE), self._row(self.opened, 90, NOW)]
        bring("certification_rounds", self.office.secretary, rows)
        for form in LAST_YEAR:
            self._certify(self.before, BEFORE, form)
        self._correct(self.before, BEFORE, LAST_YEAR[3])
        for form in THIS_YEAR:
            self._certify(self.opened, NOW, form)

    def remind(self) -> None:
        """The secretary reminds those who have not responded."""
        remind_entities(by=self.office.secretary, round_id=self._round(self.opened).pk)

    def _row(self, opened: date, length: int, policies: tuple[str, ...]) -> Row:
        return {
            "code": _code(opened),
            "name": f"Demonstration self-certification {opened.year}",
            "opened_on": opened.isoformat(),
            "closes_on": (opened + timedelta(days=length)).isoformat(),
            "entities": ";".join(ENTITIES),
            "policies": ";".join(policies),
            "as_of": opened.isoformat(),
        }

    def _round(self, opened: date) -> CertificationRound:
        return CertificationRound.objects.get(code=_code(opened))

    def _certify(self, opened: date, policies: tuple[str, ...], form: Form) -> None:
        if form.saved is not None:
            answers = _answers(policies[:2], form.letters[:2])
            day = opened + timedelta(days=form.saved)
            certify(**self._given(opened, form), answers=answers, complete=False, on=day)
        certify(
            **self._given(opened, form),
            answers=_answers(policies, form.letters),
            complete=form.complete,
            on=opened + timedelta(days=form.after),
        )

    def _correct(self, opened: date, policies: tuple[str, ...], form: Form) -> None:
        answers = _answers(policies, form.letters.replace("n", "p"))
        correct_certification(**self._given(opened, form), answers=answers, reason=CORRECTED)

    def _given(self, opened: date, form: Form) -> dict[str, Any]:
        """Who certifies for whom in which round, at the version in force."""
        held, entity = self._round(opened), self.entities[form.entity]
        rows = CertificationForm.objects.filter(round=held, entity=entity)
        return {
            "by": self.office.focal_points[form.entity],
            "round_id": held.pk,
            "entity_id": entity.pk,
            "signed_by": OFFICE if form.complete else "",
            "expected_version": rows.values_list("version", flat=True).first() or 0,
        }


def _code(opened: date) -> str:
    return f"DEMO-ROUND-{opened.year}"


def _answers(policies: tuple[str, ...], letters: str) -> Mapping[str, Answered]:
    words = zip(policies, (LETTERS[letter] for letter in letters), strict=True)
    return {code: Answered(word, EVIDENCE.get(word, "")) for code, word in words}  # type: ignore[call-overload]
