"""The WSGI application that each web worker loads."""

from django.core.wsgi import get_wsgi_application

from holdtrue.settings import start

start()
application = get_wsgi_application()
