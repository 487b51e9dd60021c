"""The written table: who may open which address with which method.

Columns are the roles; a cell is the answer's status. ``login`` stands for the way to the sign-in
page. A new address without a row fails the build (see ``test_access.py``).
"""

ROLES = (
    "nobody",
    "reader",
    "lead",
    "officer",
    "focal_point",
    "other_focal_point",
    "secretary",
    "auditor",
    "other_auditor",
    "insider",
    "approver",
    "administrator",
    "client",
)

ALL = dict.fromkeys(ROLES, 200)
STAFF = {**ALL, "nobody": "login", "reader": 403}
RUNS = {**STAFF, "client": 403}
API = {**ALL, "nobody": 401, "reader": 403}
OPEN = ALL
SIGNED_IN = {**ALL, "nobody": "login"}


def only(*roles: str, yes: int = 200, no: int = 403, **others: object) -> dict[str, object]:
    """Those roles get ``yes``, the rest of the staff ``no``; a reader finds nothing."""
    row: dict[str, object] = dict.fromkeys(ROLES, no)
    row |= {"nobody": "login", "reader": 404}
    row |= dict.fromkeys(roles, yes)
    return {**row, **others}


def api_only(*roles: str, yes: int = 400, **others: object) -> dict[str, object]:
    """As :func:`only` for a POST with an empty body: 400 means that the person may."""
    row: dict[str, object] = dict.fromkeys(ROLES, 403)
    row |= {"nobody": 401}
    row |= dict.fromkeys(roles, yes)
    return {**row, **others}


ADMIN = {**dict.fromkeys(ROLES, 403), "nobody": "login", "administrator": 200}

