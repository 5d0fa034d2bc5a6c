from accord.kernel.access import SEATED, route
from accord.signing import board_views, briefing_views, bulk_views, changes_views, reason_views, receipt_views, views
from accord.signing.paper_route import urls as paper_route

app_name = "signing"

urlpatterns = [
    route("sign/", views.start, "start", needs=SEATED),
    route("sign/declaration/", views.declaration, "declaration", needs=SEATED),
    route("sign/done/<uuid:declaration>/", views.done, "done", needs=SEATED),
    route("sign/<uuid:text>/<int:number>/", views.read, "read", needs=SEATED),
    route("sign/<uuid:text>/changes/", changes_views.changes, "changes", needs=SEATED),
    route("my-record/", views.my_record, "record", needs=SEATED),
    route("my-record/<uuid:declaration>/", views.my_declaration, "my_declaration", needs=SEATED),
    route("my-record/<uuid:declaration>/receipt/", receipt_views.receipt, "receipt", needs=SEATED),
    route("signing/", board_views.overview, "overview", needs="signing.board"),
    route("signing/reasons/", reason_views.everything, "reasons", needs="signing.reasons"),
    route("signing/reasons/export/", reason_views.export, "export_reasons", needs="signing.reasons"),
    *paper_route.urlpatterns,
    route("signing/<uuid:series>/", board_views.document, "board", needs="signing.board"),
    route("signing/<uuid:series>/export/", board_views.export, "export", needs="signing.board"),
    route("signing/<uuid:series>/remind/", board_views.remind, "remind", needs="signing.remind"),
    route("signing/<uuid:series>/excuse/", bulk_views.excuse, "excuse_several", needs="signing.remind"),
    route("signing/<uuid:series>/reminders/<uuid:held>/", bulk_views.reminders, "reminders", needs="signing.remind"),
    route("signing/<uuid:series>/<uuid:person>/", board_views.person, "person", needs="signing.board"),
    route("signing/<uuid:series>/<uuid:person>/excuse/", board_views.excuse, "excuse", needs="signing.remind"),
    route(
        "signing/<uuid:series>/<uuid:person>/ask-again/", board_views.end_excuse, "end_excuse", needs="signing.remind"
    ),
    route("briefings/", briefing_views.briefings, "briefings", needs="training.record"),
    route("briefings/add/", briefing_views.add_briefing, "add_briefing", needs="training.record"),
    route("briefings/<uuid:briefing>/", briefing_views.briefing, "briefing", needs="training.record"),
    route(
        "briefings/<uuid:briefing>/correct/",
        briefing_views.correct_briefing,
        "correct_briefing",
        needs="training.record",
    ),
]
