"""The ontology is loaded by many threads at once, as the first requests of a server do."""

from __future__ import annotations

import subprocess
import sys

LOAD = """
import sys, threading
from graph.model.ontology import load_ontology
sys.setswitchinterval(0.00005)
begin = threading.Barrier(16)
def load():
    begin.wait()
    load_ontology()
threads = [threading.Thread(target=load) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
"""


def test_threads_that_load_the_ontology_at_once_do_not_end_the_process() -> None:
    for _ in range(4):  # without a lock each of them crashes more often than not
        done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
