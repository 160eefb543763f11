"""Addresses of what happens to units, beside those of the units themselves."""

from django.urls import path

from viecthat.organisation.pages import bloc, branches, changes, founding, initiative, rating, setting, support

app_name = "organisation"
urlpatterns = [
    path("chi-doan/", branches.branches, name="branches"),
    path("chi-doan/tai/xlsx/", branches.branches_file, name="branches-file"),
    path("yeu/", branches.weak, name="weak"),
    path("yeu/tai/xlsx/", branches.weak_file, name="weak-file"),
    path("xep-loai/", rating.ratings, name="ratings"),
    path("xep-loai/tai/xlsx/", rating.ratings_file, name="ratings-file"),
    path("ba-chu-dong/", initiative.register, name="initiatives"),
    path("ba-chu-dong/tai/xlsx/", initiative.register_file, name="initiatives-file"),
    path("de-nghi-thanh-lap/", founding.proposals, name="proposals"),
    path("de-nghi-thanh-lap/moi/", founding.propose, name="propose"),
    path("de-nghi-thanh-lap/<int:pk>/tra-loi/", founding.answer, name="answer"),
    path("khoi-thi-dua/", bloc.blocs, name="blocs"),
    path("khoi-thi-dua/<int:pk>/", bloc.bloc, name="bloc"),
    path("khoi-thi-dua/<int:pk>/tai/xlsx/", bloc.bloc_file, name="bloc-file"),
    path("khoi-thi-dua/<int:pk>/giao-uoc/", bloc.contract, name="bloc-contract"),
    path("khoi-thi-dua/<int:pk>/giao-uoc/tep/", bloc.contract_file, name="bloc-contract-file"),
    path("khoi-thi-dua/<int:pk>/tieu-chi/", bloc.criteria, name="bloc-criteria"),
    path("khoi-thi-dua/<int:pk>/phong-trao/", bloc.flagship, name="bloc-flagship"),
    path("khoi-thi-dua/<int:pk>/san-pham/", bloc.product, name="bloc-product"),
    path("khoi-thi-dua/<int:pk>/san-pham/<int:product>/bo/", bloc.product_remove, name="bloc-product-remove"),
    path("khoi-thi-dua/<int:pk>/nhiem-vu/", bloc.tasks, name="bloc-tasks"),
    path("khoi-thi-dua/<int:pk>/nhiem-vu/<int:task>/", bloc.progress, name="bloc-progress"),
    path("khoi-thi-dua/<int:pk>/cham/<int:unit>/<int:scorer>/", bloc.score, name="bloc-score"),
    path("khoi-thi-dua/<int:pk>/xep-hang/", bloc.rank, name="bloc-rank"),
    path("khoi-thi-dua/<int:pk>/bo-xep-hang/", bloc.unrank, name="bloc-unrank"),
    path("ho-tro/", support.supports, name="supports"),
    path("ho-tro/tai/xlsx/", support.supports_file, name="supports-file"),
    path("ho-tro/<int:pk>/", support.support, name="support"),
    path("<slug:code>/ho-tro/", support.record, name="support-record"),
    path("quyet-dinh/cho/<int:pk>/", changes.waiting, name="waiting"),
    path("quyet-dinh/<int:pk>/", changes.decision, name="decision"),
    path("<slug:code>/thanh-lap/", changes.found, name="found"),
    path("<slug:code>/thiet-lap/", setting.setting, name="setting"),
    path("<slug:code>/chuyen/", changes.move, name="move"),
    path("<slug:code>/sap-nhap/", changes.merge, name="merge"),
    path("<slug:code>/chia-tach/", changes.split, name="split"),
    path("<slug:code>/giai-the/", changes.close, name="close"),
    path("<slug:code>/xep-loai/", rating.rating, name="rating"),
    path("<slug:code>/ba-chu-dong/", initiative.initiative, name="initiative"),
    path("<slug:code>/quyet-dinh/", changes.decisions, name="decisions"),
]
