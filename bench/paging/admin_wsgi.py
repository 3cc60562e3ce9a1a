"""The application that gunicorn serves for the plain admin."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.paging.admin_settings"

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
