"""An inspection from plan to conclusion, its recommendations until they are carried out."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member
from viecthat.documents.extract import text_of as document_text
from viecthat.inspections.commands.erasing import erase_from_inspections
from viecthat.inspections.commands.group import keep_group
from viecthat.inspections.commands.inspection import (
    call_off_inspection,
    conclude_inspection,
    correct_inspection,
    drop_noted,
    note_day,
    note_finding,
    plan_inspection,
    start_inspection,
)
from viecthat.inspections.commands.recommendation import (
    answer_recommendation,
    drop_recommendation,
    find_done,
    recommend,
    send_back_answer,
)
from viecthat.inspections.commands.reopening import reopen_conclusion
from viecthat.inspections.commands.team import add_team_member, drop_team_member
from viecthat.inspections.models import ExternalGroup, Inspection, Recommendation, TeamMember
from viecthat.inspections.queries.inspection import team_of
from viecthat.inspections.queries.own import own_section
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.units.queries import units_by_id

pytestmark = pytest.mark.django_db
FACTS = {
    "kind": "supervision", "subject": "Thực hiện Luật Thanh niên", "policy": "Luật Thanh niên 2005; NĐ 120/2007/NĐ-CP",
    "plan": "05-KH/TĐTN", "start": date(2026, 3, 2), "last_day": date(2026, 4, 30),
}  # fmt: skip
HEAD = {"role": "head", "name": "Trần Văn Minh", "post": "Phó Bí thư"}


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    for code in ("policy_inspections", "inspection_recommendations", "recommendations_done"):
        make_indicator(code, register="inspections", area=7)
    return make_tree()


@pytest.fixture
def inspector(tree):
    return make_officer("inspector", tree.city)


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def planned(tree, actor, **changed):
    unit = units_by_id([tree.commune.pk], TODAY)[tree.commune.pk]
    return plan_inspection(
        unit=tree.city.pk, facts=FACTS | changed, units=[unit], others=["Sở Lao động"], actor=actor, at=AT
    )


def running(tree, actor, **changed):
    row = planned(tree, actor, **changed)
    add_team_member(inspection=row, **HEAD, actor=actor, at=AT)
    return start_inspection(inspection=row, actor=actor, at=AT)


def concluded(tree, actor, **changed):
    """With a recommendation to the commune, due in ten days, and one to a body outside."""
    row = running(tree, actor, **changed)
    who = {"inspection": row, "actor": actor, "at": AT}
    body = row.bodies.get(unit=tree.commune.pk).pk
    note_day(body=body, day=date(2026, 3, 10), present="", minutes="Đã nghe báo cáo", file=None, **who)
    unit = units_by_id([tree.commune.pk], TODAY)[tree.commune.pk]
    due = TODAY + timedelta(days=10)
    recommend(finding=None, to_unit=unit, to="", words="Mở sổ thanh niên", due=due, **who)
    recommend(finding=None, to_unit=None, to="Sở Lao động", words="Hướng dẫn lại", due=due, **who)
    return conclude_inspection(inspection=row, day=TODAY, words="Cơ bản đúng luật", actor=actor, at=AT)


def counted(code):
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def test_what_an_inspection_needs_at_each_step(tree, inspector, officer):
    with pytest.raises(Refused):
        planned(tree, officer)
    with pytest.raises(Refused) as refused:
        planned(tree, inspector, last_day=date(2026, 3, 1))
    assert "Ngày kết thúc" in str(refused.value)
    row = planned(tree, inspector)
    who = {"inspection": row, "actor": inspector, "at": AT}
    add_team_member(role="member", name="Lê Thu", post="Sở Nội vụ", **who)
    with pytest.raises(Refused, match="Chưa ghi trưởng đoàn"):
        start_inspection(**who)
    head = add_team_member(**HEAD, **who)
    lan = make_member(tree.branch)
    add_team_member(role="deputy", person=lan.pk, **who)
    for wrong, field in (
        ({"role": "member", "name": " "}, "person"), (HEAD, "role"), ({"role": "member", "person": lan.pk}, None),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            add_team_member(**wrong, **who)
        assert refused.value.field == field
    assert "đã có trong đoàn" in str(refused.value)
    with pytest.raises(Refused):
        drop_team_member(member=head, actor=officer, at=AT)
    body = row.bodies.get(name="Sở Lao động").pk
    day = {"body": body, "present": "", "minutes": "Nghe báo cáo", "file": None}
    with pytest.raises(Refused, match="đang tiến hành"):
        note_day(day=TODAY, **day, **who)
    start_inspection(**who)
    for when in (date(2026, 3, 1), date(2026, 3, 28)):
        with pytest.raises(Refused) as refused:
            note_day(day=when, **day, **who)
        assert refused.value.field == "day"
    with pytest.raises(Refused, match="Chưa có ngày làm việc"):
        conclude_inspection(day=TODAY, words="Tốt", **who)
    found = {"kind": "breach", "article": "", "words": "Chưa có sổ", "evidence": "Biên bản"}
    for changed, field in (({}, "article"), ({"article": "Điều 8", "evidence": " "}, "evidence")):
        with pytest.raises(Refused) as refused:
            note_finding(body=body, facts=found | changed, file=None, **who)
        assert refused.value.field == field
    note_day(day=date(2026, 3, 10), **day, **who)
    drop_team_member(member=head, actor=inspector, at=AT)
    with pytest.raises(Refused, match="Chưa ghi trưởng đoàn"):
        conclude_inspection(day=TODAY, words="Tốt", **who)
    unit = units_by_id([tree.commune.pk], TODAY)[tree.commune.pk]
    with pytest.raises(Refused, match="giữ lại"):
        correct_inspection(facts=FACTS, units=[unit], others=[], **who)
    with pytest.raises(Refused, match="kết luận cuộc này"):
        call_off_inspection(reason="Bận", **who)
    other = planned(tree, inspector, subject="Khác")
    call_off_inspection(inspection=other, reason="Trùng kế hoạch", actor=inspector, at=AT)
    other.refresh_from_db()
    assert (other.state, row.bodies.count()) == ("called_off", 2)


def test_a_recommendation_is_counted_when_made_and_when_found_done(tree, inspector, officer):
    row = concluded(tree, inspector)
    assert (counted("policy_inspections"), counted("inspection_recommendations")) == (1, 2)
    asked = Recommendation.objects.get(to_unit=tree.commune.pk)
    step = {"row": asked, "day": TODAY, "words": "Đã mở sổ", "at": AT}
    with pytest.raises(Refused):
        answer_recommendation(file=None, actor=make_officer("base_officer", tree.neighbour), **step)
    answer_recommendation(file=None, actor=officer, **step)
    with pytest.raises(Refused, match="Chỉ đơn vị kiểm tra"):
        find_done(actor=officer, **step)
    send_back_answer(actor=inspector, **step | {"words": "Sổ chưa ghi"})
    find_done(actor=inspector, **step)
    assert counted("recommendations_done") == 1
    with pytest.raises(Refused):
        answer_recommendation(file=None, actor=officer, **step)
    with pytest.raises(Refused, match="đính chính"):
        send_back_answer(actor=inspector, **step | {"words": "Kiểm tra lại: sổ bỏ trống"})
    chief = make_officer("secretary", tree.city)
    send_back_answer(actor=chief, **step | {"words": "Kiểm tra lại: sổ bỏ trống"})
    assert counted("recommendations_done") == 0
    asked.refresh_from_db()
    assert (asked.state, asked.done_on, asked.steps.count()) == ("open", None, 4)
    outside = Recommendation.objects.get(to_unit=None)
    drop_recommendation(row=outside, day=TODAY, words="Sở đã giải thể", actor=inspector, at=AT)
    with pytest.raises(Refused, match="đang tiến hành"):
        recommend(
            inspection=row, finding=None, to_unit=None, to="X", words="Y", due=TODAY, actor=inspector, at=AT
        )  # fmt: skip


def test_the_way_by_pages(tree, inspector, officer, client):
    sign_in(client, inspector)
    new = reverse("inspections:new", args=[tree.city.code])
    given = FACTS | {"start": "02/03/2026", "last_day": "30/04/2026"}
    assert "ít nhất một nơi" in text_of(client.post(new, given))
    client.post(new, given | {"units": tree.commune.code, "others": "Sở Lao động\nSở Nội vụ"})
    row = Inspection.objects.get()
    home = reverse("inspections:inspection", args=[row.pk])

    def step(slug, **sent):
        return client.post(reverse("inspections:step", args=[row.pk, slug]), sent)

    team = reverse("inspections:team", args=[row.pk])
    lan = make_member(tree.branch)
    assert "ngoài sổ" in text_of(client.post(team, {"role": "head"}))
    client.post(team, {"role": "head", "person": f"Phùng Thị Lan [{lan.pk}]", "post": "Phó Bí thư"})
    client.post(team, {"role": "member", "name": "Gõ Nhầm"})
    client.post(team, {"role": "member", "name": "Lê Thu", "post": "Sở Nội vụ"})
    page = text_of(
        client.post(reverse("inspections:team-drop", args=[row.pk, row.team.get(name="Gõ Nhầm").pk]), follow=True)
    )
    assert "Đã rút Gõ Nhầm" in page
    assert [one.called for one in team_of(row)] == ["Phùng Thị Lan", "Lê Thu"]
    sign_in(client, officer)
    assert client.get(home).status_code == 404, "nobody below knows the plan"
    sign_in(client, inspector)
    step("bat-dau")
    body = row.bodies.get(unit=tree.commune.pk).pk
    outside = row.bodies.get(name="Sở Nội vụ").pk
    paper = SimpleUploadedFile("bien-ban.txt", "Biên bản".encode(), "text/plain")
    step("bien-ban", body=body, day="10/03/2026", minutes="Nghe Đoàn xã báo cáo", attached=paper)
    step("bien-ban", body=outside, day="11/03/2026", minutes="Riêng của Sở")
    assert step("phat-hien", body=body, kind="breach", words="Chưa có sổ", evidence="Hồ sơ").status_code == 422
    step("phat-hien", body=body, kind="breach", article="Điều 8", words="Chưa có sổ", evidence="Hồ sơ 2025")
    step("bien-ban", body=outside, day="12/03/2026", minutes="Ghi nhầm ngày")
    step("phat-hien", body=body, kind="strength", words="Ghi nhầm", evidence="Không có")
    wrong = row.findings.get(words="Ghi nhầm")
    step("kien-nghi", to="Sở Nội vụ", words="Kiến nghị nhầm", due="30/03/2026", finding=wrong.pk)

    def drop(what, noted):
        return text_of(client.post(reverse("inspections:noted-drop", args=[row.pk, what, noted.pk]), follow=True))

    assert "xoá kiến nghị trước" in drop("phat-hien", wrong)
    for what, noted in (
        ("kien-nghi", row.recommendations.get()), ("phat-hien", wrong), ("ngay", row.days.get(minutes="Ghi nhầm ngày")),
    ):  # fmt: skip
        assert "Đã xoá" in drop(what, noted)
    found = row.findings.get()
    step("kien-nghi", to_unit=tree.commune.code, words="Mở sổ thanh niên", due="30/03/2026", finding=found.pk)
    asked = Recommendation.objects.get()
    one = reverse("inspections:recommendation", args=[asked.pk])
    sign_in(client, officer)
    page = text_of(client.get(home))
    assert "Nghe Đoàn xã báo cáo" in page
    assert "Riêng của Sở" not in page
    assert "Chưa có sổ" not in page, "told by the conclusion"
    assert client.get(one).status_code == 404
    day = row.days.get(body=body)
    assert client.get(reverse("inspections:paper", args=["bien-ban", day.pk])).status_code == 200
    sign_in(client, make_officer("base_officer", tree.neighbour))
    for address in (home, reverse("inspections:paper", args=["bien-ban", day.pk])):
        assert client.get(address).status_code == 404
    sign_in(client, inspector)
    step("ket-luan", day="27/03/2026", words="Cơ bản đúng luật")
    for what, noted in (("phat-hien", found), ("kien-nghi", asked), ("ngay", day)):
        assert client.post(reverse("inspections:noted-drop", args=[row.pk, what, noted.pk])).status_code == 404
    with pytest.raises(Refused, match="đang tiến hành"):
        drop_noted(noted=found, actor=inspector, at=AT)
    for kind in ("docx", "pdf"):
        assert client.get(reverse("inspections:conclusion", args=[row.pk, kind])).status_code == 200
    sign_in(client, officer)
    assert "kiến nghị sau giám sát" in text_of(client.get(reverse("home:workbench")))
    assert "Mở sổ thanh niên" in text_of(client.get(reverse("inspections:recommendations")))
    answer = reverse("inspections:recommendation-step", args=[asked.pk, "tra-loi"])
    client.post(answer, {"words": "Đã mở sổ ngày 27/3", "day": "27/03/2026"})
    assert client.get(reverse("inspections:recommendation-step", args=[asked.pk, "xong"])).status_code == 404
    sign_in(client, inspector)
    assert "Đã mở sổ ngày 27/3" in text_of(client.get(one))
    done = reverse("inspections:recommendation-step", args=[asked.pk, "xong"])
    client.post(done, {"words": "Đã xem sổ", "day": "27/03/2026"})
    asked.refresh_from_db()
    assert asked.state == "done"
    for name in ("list-file", "recommendations-file"):
        assert client.get(reverse(f"inspections:{name}", args=["csv"])).status_code == 200


def test_a_conclusion_is_taken_up_again_and_the_old_one_stays_readable(tree, inspector, officer, client):
    row = concluded(tree, inspector)
    with pytest.raises(Refused, match="quyền đính chính"):
        reopen_conclusion(inspection=row, reason="Sai số", actor=inspector, at=AT)
    chief = make_officer("secretary", tree.city)
    with pytest.raises(Refused) as refused:
        reopen_conclusion(inspection=row, reason=" ", actor=chief, at=AT)
    assert refused.value.field == "reason"
    home = reverse("inspections:inspection", args=[row.pk])
    again = reverse("inspections:step", args=[row.pk, "ket-luan-lai"])
    sign_in(client, inspector)
    assert again not in client.get(home).content.decode()
    assert client.get(again).status_code == 404
    sign_in(client, chief)
    assert again in client.get(home).content.decode()
    page = client.post(again, {"reason": "Ghi nhầm Đoàn xã"}, follow=True)
    assert "rồi kết luận lại" in text_of(page)
    row.refresh_from_db()
    assert (row.state, row.conclusion, row.posting_id) == ("running", "", None)
    assert (counted("policy_inspections"), counted("inspection_recommendations")) == (0, 0)
    with pytest.raises(Refused, match="chưa kết luận"):
        reopen_conclusion(inspection=row, reason="Nữa", actor=chief, at=AT)

    asked = Recommendation.objects.get(to_unit=tree.commune.pk)
    with pytest.raises(Refused, match="Thôi theo dõi"):
        drop_noted(noted=asked, actor=chief, at=AT)
    answer_recommendation(row=asked, day=TODAY, words="Đã mở sổ", file=None, actor=officer, at=AT)
    sign_in(client, officer)
    old = reverse("inspections:earlier", args=[row.pk, 1])
    page = text_of(client.get(home))
    assert "Kết luận đang được xem lại" in page
    assert "Cơ bản đúng luật" not in page
    page = text_of(client.get(old))
    assert "không còn hiệu lực" in page
    assert "Ghi nhầm Đoàn xã" in page
    assert "Cơ bản đúng luật" in page
    assert "Mở sổ thanh niên" in page
    assert client.get(reverse("inspections:earlier", args=[row.pk, 2])).status_code == 404
    assert client.get(reverse("inspections:conclusion", args=[row.pk, "docx"])).status_code == 404
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(old).status_code == 404

    sign_in(client, chief)
    conclude = reverse("inspections:step", args=[row.pk, "ket-luan"])
    assert "Cơ bản đúng luật" in client.get(conclude).content.decode(), "begun from the words before"
    client.post(conclude, {"day": "27/03/2026", "words": "Đúng luật, trừ sổ"})
    row.refresh_from_db()
    assert row.state == "concluded"
    assert (counted("policy_inspections"), counted("inspection_recommendations")) == (1, 2)
    asked.refresh_from_db()
    assert (asked.state, asked.made_on) == ("answered", TODAY)
    sign_in(client, officer)
    assert "Đúng luật, trừ sổ" in text_of(client.get(home))
    assert "Cơ bản đúng luật" in text_of(client.get(old))
    words = document_text(client.get(reverse("inspections:conclusion", args=[row.pk, "docx"])).content)
    assert "Kết luận này thay kết luận ngày 27/03/2026: Ghi nhầm Đoàn xã" in words


def test_what_was_noted_is_put_right_until_the_conclusion(tree, inspector, officer, client):
    row = running(tree, inspector)
    body = row.bodies.get(unit=tree.commune.pk).pk
    who = {"inspection": row, "actor": inspector, "at": AT}
    day = note_day(body=body, day=date(2026, 3, 10), present="", minutes="Nghe báo cáo", file=None, **who)
    facts = {"kind": "limit", "article": "", "words": "Thiếu sổ", "evidence": "Hồ sơ"}
    found = note_finding(body=body, facts=facts, file=None, **who)
    unit = units_by_id([tree.commune.pk], TODAY)[tree.commune.pk]
    asked = recommend(finding=found.pk, to_unit=unit, to="", words="Mở sổ", due=TODAY, **who)
    home = reverse("inspections:inspection", args=[row.pk])
    sign_in(client, inspector)

    def change(what, noted, **sent):
        address = reverse("inspections:noted-change", args=[row.pk, what, noted.pk])
        return client.post(address, sent) if sent else client.get(address)

    shown = client.get(home).content.decode()
    for what, noted, said in (
        ("ngay", day, "Nghe báo cáo"),
        ("phat-hien", found, "Thiếu sổ"),
        ("kien-nghi", asked, "Mở"),
    ):
        assert reverse("inspections:noted-change", args=[row.pk, what, noted.pk]) in shown
        assert said in change(what, noted).content.decode()
    assert tree.commune.code in change("kien-nghi", asked).content.decode()
    assert change("ngay", day, body=body, day="10/03/2026", minutes=" ").status_code == 422
    change("ngay", day, body=body, day="11/03/2026", minutes="Nghe báo cáo và xem hồ sơ")
    change("phat-hien", found, body=body, kind="breach", article="Điều 8", words="Không có sổ", evidence="Hồ sơ 2025")
    change("kien-nghi", asked, to="Sở Lao động", words="Mở sổ mới", due="30/03/2026", finding="")
    for one in (day, found, asked):
        one.refresh_from_db()
    assert (day.day, day.minutes) == (date(2026, 3, 11), "Nghe báo cáo và xem hồ sơ")
    assert (found.kind, found.article, found.words) == ("breach", "Điều 8", "Không có sổ")
    assert (asked.to, asked.to_unit, asked.finding, asked.due) == ("Sở Lao động", None, None, date(2026, 3, 30))
    assert (row.days.count(), row.findings.count(), row.recommendations.count()) == (1, 1, 1)
    sign_in(client, officer)
    assert change("ngay", day).status_code == 404
    conclude_inspection(day=TODAY, words="Xong", **who)
    sign_in(client, inspector)
    assert change("ngay", day).status_code == 404


def test_a_finding_that_was_sent_out_leaves_and_its_recommendation_stays(tree, inspector):
    row = running(tree, inspector)
    body = row.bodies.get(unit=tree.commune.pk).pk
    who = {"inspection": row, "actor": inspector, "at": AT}
    note_day(body=body, day=date(2026, 3, 10), present="", minutes="Nghe báo cáo", file=None, **who)
    facts = {"kind": "limit", "article": "", "words": "Thiếu sổ", "evidence": "Hồ sơ"}
    found = note_finding(body=body, facts=facts, file=None, **who)
    asked = recommend(finding=found.pk, to_unit=None, to="Sở Lao động", words="Mở sổ", due=TODAY, **who)
    conclude_inspection(day=TODAY, words="Xong", **who)
    chief = make_officer("secretary", tree.city)
    reopen_conclusion(inspection=row, reason="Sổ vẫn có", actor=chief, at=AT)
    drop_noted(noted=found, actor=inspector, at=AT)
    asked.refresh_from_db()
    assert (asked.finding, row.findings.count(), row.earlier.get().findings[0]["words"]) == (None, 0, "Thiếu sổ")
    with pytest.raises(Refused, match="Thôi theo dõi"):
        recommend(finding=None, to_unit=None, to="Sở", words="Khác", due=TODAY, of=asked, **who)


def test_late_is_found_and_lists_ask_the_same_for_one_and_for_three(tree, inspector, client):
    sign_in(client, inspector)
    asked = []
    for number in range(3):
        row = concluded(tree, inspector, subject=f"Cuộc {number}")
        counts = []
        for name, given in (("list", []), ("recommendations", []), ("inspection", [row.pk])):
            with CaptureQueriesContext(connection) as done:
                client.get(reverse(f"inspections:{name}", args=given))
            counts.append(len(done))
        asked.append(counts)
    assert asked[1] == asked[2] == [10, 7, 18]
    Recommendation.objects.filter(to_unit=None).update(due=TODAY - timedelta(days=1))
    page = text_of(client.get(reverse("inspections:recommendations"), {"tinh-trang": "late"}))
    assert "3 dòng" in page
    assert "Mở sổ" not in page


def test_a_seat_in_a_group_of_a_ministry_and_its_meetings(tree, officer, client):
    sign_in(client, officer)
    new = reverse("inspections:group-new", args=[tree.commune.code])
    given = {"name": "Tổ công tác liên ngành về Luật Thanh niên", "body": "Bộ Nội vụ", "member": "Trần Văn Minh",
             "post": "Trưởng ban", "decision": "15/QĐ-BNV", "duties": "Góp ý", "start": "02/03/2026"}  # fmt: skip
    assert "Ghi cơ quan chủ trì" in text_of(client.post(new, given | {"body": ""}))
    home = client.post(new, given)["Location"]
    met = {"day": "10/03/2026", "words": "Bàn độ tuổi thanh niên", "result": "Ghi nhận ý kiến của Đoàn"}
    assert client.post(f"{home}hop/", met | {"day": "01/03/2026"}).status_code == 422
    client.post(f"{home}hop/", met)
    assert "Ghi nhận ý kiến của Đoàn" in text_of(client.get(home))
    assert "không được trước" in text_of(client.post(f"{home}sua/", given | {"last_day": "01/03/2026"}))
    client.post(f"{home}sua/", given | {"last_day": "20/03/2026"})
    assert client.post(f"{home}hop/", met | {"day": "21/03/2026"}).status_code == 422
    groups = reverse("inspections:groups")
    assert "liên ngành" in text_of(client.get(groups, {"q": "bo noi vu", "tinh-trang": "het", "nam": "2026"}))
    assert "Chưa tham gia" not in text_of(client.get(groups))
    assert "Tổ công tác liên ngành" not in text_of(client.get(groups, {"tinh-trang": "dang"}))
    with CaptureQueriesContext(connection) as one:
        client.get(groups)
    for _number in range(2):
        client.post(f"{client.post(new, given)['Location']}hop/", met)
    with CaptureQueriesContext(connection) as three:
        client.get(groups)
    assert len(one) == len(three) == 10
    lines = client.get(reverse("inspections:groups-file", args=["csv"])).content.decode()
    assert lines.count("Bộ Nội vụ") == 3
    lan = make_member(tree.branch)
    assert "ghi họ tên người ngoài sổ" in text_of(client.post(f"{home}sua/", given | {"member": ""}))
    client.post(f"{home}sua/", given | {"member": "", "person": f"Phùng Thị Lan [{lan.pk}]"})
    assert "Phùng Thị Lan" in text_of(client.get(home))
    assert "1 dòng" in text_of(client.get(groups, {"q": "phung thi lan"}))
    sign_in(client, make_officer("base_officer", tree.neighbour))
    assert client.get(home).status_code == 404


def test_a_person_forgotten_is_forgotten_in_teams_and_seats_too(tree, inspector, officer):
    lan, row = make_member(tree.branch, "Quách Thị Xoan"), planned(tree, inspector)
    add_team_member(inspection=row, role="head", person=lan.pk, post="Phó ban, đã nghỉ sinh", actor=inspector, at=AT)
    facts = {"name": "Tổ công tác", "body": "Bộ Nội vụ", "person": lan.pk, "post": "Phó ban, đã nghỉ sinh",
             "duties": "Thay đồng chí Quách Thị Xoan", "start": TODAY}  # fmt: skip
    seat = keep_group(unit=tree.commune.pk, facts=facts, actor=officer, at=AT)
    assert [line[2] for line in own_section(lan.pk, AT).rows] == ["Thực hiện Luật Thanh niên", "Tổ công tác"]
    erase_from_inspections(lan.pk, [], AT)
    tables = (TeamMember, ExternalGroup, *(one.pgh_event_model for one in (TeamMember, ExternalGroup)))
    for table in tables:
        for line in table.objects.values():
            assert not {"Xoan", "nghỉ sinh"} & set(re.findall(r"Xoan|nghỉ sinh", str(line))), table
    assert (TeamMember.objects.get().person_id, ExternalGroup.objects.get(pk=seat.pk).person_id) == (lan.pk, lan.pk)
