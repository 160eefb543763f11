"""Pages of targets: from a passage to the unit's own figure; who may; what is wrong at its box; counts of queries."""

import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    declare,
    make_indicator,
    make_officer,
    make_ratio,
    make_unit,
    sign_in,
    stop_clock,
)
from tests.plans.helpers import enter, target_of
from viecthat.plans.commands import draft_sharing
from viecthat.plans.models import Sharing, SharingRun, Target, Undertaking


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


def address(name, *args):
    return reverse(f"targets:{name}", args=args)


def body(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def given(measured, **other):
    return {
        "indicator": measured.pk, "goal": "45.000", "floor": "", "start": "01/01/2018", "last_day": "31/12/2022",
        "cadence": "whole", "direction": "at_least", "follows": "", "directive": "", "body": "Đại hội",
        "adopted_on": "05/01/2018",
    } | other  # fmt: skip


@pytest.fixture
def resolution(tree):
    return enter(
        tree.city, "01-NQ/TĐTN", type="NQ", subject="Nghị quyết", issued_on=date(2018, 1, 5),
        text="Chỉ tiêu: trồng 45.000 cây; 86,7% cán bộ được bồi dưỡng.",
    ).directive  # fmt: skip


def test_a_passage_becomes_a_target_seen_from_both_ends(tree, client, boss, resolution):
    where = address("from-clause", resolution.pk) + "?doan=1&cau=10-27"
    assert "trồng 45.000 cây;" in body(client.get(where))
    answer = client.post(where, given(make_indicator(), directive=resolution.pk))
    assert answer.status_code == 302, answer.context["form"].errors
    target = Target.objects.get()
    assert (target.unit_id, target.goal, target.end, target.clause.quote) == (
        tree.city.pk, 45_000, date(2023, 1, 1), "trồng 45.000 cây;",
    )  # fmt: skip
    assert reverse("targets:target", args=[target.pk]) in body(
        client.get(reverse("directives:directive", args=[resolution.pk]))
    )
    page = body(client.get(address("target", target.pk)))
    assert "trồng 45.000 cây;" in page
    assert f"/van-ban/{resolution.pk}/#doan-1" in page
    assert "45.000 cây" in body(client.get(address("list")))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ({"goal": "86,7"}, (867, 1000, None)),
        ({"goal": "80"}, (80, 100, None)),
    ],
)
def test_a_ratio_is_typed_in_percent(tree, client, boss, typed, stored):
    client.post(address("enter", "hn"), given(make_ratio(), **typed))
    target = Target.objects.get()
    assert (target.goal, target.goal_of, target.floor) == stored
    assert f"{typed['goal']} %" in body(client.get(address("target", target.pk)))


def test_a_floor_for_each_unit_makes_the_goal(tree, client, boss):
    client.post(address("enter", "hn"), given(make_indicator(), goal="", floor="3"))
    assert Target.objects.values_list("goal", "floor").get() == (6, 3)


@pytest.mark.parametrize(
    ("wrong", "box"),
    [
        ({"goal": ""}, "goal"),
        ({"goal": "nhiều"}, "goal"),
        ({"goal": "1,5"}, "goal"),
        ({"goal": "0"}, "goal"),
        ({"last_day": "31/12/2017"}, "last_day"),
        ({"indicator": ""}, "indicator"),
        ({"adopted_on": "mai"}, "adopted_on"),
        ({"last_day": "31/12/2099"}, None),
    ],
)
def test_what_is_wrong_is_told_at_its_box(tree, client, boss, wrong, box):
    answer = client.post(address("enter", "hn"), given(make_indicator(), **wrong))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors if box in {None, "goal"} else errors[box]
    assert not Target.objects.exists()


