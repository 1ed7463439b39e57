"""Start localstripe on one port of this machine, with its books in memory.

It runs in localstripe's own Python, not in Souk's. By itself it listens on every address, and each of its processes
writes its books into the same file below /tmp, which the next one would begin with.
"""

import sys

from aiohttp import web
from localstripe.resources import Store
from localstripe.server import app

Store.dump_to_disk = lambda _: None

web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
