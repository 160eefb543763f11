"""Every write of plans, split by concept."""

from viecthat.plans.commands.calendar import make_calendar_key, revoke_calendar_key
from viecthat.plans.commands.clause import make_task, mark_clause
from viecthat.plans.commands.delivery import acknowledge_rule, receive_directive, send_directive
from viecthat.plans.commands.directive import (
    Entered,
    SentFile,
    correct_directive,
    enter_directive,
    link_directives,
    register_directive,
    unlink_directives,
)
from viecthat.plans.commands.notice import confirm_address, read_notices, remind, send_digests, set_reminders
from viecthat.plans.commands.numbering import set_numbering
from viecthat.plans.commands.progress import (
    ask_extension,
    cancel_task,
    confirm_task,
    extend_task,
    pass_milestone,
    refuse_extension,
    remark_on_task,
    report_done,
    report_progress,
    return_task,
)
from viecthat.plans.commands.run import advance_run, end_run, open_run
from viecthat.plans.commands.session import (
    SessionFacts,
    decide_obstacle,
    keep_session,
    note_point,
    take_up_obstacles,
)
from viecthat.plans.commands.sharing import (
    answer_undertaking,
    decide_run,
    decide_sharing,
    draft_sharing,
    drop_sharing,
    propose_sharing,
    undertake,
)
from viecthat.plans.commands.target import adopt_draft, adopt_target, drop_draft, explain_target, revise_target
from viecthat.plans.commands.task import (
    Marked,
    TaskText,
    adopt_task,
    break_down,
    correct_task,
    decline_task,
    give_task,
    share_task,
)
from viecthat.plans.commands.term import open_term

__all__ = [
    "Entered",
    "Marked",
    "SentFile",
    "SessionFacts",
    "TaskText",
    "acknowledge_rule",
    "adopt_draft",
    "adopt_target",
    "adopt_task",
    "advance_run",
    "answer_undertaking",
    "ask_extension",
    "break_down",
    "cancel_task",
    "confirm_address",
    "confirm_task",
    "correct_directive",
    "correct_task",
    "decide_obstacle",
    "decide_run",
    "decide_sharing",
    "decline_task",
    "draft_sharing",
    "drop_draft",
    "drop_sharing",
    "end_run",
    "enter_directive",
    "explain_target",
    "extend_task",
    "give_task",
    "keep_session",
    "link_directives",
    "make_calendar_key",
    "make_task",
    "mark_clause",
    "note_point",
    "open_run",
    "open_term",
    "pass_milestone",
    "propose_sharing",
    "read_notices",
    "receive_directive",
    "refuse_extension",
    "register_directive",
    "remark_on_task",
    "remind",
    "report_done",
    "report_progress",
    "return_task",
    "revise_target",
    "revoke_calendar_key",
    "send_digests",
    "send_directive",
    "set_numbering",
    "set_reminders",
    "share_task",
    "take_up_obstacles",
    "undertake",
    "unlink_directives",
]
