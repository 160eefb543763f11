"""Addresses of the portal and its desk."""

from django.urls import path

from viecthat.news.pages import comment, desk, feeds, figures, moderation, pictures, portal, setting

app_name = "news"
urlpatterns = [
    path("tin/", portal.front, name="front"),
    path("tin/anh/<int:pk>/", portal.picture, name="picture"),
    path("tin/anh/<int:pk>/nho/", portal.picture_small, name="picture-small"),
    path("tin/thu/<str:token>/", comment.confirm, name="comment-confirm"),
    path("tin/<slug:code>/", portal.listing, name="portal"),
    path("tin/<slug:code>/muc/<slug:section>/", portal.listing, name="category"),
    path("tin/<slug:code>/the/<slug:tag>/", portal.listing, name="tag"),
    path("tin/<slug:code>/nguon.atom", feeds.atom, name="atom"),
    path("tin/<slug:code>/so-do.xml", feeds.sitemap, name="sitemap"),
    path("tin/<slug:code>/<int:pk>/<slug:slug>/", portal.article, name="article"),
    path("tin/<slug:code>/<int:pk>/<slug:slug>/in/", portal.article_print, name="article-print"),
    path("tin/<slug:code>/<int:pk>/<slug:slug>/so/<int:number>/", figures.counted, name="figure"),
    path("tin/<slug:code>/<int:pk>/<slug:slug>/binh-luan/", comment.send, name="comment"),
    path("toa-soan/", desk.articles, name="desk"),
    path("toa-soan/tai/<slug:kind>/", desk.articles_file, name="desk-file"),
    path("toa-soan/viet/<slug:code>/", desk.write, name="write"),
    path("toa-soan/bai/<int:pk>/", desk.article, name="desk-article"),
    path("toa-soan/bai/<int:pk>/anh/", pictures.place, name="place"),
    path("toa-soan/bai/<int:pk>/anh/<int:number>/bo/", pictures.take_out, name="take-out"),
    path("toa-soan/bai/<int:pk>/so/", figures.place, name="figure-place"),
    path("toa-soan/bai/<int:pk>/so/<int:number>/bo/", figures.take_out, name="figure-out"),
    path("toa-soan/bai/<int:pk>/ban/<int:number>/", desk.version, name="version"),
    path("toa-soan/bai/<int:pk>/<slug:slug>/", desk.step, name="step"),
    path("toa-soan/anh/", pictures.listing, name="pictures"),
    path("toa-soan/anh/tai/<slug:kind>/", pictures.listing_file, name="pictures-file"),
    path("toa-soan/anh/them/<slug:code>/", pictures.add, name="picture-add"),
    path("toa-soan/anh/tu-hoat-dong/<int:activity>/", pictures.from_activity, name="picture-from-activity"),
    path("toa-soan/anh/<int:pk>/", pictures.change, name="picture-change"),
    path("toa-soan/anh/<int:pk>/tep/", pictures.picture_file, name="desk-picture-file"),
    path("toa-soan/binh-luan/", moderation.listing, name="comments"),
    path("toa-soan/binh-luan/tai/<slug:kind>/", moderation.listing_file, name="comments-file"),
    path("toa-soan/binh-luan/<int:pk>/", moderation.decide, name="comment-decide"),
    path("toa-soan/cong/", setting.listing, name="portals"),
    path("toa-soan/cong/lap/<slug:code>/", setting.set_up, name="portal-new"),
    path("toa-soan/cong/<slug:code>/", setting.change, name="portal-change"),
    path("toa-soan/cong/<slug:code>/muc/", setting.category_new, name="category-new"),
    path("toa-soan/cong/<slug:code>/muc/<int:pk>/", setting.category_change, name="category-change"),
    path("toa-soan/cong/<slug:code>/muc/<int:pk>/bo/", setting.category_drop, name="category-drop"),
]
