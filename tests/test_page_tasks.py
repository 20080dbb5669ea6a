"""Pages are read and prepared once: what depends on a change is done again, and no more."""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Any

import pytest
from projects import snapshot

from ppun_access.build import Request, automatic_drafts, build, page_tasks, rewriting
from ppun_access.build.context import looking_at
from ppun_access.build.ledger import Ledger
from ppun_access.build.page_tasks import ReadPage, ReadTask, read_task
from ppun_access.build.preparation import Prepared, prepare
from ppun_access.build.runner import UNCACHED, TaskRunner
from ppun_access.build.sources import read_sources
from ppun_access.build.workers import FEW
from ppun_access.build.write_tasks import own_options, write_format
from ppun_access.document.model import Book, Document, Edition, Pos
from ppun_access.document.packing import Packed, packed, raw, unpacked
from ppun_access.project.project import load_project
from ppun_access.readers.space.pages import PageFile
from ppun_access.report import Finding, Report
from ppun_access.runtime.cache import Cache
from ppun_access.runtime.executor import Executor, Processes, Serial, Threads
from ppun_access.runtime.machine import ROOM, cores, free_memory, jobs_of
from ppun_access.site.pages.offline import content_of
from ppun_access.writers import WRITERS
from ppun_access.writers.model import (
    Download,
    EpubOptions,
    HtmlOptions,
    Length,
    TextOptions,
)

ONE = "# Un\n\nVoyez [la suite](deux.md) et [ses dates](deux.md#les-dates).\n"
TWO = "# Deux\n\n## Les dates\n\nUne [page perdue](rien.md). {% inconnu %}\n"
EASY = "# Simple\n\nJe simplifie [la suite](../deux.md).\n"


@pytest.fixture
def space(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "facile").mkdir(parents=True)
    for name, text in (("un", ONE), ("deux", TWO), ("trois", "# Trois\n\nSeule.\n")):
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "facile/un.md").write_text(EASY, "utf-8")
    return folder


def made(
    space: Path, runner: TaskRunner, before: Ledger | None = None
) -> tuple[Prepared, Report, Ledger]:
    """Read and prepare a space as a build does."""
    project, report = load_project((space,)), Report()
    cache = runner.cache or Cache(space.parent / "cache")
    ledger = Ledger(cache, before.as_json() if before else {})
    sources = read_sources(project, report, runner)
    build = replace(looking_at(project, report), runner=runner, ledger=ledger)
    return prepare(build, sources), report, ledger


def why(ledger: Ledger) -> dict[str, tuple[str, ...]]:
    return {one.unit.document_id: one.why for one in ledger.remade}


def facts(report: Report) -> list[tuple[Finding, Pos | None]]:
    return [(finding, finding.pos) for finding in (*report.findings, *report.silenced)]


def test_only_what_depends_on_a_change_is_prepared_again(space: Path) -> None:
    runner = TaskRunner(cache=Cache(space.parent / "cache"))
    texts, told, first = made(space, runner)
    assert set(why(first)) == {"un", "deux", "trois"}
    assert {f.code for f in told.findings} >= {"lien-mort", "bloc-inconnu"}

    same, told_again, second = made(space, runner, first)
    assert why(second) == {}
    assert (same, facts(told_again)) == (texts, facts(told))
    assert [d.meta.source for d in same.easy] == ["facile/un.md"]

    own, linked = ("sa page a changé",), ("un lien avec une autre page a changé",)
    easy = ("sa version simplifiée a changé",)
    other, titled = TWO.replace("Une [", "Cette ["), TWO.replace("# Deux", "# Deux !")
    before = second
    for name, text, expected in (
        ("trois.md", "# Trois\n\nSeule, autrement.\n", {"trois": own}),
        ("deux.md", other, {"deux": own}),
        ("deux.md", titled, {"deux": own, "un": linked}),
        ("facile/un.md", EASY.replace("Je", "Nous"), {"un": easy}),
    ):
        (space / name).write_text(text, "utf-8")
        _, _, before = made(space, runner, before)
        assert why(before) == expected


