"""Words of channels and series."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _, pgettext_lazy


class ChannelKind(TextChoices):
    """Where a channel is."""

    PAGE = "page", _("trang Facebook")
    GROUP = "group", _("nhóm Facebook")
    ZALO = "zalo", _("Zalo OA")
    ZALO_GROUP = "zalo_group", _("nhóm Zalo")
    YOUTUBE = "youtube", _("kênh YouTube")
    TIKTOK = "tiktok", _("kênh TikTok")
    SITE = "site", _("cổng, trang thông tin điện tử")
    RADIO = "radio", _("phát thanh, bản tin")
    OTHER = "other", pgettext_lazy("channel", "kênh khác")


class SeriesKind(TextChoices):
    """What a series publishes; good news and good stories are counted by indicators of their own."""

    GOOD_NEWS = "good_news", _("mỗi ngày một tin tốt")
    GOOD_STORY = "good_story", _("mỗi tuần một câu chuyện đẹp")
    TOPIC = "topic", _("tuyến bài theo chủ đề")


class Rhythm(TextChoices):
    """How often something is to appear."""

    DAY = "day", _("mỗi ngày")
    WEEK = "week", _("mỗi tuần")
    FREE = "free", _("không định kỳ")
