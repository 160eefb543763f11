"""Readings of texts and tables; forms, calls for reports, reports and what of them was signed."""

from viecthat.reporting.models.doubt import DoubtAnswer
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
from viecthat.reporting.models.table import FigureTable, TableHabit, TableRow

__all__ = [
    "DoubtAnswer",
    "Edition",
    "EditionSignature",
    "FigureTable",
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
    "TableHabit",
    "TableRow",
]
