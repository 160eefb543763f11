"""A member with a sign-in of their own, for tests."""

from datetime import date

from tests.factories import AT, PASSWORD, make_account, make_photo
from tests.people.members import make_member
from viecthat.accounts.models import Account
from viecthat.people.commands.file import change_file, change_sensitive_facts
from viecthat.people.commands.own_account import Invited, issue_invitations, redeem_invitation
from viecthat.people.models import Person
from viecthat.units.models import Unit


def invite(person: Person, actor: Account, *, guardian: str = "", at=AT) -> str:
    """A code for the member."""
    invited = [Invited(person.pk, guardian)]
    (slip,) = issue_invitations(invited=invited, guardians_agreed_on=at.date(), actor=actor, at=at)
    return slip.code


def own_account(person: Person, actor: Account, *, guardian: str = "") -> Account:
    """The member's own sign-in, tied by a code; no password is hashed."""
    code = invite(person, actor, guardian=guardian)
    account = make_account(full_name=person.full_name)
    assert person.birth_date is not None
    return redeem_invitation(code=code, birth_date=person.birth_date, account=account, visitor="x", at=AT)


def opened(code: str, person: Person, username: str = "lan.phung", *, at=AT, **more) -> Account:
    """The member opens a new account with the code."""
    given = {"birth_date": person.birth_date, "password": PASSWORD, "account": None, "visitor": "x", **more}
    return redeem_invitation(code=code, username=username, at=at, **given)


def another(branch: Unit, secretary: Account) -> Person:
    """Another member of the branch with everything in the file, so that something could leak."""
    person = make_member(branch, "Lê Đức An", born=date(2004, 1, 2), phone="0987654321", sex="male")
    facts = {"ethnicity": "Mường", "id_number": "001204000999", "family_contact": "Mẹ: Hoàng Thị Hoa"}
    change_sensitive_facts(person=person, facts=facts, actor=secretary, at=AT)
    return change_file(person=person, facts={"residence": "Xóm Đình 9"}, photo=make_photo(), actor=secretary, at=AT)
