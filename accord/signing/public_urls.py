from accord.kernel.access import PUBLIC, route
from accord.signing import receipt_views
from accord.witnesses import public_views

app_name = "receipts"

urlpatterns = [
    route("receipts/check/", receipt_views.check, "check", needs=PUBLIC),
    route("receipts/root/", public_views.root, "root", needs=PUBLIC),
    route("receipts/root.cer", public_views.root_cer, "root_cer", needs=PUBLIC),
    route("receipts/root.pem", public_views.root_pem, "root_pem", needs=PUBLIC),
    route("receipts/root.crl", public_views.revocations, "revocations", needs=PUBLIC),
    route("receipts/checker/", public_views.checker, "checker", needs=PUBLIC),
    route("receipts/accord-check.py", public_views.checker_file, "checker_file", needs=PUBLIC),
    route("receipts/keys/<slug:ledger>/", public_views.keys, "keys", needs=PUBLIC),
    route("receipts/keys/<slug:ledger>/keys.json", public_views.keys_json, "keys_json", needs=PUBLIC),
    route("receipts/heads/<slug:ledger>/<str:token>/", public_views.agree, "agree", needs=PUBLIC),
]
