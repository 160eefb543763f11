"""The yearly rating of units and the three initiatives: proposed below, decided above, never by oneself."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.factories import AT, make_account, make_indicator, make_officer, make_unit, sign_in
from tests.organisation.working import work
from tests.people.cadres import form, give
from tests.people.members import figure, make_member
from viecthat.kernel.errors import Refused
from viecthat.organisation.commands.initiative import decide_initiatives, register_initiatives
from viecthat.organisation.commands.rating import Said, decide_rating, propose_rating, take_back_unit_rating
from viecthat.organisation.models import InitiativeYear, UnitRating
from viecthat.organisation.queries.scoring import scores_of
from viecthat.organisation.rules.standing import BASE, BRANCH, class_for, criteria
from viecthat.people.models import MemberYear

TODAY = AT.date()
SAID = {
    "branch_reports": Said(Decimal(9), "đủ 3 báo cáo"),
    "branch_programme": Said(Decimal(14), "xong 8/9 việc"),
    "branch_party": Said(Decimal(10), "giới thiệu 2 đoàn viên ưu tú"),
}


@pytest.fixture
def below(tree):
    return make_officer("branch_secretary", tree.branch)


@pytest.fixture
def above(tree):
    return make_officer("base_officer", tree.commune)


def propose(tree, actor, **other) -> UnitRating:
    given = {"unit": tree.branch.pk, "year": 2026, "proposed_class": "good", "said": SAID, "note": ""} | other
    return propose_rating(**given, actor=actor, at=AT)


class TestScores:
    def test_the_registers_say_what_they_hold(self, tree):
        for n in range(4):
            person = make_member(tree.branch, f"Người {n}")
            MemberYear.objects.create(
                person=person, unit=tree.branch, year=2026, registered_on=TODAY, contents=[], recorded_at=AT,
                given_class="good" if n else "done", reviewed_on=TODAY, attended=1, held=1,
                own_class="good", own_review_on=TODAY,
            )  # fmt: skip
        work(tree.branch, day=date(2026, 1, 15))
        work(tree.branch, day=date(2026, 1, 20), title="Việc khác")
        found = {s.criterion.code: s for s in scores_of(tree.branch.pk, BRANCH, 2026, TODAY)}
        assert (found["branch_members"].n, found["branch_members"].of) == (3, 4)
        assert found["branch_members"].points == Decimal("19.0")
        assert (found["branch_activity"].n, found["branch_activity"].of) == (1, 3)
        assert (found["branch_fee"].n, found["branch_fee"].of) == (0, 12)
        assert found["branch_reports"].points is None

    def test_a_base_unit_is_rated_by_its_branches(self, tree):
        city = make_officer("secretary", tree.city)
        form(tree.branch, city)
        give(tree.branch, city, "secretary")
        found = {s.criterion.code: s for s in scores_of(tree.commune.pk, BASE, 2026, TODAY)}
        assert (found["base_secretaries"].n, found["base_secretaries"].of) == (1, 2)
        assert found["base_secretaries"].points == Decimal("7.5")

    def test_all_points_make_a_hundred(self):
        for what in (BRANCH, BASE):
            assert sum(one.points for one in criteria(what, 2026).values()) == 100
        assert class_for(Decimal(90), TODAY).code == "excellent"
        assert class_for(Decimal("89.5"), TODAY).code == "good"
        assert class_for(Decimal(0), TODAY).code == "not_done"


class TestDeciding:
    def test_posts_and_can_be_taken_back(self, tree, below, above):
        make_indicator("branches_rated_good", register="organisation", area=6)
        row = decide_rating(
            rating=propose(tree, below), given_class="good", decision="3-QĐ/ĐTN", answer="", actor=above, at=AT
        )
        assert (row.state, row.decision) == ("decided", "03-QĐ/ĐTN")
        assert figure(tree.branch, "branches_rated_good") == 1
        take_back_unit_rating(rating=row, reason="ghi nhầm đơn vị", actor=above, at=AT)
        assert figure(tree.branch, "branches_rated_good") == 0
        assert propose(tree, below).state == "proposed"

    def test_never_by_whoever_proposed_it(self, tree):
        both = make_officer("base_officer", tree.commune)
        with pytest.raises(Refused, match="Không ai tự xếp loại"):
            decide_rating(
                rating=propose(tree, both), given_class="good", decision="03-QĐ/ĐTN", answer="", actor=both, at=AT
            )

    def test_never_by_the_unit_itself_or_strangers(self, tree, below):
        row = propose(tree, below)
        for actor in (make_officer("secretary", tree.branch), make_officer("secretary", tree.stranger)):
            with pytest.raises(Refused, match="cấp trên trực tiếp"):
                decide_rating(rating=row, given_class="good", decision="03-QĐ/ĐTN", answer="", actor=actor, at=AT)

    def test_another_class_says_why(self, tree, below, above):
        with pytest.raises(Refused) as why:
            decide_rating(
                rating=propose(tree, below), given_class="done", decision="03-QĐ/ĐTN", answer=" ", actor=above, at=AT
            )
        assert why.value.field == "answer"

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"proposed_class": "best"}, "proposed_class"),
            ({"year": 2023}, "year"),
            ({"said": {}}, "points_branch_reports"),
            ({"said": SAID | {"branch_reports": Said(Decimal(11), "x")}}, "points_branch_reports"),
            ({"said": SAID | {"branch_party": Said(Decimal(5), " ")}}, "reason_branch_party"),
        ],
    )
    def test_proposals_that_cannot_be(self, tree, below, other, field):
        with pytest.raises(Refused) as why:
            propose(tree, below, **other)
        assert why.value.field == field
        assert not UnitRating.objects.exists()

    def test_once_a_year_and_only_for_units_that_are_rated(self, tree, below):
        propose(tree, below)
        with pytest.raises(Refused, match="đã đề nghị"):
            propose(tree, below)
        city = make_officer("secretary", tree.city)
        with pytest.raises(Refused, match="Chỉ chi đoàn và đoàn cơ sở"):
            propose(tree, city, unit=tree.city.pk)


class TestPages:
    def boxes(self):
        told = {"viec": "de-nghi", "proposed_class": "good", "note": "cố gắng"}
        for code, said in SAID.items():
            told |= {f"points_{code}": str(said.points), f"reason_{code}": said.reason}
        return told

    def test_proposed_returned_proposed_again_decided(self, client, below, above):
        page = reverse("organisation:rating", args=["hn-do-tram"])
        sign_in(client, below)
        html = client.get(page).content.decode()
        assert "tính từ sổ: 0/3" in html
        assert "xếp loại năm 2026" in html
        assert "?nam=2026" in html
        bad = client.post(page, self.boxes() | {"points_branch_party": "99"})
        assert bad.status_code == 422
        assert "Điểm từ 0 đến 15" in bad.content.decode()
        assert client.post(page, self.boxes()).status_code == 302
        html = client.get(page).content.decode()
        assert "giới thiệu 2 đoàn viên ưu tú" in html
        assert "người đề nghị không tự quyết định" in html
        sign_in(client, above)
        client.post(page, {"viec": "tra-lai", "answer": "thiếu biên bản"})
        sign_in(client, below)
        assert "thiếu biên bản" in client.get(page).content.decode()
        client.post(page, self.boxes())
        sign_in(client, above)
        decided = {"viec": "quyet-dinh", "given_class": "good", "decision": "03-QĐ/ĐTN", "answer": ""}
        assert client.post(page, decided).status_code == 302
        html = client.get(page).content.decode()
        assert "Hoàn thành tốt nhiệm vụ" in html
        assert "03-QĐ/ĐTN" in html

    def test_out_of_reach_and_not_rated(self, client, tree):
        sign_in(client, make_officer("secretary", tree.stranger))
        assert client.get(reverse("organisation:rating", args=["hn-do-tram"])).status_code == 403
        sign_in(client, make_officer("secretary", tree.city))
        assert client.get(reverse("organisation:rating", args=["hn"])).status_code == 403

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_list_asks_as_much_for_one_as_for_three(self, client, tree, above, count, django_assert_num_queries):
        for n in range(count):
            unit = make_unit(f"Chi đoàn {n}", parent=tree.commune, kind="branch")
            propose(tree, make_officer("branch_secretary", unit), unit=unit.pk)
        sign_in(client, above)
        address = reverse("organisation:ratings")
        client.get(address)
        with django_assert_num_queries(11):
            html = client.get(address).content.decode()
        assert f"{count} chờ cấp trên" in html
        assert f"0/{count + 3} đơn vị đã xếp loại" in html

    def test_the_workbook_and_what_strangers_see(self, client, tree, below, above):
        decide_rating(
            rating=propose(tree, below), given_class="good", decision="03-QĐ/ĐTN", answer="", actor=above, at=AT
        )
        sign_in(client, above)
        book = CalamineWorkbook.from_filelike(io.BytesIO(client.get(reverse("organisation:ratings-file")).content))
        cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
        assert "03-QĐ/ĐTN" in cells
        sign_in(client, make_officer("secretary", tree.stranger))
        assert "Đô Trám" not in client.get(reverse("organisation:ratings")).content.decode()
        assert "Đô Trám" not in client.get(reverse("organisation:ratings"), {"don-vi": "hn"}).content.decode()

    def test_narrowed(self, client, tree, below, above):
        propose(tree, below)
        sign_in(client, above)
        address = reverse("organisation:ratings")
        waiting = client.get(address, {"tinh-trang": "proposed"}).content.decode()
        assert "Đô Trám" in waiting
        assert "Hát Giang" not in waiting
        assert "Không có đơn vị nào khớp" in client.get(address, {"q": "không có"}).content.decode()
        assert client.get(address, {"nam": "abc", "don-vi": "không có"}).status_code == 200


class TestInitiatives:
    PLANS = ("nắm chắc đoàn viên", "có kế hoạch năm", "tham mưu cấp ủy")

    def register(self, tree, actor, **other) -> InitiativeYear:
        given = {"unit": tree.commune.pk, "year": 2026, "plans": self.PLANS} | other
        return register_initiatives(**given, actor=actor, at=AT)

    def test_registered_then_recognised_by_the_pages(self, client, tree, above):
        for code in ("initiatives_registered", "initiatives_recognised"):
            make_indicator(code, register="organisation", area=6)
        page = reverse("organisation:initiative", args=["hn-suoi-hai"])
        sign_in(client, above)
        assert client.post(page, {"viec": "dang-ky", "plan_0": "một"}).status_code == 422
        plans = {f"plan_{n}": plan for n, plan in enumerate(self.PLANS)}
        assert client.post(page, {"viec": "dang-ky", **plans}).status_code == 302
        assert figure(tree.commune, "initiatives_registered") == 1
        sign_in(client, make_officer("secretary", tree.city))
        met = {"met_0": "on", "met_1": "on", "viec": "quyet-dinh", "decision": "03-QĐ/TĐTN"}
        refused = client.post(page, met)
        assert refused.status_code == 422
        assert "Ghi vì sao chưa công nhận" in refused.content.decode()
        assert client.post(page, met | {"met_2": "on"}).status_code == 302
        assert InitiativeYear.objects.get().state == "recognised"
        assert figure(tree.commune, "initiatives_recognised") == 1
        html = client.get(reverse("organisation:initiatives")).content.decode()
        assert "1/2 được công nhận" in html
        assert "?nam=2026" in html
        assert "2.026" not in html
        assert client.get(reverse("organisation:initiatives-file")).status_code == 200

    def test_not_met_is_not_recognised(self, tree, above):
        row = self.register(tree, above)
        city = make_officer("secretary", tree.city)
        made = decide_initiatives(
            registration=row,
            met=[True, False, True],
            reason="chưa có kế hoạch",
            decision="03-QĐ/TĐTN",
            actor=city,
            at=AT,
        )
        assert made.state == "not_yet"
        assert made.recognised_posting is None
        with pytest.raises(Refused, match="đã có quyết định"):
            decide_initiatives(registration=row, met=[True] * 3, reason="", decision="03-QĐ/TĐTN", actor=city, at=AT)

    def test_never_by_itself(self, tree):
        both = make_officer("secretary", tree.city)
        row = self.register(tree, both)
        with pytest.raises(Refused, match="Không ai tự công nhận"):
            decide_initiatives(registration=row, met=[True] * 3, reason="", decision="03-QĐ/TĐTN", actor=both, at=AT)

    @pytest.mark.parametrize(
        ("other", "sentence"),
        [({"plans": ["một", "hai", ""]}, "Ghi việc đơn vị sẽ làm"), ({"year": 2024}, "năm nay hoặc năm sau")],
    )
    def test_refusals(self, tree, above, other, sentence):
        with pytest.raises(Refused, match=sentence):
            self.register(tree, above, **other)

    def test_only_for_base_units(self, client, tree, below):
        with pytest.raises(Refused, match="dành cho đoàn cơ sở"):
            self.register(tree, below, unit=tree.branch.pk)
        with pytest.raises(Refused, match="chưa được giao quyền"):
            self.register(tree, make_account())
        sign_in(client, below)
        assert client.get(reverse("organisation:initiative", args=["hn-do-tram"])).status_code == 403
