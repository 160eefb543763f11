"""Settings of the whole: read from the environment, safe by default, nothing started on import."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import pgettext_lazy

from viecthat.kernel.errors import gettext_noop
from viecthat.project.database import data_home, database_settings
from viecthat.project.secret import secret_key

PACKAGE = Path(__file__).resolve().parent.parent


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes"}


DEBUG = _flag("VIECTHAT_DEBUG")
SECRET_KEY = os.environ.get("VIECTHAT_SECRET_KEY") or secret_key(data_home())
ALLOWED_HOSTS = os.environ.get("VIECTHAT_HOSTS", "127.0.0.1,localhost,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("VIECTHAT_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_typer",
    "django_htmx",
    "axes",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "viecthat.ui",
    "viecthat.audit",
    "viecthat.files",
    "viecthat.documents",
    "viecthat.jobs",
    "viecthat.accounts",
    "viecthat.units",
    "viecthat.people",
    "viecthat.plans",
    "viecthat.ledger",
    "viecthat.organisation",
    "viecthat.activities",
    "viecthat.courses",
    "viecthat.support",
    "viecthat.works",
    "viecthat.campaigns",
    "viecthat.media",
    "viecthat.learning",
    "viecthat.residence",
    "viecthat.reporting",
    "viecthat.figures",
    "viecthat.reviews",
    "viecthat.conferences",
    "viecthat.commendations",
    "viecthat.opinion",
    "viecthat.inspections",
    "viecthat.congress",
    "viecthat.news",
    "viecthat.ideas",
    "viecthat.contests",
    "viecthat.home",
    "viecthat.demo",
    "viecthat.project",
]

MIDDLEWARE = [
    "viecthat.ui.middleware.ServerTimingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "viecthat.ui.middleware.UnlistedMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "viecthat.project.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "viecthat.audit.middleware.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "viecthat.project.urls"
WSGI_APPLICATION = "viecthat.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "viecthat.ui.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "viecthat.ui.templatetags.ui",
            ],
        },
    },
]

DATABASES = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "viecthat.accounts.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:workbench"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours: long enough to stop guessing, short enough for a secretary who forgot
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "viecthat.accounts.pages.sign_in.locked_out"
AXES_VERBOSE = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["viecthat.ui.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
VIECTHAT_HOME = data_home()
STATIC_ROOT = data_home() / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None  # only `viecthat work` loads what every floor does in the background
VIECTHAT_STORE = Path(os.environ.get("VIECTHAT_STORE", data_home() / "store"))
VIECTHAT_MERGE_LINES = int(os.environ.get("VIECTHAT_MERGE_LINES", "100000"))  # so many new lines are merged at once
VIECTHAT_ENGINE = os.environ.get("VIECTHAT_ENGINE", "")  # empty: figures from the store; else by SQL, see docs/scale.md
MEDIA_ROOT = Path(os.environ.get("VIECTHAT_FILES", data_home() / "files"))
# Root certificates (PEM, DER) that make a signature trusted; a signature by anybody else is shown as not trusted.
VIECTHAT_TRUSTED_ROOTS = Path(os.environ.get("VIECTHAT_TRUSTED_ROOTS", data_home() / "trusted-roots"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o640

# Mail goes out only where a server for it is named; reminders stand on the page in any case.
EMAIL_HOST = os.environ.get("VIECTHAT_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("VIECTHAT_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("VIECTHAT_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("VIECTHAT_MAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("VIECTHAT_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("VIECTHAT_MAIL_FROM", "viecthat@localhost")
VIECTHAT_MAIL = bool(EMAIL_HOST)
# A language model of the installation's own that puts suggested sentences into running words; empty: none is asked.
VIECTHAT_WORDS_MODEL = os.environ.get("VIECTHAT_WORDS_MODEL", "")
VIECTHAT_WORDS_MODEL_NAME = os.environ.get("VIECTHAT_WORDS_MODEL_NAME", "default")
VIECTHAT_WORDS_MODEL_SECONDS = int(os.environ.get("VIECTHAT_WORDS_MODEL_SECONDS", "30"))
VIECTHAT_ADDRESS = os.environ.get("VIECTHAT_ADDRESS") or next(iter(CSRF_TRUSTED_ORIGINS), "http://127.0.0.1:8000")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if _flag("VIECTHAT_HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 31_536_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # bars are drawn with custom properties in style=""
        "script-src": ["'self'"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": ["self"], "geolocation": ["self"], "microphone": []}

# The menu: what everybody needs first, then by what people do. `plain` marks what somebody without any role comes for.
_PLANNING = gettext_noop("Giao việc")
_DOING = gettext_noop("Phong trào")
_TEACHING = gettext_noop("Học tập, tuyên truyền")
_PEOPLE = gettext_noop("Con người, tổ chức")
_JUDGING = gettext_noop("Báo cáo, đánh giá")
VIECTHAT_NAV = [
    {
        "icon": "todo",
        "label": gettext_noop("Việc của tôi"),
        "url_name": "home:workbench",
        "match": "/viec-cua-toi/",
        "plain": True,
    },
    {"icon": "plus", "label": gettext_noop("Ghi việc"), "url_name": "activities:record", "match": "/ghi-viec/"},
    {
        "icon": "book",
        "label": gettext_noop("Sổ việc"),
        "url_name": "ledger:entries",
        "match": ("/so-viec/", "/doc-so-lieu/"),
    },
    {"icon": "count", "label": gettext_noop("Số liệu"), "url_name": "figures:explorer", "match": "/so-lieu/"},
    {"icon": "key", "label": gettext_noop("Của tôi"), "url_name": "own:own", "match": "/cua-toi/", "plain": True},
    {
        "icon": "news",
        "label": gettext_noop("Văn bản"),
        "url_name": "directives:register",
        "match": "/van-ban/",
        "group": _PLANNING,
    },
    {
        "icon": "compass",
        "label": gettext_noop("Chương trình"),
        "url_name": "programmes:list",
        "match": ("/chuong-trinh/", "/tham-muu/"),
        "group": _PLANNING,
    },
    {
        "icon": "target",
        "label": gettext_noop("Chỉ tiêu"),
        "url_name": "targets:list",
        "match": "/chi-tieu/",
        "group": _PLANNING,
    },
    {
        "icon": "list",
        "label": gettext_noop("Nhiệm vụ"),
        "url_name": "tasks:list",
        "match": ("/nhiem-vu/", "/lam-viec/"),
        "group": _PLANNING,
    },
    {
        "icon": "flag",
        "label": gettext_noop("Tình nguyện"),
        "url_name": "campaigns:calls",
        "match": ("/tinh-nguyen/", "/chien-dich/"),
        "group": _DOING,
        "plain": True,
    },
    {
        "icon": "leaf",
        "label": gettext_noop("Công trình"),
        "url_name": "works:list",
        "match": ("/cong-trinh/", "/nha-nhan-ai/", "/cuu-tro/"),
        "group": _DOING,
    },
    {
        "icon": "idea",
        "label": gettext_noop("Ý tưởng"),
        "url_name": "ideas:list",
        "match": "/y-tuong/",
        "group": _DOING,
        "plain": True,
    },
    {
        "icon": "award",
        "label": gettext_noop("Cuộc thi"),
        "url_name": "contests:list",
        "match": "/cuoc-thi/",
        "group": _DOING,
        "plain": True,
    },
    {
        "icon": "gift",
        "label": gettext_noop("Hỗ trợ thanh niên"),
        "url_name": "support:home",
        "match": "/ho-tro/",
        "group": _DOING,
    },
    {
        "icon": "screen",
        "label": gettext_noop("Học tập"),
        "url_name": "learning:library",
        "match": "/hoc-tap/",
        "group": _TEACHING,
        "plain": True,
    },
    {
        "icon": "calendar",
        "label": gettext_noop("Lớp học"),
        "url_name": "courses:list",
        "match": "/lop-hoc/",
        "group": _TEACHING,
        "plain": True,
    },
    {
        "icon": "volume",
        "label": gettext_noop("Truyền thông"),
        "url_name": "media:channels",
        "match": "/truyen-thong/",
        "group": _TEACHING,
    },
    {
        "icon": "edit",
        "label": gettext_noop("Toà soạn"),
        "url_name": "news:desk",
        "match": "/toa-soan/",
        "group": _TEACHING,
    },
    {
        "icon": "news",
        "label": gettext_noop("Tin tức"),
        "url_name": "news:front",
        "match": "/tin/",
        "group": _TEACHING,
        "plain": True,
    },
    {
        "icon": "users",
        "label": gettext_noop("Đoàn viên"),
        "url_name": "people:register",
        "match": ("/doan-vien/", "/noi-cu-tru/"),
        "group": _PEOPLE,
    },
    {
        "icon": "users",
        "label": gettext_noop("Cán bộ Đoàn"),
        "url_name": "cadres:register",
        "match": "/can-bo/",
        "group": _PEOPLE,
    },
    {
        "icon": "tree",
        "label": pgettext_lazy("several", "Đơn vị"),
        "url_name": "units:list",
        "match": "/don-vi/",
        "group": _PEOPLE,
    },
    {
        "icon": "check",
        "label": gettext_noop("Đại hội"),
        "url_name": "congress:list",
        "match": "/dai-hoi/",
        "group": _PEOPLE,
    },
    {
        "icon": "report",
        "label": gettext_noop("Báo cáo"),
        "url_name": "reports:calls",
        "match": "/bao-cao/",
        "group": _JUDGING,
    },
    {
        "icon": "review",
        "label": gettext_noop("Sơ kết, tổng kết"),
        "url_name": "reviews:list",
        "match": ("/so-ket/", "/hoi-nghi/"),
        "group": _JUDGING,
    },
    {
        "icon": "award",
        "label": gettext_noop("Thi đua, khen thưởng"),
        "url_name": "commendations:drives",
        "match": "/khen-thuong/",
        "group": _JUDGING,
    },
    {
        "icon": "vote",
        "label": gettext_noop("Lấy ý kiến, khảo sát"),
        "url_name": "opinion:drafts",
        "match": "/lay-y-kien/",
        "group": _JUDGING,
        "plain": True,
    },
    {
        "icon": "shield",
        "label": gettext_noop("Giám sát"),
        "url_name": "inspections:list",
        "match": "/giam-sat/",
        "group": _JUDGING,
    },
]
# The head of open pages: what everybody opens without signing in.
VIECTHAT_OPEN_NAV = [
    {"label": gettext_noop("Tin tức"), "url_name": "news:front", "match": "/tin/"},
    {"label": gettext_noop("Ý tưởng"), "url_name": "ideas:list", "match": "/y-tuong/"},
    {"label": gettext_noop("Cuộc thi"), "url_name": "contests:list", "match": "/cuoc-thi/"},
    {"label": gettext_noop("Sự kiện"), "url_name": "activities:calendar-public", "match": "/lich-hoat-dong/"},
    {"label": gettext_noop("Góp ý dự thảo"), "url_name": "opinion:open", "match": "/lay-y-kien/gop-y/"},
    {
        "label": gettext_noop("Khảo sát"),
        "url_name": "opinion:published",
        "match": ("/lay-y-kien/ket-qua/", "/lay-y-kien/tra-loi/", "/lay-y-kien/phieu/"),
    },
    {
        "label": gettext_noop("Tra giấy khen"),
        "url_name": "commendations:ask-code",
        "match": "/khen-thuong/kiem-tra/",
    },
]
VIECTHAT_SHORT_MENU = "viecthat.accounts.queries.without_role"

# What opens without a network: scripts and styles beside the shell's own, addresses whose copies a browser keeps for
# the account that opened them, and what an installed application offers at once.
VIECTHAT_OFFLINE: dict[str, list[Any]] = {
    "assets": [
        "activities/activities.css",
        "activities/record.js",
        "activities/kinds.js",
        "activities/codes.js",
        "activities/qr.js",
        "activities/roll_call.js",
        "activities/scan.js",
    ],
    "pages": ["^/ghi-viec/mang-theo/$"],
    "shortcuts": [
        {"label": gettext_noop("Ghi một việc"), "url_name": "activities:record"},
        {"label": gettext_noop("Điểm danh"), "url_name": "activities:scan"},
    ],
}

# Registers that hold the result of a kind of activity: the kind sends its reader there (code of the kind, its page).
VIECTHAT_KIND_PAGES = {
    "study_session": "activities:study",
    "youth_work": "works:list",
    "cadre_training": "cadres:courses",
    "worker_care": "support:cares",
    "group_wedding": "support:cares",
    "good_news": "media:series-list",
    "good_story": "media:series-list",
    "code_of_conduct": "learning:library",
    "innovation": "ideas:initiatives",
}
# What floors above plans add to the calendar of a secret address: (units, at, address) -> events.
VIECTHAT_CALENDARS = ["viecthat.activities.queries.calendar.calendar_events"]
# What floors above `people` hold about a person, told on their own page: (person, at) -> OwnSection.
VIECTHAT_OWN_DATA: list[str] = [
    "viecthat.activities.queries.own.own_section",
    "viecthat.activities.queries.own_presence.own_meetings",
    "viecthat.activities.queries.own_presence.own_apologies",
    "viecthat.activities.queries.own_presence.own_certificates",
    "viecthat.activities.queries.guardian.own_guardian_consents",
    "viecthat.residence.queries.beside.own_section",
    "viecthat.courses.queries.beside.own_section",
    "viecthat.support.queries.beside.own_section",
    "viecthat.campaigns.queries.own.own_section",
    "viecthat.learning.queries.beside.own_section",
    "viecthat.conferences.queries.own.own_section",
    "viecthat.commendations.queries.own.own_section",
    "viecthat.contests.queries.own.own_section",
    "viecthat.congress.queries.own.own_section",
    "viecthat.inspections.queries.own.own_section",
    "viecthat.news.queries.own.own_section",
    "viecthat.opinion.queries.own.own_section",
    "viecthat.ideas.queries.own.own_section",
]
# What such floors add to people: a part of a file's page (FilePart), a note beside a yearly rating (RatingNote), and
# whom a unit may name in its work beside its own people.
VIECTHAT_FILE_PARTS = [
    "viecthat.residence.queries.beside.file_part",
    "viecthat.commendations.queries.own.file_part",
]
VIECTHAT_RATING_NOTES = ["viecthat.residence.queries.beside.rating_notes"]
VIECTHAT_NAMEABLE = ["viecthat.residence.queries.beside.people_living_in"]

# What floors above `people` do when a person is to be forgotten: (person, ids of their accounts, at).
VIECTHAT_ERASERS: list[str] = [
    "viecthat.activities.commands.erasing.erase_from_activities",
    "viecthat.residence.commands.erasing.erase_from_residence",
    "viecthat.courses.commands.erasing.erase_from_courses",
    "viecthat.support.commands.erasing.erase_from_support",
    "viecthat.plans.commands.erasing.erase_from_plans",
    "viecthat.campaigns.commands.erasing.erase_from_campaigns",
    "viecthat.learning.commands.erasing.erase_from_learning",
    "viecthat.conferences.commands.erasing.erase_from_conferences",
    "viecthat.commendations.commands.erasing.erase_from_commendations",
    "viecthat.contests.commands.erasing.erase_from_contests",
    "viecthat.congress.commands.erasing.erase_from_congresses",
    "viecthat.news.commands.erasing.erase_from_news",
    "viecthat.opinion.commands.erasing.erase_from_opinion",
    "viecthat.inspections.commands.erasing.erase_from_inspections",
    "viecthat.ideas.commands.erasing.erase_from_ideas",
]

# Editorial series in which an article of the portal may stand: (unit, at) -> (id, title); put there, taken out again.
VIECTHAT_NEWS_SERIES = {
    "offered": "viecthat.media.queries.listing.offered_series",
    "publish": "viecthat.media.commands.series.publish_from_portal",
    "take_back": "viecthat.media.commands.series.undo_from_portal",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
