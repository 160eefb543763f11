"""Words of the portal and its desk."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ArticleState(TextChoices):
    """How far an article has come; approved, it is read from its moment of publication on."""

    DRAFT = "draft", _("đang viết")
    SENT = "sent", _("chờ duyệt")
    APPROVED = "approved", pgettext_lazy("article", "đã duyệt đăng")
    TAKEN_DOWN = "taken_down", _("đã gỡ")


class CommentFields(TextChoices):
    """Which boxes a portal's comment form has."""

    PHONE = "phone", _("họ tên, số điện thoại, tiêu đề, nội dung")
    EMAIL = "email", _("họ và tên, thư điện tử (xác nhận một lần), lời bình")
    NONE = "none", _("không nhận bình luận")


class CommentState(TextChoices):
    """A comment waits for its address to be confirmed, then for somebody to read it."""

    UNCONFIRMED = "unconfirmed", _("chờ xác nhận thư")
    WAITING = "waiting", pgettext_lazy("comment", "chờ duyệt")
    SHOWN = "shown", pgettext_lazy("comment", "đã hiện")
    HIDDEN = "hidden", pgettext_lazy("comment", "không hiện")


class Check(TextChoices):
    """What an editor is told to look at before an article is read by everybody."""

    NO_LEAD = "no_lead", _("Chưa có sa-pô.")
    NO_TAGS = "no_tags", _("Chưa có thẻ; bài liên quan được tìm theo thẻ.")
    NO_BYLINE = "no_byline", _("Chưa ghi tác giả.")
    SPELLING = "spelling", _("Chữ viết lạ, có thể dính hoặc sai dấu:")
    DOUBLED = "doubled", _("Lặp từ:")
    SPACING = "spacing", _("Dấu câu đặt sai chỗ:")
    NO_PICTURE = "no_picture", _("Bài nhắc ảnh không có trong bài:")
    NO_FIGURE = "no_figure", _("Bài nhắc số không có trong bài:")
    UNUSED_FIGURE = "unused_figure", _("Số đã lấy mà bài không nhắc:")
    EMPTY_FIGURE = "empty_figure", _("Số chưa có trong sổ việc, chưa đăng được:")
    NO_ALT = "no_alt", _("Ảnh chưa có lời tả cho người không nhìn thấy:")
    SAME_CAPTION = "same_caption", _("Nhiều ảnh cùng một chú thích:")
    NO_CAPTION = "no_caption", _("Ảnh chưa có chú thích:")
