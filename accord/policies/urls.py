from accord.kernel.access import PUBLIC, SEATED, route
from accord.policies import compare_views, public_views, version_views, views

app_name = "policies"

urlpatterns = [
    route("documents/", views.documents, "list", needs=SEATED),
    route("documents/export/", views.export, "export", needs="policies.see"),
    route("documents/search/", views.search, "search", needs=SEATED),
    route("documents/add/", views.add, "add", needs="policies.manage"),
    route("documents/<uuid:document>/", views.document, "document", needs=SEATED),
    route("documents/<uuid:document>/change/", views.change, "change", needs="policies.manage"),
    route("documents/<uuid:document>/audience/", views.choose_audience, "audience", needs="policies.manage"),
    route("documents/<uuid:document>/withdraw/", views.withdraw, "withdraw", needs="policies.publish"),
    route("documents/<uuid:document>/compare/", compare_views.compare, "compare", needs=SEATED),
    route("documents/<uuid:document>/history/", views.history, "history", needs="policies.see"),
    route("documents/<uuid:document>/versions/add/", version_views.add_version, "add_version", needs="policies.manage"),
    route("documents/versions/<uuid:version>/", version_views.version, "version", needs=SEATED),
    route("documents/versions/<uuid:version>/original/", version_views.original, "original", needs=SEATED),
    route(
        "documents/versions/<uuid:version>/change/",
        version_views.change_version,
        "change_version",
        needs="policies.manage",
    ),
    route("documents/versions/<uuid:version>/adopt/", version_views.adopt, "adopt", needs="policies.adopt"),
    route("documents/versions/<uuid:version>/publish/", version_views.publish, "publish", needs="policies.publish"),
    route(
        "documents/versions/<uuid:version>/unreachable/",
        version_views.unreachable,
        "unreachable",
        needs="policies.publish",
    ),
    route("documents/versions/<uuid:version>/discard/", version_views.discard, "discard", needs="policies.manage"),
    route("policies/", public_views.public, "public", needs=PUBLIC),
    route("policies/<slug:slug>/", public_views.policy, "policy", needs=PUBLIC),
    route("policies/<slug:slug>/<str:number>/", public_views.policy_version, "policy_version", needs=PUBLIC),
    route("policies/<slug:slug>/<str:number>/changes/", public_views.policy_changes, "policy_changes", needs=PUBLIC),
    route("policies/<slug:slug>/<str:number>/original/", public_views.policy_original, "policy_original", needs=PUBLIC),
]
