from accord.exports import views
from accord.kernel.access import SEATED, route

app_name = "exports"

urlpatterns = [route("lists/<uuid:paper>/", views.paper, "paper", needs=SEATED)]
