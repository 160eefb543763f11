"""Pages of calls and forms: lists under a literal query count, the whole way without script, what stays hidden."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, TODAY, make_officer, sign_in
from tests.reporting.test_forms import DRAFT
from viecthat.kernel.periods import Period
from viecthat.ledger.queries import Indicator
from viecthat.plans.models import Directive, Notice, Programme
from viecthat.reporting.choices import ReportState
from viecthat.reporting.commands.call import open_call
from viecthat.reporting.commands.form import draft_of, make_form
from viecthat.reporting.models import Edition, Report, ReportCall, ReportForm

pytestmark = pytest.mark.django_db
CALLS, FORMS = reverse("reports:calls"), reverse("reports:forms")


@pytest.fixture
def secretary(tree, client):
    return sign_in(client, make_officer("secretary", tree.city))


@pytest.fixture
def form(tree, secretary):
    draft = replace(DRAFT, name="Báo cáo 6 tháng", cadence="half", kinds=("commune", "branch"))
    return make_form(unit=tree.city.pk, draft=draft, start=date(2017, 1, 1), actor=secretary, at=AT)


def called(form, tree, actor, year=2025):
    return open_call(form=form, unit=tree.city.pk, period=Period.half(year, 2), actor=actor, at=AT)


def words(response):
    return " ".join(response.content.decode().split())


class TestCalls:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_asks_the_same_for_one_and_for_three(
        self, client, tree, secretary, form, rows, django_assert_num_queries
    ):
        for n in range(rows):
            call = called(form, tree, secretary, 2023 + n)
            Report.objects.create(call=call, unit=tree.branch, state=ReportState.SENT, made_at=AT, sent_at=AT)
        make_officer("base_officer", tree.commune)
        client.get(CALLS)
        with django_assert_num_queries(14):
            response = client.get(CALLS)
        assert [row.progress.of for row in response.context["rows"]] == [4] * rows
        assert [row.progress.sent for row in response.context["rows"]] == [1] * rows

    def test_found_by_name_period_state_and_taken_along(self, client, tree, secretary, form):
        first, second = called(form, tree, secretary, 2024), called(form, tree, secretary, 2025)
        ReportCall.objects.filter(pk=first.pk).update(closed_at=AT)

        def found(query):
            return [row.call.pk for row in client.get(f"{CALLS}?{query}").context["rows"]]

        assert found("q=bao+cao+6") == [second.pk, first.pk]
        assert found("q=khong+co") == []
        assert found("ky=nam+2024") == [first.pk]
        assert found("ky=bao+gio") == []
        assert found("tinh-trang=mo") == [second.pk]
        assert found(f"mau={form.code}&xep=ky") == [first.pk, second.pk]
        csv = client.get(reverse("reports:calls-file", args=["csv"]) + "?ky=nam+2024").content.decode()
        assert csv.count("Báo cáo 6 tháng") == 1
        book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("reports:calls-file", args=["xlsx"])).content))
        assert len(book.get_sheet_by_index(0).to_python()) >= 3

    def test_what_is_due_for_a_unit_stands_first_and_others_see_nothing(self, client, tree, secretary, form):
        call = called(form, tree, secretary)
        sign_in(client, make_officer("branch_secretary", tree.branch))
        page = words(client.get(CALLS))
        assert "Đơn vị tôi phải gửi" in page
        assert reverse("reports:open", args=[call.pk, tree.branch.pk]) in page
        assert "quá hạn" in page
        assert [row.progress.of for row in client.get(CALLS).context["rows"]] == [1]
        sign_in(client, make_officer("secretary", tree.stranger))
        assert "Báo cáo 6 tháng" not in words(client.get(CALLS))
        assert client.get(reverse("reports:call", args=[call.pk])).status_code == 404
        assert client.get(reverse("reports:call-file", args=[call.pk, "csv"])).status_code == 404
        assert client.post(reverse("reports:remind", args=[call.pk])).status_code == 404

    def test_opened_changed_and_closed_on_the_page(self, client, tree, form):
        branch = make_officer("branch_secretary", tree.branch)
        new = reverse("reports:call-new")
        assert "không phải là một kỳ" in words(client.post(new, {"form": form.code, "period": "tuần này"}))
        sent = {"form": form.code, "period": "6 tháng đầu năm 2026", "words": "Nhớ kèm ảnh."}
        assert client.post(new, sent).status_code == 302
        call = ReportCall.objects.get()
        assert call.due == date(2026, 7, 6)
        assert "Nhớ kèm ảnh." in words(client.get(reverse("reports:call", args=[call.pk])))
        assert "Đợt báo cáo này đã mở." in words(client.post(new, sent))
        client.post(reverse("reports:call-change", args=[call.pk]), {"due": "10/07/2026", "words": ""})
        client.post(reverse("reports:remind", args=[call.pk]), {"don-vi": tree.branch.code})
        assert Notice.objects.filter(account=branch, kind="report_nudge").count() == 1
        client.post(reverse("reports:call-close", args=[call.pk]), {"viec": "khep"})
        call.refresh_from_db()
        assert (call.due, call.closed_at) == (date(2026, 7, 10), AT)
        sign_in(client, branch)
        for name in ["call-change", "call-close"]:
            assert client.post(reverse(f"reports:{name}", args=[call.pk])).status_code == 403
        assert client.get(new).status_code == 403

    @pytest.mark.usefixtures("form")
    def test_only_forms_that_somebody_here_owes_are_offered(self, client, tree, secretary):
        above = replace(DRAFT, name="Báo cáo của Trung ương", kinds=("central",))
        make_form(unit=tree.city.pk, draft=above, start=date(2017, 1, 1), actor=secretary, at=AT)
        page = words(client.get(reverse("reports:call-new")))
        assert "Báo cáo 6 tháng" in page
        assert "Báo cáo của Trung ương" not in page
        assert '<option value="" selected>Chọn mẫu</option>' in page

    def test_a_due_day_that_is_gone_is_asked_for_anew(self, client, form):
        new = reverse("reports:call-new")
        sent = {"form": form.code, "period": "6 tháng cuối năm 2025", "words": "Nhớ kèm ảnh."}
        answer = client.post(new, sent)
        assert answer.status_code == 422
        assert "Hạn theo quy tắc của mẫu là 05/01/2026, đã qua; ghi hạn gửi." in words(answer)
        assert "Nhớ kèm ảnh." in words(answer)
        assert "Hạn gửi đã qua" in words(client.post(new, sent | {"due": "26/03/2026"}))
        assert not ReportCall.objects.exists()
        assert client.post(new, sent | {"due": "27/03/2026"}).status_code == 302
        assert ReportCall.objects.get().due == TODAY

    def test_what_was_begun_goes_on_from_the_list_of_units(self, client, tree, secretary, form):
        call = called(form, tree, secretary)
        report = Report.objects.create(call=call, unit=tree.branch, state=ReportState.DRAFT, made_at=AT)
        sign_in(client, make_officer("branch_secretary", tree.branch))
        page = reverse("reports:call", args=[call.pk])
        link = f'href="{reverse("reports:report", args=[report.pk])}">'
        assert f"{link}Làm tiếp</a>" in words(client.get(page))
        Report.objects.update(state=ReportState.RETURNED)
        assert f"{link}Sửa, gửi lại</a>" in words(client.get(page))
        Report.objects.update(state=ReportState.SENT)
        assert f"{link}Làm tiếp</a>" not in words(client.get(page))


class TestOneCall:
    def test_units_by_name_state_superior_under_one_count(
        self, client, tree, secretary, form, django_assert_num_queries
    ):
        call = called(form, tree, secretary)
        Report.objects.create(call=call, unit=tree.branch, state=ReportState.SENT, made_at=AT, sent_at=AT)
        Report.objects.create(call=call, unit=tree.sister, state=ReportState.RETURNED, made_at=AT)
        address = reverse("reports:call", args=[call.pk])
        client.get(address)
        with django_assert_num_queries(9):
            response = client.get(address)
        assert [(row.unit, row.standing.name, row.late) for row in response.context["rows"]] == [
            (tree.commune.pk, "MISSING", True),
            (tree.branch.pk, "SENT", False),
            (tree.sister.pk, "RETURNED", True),
            (tree.neighbour.pk, "MISSING", True),
        ]
        with django_assert_num_queries(9):
            client.get(f"{address}?tinh-trang=da-gui")

        def found(query):
            return [row.unit for row in client.get(f"{address}?{query}").context["rows"]]

        assert found("tinh-trang=tre") == [tree.commune.pk, tree.sister.pk, tree.neighbour.pk]
        assert found("tinh-trang=chua") == [tree.commune.pk, tree.neighbour.pk]
        assert found("cap-tren=hn-suoi-hai") == [tree.commune.pk, tree.branch.pk, tree.sister.pk]
        assert found("q=hat+giang") == [tree.sister.pk]
        assert found("xep=tinh-trang")[-1] == tree.sister.pk
        lines = client.get(reverse("reports:call-file", args=[call.pk, "csv"])).content.decode().splitlines()
        assert len(lines) == 5
        assert "gửi muộn" in lines[2]
        sign_in(client, make_officer("base_officer", tree.commune))
        assert [row.unit for row in client.get(address).context["rows"]] == [
            tree.commune.pk, tree.branch.pk, tree.sister.pk,
        ]  # fmt: skip


class TestForms:
    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_list_asks_the_same_for_one_and_for_three(
        self, client, tree, secretary, rows, django_assert_num_queries
    ):
        for _n in range(rows):
            make_form(unit=tree.city.pk, draft=DRAFT, start=TODAY, actor=secretary, at=AT)
        client.get(FORMS)
        with django_assert_num_queries(13):
            response = client.get(FORMS)
        assert [(row.lines, row.sections) for row in response.context["rows"]] == [(2, 2)] * rows
        for query, count in [
            ("q=tuan", rows),
            ("q=nam", 0),
            ("chu-ky=month", 0),
            ("loai=branch", rows),
            ("cua=chung", 0),
        ]:
            assert len(client.get(f"{FORMS}?{query}").context["rows"]) == count, query

    @pytest.mark.usefixtures("secretary")
    def test_written_row_by_row_without_script(self, client):
        new = reverse("reports:form-new")
        sent = {"name": "Báo cáo tuần hè", "cadence": "week", "start": "01/06/2026", "due_days": "0",
                "due_earlier": "1", "signing": "TM. BAN THƯỜNG VỤ", "kinds": ["commune"],
                "so-n": "0", "muc-n": "0"}  # fmt: skip

        def press(do, **more):
            page = client.post(new, sent | {"viec": do} | more)
            boxes = {"so-n": str(len(page.context["lines"])), "muc-n": str(len(page.context["sections"]))}
            for n, (line, _indicator) in enumerate(page.context["lines"]):
                boxes |= {f"so-{n}-ma": line.indicator, f"so-{n}-chia": line.breakdown, f"so-{n}-ghi": line.hint}
            for n, one in enumerate(page.context["sections"]):
                boxes |= {f"muc-{n}-so": one.number, f"muc-{n}-ten": one.heading, f"muc-{n}-cap": "1"}
                boxes |= {f"muc-{n}-viet": "on"} if one.written else {}
            for name in [name for name in sent if name[:3] in {"so-", "muc"}]:
                del sent[name]
            sent.update(boxes)
            return page

        for code in ["trees_planted", "youth_works", "members_admitted"]:
            press("so-them", **{"them-chi-so": code})
        press("so-len-2")
        press("so-bo-0")
        page = press("muc-them")
        assert 'value="Báo cáo tuần hè"' in words(page)
        assert page.context["head"]["kinds"].value() == ["commune"]
        assert "Đề mục thứ 1 chưa có tên" in words(press("luu"))
        sent["muc-0-ten"] = "Kết quả"
        assert not ReportForm.objects.exists()
        assert client.post(new, sent | {"viec": "luu"}).status_code == 302
        form = ReportForm.objects.get()
        assert [line.indicator for line in draft_of(form).lines] == ["members_admitted", "youth_works"]
        assert [one.heading for one in draft_of(form).sections] == ["Kết quả"]

    @pytest.mark.usefixtures("secretary")
    def test_a_form_goes_by_a_document_and_counts_what_the_unit_counts(self, client, tree):
        for code, name, unit in (("rieng-city", "Hà Nội", tree.city), ("rieng-other", "nơi khác", tree.stranger)):
            Indicator.objects.create(
                code=code, name=f"Việc riêng của {name}", measure="flow", unit_of_measure="việc", area=2, unit=unit,
                start=date(2020, 1, 1),
            )  # fmt: skip
        paper = Directive.objects.create(
            issuer=tree.city, type="CV", number="15-CV/TĐTN", subject="Báo cáo hè", issued_on=TODAY
        )
        page = words(client.get(reverse("reports:form-new")))
        assert "Việc riêng của Hà Nội" in page
        assert "Việc riêng của nơi khác" not in page
        assert "15-CV/TĐTN – Báo cáo hè" in page
        sent = {"name": "Báo cáo hè", "cadence": "thematic", "start": "01/06/2026", "due_days": "0", "muc-n": "0",
                "due_earlier": "1", "signing": "TM. BAN THƯỜNG VỤ", "kinds": ["commune"], "directive": paper.pk,
                "so-n": "1", "so-0-ma": "rieng-other", "viec": "luu"}  # fmt: skip
        refused = client.post(reverse("reports:form-new"), sent)
        assert refused.status_code == 422
        assert "là chỉ số riêng của đơn vị khác" in words(refused)
        made = client.post(reverse("reports:form-new"), sent | {"so-0-ma": "rieng-city"})
        assert f'href="{reverse("directives:directive", args=[paper.pk])}"' in words(client.get(made.url))

    def test_one_form_copied_revised_ended_and_taken_along(self, client, tree, secretary, form):
        summer = Programme.objects.create(
            unit=tree.city, kind="campaign", title="Mùa hè xanh 2026", start=date(2026, 6, 1), end=date(2026, 8, 1)
        )
        address = reverse("reports:form", args=[form.pk])
        assert "dùng từ 01/01/2017" in words(client.get(address))
        book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("reports:form-xlsx", args=[form.pk])).content))
        assert "Cây xanh được trồng" in str(book.get_sheet_by_index(0).to_python())
        called(form, tree, secretary)
        edit = reverse("reports:form-edit", args=[form.pk])
        page = client.get(edit)
        assert "Lưu bản mới" in words(page)
        boxes = {"so-n": "1", "so-0-ma": "trees_planted", "muc-n": "0", "viec": "luu"}
        head = {name: page.context["head"][name].value() for name in page.context["head"].fields}
        head = {name: value for name, value in head.items() if value is not None and value is not False}
        response = client.post(edit, head | boxes | {"start": "01/04/2026", "programme": summer.pk})
        new = ReportForm.objects.get(start=date(2026, 4, 1))
        assert new.programme == summer
        assert response.url == reverse("reports:form", args=[new.pk])
        assert "thôi từ 01/04/2026" in words(client.get(address))
        assert client.get(edit).status_code == 403  # a version that has another after it
        client.post(reverse("reports:form-end", args=[new.pk]), {"day": "01/05/2026"})
        new.refresh_from_db()
        assert new.end == date(2026, 5, 1)
        copy = reverse("reports:form-copy", args=[form.pk])
        assert client.get(copy).context["sections"] == draft_of(form).sections
        sign_in(client, make_officer("base_officer", tree.commune))
        for page in [edit, copy, reverse("reports:form-new"), reverse("reports:form-end", args=[form.pk])]:
            assert client.get(page).status_code == 403
        assert client.get(address).status_code == 200


def test_the_workbench_tells_what_is_due_and_what_waits(client, tree, secretary, form):
    call = called(form, tree, secretary)
    branch = sign_in(client, make_officer("branch_secretary", tree.branch))
    page = words(client.get(reverse("home:workbench")))
    assert f'href="{reverse("reports:open", args=[call.pk, tree.branch.pk])}"' in page
    report = Report.objects.create(call=call, unit=tree.branch, state=ReportState.SENT, made_at=AT, sent_at=AT)
    assert reverse("reports:open", args=[call.pk, tree.branch.pk]) not in words(client.get(reverse("home:workbench")))
    Edition.objects.create(
        report=report, number=1, content={}, as_known=AT, map_day=TODAY, signed_by=branch, signed_at=AT, digest="0"
    )
    sign_in(client, make_officer("base_officer", tree.commune))
    assert "1 báo cáo chờ bạn nhận" in words(client.get(reverse("home:workbench")))
    assert "Chờ tôi nhận" in words(client.get(CALLS))
