"""What a machine has, and what a program and those under it use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ppun_access.machine import cores, free_memory, peak_memory, whole_memory

HELD = 60
"""MB that the program under ours holds."""
HOLDS = f"held = b'x' * ({HELD} << 20); print('ready', flush=True); input()"
BELOW = (
    f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLDS!r}]); "
    "child.wait()"
)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ne le dit pas")
def test_the_memory_of_programs_is_counted_while_they_run_and_after() -> None:
    before = peak_memory()
    assert before is not None
    process = subprocess.Popen(
        [sys.executable, "-c", BELOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == b"ready\n"
    alive = peak_memory()
    process.communicate(b"\n", timeout=20)
    after = peak_memory()
    assert alive is not None
    assert after is not None
    if sys.platform == "linux":
        assert alive.workers >= before.workers + HELD, "a program of a program"
        assert after.workers < alive.workers
    assert after.child >= HELD
    assert after.program > 10


def test_the_machine_has_cores_and_memory() -> None:
    assert cores() >= 1
    whole, free = whole_memory(), free_memory()
    assert whole is None or free is None or 0 < free <= whole
