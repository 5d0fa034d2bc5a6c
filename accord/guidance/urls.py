from accord.guidance import views
from accord.kernel.access import PUBLIC, route

app_name = "guidance"

urlpatterns = [
    route("guidance/", views.clauses, "clauses", needs=PUBLIC),
    route("guidance/<str:number>/", views.clause, "clause", needs=PUBLIC),
]
