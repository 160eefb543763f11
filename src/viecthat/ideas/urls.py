app_name = "ideas"
urlpatterns: list[object] = []
