"""Every address, a floor a line. Addresses are unaccented Vietnamese."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="home:workbench"), name="root"),
    path("ngon-ngu/", login_not_required(set_language), name="set_language"),
    path("", include("viecthat.accounts.urls")),
    path("", include("viecthat.home.urls")),
    path("don-vi/", include("viecthat.organisation.urls")),
    path("don-vi/", include("viecthat.units.urls")),
    path("doan-vien/", include("viecthat.people.urls.keeping")),
    path("doan-vien/", include("viecthat.people.urls.members")),
    path("can-bo/", include("viecthat.people.urls.posts")),
    path("cua-toi/", include("viecthat.people.urls.own")),
    path("", include("viecthat.people.urls.doors")),
    path("van-ban/", include("viecthat.plans.urls.directives")),
    path("chi-tieu/", include("viecthat.figures.urls.targets")),
    path("chi-tieu/", include("viecthat.plans.urls.targets")),
    path("nhiem-vu/", include("viecthat.plans.urls.tasks")),
    path("lam-viec/doi-thoai/", include("viecthat.plans.urls.dialogues")),
    path("lam-viec/", include("viecthat.plans.urls.sessions")),
    path("", include("viecthat.plans.urls.doors")),
    path("chuong-trinh/", include("viecthat.figures.urls.programmes")),
    path("chuong-trinh/", include("viecthat.plans.urls.programmes")),
    path("tham-muu/", include("viecthat.plans.urls.registers")),
    path("so-viec/", include("viecthat.ledger.urls")),
    path("", include("viecthat.activities.urls")),
    path("lop-hoc/", include("viecthat.courses.urls")),
    path("ho-tro/", include("viecthat.support.urls")),
    path("hoc-tap/", include("viecthat.learning.urls")),
    path("truyen-thong/", include("viecthat.media.urls")),
    path("", include("viecthat.works.urls")),
    path("", include("viecthat.campaigns.urls")),
    path("noi-cu-tru/", include("viecthat.residence.urls")),
    path("bao-cao/nhap-bang/", include("viecthat.reporting.urls.tables")),
    path("bao-cao/", include("viecthat.reporting.urls.editions")),
    path("bao-cao/", include("viecthat.reporting.urls.reports")),
    path("doc-so-lieu/", include("viecthat.reporting.urls.readings")),
    path("so-lieu/", include("viecthat.figures.urls")),
    path("so-ket/", include("viecthat.reviews.urls")),
    path("", include("viecthat.conferences.urls")),
    path("", include("viecthat.ui.urls")),
]
