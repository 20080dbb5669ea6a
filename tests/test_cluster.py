"""Work on a real scheduler and two worker processes; one of them is killed on the way."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TypeAlias, cast
from uuid import uuid4

import pytest
from late import Late
from projects import hears_ctrl_c, project, snapshot

from ppun_access.build import Request, build, preparation
from ppun_access.build.page_tasks import PreparedPage, PrepareTask
from ppun_access.errors import MissingToolError, OutputError, PpunError, UsageError
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.storage import AtAddress
from ppun_access.speech.engines import silence

__all__ = ["project"]

Client, LocalCluster = Late("distributed:Client"), Late("distributed:LocalCluster")
WorkerSetup = Late("ppun_access.cluster:WorkerSetup")
connected = Late("ppun_access.cluster:connected")
connect = Late("ppun_access.cluster.connect")
versions = Late("ppun_access.cluster.worker")
Versions: TypeAlias = dict[str, str]


@pytest.fixture(scope="module")
def grid() -> Iterator[LocalCluster]:
    """A scheduler and two workers, each a process with one thread."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:  # fmt: skip
        yield cluster


def same() -> Versions:
    return {"essai": "1"}


def nothing() -> None:
    """Prepare nothing."""


def slow_square(number: int) -> tuple[int, int]:
    time.sleep(0.02)
    return number * number, os.getpid()


def refused(number: int) -> int:
    if number == 3:
        raise OutputError("Refusé.", next_step="Recommencez.")
    return number


def own_process() -> Versions:
    return {"essai": str(os.getpid())}


def duties() -> WorkerSetup:
    return WorkerSetup(same, nothing, nothing)


@pytest.mark.long
def test_work_is_done_in_order_by_both(grid: LocalCluster, tmp_path: Path) -> None:
    with connected(grid.scheduler_address, Cache(tmp_path), duties()) as cluster:
        assert cluster.jobs == 2
        results = [*cluster.imap(slow_square, range(30), weight=float)]
        assert [square for square, _ in results] == [n * n for n in range(30)]
        pids = {pid for _, pid in results}
        assert len(pids - {os.getpid()}) == 2
        refusals = cluster.imap(refused, range(20))
        assert [next(refusals) for _ in range(3)] == [0, 1, 2]
        with pytest.raises(OutputError, match=r"Refusé\.") as told:
            next(refusals)
        assert told.value.next_step == "Recommencez."
    assert [*tmp_path.rglob("*.sha256")] == []


# What is looked at before any work


def test_an_address_is_that_of_a_scheduler_or_local() -> None:
    for address in ("local:0", "local", "10.0.0.1:8786", "tcp://10.0.0.1", "http://x:1"):
        with pytest.raises(UsageError, match="pas l’adresse d’une grappe"):
            connect.local_workers(address)


def test_a_scheduler_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppun_access.cluster.connect.ANSWERS_IN", 0.2)
    with (
        pytest.raises(OutputError, match="Aucun ordonnanceur ne répond") as told,
        connected("tcp://127.0.0.1:9", Cache(tmp_path), duties()),
    ):
        pass
    assert "dask scheduler" in told.value.next_step


def test_a_local_scheduler_hears_this_build_alone(tmp_path: Path) -> None:
    """Dask runs what it is sent: another user of the computer cannot even say hello."""
    with connected("local:1", Cache(tmp_path), duties()) as cluster:
        assert [*cluster.imap(refused, [1, 2])] == [1, 2]
        known = Late("distributed:default_client")().scheduler_info()
        addresses = [known["address"], *known["workers"]]
        for address in addresses:
            assert address.startswith("tls://127.0.0.1:")
        plain = addresses[0].replace("tls://", "tcp://")
        with pytest.raises(OSError, match=r"127\.0\.0\.1"):
            Client(plain, timeout=1)
        stranger = Late("distributed.security:Security").temporary()
        with pytest.raises(OSError, match="TLS certificate does not match"):
            Client(addresses[0], timeout=300, security=stranger)


def test_versions_that_differ_are_named() -> None:
    here = {"ppun-access": "1.0 (fichiers aa)", "ffmpeg": "7.1", "liblouis": ""}
    there = {
        "tcp://b:1": {**here, "ppun-access": "0.9 (fichiers bb)"},
        "tcp://c:1": {**here, "ppun-access": "0.9 (fichiers bb)", "ffmpeg": ""},
    }
    with pytest.raises(MissingToolError) as told:
        versions.check_same(here, there)
    assert told.value.message.splitlines()[1:] == [
        "    ppun-access : 1.0 (fichiers aa) ici, 0.9 (fichiers bb) sur tcp://b:1 "
        "et 1 autre",
        "    ffmpeg : 7.1 ici, absent sur tcp://c:1",
    ]
    versions.check_same(here, {"tcp://b:1": here})


