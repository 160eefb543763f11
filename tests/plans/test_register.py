"""The register of documents: numbers, spellings, files, links, books, who reads what."""

import io
from datetime import date

import pytest
from docx import Document

from tests.factories import AT, TODAY, make_officer
from tests.plans.helpers import ISSUED, enter
from viecthat.kernel.errors import Refused
from viecthat.kernel.periods import Period
from viecthat.plans.choices import LinkKind
from viecthat.plans.commands import (
    SentFile,
    acknowledge_rule,
    correct_directive,
    link_directives,
    make_task,
    open_term,
    receive_directive,
    send_directive,
    set_numbering,
)
from viecthat.plans.models import Delivery, Directive
from viecthat.plans.queries.cascade import cascade_of
from viecthat.plans.queries.directive import (
    DirectiveFilter,
    directives_found,
    incoming_book,
    links_of,
    listed,
    outgoing_book,
    paragraphs_of,
)
from viecthat.plans.rules import directives_visible, may_see_directive


@pytest.fixture
def boss(tree):
    return make_officer("secretary", tree.centre)


def refusal(command, **given):
    with pytest.raises(Refused) as refused:
        command(**given)
    return refused.value


def found(actor, **wanted):
    return [str(row) for row in directives_found(DirectiveFilter(**wanted), actor, AT)]


class TestNumbers:
    def test_three_spellings_land_on_one_record(self, tree, boss):
        first = enter(tree.centre)
        assert (first.known, first.warnings) == (False, ())
        for spelling in ("07/KL-TWĐTN-BTC", "07-KL/TWĐT-BTC"):
            again = enter(tree.centre, spelling, type="KL", actor=boss)
            assert again.known
            assert again.directive.pk == first.directive.pk
            assert again.warnings
            assert found(boss, text=spelling) == ["07-KL/TWĐTN-BTC"]
        assert Directive.objects.get().spellings == ["07/KL-TWĐTN-BTC", "07-KL/TWĐT-BTC"]

    def test_the_right_spelling_after_a_wrong_one(self, tree):
        wrong = enter(tree.centre, "07-KL/TWĐT-BTC")
        assert wrong.directive.number == "07-KL/TWĐTN-BTC"
        assert enter(tree.centre).known

    def test_communes_with_the_same_code_have_numbers_of_their_own(self, tree):
        one = enter(tree.commune, "06-HD/ĐTN")
        other = enter(tree.neighbour, "06-HD/ĐTN")
        outside = enter(tree.commune, "06-HD/ĐTN", issuer=None, issuer_name="Đoàn xã ngoài tỉnh")
        assert len({one.directive.pk, other.directive.pk, outside.directive.pk}) == 3

    def test_own_numbers_run_on_by_kind_and_begin_again_each_year(self, tree, boss):
        set_numbering(unit=tree.city.pk, start=date(2018, 1, 1), restart="year", code="TĐTN", actor=boss, at=AT)

        def own(kind, day, **other):
            return enter(tree.city, "", type=kind, issued_on=day, actor=boss, **other).directive.number

        assert own("KH", date(2019, 1, 5), department="vp") == "01-KH/TĐTN-VP"
        assert own("KH", date(2019, 2, 5)) == "02-KH/TĐTN"
        assert own("BC", date(2019, 2, 5)) == "01-BC/TĐTN"
        assert own("KH", date(2020, 1, 5)) == "01-KH/TĐTN"

    def test_own_numbers_of_a_term_run_on_through_its_years(self, tree, boss):
        open_term(
            unit=tree.city.pk,
            ordinal=15,
            period=Period(date(2017, 10, 1), date(2022, 10, 1)),
            note="",
            actor=None,
            at=AT,
        )
        set_numbering(unit=tree.city.pk, start=date(2017, 10, 1), restart="term", code="TĐTN", actor=boss, at=AT)
        numbers = [
            enter(tree.city, "", type="KH", issued_on=day, actor=boss).directive.number
            for day in (date(2018, 5, 1), date(2019, 5, 1), date(2022, 10, 2))
        ]
        assert numbers == ["01-KH/TĐTN", "02-KH/TĐTN", "01-KH/TĐTN"]

    def test_without_a_rule_no_number_is_made_up(self, tree):
        assert enter(tree.city, "", type="KH").directive.number == ""

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"type": "QĐ"}, "type"),
            ({"number": "không phải số"}, "number"),
            ({"subject": " "}, "subject"),
            ({"arrived_on": date(2019, 2, 13), "issuer": None, "issuer_name": "Thành uỷ"}, "arrived_on"),
            ({"issuer": None}, None),
            ({"files": [SentFile("a.docx", b"PK\x03\x04 no zip")]}, "attached"),
            ({"files": [SentFile("a.exe", b"MZ\x00\x01")]}, "attached"),
            ({"files": [SentFile("a.pdf", b"%PDF-1.7 broken")]}, "attached"),
        ],
    )
    def test_refusals_leave_nothing(self, tree, other, field):
        said = refusal(enter, unit=tree.centre, **other) if "unit" in other else None
        if said is None:
            with pytest.raises(Refused) as refused:
                enter(tree.centre, **({"number": "07-KL/TWĐTN-BTC", "type": "KL"} | other))
            said = refused.value
        assert said.field == field
        assert not Directive.objects.exists()

    def test_authority(self, tree):
        for role, unit in (("inspector", tree.city), ("secretary", tree.stranger)):
            with pytest.raises(Refused, match="sổ văn bản"):
                enter(tree.city, "", type="KH", actor=make_officer(role, unit))
        assert enter(tree.branch, "", type="KH", actor=make_officer("branch_secretary", tree.branch)).directive.pk


