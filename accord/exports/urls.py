from accord.exports import views
from accord.kernel.access import SEATED, route

app_name = "exports"

urlpatterns = [
    route("lists/<uuid:paper>/", views.paper, "paper", needs=SEATED),
    route("take-out/", views.everything, "everything", needs="school.export"),
    route("take-out/<uuid:copy>/", views.fetch, "fetch", needs="school.export"),
]
