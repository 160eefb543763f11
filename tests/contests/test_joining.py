"""A contest that was recorded as an activity too, the jury's minutes as a file, works without names."""

import io
import zipfile

import pytest
from django.urls import reverse

from tests.contests.making import (
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
    sign_in,
)
from viecthat.contests.commands.closing import close_round
from viecthat.contests.commands.contest import (
    add_juror,
    name_chair,
    open_contest,
)
from viecthat.contests.commands.joining import join_activity, part_activity
from viecthat.contests.commands.result import (
    give_award,
    publish_results,
)
from viecthat.documents.extract import text_of as document_text
from viecthat.kernel.errors import Refused

pytestmark = pytest.mark.django_db


def held_and_recorded(tree, chief):
    """A contest that is over, and the same contest as it was recorded among the unit's activities."""
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
    kind = make_kind("contest", name="Cuộc thi", indicators=[counted])
    activity = make_activity(tree.city, chief, kind=kind, title="Hội thi vẽ", results={counted: 1})
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
