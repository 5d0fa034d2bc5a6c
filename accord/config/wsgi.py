"""The web process: refuses to serve unless every wall between schools stands."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from accord.kernel.guard import require_walls

require_walls()
