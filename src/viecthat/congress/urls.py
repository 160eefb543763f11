app_name = "congress"
urlpatterns: list[object] = []
