"""One of our functions, made ready and asked once; prints the seconds that took and whether boto3 came along."""

from time import perf_counter

began = perf_counter()

import json
import os
import sys
from importlib import import_module

settings = json.loads(os.environ["BENCH_SETTINGS"])
function = import_module(settings["module"]).handler

from souk import Cache, Database, resources

if {Database, Cache} & {*function.spec.resources} or "tx" in function.spec.injected:
    resources.get(Cache).command("PING")
    resources.get(Database).read(lambda tx: tx.value("SELECT 1"))
answer = function(settings["event"], None)
took = perf_counter() - began
assert answer["statusCode"] < 500, answer
print(took, "boto3" in sys.modules, file=sys.stderr)
