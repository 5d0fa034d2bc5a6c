from accord.kernel.access import SEATED, route
from accord.withdrawals import place_views, views

app_name = "withdrawals"
SEE, CHANGE = "policies.see", "policies.manage"

urlpatterns = [
    route("withdrawals/", views.withdrawals, "list", needs=SEE),
    route("withdrawals/export/", views.export, "export", needs=SEE),
    route("withdrawals/register/", views.register, "register", needs=SEE),
    route("withdrawals/register/export/", views.export_register, "export_register", needs=SEE),
    route("withdrawals/open/", views.open_one, "open", needs=CHANGE),
    route("withdrawals/mine/", place_views.mine, "mine", needs=SEATED),
    route("withdrawals/<uuid:withdrawal>/", views.withdrawal, "one", needs=SEATED),
    route("withdrawals/<uuid:withdrawal>/close/", views.close, "close", needs=SEATED),
    route("withdrawals/<uuid:withdrawal>/add/", place_views.add, "add", needs=SEATED),
    route("withdrawals/places/<uuid:place>/", place_views.place, "place", needs=SEATED),
    route("withdrawals/places/<uuid:place>/change/", place_views.change, "change", needs=SEATED),
    route("withdrawals/places/<uuid:place>/take-out/", place_views.take_out, "take_out", needs=SEATED),
    route("withdrawals/places/<uuid:place>/look/", place_views.look, "look", needs=SEATED),
    route("withdrawals/places/<uuid:place>/confirm/", place_views.confirm, "confirm", needs=SEATED),
]
