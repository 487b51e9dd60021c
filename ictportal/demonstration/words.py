"""The sentences of the demonstration: what its people say when they report, judge and answer."""

from audits.lifecycle import Finding

ROOT_CAUSES = (
    "Responsibility was divided between two units and neither was told to complete the work.",
    "The procedure existed, but nobody checked whether it was followed.",
    "The post that was to do the work stayed vacant for more than a year.",
    "The tool in use could not produce the information that was asked for.",
    "Funds were planned for buying the system and none for running it.",
)
CORRECTIVE_ACTIONS = (
    "Name one owner, agree a plan with dates and report to the head of office each quarter.",
    "Add the check to the monthly closing and keep the signed result.",
    "Fill the post, and until then share the work between two colleagues.",
    "Adjust the tool, load the missing data and compare the result with a sample.",
)
SAMPLES = (
    "The auditors looked at {n} items and found {bad} that did not meet the requirement.",
    "Of {n} cases in the sample, {bad} could not be supported by a document.",
    "The work was {bad} months behind its plan when the auditors visited.",
    "",
)
ACCEPTED_FIRST = (
    "The recommendation is accepted. A working group was formed and a plan is being drawn up.",
    "We agree. The first step is a survey of the present situation, which has begun.",
    "The recommendation is accepted and its cost will be met from existing resources.",
)
PARTLY_FIRST = (
    "We accept the aim, and will apply it to the main systems only: for the smaller ones the "
    "effort would be larger than the benefit."
)
NOT_ACCEPTED = (
    "The Administration does not accept the recommendation: the control it asks for exists in "
    "another form, and a second one would add cost without adding safety.",
    "The position has not changed: the existing control is held to be sufficient.",
)
PROGRESS = (
    "The survey is complete and {share} per cent of the items are done.",
    "A draft was circulated for comment; {share} per cent of the offices have answered.",
    "The tool was configured and is in use in the first offices ({share} per cent).",
    "Training was held for the colleagues concerned; {share} per cent have taken part.",
    "The contract was signed and the contractor has delivered {share} per cent of the work.",
    "The remaining part depends on a decision expected in the next quarter ({share} per cent "
    "is done).",
)
CLOSURE = (
    "All steps are complete and the documents are available. Closure is requested.",
    "The work is finished and in regular use since last quarter. Closure is requested.",
    "The procedure was issued and applied in two consecutive quarters. Closure is requested.",
)
INSISTED = (
    "We hold that the recommendation is met: the remaining cases are of no consequence. Closure "
    "is requested again.",
    "The additional documents asked for were prepared. Closure is requested again.",
)
EXTENDED = (
    "The post that leads the work was vacant for two quarters.",
    "The procurement took longer than planned: the first call for offers had no result.",
    "Two systems have to be replaced first, which was not foreseen.",
    "Funds for the second phase are available from next year only.",
    "Travel to the offices concerned was not possible in the planned period.",
    "The scope grew after the survey: more items were found than expected.",
)
BROUGHT_FORWARD = "The contractor delivered early, and the test needs one quarter less."
IMPLEMENTED = (
    "The auditors examined the documents and a sample of {n} cases and found no exception.",
    "The control was seen in operation. The recommendation is considered carried out.",
    "The report supplied by the Administration answers the recommendation in full.",
)
UNDER_WAY = (
    "Part of the work is done. The recommendation stays open until the rest is complete.",
    "The plan was seen; its second phase had not begun at the end of the year.",
    "Of {n} cases in the sample, {bad} still did not meet the requirement.",
)
NOT_DONE = (
    "No document was supplied that shows a beginning of the work.",
    "The situation is the same as in the year before.",
)
DISPUTED = (
    "The Administration asked for closure. In {bad} of {n} cases the control was not applied, "
    "so the recommendation stays open.",
    "Closure was asked for on the ground of a draft that was never issued. It stays open.",
)
OVERTAKEN = "The system concerned was replaced, and a later recommendation deals with the new one."
OVERTAKEN_ALONE = "The unit concerned was dissolved and its systems were switched off."
NO_SUCCESSOR = "The unit no longer exists, so nothing takes its place."
CLOSED_BY_BODY = (
    "The Administration has accepted the remaining risk. The auditors will not pursue the matter."
)
REASONING = {
    Finding.IMPLEMENTED: IMPLEMENTED,
    Finding.UNDER_IMPLEMENTATION: UNDER_WAY,
    Finding.NOT_IMPLEMENTED: NOT_DONE,
    Finding.CLOSED_BY_BODY: (CLOSED_BY_BODY,),
}
REOPENED = (
    "A later audit found that the control had not been applied for two quarters. The "
    "recommendation is open again."
)
REITERATES = "The same weakness was found again; the later report refers to the earlier one."
FOLLOWED_UP = "Listed in the annex on the status of earlier recommendations."
EVIDENCE_ASKED = (
    "Please supply the approved plan and the last two progress reports.",
    "Please supply the list of accounts with the date of the last review.",
    "Please supply the minutes of the test and the list of faults found.",
)
EVIDENCE_GIVEN = (
    "The approved plan with its annexes.",
    "The list as extracted from the system, with the reviewer's remarks.",
    "The signed minutes of the test.",
)
EVIDENCE_ACCEPTED = "The document answers the question and is taken into the working papers."
EVIDENCE_RETURNED = "The document is a draft without a date. Please supply the approved one."
ANSWERS = {
    "recommendations.older_than_two_years": "The second phase is funded for this year; the "
    "steering group looks at it every month.",
    "recommendations.target_overdue": "A new target will be proposed with the next update, after "
    "the contractor has confirmed the dates.",
    "recommendations.voices_differ": "We are meeting the auditors next month to agree which "
    "documents would be sufficient.",
    "recommendations.unanswered": "The change of focal point delayed the answer. It is being "
    "prepared.",
}
