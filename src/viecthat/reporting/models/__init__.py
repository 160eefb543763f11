"""Readings of texts; forms, calls for reports, reports and what of them was signed."""

from viecthat.reporting.models.edition import Edition, EditionSignature
from viecthat.reporting.models.form import FormLine, FormSection, ReportForm
from viecthat.reporting.models.reading import Reading
from viecthat.reporting.models.report import (
    Report,
    ReportCall,
    ReportFigure,
    ReportStep,
    ReportText,
    SigningDelegation,
)

__all__ = [
    "Edition",
    "EditionSignature",
    "FormLine",
    "FormSection",
    "Reading",
    "Report",
    "ReportCall",
    "ReportFigure",
    "ReportForm",
    "ReportStep",
    "ReportText",
    "SigningDelegation",
]