def test_from_draft_to_revision(tree, client, boss, resolution):
    client.post(address("enter", "hn"), given(make_indicator(), draft="on"))
    draft = Target.objects.get()
    assert "Bản thảo, chưa thông qua" in body(client.get(address("list")))
    answer = client.post(address("adopt", draft.pk), {"directive": "", "body": "", "adopted_on": "05/01/2018"})
    assert answer.status_code == 422
    client.post(address("adopt", draft.pk), {"directive": resolution.pk, "body": "Đại hội", "adopted_on": "05/01/2018"})
    later = enter(tree.city, "09-NQ/TĐTN", type="NQ", issued_on=date(2020, 1, 6)).directive
    client.post(
        address("revise", draft.pk),
        {"goal": "50.000", "note": "Giao thêm", "directive": later.pk, "body": "BCH", "adopted_on": "06/01/2020"},
    )
    second = Target.objects.get(version=2)
    page = body(client.get(address("target", draft.pk)))
    assert "mức đang có hiệu lực" in page
    assert "50.000 cây" in body(client.get(address("list")))
    then = body(client.get(address("list"), {"ngay": "05/01/2020"}))
    assert "45.000 cây" in then
    assert "50.000 cây" not in then
    client.post(address("explain", second.pk), {"text": "Mưa lũ kéo dài"})
    assert "Mưa lũ kéo dài" in body(client.get(address("target", draft.pk)))


def test_shared_out_by_hand_laid_open_given_and_raised(tree, client, boss, resolution):
    target = target_of(tree.city)
    where = address("by-hand", target.pk, "hn")
    page = client.get(where)
    assert "Đoàn xã Suối Hai, 2018" in body(page)
    boxes = {f"u{tree.commune.pk}_{year}": "5.000" for year in range(2018, 2023)}
    boxes |= {f"u{tree.neighbour.pk}_2018": "19.999"}
    assert client.post(where, boxes | {f"u{tree.neighbour.pk}_2019": "x"}).status_code == 422
    client.post(where, boxes)
    page = body(client.get(address("balance", target.pk, "hn")))
    assert "44.999" in page
    assert ">2018</th>" in page
    client.post(address("propose", target.pk, "hn"))
    document = {"decision": resolution.pk, "day": "06/01/2020"}
    asked = body(client.get(address("decide", target.pk, "hn")))
    record = f"{reverse('directives:enter')}?don-vi=hn"  # where the document is not there to be chosen yet
    assert f'href="{record}"' in asked
    assert client.get(record).status_code == 200
    assert "không bắt buộc" not in asked[asked.index('for="id_decision"') :].partition("</label>")[0]
    without = client.post(address("decide", target.pk, "hn"), document | {"decision": ""})
    assert without.status_code == 422
    assert "ghi vào sổ văn bản trước" in body(without)
    client.post(address("decide", target.pk, "hn"), document)
    assert Sharing.objects.get().state == "decided"
    sign_in(client, make_officer("base_officer", tree.commune))
    page = body(client.get(address("list")))
    assert "25.000 cây" in page
    assert "Đăng ký mức riêng" in page
    client.post(address("own-figure", target.pk, "hn-suoi-hai"), {"year": "2018", "amount": "6.000", "reason": ""})
    assert Undertaking.objects.get().state == "registered"
    page = body(client.get(address("balance", target.pk, "hn")))
    assert "Đoàn xã Suối Hai" in page
    assert "Đoàn xã Tản Lĩnh" not in page, "what a neighbour got is for those above"
    for name in ("by-hand", "sheet", "decide"):
        assert client.get(address(name, target.pk, "hn")).status_code == 403, name
    assert client.get(address("balance-file", target.pk, "hn")).status_code == 403
    wrong = client.post(
        address("own-figure", target.pk, "hn-suoi-hai"), {"year": "2019", "amount": "1.000", "reason": ""}
    )
    assert "reason" in wrong.context["form"].errors
    client.post(address("own-figure", target.pk, "hn-suoi-hai"), {"year": "2019", "amount": "1.000", "reason": "Ngập"})
    sign_in(client, boss)
    page = body(client.get(address("balance", target.pk, "hn")))
    assert "tự đăng ký 6.000" in page
    assert "Đề nghị chờ trả lời" in page
    asked = Undertaking.objects.get(year=2019)
    client.post(address("answer", asked.pk), {"agree": "1", "answer": ""})
    assert Sharing.objects.filter(state="draft").exists()
    client.post(address("drop-sharing", target.pk, "hn"))
    assert Sharing.objects.count() == 1


