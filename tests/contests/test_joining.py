"""A contest that was recorded as an activity too, the jury's minutes as a file, works without names."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.contests.making import (
    GROWN,
    accepted,
    add_round,
    draft,
    mark,
    text_of,
    total,
)
from tests.factories import (
    AT,
    TODAY,
    make_account,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    sign_in,
)
from tests.people.members import make_member
from tests.people.own import own_account
from viecthat.activities.commands.activity import cancel_activity
from viecthat.activities.commands.correcting import correct_activity
from viecthat.activities.commands.facts import Facts
from viecthat.commendations.commands.upward import drop_dossier, send_dossier
from viecthat.commendations.models import Dossier
from viecthat.commendations.rules import form_kinds
from viecthat.contests.commands.closing import close_round
from viecthat.contests.commands.contest import (
    add_juror,
    cancel_contest,
    name_chair,
    open_contest,
)
from viecthat.contests.commands.counting import count_turns_anew
from viecthat.contests.commands.joining import join_activity, part_activity
from viecthat.contests.commands.result import (
    give_award,
    propose_commendation,
    publish_results,
    take_back_award,
    withdraw_results,
)
from viecthat.contests.commands.submission import Named, refuse_submission
from viecthat.documents.extract import text_of as document_text
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry

pytestmark = pytest.mark.django_db


def held_and_recorded(tree, chief, turns=None):
    """A contest that is over, and the same contest as it was recorded among the unit's activities.

    turns: as many were recorded with the activity; None: its kind of work counts no turns.
    """
    row = draft(tree.city, chief, categories="")
    add_round(row, chief, "registration", 1, 0, 5)
    final = add_round(row, chief, "final", 2, 0, 9)
    open_contest(contest=row, actor=chief, at=AT)
    juror = make_account("gk-mot")
    add_juror(contest=row, username="gk-mot", unit=None, title="Hoạ sĩ", actor=chief, at=AT)
    name_chair(juror=row.jurors.get(), actor=chief, at=AT)
    work = accepted(row, chief)
    mark(final, work, juror, 9, 8.5, at=AT)
    close_round(round_=final, passed=[work.number], words="Đạt.", actor=chief, at=AT)
    give_award(prize=row.prizes.get(position=0), submission=work, given_on=TODAY, actor=chief, at=AT)
    counted = make_indicator("contests_held", measure="flow", area=1)
    taken_part = make_indicator("contest_turns", measure="turns", area=1)
    yields = [counted] if turns is None else [counted, taken_part]
    kind = make_kind("contest", name="Cuộc thi", indicators=yields)
    results = {counted: 1} | ({taken_part: turns} if turns else {})
    activity = make_activity(tree.city, chief, kind=kind, title="Hội thi vẽ", results=results)
    row.refresh_from_db()
    return row, final, activity


def test_a_contest_that_is_an_activity_too_counts_once(tree, chief, client):
    row, _final, activity = held_and_recorded(tree, chief)
    sign_in(client, chief)
    desk = reverse("contests:desk", args=[row.pk])
    assert "Hội thi vẽ. Nếu là cùng một cuộc, ghép lại" in text_of(client.get(desk))
    assert "ghép trước khi công bố" in text_of(client.get(f"{desk}cong-bo/"))
    assert total("contests_held") == 1
    publish_results(contest=row, actor=chief, at=AT)
    assert total("contests_held") == 2, "nobody joined them"

    assert "Hội thi vẽ" in text_of(client.get(f"{desk}ghep/"))
    assert client.post(f"{desk}ghep/", {"activity": ""}).status_code == 422
    assert client.post(f"{desk}ghep/", {"activity": activity.pk})["location"] == desk
    assert total("contests_held") == 1
    assert "hoạt động đếm" in text_of(client.get(desk))
    with pytest.raises(Refused, match="đã ghép"):
        join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    other = draft(tree.city, chief, title="Cuộc khác")
    add_round(other, chief, "registration", 1, 0, 5)
    with pytest.raises(Refused, match="chưa ghép"):
        join_activity(contest=other, activity=activity.pk, actor=chief, at=AT)

    assert client.post(f"{desk}bo-ghep/")["location"] == desk
    assert total("contests_held") == 2
    with pytest.raises(Refused, match="không ghép"):
        part_activity(contest=row, actor=chief, at=AT)


def test_a_contest_joined_before_its_results_is_not_counted_again(tree, chief):
    row, _final, activity = held_and_recorded(tree, chief)
    join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    publish_results(contest=row, actor=chief, at=AT)
    row.refresh_from_db()
    assert (row.posting, total("contests_held")) == (None, 1)


def corrected(activity, actor, results):
    activity.refresh_from_db()
    correct_activity(
        activity=activity, revision=activity.revision, title=activity.title, day=activity.day, place=activity.place,
        results={make_indicator(code).pk: n for code, n in results.items()}, head_count=activity.head_count,
        facts=Facts(), partners=[], reason="Nhầm", actor=actor, at=AT,
    )  # fmt: skip


def test_turns_are_counted_by_the_activity_or_by_the_register_whatever_is_recorded_later(tree, chief, client):
    row, _final, activity = held_and_recorded(tree, chief, turns=30)
    assert total("contest_turns") == 31, "nobody joined them"
    join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    assert (total("contest_turns"), total("contest_entries"), total("contest_entrants")) == (30, 1, 1)
    row.refresh_from_db()
    late = accepted(row, chief, Named("Trần Thị Muộn", GROWN), title="Bài đến sau")
    assert (total("contest_turns"), total("contest_entries"), total("contest_entrants")) == (30, 2, 2)
    refuse_submission(submission=late, reason="Sao chép", actor=chief, at=AT)
    assert (total("contest_turns"), total("contest_entries"), total("contest_entrants")) == (30, 1, 1)
    corrected(activity, chief, {"contests_held": 1})
    assert total("contest_turns") == 0
    sign_in(client, chief)
    assert "sổ cuộc thi có 1 lượt" in text_of(client.get(reverse("contests:desk", args=[row.pk])))
    part_activity(contest=row, actor=chief, at=AT)
    assert (total("contest_turns"), total("contest_entries"), total("contest_entrants")) == (1, 1, 1)
    join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    part_activity(contest=row, actor=chief, at=AT)
    assert (total("contest_turns"), total("contest_entries"), total("contest_entrants")) == (1, 1, 1)


def test_an_activity_that_counts_no_turns_leaves_them_to_the_register(tree, chief):
    row, _final, activity = held_and_recorded(tree, chief)
    join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    part_activity(contest=row, actor=chief, at=AT)
    join_activity(contest=row, activity=activity.pk, actor=chief, at=AT)
    assert total("contest_turns") == 1


def test_a_creativity_fair_counts_the_turns_and_the_register_that_the_contest_was_held(tree, chief, client):
    row, _final, activity = held_and_recorded(tree, chief)
    cancel_activity(activity=activity, reason="Ghi nhầm", actor=chief, at=AT)
    turns = make_indicator("contest_turns")
    kind = make_kind("creative_fair", name="Ngày hội sáng tạo", indicators=[turns])
    fair = make_activity(tree.city, chief, kind=kind, title="Ngày hội sáng tạo", results={turns: 30})
    assert total("contest_turns") == 31, "nobody joined them"
    publish_results(contest=row, actor=chief, at=AT)
    sign_in(client, chief)
    desk = reverse("contests:desk", args=[row.pk])
    assert "Ngày hội sáng tạo. Nếu là cùng một cuộc, ghép lại" in text_of(client.get(desk))
    join_activity(contest=row, activity=fair.pk, actor=chief, at=AT)
    assert (total("contest_turns"), total("contests_held")) == (30, 1)
    assert "sổ cuộc thi vẫn đếm" in text_of(client.get(desk))
    row.refresh_from_db()
    withdraw_results(contest=row, actor=chief, at=AT)
    publish_results(contest=row, actor=chief, at=AT)
    assert total("contests_held") == 1
    part_activity(contest=row, actor=chief, at=AT)
    assert (total("contest_turns"), total("contests_held")) == (31, 1)


@pytest.mark.parametrize(("count", "queries"), [(1, 17), (3, 19)])
def test_works_are_counted_anew_by_one_statement_each(tree, chief, django_assert_num_queries, count, queries):
    row, _final, _activity = held_and_recorded(tree, chief, turns=30)
    for n in range(1, count):
        accepted(row, chief, Named(f"Trần Thị Bài {n}", GROWN), title=f"Bài {n}")
    with django_assert_num_queries(queries):
        count_turns_anew(row, chief, AT)


def test_works_and_prizes_of_people_of_another_unit_are_taken_back_by_the_organiser(tree, chief):
    member = make_member(tree.branch, "Phùng Thị Lan", born=GROWN)
    account = own_account(member, make_officer("branch_secretary", tree.branch))
    organiser = make_officer("base_officer", tree.neighbour)
    row = draft(tree.neighbour, organiser, categories="")
    add_round(row, organiser, "registration", 1, 0, 5)
    final = add_round(row, organiser, "final", 2, 0, 9)
    open_contest(contest=row, actor=organiser, at=AT)
    juror = make_account("gk-mot")
    add_juror(contest=row, username="gk-mot", unit=None, title="", actor=organiser, at=AT)
    first, second = (
        accepted(row, organiser, Named(member.full_name), actor=account, title=title) for title in ("Một", "Hai")
    )
    assert set(Entry.objects.values_list("unit", flat=True)) == {tree.branch.pk}
    refuse_submission(submission=second, reason="Sao chép", actor=organiser, at=AT)
    assert total("contest_turns") == 1
    mark(final, first, juror, 9, 8.5, at=AT)
    close_round(round_=final, passed=[first.number], words="Đạt.", actor=organiser, at=AT)
    prize = row.prizes.get(position=0)
    given = give_award(prize=prize, submission=first, given_on=TODAY, actor=organiser, at=AT)
    take_back_award(award=given, reason="Nhầm bài", actor=organiser, at=AT)
    assert total("contest_prizes") == 0
    give_award(prize=prize, submission=first, given_on=TODAY, actor=organiser, at=AT)
    cancel_contest(contest=row, reason="Dịch bệnh", actor=organiser, at=AT)
    assert {code: total(code) for code in ("contest_prizes", "contest_turns", "contest_entries")} == {
        "contest_prizes": 0, "contest_turns": 0, "contest_entries": 0,
    }  # fmt: skip
    assert list(row.prizes.get(position=0).awards.values_list("taken_back_why", flat=True)) == ["Nhầm bài", "Dịch bệnh"]


def test_results_published_wrongly_are_withdrawn_put_right_and_published_again(tree, chief, client):
    row, _final, _activity = held_and_recorded(tree, chief)
    with pytest.raises(Refused, match="chưa công bố"):
        withdraw_results(contest=row, actor=chief, at=AT)
    publish_results(contest=row, actor=chief, at=AT)
    assert (total("contests_held"), total("contest_prizes")) == (2, 1)
    with pytest.raises(Refused, match="chưa được giao quyền"):
        withdraw_results(contest=row, actor=make_officer("base_officer", tree.neighbour), at=AT)
    sign_in(client, chief)
    desk = reverse("contests:desk", args=[row.pk])
    back = reverse("contests:step", args=[row.pk, "rut-cong-bo"])
    assert back in client.get(desk).content.decode()
    assert "công bố lại" in text_of(client.get(back))
    assert client.post(back)["location"] == desk
    row.refresh_from_db()
    assert (row.state, row.published_at, total("contests_held"), total("contest_prizes")) == ("open", None, 1, 1)
    assert back not in client.get(desk).content.decode()
    given, other = row.prizes.get(position=0).awards.get(), row.prizes.get(position=1)
    take_back_award(award=given, reason="Nhầm giải", actor=chief, at=AT)
    give_award(prize=other, submission=given.submission, given_on=TODAY, actor=chief, at=AT)
    publish_results(contest=row, actor=chief, at=AT)
    assert (total("contests_held"), total("contest_prizes")) == (2, 1)


def test_a_dossier_of_withdrawn_results_is_dropped_and_the_right_one_made(tree, chief):
    row, _final, _activity = held_and_recorded(tree, chief)
    publish_results(contest=row, actor=chief, at=AT)
    form = next(code for code, kind in form_kinds().items() if "individual" in kind.to and 2 in kind.levels)

    def proposed() -> Dossier:
        return Dossier.objects.get(pk=propose_commendation(contest=row, form=form, actor=chief, at=AT))

    first = proposed()
    withdraw_results(contest=row, actor=chief, at=AT)
    first.refresh_from_db()
    given = row.prizes.get(position=0).awards.get()
    assert (first.state, given.dossier) == ("dropped", None)
    publish_results(contest=row, actor=chief, at=AT)
    second = proposed()
    assert second.pk != first.pk
    drop_dossier(dossier=second, words="Lập lại", actor=chief, at=AT)
    third = proposed()
    assert (third.state, proposed()) == ("draft", third)

    send_dossier(dossier=third, actor=chief, at=AT)
    withdraw_results(contest=row, actor=chief, at=AT)
    third.refresh_from_db()
    given.refresh_from_db()
    assert (third.state, given.dossier) == ("sent", third), "the desk gives it back"


def test_minutes_as_word_name_the_jury_and_no_entrant_and_the_works_go_without_names(tree, chief, client):
    row, final, _activity = held_and_recorded(tree, chief)
    sign_in(client, chief)
    file = reverse("contests:minutes-file", args=[final.pk, 1, "docx"])
    words = document_text(client.get(file).content)
    for said in ("BIÊN BẢN", "Nguyễn Thu Hà, Hoạ sĩ, trưởng ban", "8,80", "Đạt.", "TM. BAN GIÁM KHẢO"):
        assert said in words
    assert "Lê Văn Ngoài" not in words
    assert client.get(reverse("contests:minutes-file", args=[final.pk, 2, "docx"])).status_code == 404

    other = make_account("gk-hai")
    add_juror(contest=row, username="gk-hai", unit=None, actor=chief, at=AT)
    name_chair(juror=row.jurors.get(account=other), actor=chief, at=AT)
    assert row.jurors.get(chair=True).account == other
    assert "Nguyễn Thu Hà, Hoạ sĩ, trưởng ban" in document_text(client.get(file).content), "as it was then"

    work = row.submissions.get()
    for url, who in (("contests:round-works", chief), ("contests:judge-works", other)):
        sign_in(client, who)
        content = b"".join(client.get(reverse(url, args=[final.pk])).streaming_content)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.namelist() == [f"bai-{work.number}/noi-dung.txt"]
            assert archive.read(archive.namelist()[0]).decode() == "Ngọn lửa\n\nNgọn lửa trẻ"
    sign_in(client, make_account("nguoi-la"))
    assert client.get(reverse("contests:judge-works", args=[final.pk])).status_code == 404
    assert client.get(reverse("contests:round-works", args=[final.pk])).status_code == 404
