"""One report of an edition as a file, made from what was frozen."""

from collections.abc import Mapping
from typing import Any

from ictportal.editions import policies, reading
from ictportal.models import EditionIssue
from ictportal.reports import file_jobs
from ictportal.reports.file_jobs import EDITION_KIND
from ictportal.reports.files import Taken
from ictportal.reports.writing import About, Form
from ledger.errors import Forbidden
from ledger.jobs import Running, handles
from ledger.models import Job
from secretariat.models import Person


def frozen(issue: EditionIssue, key: str) -> Taken | None:
    """The report as it was frozen, marked as its edition is; ``None`` where it has none."""
    report = reading.report_of(issue, key)
    if report is None:
        return None
    code = issue.subject.code
    about = About(classification=issue.classification, edition=f"{code}: {issue.title}")
    return Taken(report, about, edition=code)


def promise(issue: EditionIssue, key: str, form: Form, *, by: Person) -> Job:
    """Promise the file; what is frozen never changes, so that asked again it is the same job."""
    told = {"edition": issue.subject.code, "report": key, "form": form.key}
    return file_jobs.enqueue(EDITION_KIND, told, by=by)


@handles(EDITION_KIND)
def make(running: Running) -> Mapping[str, Any]:
    """The file, if its person may still read the edition."""
    told = running.arguments
    found = policies.readable_by(file_jobs.person_of(running))
    issue = found.filter(subject__code=told["edition"]).first()
    taken = frozen(issue, told["report"]) if issue else None
    if taken is None:
        raise Forbidden("You may not read this edition any more.")
    return file_jobs.keep(running, lambda: taken)
