"""What every test may ask for: real parts (a database, a queue, a mail server, a browser), started once and quickly."""

from hypothesis import settings

pytest_plugins = [
    "tests.parts.ports",
    "tests.parts.databases",
    "tests.parts.queue",
    "tests.parts.post",
    "tests.parts.notify",
    "tests.parts.browser",
    "tests.parts.templates",
    "tests.council",
]

# Two cores are shared with a database and a browser: an example may take its time, and every run tries the same ones.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
