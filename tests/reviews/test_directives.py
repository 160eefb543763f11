"""A review document by document: who carried it out down to the units, registers, words that nobody loses."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, declare, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.plans.helpers import enter, target_of
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import LinkKind
from viecthat.plans.commands import link_directives
from viecthat.plans.queries.cascade import cascade_below
from viecthat.reviews.commands import open_review
from viecthat.reviews.commands.directive import PartSaid, write_of_directive
from viecthat.reviews.models import DirectivePart, DirectiveWords, ReviewKind
from viecthat.reviews.queries.directive import answering_for

YEAR = Period.year(2026)


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree(db):
    return make_tree()


@pytest.fixture
def city(tree):
    return make_officer("secretary", tree.city)


@pytest.fixture
def conclusion(tree):
    """Conclusion 07 of the centre."""
    return enter(tree.centre, issued_on=date(2019, 2, 14)).directive


def opened(tree, *directives, **other):
    given = {
        "unit": tree.city.pk, "slug": "chuyen-de-2026", "kind": ReviewKind.THEMATIC, "title": "Sơ kết chuyên đề",
        "period": YEAR, "conference_on": None, "directives": directives, "source": "", "actor": None, "at": AT,
    } | other  # fmt: skip
    return open_review(**given)


def carried_out(unit, number, above, day):
    plan = enter(unit, number, subject=f"Triển khai {above}", issued_on=day).directive
    link_directives(source=plan, target=above, kind=LinkKind.IMPLEMENTS, actor=None, at=AT)
    return plan


def body(response):
    return " ".join(response.content.decode().replace("\u00a0", " ").split())


def test_a_plan_for_the_superiors_plan_carries_out_the_document(tree, conclusion):
    own, cascade = cascade_below(conclusion, tree.city.pk, TODAY)
    assert own.plan is None
    assert (cascade.done, cascade.of) == (0, 2)
    plan = carried_out(tree.city, "05-KH/TĐTN-BTC", conclusion, date(2019, 3, 1))
    carried_out(tree.commune, "02-KH/ĐTN", plan, date(2019, 3, 16))
    own, cascade = cascade_below(conclusion, tree.city.pk, TODAY)
    assert own.plan == plan
    assert [row.unit.name for row in cascade.missing] == ["Đoàn xã Tản Lĩnh"]
    assert [row.days for row in cascade.rows] == [None, 30], "from the day the document was issued"
    assert cascade_below(conclusion, tree.centre.pk, TODAY)[1].of == 2, "the issuer asks its own provinces"


def test_registers_answer_for_the_documents_they_were_made_for(tree, conclusion):
    assert answering_for(conclusion)["registers"] == ["cadres"]
    later = enter(tree.centre, "08-KL/TWĐTN-BTC", issued_on=date(2026, 2, 1), subject="Của khóa sau").directive
    assert answering_for(later)["registers"] == [], "numbers begin anew with each term"


def test_words_written_over_somebody_elses_are_refused_and_kept_in_the_box(tree, city, conclusion, client):
    review = opened(tree, conclusion)
    colleague = make_officer("department_officer", tree.city, full_name="Trần Minh Đức")
    first = {DirectivePart.LIMIT: PartSaid("Cán bộ chuyên trách thiếu", 0)}
    assert write_of_directive(review=review, directive=conclusion.pk, said=first, actor=colleague, at=AT) == 1
    sign_in(client, city)
    url = reverse("reviews:directive-write", args=["hn", review.slug, conclusion.pk])
    sent = {
        "result": "", "over_result": "0", "limit": "Tuổi cán bộ cao", "over_limit": "0", "proposal": "",
        "over_proposal": "0",
    }  # fmt: skip
    response = client.post(url, sent)
    assert response.status_code == 422
    assert "Trần Minh Đức vừa sửa phần này" in body(response)
    assert "Tuổi cán bộ cao" in body(response), "what was typed stays in its box"
    assert "Cán bộ chuyên trách thiếu" in body(response), "what the other wrote is shown"
    assert DirectiveWords.objects.get().words == "Cán bộ chuyên trách thiếu"
    assert client.post(url, sent | {"over_limit": "1"}).status_code == 302
    assert DirectiveWords.objects.get().revision == 2
    stranger = make_officer("base_officer", tree.commune)
    with pytest.raises(Refused, match="Bạn chưa được giao quyền"):
        write_of_directive(review=review, directive=conclusion.pk, said=first, actor=stranger, at=AT)
    other = enter(tree.centre, "08-KL/TWĐTN-BTC", subject="Kết luận 08").directive
    with pytest.raises(Refused, match="không sơ kết, tổng kết văn bản ấy"):
        write_of_directive(review=review, directive=other.pk, said=first, actor=city, at=AT)


def test_the_page_tells_each_document_and_the_file_one(tree, city, conclusion, client):
    trees = make_indicator()
    target_of(tree.city, indicator=trees, goal=200, period=YEAR, directive=conclusion)
    declare(tree.commune, make_officer("base_officer", tree.commune), 150, indicator=trees)
    guidance = enter(
        tree.centre, "15-HD/TWĐTN-BTC", type="HD", subject="Đoàn viên sinh hoạt nơi cư trú", issued_on=date(2018, 8, 6)
    ).directive
    carried_out(tree.commune, "02-KH/ĐTN", conclusion, date(2019, 3, 16))
    review = opened(tree, conclusion, guidance)
    said = {DirectivePart.PROPOSAL: PartSaid("Tăng biên chế chuyên trách cấp xã", 0)}
    write_of_directive(review=review, directive=conclusion.pk, said=said, actor=None, at=AT)
    sign_in(client, city)
    url = reverse("reviews:directives", args=["hn", review.slug])
    with CaptureQueriesContext(connection) as two:
        page = body(client.get(url))
    assert "1/2 đơn vị trực thuộc (50,0 %) đã có văn bản" in re.sub("<[^>]+>", "", page)
    assert "Đoàn xã Tản Lĩnh" in page
    assert "Tăng biên chế chuyên trách cấp xã" in page
    assert "Sổ sinh hoạt nơi cư trú năm 2026 chưa ghi ai." in page, "guidance 15 is told from the register of residence"
    assert page.count('<section id="vb-') == 2
    carried_out(tree.neighbour, "03-KH/ĐTN", conclusion, date(2019, 4, 1))
    with CaptureQueriesContext(connection) as more:
        client.get(url)
    assert len(more) <= len(two), "as many queries however many units have their plans"
    file = client.get(reverse("reviews:directive-file", args=["hn", review.slug, conclusion.pk, "docx"]))
    assert file.content[:2] == b"PK"
    assert client.get(reverse("reviews:directive-file", args=["hn", review.slug, 0, "docx"])).status_code == 404
    outsider = make_officer("secretary", tree.stranger)
    sign_in(client, outsider)
    assert client.get(url).status_code == 403
    assert client.get(reverse("reviews:directives", args=["hn", "2026"])).status_code in {403, 404}