def docx(*paragraphs):
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


class TestText:
    def test_words_of_files_are_found_without_marks(self, tree, boss):
        made = enter(tree.centre, files=[SentFile("Kết luận.docx", docx("1. Trồng 45.000 cây xanh.", "2. Bồi dưỡng"))])
        assert made.directive.paragraphs == ["1. Trồng 45.000 cây xanh.", "2. Bồi dưỡng"]
        assert found(boss, text="trong cay XANH") == ["07-KL/TWĐTN-BTC"]
        assert found(boss, text="cây hoa giấy") == []
        assert made.directive.files.get().file.path.read_bytes()[:2] == b"PK"

    def test_plain_text_and_a_second_file_that_does_not_take_its_place(self, tree):
        files = [SentFile("a.txt", "Đoạn một\r\n\r\nĐoạn  hai".encode()), SentFile("b.txt", "Phụ lục".encode())]
        made = enter(tree.centre, files=files)
        assert made.directive.paragraphs == ["Đoạn một", "Đoạn hai"]
        assert made.directive.files.count() == 2

    def test_a_marked_text_stays_as_it_is(self, tree):
        made = enter(tree.city, "", type="NQ", text="Phấn đấu trồng 45.000 cây; bồi dưỡng 80% cán bộ.").directive
        task = make_task(
            unit=tree.city.pk,
            directive=made,
            paragraph=1,
            span=(9, 26),
            title="Trồng cây",
            is_group=False,
            actor=None,
            at=AT,
        )
        assert task.clause.quote == "trồng 45.000 cây;"
        (paragraph,) = paragraphs_of(made)
        assert [list(clause.tasks.all()) for clause in paragraph.clauses] == [[task]]
        keep = {"subject": "Mới", "issued_on": None, "force": (None, None), "internal_rule": False, "open_below": True}
        said = refusal(correct_directive, directive=made, text="Khác", actor=None, at=AT, **keep)
        assert said.field == "text"
        made.refresh_from_db()
        correct_directive(directive=made, text=made.text, actor=None, at=AT, **keep)
        assert Directive.objects.get(pk=made.pk).subject == "Mới"

    @pytest.mark.parametrize("paragraph", [0, 2])
    def test_there_is_no_such_paragraph(self, tree, paragraph):
        made = enter(tree.city, "", type="NQ", text="Một").directive
        said = refusal(
            make_task,
            unit=tree.city.pk,
            directive=made,
            paragraph=paragraph,
            title="x",
            is_group=False,
            actor=None,
            at=AT,
        )
        assert said.field == "paragraph"


