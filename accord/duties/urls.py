from accord.duties import calendar_views, late_views, leave_views, views
from accord.kernel.access import PUBLIC, SEATED, route

app_name = "duties"

urlpatterns = [
    route("duties/", views.duties, "list", needs=SEATED),
    route("duties/late/", late_views.late, "late", needs=SEATED),
    route("duties/late/export/", late_views.export_late, "export-late", needs=SEATED),
    route("people/<uuid:person>/leave/", leave_views.leaves, "leave", needs="people.manage"),
    route("people/leave/<uuid:leave>/", leave_views.change, "change_leave", needs="people.manage"),
    route("people/leave/<uuid:leave>/remove/", leave_views.remove, "remove_leave", needs="people.manage"),
    route("my-calendar/", calendar_views.link, "calendar", needs=SEATED),
    route("my-calendar/take-back/", calendar_views.take_back, "take_back_calendar", needs=SEATED),
    route("my-calendar/<str:secret>/accord.ics", calendar_views.file, "feed", needs=PUBLIC),
    route("duties/reminders/", views.rhythm, "rhythm", needs="school.settings"),
]
