"""Addresses of cadres: the register, a unit's bodies, one cadre, the lists of what is due."""

from django.urls import path

from viecthat.people.pages import cadre, cadre_report, post_alerts, post_changes, post_unit, posts

app_name = "cadres"
urlpatterns = [
    path("", posts.register, name="register"),
    path("tai/csv/", posts.register_csv, name="csv"),
    path("tai/xlsx/", posts.register_xlsx, name="xlsx"),
    path("goi-y/", posts.suggest, name="suggest"),
    path("canh-bao/", post_alerts.alerts, name="alerts"),
    path("canh-bao/tai/xlsx/", post_alerts.alerts_xlsx, name="alerts-xlsx"),
    path("quy-hoach/", post_alerts.planning, name="planning"),
    path("quy-hoach/<int:pk>/ra-khoi/", post_alerts.drop, name="drop"),
    path("noi-den/", post_alerts.left, name="left"),
    path("noi-den/tai/xlsx/", post_alerts.left_xlsx, name="left-xlsx"),
    path("don-vi/<slug:code>/", post_unit.unit, name="unit"),
    path("don-vi/<slug:code>/lap-co-quan/", post_changes.form, name="form"),
    path("don-vi/<slug:code>/giao-chuc-vu/", post_changes.give, name="give"),
    path("don-vi/<slug:code>/giao-chuc-vu/xem-truoc/", post_changes.give_check, name="give-check"),
    path("don-vi/<slug:code>/quy-hoach/", post_alerts.plan, name="plan"),
    path("don-vi/<slug:code>/ket-luan-07-08/", cadre_report.report, name="report"),
    path("don-vi/<slug:code>/ket-luan-07-08/tai/<slug:kind>/", cadre_report.download, name="report-file"),
    path("chuc-vu/<int:pk>/thoi/", post_changes.end, name="end"),
    path("chuc-vu/<int:pk>/chuyen/", post_changes.move, name="move"),
    path("chuc-vu/<int:pk>/phuong-an/", post_alerts.place, name="place"),
    path("co-quan/<int:pk>/ket-thuc/", post_changes.close, name="close"),
    path("co-quan/<int:pk>/han-dai-hoi/", post_changes.extend, name="extend"),
    path("co-quan/<int:pk>/ky-hop/", post_changes.session, name="session"),
    path("nguoi/<int:pk>/", cadre.cadre, name="cadre"),
    path("nguoi/<int:pk>/van-bang/", cadre.qualify, name="qualify"),
    path("nguoi/<int:pk>/van-bang/<int:line>/rut/", cadre.withdraw, name="withdraw"),
    path("nguoi/<int:pk>/xep-loai/", cadre.rate, name="rate"),
    path("nguoi/<int:pk>/cu-di/", cadre.second, name="second"),
    path("nguoi/<int:pk>/cu-di/<int:line>/ket-thuc/", cadre.back_from, name="back"),
]
