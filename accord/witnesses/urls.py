from accord.kernel.access import route
from accord.witnesses import views

app_name = "witnesses"

urlpatterns = [
    route("ledger/keys/", views.overview, "overview", needs="ledger.see"),
    route("ledger/keys/replace-seal/", views.replace_seal, "replace_seal", needs=views.MAY),
    route("ledger/keys/replace-head/", views.replace_head, "replace_head", needs=views.MAY),
    route("ledger/keys/<uuid:key>/mark/", views.distrust, "distrust", needs=views.MAY),
    route("ledger/addresses/add/", views.add_address, "add_address", needs=views.MAY),
    route("ledger/addresses/test/", views.test_mail, "test_mail", needs=views.MAY),
    route("ledger/addresses/<uuid:address>/ask-again/", views.ask_again, "ask_again", needs=views.MAY),
    route("ledger/addresses/<uuid:address>/remove/", views.remove_address, "remove_address", needs=views.MAY),
    route("ledger/mails/", views.mail_list, "mails", needs="ledger.see"),
    route("ledger/mails/export/", views.export, "export", needs="ledger.see"),
    route("ledger/mails/<uuid:mail>/", views.mail, "mail", needs="ledger.see"),
]
