from accord.duties import views
from accord.kernel.access import SEATED, route

app_name = "duties"

urlpatterns = [
    route("duties/", views.duties, "list", needs=SEATED),
    route("duties/reminders/", views.rhythm, "rhythm", needs="school.settings"),
]