def test_the_sheet_goes_out_and_comes_back(tree, client, boss):
    target = target_of(tree.city)
    out = client.get(address("balance-file", target.pk, "hn"))
    assert out.content[:2] == b"PK"
    where = address("sheet", target.pk, "hn")
    answer = client.post(where, {"file": SimpleUploadedFile("a.xlsx", b"x\x00")})
    assert answer.status_code == 422
    assert "file" in answer.context["form"].errors
    assert client.post(where, {"file": SimpleUploadedFile("a.xlsx", out.content)}).status_code == 422, "nothing in it"
    sheet = "Mã đơn vị,Mức giao\nhn-tan-linh,45000\n".encode()
    assert client.post(where, {"file": SimpleUploadedFile("a.csv", sheet)}).status_code == 302
    assert Sharing.objects.get().shares.get().amount == 45_000


def test_what_others_may_not(tree, client, boss):
    draft = target_of(tree.city, indicator=make_indicator("d"), draft=True)
    target = target_of(tree.city)
    sign_in(client, make_officer("base_officer", tree.commune))
    assert client.get(address("target", target.pk)).status_code == 200, "what the unit above undertook is no secret"
    assert client.get(address("target", draft.pk)).status_code == 404
    for name in ("adopt", "revise"):
        assert client.get(address(name, target.pk)).status_code == 403, name
    assert client.get(address("enter", "hn")).status_code == 403
    assert client.get(address("balance", target.pk, "hn-tan-linh")).status_code == 403
    assert client.get(address("balance", target.pk, "hn-suoi-hai")).status_code == 404, "nothing was given yet"
    sign_in(client, make_officer("secretary", tree.stranger))
    assert client.get(address("target", target.pk)).status_code == 404
    assert client.get(address("list"), {"don-vi": "hn"}).status_code == 403
    assert client.get(reverse("progress:targets"), {"don-vi": "hn"}).status_code == 403


