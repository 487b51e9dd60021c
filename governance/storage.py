"""Papers and minutes of meetings: the rows about files in the store."""

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from governance.models import MeetingFile
from secretariat import files


def receive(upload: UploadedFile) -> MeetingFile:
    """Keep a file in the store and answer the row to write for it, unsaved when the file is new.

    Raises ``Invalid`` for a file too large, empty or of active content.
    """
    kept = files.keep(upload)
    held = MeetingFile.objects.filter(pk=kept.sha256).first()
    return held or MeetingFile(
        sha256=kept.sha256,
        size=kept.size,
        content_type=kept.content_type,
        received_at=timezone.now(),
    )


def read(file: MeetingFile) -> bytes:
    """The bytes, proven to be those received; raises ``Invalid`` when they are damaged."""
    return files.bytes_of(file.sha256)


def digests() -> set[str]:
    """The digests of every paper and all minutes."""
    return set(MeetingFile.objects.values_list("sha256", flat=True))


files.declare_holder("governance.meetings", digests)
