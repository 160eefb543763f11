"""One record of support with what belongs to it."""

from __future__ import annotations

from viecthat.support.choices import LookedAt
from viecthat.support.models import (
    AdviceCase,
    AdviceSession,
    Care,
    Founder,
    Loan,
    LoanGroup,
    Look,
    Partner,
    Placement,
    Project,
    ProjectSupport,
    Repayment,
    StageStep,
)
from viecthat.support.queries.listing import loans_with_debt


def case_by_id(pk: int) -> AdviceCase | None:
    """The advice case."""
    return AdviceCase.objects.filter(pk=pk, undone_why="").select_related("person").first()


def session_by_id(pk: int) -> AdviceSession | None:
    """The advice session."""
    return AdviceSession.objects.filter(pk=pk, undone_why="").select_related("partner").first()


def care_by_id(pk: int) -> Care | None:
    """The care for young workers."""
    return Care.objects.filter(pk=pk, undone_why="").select_related("partner").first()


def partner_by_id(pk: int) -> Partner | None:
    """The partner."""
    return Partner.objects.filter(pk=pk).first()


def partners_of(unit: int) -> list[Partner]:
    """Partners the unit works with now, by name."""
    return list(Partner.objects.filter(unit=unit, until__isnull=True).order_by("folded_name", "pk"))


def placement_by_id(pk: int) -> Placement | None:
    """The placement."""
    return Placement.objects.filter(pk=pk).select_related("person", "partner").first()


def group_by_id(pk: int) -> LoanGroup | None:
    """The loan group."""
    return LoanGroup.objects.filter(pk=pk).first()


def loans_of(group: LoanGroup) -> list[Loan]:
    """Its loans with what is owed, those due first at the head; who borrowed is not read. One query."""
    return list(loans_with_debt(Loan.objects.filter(loan_group=group)).order_by("due", "pk"))


def loan_by_id(pk: int) -> Loan | None:
    """The loan with what is owed."""
    found = loans_with_debt(Loan.objects.filter(pk=pk))
    return found.select_related("person", "loan_group").first()


def loans_of_unit(unit: int) -> list[Loan]:
    """Loans of the unit that a project may live on."""
    return list(Loan.objects.filter(unit=unit, undone_why="").select_related("loan_group").order_by("-day", "-pk"))


def repayments_of(loan: Loan) -> list[Repayment]:
    """What was paid back, the newest first."""
    return list(Repayment.objects.filter(loan=loan, undone_why="").order_by("-day", "-pk"))


def repayment_by_id(pk: int, loan: int) -> Repayment | None:
    """A repayment of the loan."""
    return Repayment.objects.filter(pk=pk, loan=loan, undone_why="").select_related("loan").first()


def project_by_id(pk: int) -> Project | None:
    """The project."""
    return Project.objects.filter(pk=pk).select_related("loan__loan_group").first()


def founders_of(project: Project) -> list[Founder]:
    """Whose it is."""
    return list(Founder.objects.filter(project=project).select_related("person").order_by("pk"))


def stages_of(project: Project) -> list[StageStep]:
    """Its history, the newest first."""
    return list(StageStep.objects.filter(project=project).order_by("-day"))


def given_to(project: Project) -> list[ProjectSupport]:
    """What it was given, the newest first."""
    return list(ProjectSupport.objects.filter(project=project).order_by("-day", "-pk"))


def looks_at(what: LookedAt, record: int, most: int = 30) -> list[Look]:
    """The last looks at a record, the newest first."""
    found = Look.objects.filter(what=what, record=record).select_related("account")
    return list(found.order_by("-at", "-pk")[:most])
