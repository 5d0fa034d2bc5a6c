from accord.consultations import outside_views as views
from accord.kernel.access import PUBLIC, route

app_name = "consulted"
_LINK = "consulted/<slug:slug>/<str:link>/"
_OWN = "said/<slug:slug>/<str:link>/"

urlpatterns = [
    route(_LINK, views.invitation, "invitation", needs=PUBLIC),
    route(f"{_LINK}text/<int:number>/", views.text, "text", needs=PUBLIC),
    route(f"{_LINK}comment/", views.comment, "comment", needs=PUBLIC),
    route(f"{_LINK}response/", views.respond, "respond", needs=PUBLIC),
    route(f"{_LINK}<uuid:comment>/change/", views.change, "change", needs=PUBLIC),
    route(f"{_LINK}<uuid:comment>/withdraw/", views.withdraw, "withdraw", needs=PUBLIC),
    route(_OWN, views.own, "own", needs=PUBLIC),
    route(f"{_OWN}change/", views.own_change, "own_change", needs=PUBLIC),
    route(f"{_OWN}withdraw/", views.own_withdraw, "own_withdraw", needs=PUBLIC),
]
