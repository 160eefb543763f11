"""Addresses of the workbench, the search, the use of the system, and what search engines ask for."""

from django.urls import path

from viecthat.home.pages import public_figures, robots, search, usage, workbench

app_name = "home"
urlpatterns = [
    path("viec-cua-toi/", workbench.workbench, name="workbench"),
    path("con-so/", public_figures.figures, name="figures"),
    path("con-so/<slug:code>/", public_figures.figure, name="figure"),
    path("robots.txt", robots.robots, name="robots"),
    path("so-do.xml", robots.sitemap, name="sitemap"),
    path("so-do-trang-mo.xml", robots.sitemap_open, name="sitemap-open"),
    path("tim/", search.search, name="search"),
    path("don-vi/su-dung/", usage.usage, name="usage"),
    path("don-vi/su-dung/tai/xlsx/", usage.usage_file, name="usage-file"),
]
