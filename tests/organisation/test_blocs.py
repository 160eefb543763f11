"""Emulation blocs: contract, criteria, key tasks with progress, scores of one's own and across, ranking."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, make_account, make_officer, make_unit, sign_in
from tests.people.test_post_pages import text_of
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands import bloc as commands
from viecthat.organisation.models import BlocContract, BlocCriterion, BlocProduct, BlocRank, BlocTask
from viecthat.organisation.queries.bloc import open_bloc
from viecthat.units.commands import form_bloc

TEN = [("Công tác giáo dục", Decimal(60)), ("Phong trào", Decimal(40))]


@pytest.fixture
def bloc(tree):
    """Suối Hai leads, Tản Lĩnh is its deputy, the other province is a member."""
    return form_bloc(
        name="Khối Công nhân viên chức", year=2026, head=tree.commune.pk, deputy=tree.neighbour.pk,
        members=[tree.stranger.pk], actor=None, at=AT,
    )  # fmt: skip


@pytest.fixture
def leader(tree):
    return make_officer("base_officer", tree.commune)


@pytest.fixture
def others(tree):
    return {unit.pk: make_officer("base_officer", unit) for unit in (tree.neighbour, tree.stranger)}


@pytest.fixture
def criteria(bloc, leader):
    commands.set_criteria(bloc=bloc.pk, criteria=TEN, actor=leader, at=AT)
    return list(BlocCriterion.objects.filter(bloc=bloc.pk).order_by("position"))


def score(bloc, criteria, unit, scorer, actor, first, second):
    points = {criteria[0].pk: Decimal(first), criteria[1].pk: Decimal(second)}
    commands.score_member(bloc=bloc.pk, unit=unit.pk, scorer=scorer.pk, points=points, actor=actor, at=AT)


def score_all(bloc, criteria, tree, leader, others):
    """Suối Hai 80, Tản Lĩnh 90 and 70, the stranger 85."""
    for unit, who in ((tree.commune, leader), (tree.neighbour, others[tree.neighbour.pk])):
        score(bloc, criteria, unit, unit, who, 60, 40)
    score(bloc, criteria, tree.stranger, tree.stranger, others[tree.stranger.pk], 60, 40)
    score(bloc, criteria, tree.commune, tree.neighbour, others[tree.neighbour.pk], 50, 30)
    score(bloc, criteria, tree.neighbour, tree.commune, leader, 55, 35)
    score(bloc, criteria, tree.neighbour, tree.stranger, others[tree.stranger.pk], 40, 30)
    score(bloc, criteria, tree.stranger, tree.commune, leader, 50, 35)


def test_the_contract_has_a_day_words_and_a_paper(bloc, leader, tree, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = ("giao-uoc.pdf", b"%PDF-1.4 giao uoc")
    commands.sign_contract(
        bloc=bloc.pk, signed_on=date(2026, 1, 15), terms="Thi đua\n\nđoàn kết", file=paper, actor=leader, at=AT
    )
    row = BlocContract.objects.get(bloc=bloc.pk)
    assert (row.terms, row.file_name, row.file.content_type) == ("Thi đua\nđoàn kết", "giao-uoc.pdf", "application/pdf")
    for day in (date(2026, 5, 1), date(2020, 1, 1)):
        with pytest.raises(Refused) as refused:
            commands.sign_contract(bloc=bloc.pk, signed_on=day, terms="x", actor=leader, at=AT)
        assert refused.value.field == "signed_on"
    with pytest.raises(Refused):
        commands.sign_contract(
            bloc=bloc.pk, signed_on=date(2026, 1, 15), terms="x", file=("a.exe", b"MZ\x00"), actor=leader, at=AT
        )
    again = commands.sign_contract(bloc=bloc.pk, signed_on=date(2026, 1, 20), terms="Mới", actor=leader, at=AT)
    assert (again.pk, again.file_name) == (row.pk, "giao-uoc.pdf")


def test_a_member_leads_nothing(bloc, others, tree):
    for who in (others[tree.stranger.pk], make_account()):
        for do, given in (
            (commands.set_criteria, {"criteria": TEN}),
            (commands.set_key_tasks, {"tasks": ["Một"]}),
            (commands.rank_bloc, {"decision": "01-BB/KTĐ"}),
        ):
            with pytest.raises(Refused):
                do(bloc=bloc.pk, **given, actor=who, at=AT)
    commands.set_criteria(bloc=bloc.pk, criteria=TEN, actor=others[tree.neighbour.pk], at=AT)  # the deputy


def test_points_stay_within_the_criterion(bloc, criteria, tree, leader, others):
    for first in (61, -1):
        with pytest.raises(Refused) as refused:
            score(bloc, criteria, tree.commune, tree.commune, leader, first, 1)
        assert refused.value.field == f"points_{criteria[0].pk}"
    with pytest.raises(Refused):  # in another's name
        score(bloc, criteria, tree.commune, tree.neighbour, leader, 1, 1)
    with pytest.raises(Refused):  # a unit that is no member
        score(bloc, criteria, tree.branch, tree.commune, leader, 1, 1)
    score(bloc, criteria, tree.commune, tree.commune, leader, 1, 1)
    with pytest.raises(Refused, match="tiêu chí không đổi"):
        commands.set_criteria(bloc=bloc.pk, criteria=TEN, actor=leader, at=AT)


def test_ranked_by_what_the_others_gave_on_average(bloc, criteria, tree, leader, others):
    with pytest.raises(Refused, match="chưa đủ điểm"):
        commands.rank_bloc(bloc=bloc.pk, decision="01-BB/KTĐ", actor=leader, at=AT)
    score_all(bloc, criteria, tree, leader, others)
    commands.rank_bloc(bloc=bloc.pk, decision="01-BB/KTĐ", actor=leader, at=AT)
    ranks = {row.unit_id: (row.place, row.cross_points) for row in BlocRank.objects.all()}
    assert ranks == {
        tree.stranger.pk: (1, Decimal("85.00")), tree.commune.pk: (2, Decimal("80.00")),
        tree.neighbour.pk: (2, Decimal("80.00")),
    }  # fmt: skip
    with pytest.raises(Refused, match="đã xếp hạng"):
        score(bloc, criteria, tree.commune, tree.commune, leader, 1, 1)
    commands.unrank_bloc(bloc=bloc.pk, actor=leader, at=AT)
    score(bloc, criteria, tree.commune, tree.commune, leader, 1, 1)


def test_key_tasks_are_numbered_and_show_who_is_done(bloc, tree, leader, others):
    five = [f"Nhiệm vụ {n}" for n in range(1, 6)]
    commands.set_key_tasks(bloc=bloc.pk, tasks=five, actor=leader, at=AT)
    first = BlocTask.objects.get(bloc=bloc.pk, position=1)
    with pytest.raises(Refused):
        commands.report_progress(task=first, unit=tree.stranger.pk, note="Xong", done=True, actor=leader, at=AT)
    commands.report_progress(task=first, unit=tree.commune.pk, note="Đang làm", done=False, actor=leader, at=AT)
    commands.report_progress(task=first, unit=tree.commune.pk, note="Xong", done=True, actor=leader, at=AT)
    standing = open_bloc(bloc).tasks
    assert [(one.task.position, one.done, one.of) for one in standing] == [(1, 1, 3), *((n, 0, 3) for n in range(2, 6))]
    with pytest.raises(Refused, match="đã có đơn vị báo"):
        commands.set_key_tasks(bloc=bloc.pk, tasks=["Khác", *five[1:]], actor=leader, at=AT)
    commands.set_key_tasks(bloc=bloc.pk, tasks=five[:3], actor=leader, at=AT)
    assert BlocTask.objects.filter(bloc=bloc.pk).count() == 3


# pages


def test_a_year_of_a_bloc_by_its_pages(bloc, tree, leader, others, client):
    sign_in(client, leader)
    page = reverse("organisation:bloc", args=[bloc.pk])
    assert client.post(f"{page}tieu-chi/", {"criteria": "sáu mươi điểm"}).status_code == 422
    assert client.post(f"{page}tieu-chi/", {"criteria": "60 | Giáo dục\n40 | Phong trào"}).status_code == 302
    assert client.post(f"{page}nhiem-vu/", {"tasks": "Một\nHai"}).status_code == 302
    paper = SimpleUploadedFile("giao ước.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    signed = client.post(f"{page}giao-uoc/", {"signed_on": "15/01/2026", "terms": "Đoàn kết", "file": paper})
    assert signed.status_code == 302
    kept = client.get(f"{page}giao-uoc/tep/")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    task = BlocTask.objects.get(bloc=bloc.pk, position=1)
    reported = client.post(f"{page}nhiem-vu/{task.pk}/", {"unit": tree.commune.pk, "note": "Xong", "done": "on"})
    assert reported.status_code == 302
    first, second = BlocCriterion.objects.filter(bloc=bloc.pk).order_by("position")
    scored = f"{page}cham/{tree.commune.pk}/{tree.commune.pk}/"
    assert client.post(scored, {f"points_{first.pk}": "70", f"points_{second.pk}": "1"}).status_code == 422
    assert client.post(scored, {f"points_{first.pk}": "50,5", f"points_{second.pk}": "40"}).status_code == 302
    assert client.get(f"{page}cham/{tree.commune.pk}/{tree.stranger.pk}/").status_code == 404
    text = text_of(client.get(page))
    assert "tự chấm 90,5" in text
    assert "xong 1/3" in text
    assert client.get(f"{page}tai/xlsx/").content[:2] == b"PK"
    sign_in(client, others[tree.stranger.pk])
    assert client.get(f"{page}tieu-chi/").status_code == 403
    assert "Đoàn kết" in text_of(client.get(page))


def test_who_sees_no_member_sees_no_bloc(bloc, tree, client):
    sign_in(client, make_account())
    page = reverse("organisation:bloc", args=[bloc.pk])
    for address in (page, f"{page}tai/xlsx/", f"{page}giao-uoc/", f"{page}xep-hang/"):
        assert client.get(address).status_code == 404
    assert "Khối Công nhân" not in text_of(client.get(reverse("organisation:blocs")))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(tree, leader, client, count):
    for place in range(count):
        form_bloc(
            name=f"Cụm {place}", year=2026, head=tree.commune.pk, deputy=None, members=[tree.neighbour.pk], actor=None,
            at=AT,
        )  # fmt: skip
    sign_in(client, leader)
    client.get(reverse("organisation:blocs"))  # lays the tree out
    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("organisation:blocs"))
    assert len(response.context["rows"]) == count
    assert len(queries) == 9, "\n".join(q["sql"][:150] for q in queries)


def test_one_flagship_movement_and_the_products_its_members_made(tree, bloc, leader, others, client):
    flagship = reverse("organisation:bloc-flagship", args=[bloc.pk])
    product = reverse("organisation:bloc-product", args=[bloc.pk])
    page = reverse("organisation:bloc", args=[bloc.pk])
    sign_in(client, others[tree.stranger.pk])
    assert client.get(flagship).status_code == 403
    assert client.get(product).status_code == 404  # nothing is chosen yet
    sign_in(client, leader)
    assert client.post(flagship, {"movement": "Sáng kiến số", "trait": ""}).status_code == 422
    client.post(flagship, {"movement": "Sáng kiến số", "trait": "Mỗi đơn vị một ứng dụng"})
    sign_in(client, others[tree.stranger.pk])
    made = {"unit": tree.stranger.pk, "title": "Sổ tay số", "words": "Dùng ở ba phường", "day": "20/03/2026"}
    assert "trong năm thi đua" in text_of(client.post(product, made | {"day": "20/03/2025"}))
    assert client.post(product, made | {"unit": tree.commune.pk}).status_code == 422
    client.post(product, made)
    assert "Sổ tay số" in text_of(client.get(page))
    row = BlocProduct.objects.get()
    sign_in(client, leader)
    client.post(reverse("organisation:bloc-product-remove", args=[bloc.pk, row.pk]))
    assert BlocProduct.objects.count() == 1  # another member's
    sign_in(client, others[tree.stranger.pk])
    client.post(reverse("organisation:bloc-product-remove", args=[bloc.pk, row.pk]))
    assert not BlocProduct.objects.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_a_bloc_takes_the_same_queries_for_one_member_and_three(tree, client, count):
    boss = sign_in(client, make_officer("secretary", tree.city))
    members = [make_unit(f"Đoàn xã Số {n}", parent=tree.city).pk for n in range(count)]
    made = form_bloc(name="Cụm 1", year=2026, head=tree.commune.pk, deputy=None, members=members, actor=None, at=AT)
    commands.set_key_tasks(bloc=made.pk, tasks=[f"Việc {n}" for n in range(count)], actor=boss, at=AT)
    client.get(reverse("organisation:bloc", args=[made.pk]))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("organisation:bloc", args=[made.pk])).status_code == 200
    assert len(queries) == 16, "\n".join(q["sql"][:150] for q in queries)