@pytest.mark.usefixtures("boss")
class TestProgress:
    def test_forecasts_and_units_furthest_behind_first(self, tree, client, resolution):
        target = target_of(tree.city, period=_years(2026, 2028), goal=1_000)
        officer = make_officer("secretary", tree.commune)
        declare(tree.commune, officer, 500, day=date(2026, 2, 1))
        boxes = {f"u{tree.commune.pk}_2026": "100", f"u{tree.neighbour.pk}_2026": "900"}
        client.post(address("by-hand", target.pk, "hn"), boxes)
        client.post(address("decide", target.pk, "hn"), {"decision": resolution.pk, "day": "27/03/2026"})
        page = client.get(reverse("progress:target", args=[target.pk]))
        row = page.context["row"]
        # 86 of 1.096 days are gone: both guesses carry 500 on at the same pace.
        assert (row.even, row.recent, row.last_year) == (6_372, 6_372, 500)
        assert row.even_verdict.value == "exceeded"
        assert [(u.unit.id, u.result, u.too_low) for u in page.context["units"]] == [
            (tree.neighbour.pk, None, False),
            (tree.commune.pk, 500, True),
        ]
        assert "6.372" in body(client.get(reverse("progress:targets")))

    @pytest.mark.parametrize(
        ("method", "other", "parts"),
        [
            ("equal", {}, (5, 5)),
            ("last-year", {}, (8, 2)),
            ("youth", {}, (3, 7)),
            ("floor", {"floor": "7"}, (7, 7)),
        ],
    )
    def test_shared_out_by_figures(self, tree, client, resolution, method, other, parts):
        target = target_of(tree.city, period=_years(2026, 2026), goal=10)
        for unit, trees in ((tree.commune, 80), (tree.neighbour, 20)):
            declare(unit, make_officer("secretary", unit), trees, day=date(2025, 5, 1))
        young = make_indicator("young_people", name="Thanh niên")
        for unit, count in ((tree.commune, 300), (tree.neighbour, 700)):
            declare(unit, make_officer("secretary", unit), count, indicator=young, day=date(2026, 1, 5))
        where = reverse("progress:share", args=["hn"])
        sent = {"targets": [target.pk], "kind": "", "method": method, "floor": ""} | other
        answer = client.post(where, sent)
        run = SharingRun.objects.get()
        assert answer["Location"] == reverse("progress:run", args=[run.pk])
        assert (run.state, run.done, run.total, run.problem) == ("done", 2, 2, "")
        shares = dict(Sharing.objects.get().shares.values_list("unit", "amount"))
        assert (shares[tree.commune.pk], shares[tree.neighbour.pk]) == parts
        page = client.get(answer["Location"], headers={"HX-Request": "true"})
        assert "hx-get" not in body(page), "done: nothing more to ask for"
        where = address("decide-run", run.pk)
        document = {"decision": resolution.pk, "day": "06/01/2020"}
        assert "decision" in client.post(where, document | {"decision": ""}).context["form"].errors
        assert "Đã giao 1 chỉ tiêu" in body(client.post(where, document, follow=True))
        assert "không còn phương án" in body(client.post(where, document))
        assert Sharing.objects.get().state == "decided"

    def test_no_figures_to_share_by_is_told(self, tree, client):
        target = target_of(tree.city, period=_years(2026, 2026), goal=10)
        make_indicator("members", measure="stock")
        sent = {"targets": [target.pk], "kind": "", "method": "members", "floor": ""}
        answer = client.post(reverse("progress:share", args=["hn"]), sent, follow=True)
        assert "chọn cách chia khác" in body(answer)
        assert not Sharing.objects.exists()

    def test_what_is_wrong_is_told(self, tree, client):
        target = target_of(tree.city)
        where = reverse("progress:share", args=["hn"])
        for wrong, box in (({"targets": []}, "targets"), ({"method": "floor"}, "floor"), ({"method": "x"}, "method")):
            sent = {"targets": [target.pk], "kind": "", "method": "equal", "floor": ""} | wrong
            assert box in client.post(where, sent).context["form"].errors
        sign_in(client, make_officer("base_officer", tree.commune))
        assert client.get(where).status_code == 403
        assert client.get(reverse("progress:run", args=[1])).status_code == 404

    def test_much_goes_into_the_queue(self, tree, client, monkeypatch):
        from viecthat.figures import tasks
        from viecthat.figures.pages import progress

        monkeypatch.setattr(tasks, "close_old_connections", lambda: None)  # this test's own would go
        monkeypatch.setattr(progress, "AT_ONCE", 1)
        target = target_of(tree.city)
        sent = {"targets": [target.pk], "kind": "branch", "method": "equal", "floor": "", "by_year": "on"}
        answer = client.post(reverse("progress:share", args=["hn"]), sent)
        assert answer.status_code == 302, answer.context["form"].errors
        run = SharingRun.objects.get()
        assert (run.state, run.total) == ("waiting", 2)
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name, args FROM procrastinate_jobs")
            ((name, args),) = cursor.fetchall()
        assert name == tasks.share_out.name
        tasks.share_out(**(args if isinstance(args, dict) else json.loads(args)))
        run.refresh_from_db()
        assert (run.state, run.done) == ("done", 2)
        shares = list(Sharing.objects.get().shares.values_list("amount", flat=True))
        assert (len(shares), sum(shares)) == (10, 45_000)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_pages(tree, client, boss, count):
    units = [make_unit(f"Đoàn xã {n}", parent=tree.city, code=f"xa-{n}") for n in range(count)]
    targets = [target_of(tree.city, indicator=make_indicator(f"i{n}"), period=_years(2026, 2027)) for n in range(count)]
    for target in targets:
        client.post(
            address("by-hand", target.pk, "hn"), {f"u{unit.pk}_{y}": "5" for unit in units for y in (2026, 2027)}
        )
    counts = {}
    for name, where in {
        "list": address("list"), "target": address("target", targets[0].pk),
        "balance": address("balance", targets[0].pk, "hn"), "progress": reverse("progress:targets"),
        "progress of one": reverse("progress:target", args=[targets[0].pk]),
        "share": reverse("progress:share", args=["hn"]),
    }.items():  # fmt: skip
        client.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        counts[name] = len(caught)
    assert counts == {
        "list": 15, "target": 15, "balance": 22, "progress": 13, "progress of one": 19, "share": 9,
    }  # fmt: skip


