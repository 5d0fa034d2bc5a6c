from accord.home import views
from accord.kernel.access import SEATED, route

app_name = "home"

urlpatterns = [
    route("", views.home, "home", needs=SEATED),
    route("setting-up/", views.setting_up, "setting_up", needs="school.settings"),
    route("setting-up/put-away/", views.put_away, "put_away", needs="school.settings"),
    route("setting-up/bring-back/", views.bring_back, "bring_back", needs="school.settings"),
]
