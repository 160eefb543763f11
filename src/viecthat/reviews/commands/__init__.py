"""Every write of reviews, split by concept."""

from viecthat.reviews.commands.audit import LineSaid, accept_audit, open_round, return_audit, save_lines, sign_audit
from viecthat.reviews.commands.review import open_review

__all__ = [
    "LineSaid",
    "accept_audit",
    "open_review",
    "open_round",
    "return_audit",
    "save_lines",
    "sign_audit",
]
