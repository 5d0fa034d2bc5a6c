from accord.home import views
from accord.kernel.access import SEATED, route

app_name = "home"

urlpatterns = [route("", views.home, "home", needs=SEATED)]
