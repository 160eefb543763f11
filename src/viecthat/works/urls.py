"""Addresses of youth works, charity houses and relief."""

from django.urls import path

from viecthat.works.pages import house, relief, work

app_name = "works"
urlpatterns = [
    path("cong-trinh/", work.listing, name="list"),
    path("cong-trinh/tai/<slug:kind>/", work.download, name="list-file"),
    path("cong-trinh/dang-ky/", work.register, name="register"),
    path("cong-trinh/mo-hinh/", work.model_list, name="models"),
    path("cong-trinh/anh/<int:pk>/", work.photo, name="photo"),
    path("cong-trinh/quyet-dinh/<int:pk>/", work.document, name="document"),
    path("cong-trinh/<int:pk>/", work.work, name="work"),
    path("cong-trinh/<int:pk>/sua/", work.change, name="change"),
    path("cong-trinh/<int:pk>/lan-toa/", work.spread, name="spread"),
    path("cong-trinh/<int:pk>/<slug:slug>/", work.step, name="step"),
    path("nha-nhan-ai/", house.listing, name="houses"),
    path("nha-nhan-ai/tai/<slug:kind>/", house.download, name="houses-file"),
    path("nha-nhan-ai/dang-ky/", house.register, name="house-register"),
    path("nha-nhan-ai/anh/<int:pk>/", house.photo, name="house-photo"),
    path("nha-nhan-ai/<int:pk>/", house.house, name="house"),
    path("nha-nhan-ai/<int:pk>/ho/", house.household, name="household"),
    path("nha-nhan-ai/<int:pk>/<slug:slug>/", house.step, name="house-step"),
    path("cuu-tro/", relief.listing, name="drives"),
    path("cuu-tro/tai/<slug:kind>/", relief.download, name="drives-file"),
    path("cuu-tro/mo-dot/", relief.register, name="drive-open"),
    path("cuu-tro/<int:pk>/", relief.drive, name="drive"),
    path("cuu-tro/<int:pk>/bao-cao/", relief.report, name="drive-report"),
    path("cuu-tro/<int:pk>/lay-lai/<int:move>/", relief.undo, name="move-undo"),
    path("cuu-tro/<int:pk>/<slug:slug>/", relief.step, name="drive-step"),
]
