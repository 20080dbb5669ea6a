"""What the benchmark says of the machine: its neighbours are not its own workers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from benchmarks import machine, processes

LEAVES = """
import subprocess, sys, time
from benchmarks import machine

machine.adopt()
before = machine.own()
starts = "import subprocess, sys; subprocess.Popen([sys.executable, *sys.argv[1:]])"
busy = "import time\\nwhile time.process_time() < 0.3: pass"
subprocess.run([sys.executable, "-c", starts, "-c", busy], check=True)
until = time.monotonic() + 30
while machine.own() - before < 0.3 and time.monotonic() < until:
    time.sleep(0.05)
print(machine.own() - before >= 0.3)
"""
"""A program that ends before the process that it started."""


def test_what_others_take_of_the_machine() -> None:
    neighbours = machine.Neighbours()
    sum(range(300_000))
    found = neighbours.cores()
    assert found is None or 0 <= found <= 4096
    assert machine.cores() >= 1
    assert set(machine.PACKAGES) < set(dict(machine.versions()))


def test_a_process_keeps_what_python_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    keeps = "import sys; sys.exit(sys.dont_write_bytecode)"
    assert processes.process([sys.executable, "-c", keeps]).seconds > 0


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux", reason="seul Linux le permet")
def test_what_a_program_leaves_behind_is_not_another_s() -> None:
    run = subprocess.run([sys.executable, "-c", LEAVES], capture_output=True, text=True)
    assert run.stdout == "True\n", run.stderr