def _years(first, last):
    from viecthat.kernel.periods import Period

    return Period(date(first, 1, 1), date(last + 1, 1, 1))


def test_a_unit_that_is_asked_answers_from_its_list_and_the_giver_from_its_own(tree, client, boss):
    target = target_of(tree.city)
    draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 20_000, (tree.neighbour.pk, None): 24_000},
        actor=boss, at=AT,
    )  # fmt: skip
    told = body(client.post(address("propose", target.pk, "hn"), follow=True))
    assert "Đã gửi lấy ý kiến" in told
    assert "0/2 đơn vị đã trả lời" in told
    theirs = address("list") + "?don-vi=hn-suoi-hai"
    assert "Đồng ý mức dự kiến" not in body(client.get(theirs)), "not offered to the giver"
    client.post(address("accept", target.pk, "hn-suoi-hai"))
    assert not Undertaking.objects.exists()
    sign_in(client, make_officer("base_officer", tree.commune))
    page = body(client.get(theirs))
    assert "Đồng ý mức dự kiến" in page
    assert "Đề nghị mức khác" in page
    told = body(client.post(address("accept", target.pk, "hn-suoi-hai"), follow=True))
    assert "Đã trả lời đồng ý" in told
    assert "Đồng ý mức dự kiến" not in told
    client.post(address("own-figure", target.pk, "hn-suoi-hai"), {"amount": "9.000", "reason": "Đất bị ngập"})
    assert client.post(address("accept", target.pk, "hn-tan-linh")).status_code == 403
    sign_in(client, boss)
    page = body(client.get(address("list")))
    assert "Đất bị ngập" in page
    assert address("answer", Undertaking.objects.get(state="proposed").pk) in page


def test_a_unit_finds_its_own_part_on_the_page_of_a_target_from_above(tree, client, boss, resolution):
    target = target_of(tree.city, period=_years(2026, 2026))
    draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 20_000, (tree.neighbour.pk, None): 25_000},
        actor=boss, at=AT,
    )  # fmt: skip
    client.post(address("propose", target.pk, "hn"))
    officer = make_officer("secretary", tree.commune)
    sign_in(client, officer)
    page = body(client.get(address("target", target.pk)))
    assert "Phần của đơn vị bạn" in page
    assert "20.000 cây" in page
    assert "25.000" not in page, "what a neighbour got is for those above"
    assert f'{address("list")}?don-vi=hn-suoi-hai#h-received">Trả lời</a>' in page
    sign_in(client, boss)
    assert "Phần của đơn vị bạn" not in body(client.get(address("target", target.pk)))
    client.post(address("decide", target.pk, "hn"), {"decision": resolution.pk, "day": "06/01/2026"})
    sign_in(client, officer)
    page = body(client.get(address("target", target.pk)))
    assert f'{address("balance", target.pk, "hn-suoi-hai")}">Phân bổ cho cấp dưới</a>' in page
    assert "Phân bổ của Thành đoàn Hà Nội" in page