class TestReading:
    def test_who_reads_what(self, tree):
        names = {
            "open": enter(tree.city, "", type="NQ", subject="mở").directive,
            "closed": enter(tree.city, "", type="CV", subject="kín", open_below=False).directive,
            "below": enter(tree.commune, "", type="KH", subject="của xã").directive,
            "stranger": enter(tree.stranger, "", type="NQ", subject="tỉnh khác").directive,
        }

        def read_by(actor):
            return {name for name, row in names.items() if may_see_directive(actor, row, AT)}

        commune = make_officer("base_officer", tree.commune)
        assert read_by(make_officer("secretary", tree.city)) == {"open", "closed", "below"}
        assert read_by(commune) == {"open", "below"}
        assert read_by(make_officer("base_officer", tree.neighbour)) == {"open"}
        send_directive(directive=names["closed"], units=[tree.commune.pk], day=TODAY, actor=None, at=AT)
        assert read_by(commune) == {"open", "closed", "below"}
        assert set(Directive.objects.filter(directives_visible(commune, AT))) == {
            names["open"], names["closed"], names["below"],
        }  # fmt: skip

    def test_in_force_on_a_day(self, tree, boss):
        old = enter(tree.centre, "01-KL/TWĐTN", issued_on=date(2018, 1, 1), force=(date(2018, 1, 1), date(2019, 6, 1)))
        new = enter(tree.centre, "02-KL/TWĐTN", issued_on=date(2019, 3, 1))
        third = enter(tree.centre, "03-KL/TWĐTN", issued_on=date(2020, 3, 1))
        assert found(boss, day=date(2019, 5, 31)) == ["02-KL/TWĐTN", "01-KL/TWĐTN"]
        assert found(boss, day=date(2019, 6, 1)) == ["02-KL/TWĐTN"]
        assert found(boss, day=date(2017, 6, 1)) == []
        link_directives(source=third.directive, target=new.directive, kind="replaces", actor=boss, at=AT)
        assert found(boss, day=date(2020, 3, 1)) == ["03-KL/TWĐTN"]
        assert old.directive.pk

    def test_links_show_at_both_ends(self, tree, boss):
        above = enter(tree.centre).directive
        plan = enter(tree.city, "", type="KH", subject="Kế hoạch", issued_on=date(2019, 3, 1)).directive
        link_directives(source=plan, target=above, kind=LinkKind.IMPLEMENTS, actor=boss, at=AT)
        assert [(row.words, row.other) for row in links_of(plan, boss, AT)] == [("triển khai", above)]
        assert [(row.words, row.other) for row in links_of(above, boss, AT)] == [("được triển khai bằng", plan)]
        outsider = make_officer("secretary", tree.stranger)
        assert links_of(above, outsider, AT) == []
        assert "ngược lại" in str(refusal(link_directives, source=above, target=plan, kind="amends", actor=boss, at=AT))
        assert "đã được nối" in str(
            refusal(link_directives, source=plan, target=above, kind="implements", actor=boss, at=AT)
        )

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_list_takes_three_queries_beside_its_own(self, tree, boss, django_assert_num_queries, count):
        for number in range(1, count + 1):
            enter(tree.centre, f"{number:02}-KL/TWĐTN")
        rows = list(directives_found(DirectiveFilter(), boss, AT))
        with django_assert_num_queries(3):
            assert len(listed(rows, [tree.centre.pk], TODAY)) == count


