"""The web process: refuses to serve unless every wall between schools stands."""

import gc
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from accord.kernel.guard import require_walls

require_walls()

# What is loaded stays for good, so the collector need not walk it; and a page makes too many objects to look each 700.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 100)
