"""The parts draw what they are given: nought, negative, endless and hostile included."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.paginator import Paginator
from django.utils.translation import override
from hypothesis import given, strategies as st

from tests.ui.conftest import Grades
from viecthat.kernel.judging import Verdict
from viecthat.kernel.made_up import MadeUp
from viecthat.kernel.quantities import Share
from viecthat.ui.templatetags.ui import GOAL_PLACE, day, long_day, moment, number, percent, proof_sentence, proof_shares

Draw = Callable[..., str]
HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        (371_893, "371.893", "371,893"),
        (0, "0", "0"),
        (-577, "−577", "−577"),
        (Decimal("86.7"), "86,7", "86.7"),
        (Fraction(1, 4), "0,25", "0.25"),
        (2.5, "2,5", "2.5"),
        (None, "—", "—"),
        ("", "—", "—"),
    ],
)
def test_a_number_is_written_the_readers_way(value, vietnamese, english):
    assert number(value) == vietnamese
    with override("en"):
        assert number(value) == english


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (Share(3121, 3600), 1, "86,7 %"),
        (Share(0, 0), 1, "—"),
        (Fraction(54, 100), 0, "54 %"),
        (Decimal("86.7"), 1, "86,7 %"),
        (54, 0, "54 %"),
        (None, 1, "—"),
    ],
)
def test_a_share_is_a_part_of_one_and_a_plain_number_counts_hundredths(value, decimals, written):
    assert percent(value, decimals) == written.replace(" ", "\u00a0")


def test_days_put_the_day_before_the_month():
    assert day(date(2026, 6, 5)) == "05/06/2026"
    assert long_day(date(2020, 6, 25)) == "ngày 25 tháng 6 năm 2020"
    assert moment(datetime(2020, 6, 25, 10, 42, tzinfo=UTC)) == "25/06/2020 17:42"
    assert day(datetime(2020, 6, 24, 18, 0, tzinfo=UTC)) == "25/06/2020", "the reader's day, not Greenwich's"
    assert day(None) == long_day(None) == moment(None) == "—"
    with override("en"):
        assert long_day(date(2020, 6, 25)) == "25 June 2020"


@pytest.mark.parametrize(
    ("grades", "shares"),
    [
        (Grades(18_821, 42_345, 95_669), (61, 27, 12)),
        (Grades(1, 1, 1), (34, 33, 33)),
        (Grades(1, 0, 99_999), (99, 0, 1)),
        (Grades(0, 0, 5), (100, 0, 0)),
        (Grades(0, 0, 0), (0, 0, 0)),
        (Grades(-5, 20, 60), (75, 25, 0)),
        (Grades(-5, -1, 0), (0, 0, 0)),
    ],
)
def test_proof_shares_are_whole_percents_of_the_figure(grades, shares):
    assert proof_shares(grades) == shares


@given(st.builds(Grades, *[st.integers(-(10**12), 10**12)] * 3))
def test_proof_shares_always_make_a_hundred_and_hide_no_part(grades):
    shares = proof_shares(grades)
    parts = [grades.verified, grades.evidenced, grades.declared]
    assert sum(shares) == (100 if max(parts) > 0 else 0)
    assert [share > 0 for share in shares] == [part > 0 for part in parts]


def test_a_proof_bar_says_its_percents_aloud(draw: Draw):
    bar = draw("{% proof g %}", g=Grades(18_821, 42_345, 95_669))
    assert 'aria-label="61 % đã xác minh, 27 % có minh chứng, 12 % kê khai"' in bar
    assert re.findall(r'class="(\w)" style="flex:(\d+)"', bar) == [("v", "61"), ("e", "27"), ("d", "12")]
    assert 'role="img"' in bar


def test_a_part_that_is_nothing_is_not_drawn_but_is_said(draw: Draw):
    bar = draw("{% proof g large=True %}", g=Grades(0, 0, 7))
    assert bar.count("<i ") == 1
    assert "0 % kê khai" in bar
    assert 'class="proof l"' in bar


def test_an_empty_figure_has_an_empty_bar(draw: Draw):
    bar = draw("{% proof g %}", g=Grades())
    assert 'class="proof none"' in bar
    assert "Chưa có số liệu" in bar
    assert draw("{% proof g %}", g=None) == ""


def test_a_negative_part_is_told_in_figures_since_percents_would_lie(draw: Draw):
    assert proof_sentence(Grades(-5, 20, 40)) == "40 đã xác minh, 20 có minh chứng, −5 kê khai"
    assert "style" in draw("{% proof g width=250 %}", g=Grades(-5, 20, 40))
    assert "--w:100.0" in draw("{% proof g width=250 %}", g=Grades(-5, 20, 40))


def test_the_proof_key_explains_the_textures_and_gives_percents_or_counts(draw: Draw):
    assert draw("{% proof_key %}").count("swatch") == 3
    assert "<b>" not in draw("{% proof_key %}")
    assert "<b>61 %</b>" in draw("{% proof_key g %}", g=Grades(18_821, 42_345, 95_669))
    assert "<b>95.669</b>" in draw("{% proof_key g counts=True %}", g=Grades(18_821, 42_345, 95_669))


def test_the_pace_bar_measures_result_against_goal_and_time(draw: Draw):
    bar = draw(
        "{% pace percent=p elapsed=t grades=g %}", p=Fraction(371_893, 500_000), t=Fraction(54, 100), g=Grades(1, 1, 2)
    )
    assert "--p:74.4;--t:54.0" in bar
    assert "74,4 % chỉ tiêu, đã qua 54 % thời gian; 50 % đã xác minh" in bar


@pytest.mark.parametrize(
    ("p", "over"), [(Fraction(124, 100), False), (Fraction(126, 100), True), (Fraction(329_115, 90_000), True)]
)
def test_a_result_longer_than_the_bar_is_cut_visibly(draw: Draw, p, over):
    assert ("over" in draw("{% pace percent=p elapsed=50 grades=g %}", p=p, g=Grades(1)).split('"')[1]) is over
    assert GOAL_PLACE == 80


@pytest.mark.parametrize(("p", "said"), [(None, "chưa có chỉ tiêu"), (0, "0,0 % chỉ tiêu"), (-3, "−3,0 % chỉ tiêu")])
def test_the_pace_bar_of_nothing_is_empty(draw: Draw, p, said):
    bar = draw("{% pace percent=p elapsed=200 grades=g %}", p=p, g=Grades())
    assert said in bar
    assert "--p:0.0;--t:100.0" in bar
    assert "<i" not in bar


def test_a_finished_period_shows_no_tick(draw: Draw):
    bar = draw("{% pace percent=120 elapsed=100 grades=g whole=True %}", g=Grades(1))
    assert 'class="pace whole"' in bar
    assert "đã hết thời gian" in bar


@pytest.mark.parametrize("verdict", [v for v in Verdict if v is not Verdict.NOT_YET])
def test_every_verdict_has_its_own_word_and_shape(draw: Draw, verdict):
    chip = draw("{% verdict v %}", v=verdict)
    assert f'class="chip {verdict.value}"' in chip
    assert f'class="icon i-{verdict.value}"' in chip
    assert verdict.label.capitalize() in chip
    assert draw("{% verdict v %}", v=verdict.value) == chip


@pytest.mark.parametrize("nothing", [Verdict.NOT_YET, None, ""])
def test_no_verdict_is_a_plain_chip(draw: Draw, nothing):
    assert draw("{% verdict v %}", v=nothing) == '<span class="chip">Chưa có số liệu</span>'


@pytest.mark.parametrize(("given", "word"), [(1, "Kê khai"), ("evidenced", "Có minh chứng"), (3, "Đã xác minh")])
def test_a_single_record_names_its_grade(draw: Draw, given, word):
    assert word in draw("{% grade g %}", g=given)


def test_a_stat_opens_where_its_number_comes_from(draw: Draw):
    stat = draw('{% stat 156835 "được trồng" unit="cây" url="/so/1/" grades=g opens_drawer=True %}', g=Grades(1, 2, 3))
    assert '<a class="stat-value" href="/so/1/" hx-get="/so/1/" hx-target="#drawer-place" hx-push-url="true">' in stat
    assert "156.835 <small>cây</small>" in stat
    assert "proof" in stat
    assert "<a" not in draw('{% stat 0 "chưa có" %}')
    assert "28/30" in draw("{% stat 28 of=30 ticks=True %}")
    assert 'aria-label="28 trên 30"' in draw("{% stat 28 of=30 ticks=True %}")


@pytest.mark.parametrize(("done", "of"), [(0, 0), (0, 30), (40, 30), (-1, 30), (126, 126)])
def test_ticks_stay_within_their_row(draw: Draw, done, of):
    marks = draw("{% ticks done of %}", done=done, of=of)
    n, k = (int(value) for value in re.findall(r"--[nk]:(-?\d+)", marks))
    assert 0 <= k <= n
    assert n >= 1
    assert ("many" in marks) is (of > 60 or of == 0)


def test_the_pager_keeps_the_rest_of_the_address(draw: Draw):
    page = Paginator(range(10_000), 25).get_page(200)
    drawn = draw("{% pager p %}", path="/so-viec/?q=cây&trang=200&xep=-ngay", p=page)
    assert 'aria-current="page"' in drawn
    assert "?q=c%C3%A2y&amp;trang=201&amp;xep=-ngay" in drawn
    assert "4.976 – 5.000 trong 10.000" in drawn
    assert drawn.count("<li>") < 12


def test_one_page_needs_no_pager(draw: Draw):
    assert draw("{% pager p %}", p=Paginator(range(3), 25).get_page(1)) == ""
    assert draw("{% pager p %}", p=Paginator([], 25).get_page(1)) == ""


def test_a_sorted_head_turns_round_and_returns_to_the_first_page(draw: Draw):
    source = '{% sort_head "Đơn vị" "ten" default="ten" %}'
    assert 'aria-sort="ascending"' in draw(source)
    assert 'href="?xep=-ten"' in draw(source)
    assert 'aria-sort="descending"' in draw(source, path="/?xep=-ten&trang=4&q=a")
    assert 'href="?xep=ten&amp;q=a"' in draw(source, path="/?xep=-ten&trang=4&q=a")
    assert "aria-sort" not in draw(source, path="/?xep=cay")
    assert 'class="num"' in draw('{% sort_head "Cây" "cay" num=True %}')


def test_an_empty_place_says_what_to_do(draw: Draw):
    drawn = draw('{% empty "Chưa có việc nào" "Ghi việc đầu tiên." "/ghi-viec/" "Ghi một việc" %}')
    assert "<b>Chưa có việc nào</b><p>Ghi việc đầu tiên.</p>" in drawn
    assert '<a class="btn" href="/ghi-viec/">Ghi một việc</a>' in drawn
    assert "<a" not in draw('{% empty "Không có gì đang chờ" %}')


def test_crumbs_mark_where_we_are(draw: Draw):
    drawn = draw("{% crumbs trail %}", trail=[("Toàn Đoàn", "/1/"), ("Hà Nội", "")])
    assert '<a href="/1/">Toàn Đoàn</a>' in drawn
    assert '<span aria-current="true">Hà Nội</span>' in drawn
    assert draw("{% crumbs trail %}", trail=[]) == ""


def test_the_synthetic_notice_has_a_usual_sentence_and_takes_another(draw: Draw):
    assert "cộng lại đúng bằng tổng" in draw("{% synthetic_notice %}")
    assert "cộng lại đúng bằng tổng" in draw("{% synthetic_notice x %}", x=True)
    assert "Chỉ là ví dụ." in draw("{% synthetic_notice x %}", x="Chỉ là ví dụ.")


@pytest.mark.parametrize(
    ("made_up", "published", "nothing_is", "except_some"),
    [
        (MadeUp.SPLIT, True, False, False),
        (MadeUp.ALL, False, True, False),
        (MadeUp.SPLIT | MadeUp.ALL, True, False, True),
    ],
)
def test_the_synthetic_notice_calls_no_total_published_that_was_not(
    draw: Draw, made_up, published, nothing_is, except_some
):
    drawn = draw("{% synthetic_notice x %}", x=made_up)
    assert ("Tổng số là số đã công bố" in drawn) == published
    assert ("Mọi số, cả tổng" in drawn) == nothing_is
    assert ("ở đó tổng cũng do máy tạo" in drawn) == except_some


@pytest.mark.parametrize(
    "source",
    [
        "{% icon x %}",
        "{% wordmark x %}",
        "{% stat x label=x unit=x url=x note=x opens_drawer=True %}",
        "{% empty x x x x %}",
        "{% notice x x x %}",
        "{% synthetic_notice x %}",
        "{% crumbs trail %}",
        "{% sort_head x x %}",
        "{% sort_link x x %}",
        "{% verdict x %}",
    ],
)
def test_nothing_given_to_a_part_becomes_markup(draw: Draw, source):
    drawn = draw(source, path="/?q=%22><script>", x=HOSTILE, trail=[(HOSTILE, HOSTILE), (HOSTILE, HOSTILE)])
    assert "<script" not in drawn
    assert HOSTILE not in drawn


def test_a_very_long_name_is_drawn_whole(draw: Draw):
    name = "Ban Chấp hành Đoàn " * 60
    assert name in draw("{% stat 1 x %}", x=name)
    assert name in draw("{% empty x %}", x=name)
