"""Every write of plans, split by concept."""

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
from viecthat.plans.commands.numbering import set_numbering
from viecthat.plans.commands.run import advance_run, end_run, open_run
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
from viecthat.plans.commands.term import open_term

__all__ = [
    "Entered",
    "SentFile",
    "acknowledge_rule",
    "adopt_draft",
    "adopt_target",
    "advance_run",
    "answer_undertaking",
    "correct_directive",
    "decide_run",
    "decide_sharing",
    "draft_sharing",
    "drop_draft",
    "drop_sharing",
    "end_run",
    "enter_directive",
    "explain_target",
    "link_directives",
    "make_task",
    "mark_clause",
    "open_run",
    "open_term",
    "propose_sharing",
    "receive_directive",
    "register_directive",
    "revise_target",
    "send_directive",
    "set_numbering",
    "undertake",
    "unlink_directives",
]