#: name of the address → method → row
TABLE: dict[str, dict[str, dict[str, object]]] = {
    "home": {"get": SIGNED_IN},
    "recommendation-list": {"get": STAFF},
    "recommendation-export": {"get": STAFF},
    "recommendation-detail": {"get": {**STAFF, "reader": 403}},
    "recommendation-assess": {"get": only("auditor")},
    "recommendation-reopen": {"get": only(auditor=409)},
    "recommendation-update": {"get": only("officer", "focal_point")},
    "recommendation-transcribe": {"get": only("officer")},
    "recommendation-describe": {"get": only("officer")},
    "recommendation-link": {"get": only("officer")},
    "recommendation-void": {"get": only("officer")},
    "evidence-request": {"get": only("auditor")},
    "evidence-supply": {"get": only("officer", "focal_point")},
    "evidence-answer": {"get": only("officer", "focal_point")},
    "evidence-review": {"get": only("auditor")},
    "evidence-download": {"get": STAFF},
    "assessment-correct": {"get": only("auditor")},
    "transcription-decide": {"get": only("approver")},
    "disagreements": {"get": STAFF},
    "ageing": {"get": STAFF},
    "reconciliation": {"get": STAFF},
    "indicator-list": {"get": STAFF},
    "indicator-export": {"get": STAFF},
    "indicator-detail": {"get": STAFF},
    "resource-tables": {"get": STAFF},
    "resource-table": {"get": STAFF},
    "organization": {"get": STAFF},
    "discrepancies": {"get": STAFF},
    "discrepancy-export": {"get": STAFF},
    "definitions": {"get": STAFF},
    "entities": {"get": STAFF},
    "entity": {"get": STAFF},
    "documents": {"get": STAFF},
    "document": {"get": STAFF},
    "flags": {"get": STAFF},
    "flag": {"get": STAFF},
    "flag-answer": {"get": {**STAFF, "client": 403, "administrator": 403, "approver": 403}},
    "runs": {"get": RUNS},
    "notices": {"get": SIGNED_IN, "post": {**dict.fromkeys(ROLES, 302), "nobody": "login"}},
    "imports": {
        "get": STAFF,
        "post": {
            **dict.fromkeys(ROLES, 403),
            "nobody": "login",
            "officer": 400,
            "administrator": 400,
        },
    },
    "import": {
        "get": STAFF,
        "post": {**dict.fromkeys(ROLES, 403), "nobody": "login", "administrator": 302},
    },
    "import-export": {
        "get": {**dict.fromkeys(ROLES, 403), "nobody": "login", "administrator": 200}
    },
    "sheets": {"get": STAFF},
    "sheet": {"get": STAFF},
    "sheet-row-new": {"get": {**dict.fromkeys(ROLES, 403), "nobody": "login", "officer": 200}},
    # Without a key there is no row: a reader is sent to the list, a writer finds nothing.
    "sheet-row": {
        "get": {**dict.fromkeys(ROLES, 302), "nobody": "login", "reader": 403},
        "post": {**dict.fromkeys(ROLES, 403), "nobody": "login", "officer": 404},
    },
    "sheet-row-withdraw": {
        "post": {**dict.fromkeys(ROLES, 403), "nobody": "login", "officer": 404}
    },
    "people": {"get": ADMIN},
    "person": {"get": ADMIN},
    "person-active": {"post": {**ADMIN, "administrator": 302}},
    "grant-revoke": {"post": {**ADMIN, "administrator": 302}},
    "tokens": {"get": STAFF},
    "token-revoke": {
        "post": {**dict.fromkeys(ROLES, 403), "nobody": "login", "administrator": 302}
    },
    "threshold": {"get": ADMIN},
    "account_login": {"get": {**dict.fromkeys(ROLES, 302), "nobody": 200}},
    "account_logout": {"get": SIGNED_IN | {"nobody": 302}},
    "account_change_password": {"get": {**dict.fromkeys(ROLES, 302), "nobody": "login"}},
    "account_set_password": {"get": SIGNED_IN},
    "healthz": {"get": OPEN},
    "readyz": {"get": OPEN},
    "api-schema": {"get": API},
    "api-docs": {"get": SIGNED_IN},
    "api-figures": {"get": API},
    "api-figure": {"get": API},
    "api-flags": {"get": API},
    "api-flag": {"get": API},
    "api-code-lists": {"get": API},
    "api-documents": {"get": API},
    "api-acts": {"get": API},
    "api-entities": {"get": API},
    "api-populations": {"get": API},
    "api-sessions": {"get": API},
    "api-changes": {"get": API},
    "api-registers": {"get": API},
    "api-register-rows": {"get": API, "post": api_only("officer")},
    "api-me": {"get": API},
    "api-recommendation-list": {"get": API},
    "api-recommendation": {"get": API, "patch": api_only("officer")},
    "api-assessments": {"get": API, "post": api_only("auditor")},
    "api-reopenings": {"get": API, "post": api_only(auditor=409)},
    "api-updates": {"get": API, "post": api_only("officer", "focal_point")},
    "api-targets": {"get": API},
    "api-links": {"get": API, "post": api_only("officer")},
    "api-evidence": {"get": API, "post": api_only("auditor")},
    "api-evidence-reviews": {"post": api_only("auditor")},
    "api-transcriptions": {"post": api_only("officer")},
    "api-transcription-confirmation": {"post": api_only("approver", yes=201)},
    "api-history": {"get": API},
    "api-oversight-bodies": {"get": API},
    "api-status-words": {"get": API},
    "api-oversight-reports": {"get": API},
    "api-audit-cycles": {"get": API},
    "api-themes": {"get": API},
    "api-indicator-list": {"get": API},
    "api-indicator": {"get": API},
    "api-resource-tables": {"get": API},
    "api-resource-table": {"get": API},
    "api-discrepancies": {"get": API},
    "project-list": {"get": STAFF},
    "project-export": {"get": STAFF},
    "project-detail": {"get": STAFF},
    "complete-but-unmet": {"get": STAFF},
    "status-report-list": {"get": STAFF},
    "status-report-export": {"get": STAFF},
    "resource-amount-list": {"get": STAFF},
    "api-project-list": {"get": API},
    "api-project": {"get": API},
    "api-project-status-reports": {"get": API, "post": api_only("lead", "officer")},
    "api-project-publication": {"post": api_only("officer", yes=404)},
    "api-project-milestones": {"get": API},
    "api-project-objectives": {"get": API},
    "api-project-assessments": {
        "post": api_only("lead", "officer", "auditor", "other_auditor", "insider")
    },
    "api-project-measurements": {"post": api_only("lead", "officer")},
    "api-project-percents": {"get": API},
    "api-project-budgets": {"get": API},
    "api-project-history": {"get": API},
    "api-status-report-list": {"get": API},
    "api-resource-amount-list": {"get": API},
    "plan-list": {"get": STAFF},
    "plan-detail": {"get": STAFF},
    "plan-inputs": {"get": STAFF},
    "roadmap": {"get": STAFF},
    "slippage": {"get": STAFF},
    "slippage-export": {"get": STAFF},
    "api-plans": {"get": API},
    "api-plan": {"get": API},
    "api-milestones": {"get": API},
    "api-roadmap": {"get": API},
    "my-projects": {"get": only("lead", "officer", reader=403)},
    "report-next": {"get": only("lead", "officer", yes=302, reader=403)},
    "report-edit": {"get": only("lead", "officer")},
    "status-report": {"get": only("lead", "officer", no=404, reader=403)},
    "report-publish": {"get": only("officer", no=404, lead=403)},
    "report-return": {"get": only("officer", no=404, lead=403)},
    "milestone-plan": {"get": only("lead", "officer")},
    "baseline-propose": {"get": only("lead", "officer")},
    "baseline-decide": {"get": only("approver")},
    "objective-assess": {"get": only("lead", "officer", "auditor", "other_auditor", "insider")},
    "objective-measure": {"get": only("lead", "officer")},
    "project-close": {"get": only("lead", "officer")},
    "project-except": {"get": only("approver")},
    "api-nothing": {"get": {**dict.fromkeys(ROLES, 404), "nobody": 401, "reader": 403}},
}
