"""What the demonstration body writes about: made up, in the portal's own words, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

#: Theme → (title, what is to be done). ``{entity}`` becomes the entity that leads.
_TEXTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "governance-framework": (
        (
            "Terms of reference of the local ICT committee",
            "{entity} should revise the terms of reference of its ICT committee, so that "
            "membership, quorum and what it may decide are stated.",
        ),
        (
            "Record of ICT decisions",
            "{entity} should keep one numbered record of decisions on ICT, with the person "
            "who carries each one out and the day it is due.",
        ),
        (
            "Business cases for ICT spending",
            "{entity} should prepare a business case for every ICT initiative above the "
            "agreed amount, and compare it with the result one year after completion.",
        ),
        (
            "Register of ICT risks",
            "{entity} should review its register of ICT risks every quarter and name an "
            "owner and a response for each risk rated high.",
        ),
        (
            "Meetings of the architecture review group",
            "{entity} should hold the meetings of its architecture review group as planned "
            "and publish a summary of each within two weeks.",
        ),
        (
            "Roles of central and local ICT staff",
            "{entity} should write down which ICT tasks are central and which are local, "
            "and adjust the job descriptions accordingly.",
        ),
    ),
    "policy-and-compliance": (
        (
            "Review of outdated ICT policies",
            "{entity} should review the ICT policies that are more than five years old and "
            "withdraw those that no longer apply.",
        ),
        (
            "Self-certification of compliance",
            "{entity} should support its yearly self-certification with evidence for each "
            "answer and have a sample of the answers checked.",
        ),
        (
            "Exceptions to ICT standards",
            "{entity} should give every exception to an ICT standard an end date and close "
            "those whose reason has passed.",
        ),
        (
            "Retention of electronic records",
            "{entity} should apply the retention schedule to its shared drives and mailboxes "
            "and document what was disposed of.",
        ),
        (
            "Licences for software",
            "{entity} should reconcile the licences it pays for with those in use twice a "
            "year and return the surplus.",
        ),
        (
            "Acceptable use of generative tools",
            "{entity} should issue guidance on which data may be given to generative tools, "
            "and record the tools that were approved.",
        ),
    ),
    "strategic-project-execution": (
        (
            "Register of ICT assets",
            "{entity} should complete its register of ICT assets and count them physically "
            "once a year, explaining every difference.",
        ),
        (
            "Milestones of ICT projects",
            "{entity} should state milestones with dates for each ICT project and report "
            "those that move, with the reason.",
        ),
        (
            "Full cost of ICT projects",
            "{entity} should report the full cost of its ICT projects, including staff time "
            "and the cost of running what was built.",
        ),
        (
            "Lessons from closed projects",
            "{entity} should complete a closing report for each finished ICT project and "
            "keep the lessons where later projects can find them.",
        ),
        (
            "Management of ICT contracts",
            "{entity} should name a manager for every ICT contract and score the "
            "contractor's performance before each extension.",
        ),
        (
            "Benefits of completed projects",
            "{entity} should measure the benefits promised for its completed ICT projects "
            "and report where they were not reached.",
        ),
    ),
    "umoja-mainstreaming": (
        (
            "Master data of business partners",
            "{entity} should remove duplicate business partners from the resource planning "
            "system and prevent new ones by a check at entry.",
        ),
        (
            "Segregation of duties in resource planning",
            "{entity} should resolve the conflicts of duties in the resource planning system "
            "and approve in writing those that have to remain.",
        ),
        (
            "Training of users of resource planning",
            "{entity} should link access to the resource planning system to completed "
            "training and review the access of those who lack it.",
        ),
        (
            "Local spreadsheets beside the main system",
            "{entity} should list the spreadsheets that repeat functions of the resource "
            "planning system and retire them by stages.",
        ),
        (
            "Reports built by users",
            "{entity} should review the reports built by users, keep those that are needed "
            "and document the figures they compute.",
        ),
        (
            "Interfaces to the resource planning system",
            "{entity} should monitor the interfaces to the resource planning system daily "
            "and correct failed transfers within two working days.",
        ),
    ),
    "information-security": (
        (
            "Removal of access on separation",
            "{entity} should remove the access of staff who leave on their last day, and "
            "compare the list of accounts with the staff list every month.",
        ),
        (
            "Sign-in with a second factor",
            "{entity} should require a second factor for all remote access and for every "
            "privileged account.",
        ),
        (
            "Privileged accounts",
            "{entity} should reduce the number of privileged accounts, record what is done "
            "with them and review the records weekly.",
        ),
        (
            "Correction of known weaknesses",
            "{entity} should install critical corrections within thirty days and report the "
            "systems for which this is not possible.",
        ),
        (
            "Response to security incidents",
            "{entity} should exercise its plan for security incidents once a year and "
            "record how long each step took.",
        ),
        (
            "Classification of information",
            "{entity} should classify the information in its systems and protect each class "
            "as the policy asks.",
        ),
    ),
    "disaster-recovery": (
        (
            "Tests of disaster recovery",
            "{entity} should test the recovery of each critical system every year, with "
            "users taking part, and correct what fails.",
        ),
        (
            "Recovery times agreed with business owners",
            "{entity} should agree with business owners how quickly each system has to be "
            "back and how much data may be lost.",
        ),
        (
            "Copies kept at another place",
            "{entity} should keep copies of critical data at a second place and prove by "
            "restoring them that they can be read.",
        ),
        (
            "Power and cooling of server rooms",
            "{entity} should inspect power, cooling and fire protection of its server rooms "
            "and repair the faults found.",
        ),
        (
            "Continuity plans for remote work",
            "{entity} should update its continuity plan for a long period of remote work and "
            "test whether the connections carry the load.",
        ),
        (
            "List of critical systems",
            "{entity} should review its list of critical systems each year and have it "
            "approved by the head of office.",
        ),
    ),
    "applications-and-websites": (
        (
            "Inventory of websites",
            "{entity} should complete its inventory of websites, name an owner for each and "
            "close those without one.",
        ),
        (
            "Accessibility of public websites",
            "{entity} should check its public websites for accessibility and correct the "
            "faults that keep people from using them.",
        ),
        (
            "Retirement of old applications",
            "{entity} should retire the applications that have had no users for a year and "
            "keep their records as the schedule asks.",
        ),
        (
            "Approval of new applications",
            "{entity} should approve no new application before it has compared it with those "
            "that exist already.",
        ),
        (
            "Platforms without support",
            "{entity} should move the applications that run on platforms without support, "
            "beginning with those the public can reach.",
        ),
        (
            "Owners of applications",
            "{entity} should name a business owner for each application and ask the owner "
            "once a year whether it is still needed.",
        ),
    ),
    "network-operations-centre": (
        (
            "Monitoring of links to field offices",
            "{entity} should monitor its links around the clock and agree with the carriers "
            "what happens when they fail.",
        ),
        (
            "Plan for network capacity",
            "{entity} should prepare a plan for network capacity from measured use and "
            "revise it every six months.",
        ),
        (
            "Diagrams of the network",
            "{entity} should bring the diagrams of its network up to date and change them "
            "with every approved change.",
        ),
        (
            "Satellite connections seldom used",
            "{entity} should review the satellite connections that are seldom used and end "
            "those for which a cheaper one exists.",
        ),
        (
            "Equipment past its useful life",
            "{entity} should replace network equipment past its useful life according to a "
            "plan with yearly amounts.",
        ),
        (
            "Changes to network settings",
            "{entity} should let no network setting be changed without an approved request, "
            "and compare the settings with the approved ones.",
        ),
    ),
    "service-desk": (
        (
            "Consolidation of service desks",
            "{entity} should move the requests of its local service desk to the common one "
            "and close the local tool.",
        ),
        (
            "Levels of service",
            "{entity} should agree levels of service with its users and publish every "
            "quarter how far they were met.",
        ),
        (
            "Requests open for a long time",
            "{entity} should review the requests open for more than ninety days and tell "
            "those who asked what will happen.",
        ),
        (
            "Satisfaction of users",
            "{entity} should ask users after each closed request how satisfied they are and "
            "act on low marks.",
        ),
        (
            "Knowledge base for staff",
            "{entity} should keep a knowledge base from which staff can solve the most "
            "frequent problems themselves.",
        ),
        (
            "Support outside working hours",
            "{entity} should make sure that support outside working hours reaches offices "
            "in all time zones.",
        ),
    ),
    "fragmentation": (
        (
            "ICT units outside the central office",
            "{entity} should review the ICT units outside the central office and merge those "
            "that do the same work.",
        ),
        (
            "Local purchases of equipment",
            "{entity} should buy ICT equipment through the common contracts and report the "
            "purchases made otherwise.",
        ),
        (
            "Local server rooms",
            "{entity} should move the systems in its local server rooms to the common data "
            "centre and close the rooms.",
        ),
        (
            "One directory of users",
            "{entity} should join its local directory of users to the common one, so that "
            "each person has one account.",
        ),
        (
            "Tools for meetings and documents",
            "{entity} should agree on one set of tools for meetings and documents and end "
            "the contracts for the others.",
        ),
        (
            "Reporting of local ICT spending",
            "{entity} should report its whole ICT spending, by kind, in the common format "
            "each year.",
        ),
    ),
}


@dataclass(frozen=True)
class Subject:
    """What one recommendation is about."""

    theme: str
    title: str
    text: str


SUBJECTS: tuple[Subject, ...] = tuple(
    Subject(theme, title, text) for theme, texts in _TEXTS.items() for title, text in texts
)
