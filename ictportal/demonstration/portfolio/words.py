"""What the leads of the made-up projects write in their reports."""

METHODS = (
    "Share of planned tasks finished",
    "Milestones reached, weighted by effort",
    "Spent effort against estimated effort",
)
#: Why a rating is what it is: by what is rated and the rating, two wordings each.
REASONS = {
    "schedule": {
        "green": ("All dates hold.", "The next milestone is in reach."),
        "amber": ("One milestone is at risk.", "A supplier is two weeks behind."),
        "red": ("A milestone moved again.", "The date cannot be held."),
    },
    "cost": {
        "green": ("Within budget.", "Spending follows the plan."),
        "amber": ("The forecast is above the budget.", "A contract costs more than planned."),
        "red": ("Money is missing for the next step.", "The budget is used up."),
    },
    "scope": {
        "green": ("Nothing was added.", "The scope is stable."),
        "amber": ("Two offices ask for more.", "A part may have to be left out."),
        "red": ("It is open what will be delivered.", "The scope is disputed."),
    },
    "risk": {
        "green": ("Risks are known and small.", "No new risk."),
        "amber": ("A risk has grown.", "One person carries too much of the knowledge."),
        "red": ("A risk has become real.", "No answer to the largest risk."),
    },
    "overall": {
        "green": ("On course.", "Goes as planned."),
        "amber": ("On course with worries.", "Needs attention of the sponsor."),
        "red": ("Needs a decision of the steering group.", "Off course."),
    },
}
ACHIEVED = (
    "{step}: the preparations are finished in {n} of ten offices.",
    "{n} colleagues were trained; the first results were shown to the steering group.",
    "The test with {n} users ended without a serious fault.",
    "Work on “{step}” went on; {n} open points were settled.",
)
CHALLENGES = (
    "",
    "The offices answer slowly; {n} of them were asked a second time.",
    "The supplier changed the person in charge.",
    "Two posts of the project are vacant.",
)
LESSONS = ("", "", "A test with real users finds more than a review.", "Ask early who will decide.")
NEXT = (
    "Finish “{step}” and show it to the sponsor.",
    "Train the next offices and measure what has changed.",
    "Settle the open points and prepare “{step}”.",
)
FELL = "The count of the work that is left found more than was known: the share is smaller."
MOVED = (
    "The supplier delivers a quarter later.",
    "The offices asked for more time to test.",
    "Staff were needed for the closing of accounts.",
    "The equipment is still held at the border.",
)
EARLIER = "The tests went well, so the next step can begin a quarter earlier."
RISKS = (
    ("The supplier delivers late", "A second supplier is asked for an offer."),
    ("Knowledge leaves with a colleague", "Two people share each task."),
    ("Offices do not take part", "The sponsor writes to the heads of office."),
    ("Money ends before the work does", "The steering group looks at it each quarter."),
)
RETURNED = "The achievements do not say what was reached in the quarter. Please name the offices."
#: What owners and auditors say about objectives.
MET = {
    "yes": "The measure reached its target in the last two quarters.",
    "partly": "Half of the offices have it, the other half works as before.",
    "no": "The measure stands far from its target, and nothing shows that it will move.",
}
JUDGED = {
    "yes": "The count was repeated with a sample and agrees.",
    "partly": "In the sample, four of ten offices still worked in the old way.",
    "no": "The work is finished, but what it was meant to change has not changed.",
}
MEASURED = "Counted by the project office on the last day of the quarter."
