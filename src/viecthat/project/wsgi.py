"""The WSGI application that the server runs."""

import atexit
import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

YOUNG, MIDDLE, OLD = 25_000, 20, 100

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viecthat.project.settings")
application = get_wsgi_application()
_ = get_resolver().url_patterns  # every page is read in now, not while its first reader waits
# What is loaded by now stays to the end: going through it again and again would hold every request up for a moment.
gc.collect()
gc.freeze()
gc.set_threshold(YOUNG, MIDDLE, OLD)
atexit.register(gc.unfreeze)  # or libraries complain, when the program ends, of what nobody gave back
