from accord.kernel.access import PUBLIC, route
from accord.notices import views

app_name = "mailbox"

urlpatterns = [
    route("mailbox/", views.mailbox, "list", needs=PUBLIC),
    route("mailbox/<uuid:notice>/", views.letter, "letter", needs=PUBLIC),
]
