"""Youth works from plan to later state: what is refused, what counts, what counts once."""

from datetime import date, timedelta

import pytest

from tests.factories import (
    AT,
    TODAY,
    make_activity,
    make_indicator,
    make_kind,
    make_officer,
    make_photo,
    make_tree,
)
from tests.works.building import START, counted, make_work, make_work_indicators, plan_of, recognised
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.ledger.queries.indicators import why_not_declarable
from viecthat.works.choices import WorkSize, WorkState
from viecthat.works.commands.later import check_later, end_model, hand_over, make_model
from viecthat.works.commands.recognition import inspect_work, recognise_work, withdraw_recognition
from viecthat.works.commands.work import (
    add_milestone,
    add_photos,
    approve_plan,
    change_plan,
    drop_work,
    link_activities,
    reach_milestone,
    record_costs,
    register_work,
    return_plan,
)
from viecthat.works.queries.model import line_of
from viecthat.works.queries.open import open_work_of
from viecthat.works.queries.work import work_opened

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    make_work_indicators()
    return make_tree()


@pytest.fixture
def secretary(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def base(tree):
    return make_officer("base_officer", tree.commune, full_name="Lê Văn Bình")


def refused(call, **given) -> str:
    with pytest.raises(Refused) as why:
        call(**given, at=AT)
    return str(why.value)


def test_a_work_goes_from_its_plan_to_what_became_of_it(tree, secretary, base):
    work = make_work(tree.branch, secretary)
    assert (work.state, work.level) == (WorkState.PROPOSED, "branch")
    assert [held.count for held in open_work_of([tree.branch.pk])] == [1, 0, 0]
    # Not approved yet: nothing may be written of it, and nobody approves their own.
    assert "chờ cấp trên duyệt" in refused(record_costs, work=work, money={"own": 1}, actor=secretary)
    assert "không ai duyệt" in refused(approve_plan, work=work, actor=secretary)
    assert "không ai duyệt" in refused(approve_plan, work=work, actor=make_officer("secretary", tree.neighbour))
    assert "Ghi vì sao" in refused(return_plan, work=work, words=" ", actor=base)
    return_plan(work=work, words="Ghi rõ ai chăm hoa về sau", actor=base, at=AT)
    change_plan(work=work, plan=plan_of(content="Chi đoàn chăm hoa hằng tuần"), actor=secretary, at=AT)
    approve_plan(work=work, words="Đồng ý", actor=base, at=AT)

    stone = add_milestone(work=work, title="Xong 100 mét", due=TODAY, actor=secretary, at=AT)
    reach_milestone(work=work, milestone=stone.pk, day=TODAY, photos=[make_photo()], actor=secretary, at=AT)
    assert "mốc chưa xong" in refused(reach_milestone, work=work, milestone=stone.pk, day=TODAY, actor=secretary)
    assert "đã có" in refused(add_photos, work=work, photos=[make_photo()], actor=secretary)
    record_costs(work=work, money={"social": 18_000_000, "own": 2_000_000}, actor=secretary, at=AT)

    decision = {"work": work, "day": TODAY, "number": "12-QĐ/ĐTN"}
    assert "không do người đăng ký" in refused(recognise_work, **decision, actor=secretary)
    assert "Chưa có lần kiểm tra nào đạt" in refused(recognise_work, **decision, actor=base)
    seen = {"work": work, "day": TODAY, "finding": "Thiếu 50 mét"}
    assert "không tự kiểm tra" in refused(inspect_work, **seen, passed=True, actor=secretary)
    inspect_work(**seen, passed=False, actor=base, at=AT)
    assert "Chưa có lần kiểm tra nào đạt" in refused(recognise_work, **decision, actor=base)
    inspect_work(work=work, day=TODAY, finding="Đủ 300 mét", passed=True, actor=base, at=AT)
    assert "ở sau hôm nay" in refused(recognise_work, **{**decision, "day": TODAY + timedelta(1)}, actor=base)
    assert counted("youth_works") == 0
    recognise_work(**decision, outstanding=True, actor=base, at=AT)
    assert (counted("youth_works"), counted("youth_works_value")) == (1, 20_000_000)
    assert set(Entry.objects.values_list("unit", "day", "grade")) == {(tree.branch.pk, TODAY, 3)}
    assert "đã công nhận" in refused(record_costs, work=work, money={"own": 1}, actor=secretary)

    hand_over(work=work, to="Trưởng thôn Đô Trám", day=TODAY, actor=secretary, at=AT)
    assert "vì sao" in refused(check_later, work=work, state="damaged", day=TODAY, actor=base)
    check_later(work=work, state="in_use", day=TODAY, actor=base, at=AT)
    work.refresh_from_db()
    opened = work_opened(work, AT)
    assert (opened.recognition.unit_id, opened.stands.state, opened.late_approval) == (tree.commune.pk, "in_use", True)
    assert [step.kind for step in opened.steps] == [
        "registered", "returned", "changed", "approved", "recognised", "handed",
    ]  # fmt: skip

    assert "Ghi vì sao" in refused(withdraw_recognition, work=work, words="", actor=base)
    withdraw_recognition(work=work, words="Ghi nhầm công trình", actor=base, at=AT)
    assert (counted("youth_works"), counted("youth_works_value")) == (0, 0)
    recognise_work(**decision, actor=base, at=AT)
    assert counted("youth_works") == 1


def test_a_task_is_recognised_by_its_unit_and_graded_by_what_shows_it(tree, secretary):
    bare, shown = (
        make_work(tree.branch, secretary, title, size=WorkSize.TASK) for title in ("Quét ngõ", "Sơn cột điện")
    )
    add_photos(work=shown, photos=[make_photo()], actor=secretary, at=AT)
    for task in (bare, shown):
        recognise_work(work=task, day=TODAY, number="NQ chi đoàn 3/2026", actor=secretary, at=AT)
    assert (counted("youth_tasks"), counted("youth_works")) == (2, 0)
    assert sorted(Entry.objects.values_list("grade", flat=True)) == [1, 2]
    assert "tải lại trang" in refused(drop_work, work=bare, words="Thôi", actor=secretary)


def test_a_recognised_work_is_counted_once(tree, secretary, base):
    """It cannot be typed, and what an activity of before the register holds is taken back first."""
    works = make_indicator("youth_works")
    assert "sổ quản lý giữ" in str(why_not_declarable(works).message)
    kind = make_kind("youth_work", name="Công trình thanh niên", indicators=[works])
    old = make_activity(tree.branch, secretary, kind=kind, title="ĐƯỜNG HOA thôn Đô Trám", results={works: 1})
    work = make_work(tree.branch, secretary, approver=base)
    inspect_work(work=work, day=TODAY, finding="Đủ", passed=True, actor=base, at=AT)
    decision = {"work": work, "day": TODAY, "number": "12-QĐ/ĐTN", "actor": base}
    assert "đã tính công trình này" in refused(recognise_work, **decision)
    link_activities(work=work, activities=[old.pk], actor=secretary, at=AT)
    assert "đã gắn" in refused(link_activities, work=work, activities=[old.pk], actor=secretary)
    from viecthat.activities.commands import cancel_activity

    cancel_activity(activity=old, reason="Ghi vào sổ công trình", actor=secretary, at=AT)
    recognise_work(**decision, at=AT)
    assert counted("youth_works") == 1


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"due": date(2026, 1, 1)}, "không được trước ngày khởi công"),
        ({"money": {"own": -1}}, "Số tiền từ 0"),
        ({"size": "castle"}, "Chọn công trình hay phần việc"),
        ({"copies": 10**9}, "Chọn mô hình"),
    ],
)
def test_a_plan_that_cannot_be(tree, secretary, changed, sentence):
    assert sentence in refused(register_work, unit=tree.branch.pk, plan=plan_of(**changed), actor=secretary)