def test_what_comes_from_the_cache_is_what_would_be_made(space: Path) -> None:
    runner = TaskRunner(cache=Cache(space.parent / "cache"))
    made(space, runner)
    warm, warm_told, _ = made(space, runner)
    cold, cold_told, _ = made(space, TaskRunner(cache=Cache(space.parent / "other")))
    assert (warm, facts(warm_told)) == (cold, facts(cold_told))
    positions = [[block.pos for block in d.blocks] for d in warm.integral]
    assert positions == [[block.pos for block in d.blocks] for d in cold.integral]
    plain, plain_told, _ = made(space, UNCACHED)
    assert (plain.integral, facts(plain_told)) == (cold.integral, facts(cold_told))
    assert plain.measures == {}
    assert set(cold.measures) == {("facile", "un")} | {
        ("integral", document.id) for document in cold.integral
    }


def test_texts_wait_packed_from_one_task_to_the_next(space: Path) -> None:
    project = load_project((space,))
    sources = read_sources(project, Report())
    prepared = prepare(looking_at(project, Report()), sources)
    held = [*(source.document for source in sources), *prepared.integral, *prepared.easy]
    assert len(held) == 3 + 3 + 1
    assert all(isinstance(raw(one, "blocks"), Packed) for one in held)


def test_what_is_written_on_the_disk_is_what_would_be_in_memory(
    space: Path, tmp_path: Path
) -> None:
    prepared, _, _ = made(space, UNCACHED)
    edition = Edition(Book("Titre", "fr", prepared.integral), "integral")
    for name, options in (("text", TextOptions()), ("html", HtmlOptions())):
        build = looking_at(load_project((space,)), Report())
        there = write_format(replace(build, place=tmp_path), name, edition, options)
        here = write_format(build, name, edition, options)
        assert {path: content_of(there, path) for path in there} == here
        assert {*there.values()} == {tmp_path / "site" / path for path in here}


def test_processes_and_threads_make_what_the_caller_would(space: Path) -> None:
    serial = made(space, UNCACHED)
    executor: Executor
    for executor in (Threads(2), Processes(2)):
        with executor:
            other = made(space, TaskRunner(executor))
        assert (other[0], facts(other[1])) == (serial[0], facts(serial[1]))


