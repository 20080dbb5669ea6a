"""One bad page, one bad sentence, one missing tool: the rest is made, and all is told."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from threading import Event, active_count
from typing import Any

import deadly
import pytest
from projects import build, codes, failed, hears_ctrl_c, project

from ppun_access import writers
from ppun_access.cli import main
from ppun_access.errors import MissingToolError, OutputError
from ppun_access.executor import Serial, Threads
from ppun_access.pipeline import (
    automatic_drafts,
    narration,
    order,
    page_tasks,
    preparation,
    sources,
)
from ppun_access.pipeline.works import Works
from ppun_access.tools import run, typst

__all__ = ["project"]

OTHER = "# Autre page\n\nElle est bonne.\n"


@pytest.fixture
def pages(project: Path) -> Path:
    """Two texts, each with its easy version: nothing is drafted, which is slow."""
    (project / "content/b.md").write_text(OTHER, "utf-8")
    (project / "content/facile").mkdir()
    for name in ("bonjour-a-tous", "autre-page"):
        (project / f"content/facile/{name}.md").write_text("# Simple\n\nUn texte.\n")
    return project


def breaks(monkeypatch: pytest.MonkeyPatch, place: Any, name: str, words: str) -> None:
    """Have the function ``name`` of ``place`` fail on what holds ``words``."""
    real = getattr(place, name)

    def broken(*args: Any, **options: Any) -> Any:
        if words in repr(args):
            raise RecursionError("deep")
        return real(*args, **options)

    monkeypatch.setattr(place, name, broken)


@pytest.mark.parametrize(
    ("place", "name", "words", "code", "there"),
    [
        (page_tasks, "read", "content/a.md", "page-illisible", False),
        (page_tasks, "apply", "Voici un texte", "texte-en-panne", False),
        (page_tasks, "apply", "Un texte.", "texte-en-panne", True),
        (page_tasks, "check", "Voici un texte", "texte-en-panne", True),
    ],
)
def test_a_page_on_which_the_program_fails_stops_no_other(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    place: Any, name: str, words: str, code: str, there: bool,
) -> None:  # fmt: skip
    breaks(monkeypatch, place, name, words)
    assert build("--to", "text,html") == (0 if name == "read" else 5)
    told = capsys.readouterr().err
    assert "le programme a une panne (RecursionError : deep" in told
    assert code in codes(pages / "output")
    assert (pages / "output/autre-page/autre-page.txt").is_file()
    assert (pages / "output/bonjour-a-tous/index.html").is_file() == there


@pytest.mark.parametrize("name", ["text", "html", "epub"])
def test_a_writer_that_fails_on_one_text_stops_no_other(
    pages: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = writers.WRITERS[name]

    def broken(edition: Any, options: Any, report: Any) -> Any:
        if any(d.id == "bonjour-a-tous" for d in edition.book.documents):
            raise KeyError("nothing")
        return real(edition, options, report)

    monkeypatch.setitem(dict(writers.WRITERS), name, broken)
    monkeypatch.setattr(
        "ppun_access.pipeline.write_tasks.WRITERS", {**writers.WRITERS, name: broken}
    )
    assert build("--to", f"{name},html") == 5
    assert "texte-en-panne" in codes(pages / "output")
    suffix = {"html": "index.html", "text": "autre-page.txt"}.get(name, "autre-page.epub")
    assert (pages / "output/autre-page" / suffix).is_file()
    lost = suffix.replace("autre-page", "bonjour-a-tous")
    assert not (pages / "output/bonjour-a-tous" / lost).exists()


def test_a_sound_on_which_the_program_fails_stops_no_other(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, narration, "narrate", "Voici un texte")
    assert build("--to", "mp3") == 5
    assert "texte-en-panne" in codes(pages / "output")
    assert (pages / "output/autre-page/autre-page.mp3").is_file()


def test_a_program_that_crashed_once_is_asked_again(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, asked = typst.pdf, list[str]()

    def once(*args: Any, about: str, **options: Any) -> bytes:
        asked.append(about)
        if len(asked) == 1:
            raise OutputError("typst a échoué.", next_step="Relancez.")
        return real(*args, about=about, **options)

    monkeypatch.setattr(typst, "pdf", once)
    assert build("--to", "pdf") == 0
    assert (pages / "output/bonjour-a-tous/bonjour-a-tous.pdf").is_file()
    assert asked[0] == asked[1]
    assert "pdf-rate" not in codes(pages / "output")


def test_every_failure_is_named_in_the_summary(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(8):
        (project / f"content/mauvaise{number}.md").write_bytes(b"abc\0")
    assert build("--to", "text") == 0
    told = capsys.readouterr().err
    assert len(re.findall(r"mauvaise\d\.md:1 : erreur : .+\[page-illisible\]", told)) == 8


@pytest.fixture
def without_typst(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*args: object, **options: object) -> bytes:
        raise MissingToolError("Il manque typst.", next_step="Tapez : pip install typst")

    monkeypatch.setattr(typst, "pdf", missing)


@pytest.mark.usefixtures("without_typst")
def test_what_is_asked_for_and_lacks_a_tool(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By default nothing is published; with --keep-going, all the rest. Both exit 4."""
    code, told = failed(capsys, "build", "--to", "pdf,text", "--voice", "silence")
    assert (code, "pip install typst" in told) == (4, True)
    assert not (pages / "output").exists()
    assert build("--to", "pdf,text", "--keep-going") == 4
    assert "pip install typst" in capsys.readouterr().err
    assert codes(pages / "output") == ["format-absent"]
    assert (pages / "output/autre-page/autre-page.txt").is_file()
    assert build("--to", "text", "--keep-going") == 4, "the PDF is still wanted and missing"
    (pages / "ppun.toml").write_text('formats = ["text", "pdf"]\n')
    assert main(["build"]) == 0, "nobody asked for it by name"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_page_that_kills_its_process_stops_no_other(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two pages, each of which kills at its stage, twice, beside two good ones."""
    monkeypatch.setattr("ppun_access.pipeline.works.FEW", 0)
    monkeypatch.setattr(sources, "read_page", deadly.read_page)
    monkeypatch.setattr(preparation, "prepare_page", deadly.prepare_page)
    (pages / "content/a-lecture.md").write_text("# Première\n\nDes mots.\n", "utf-8")
    (pages / "content/c.md").write_text("# Préparation\n\n[Ici](a.md).\n", "utf-8")
    assert build("--to", "text", "--jobs", "2") == 5
    told = capsys.readouterr().err
    assert re.search(r"a-lecture\.md.+arrêté deux fois.+\[texte-en-panne\]", told)
    assert re.search(r"Préparation.+Fermez d’autres.+\[texte-en-panne\]", told)
    texts = {path.stem for path in (pages / "output").glob("*/*.txt")}
    assert {"autre-page", "bonjour-a-tous"} == texts - {"atkinson-OFL"}


class Deadly(Serial):
    """As if what holds the word « Voici » killed every process."""

    def imap(self, work, items, *, weight=len, lost=None):  # type: ignore[no-untyped-def]
        for item in items:
            deadly = OutputError("Arrêté deux fois.", next_step="Relancez.")
            yield lost(item, deadly) if "Voici" in repr(item) else work(item)


def test_a_draft_that_kills_its_process_stops_no_other(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "content/facile/bonjour-a-tous.md").unlink()
    (pages / "content/facile/autre-page.md").unlink()
    monkeypatch.setitem(sys.modules, "spacy", None)
    drafted = automatic_drafts.automatic_drafts
    crew = Works(Deadly())
    monkeypatch.setattr(
        order, "automatic_drafts", lambda *args: drafted(*args[:2], crew, *args[3:])
    )
    assert build("--to", "text") == 0
    assert "Le brouillon n’est pas fait. Arrêté deux fois. Relancez." in (
        capsys.readouterr().err
    )
    drafts = (pages / "output-rapport/brouillons").glob("*.md")
    assert [path.name for path in drafts] == ["autre-page.md"]


# Ctrl-C


def _interrupted(release: Event) -> None:
    """Be interrupted while two workers wait for ``release``."""

    def work(item: int) -> int:
        if item:
            release.wait(60)
        return item

    with closing(Threads(2).imap(work, range(8))) as results:
        next(results)
        raise KeyboardInterrupt


def test_an_interruption_waits_for_no_worker() -> None:
    """The workers end after a minute: one that is waited for is not there any more."""
    release, before = Event(), active_count()
    with pytest.raises(KeyboardInterrupt):
        _interrupted(release)
    assert active_count() > before
    release.set()


def test_programs_are_stopped() -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    process = run._start(command, "python", "", None, None)
    run.stop_programs()
    assert process.wait(60) == -signal.SIGKILL
    run._kill(process)


SLOW = """
import os, sys, time
from ppun_access import cli
from ppun_access.speech.engines import silence
def say(self, utterance, voice):
    os.write(1, b"speaks\\n")  # in one piece: two threads speak
    time.sleep(600)
silence.Silence.say = say
cli.run()
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_program_at_once(pages: Path, sent: signal.Signals) -> None:
    """In the middle of a sentence that would last ten minutes."""
    command = [sys.executable, "-c", SLOW, "build", "--to", "mp3", "--voice", "silence"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=dict(os.environ),
        preexec_fn=hears_ctrl_c,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"speaks\n"
            process.send_signal(sent)
            _, told = process.communicate(timeout=120)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Interrompu : rien n’a été écrit à moitié." in told.decode()
    assert not [path for path in pages.iterdir() if path.name.startswith(".")]
