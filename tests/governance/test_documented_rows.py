"""What the five sources print about governance stands in the register, typed a second time here."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from governance.imports import ORDER
from governance.lifecycle import IN_FORCE, Kept
from governance.models import (
    BodyAlias,
    BodyParticulars,
    BodySuccession,
    CertificationRound,
    ComplianceReview,
    DecisionParticulars,
    DelegationParticulars,
    Mandate,
    MandateFinding,
    MandateLink,
    MandatePart,
    MandateParticulars,
    MandateState,
    MeetingCount,
    OutputDelivery,
    PolicyParticulars,
    ProvisionParticulars,
    TermsParticulars,
)
from governance.performance import known_bodies, parse_period, perform
from governance.state import mandates_at
from ledger.days import FAR_FUTURE
from ledger.importing.applying import check
from ledger.importing.kinds import get
from ledger.moments import Moment
from secretariat.models import Person, PopulationCount
from secretariat.sheets import get_sheet

pytestmark = pytest.mark.django_db
DATA = Path(apps.get_app_config("governance").path) / "data"
A588 = "A74-588-P"
#: The paragraphs of A/74/588 that ask for something, and their verbs.
VERBS = {
    **dict.fromkeys((8, 9, 10, 12, 13, 17, 18, 20, 26, 27, 28, 29, 30), "recommends"),
    4: "stresses",
    16: "stresses",
    21: "trusts",
}
#: Those whose answer is to stand in the final report that para 8 asks for.
IN_FINAL_REPORT = (9, 10, 18, 26, 27, 28, 29)
OVERDUE = {f"{A588}{number:02d}" for number in (8, *IN_FINAL_REPORT)}


def rows(model: Any, as_of: date = FAR_FUTURE) -> Any:
    """What stands of the record on a day, one statement a record."""
    return model.objects.current(as_of).filter(subject__demonstration=False)


def stated(model: Any) -> Any:
    """All that stands of the record, of kinds with several statements a record."""
    return model.objects.standing().filter(subject__demonstration=False)


def states(as_of: date) -> dict[str, MandateState]:
    return {row.code: row for row in mandates_at(Moment(as_of)).filter(demonstration=False)}


def statuses(as_of: date) -> dict[str, str]:
    return {code: str(row.status) for code, row in states(as_of).items()}


def of_588(as_of: date) -> dict[int, str]:
    """The status of each paragraph of A/74/588."""
    found = statuses(as_of).items()
    return {int(code.removeprefix(A588)): word for code, word in found if code.startswith(A588)}


# --- every row -----------------------------------------------------------------------------------
@pytest.mark.parametrize("sheet", ORDER)
def test_every_row_of_the_record_has_its_place_in_a_source(sheet: str) -> None:
    for row in stated(get_sheet(sheet).statement).select_related("citation__document"):
        assert row.provenance in {"documented", "reconstructed"}, (sheet, row)
        assert row.citation and row.citation.document.available, (sheet, row)
        assert row.citation.locator, (sheet, row)
        if row.provenance == "reconstructed":
            assert "our reading" in row.note.lower(), (sheet, row)


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_loading_a_file_again_changes_nothing(path: Path) -> None:
    again = check(get(path.stem), path.read_bytes(), path.name)
    assert again.rows and not again.faults and not again.changes


def test_nothing_is_in_the_record_where_the_sources_print_nothing() -> None:
    for sheet in ("seats", "budget_reviews", "provision_compliance", "entity_alignment"):
        assert not stated(get_sheet(sheet).statement).exists(), sheet


# --- bodies and their terms ----------------------------------------------------------------------
def test_the_bodies_are_on_record_with_their_chinese_names() -> None:
    unnamed_in_the_source = {"MERGED-ICT-GOVERNANCE-BODY", "CAPITAL-INVESTMENT-WORKING-GROUP"}
    bodies = {row.subject.code: row for row in rows(BodyParticulars).select_related("subject")}
    assert set(bodies) == unnamed_in_the_source | {
        "ICT-EXECUTIVE-COMMITTEE",
        "ICT-BOARD",
        "ICT-POLICY-COMMITTEE",
        "SECURITY-COMMITTEE",
        "ARCHITECTURE-REVIEW-BOARD",
        "MANAGEMENT-COMMITTEE",
        "ENTERPRISE-ARCHITECTURE-TASK-FORCE",
        "CEB",
        "HLCM",
        "HLCP",
        "ICT-NETWORK",
        "ICT-TASK-FORCE",
        "GLOBAL-ALLIANCE-ICT",
    }
    assert {code for code, row in bodies.items() if not row.name_zh} == unnamed_in_the_source
    assert bodies["ICT-BOARD"].name_zh == "信息和通信技术局"


def test_the_register_claims_to_hold_the_meetings_of_no_body_of_the_record() -> None:
    assert not stated(BodyParticulars).exclude(recorded_from=None).exists()


def test_the_board_and_the_committee_are_one_body_and_the_note_says_whose_reading() -> None:
    [alias] = stated(BodyAlias).filter(name="信息和通信技术委员会")
    assert alias.subject.code == "ICT-BOARD" and "Our reading" in alias.note


def test_bodies_begin_and_end_where_the_sources_say_so() -> None:
    said = rows(BodyParticulars).exclude(established_on=None, ended_on=None)
    found = {
        row.subject.code: (row.established_on, row.ended_on)
        for row in said.select_related("subject")
    }
    assert found == {
        "CAPITAL-INVESTMENT-WORKING-GROUP": (date(2019, 9, 30), None),
        "ENTERPRISE-ARCHITECTURE-TASK-FORCE": (date(2019, 12, 31), None),
        "GLOBAL-ALLIANCE-ICT": (date(2006, 3, 31), None),
        "ICT-TASK-FORCE": (None, date(2005, 12, 31)),
    }
    planned = rows(BodyParticulars).filter(state="planned").order_by("subject__code")
    assert [row.subject.code for row in planned] == [
        "ARCHITECTURE-REVIEW-BOARD",
        "MERGED-ICT-GOVERNANCE-BODY",
    ]


def test_what_follows_a_body_is_marked_as_read_by_us() -> None:
    chains = stated(BodySuccession).values_list("subject__code", "predecessor__code", "provenance")
    assert set(chains) == {
        ("MERGED-ICT-GOVERNANCE-BODY", "ICT-EXECUTIVE-COMMITTEE", "reconstructed"),
        ("MERGED-ICT-GOVERNANCE-BODY", "ICT-BOARD", "reconstructed"),
        ("GLOBAL-ALLIANCE-ICT", "ICT-TASK-FORCE", "reconstructed"),
    }


def test_on_a_day_of_2018_the_bulletin_of_2016_is_in_force() -> None:
    day = date(2018, 6, 30)
    valid = rows(TermsParticulars, day).filter(state="in_force", valid_from__lte=day, valid_to=None)
    said = {row.subject.code: row for row in valid.select_related("subject", "citation__document")}
    assert set(said) == {"EC-2016", "ICTB-2016"}
    committee, board = said["EC-2016"], said["ICTB-2016"]
    assert (committee.cadence, committee.cadence_number) == ("per_year", 1)
    assert (board.cadence, board.cadence_number) == ("every_weeks", 6)
    assert committee.chair == "" and "the chair in 2018 is not stated" in committee.note
    assert committee.members.startswith("13 ")
    assert board.chair == "Chief Information Technology Officer"
    for terms in said.values():
        assert terms.citation.document.symbol == "A/74/588" and "ST/SGB/2016/11" in terms.note
        assert terms.reported_in is None


def test_the_proposal_of_2014_had_the_board_meet_every_quarter() -> None:
    said = {row.subject.code: row for row in rows(TermsParticulars, date(2014, 12, 31))}
    assert {code: row.cadence for code, row in said.items()} == {
        "EC-2014": "per_year",
        "ICTB-2014": "quarterly",
        "ICTPC-2014": "not_stated",
        "SC-2014": "not_stated",
        "ARB-2014": "not_stated",
    }
    assert {row.state for row in said.values()} == {"proposed"}
    assert said["EC-2014"].chair == "Under-Secretary-General for Management"


def test_the_merged_body_is_to_have_two_chairs_and_no_stated_cadence() -> None:
    [terms] = rows(TermsParticulars).filter(subject__code="MERGED-2019")
    assert (terms.state, terms.cadence) == ("proposed", "not_stated")
    assert (terms.chair, terms.second_chair) == (
        "Department of Operational Support",
        "Department of Management Strategy, Policy and Compliance",
    )
    assert terms.reported_in is not None and terms.reported_in.symbol == "A/74/353"


# --- meetings and outputs of 2018 ----------------------------------------------------------------
def test_the_meetings_of_2018_are_counted_as_printed() -> None:
    counts = stated(MeetingCount).values_list("subject__code", "count", "as_printed", "as_of")
    day = date(2018, 12, 31)
    assert set(counts) == {
        ("ICT-EXECUTIVE-COMMITTEE", 0, "2018 年没有开会", day),
        ("ICT-BOARD", 2, "2018 年只开了两次会", day),
        ("ICT-POLICY-COMMITTEE", 8, "2018 年举行了 8 次会议", day),
    }


@pytest.mark.parametrize(
    ("code", "held", "required", "word"),
    [
        ("ICT-EXECUTIVE-COMMITTEE", 0, 1, Kept.MISSED),
        ("ICT-BOARD", 2, 8, Kept.MISSED),
        ("ICT-POLICY-COMMITTEE", 8, 0, Kept.NOTHING_REQUIRED),
    ],
)
def test_the_bodies_of_2018_are_judged_by_the_terms_in_force(
    people: Callable[..., Person], code: str, held: int, required: int, word: Kept
) -> None:
    [known] = known_bodies(people("secretary"), Moment(date(2018, 12, 31)), codes=[code])
    done = perform(known, parse_period("2018"))
    assert (done.held, done.required, done.status) == (held, required, word)


def test_the_annual_report_is_missed_and_the_updates_are_not_stated() -> None:
    said = stated(OutputDelivery).values_list("subject__code", "period", "word", "as_of")
    day = date(2018, 12, 31)
    assert set(said) == {
        ("ICTB-ANNUAL-REPORT", day, "missed", day),
        ("EC-PROJECT-UPDATES", day, "not_stated", day),
    }


# --- requests and recommendations ----------------------------------------------------------------
def test_sixteen_paragraphs_of_a_74_588_with_thirteen_two_and_one_of_their_verbs() -> None:
    said = rows(MandateParticulars).filter(subject__document__symbol="A/74/588")
    found = {row.subject.paragraph: row.verb for row in said.select_related("subject")}
    assert found == {f"para {number}": verb for number, verb in VERBS.items()}
    assert Counter(found.values()) == {"recommends": 13, "stresses": 2, "trusts": 1}
    assert {row.authority for row in said} == {"acabq"}
    assert {row.endorsed_by for row in said} == {None}


def test_a_paragraph_is_due_when_it_says_or_with_the_report_that_is_to_carry_it() -> None:
    found = states(date(2019, 12, 31))
    due = {
        int(code.removeprefix(A588)): (row.due_session, row.due_part)
        for code, row in found.items()
        if code.startswith(A588) and row.due_session is not None
    }
    assert due == {
        **dict.fromkeys((8, *IN_FINAL_REPORT), (75, "main")),
        17: (75, ""),
        21: (74, ""),
    }
    final = Mandate.objects.get(code=f"{A588}08").pk
    carried = {code for code, row in found.items() if row.vehicle_id == final}
    assert carried == OVERDUE - {f"{A588}08"}


@pytest.mark.parametrize(
    ("as_of", "final_report", "reform_report", "update"),
    [
        (date(2019, 12, 31), "not_yet_due", "not_yet_due", "not_yet_due"),
        (date(2020, 12, 24), "not_yet_due", "not_yet_due", "undocumented"),
        (date(2020, 12, 25), "undocumented", "not_yet_due", "undocumented"),
        (date(2023, 12, 23), "undocumented", "undocumented", "undocumented"),
        (date(2023, 12, 31), "overdue", "undocumented", "undocumented"),
        (date(2024, 12, 31), "overdue", "undocumented", "undocumented"),
    ],
)
def test_how_each_paragraph_of_a_74_588_stands(
    as_of: date, final_report: str, reform_report: str, update: str
) -> None:
    assert of_588(as_of) == {
        **dict.fromkeys((4, 12, 13, 16, 20, 30), "not_dated"),
        **dict.fromkeys((8, *IN_FINAL_REPORT), final_report),
        17: reform_report,
        21: update,
    }


@pytest.mark.parametrize("as_of", [date(2023, 12, 31), date(2024, 12, 31), date(2026, 6, 30)])
def test_overdue_is_para_8_with_what_was_to_come_through_it_and_nothing_else(as_of: date) -> None:
    found = statuses(as_of)
    assert {code for code, word in found.items() if word == "overdue"} == OVERDUE
    assert found["A74-7-ADD17-UMOJA"] == found["RES-72-266B"] == "undocumented"


def test_only_two_requests_have_a_finding_and_each_names_its_document() -> None:
    found = stated(MandateFinding).values_list(
        "subject__code", "word", "as_of", "citation__document__symbol", "citation__locator"
    )
    assert set(found) == {
        ("RES-67-254A-P12", "fulfilled", date(2014, 12, 29), "A/69/517", "summary"),
        ("A74-588-P08", "not_fulfilled", date(2023, 12, 24), "DRAFT-78-133", "para 3"),
    }


def test_the_revised_strategy_came_in_time() -> None:
    assert statuses(date(2014, 12, 28))["RES-67-254A-P12"] == "not_yet_due"
    row = states(date(2014, 12, 29))["RES-67-254A-P12"]
    assert (row.status, row.days_late) == ("fulfilled", 0)


def test_every_paragraph_of_the_draft_is_on_record_with_its_verb() -> None:
    said = rows(MandateParticulars).filter(subject__document__symbol="DRAFT-78-133")
    verbs = {row.subject.code[-2:]: row.verb for row in said.select_related("subject")}
    asks = dict.fromkeys(("03", "04", "07", "09", "10", "11", "12", "13"), "requests")
    assert verbs == asks | {
        "01": "notes",
        "02": "endorses",
        "05": "encourages",
        "06": "notes",
        "08": "stresses",
        "14": "notes",
    }
    assert {row.authority for row in said} == {"draft"}
    parts = stated(MandatePart).filter(subject__code="DRAFT-78-133-OP07").order_by("letter")
    assert [part.letter for part in parts] == ["a", "b", "c", "d", "e"]
    assert {part.state for part in parts} == {"not_stated"}


def test_the_draft_is_due_at_the_seventy_ninth_session_and_only_where_it_asks() -> None:
    before, found = states(date(2023, 12, 23)), statuses(date(2024, 12, 31))
    assert not any(code.startswith("DRAFT") for code in before)
    draft = {code[-2:]: word for code, word in found.items() if code.startswith("DRAFT")}
    assert draft == {
        **dict.fromkeys(("03", "07", "08", "09", "11"), "not_yet_due"),
        **dict.fromkeys(("04", "10", "12", "13"), "not_dated"),
        **dict.fromkeys(("01", "02", "05", "06", "14"), "nothing_due"),
    }
    assert statuses(date(2025, 7, 1))["DRAFT-78-133-OP07"] == "undocumented"


def test_the_other_requests_the_sources_tell_of_are_on_record() -> None:
    other = {code for code in statuses(FAR_FUTURE) if not code.startswith((A588, "DRAFT"))}
    assert other == {
        "A72-7-ADD51-P13",
        "A72-7-ADD51-P37",
        "A74-7-ADD17-UMOJA",
        "RES-63-269-DATA-CENTRES",
        "RES-67-254A-P12",
        "RES-69-262-DELEGATION",
        "RES-69-262-FRAGMENTATION",
        "RES-69-262-GOVERNANCE",
        "RES-69-262-II",
        "RES-69-262-II-P12",
        "RES-69-262-II-P16",
        "RES-69-262-II-P18",
        "RES-70-238B-AUDIT",
        "RES-72-262C",
        "RES-72-266B",
    }


def test_the_draft_recalls_the_final_report_and_follows_up_the_board_of_auditors() -> None:
    links = set(stated(MandateLink).values_list("subject__code", "kind", "other__code"))
    assert {
        ("DRAFT-78-133-OP03", "recalls", "A74-588-P08"),
        ("DRAFT-78-133-OP04", "follows", "A74-588-P04"),
        ("RES-72-262C", "endorses", "A72-7-ADD51-P37"),
    } <= links
    assert [link for link in links if link[1] == "recalls"] == [
        ("DRAFT-78-133-OP03", "recalls", "A74-588-P08")
    ]


# --- policies, compliance, delegation ------------------------------------------------------------
def test_three_policies_are_named_and_two_of_them_are_in_force() -> None:
    said = rows(PolicyParticulars, date(2019, 3, 31)).select_related("subject")
    found = {row.subject.code: row.state for row in said if row.citation.locator == "para 18"}
    assert found == {
        "OBSOLETE-EQUIPMENT": "due_for_revision",
        "DATA-MANAGEMENT": "due_for_revision",
        "OUTSOURCING": "not_started",
    }
    assert sum(row.state in IN_FORCE for row in said) == 2
    assert all(row.title_zh for row in said)
    totals = PopulationCount.objects.filter(
        subject__code__in=["ict-policies-2019", "ict-technical-procedures-2019"]
    ).order_by("-count")
    assert [row.count for row in totals] == [42, 22]


@pytest.mark.parametrize("as_of", [date(2018, 12, 31), date(2019, 3, 31)])
def test_five_of_seventy_entities_and_two_of_forty_two_policies(as_of: date) -> None:
    [subject] = CertificationRound.objects.filter(demonstration=False)
    [said] = subject.particulars.current(as_of)
    assert (said.printed_complete, said.printed_asked) == (5, 70)
    assert (said.printed_covered, said.printed_in_force) == (2, 42)
    assert (said.opened_on, said.opened_precision) == (date(2018, 8, 31), "month")
    assert not said.entities.exists() and not said.policies.exists()


def test_no_regional_technology_centre_was_reviewed_in_2018() -> None:
    [review] = stated(ComplianceReview)
    assert (review.subject.code, review.year, review.word) == (
        "REGIONAL-TECHNOLOGY-CENTRES",
        2018,
        "none",
    )


def test_authority_for_ict_is_not_delegated_as_at_march_2019() -> None:
    said = rows(DelegationParticulars, date(2019, 3, 31)).select_related("subject")
    found = {row.subject.code: (row.state, row.covers_ict, row.issued_on) for row in said}
    assert found == {
        "ICT-DELEGATION": ("not_established", "yes", None),
        "GLOBAL-DELEGATION-2019": ("issued", "not_clearly", None),
    }
    recorded = PopulationCount.objects.get(subject__code="delegations-recorded")
    assert (recorded.count, recorded.as_printed) == (400, "400 多个代表团")


def test_the_one_decision_printed_has_the_last_day_it_can_have_and_says_so() -> None:
    [decision] = rows(DecisionParticulars)
    assert decision.subject.body.code == "MANAGEMENT-COMMITTEE"
    assert decision.decided_on == date(2019, 12, 31) and "December 2019" in decision.note


def test_the_provisions_told_are_on_record_with_their_places() -> None:
    said = rows(ProvisionParticulars).values_list("subject__document__symbol", "section")
    assert {place for place in said if "printed" not in place[1]} == {
        ("ST/SGB/2016/11", "sect. 2.2 (g)"),
        ("A/RES/69/262", "sect. II, para 12"),
        ("A/RES/69/262", "sect. II, para 16"),
        ("A/RES/69/262", "sect. II, para 18"),
    }