class TestWay:
    def test_the_incoming_book_and_the_speed_of_the_answer(self, tree, boss):
        commune = make_officer("base_officer", tree.commune)
        above = enter(tree.city, "", type="KH", issued_on=date(2026, 3, 2)).directive
        send_directive(
            directive=above,
            units=[tree.commune.pk, tree.city.pk, tree.commune.pk],
            day=date(2026, 3, 2),
            actor=boss,
            at=AT,
        )
        assert Delivery.objects.filter(directive=above).count() == 1, "never to its issuer, never twice"
        received = receive_directive(directive=above, unit=tree.commune.pk, day=date(2026, 3, 5), actor=commune, at=AT)
        assert (received.arrival_number, received.arrival_year, received.read_by) == (1, 2026, commune)
        enter(tree.commune, "12-CV/TU", type="CV", issuer=None, issuer_name="Thành uỷ", arrived_on=date(2026, 3, 6),
              issued_on=date(2026, 3, 6))  # fmt: skip
        plan = enter(tree.commune, "", type="KH", issued_on=date(2026, 3, 12)).directive
        link_directives(source=plan, target=above, kind="implements", actor=commune, at=AT)
        book = incoming_book(tree.commune.pk, 2026, TODAY)
        assert [(row.delivery.arrival_number, row.issuer, row.days) for row in book] == [
            (1, "Thành đoàn Hà Nội", 7),
            (2, "Thành uỷ", None),
        ]
        assert [row.sent_to for row in outgoing_book(tree.city.pk, 2026)] == [1]
        for day in (date(2026, 3, 1), date(2027, 1, 1)):
            assert (
                refusal(receive_directive, directive=above, unit=tree.commune.pk, day=day, actor=commune, at=AT).field
                == "day"
            )

    def test_rules_are_acknowledged_once(self, tree):
        rule = enter(tree.city, "", type="QC", internal_rule=True).directive
        officer = make_officer("department_officer", tree.city)
        for _ in range(2):
            acknowledge_rule(directive=rule, actor=officer, at=AT)
        assert rule.acknowledgements.count() == 1
        refusal(acknowledge_rule, directive=enter(tree.city, "", type="KH").directive, actor=officer, at=AT)

    def test_the_cascade_counts_to_the_unit(self, tree):
        above = enter(tree.city, "", type="NQ", issued_on=date(2026, 1, 5)).directive
        assert (cascade_of(above, TODAY).done, cascade_of(above, TODAY).of) == (0, 2), "two communes below the city"
        plan = enter(
            tree.commune, "", type="KH", issued_on=date(2026, 1, 15), files=[SentFile("a.txt", b"a")]
        ).directive
        link_directives(source=plan, target=above, kind="implements", actor=None, at=AT)
        cascade = cascade_of(above, TODAY)
        assert (cascade.done, cascade.of, cascade.median_days) == (1, 2, 10)
        assert [(row.unit.name, row.plan, row.days) for row in cascade.rows] == [
            ("Đoàn xã Tản Lĩnh", None, None),
            ("Đoàn xã Suối Hai", plan, 10),
        ]
        assert cascade.rows[1].file.name == "a.txt"
        send_directive(directive=above, units=[tree.neighbour.pk], day=TODAY, actor=None, at=AT)
        assert (cascade_of(above, TODAY).done, cascade_of(above, TODAY).of) == (0, 1), "who was sent it has to follow"

    def test_a_merged_commune_is_answered_for_by_its_successor(self, tree):
        from viecthat.units.commands import merge_units

        above = enter(tree.city, "", type="NQ", issued_on=date(2026, 1, 5)).directive
        send_directive(directive=above, units=[tree.commune.pk, tree.neighbour.pk], day=ISSUED, actor=None, at=AT)
        plan = enter(tree.neighbour, "", type="KH", issued_on=date(2026, 1, 15)).directive
        link_directives(source=plan, target=above, kind="implements", actor=None, at=AT)
        merge_units(units=[tree.neighbour], into=tree.commune, day=date(2026, 3, 1), decision="QĐ 1", actor=None, at=AT)
        (row,) = cascade_of(above, TODAY).rows
        assert (row.unit.id, row.plan, row.successor_of) == (tree.commune.pk, plan, ("Đoàn xã Tản Lĩnh",))
