from accord.kernel.access import SEATED, route
from accord.people.views import everybody, handing_over, imports, merging, person, roles, standing_in

app_name = "people"

_SEE, _MANAGE, _GIVE = "people.see", "people.manage", "people.roles"

urlpatterns = [
    route("people/", everybody.everybody, "list", needs=_SEE),
    route("people/export/", everybody.export, "export", needs=_SEE),
    route("people/mine/", everybody.mine, "mine", needs=SEATED),
    route("people/away/", standing_in.away, "away", needs=SEATED),
    route("people/away/pass-on/", standing_in.pass_on, "pass-on", needs=SEATED),
    route("people/away/<uuid:stand_in>/back/", standing_in.back, "back", needs=SEATED),
    route("people/add/", person.add, "add", needs=_MANAGE),
    route("people/duplicates/", merging.duplicates, "duplicates", needs=_MANAGE),
    route("people/import/", imports.upload, "import", needs=_MANAGE),
    route("people/import/sample/", imports.sample, "import-sample", needs=_MANAGE),
    route("people/import/<uuid:file>/", imports.preview, "import-preview", needs=_MANAGE),
    route("people/import/<uuid:file>/columns/", imports.columns, "import-columns", needs=_MANAGE),
    route("people/import/<uuid:file>/columns/forget/", imports.forget, "import-forget", needs=_MANAGE),
    route("people/import/<uuid:file>/export/", imports.export, "import-export", needs=_MANAGE),
    route("people/import/<uuid:file>/cancel/", imports.cancel, "import-cancel", needs=_MANAGE),
    route("people/import/<uuid:file>/done/", imports.done, "import-done", needs=_MANAGE),
    route("people/roles/", roles.roles, "roles", needs=_SEE),
    route("people/roles/suggested/", roles.suggested, "suggested", needs=_GIVE),
    route("people/roles/<uuid:role>/take/", roles.take, "take-role", needs=_GIVE),
    route("people/appointments/<uuid:appointment>/", person.change_appointment, "appointment", needs=_MANAGE),
    route("people/appointments/<uuid:appointment>/end/", person.end_appointment, "end-appointment", needs=_MANAGE),
    route("people/<uuid:person>/", person.person, "person", needs=_SEE),
    route("people/<uuid:person>/details/", person.details, "details", needs=_MANAGE),
    route("people/<uuid:person>/appointments/add/", person.add_appointment, "add-appointment", needs=_MANAGE),
    route("people/<uuid:person>/hand-over/", handing_over.hand_over, "hand-over", needs=_MANAGE),
    route("people/<uuid:person>/merge/", merging.merge, "merge", needs=_MANAGE),
    route("people/<uuid:person>/merge/undo/", merging.undo, "undo-merge", needs=_MANAGE),
    route("people/<uuid:person>/end/", person.end, "end", needs=_MANAGE),
    route("people/<uuid:person>/roles/give/", roles.give, "give-role", needs=_GIVE),
    route("people/<uuid:person>/roles/pass-on/", standing_in.pass_on_for, "pass-on-for", needs=_GIVE),
    route("people/<uuid:person>/access/open/", person.open_seat, "open-seat", needs=_MANAGE),
    route("people/<uuid:person>/access/close/", person.close_seat, "close-seat", needs=_MANAGE),
]
