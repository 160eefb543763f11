"""Reads of plans, split by what they return; other floors read these."""

from viecthat.plans.queries.directive import directives_found, directives_of
from viecthat.plans.queries.target import (
    current_versions,
    latest_explanations,
    target_shown,
    targets_in_force,
    targets_of,
    targets_under_review,
    versions_of,
)
from viecthat.plans.queries.term import term_of, terms_of

__all__ = [
    "current_versions",
    "directives_found",
    "directives_of",
    "latest_explanations",
    "target_shown",
    "targets_in_force",
    "targets_of",
    "targets_under_review",
    "term_of",
    "terms_of",
    "versions_of",
]
