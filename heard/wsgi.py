"""The pages for a WSGI server: `gunicorn heard.wsgi:app`."""

import os

from heard import bootstrap, logs
from heard.settings import BadSetting, Settings

logs.configure()
settings = Settings.from_env(os.environ)
if not settings.is_distributed:
    # Several processes of pages alone: nobody would look for what is due.
    raise BadSetting(
        name="HEARD_BROKER_URL", mend="these pages need a worker and a beat; without a broker, start `heard run`"
    )

house = bootstrap.build(settings)
app = house.web()
