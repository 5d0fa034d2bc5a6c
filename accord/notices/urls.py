from accord.kernel.access import route
from accord.notices import views

app_name = "notices"

urlpatterns = [
    route("messages/", views.notices, "list", needs="notices.see"),
    route("messages/export/", views.export, "export", needs="notices.see"),
    route("messages/try-again/", views.again_many, "again_many", needs="notices.see"),
    route("messages/<uuid:notice>/", views.notice, "notice", needs="notices.see"),
    route("messages/<uuid:notice>/try-again/", views.again, "again", needs="notices.see"),
]
