"""The pages for a WSGI server: `gunicorn heard.wsgi:app`."""

import os

from heard import bootstrap
from heard.settings import Settings

house = bootstrap.build(Settings.from_env(os.environ))
app = house.web()
