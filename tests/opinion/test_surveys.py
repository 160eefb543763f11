"""Surveys: nothing kept joins a person with a sheet; small counts are left out; the draw can be repeated."""

import re
from collections import Counter
from datetime import date, timedelta
from hashlib import md5
from html import unescape

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import AT, TODAY, make_indicator, make_officer, make_tree, sign_in, stop_clock
from tests.people.members import make_member, make_member_indicators
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.opinion.commands.answering import answer_openly, answer_with_code, checked_answers
from viecthat.opinion.commands.sample import draw_sample, hand_out_codes, strata_of
from viecthat.opinion.commands.survey import close_survey, open_survey, publish_survey, read_questions, write_survey
from viecthat.opinion.models import Code, Invited, Sheet, Survey
from viecthat.opinion.pages.surveys import as_lines
from viecthat.opinion.queries import frame as frames
from viecthat.opinion.queries.frame import REST, drawn_of, frame_of
from viecthat.opinion.queries.survey import crossed_by, questions_of, results_of
from viecthat.people.models import Membership, Person
from viecthat.people.queries import lot
from viecthat.ui.human_check import digits_of

pytestmark = pytest.mark.django_db
QUESTIONS = """Bạn đang đi học không? [một]
- Có
- Không
- Không muốn nói

Vì sao không? [nhiều] [nếu câu 1 chọn 2]
- Học phí
- Xa nhà
- Việc làm

Mức hài lòng [thang 1-5]
Tuổi [số 16-35] [không bắt buộc]
Góp ý thêm [viết] [không bắt buộc]"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    make_member_indicators()
    for code in ("surveys_held", "survey_answers"):
        make_indicator(code, register="opinion", area=7)
    return make_tree()


@pytest.fixture
def officer(tree):
    return make_officer("base_officer", tree.commune)


def survey(unit, actor, **changed):
    facts = {"title": "Chính sách giáo dục", "way": "sample", "start": TODAY, "last_day": TODAY + timedelta(days=20)}
    return write_survey(unit=unit.pk, facts=facts | {"questions": QUESTIONS} | changed, actor=actor, at=AT)


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.mark.parametrize(
    "text",
    [
        "", "- có", "Hỏi? [một]\n- một", "Hỏi? [một]\n- a\n- a", "Hỏi? [viết]\n- a", "Hỏi? [thang 5-1]",
        "Hỏi? [thang 1-50]", "Hỏi? [lạ]", "Một? [nếu câu 1 chọn 1]", "Một?\n- a\n- b\n\nHai? [viết] [nếu câu 1 chọn 3]",
    ],
)  # fmt: skip
def test_questions_that_cannot_be_asked_are_refused(text):
    with pytest.raises(Refused) as refused:
        read_questions(text)
    assert refused.value.field == "questions"


def test_answers_are_checked_and_what_was_not_asked_is_left_away(tree, officer):
    row = survey(tree.commune, officer, way="open")
    questions = questions_of(row)
    assert [one.text for one in read_questions(as_lines(questions))] == [one.text for one in questions]
    kept = checked_answers(questions, {0: 0, 1: [1], 2: 5, 3: 20, 4: ""})
    assert kept == {"0": 0, "2": 5, "3": 20}
    for wrong, field in (({0: 1, 2: 5}, "cau-1"), ({0: 3, 2: 5}, "cau-0"), ({0: 0, 2: 6}, "cau-2"), ({2: 1}, "cau-0")):
        with pytest.raises(Refused) as refused:
            checked_answers(questions, wrong)
        assert refused.value.field == field


def test_strata_are_in_proportion_and_small_ones_are_put_together():
    counts = {"A": 300, "B": 90, "C": 10}
    wanted = strata_of(counts, 100)
    assert [(one.name, one.names, one.population, one.n) for one in wanted] == [
        ("A", {"A"}, 300, 75), (REST, {"B", "C"}, 100, 25),
    ]  # fmt: skip
    assert [(one.name, one.n) for one in strata_of({"C": 20}, 6)] == [("C", 6)]
    assert [(one.name, one.n) for one in strata_of({"C": 10, "D": 10}, 6)] == [(REST, 6)]
    for size in (4, 401):
        with pytest.raises(Refused) as refused:
            strata_of(counts, size)
        assert refused.value.field == "size"


def crowd(unit, count, sex):
    """So many members at once, without the events of each."""
    people = Person.objects.bulk_create(
        Person(full_name=f"Người {n}", folded_name=f"nguoi {n}", sort_key=f"nguoi {n}", sex=sex, unit=unit,
               birth_date=date(2000, 1, 1)) for n in range(count)
    )  # fmt: skip
    Membership.objects.bulk_create(Membership(person=one, unit=unit, start=date(2024, 1, 1)) for one in people)
    return [one.pk for one in people]


def test_everybody_has_the_same_chance_and_a_seed_draws_again(tree):
    women, men = crowd(tree.branch, 100, "female"), crowd(tree.sister, 300, "male")
    frame = frame_of(tree.commune.pk, {"sex"}, TODAY)
    assert frame.counts == {"nam": 300, "nữ": 100}
    strata = {one.name: (one.names, one.n) for one in strata_of(frame.counts, 80)}
    drawn = drawn_of(frame, strata, "hạt")
    assert {name: len(people) for name, people in drawn.items()} == {"nam": 60, "nữ": 20}
    assert set(drawn["nữ"]) < set(women)
    assert set(drawn["nam"]) < set(men)
    assert drawn == drawn_of(frame, strata, "hạt") != drawn_of(frame, strata, "khác")
    # By hand, as the page says: whose MD5 of "seed/file" is smallest.
    by_lot = sorted(women, key=lambda pk: md5(f"hạt/{pk}".encode(), usedforsecurity=False).hexdigest())
    assert drawn["nữ"] == by_lot[:20]
    # 200 draws of one in five: each is drawn some 40 times. The sum of squares is near 400, give or take 28.
    often = Counter()
    for seed in range(200):
        for people in drawn_of(frame, strata, str(seed)).values():
            often.update(people)
    spread = sum((often[pk] - 40) ** 2 for pk in [*women, *men]) / (200 * 0.2 * 0.8)
    assert 400 - 6 * 28.3 < spread < 400 + 6 * 28.3


def test_a_draw_reads_about_as_many_rows_as_it_takes(tree, officer, monkeypatch):
    crowd(tree.branch, 3000, "female")
    row = survey(tree.commune, officer)
    read = []
    monkeypatch.setattr(frames, "smallest_lots", lambda *given: read.append(lot.smallest_lots(*given)) or read[-1])
    with CaptureQueriesContext(connection) as asked:
        draw_sample(survey=row, size=100, by=["unit", "sex", "age"], seed="2026", actor=officer, at=AT)
    assert [len(one) < 250 for one in read] == [True]
    about = [one["sql"] for one in asked.captured_queries if "people_membership" in one["sql"]]
    assert len(about) == 2, "counted once, drawn once"
    assert Invited.objects.filter(survey=row).count() == 100
    (stratum,) = row.strata.all()
    assert (stratum.name, stratum.population, stratum.drawn) == ("Chi đoàn thôn Đô Trám · nữ · 23–30 tuổi", 3000, 100)


def test_no_table_joins_a_person_with_a_sheet(tree, officer):
    """By the tables: from a person no key leads to a sheet or code but through a stratum of five or more."""
    for number in range(6):
        make_member(tree.branch, f"Đoàn Viên {number}", sex="female" if number % 2 else "male")
    row = survey(tree.commune, officer)
    with pytest.raises(Refused, match="Chọn mẫu"):
        open_survey(survey=row, actor=officer, at=AT)
    draw_sample(survey=row, size=6, by=["unit", "sex"], seed="7", actor=officer, at=AT)
    slips = hand_out_codes(survey=row, actor=officer, at=AT)
    open_survey(survey=row, actor=officer, at=AT)
    answers = {0: 0, 2: 5}
    answer_with_code(code=slips[0].code, answers=answers, at=AT)
    for code in (slips[0].code, "khongcomanay"):
        with pytest.raises(Refused, match="Mã này không đúng"):
            answer_with_code(code=code, answers=answers, at=AT)
    with pytest.raises(Refused, match="hai lần"):
        hand_out_codes(survey=row, actor=officer, at=AT)
    columns = {model: {field.name for field in model._meta.concrete_fields} for model in (Invited, Code, Sheet)}
    assert columns[Invited] == {"id", "survey", "stratum", "person"}
    assert columns[Code] == {"id", "survey", "stratum", "digest", "used"}
    assert columns[Sheet] == {"id", "survey", "stratum", "answers"}
    for model in (Code, Sheet):
        assert model._meta.pk.get_internal_type() == "UUIDField", "a running number would tell the order"
        assert not any(field.auto_created and field.one_to_many for field in model._meta.get_fields()), (
            "nothing points to it"
        )
    # No history with times is kept of them either.
    assert {"invitedevent", "codeevent", "sheetevent"}.isdisjoint(m._meta.model_name for m in apps.get_models())
    assert all(stratum.drawn >= 5 for stratum in row.strata.all())
    # A code is kept nowhere: with the whole database nobody tells whose it was.
    assert not Code.objects.filter(digest__in=[slip.code for slip in slips]).exists()
    before = set(Sheet.objects.values_list("pk", flat=True))
    close_survey(survey=row, actor=officer, at=AT)
    assert not Code.objects.exists()
    assert before.isdisjoint(Sheet.objects.values_list("pk", flat=True))
    counted = dict(
        Entry.objects.filter(indicator__code__startswith="survey").values_list("indicator__code", "quantity")
    )
    assert counted == {"surveys_held": 1, "survey_answers": 1}


def test_small_counts_are_left_out_and_what_would_give_them_back(tree, officer):
    row = open_survey(survey=survey(tree.commune, officer, way="open"), actor=officer, at=AT)
    row.refresh_from_db()
    for who, (school, why, mark, n) in enumerate([(0, [], 5, 20), (1, [0], 4, 8), (2, [], 1, 2)]):
        for one in range(n):
            given = {0: school, 1: why, 2: mark, 3: 18 + who, 4: "Bí mật" if one == 0 else ""}
            answer_openly(survey=row, answers=given, at=AT)
    close_survey(survey=row, actor=officer, at=AT)
    questions = questions_of(row)
    school, why, mark, age, words = results_of(row, questions, with_words=True)
    assert [cell.n for cell in school.cells] == [20, None, None], "2 is small, and 8 would give it back"
    assert (why.base, why.cells) == (None, ()), "its base is what was left out before"
    assert [cell.n for cell in mark.cells] == [None, 0, 0, None, 20]
    assert (mark.mean, age.base, round(age.mean, 2), age.middle) == (None, 30, 18.4, 18.0)
    assert (words.base, words.words) == (None, ()), "three wrote something"
    (crossed,) = crossed_by(row, questions, questions[0])
    assert crossed.rows[2][1] is None
    assert crossed.rows[3] == ("Cộng", 30, (None, 0, 0, None, 20))
    assert {n for _name, base, cells in crossed.rows for n in (base, *cells)} <= {None, 0, 20, 30}


def test_shares_are_weighed_by_the_register(tree, officer):
    row = survey(tree.commune, officer, questions="Đồng ý? [một]\n- Có\n- Không")
    for number in range(36):
        make_member(tree.branch if number < 24 else tree.sister, f"Đoàn Viên {number}")
    draw_sample(survey=row, size=36, by=["unit"], seed="1", actor=officer, at=AT)
    slips = {slip.person: slip.code for slip in hand_out_codes(survey=row, actor=officer, at=AT)}
    open_survey(survey=row, actor=officer, at=AT)
    asked = Invited.objects.filter(survey=row).values_list("person", "stratum__name")
    big = [slips[person] for person, name in asked if "Đô Trám" in name]
    small = [slips[person] for person, name in asked if "Hát Giang" in name]
    for code in big[:6]:
        answer_with_code(code=code, answers={0: 0}, at=AT)
    for code in small:
        answer_with_code(code=code, answers={0: 1}, at=AT)
    (result,) = results_of(row, questions_of(row), with_words=False)
    assert [str(cell.share) for cell in result.cells] == ["1/3", "2/3"]
    assert [str(cell.weighted) for cell in result.cells] == ["2/3", "1/3"]


def test_the_way_by_pages(tree, officer, client):
    for number in range(6):
        make_member(tree.branch, f"Đoàn Viên {number}", born=date(2000 + number, 1, 1))
    sign_in(client, officer)
    new = reverse("opinion:survey-new", args=[tree.commune.code])
    given = {"title": "Giáo dục", "way": "sample", "start": "27/03/2026", "last_day": "30/03/2026"}
    assert "Không hiểu [hai]" in text_of(client.post(new, given | {"questions": "Hỏi? [hai]"}))
    client.post(new, given | {"questions": QUESTIONS})
    row = Survey.objects.get()
    home, drawing = reverse("opinion:survey", args=[row.pk]), reverse("opinion:draw", args=[row.pk])
    assert "trong sổ có 6 người" in text_of(client.post(drawing, {"size": "9"}))
    client.post(drawing, {"size": "6", "by": ["sex", "age"], "seed": "2026"})
    page = text_of(client.get(drawing))
    assert "hạt giống 2026" in page
    assert "Đoàn Viên 3" in page
    slips = client.post(reverse("opinion:codes", args=[row.pk]))
    assert (slips.status_code, slips["Cache-Control"]) == (200, "no-store")
    code = hand_out_codes(survey=row, actor=officer, at=AT)[0].code
    client.post(reverse("opinion:survey-step", args=[row.pk, "mo"]))
    client.logout()
    door = reverse("opinion:code")
    assert "không đúng" in text_of(client.post(door, {"code": "sai"}))
    sheet = client.post(door, {"code": f" {code.upper()} "})["Location"]
    shown = client.get(sheet)
    assert shown["Referrer-Policy"] == "no-referrer"
    assert "Chỉ trả lời nếu ở câu 1 bạn chọn “Không”" in text_of(shown)
    assert "Câu này cần trả lời" in text_of(client.post(sheet, {"cau-0": "1", "cau-2": "3"}))
    assert "Đã nhận phiếu" in text_of(client.post(sheet, {"cau-0": "1", "cau-1": ["0", "2"], "cau-2": "3"}))
    assert client.get(sheet).status_code == 404, "a code is used once"
    results = reverse("opinion:results", args=[row.pk])
    assert client.get(results).status_code == 404
    sign_in(client, officer)
    assert "1 16,7" in text_of(client.get(home))
    assert client.post(reverse("opinion:codes", args=[row.pk])).status_code == 422
    client.post(reverse("opinion:survey-step", args=[row.pk, "dong"]))
    page = text_of(client.get(home, {"theo": "0"}))
    assert "Ít người trả lời quá" in page
    for kind in ("csv", "xlsx"):
        assert client.get(reverse("opinion:results-file", args=[row.pk, kind])).status_code == 200
    row.refresh_from_db()
    publish_survey(survey=row, actor=officer, at=AT)
    sign_in(client, make_officer("secretary", tree.stranger))
    assert client.get(home).status_code == 404
    client.logout()
    assert "Giáo dục" in text_of(client.get(reverse("opinion:published")))
    assert "Ít người trả lời quá" in text_of(client.get(results))


def test_an_open_survey_asks_for_a_person(tree, officer, client):
    row = open_survey(survey=survey(tree.commune, officer, way="open"), actor=officer, at=AT)
    page = reverse("opinion:sheet", args=[row.public_code])
    given = {"cau-0": "0", "cau-2": "4"}
    shown = text_of(client.get(page))
    assert "1. Bạn đang đi học không? không bắt buộc" not in shown
    assert "4. Tuổi không bắt buộc" in shown
    assert text_of(client.post(page, {})).count("Câu này cần trả lời") == 2, "told of all at once"
    assert client.post(page, given).status_code == 422
    token = re.search(r'name="human_token" value="([^"]+)"', client.get(page).content.decode())[1]
    given |= {"human_token": token, "human": digits_of(token)}
    assert "Đã nhận phiếu" in text_of(client.post(page, given))
    assert client.post(page, given).status_code == 422
    assert Sheet.objects.get().answers == {"0": 0, "2": 4}


def test_lists_ask_the_same_for_one_and_for_three(tree, officer, client):
    sign_in(client, officer)
    asked = []
    for number in range(3):
        row = open_survey(
            survey=survey(tree.commune, officer, title=f"Khảo sát {number}", way="open"), actor=officer, at=AT
        )
        row.refresh_from_db()
        close_survey(survey=row, actor=officer, at=AT)
        publish_survey(survey=row, actor=officer, at=AT)
        counts = []
        for name, given in (("surveys", []), ("published", []), ("survey", [row.pk]), ("results", [row.pk])):
            with CaptureQueriesContext(connection) as done:
                client.get(reverse(f"opinion:{name}", args=given))
            counts.append(len(done))
        asked.append(counts)
    assert asked[1] == asked[2] == [10, 4, 14, 8]
