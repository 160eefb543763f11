"""Addresses of conferences: the pages of a review; the rest by the conference's number."""

from django.urls import path

from viecthat.conferences.pages import conference, doors, files, invitees, presenting, record, review

app_name = "conferences"
MATTER = "<slug:matter>"
urlpatterns = [
    path("so-ket/<slug:unit_code>/<str:slug>/hoi-nghi/", review.conference_page, name="conference"),
    path("so-ket/<slug:unit_code>/<str:slug>/hoi-nghi/lap/", conference.enter, name="enter"),
    path("so-ket/<slug:unit_code>/<str:slug>/ket-luan/", review.conclusions_page, name="conclusions"),
    path("so-ket/<slug:unit_code>/<str:slug>/trinh-chieu/", presenting.present, name="present"),
    path("hoi-nghi/", conference.listing, name="list"),
    path("hoi-nghi/tai/xlsx/", conference.listing_file, name="list-file"),
    path("hoi-nghi/<int:pk>/sua/", conference.correct, name="correct"),
    path("hoi-nghi/<int:pk>/da-hop/", conference.hold, name="hold"),
    path("hoi-nghi/<int:pk>/chua-hop/", conference.unhold, name="unhold"),
    path("hoi-nghi/<int:pk>/chot-ket-luan/", conference.conclude, name="conclude"),
    path("hoi-nghi/<int:pk>/khach-moi/", invitees.listing, name="invitees"),
    path("hoi-nghi/<int:pk>/khach-moi/theo-dien/", invitees.by_rule, name="invite-by-rule"),
    path("hoi-nghi/<int:pk>/khach-moi/them/", invitees.by_hand, name="invite"),
    path("hoi-nghi/<int:pk>/khach-moi/<int:row>/", invitees.invitee, name="invitee"),
    path("hoi-nghi/<int:pk>/khach-moi/<int:row>/giay-moi/<slug:kind>/", files.letter, name="letter"),
    path("hoi-nghi/<int:pk>/diem-danh/", doors.door, name="door"),
    path("hoi-nghi/<int:pk>/diem-danh/so-luong/", doors.counts, name="counts"),
    path("hoi-nghi/<int:pk>/diem-danh/ma/", doors.screen, name="screen"),
    path("hoi-nghi/<int:pk>/tai/<slug:what>/<slug:kind>/", files.paper, name="file"),
    path("hoi-nghi/<int:pk>/tham-luan/<int:row>/tep/", files.attached, name="paper-file"),
    path("hoi-nghi/<int:pk>/khen-thuong/tu-quyet-dinh/", record.awards, name="awards"),
    path(f"hoi-nghi/<int:pk>/{MATTER}/", record.rows, name="rows"),
    path(f"hoi-nghi/<int:pk>/{MATTER}/<int:row>/", record.row, name="row"),
    path("gm/<str:code>/", doors.letter, name="letter-door"),
    path("hn/<slug:code>/", doors.scanned, name="scanned"),
]
