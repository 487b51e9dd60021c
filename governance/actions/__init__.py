"""Everything that changes governance: one verb each."""

from governance.actions.agenda import (
    Guest,
    add_agenda_item,
    change_agenda_item,
    find_item,
    move_agenda_item,
    record_attendance,
    remove_agenda_item,
)
from governance.actions.common import NotFound, find_body, find_meeting
from governance.actions.decisions import (
    find_decision,
    follow_up_decision,
    link_decision,
    record_decision,
)
from governance.actions.meetings import (
    agree_action,
    cancel_meeting,
    close_action,
    find_action,
    hold_meeting,
    merge_meeting,
    plan_meeting,
    postpone_meeting,
)
from governance.actions.minutes import approve_minutes, record_corrigendum, write_minutes

__all__ = [
    "Guest",
    "NotFound",
    "add_agenda_item",
    "agree_action",
    "approve_minutes",
    "cancel_meeting",
    "change_agenda_item",
    "close_action",
    "find_action",
    "find_body",
    "find_decision",
    "find_item",
    "find_meeting",
    "follow_up_decision",
    "hold_meeting",
    "link_decision",
    "merge_meeting",
    "move_agenda_item",
    "plan_meeting",
    "postpone_meeting",
    "record_attendance",
    "record_corrigendum",
    "record_decision",
    "remove_agenda_item",
    "write_minutes",
]
