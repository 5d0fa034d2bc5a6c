"""All addresses. Public pages and accounts first, then everything of one school below /s/<school>/."""

from django.urls import include, path

handler400 = "accord.ui.views.bad_request"
handler403 = "accord.ui.views.forbidden"
handler404 = "accord.ui.views.not_found"
handler429 = "accord.signin.views.too_many"
handler500 = "accord.ui.views.server_error"

urlpatterns = [
    path("", include("accord.config.health")),
    path("", include("accord.signin.urls")),
    path("", include("accord.guidance.urls")),
    path("", include("accord.signing.public_urls")),
    path("", include("accord.notices.public_urls")),
    path("", include("accord.consultations.public_urls")),
    path("", include("accord.home.public_urls")),
    path("s/<slug:school>/", include("accord.schools.urls")),
    path("s/<slug:school>/", include("accord.people.urls")),
    path("s/<slug:school>/", include("accord.notices.urls")),
    path("s/<slug:school>/", include("accord.duties.urls")),
    path("s/<slug:school>/", include("accord.witnesses.urls")),
    path("s/<slug:school>/", include("accord.signing.urls")),
    path("s/<slug:school>/", include("accord.withdrawals.urls")),
    path("s/<slug:school>/", include("accord.policies.urls")),
    path("s/<slug:school>/", include("accord.consultations.urls")),
    path("s/<slug:school>/", include("accord.exports.urls")),
    path("s/<slug:school>/", include("accord.home.urls")),
]
