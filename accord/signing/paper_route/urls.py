from accord.kernel.access import route
from accord.signing.paper_route import scan_views, views

urlpatterns = [
    route("signing/paper/", views.overview, "paper", needs="signing.board"),
    route("signing/paper/export/", views.export, "paper_export", needs="signing.board"),
    route("signing/paper/printings/<uuid:printing>/", views.printing, "printing", needs="signing.paper"),
    route("signing/paper/printings/<uuid:printing>/sheets/", views.printed_file, "printed_file", needs="signing.paper"),
    route("signing/paper/sheets/<uuid:sheet>/", views.sheet, "sheet", needs="signing.board"),
    route("signing/paper/sheets/<uuid:sheet>/scan/", views.sheet_scan, "sheet_scan", needs="signing.witness"),
    route("signing/paper/sheets/<uuid:sheet>/receipt/", views.sheet_receipt, "sheet_receipt", needs="signing.paper"),
    route("signing/paper/scans/add/", scan_views.add_scan, "add_scan", needs="signing.paper"),
    route("signing/paper/scans/<uuid:scan>/", scan_views.scan, "scan", needs="signing.paper"),
    route("signing/paper/pages/<uuid:scan_page>/", scan_views.page, "scan_page", needs="signing.witness"),
    route("signing/paper/pages/<uuid:scan_page>/choose/", scan_views.choose, "choose_sheet", needs="signing.paper"),
    route("signing/paper/pages/<uuid:scan_page>/discard/", scan_views.discard, "discard_page", needs="signing.paper"),
    route("signing/paper/pages/<uuid:scan_page>/picture/", scan_views.picture, "scan_picture", needs="signing.witness"),
    route("signing/<uuid:series>/print/", views.print_sheets, "print_sheets", needs="signing.paper"),
]
