"""Every write of conferences, split by concept."""

from viecthat.conferences.commands.awards import take_awards
from viecthat.conferences.commands.conclusion import conclude_conference, keep_conclusion
from viecthat.conferences.commands.conference import (
    ConferenceFacts,
    correct_conference,
    hold_conference,
    open_conference,
    unhold_conference,
)
from viecthat.conferences.commands.invitation import (
    PURPOSE,
    InviteeFacts,
    answer_invitation,
    check_in,
    check_in_by_screen,
    conference_on_screen,
    drop_invitee,
    invite_by_rule,
    keep_invitee,
    note_answer,
    send_invitations,
    take_back_check_in,
)
from viecthat.conferences.commands.record import (
    drop_row,
    keep_agenda_item,
    keep_award,
    keep_paper,
    keep_question,
    move_row,
)

__all__ = [
    "PURPOSE",
    "ConferenceFacts",
    "InviteeFacts",
    "answer_invitation",
    "check_in",
    "check_in_by_screen",
    "conclude_conference",
    "conference_on_screen",
    "correct_conference",
    "drop_invitee",
    "drop_row",
    "hold_conference",
    "invite_by_rule",
    "keep_agenda_item",
    "keep_award",
    "keep_conclusion",
    "keep_invitee",
    "keep_paper",
    "keep_question",
    "move_row",
    "note_answer",
    "open_conference",
    "send_invitations",
    "take_awards",
    "take_back_check_in",
    "unhold_conference",
]
