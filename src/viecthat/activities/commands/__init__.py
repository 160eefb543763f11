"""Every write of activities: record, document, verify, cancel; take over many at once."""

from viecthat.activities.commands.activity import cancel_activity, plan_activity, record_activity, verify_activity
from viecthat.activities.commands.documenting import document_activity
from viecthat.activities.commands.imports import ActivityDraft, Check, ResultLine, ShownBy, import_activities
from viecthat.activities.commands.kind import load_activity_kinds, version_read
from viecthat.activities.commands.proof import Photo

__all__ = [
    "ActivityDraft",
    "Check",
    "Photo",
    "ResultLine",
    "ShownBy",
    "cancel_activity",
    "document_activity",
    "import_activities",
    "load_activity_kinds",
    "plan_activity",
    "record_activity",
    "verify_activity",
    "version_read",
]
