from accord.home import views
from accord.kernel.access import PUBLIC, route

urlpatterns = [route("", views.front, "front", needs=PUBLIC)]