def test_what_may_be_shared_out_is_told_apart_and_what_is_over_comes_last(tree, client, boss, resolution):
    target = target_of(tree.city, period=_years(2026, 2026))
    draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 45_000}, actor=boss, at=AT
    )  # fmt: skip
    client.post(address("decide", target.pk, "hn"), {"decision": resolution.pk, "day": "06/01/2026"})
    own = target_of(tree.commune, period=_years(2026, 2026))
    over = target_of(tree.commune, period=_years(2024, 2024))
    sign_in(client, make_officer("secretary", tree.commune))
    where = reverse("progress:share", args=["hn-suoi-hai"])
    assert list(client.get(where).context["form"].fields["targets"].choices) == [
        (own.pk, "Cây xanh được trồng, năm 2026"),
        (target.pk, "Cây xanh được trồng, năm 2026 (Thành đoàn Hà Nội giao)"),
        (over.pk, "Cây xanh được trồng, năm 2024"),
    ]


def test_indicators_to_choose_from_stand_by_area(client, boss):
    make_indicator()
    make_indicator("youth_works", name="Công trình thanh niên", area=6)
    page = body(client.get(address("enter", "hn")))
    assert page.count("<optgroup") == 2


def test_asking_for_less_and_the_answer_say_what_it_is_about_and_what_follows(tree, client, boss, resolution):
    target = target_of(tree.city, period=_years(2026, 2026))
    draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 20_000, (tree.neighbour.pk, None): 25_000},
        actor=boss, at=AT,
    )  # fmt: skip
    client.post(address("decide", target.pk, "hn"), {"decision": resolution.pk, "day": "06/01/2026"})
    officer = make_officer("base_officer", tree.commune)

    def told(name, *args, **sent):
        client.get(address("list"))  # what was said before is read
        return [str(one) for one in client.post(address(name, *args), sent, follow=True).context["messages"]]

    sign_in(client, officer)
    mine = "own-figure", target.pk, "hn-suoi-hai"
    assert told(*mine, amount="21.000") == ["Đã đăng ký mức của đơn vị; có hiệu lực ngay."]
    sent = ["Đã gửi đề nghị; Thành đoàn Hà Nội trả lời thì hiện ở trang này."]
    assert told(*mine, amount="9.000", reason="Đất bị ngập") == sent
    sign_in(client, boss)
    asked = Undertaking.objects.get(state="proposed").pk
    assert "Đề nghị 9.000 thay cho 20.000 cây. Đất bị ngập" in body(client.get(address("answer", asked)))
    refused = ["Đã trả lời không đồng ý; phần của Đoàn xã Suối Hai giữ nguyên."]
    assert told("answer", asked, agree="0", answer="Xin giữ mức") == refused
    sign_in(client, officer)
    assert told(*mine, amount="8.000", reason="Đất bị ngập") == sent
    sign_in(client, boss)
    agreed = told("answer", Undertaking.objects.get(state="proposed").pk, agree="1", answer="")
    assert agreed == ["Đã đồng ý 8.000 cho Đoàn xã Suối Hai: đã có phương án mới, bấm “Giao chỉ tiêu” để có hiệu lực."]


def test_less_is_agreed_while_units_are_still_asked(tree, client, boss):
    target = target_of(tree.city, period=_years(2026, 2026))
    draft_sharing(
        target=target, unit=tree.city.pk, amounts={(tree.commune.pk, None): 45_000}, actor=boss, at=AT
    )  # fmt: skip
    client.post(address("propose", target.pk, "hn"))
    sign_in(client, make_officer("base_officer", tree.commune))
    client.post(address("own-figure", target.pk, "hn-suoi-hai"), {"amount": "9.000", "reason": "Đất bị ngập"})
    sign_in(client, boss)
    answer = client.post(address("answer", Undertaking.objects.get().pk), {"agree": "1", "answer": ""}, follow=True)
    assert "Đã đồng ý: phần của Đoàn xã Suối Hai còn 9.000; chỗ giảm nằm ở “còn lại”." in body(answer)
