from accord.kernel.access import PUBLIC, route
from accord.signing import receipt_views

app_name = "receipts"

urlpatterns = [
    route("receipts/check/", receipt_views.check, "check", needs=PUBLIC),
    route("receipts/root.cer", receipt_views.root_certificate, "root", needs=PUBLIC),
]