def test_who_may_register_and_which_unit_guides(tree, secretary, base):
    given = {"unit": tree.sister.pk, "plan": plan_of(), "actor": secretary}
    assert "chưa được giao quyền" in refused(register_work, **given)
    guided = plan_of(guide=tree.neighbour.pk)
    assert "phải là cấp trên" in refused(register_work, unit=tree.branch.pk, plan=guided, actor=secretary)
    work = make_work(tree.branch, secretary, guide=tree.centre.pk)
    assert work.level == "central"
    assert "cùng tên" in refused(register_work, unit=tree.branch.pk, plan=plan_of(), actor=secretary)
    drop_work(work=work, words="Trùng", actor=secretary, at=AT)
    make_work(tree.branch, secretary)


def test_a_model_and_whoever_followed_it(tree, secretary, base):
    first = recognised(tree.branch, secretary, base)
    assert "Cấp trên trực tiếp" in refused(make_model, work=first, words="Xin cây giống ở xã", actor=secretary)
    make_model(work=first, words="Xin cây giống ở xã", actor=base, at=AT)
    other = make_officer("branch_secretary", tree.sister)
    second = recognised(tree.sister, other, base, "Đường hoa Hát Giang", copies=first.pk)
    make_model(work=second, words="Như Đô Trám", actor=base, at=AT)
    far = make_officer("base_officer", tree.neighbour)
    make_work(tree.neighbour, far, "Đường hoa Tản Lĩnh", copies=second.pk, start=START + timedelta(1))
    line = line_of(second, TODAY)
    assert [(one.unit.name, one.depth) for one in line] == [
        ("Chi đoàn thôn Đô Trám", 0), ("Chi đoàn thôn Hát Giang", 1), ("Đoàn xã Tản Lĩnh", 2),
    ]  # fmt: skip
    end_model(work=first, words="Có mô hình tốt hơn", actor=base, at=AT)
    assert len(line_of(second, TODAY)) == 3
