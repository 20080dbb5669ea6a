"""What is loaded for good."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import suppress

from ppun_access.runtime.loading import gc_frozen

READS = """
import gc, sys
from ppun_access.runtime.loading import gc_frozen
with gc_frozen():
    from bs4 import BeautifulSoup
assert gc.get_freeze_count() > 10_000
there = [name for name in sys.modules if name.startswith(("soupsieve.", "charset_"))]
assert not there, there
page = BeautifulSoup("<p>un <b>mot</b>", "html.parser")
assert [tag.text for tag in page.select("p > b")] == ["mot"]
"""


def test_what_is_loaded_is_never_garbage() -> None:
    with suppress(ImportError), gc_frozen():
        assert not gc.isenabled()
        raise ImportError
    assert gc.isenabled()
    gc.unfreeze()


def test_what_is_garbage_when_nothing_is_loaded_is_freed() -> None:
    """A second build in one process excluded for good what the first one had left."""
    before = gc.get_freeze_count()
    with gc_frozen():
        left: list[object] = []
        left.append(left)
    assert gc.get_freeze_count() == before


def test_what_is_seldom_needed_waits_until_it_is() -> None:
    subprocess.run([sys.executable, "-c", READS], check=True)
