"""What a machine has, and what a program and those under it use."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ppun_access.runtime.machine import cores, free_memory, jobs_of, whole_memory

HELD = 60
"""MB that the program under ours holds."""
HOLDS = f"held = b'x' * ({HELD} << 20); print('ready', flush=True); input()"
BELOW = (
    f"import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {HOLDS!r}]); "
    "child.wait()"
)
ABOVE = f"""
import json, subprocess, sys
from dataclasses import asdict
from ppun_access.runtime.machine import peak_memory
peaks = [peak_memory()]
process = subprocess.Popen(
    [sys.executable, "-c", {BELOW!r}], stdin=subprocess.PIPE, stdout=subprocess.PIPE
)
assert process.stdout.readline() == b"ready\\n"
peaks.append(peak_memory())
process.communicate(b"\\n")
peaks.append(peak_memory())
print(json.dumps([peak and asdict(peak) for peak in peaks]))
"""
"""Tells the memory before, during and after: these tests have other programs below them."""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ne le dit pas")
def test_the_memory_of_programs_is_counted_while_they_run_and_after() -> None:
    told = subprocess.run([sys.executable, "-c", ABOVE], capture_output=True, check=True)
    before, alive, after = json.loads(told.stdout)
    if sys.platform == "linux":
        assert alive["workers"] >= before["workers"] + HELD, "a program of a program"
        assert after["workers"] < alive["workers"]
    assert after["child"] >= HELD
    assert after["program"] > 10


def test_the_machine_has_cores_and_memory() -> None:
    assert cores() >= 1
    whole, free = whole_memory(), free_memory()
    assert whole is None or free is None or 0 < free <= whole


@pytest.fixture
def container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A container of a machine of eight cores and 16 GB free."""
    monkeypatch.setattr("ppun_access.runtime.machine.CONTAINER", tmp_path)
    free = tmp_path / "meminfo"
    free.write_text(f"MemTotal: 1 kB\nMemAvailable: {16 << 20} kB\n")
    monkeypatch.setattr("ppun_access.runtime.machine.FREE", free)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: set(range(8)))
    return tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="Linux a des conteneurs")
@pytest.mark.parametrize(
    ("told", "mine"),
    [("max 100000", 8), ("200000 100000", 2), ("50000 100000", 1), ("1600000 100000", 8)],
)
def test_a_container_has_the_cores_that_it_is_given(
    container: Path, told: str, mine: int
) -> None:
    assert cores() == 8
    (container / "cpu.max").write_text(told)
    assert cores() == mine
    assert jobs_of() == mine


@pytest.mark.skipif(sys.platform != "linux", reason="Linux a des conteneurs")
def test_a_container_gives_back_the_memory_of_files(container: Path) -> None:
    assert free_memory() == 16 << 30
    (container / "memory.max").write_text("max\n")
    (container / "memory.current").write_text(f"{3 << 30}\n")
    assert free_memory() == 16 << 30
    (container / "memory.max").write_text(f"{4 << 30}\n")
    assert (free_memory(), jobs_of()) == (1 << 30, 1)
    (container / "memory.stat").write_text(f"anon 5\ninactive_file {2 << 30}\nslab 7\n")
    assert (free_memory(), jobs_of()) == (3 << 30, 3)
