"""The portal's way: written, looked through, approved by another, read, corrected openly, taken down; comments."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import (
    AT,
    make_activity,
    make_indicator,
    make_officer,
    make_photo,
    make_tree,
    sign_in,
    stop_clock,
)
from viecthat.activities.commands.proof import shield_evidence
from viecthat.kernel.errors import Refused
from viecthat.ledger.models import Entry
from viecthat.media.commands.series import open_series
from viecthat.media.models import Item
from viecthat.news.choices import ArticleState, Check
from viecthat.news.commands.article import (
    approve_article,
    correct_article,
    count_published,
    put_back,
    recall_article,
    send_article,
    take_down,
    write_article,
)
from viecthat.news.commands.comment import forget_contacts, send_comment
from viecthat.news.commands.picture import add_picture
from viecthat.news.commands.portal import keep_category, set_up_portal
from viecthat.news.models import Article, ArticleDay, ArticleVersion, Category, Comment, CommentContact, Picture, Portal
from viecthat.news.queries.words import checks_of
from viecthat.ui.human_check import digits_of, new_token

pytestmark = pytest.mark.django_db
READER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"}
BODY = """Sáng nay **khai mạc** hội nghị <script>alert(1)</script>.

## Kết quả

- Trồng cây
- [Xem thêm](https://example.vn/a?b=1&c=2) và [xấu](javascript:alert)

[ảnh 1]"""


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    stop_clock(monkeypatch)


@pytest.fixture
def tree():
    for code, register in (("portal_articles", "news"), ("series_articles", "media")):
        make_indicator(code, register=register, area=1)
    return make_tree()


@pytest.fixture
def writer(tree):
    return make_officer("base_officer", tree.commune, full_name="Kim Ngân")


@pytest.fixture
def editor(tree):
    return make_officer("secretary", tree.city, full_name="Trần Biên")


@pytest.fixture
def portal(tree, editor):
    facts = {"name": "Cổng Thành đoàn", "code": "thanh-doan", "copyright": "© Thành đoàn", "source": "HNP"}
    facts |= {"links": [("Trung ương Đoàn", "https://doanthanhnien.vn/")]}
    return set_up_portal(unit=tree.city.pk, facts=facts, actor=editor, at=AT)


def write(portal, unit, actor, title="Hội nghị giữa nhiệm kỳ", **changed):
    facts = {"title": title, "lead": "Sa-pô của bài.", "body": BODY, "byline": "Kim Ngân", "source": "HNP"}
    facts |= {"category": portal.categories.first().pk, "tags": "Đại hội, Tình nguyện", "comments_open": True}
    return write_article(portal=portal, unit=unit.pk, facts=facts | changed, actor=actor, at=AT)


def publish(portal, unit, writer, editor, title="Hội nghị giữa nhiệm kỳ", at=AT, **changed):
    row = write(portal, unit, writer, title, **changed)
    send_article(article=row, actor=writer, at=AT)
    approve_article(article=row, publish_at=at, actor=editor, at=AT)
    return Article.objects.get(pk=row.pk)


def address(row, name="article"):
    return reverse(f"news:{name}", args=[row.portal.code, row.pk, row.slug])


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def total(code):
    return sum(Entry.objects.filter(indicator__code=code).values_list("quantity", flat=True))


def answered():
    token = new_token()
    return {"human_token": token, "human": digits_of(token)}


@pytest.mark.parametrize("role", ["secretary", "standing_committee", "inspector"])
def test_who_is_shown_the_way_to_a_portal_may_set_it_up(tree, client, role):
    sign_in(client, make_officer(role, tree.city))
    new = reverse("news:portal-new", args=[tree.city.code])
    offered = role != "inspector"
    assert (f'href="{new}"' in client.get(reverse("news:portals")).content.decode()) is offered
    assert (client.get(new).status_code == 200) is offered


def test_the_whole_way_by_pages(tree, client):
    chief = sign_in(client, make_officer("secretary", tree.city))
    given = {"name": "Cổng Thành đoàn", "code": "Thành Đoàn", "comment_fields": "phone", "contact_days": "30"}
    new = reverse("news:portal-new", args=[tree.city.code])
    bad = client.post(new, given | {"links": "Trung ương không có địa chỉ"})
    assert (bad.status_code, Portal.objects.count()) == (422, 0)
    client.post(new, given | {"links": "Trung ương Đoàn | https://doanthanhnien.vn/", "copyright": "© Thành đoàn"})
    client.post(reverse("news:category-new", args=["thanh-doan"]), {"name": "Phong trào"})
    movements = Category.objects.get(slug="phong-trao")
    client.post(reverse("news:category-new", args=["thanh-doan"]), {"name": "3 Phong trào", "parent": movements.pk})
    section = Category.objects.get(slug="3-phong-trao")
    assert "Phong trào 3 Phong trào" in text_of(client.get(reverse("news:portals")))

    writer = sign_in(client, make_officer("base_officer", tree.commune, full_name="Kim Ngân"))
    write_here = reverse("news:write", args=[tree.commune.code])
    assert 'value="Kim Ngân"' in client.get(write_here).content.decode()
    article = {"title": "Công tác tuyên truyền phatát triển", "body": BODY, "category": section.pk, "source": "Web.ĐTN"}
    assert client.post(write_here, article | {"body": ""}).status_code == 422
    client.post(write_here, article | {"tags": "Đại hội", "comments_open": "on", "byline": "Kim Ngân"})
    row = Article.objects.get()
    desk = reverse("news:desk-article", args=[row.pk])
    seen = text_of(client.get(desk))
    assert "Chưa có sa-pô." in seen
    assert "sai dấu: phatát" in seen
    assert "Bài nhắc ảnh không có trong bài: [ảnh 1]" in seen
    photo = SimpleUploadedFile("a.jpg", make_photo((9, 9, 9)))
    client.post(reverse("news:place", args=[row.pk]), {"photo": photo, "caption": "Toàn cảnh hội nghị", "credit": "Kỷ"})
    assert "Ảnh chưa có lời tả cho người không nhìn thấy: [ảnh 1]" in text_of(client.get(desk))
    assert client.get(address(row)).status_code == 404  # nobody has approved it
    client.post(reverse("news:step", args=[row.pk, "gui"]))
    approve = reverse("news:step", args=[row.pk, "duyet"])
    when = {"day": "27/03/2026", "hour": "16:00"}
    assert client.post(approve, when).status_code == 422  # a commune does not edit the city's portal

    sign_in(client, chief)
    client.post(reverse("news:step", args=[row.pk, "tra-lai"]), {"reason": "Thêm sa-pô"})
    sign_in(client, writer)
    assert "Trả lại: Thêm sa-pô" in text_of(client.get(desk))
    client.post(
        reverse("news:step", args=[row.pk, "sua"]),
        article | {"title": "Phát triển", "lead": "Sa-pô.", "comments_open": "on", "tags": "Đại hội"},
    )
    client.post(reverse("news:step", args=[row.pk, "gui"]))
    sign_in(client, chief)
    assert client.post(approve, when | {"hour": "25:00"}).status_code == 422
    client.post(approve, when)
    row.refresh_from_db()
    assert (row.state, row.slug, total("portal_articles")) == (ArticleState.APPROVED, "phat-trien", 1)

    reader = Client(**READER)
    page = reader.get(address(row))
    assert not reader.cookies.get("sessionid")
    text = text_of(page)
    for words in (
        "Phong trào 3 Phong trào", "Thứ sáu, 27/03/2026 16:00", "Web.ĐTN", "1 lượt xem", "Ảnh: Kỷ",
        "© Thành đoàn", "Trung ương Đoàn", "Viết bình luận",
    ):  # fmt: skip
        assert words in text, words
    html = page.content.decode()
    assert "<script>alert" not in html
    assert "<strong>khai mạc</strong>" in html
    assert '<a href="https://example.vn/a?b=1&amp;c=2" rel="noopener">Xem thêm</a>' in html
    assert 'href="javascript' not in html
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert json.loads(data)["@type"] == "NewsArticle"
    assert '<meta property="og:title" content="Phát triển">' in html
    (picture,) = re.findall(r'<img src="(/tin/anh/\d+/)"', html)
    assert reader.get(picture)["Content-Type"] == "image/jpeg"
    assert reader.get(f"{picture}nho/").status_code == 200
    assert "Toàn cảnh hội nghị" in text_of(reader.get(address(row, "article-print")))
    assert reader.get(address(row).replace("phat-trien", "khac")).status_code == 301

    step = reverse("news:step", args=[row.pk, "dinh-chinh"])
    changed = article | {"title": "Phát triển", "lead": "Sa-pô đúng.", "tags": "Đại hội", "comments_open": "on"}
    assert client.post(step, changed).status_code == 422  # what was wrong is not said
    client.post(step, changed | {"note": "Sửa số đại biểu"})
    assert "Đính chính Thứ sáu, 27/03/2026 16:00 : Sửa số đại biểu" in text_of(reader.get(address(row)))
    assert "Sa-pô." in text_of(client.get(reverse("news:version", args=[row.pk, 1])))
    client.post(reverse("news:step", args=[row.pk, "go"]), {"reason": "Sai người"})
    gone = reader.get(address(row))
    assert (gone.status_code, total("portal_articles")) == (410, 0)
    assert "Lý do: Sai người" in text_of(gone)
    assert "Sa-pô đúng" not in text_of(gone)
    assert reader.get(picture).status_code == 404
    assert "Phát triển" in client.get(reverse("news:desk-file", args=["csv"])).content.decode()
    assert client.get(reverse("news:pictures-file", args=["xlsx"])).status_code == 200
    sign_in(client, make_officer("secretary", tree.stranger))
    for hidden in (
        desk,
        step,
        reverse("news:portal-change", args=["thanh-doan"]),
        reverse("news:write", args=[tree.commune.code]),
    ):
        assert client.get(hidden).status_code == 404
    assert "Phát triển" not in text_of(client.get(reverse("news:desk")))


def test_nobody_approves_what_they_wrote_and_versions_stay(tree, portal, editor):
    row = write(portal, tree.city, editor)
    send_article(article=row, actor=editor, at=AT)
    with pytest.raises(Refused, match="không tự duyệt"):
        approve_article(article=row, publish_at=None, actor=editor, at=AT)
    other = make_officer("secretary", tree.city)
    approve_article(article=row, publish_at=None, actor=other, at=AT)
    facts = {"title": row.title, "body": "Khác.", "category": row.category_id}
    with pytest.raises(Refused) as refused:
        correct_article(article=row, facts=facts, note=" ", actor=other, at=AT)
    assert refused.value.field == "note"
    with pytest.raises(Error), transaction.atomic():
        ArticleVersion.objects.update(body="khác")
    assert ArticleVersion.objects.get().body == row.body


def test_an_article_waits_for_its_moment_and_is_counted_then(tree, portal, writer, editor):
    series = open_series(
        unit=tree.city.pk,
        facts={"title": "Nghị quyết Đại hội XI", "kind": "topic", "rhythm": "free", "start": AT.date()},
        actor=editor,
        at=AT,
    )
    later = AT + timedelta(days=1)
    row = publish(portal, tree.commune, writer, editor, at=later, series=series.pk)
    assert Client(**READER).get(address(row)).status_code == 404
    assert (total("portal_articles"), total("series_articles")) == (0, 0)
    assert count_published(at=AT) == 0
    assert count_published(at=later) == 1
    assert count_published(at=later) == 0
    assert (total("portal_articles"), total("series_articles")) == (1, 1)
    item = Item.objects.get()
    assert (item.unit_id, item.title, item.url.endswith(address(row))) == (tree.commune.pk, row.title, True)
    take_down(article=row, reason="Sai", actor=editor, at=later)
    assert (total("portal_articles"), total("series_articles")) == (0, 0)


def test_opening_is_counted_and_nothing_is_known_of_the_reader(tree, portal, writer, editor):
    row = publish(portal, tree.commune, writer, editor)
    reader = Client(**READER)
    for _time in range(3):
        reader.get(address(row))
    Client(HTTP_USER_AGENT="Googlebot/2.1").get(address(row))
    Client().get(address(row))
    assert ArticleDay.objects.get().views == 3
    assert {field.name for field in ArticleDay._meta.fields} == {"id", "article", "day", "views"}
    assert not reader.cookies.get("sessionid")


def test_lists_by_section_tag_day_words_and_what_is_near(tree, portal, writer, editor):
    outer = keep_category(portal=portal, facts={"name": "Phong trào"}, actor=editor, at=AT)
    inner = keep_category(portal=portal, facts={"name": "3 Phong trào", "parent": outer.pk}, actor=editor, at=AT)
    with pytest.raises(Refused):
        keep_category(portal=portal, facts={"name": "X", "parent": inner.pk}, category=outer, actor=editor, at=AT)
    old = publish(portal, tree.commune, writer, editor, "Hiến máu ở Đô Trám", category=inner.pk)
    Article.objects.filter(pk=old.pk).update(publish_at=AT - timedelta(days=40))
    publish(portal, tree.commune, writer, editor, "Trồng cây đầu xuân", category=inner.pk, tags="Tình nguyện")
    publish(portal, tree.commune, writer, editor, "Tin khác", tags="")
    reader = Client(**READER)

    def seen(name, *args, **query):
        page = text_of(reader.get(reverse(f"news:{name}", args=["thanh-doan", *args]), query))
        return [title for title in ("Hiến máu", "Trồng cây đầu", "Tin khác") if title in page]

    assert seen("category", "phong-trao") == ["Hiến máu", "Trồng cây đầu"]
    assert seen("tag", "dai-hoi") == ["Hiến máu"]
    assert seen("portal", q="hien mau do tram") == ["Hiến máu"]
    assert seen("portal", thang="2026-02") == ["Hiến máu"]
    assert seen("portal", ngay="27/03/2026") == ["Trồng cây đầu", "Tin khác"]
    assert len(seen("portal", ngay="mai")) == 3
    page = text_of(reader.get(address(old)))
    assert re.search("Có thể bạn quan tâm Trồng cây đầu xuân", page)
    assert re.search("Các bài mới đăng Trồng cây đầu xuân", page)
    assert reader.get(reverse("news:front")).status_code == 302
    there = reader.get(reverse("news:front"), {"q": "hiến máu"}).headers["Location"]
    assert re.findall(r"Hiến máu|Trồng cây đầu", text_of(reader.get(there))) == ["Hiến máu"]
    feed = reader.get(reverse("news:atom", args=["thanh-doan"])).content.decode()
    assert feed.index("Trồng cây") < feed.index("Hiến máu")
    assert feed.count("<entry>") == 3
    assert reader.get(reverse("news:sitemap", args=["thanh-doan"])).content.count(b"<loc>") == 7
    assert reader.get(reverse("news:category", args=["thanh-doan", "khong-co"])).status_code == 404


def test_a_comment_is_read_by_somebody_before_all_and_its_phone_by_nobody_else(tree, portal, writer, editor, client):
    row = publish(portal, tree.commune, writer, editor)
    reader = Client(**READER)
    send = address(row, "comment")
    given = {"name": "Lê Lan", "phone": "0912 345 678", "title": "Hay", "words": "Rất <b>hay</b>.", "consent": "on"}
    for missing in ("name", "title", "words", "consent"):
        assert reader.post(send, given | answered() | {missing: ""}).status_code == 422
    assert reader.post(send, given | {"human_token": new_token(), "human": "x"}).status_code == 422
    assert reader.post(send, given | answered() | {"phone": "gọi tôi"}).status_code == 422
    assert not Comment.objects.exists()
    once = given | answered()
    assert "Toà soạn đã nhận" in text_of(reader.post(send, once))
    assert "đã dùng" in text_of(reader.post(send, once))
    comment = Comment.objects.get()
    assert "Lê Lan" not in text_of(reader.get(address(row)))
    sign_in(client, writer)
    decide = reverse("news:comment-decide", args=[comment.pk])
    assert client.get(decide).status_code == 404
    sign_in(client, editor)
    assert "1 bình luận chờ duyệt" in text_of(client.get(reverse("news:desk")))
    assert "0912 345 678" in text_of(client.get(decide))
    assert "0912" not in client.get(reverse("news:comments-file", args=["csv"])).content.decode()
    assert client.post(decide, {"show": "0"}).status_code == 422
    client.post(decide, {"show": "1"})
    page = reader.get(address(row)).content.decode()
    assert "Rất &lt;b&gt;hay&lt;/b&gt;." in page
    assert "0912" not in page
    assert forget_contacts(at=AT + timedelta(days=89)) == 0
    assert forget_contacts(at=AT + timedelta(days=90)) == 1
    assert "không có hoặc đã xoá" in text_of(client.get(decide))
    client.post(decide, {"show": "0", "reason": "Có người yêu cầu gỡ"})
    assert "Lê Lan" not in text_of(reader.get(address(row)))
    reprint = publish(portal, tree.commune, writer, editor, "Đăng lại", reprinted=True)
    assert reader.get(address(reprint, "comment")).status_code == 404


def test_an_e_mail_address_is_confirmed_once(tree, portal, writer, editor, settings):
    with pytest.raises(Refused):
        set_up_portal(
            unit=tree.city.pk, facts={"name": "B", "code": "b", "comment_fields": "email"}, actor=editor, at=AT
        )
    settings.VIECTHAT_MAIL = True
    Portal.objects.update(comment_fields="email")
    row = publish(portal, tree.commune, writer, editor)
    row = Article.objects.get(pk=row.pk)
    reader = Client(**READER)
    given = {"name": "Lan", "email": "lan@example.vn", "words": "Hay.", "consent": "on"}
    assert "Đã gửi thư xác nhận" in text_of(reader.post(address(row, "comment"), given | answered()))
    comment = Comment.objects.get()
    assert comment.state == "unconfirmed"
    (link,) = re.findall(r"https?://testserver(/tin/thu/\S+)", mail.outbox[0].body)
    reader.get(link)  # a program that looks through letters
    assert Comment.objects.get().state == "unconfirmed"
    assert reader.post(link.replace("/thu/", "/thu/x")).status_code == 410
    assert "Đã xác nhận" in text_of(reader.post(link))
    reader.post(address(row, "comment"), given | answered())
    assert list(Comment.objects.values_list("state", flat=True)) == ["waiting", "waiting"]
    assert len(mail.outbox) == 1
    Comment.objects.filter(pk=comment.pk).update(state="unconfirmed")
    assert forget_contacts(at=AT + timedelta(days=4)) >= 1
    assert not Comment.objects.filter(pk=comment.pk).exists()
    assert CommentContact.objects.count() == 1


def test_what_an_editor_is_told_to_look_at(tree, portal, writer):
    row = write(
        portal, tree.commune, writer, body="Đoàn viên viên đã phatát , huy,hoạt động. Luôn luôn vui.", lead="", tags=""
    )
    found = {one.check: one.places for one in checks_of(row, [])}
    assert found == {
        Check.NO_LEAD: (),
        Check.NO_TAGS: (),
        Check.SPELLING: ("phatát",),
        Check.DOUBLED: ("viên viên",),
        Check.SPACING: ("phatát ,", "huy,hoạt"),
    }


def test_pages_ask_the_same_for_one_and_for_three(tree, portal, writer, editor, client):
    sign_in(client, editor)
    reader, asked = Client(**READER), []
    for number in range(3):
        row = publish(portal, tree.commune, writer, editor, f"Bài {number}")
        Comment.objects.create(article=row, name="Lan", words="Hay", sent_at=AT, state="shown")
        counts = []
        for who, at in (
            (reader, reverse("news:portal", args=["thanh-doan"])), (reader, address(row)),
            (client, reverse("news:desk")), (client, reverse("news:comments")),
        ):  # fmt: skip
            with CaptureQueriesContext(connection) as done:
                assert who.get(at).status_code == 200
            counts.append(len(done))
        asked.append(counts)
    assert asked[1] == asked[2]
    assert asked[2][:2] == [8, 12]


def test_a_photo_of_an_activity_enters_the_library_unless_a_child_is_in_it(tree, writer, client):
    done = make_activity(tree.commune, writer, photos=[make_photo((1, 2, 3)), make_photo((200, 5, 6))])
    first, second = done.evidence.order_by("pk")
    shield_evidence(evidence=second, minors=True, consent="", actor=writer, at=AT)
    sign_in(client, writer)
    add = reverse("news:picture-add", args=[tree.commune.code])
    assert client.post(add, {"caption": "Không có ảnh"}).status_code == 422
    chosen = client.post(add, {"activity": str(done.pk)})
    offered = client.get(chosen["Location"]).content.decode()
    assert f'value="{first.pk}"' in offered
    assert f'value="{second.pk}"' not in offered
    client.post(chosen["Location"], {"photo": first.pk, "alt": "Mười người trồng cây"})
    picture = Picture.objects.get()
    assert (picture.activity_id, picture.file_id, picture.alt) == (done.pk, first.file_id, "Mười người trồng cây")
    assert client.post(chosen["Location"], {"photo": second.pk}).status_code == 422
    with pytest.raises(Refused, match="trẻ em"):
        add_picture(unit=tree.commune.pk, content=b"", facts={}, evidence=second.pk, actor=writer, at=AT)
    listed = text_of(client.get(reverse("news:pictures")))
    assert done.title in listed


def test_what_was_sent_is_taken_back_by_its_unit_until_it_is_approved(tree, portal, writer, editor, client):
    row = write(portal, tree.commune, writer)
    send_article(article=row, actor=writer, at=AT)
    recall = reverse("news:step", args=[row.pk, "rut"])
    stranger = make_officer("base_officer", tree.neighbour)
    with pytest.raises(Refused), transaction.atomic():
        recall_article(article=row, actor=stranger, at=AT)
    sign_in(client, writer)
    desk = reverse("news:desk-article", args=[row.pk])
    assert recall in client.get(desk).content.decode()
    client.post(recall)
    assert Article.objects.get(pk=row.pk).state == "draft"
    assert recall not in client.get(desk).content.decode()

    send_article(article=row, actor=writer, at=AT)
    approve_article(article=row, publish_at=AT, actor=editor, at=AT)
    with pytest.raises(Refused, match="đính chính"), transaction.atomic():
        recall_article(article=row, actor=writer, at=AT)


def test_the_desk_answers_under_a_comment_and_takes_its_answer_away(tree, portal, writer, editor, client):
    row = publish(portal, tree.commune, writer, editor)
    facts = {"name": "Lan", "title": "Hỏi", "words": "Bao giờ làm tiếp?", "phone": ""}
    comment = send_comment(article=row, facts=facts, link="", at=AT)
    sign_in(client, editor)
    decide = reverse("news:comment-decide", args=[comment.pk])
    hidden = client.post(decide, {"show": "0", "reason": "Thử", "answer": "Tháng sau."})
    assert (hidden.status_code, "không có chỗ trả lời" in text_of(hidden)) == (422, True)
    client.post(decide, {"show": "1", "answer": "Tháng sau."})
    page = text_of(Client(**READER).get(address(row)))
    assert re.search("Bao giờ làm tiếp\\? Toà soạn trả lời .* Tháng sau", page)
    assert "Tháng sau." in client.get(decide).content.decode()
    client.post(decide, {"show": "1", "answer": ""})
    assert "Toà soạn trả lời" not in text_of(Client(**READER).get(address(row)))


def test_a_section_goes_while_nothing_stands_in_it(tree, portal, writer, editor, client):
    first = portal.categories.get()
    wrong = keep_category(portal=portal, facts={"name": "Nhầm"}, actor=editor, at=AT)
    inner = keep_category(portal=portal, facts={"name": "Trong", "parent": wrong.pk}, actor=editor, at=AT)
    write(portal, tree.commune, writer)
    sign_in(client, editor)
    shown = client.get(reverse("news:portals")).content.decode()

    def drop(row):
        return reverse("news:category-drop", args=[portal.code, row.pk])

    assert [drop(row) in shown for row in (first, wrong, inner)] == [False, False, True]
    assert "còn bài hoặc còn chuyên mục con" in text_of(client.post(drop(first), follow=True))
    client.post(drop(inner))
    client.post(drop(wrong))
    assert list(portal.categories.all()) == [first]
    Article.objects.all().delete()
    assert "ít nhất một chuyên mục" in text_of(client.post(drop(first), follow=True))
    sign_in(client, writer)
    assert client.post(drop(first)).status_code == 404


def test_days_a_contact_is_kept_are_what_was_typed_or_refused(tree, portal, editor, client):
    sign_in(client, editor)
    page = reverse("news:portal-change", args=[portal.code])
    given = {"name": "Cổng", "comment_fields": "phone", "contact_days": "0", "links": ""}
    wrong = client.post(page, given)
    assert (wrong.status_code, "từ 1 đến 365" in text_of(wrong)) == (422, True)
    client.post(page, given | {"contact_days": "30"})
    portal.refresh_from_db()
    assert portal.contact_days == 30


def test_what_was_taken_down_by_mistake_is_read_and_counted_again(tree, portal, writer, editor, client):
    row = publish(portal, tree.commune, writer, editor)
    lines = Entry.objects.filter(indicator__code="portal_articles")
    assert sum(lines.values_list("quantity", flat=True)) == 1
    take_down(article=row, reason="Nhầm bài", actor=editor, at=AT)
    assert sum(lines.values_list("quantity", flat=True)) == 0
    again = reverse("news:step", args=[row.pk, "dang-lai"])
    with pytest.raises(Refused), transaction.atomic():
        put_back(article=row, actor=writer, at=AT)

    sign_in(client, editor)
    assert again in client.get(reverse("news:desk-article", args=[row.pk])).content.decode()
    client.post(again)

    page = Client(**READER).get(address(row))
    assert page.status_code == 200
    assert "Nhầm bài" not in text_of(page)
    assert sum(lines.values_list("quantity", flat=True)) == 1
    with pytest.raises(Refused, match="đã gỡ"), transaction.atomic():
        put_back(article=row, actor=editor, at=AT)
