from accord.kernel.access import PUBLIC, SEATED, route
from accord.schools import views
from accord.ui.views import theme_css

app_name = "schools"

urlpatterns = [
    route("theme.css", theme_css, "theme", needs=PUBLIC),
    route("calendar/", views.calendar, "calendar", needs=SEATED),
    route("settings/", views.settings, "settings", needs="school.settings"),
    route("settings/details/", views.details, "details", needs="school.settings"),
    route("settings/calendar-file/", views.calendar_file, "calendar-file", needs="school.settings"),
    route("settings/terms/add/", views.add_term, "add-term", needs="school.settings"),
    route("settings/terms/<uuid:term>/", views.term, "term", needs="school.settings"),
    route("settings/terms/<uuid:term>/remove/", views.remove_term, "remove-term", needs="school.settings"),
    route("settings/days/add/", views.add_day, "add-day", needs="school.settings"),
    route("settings/days/<uuid:day>/", views.day, "day", needs="school.settings"),
    route("settings/days/<uuid:day>/remove/", views.remove_day, "remove-day", needs="school.settings"),
]