@pytest.mark.long
def test_workers_of_another_version_are_refused(grid: LocalCluster, tmp_path: Path) -> None:
    other = WorkerSetup(own_process, nothing, nothing)
    refusal = pytest.raises(MissingToolError, match=f"essai : {os.getpid()} ici, ")
    with refusal, connected(grid.scheduler_address, Cache(tmp_path), other):
        pass


@pytest.mark.long
def test_workers_that_do_not_see_the_cache_are_refused(
    grid: LocalCluster, tmp_path: Path
) -> None:
    """This memory is that of one process."""
    cache = Cache(tmp_path, shared=AtAddress(f"memory://{uuid4().hex}"))
    refusal = pytest.raises(OutputError, match="ne voient pas le cache")
    with refusal, connected(grid.scheduler_address, cache, duties()):
        pass


def finish(waited: Coroutine[None, None, None]) -> None:
    """Wait for ``waited`` in a thread of its own: another test may have a loop in ours."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, waited).result()


@pytest.mark.parametrize(
    ("expected", "sees", "told"),
    [
        ({"essai": "2"}, True, "essai : 2 ici, 1 sur tcp://late:1"),
        ({"essai": "1"}, False, "Cet ouvrier ne voit pas le cache"),
        ({"essai": "1"}, True, ""),
    ],
)
@pytest.mark.parametrize("known", [True, False])
def test_a_worker_that_joins_late_is_looked_at_too(
    expected: Versions, sees: bool, told: str, known: bool
) -> None:
    """It leaves when it cannot serve; those that were there at first have been seen."""
    left, loaded = list[str](), list[str]()
    loop = SimpleNamespace(add_callback=lambda close, reason: left.append(reason))
    worker = SimpleNamespace(address="tcp://late:1", loop=loop, close=None)
    setup = WorkerSetup(same, partial(loaded.append, "voice"), nothing)
    addresses = frozenset({worker.address} if known else ())
    plugin = Late("ppun_access.cluster.worker:BuildPlugin")
    joins = plugin(setup, expected, lambda: sees, addresses)
    if told and not known:
        with pytest.raises(PpunError, match=told):
            finish(joins.setup(worker))
        assert (len(left), loaded) == (1, [])
    else:
        finish(joins.setup(worker))
        assert (left, loaded) == ([], ["voice"])


def test_a_machine_without_the_program_can_say_so() -> None:
    """What is asked first travels whole."""
    there = connect.by_value(versions.bare_versions)
    assert there.__module__ == "__main__"
    assert there() == versions.bare_versions()


# A build


PACE = silence.MS_PER_CHARACTER
"""That of the workers: the tests have the hum of their own process speak faster."""
PHRASES = ("La ville ouvre un guichet. Il aide les habitants.\n\n" * 6).strip()


def pages(folder: Path, count: int = 2) -> None:
    for number in range(count):
        text = f"# Page {number}\n\n{PHRASES.replace('guichet', f'guichet {number}')}\n"
        (folder / f"content/p{number}.md").write_text(text, "utf-8")


def built(cache: Path, out: str, cluster: str = "", victim: int = 0) -> dict[str, bytes]:
    """Return what a build publishes; ``victim`` is killed at the first sound."""
    victims = [victim] if victim else []

    def tell(phase: str, done: int, total: int, what: str = "", /) -> None:
        if done and phase.startswith("Voix") and victims:
            os.kill(victims.pop(), signal.SIGKILL)

    request = Request(
        (Path("content"),), Path(out), ("mp3", "text"), "silence", 1, cache,
        cluster=cluster, preview=True,
    )  # fmt: skip
    result = build(request, tell)
    assert victims == []
    assert "ouvrier-echec" not in {finding.code for finding in result.findings}
    return snapshot(Path(out))


def stored(cache: Path) -> dict[str, bytes]:
    """Return the sounds that a cache holds, by name."""
    return {path.name: path.read_bytes() for path in (cache / "speech").rglob("?" * 64)}


@pytest.mark.long
def test_a_build_that_loses_a_worker_is_the_serial_one(
    project: Path, grid: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(silence, "MS_PER_CHARACTER", PACE)
    pages(project)
    shared, address = tmp_path / "shared", grid.scheduler_address
    victim = min(worker.pid for worker in grid.workers.values())
    together = built(shared, "together", address, victim)
    assert together == built(tmp_path / "own", "alone")
    assert stored(shared) == stored(tmp_path / "own")


WORKS = """
import os, sys, time
sys.path.insert(0, {folder!r})
from test_cluster import Cache, Path, connected, duties, slow_task
from ppun_access import cli
def build(*_):
    with connected("local:2", Cache(Path("cache")), duties()) as cluster:
        for pid in cluster.imap(slow_task, [0.05, 0.05, 600, 600, 600, 600]):
            os.write(1, b"%d\\n" % pid)