@pytest.mark.long
def test_processes_that_import_for_themselves_make_the_same(
    space: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS and Windows: of the caller, they have what they are sent alone."""
    monkeypatch.chdir(tmp_path)
    formats = ("text", "html", "epub", "pdf", "brf", "mp3")

    def published(out: str, jobs: int) -> dict[str, bytes]:
        cache = tmp_path / f"cache of {out}"
        built = build(Request((space,), Path(out), formats, "silence", jobs, cache))
        assert not [f for f in built.findings if f.code == "texte-en-panne"]
        return snapshot(Path(out)) | snapshot(Path(f"{out}-rapport/brouillons"))

    monkeypatch.setattr(automatic_drafts, "open_rewriter", rewriting.open_rewriter)
    alone, ways = published("alone", 1), list[str]()

    def spawn(*modules: str) -> BaseContext:
        ways.append("spawn")
        return multiprocessing.get_context("spawn")

    monkeypatch.setattr("ppun_access.build.runner.FEW", 0)
    monkeypatch.setattr("ppun_access.runtime.executor.begin", spawn)
    assert published("together", 2) == alone
    assert ways == ["spawn"]
    assert {"deux/deux.pdf", "trois.md"} <= set(alone)


@pytest.mark.parametrize("name", ["text", "html", "epub"])
def test_texts_written_apart_are_those_written_together(space: Path, name: str) -> None:
    """Each is sent alone, with what it needs to know of the others: the titles it names."""
    prepared, _, _ = made(space, UNCACHED)
    edition = Edition(Book("Le site", "fr", prepared.integral, (), "Région"), "integral")
    ids = [document.id for document in prepared.integral]
    files = [Download(id_, "integral", "text", f"{id_}/{id_}.txt", 5) for id_ in ids]
    options: dict[str, object] = {
        "text": TextOptions(lengths=tuple(Length(id_, 7, 1) for id_ in ids)),
        "html": HtmlOptions(downloads=tuple(files), easy=("un",)),
        "epub": EpubOptions(),
    }
    together, told = Report(), Report()
    whole = WRITERS[name](edition, options[name], together)
    build = looking_at(load_project((space,)), told)
    found = dict(write_format(build, name, edition, options[name]))
    assert (found, told.findings) == (dict(whole), together.findings)
    with Processes(2) as executor:
        elsewhere = replace(build, runner=TaskRunner(executor), report=Report())
        spread = write_format(elsewhere, name, edition, options[name])
    assert list(spread.items()) == list(found.items())
    if name == "text":
        assert "«\u00a0Deux\u00a0»".encode() in bytes(found["un/un.txt"])


def test_a_fault_of_the_program_is_not_kept(
    space: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner = TaskRunner(cache=Cache(space.parent / "cache"))
    with monkeypatch.context() as patch:
        patch.setattr(page_tasks, "check", lambda *args: [][0])
        _, told, ledger = made(space, runner)
    assert sum(f.code == "texte-en-panne" for f in told.findings) == 4
    _, told, second = made(space, runner, ledger)
    assert not any(f.code == "texte-en-panne" for f in told.findings)
    assert set(why(second)) == {"un", "deux", "trois"}


# The cache gives records, and nothing else


class Hostile:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch hostile",)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"never pickled",
        pickle.dumps(Hostile()),
        pickle.dumps(Cache),
        pickle.dumps(page_tasks.read_task),
        b"cppun_access.pipeline.page_tasks\nhashlib.sha256\n.",
    ],
)
def test_no_code_comes_from_the_cache(
    content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert unpacked(content) is None
    assert not (tmp_path / "hostile").exists()


def test_records_come_back_whole() -> None:
    pos = Pos("a.md", 3, frozenset({"lien-mort"}))
    page = ReadPage((), (Finding("lien-mort", "Rien.", pos),))
    back = unpacked(packed(page))
    assert back == page
    assert back.findings[0].pos.silenced == {"lien-mort"}


# How many work


def test_as_many_jobs_as_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    assert 1 <= jobs_of() <= cores()
    assert (free_memory() or ROOM) > 0
    monkeypatch.setattr("ppun_access.runtime.machine.cores", lambda: 8)
    for free, jobs in ((None, 8), (0, 1), (3 * ROOM + 5, 3), (100 * ROOM, 8)):
        monkeypatch.setattr(
            "ppun_access.runtime.machine.free_memory", lambda free=free: free
        )
        assert jobs_of() == jobs


def test_what_belongs_to_a_text_is_looked_for_once() -> None:
    """Not once a text: ten thousand of them would take the square of that."""
    looked = []

    class Files(tuple[Download, ...]):
        def __iter__(self) -> Iterator[Download]:
            looked.append(self)
            return super().__iter__()

    texts = [Document(f"t{at}", "fr", "Titre", ()) for at in range(3)]
    files = Files(Download(t.id, "integral", "pdf", f"{t.id}.pdf", 1) for t in texts)
    own = own_options(HtmlOptions("Site", "Région", files), {})
    assert [[one.path for one in own(t).downloads] for t in texts] == [
        ["t0.pdf"], ["t1.pdf"], ["t2.pdf"],
    ]  # fmt: skip
    assert len(looked) == 1


def test_pages_are_read_while_tasks_are_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first page does not wait for the tasks of all: each reads its file."""
    made: list[str] = []
    before: list[int] = []

    def task(page: PageFile, *told: Any) -> ReadTask:
        made.append(page.name)
        one = read_task(page, *told)
        return Noted(one.page, one.lang, one.variables, one.key)

    class Noted(ReadTask):
        def run(self) -> ReadPage:
            before.append(len(made))
            return super().run()

    monkeypatch.setattr("ppun_access.build.sources.read_task", task)
    for number in range(3 * FEW):
        (tmp_path / f"{number}.md").write_text(f"# Page {number}\n\nUn mot.\n", "utf-8")
    project = load_project([tmp_path])
    runner = TaskRunner(Serial(), Cache(tmp_path / "cache"))
    read = read_sources(project, Report(), runner)
    assert len(read) == len(made) == len(before) == 3 * FEW
    assert before[0] < len(made)
