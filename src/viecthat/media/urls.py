"""Addresses of channels and series."""

from django.urls import path

from viecthat.media.pages import channel, series

app_name = "media"
urlpatterns = [
    path("", channel.channels, name="channels"),
    path("tai/<slug:kind>/", channel.channels_file, name="channels-file"),
    path("kenh/ghi/<slug:code>/", channel.channel_new, name="channel-new"),
    path("kenh/<int:pk>/", channel.channel, name="channel"),
    path("kenh/<int:pk>/<slug:slug>/", channel.channel_step, name="channel-step"),
    path("tuyen-bai/", series.series_list, name="series-list"),
    path("tuyen-bai/tai/<slug:kind>/", series.series_file, name="series-file"),
    path("tuyen-bai/lap/<slug:code>/", series.series_new, name="series-new"),
    path("tuyen-bai/<int:pk>/", series.series, name="series"),
    path("tuyen-bai/<int:pk>/ket-thuc/", series.series_end, name="series-end"),
    path("tuyen-bai/<int:pk>/dang/<slug:code>/", series.item_new, name="item-new"),
    path("bai/", series.items, name="items"),
    path("bai/tai/<slug:kind>/", series.items_file, name="items-file"),
    path("bai/<int:pk>/", series.item, name="item"),
    path("bai/<int:pk>/lay-lai/", series.item_undo, name="item-undo"),
]