cli._COMMANDS = {{"build": build}}
cli.run()
"""


def slow_task(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_a_local_cluster_at_once(tmp_path: Path) -> None:
    """The whole group hears it, as at a terminal, while tasks would last ten minutes."""
    code = WORKS.format(folder=str(Path(__file__).parent))
    with subprocess.Popen(
        [sys.executable, "-c", code, "build"], cwd=tmp_path, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=hears_ctrl_c,
    ) as caller:  # fmt: skip
        try:
            assert caller.stdout is not None
            assert caller.stdout.readline().strip().isdigit()
            time.sleep(0.5)
            os.killpg(caller.pid, signal.SIGINT)
            _, told = caller.communicate(timeout=300)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(caller.pid, signal.SIGKILL)
    assert told == "Interrompu : rien n’a été écrit à moitié.\n"
    assert caller.returncode == 130


class KillsOnOnePage(PrepareTask):
    """Prepares a page, unless it is the one that kills: Dask knows its worker by then."""

    __slots__ = ()

    def run(self) -> PreparedPage:
        if self.document.title == "Page 5":
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGKILL)
        return PrepareTask.run(self)


@pytest.mark.long
def test_a_page_that_kills_its_workers_is_lost_alone_and_told(
    project: Path, grid: LocalCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next build, of a program that is mended, tries it again."""
    pages(project, 9)
    out, ids = project / "site", {f"page-{number}" for number in range(9)}
    request = Request(
        (Path("content"),), out, ("text",), jobs=1, cache=tmp_path / "shared",
        cluster=grid.scheduler_address, preview=True,
    )  # fmt: skip
    with monkeypatch.context() as patch:
        patch.setattr(preparation, "PrepareTask", KillsOnOnePage)
        result = build(request)
    told = [finding for finding in result.findings if finding.code == "texte-en-panne"]
    assert [finding.page for finding in told] == ["Page 5"]
    assert "La même tâche a fait tomber 4 ouvriers de suite" in told[0].message
    assert "--memory-limit" in told[0].message
    assert result.exit_code == 5
    assert {path.stem for path in out.glob("page-*/*.txt")} == ids - {"page-5"}
    mended = build(request)
    assert mended.exit_code == 0
    assert {path.stem for path in out.glob("page-*/*.txt")} == ids


def test_what_is_told_gives_each_core_a_worker() -> None:
    """« auto » overwrites the number of threads that is asked for."""

    def none_comes(number: int, timeout: float) -> None:
        raise TimeoutError

    idle = cast(Client, SimpleNamespace(wait_for_workers=none_comes))
    with pytest.raises(OutputError, match="aucun ouvrier") as error:
        connect._checked_workers(idle, cast(WorkerSetup, None), cast(Cache, None), "")
    worker = Late("distributed.cli.dask_worker:main")
    guide = (Path(__file__).parents[1] / "docs" / "scaling.md").read_text("utf-8")
    for told in (error.value.next_step, guide):
        (typed,) = re.findall(r"dask worker (\S+ --.*?)(?: »|$)", told, re.M)
        asked = worker.make_context("worker", typed.split()).params
        assert (asked["n_workers"], asked["nthreads"]) == ("-1", 1)


class Programs:
    """A scheduler and two workers, started as people do; nobody starts them again."""

    def __init__(self, folder: Path) -> None:
        self._running = list[subprocess.Popen[bytes]]()
        file = folder / "scheduler.json"
        where = ("--scheduler-file", str(file))
        here = ("--host", "127.0.0.1")
        self.scheduler = self._start("scheduler", *here, "--port", "0", *where)
        workers = ("worker", *where, *here, "--nthreads", "1", "--no-nanny")
        self.workers = [self._start(*workers) for _ in range(2)]
        deadline = time.monotonic() + 600
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.address = str(json.loads(file.read_text("utf-8"))["address"])

    def _start(self, *arguments: str) -> int:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        self._running.append(subprocess.Popen(command, stderr=subprocess.DEVNULL))
        return self._running[-1].pid

    def stop(self) -> None:
        for program in self._running:
            program.kill()
            program.wait()


@pytest.fixture
def programs(tmp_path: Path) -> Iterator[Programs]:
    started = Programs(tmp_path)
    yield started
    started.stop()


@pytest.mark.long
def test_programs_started_by_hand_may_be_lost(
    project: Path, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that nobody starts again, then the scheduler: what is done is kept."""
    monkeypatch.setattr(silence, "MS_PER_CHARACTER", PACE)
    pages(project)
    alone, shared = built(tmp_path / "own", "alone"), tmp_path / "shared"
    assert built(shared, "together", programs.address, programs.workers[0]) == alone
    said = stored(shared)
    (project / "content/p0.md").write_text(f"# Autre\n\n{PHRASES} Fin.\n", "utf-8")
    with pytest.raises(OutputError, match="L’ordonnanceur de la grappe ne répond plus"):
        built(shared, "lost", programs.address, programs.scheduler)
    assert not Path("lost").exists()
    assert said.items() < stored(shared).items()
