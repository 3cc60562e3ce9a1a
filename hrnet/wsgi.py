"""The application that gunicorn serves."""

from django.core.wsgi import get_wsgi_application

from hrnet.settings import use_profile

use_profile()
application = get_wsgi_application()
