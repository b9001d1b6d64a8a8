"""The plug for pages and API: a WSGI server with bounded threads."""

import os

from django.core.wsgi import get_wsgi_application

from marketplace import sharing

sharing.share()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings")

application = get_wsgi_application()
