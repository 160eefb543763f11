"""The pages of one report: who reads what, writing without losing words, returned and taken by page, what is signed."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_account, make_indicator, make_officer, make_unit, sign_in
from tests.reporting.making import call_of, form_of, report_of
from viecthat.kernel.periods import Period
from viecthat.plans.models import Notice
from viecthat.reporting.choices import ReportState
from viecthat.reporting.commands.report import Said, say_figure, write_section
from viecthat.reporting.commands.steps import accept_report, accept_reports, return_report, sign_report
from viecthat.reporting.models import Edition, FormLine, Report, ReportFigure, SigningDelegation
from viecthat.reporting.pages.report import REGISTERS
from viecthat.reporting.queries.report import mark_of


@pytest.fixture
def call(tree):
    return call_of(form_of(), tree.centre)


@pytest.fixture
def branch(tree):
    return make_officer("branch_secretary", tree.branch, full_name="Trần Thị Bí Thư")


@pytest.fixture
def commune(tree):
    return make_officer("secretary", tree.commune, full_name="Lê Văn Cấp Trên")


@pytest.fixture
def report(tree, call, branch):
    return report_of(call, tree.branch, branch)


def address(report, name="report", *more):
    return reverse(f"reports:{name}", args=[report.pk, *more])


def line_of(report, code="trees_planted"):
    return report.call.form.lines.get(indicator__code=code).pk


def box(place, *held, **sent):
    """A box as the page drew it over what it held, with what is sent instead."""
    given = {"revision": 0, "mark": mark_of(*held)} | sent
    return {f"{place}-{name}": value for name, value in given.items()}


def look(client, who, url, status=200):
    sign_in(client, who)
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


EMPTY = ("", "", "", "")


def test_a_report_is_begun_from_its_call(tree, call, branch, client):
    url = reverse("reports:open", args=[call.pk, tree.branch.pk])
    assert "Chưa ai bắt đầu" in look(client, branch, url)
    assert not Report.objects.exists()
    response = client.post(url)
    assert response.url == address(Report.objects.get())
    assert client.get(url).url == response.url
    above = reverse("reports:open", args=[call.pk, tree.commune.pk])
    assert "chưa bắt đầu" in look(client, make_officer("inspector", tree.city), above)
    assert client.post(above).status_code == 422
    look(client, branch, above, 404)


def test_its_page_fills_itself_from_the_ledger_and_asks_for_what_is_missing(tree, call, report, branch, client):
    FormLine.objects.filter(form=call.form).update(required=True, hint="Đếm cây còn sống")
    declare(tree.branch, branch, 1_120)
    declare(tree.branch, branch, 900, day=date(2025, 5, 1))
    html = look(client, branch, address(report))
    assert "1.120" in html
    assert "900" in html  # the same period of last year
    assert "Đếm cây còn sống" in html
    assert "Còn 1 chỗ phải xong" in html
    assert html.count("Giải trình <small>không bắt buộc</small>") == 1  # the other must be explained
    assert "24/28" in html
    assert 'data-base="1120"' in html
    opened = f"{reverse('figures:explorer')}?so=trees_planted&mo={tree.branch.code}&nam=2026&ban-do=2026-03-27"
    assert opened.replace("&", "&amp;") in html
    assert client.get(opened, headers={"HX-Request": "true", "HX-Target": "drawer-place"}).status_code == 200


def test_boxes_that_are_empty_are_counted_by_block_and_the_first_is_a_press_away(tree, call, report, branch, client):
    trees, trained = line_of(report), line_of(report, "cadres_trained")
    section = call.form.sections.get(written=True).pk

    def told() -> tuple[int, str | None, list[str]]:
        html = look(client, branch, address(report))
        way = re.search(r'href="#([\w-]+)" data-next-blank', html)
        return html.count(" data-blank>"), way and way[1], re.findall(r"<b>(\d+)</b> ô chưa điền", html)

    # Two figures in two blocks, or in one, and a heading; the last count is the whole page's.
    blanks, first, counts = told()
    assert (blanks, first) == (3, f"so-{trees}")
    assert sum(map(int, counts[:-1])) == 2
    assert counts[-1] == "3"
    declare(tree.branch, branch, 1_120)
    assert told()[:2] == (2, f"so-{trained}")
    client.post(address(report, "line", trained), box(f"so-{trained}", *EMPTY, explanation="Không mở lớp nào"))
    assert told()[:2] == (1, f"muc-{section}")
    client.post(address(report, "section", section), box(f"muc-{section}", "", "", text="Đã trồng cây."))
    assert told() == (0, None, [])
    # Whoever only reads is asked to fill in nothing.
    assert "data-blank" not in look(client, make_officer("inspector", tree.city), address(report))


def test_every_register_has_a_page():
    assert all(reverse(name) for name in REGISTERS.values())


def test_a_register_holds_its_figure(tree, branch, client):
    report = report_of(call_of(form_of(["members_admitted"]), tree.centre), tree.branch, branch)
    html = look(client, branch, address(report))
    assert reverse("people:register") in html
    assert "do sổ quản lý giữ" in html
    assert "-typed" not in html
    sent = box(f"so-{line_of(report, 'members_admitted')}", *EMPTY, typed="3", reason="Sổ tay")
    assert "không kê khai được" in client.post(address(report), sent).content.decode()


def test_who_may_see_what(tree, call, report, branch, commune, client):
    say_figure(
        report=report, line=line_of(report), said=Said(37, "Sổ tay", "Mưa nhiều"), revision=0, actor=branch, at=AT
    )  # fmt: skip
    section = call.form.sections.get(written=True).pk
    write_section(report=report, section=section, text="Lời còn dang dở", revision=0, actor=branch, at=AT)
    inspector = make_officer("inspector", tree.commune)
    for who in (branch, commune):
        html = look(client, who, address(report))
        assert all(words in html for words in ("Lời còn dang dở", "Mưa nhiều", "37"))
    html = look(client, inspector, address(report))
    assert "chưa gửi báo cáo này lên" in html
    assert not any(words in html for words in ("dang dở", "Mưa nhiều", "Sổ tay"))
    for nobody in (make_officer("secretary", tree.neighbour), make_account()):
        look(client, nobody, address(report), 404)
        look(client, nobody, address(report, "doubts"), 404)
        assert client.post(address(report), box(f"so-{line_of(report)}", typed="1")).status_code == 404
    sign_in(client, inspector)
    assert client.post(address(report, "line", line_of(report)), {}).status_code == 404
    for step in ("ky", "kiem-tra", "nhan", "rut", "gui", "mo-lai", "khong-co"):
        look(client, inspector, address(report, "step", step), 404)
    sign_report(report=report, actor=branch, at=AT)
    return_report(report=report, words="Xem lại giúp", lines={}, actor=commune, at=AT)
    row = ReportFigure.objects.get()
    say_figure(
        report=report, line=row.line_id, said=Said(41, "Sổ mới", ""), revision=row.revision, actor=branch, at=AT
    )  # fmt: skip
    html = look(client, inspector, address(report))
    assert "Lời còn dang dở" in html  # it was sent now
    assert "37" in html
    assert not any(words in html for words in ("Sổ mới", "41 ", "Xem lại giúp"))
    assert "Xem lại giúp" in look(client, branch, address(report))


def test_boxes_are_kept_as_one_types_and_all_at_once(tree, call, report, branch, client):
    sign_in(client, branch)
    trees, trained = line_of(report), line_of(report, "cadres_trained")
    htmx = {"HX-Request": "true"}
    response = client.post(
        address(report, "line", trees), box(f"so-{trees}", *EMPTY, typed="1.250"), headers=htmx
    )  # fmt: skip
    assert response.status_code == 422
    assert "lý do kê khai" in response.content.decode()
    sent = box(f"so-{trees}", *EMPTY, typed="1.250", reason="Sổ tay")
    response = client.post(address(report, "line", trees), sent, headers=htmx)
    html = response.content.decode()
    assert "Đã lưu" in html
    assert f'id="so-{trees}-value" hx-swap-oob="true"' in html
    assert "1.250" in html
    # Without a script: one box touched, one as it was drawn before somebody else filled it, one wrong.
    section = call.form.sections.get(written=True).pk
    sent = box(f"so-{trees}", *EMPTY, typed="", reason="", explanation="", answer="")
    sent |= box(f"so-{trained}", *EMPTY, typed="29/28", reason="Danh sách lớp")
    sent |= box(f"muc-{section}", "", "", text="Trồng {trees_planted} cây, hơn 900 cây xanh được trồng, {khong_co}.")
    html = client.post(address(report), sent).content.decode()
    assert "1 chỗ chưa lưu được" in html
    assert 'value="29/28"' in html
    assert "Trồng <b" in html.replace("\n", "")
    assert "Mẫu không có số nào mã “khong_co”" in html
    assert ReportFigure.objects.get(line=trees).typed == 1_250
    sent = box(f"so-{trained}", *EMPTY, typed="24/28", reason="Danh sách lớp")
    assert client.post(address(report), sent).status_code == 302
    assert "24/28" in client.get(address(report)).content.decode()
    assert client.post(address(report, "line", 0), {}).status_code == 404


def test_two_people_at_once_see_both_versions(tree, report, branch, commune, client):
    trees = line_of(report)
    say_figure(report=report, line=trees, said=Said(30, "Sổ của tôi"), revision=0, actor=branch, at=AT)
    sign_in(client, commune)
    mine = box(f"so-{trees}", *EMPTY, typed="40", reason="Sổ của chị")
    response = client.post(address(report, "line", trees), mine, headers={"HX-Request": "true"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "Có người vừa sửa" in html
    assert "Sổ của tôi" in html
    assert "Trần Thị Bí Thư" in html
    html = client.post(address(report), mine).content.decode()
    assert 'value="40"' in html
    assert "Sổ của tôi" in html
    assert ReportFigure.objects.get().typed == 30
    over = {f"so-{trees}-over": 1}
    assert client.post(address(report, "line", trees), mine | over).status_code == 302
    assert ReportFigure.objects.get().typed == 40


def test_returned_figure_by_figure_answered_and_taken_in_by_page(tree, call, report, branch, commune, client):
    declare(tree.branch, branch, 100)
    trees = line_of(report)
    section = call.form.sections.get(written=True).pk
    say_figure(report=report, line=trees, said=Said(30, "Vườn nhà"), revision=0, actor=branch, at=AT)
    assert "Ký báo cáo" in look(client, branch, address(report, "step", "ky"))
    assert client.post(address(report, "step", "ky"), {"gui": "1"}).url == address(report)
    report.refresh_from_db()
    assert report.state == ReportState.SENT
    look(client, branch, address(report, "return"), 404)

    html = look(client, commune, address(report, "return"))
    assert f'name="so-{trees}"' in html
    response = client.post(address(report, "return"), {"words": ""})
    assert response.status_code == 422
    words = {f"so-{trees}": "Có cả cây của trường?", f"muc-{section}": "Viết rõ hơn"}
    assert client.post(address(report, "return"), words).status_code == 302

    html = look(client, branch, address(report))
    assert "Có cả cây của trường?" in html
    assert "bị trả lại, chưa sửa" in html
    response = client.post(address(report, "step", "ky"), {"gui": "1"})
    assert response.status_code == 422
    assert "bị trả lại" in response.content.decode()
    sent = box(
        f"so-{trees}", "30", "Vườn nhà", "", "", revision=2, typed="20", reason="Bỏ cây của trường", answer="Bỏ rồi"
    )
    sent |= box(f"muc-{section}", "", "", revision=1, text="", answer="Sẽ viết ở báo cáo năm")
    assert client.post(address(report), sent).status_code == 302
    # What is typed anew stands in place of what the first edition put into the ledger.
    assert 'data-base="100"' in client.get(address(report)).content.decode()
    assert ">120</a>" in client.get(address(report)).content.decode()
    assert client.post(address(report, "step", "ky"), {"gui": "1"}).status_code == 302

    declare(tree.branch, branch, 7)
    html = look(client, commune, address(report))
    assert ">120</a>" in html
    assert "nay 127 (+7)" in html.replace("\n", "")
    assert "Bỏ rồi" in html
    look(client, commune, address(report, "step", "nhan"))
    assert client.post(address(report, "step", "nhan"), {"words": ""}).status_code == 302
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    response = client.post(address(report, "step", "mo-lai"), {"words": ""})
    assert "Ghi vì sao" in response.content.decode()
    assert client.post(address(report, "step", "mo-lai"), {"words": "Đếm sót"}).status_code == 302
    html = look(client, branch, address(report))
    assert "đang được tính ở cấp trên" in html
    assert html.count(reverse("editions:edition", args=[report.pk, 1])) == 1


def test_coverage_names_who_is_missing(tree, call, report, branch, commune, client):
    sign_report(report=report, actor=branch, at=AT)
    above = report_of(call, tree.commune, commune)
    html = " ".join(look(client, commune, address(above)).split())
    assert "0/2</b> đơn vị đã nhận · 1 chờ nhận · 1 thiếu" in html
    assert reverse("reports:open", args=[call.pk, tree.sister.pk]) in html
    assert "Chi đoàn thôn Hát Giang" in html
    accept_report(report=report, actor=commune, at=AT)
    assert "1/2</b> đơn vị đã nhận" in look(client, commune, address(above))


def test_several_are_taken_in_from_the_list(tree, call, report, branch, commune, client):
    declare(tree.branch, branch, 1_000, day=date(2025, 5, 1))
    declare(tree.branch, branch, 4_000)
    sister = make_officer("branch_secretary", tree.sister)
    other = report_of(call, tree.sister, sister)
    url = reverse("reports:taking")
    assert "Không có báo cáo nào" in look(client, commune, url)
    sign_report(report=report, actor=branch, at=AT)
    sign_report(report=other, actor=sister, at=AT)
    html = look(client, commune, url)
    assert "1.000 → <b>4.000</b>" in html
    assert address(other) in html
    assert address(report) not in look(client, make_officer("secretary", tree.city), url)  # not straight to them
    look(client, branch, url, 403)
    sign_in(client, commune)
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"chon": [report.pk, other.pk]}).status_code == 302
    assert set(Report.objects.values_list("state", flat=True)) == {ReportState.ACCEPTED}


def test_the_secretary_lets_somebody_sign_while_away(tree, call, commune, client):
    officer = make_officer("base_officer", tree.commune)
    report = report_of(call, tree.commune, commune)
    url = reverse("reports:delegations")
    look(client, officer, url, 403)
    sign_in(client, commune)
    sent = {"unit": tree.commune.pk, "deputy": officer.username, "start": "27/03/2026", "last_day": "20/03/2026"}
    html = client.post(url, sent | {"words": "Đi học"}).content.decode()
    assert "Ngày cuối phải sau ngày đầu" in html
    assert "Không có tài khoản nào" in client.post(url, sent | {"deputy": "ai-do", "words": "x"}).content.decode()
    assert client.post(url, sent | {"last_day": "30/03/2026", "words": "Đi học"}).status_code == 302
    assert SigningDelegation.objects.get().end == date(2026, 3, 31)
    look(client, officer, url)
    sign_in(client, officer)
    assert client.post(address(report, "step", "ky"), {}).status_code == 302
    assert "(thay Lê Văn Cấp Trên)" in " ".join(client.get(address(report)).content.decode().split())
    end = reverse("reports:delegation-end", args=[SigningDelegation.objects.get().pk])
    assert client.post(end).status_code == 404
    sign_in(client, commune)
    assert client.post(end).status_code == 302
    assert not SigningDelegation.objects.filter(end__gt=TODAY).exists()


@pytest.mark.parametrize("lines", [1, 3])
def test_as_many_queries_for_three_lines_as_for_one(tree, branch, commune, client, lines, django_assert_num_queries):
    codes = ["trees_planted", "roads_lit", "bins_placed"][:lines]
    for code in codes:
        make_indicator(code)
    year = Period.year(2026)
    report = report_of(call_of(form_of(codes), tree.centre, period=year), tree.branch, branch)
    for code in codes:
        say_figure(report=report, line=line_of(report, code), said=Said(5, "Sổ"), revision=0, actor=branch, at=AT)
    sign_in(client, branch)
    client.get(address(report))
    with django_assert_num_queries(14):
        client.get(address(report))
    sign_report(report=report, actor=branch, at=AT)
    sign_in(client, commune)
    client.get(address(report))
    with django_assert_num_queries(17):
        client.get(address(report))


def test_a_form_kept_in_memory_is_never_an_old_one(tree, branch, client):
    report = report_of(call_of(form_of(["trees_planted"]), tree.centre, period=Period.year(2026)), tree.branch, branch)
    assert "Đếm cây còn sống" not in look(client, branch, address(report))
    line = report.call.form.lines.get()
    line.hint = "Đếm cây còn sống"
    line.save()
    assert "Đếm cây còn sống" in look(client, branch, address(report))
    line.indicator.name = "Cây đã trồng"
    line.indicator.save()
    assert "Cây đã trồng" in look(client, branch, address(report))


@pytest.mark.parametrize("reports", [1, 3])
def test_as_many_statements_take_in_three_as_one(tree, call, commune, reports, django_assert_num_queries):
    ids = []
    for unit in (tree.branch, tree.sister, make_unit("Chi đoàn X", kind="branch", parent=tree.commune))[:reports]:
        who = make_officer("branch_secretary", unit)
        report = report_of(call, unit, who)
        sign_report(report=report, actor=who, at=AT)
        ids.append(report.pk)
    with django_assert_num_queries(10):
        assert accept_reports(reports=ids, actor=commune, at=AT) == reports
    assert {row.state for row in Report.objects.filter(pk__in=ids)} == {"accepted"}
    assert Edition.objects.filter(pk__in=Report.objects.values("accepted")).count() == reports


@pytest.mark.parametrize("reports", [1, 2])
def test_as_many_queries_for_two_waiting_as_for_one(tree, call, commune, client, reports, django_assert_num_queries):
    for unit in (tree.branch, tree.sister)[:reports]:
        who = make_officer("branch_secretary", unit)
        sign_report(report=report_of(call, unit, who), actor=who, at=AT)
    sign_in(client, commune)
    client.get(reverse("reports:taking"))
    with django_assert_num_queries(14):
        client.get(reverse("reports:taking"))


def test_who_signs_is_told_to_whom_the_report_went(tree, report, branch, client):
    def said(step, **sent):
        return [str(one) for one in client.post(address(report, "step", step), sent, follow=True).context["messages"]]

    sign_in(client, branch)
    assert said("ky") == ["Đã ký, chưa gửi lên; bấm “Gửi lên” khi sẵn sàng."]
    assert said("gui") == ["Đã gửi báo cáo lên Đoàn xã Suối Hai."]
    assert said("rut", words="Thiếu một việc") == ["Đã rút lại; sửa rồi ký và gửi lại."]
    assert said("ky", gui="1") == ["Đã ký và gửi báo cáo lên Đoàn xã Suối Hai."]


def test_nobody_stands_above_who_called(tree, call, client):
    centre = make_officer("secretary", tree.centre)
    own = report_of(call, tree.centre, centre)
    sign_in(client, centre)
    answer = client.post(address(own, "step", "ky"), {"gui": "1"}, follow=True)
    assert "Đã gửi báo cáo; Ban Thường vụ của đơn vị nhận." in answer.content.decode()


def test_what_comes_back_is_told_each_time_and_stands_first(tree, report, branch, commune, client):
    for words in ("Có cả cây của trường?", "Xin kèm danh sách."):
        sign_report(report=report, actor=branch, at=AT)
        return_report(report=report, words=words, actor=commune, at=AT)
    told = Notice.objects.filter(kind="report_back")
    assert list(told.order_by("pk").values_list("account", "page")) == [
        (branch.pk, f"{address(report)}#ban-1"),
        (branch.pk, f"{address(report)}#ban-2"),
    ]
    sooner = call_of(form_of(["cadres_trained"], code="other"), tree.city)
    sooner.due = report.call.due - timedelta(days=5)
    sooner.save()
    html = " ".join(look(client, branch, reverse("home:workbench")).split())
    assert html.index("Cấp trên trả lại, kèm ý kiến") < html.index(
        reverse("reports:open", args=[sooner.pk, tree.branch.pk])
    )
    assert ">Sửa, gửi lại</a>" in html
    assert ">Làm báo cáo</a>" in html


def test_what_was_reopened_by_mistake_is_put_back(tree, call, report, branch, commune, client):
    def written(typed, reason, text):
        place, section = line_of(report), report.call.form.sections.filter(written=True)[0].pk
        row, words = report.figures.filter(line=place).first(), report.texts.filter(section=section).first()
        said = Said(typed=typed, reason=reason)
        for write, where, what, kept in ((say_figure, "line", said, row), (write_section, "section", text, words)):
            given = {where: place if where == "line" else section, "said" if where == "line" else "text": what}
            write(report=report, **given, revision=kept.revision if kept else 0, actor=branch, at=AT)

    def boxes():
        return report.figures.get().typed, report.figures.get().reason, report.texts.get().text

    written(30, "Cây ở vườn nhà", "Trồng ở hồ.")
    sign_report(report=report, actor=branch, at=AT)
    assert ">Thôi mở lại</a>" not in look(client, branch, address(report))
    accept_report(report=report, actor=commune, at=AT)
    reopened = {"words": "Bấm nhầm"}
    sign_in(client, branch)
    client.post(address(report, "step", "mo-lai"), reopened)
    written(35, "Đếm lại", "Trồng ở đồi.")
    assert boxes() == (35, "Đếm lại", "Trồng ở đồi.")
    # The level above may do it too; nobody else.
    assert client.get(address(report, "step", "ky")).status_code == 200
    assert ">Thôi mở lại</a>" in look(client, commune, address(report))
    look(client, make_officer("secretary", tree.neighbour), address(report, "step", "thoi-mo-lai"), status=404)
    sign_in(client, branch)
    page = client.post(address(report, "step", "thoi-mo-lai"), follow=True).content.decode()
    assert "Báo cáo đứng lại như bản đã nhận." in page
    assert boxes() == (30, "Cây ở vườn nhà", "Trồng ở hồ.")
    report.refresh_from_db()
    assert report.state == ReportState.ACCEPTED
    # That it was opened and put back stays to be read.
    steps = list(report.steps.order_by("-pk").values_list("step", "words")[:2])
    assert steps == [("restored", ""), ("reopened", "Bấm nhầm")]
    assert "Thôi mở lại · bản 1" in page
    # Once another edition was signed its figures are in the ledger: there is no way back, only forward.
    client.post(address(report, "step", "mo-lai"), reopened)
    sign_report(report=report, actor=branch, at=AT)
    client.post(address(report, "step", "rut"), reopened)
    assert client.post(address(report, "step", "thoi-mo-lai")).status_code == 404
