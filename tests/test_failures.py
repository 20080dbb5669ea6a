"""One bad page, one bad sentence, one missing tool: the rest is made, and all is told."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import wave
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from copy import copy
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path
from threading import Event, active_count
from typing import Any

import pytest
from projects import build, codes, failed, hears_ctrl_c, project, snapshot

from ppun_access import writers
from ppun_access.build import (
    automatic_drafts,
    covers,
    editors_report,
    kit_tasks,
    narration,
    order,
    page_tasks,
    preparation,
    publication,
    sources,
    whole_site,
    write_tasks,
)
from ppun_access.build.context import looking_at
from ppun_access.build.page_tasks import NO_EASY
from ppun_access.build.runner import TaskRunner
from ppun_access.cli import main
from ppun_access.document.model import Book, Document, Edition
from ppun_access.easy.draft import first_draft
from ppun_access.easy.review import version
from ppun_access.errors import InputError, MissingToolError, OutputError
from ppun_access.failures import isolated
from ppun_access.inspect.published_folder import inspect
from ppun_access.project import dates, recordings
from ppun_access.project.project import load_project
from ppun_access.readability import document
from ppun_access.report import Report
from ppun_access.runtime import processor_time
from ppun_access.runtime.executor import Threads
from ppun_access.site.kit import contents
from ppun_access.tools import id3, run, typst
from ppun_access.writers import archive
from ppun_access.writers.epub import text as epub_text

__all__ = ["project"]

WRITERS = dict(writers.WRITERS)
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="signals")
OTHER = "# Autre page\n\nElle est bonne.\n"


@pytest.fixture
def pages(project: Path) -> Path:
    """Two texts, each with its easy version: nothing is drafted, which is slow."""
    (project / "content/b.md").write_text(OTHER, "utf-8")
    (project / "content/facile").mkdir()
    for name in ("bonjour-a-tous", "autre-page"):
        (project / f"content/facile/{name}.md").write_text(
            "# Simple\n\nUn texte de deux phrases.\n"
        )
    return project


MENU = re.compile(r"MenuLine\(title='[^']*', path='[^']*'")
"""What a page holds of the other texts: their names in its menu."""


@dataclass(frozen=True)
class Plant:
    """A function that fails on one text, at the stage ``stage``, whose name is its own."""

    stage: str
    place: Any
    """Who calls the function."""
    name: str
    error: BaseException
    lost: str
    """How the finding begins."""
    gone: str = "never"
    """The files of the text that are not there, as a pattern."""

    @property
    def id(self) -> str:
        """The text on which it fails."""
        return f"zone-{self.stage}"

    def put(self, patch: pytest.MonkeyPatch) -> None:
        """Have the function fail on what holds the name of the text, or its words."""
        whole = isinstance(self.place, dict)
        real = self.place[self.name] if whole else getattr(self.place, self.name)

        def fails(*args: Any, **options: Any) -> Any:
            told = repr(args[1:] if self.name in ("alone", "unknown_voices") else args)
            told = MENU.sub("", told)
            if (f"panne-{self.stage}" if self.stage == "mesure" else self.id) in told:
                raise copy(self.error)  # this one is kept, and its frames hold the build
            return real(*args, **options)

        if whole:
            patch.setitem(self.place, self.name, fails)
        else:
            patch.setattr(self.place, self.name, fails)


FAULTS = (
    IndexError("tuple index out of range"), RecursionError("deep"), MemoryError(),
    KeyError("nothing"), UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"),
    OSError("strange"), OutputError("Une panne.", next_step="Relancez."),
    InputError("Une erreur.", next_step="Corrigez."),
)  # fmt: skip
SOUND = r"\.mp3|(?<!202)\.zip"
"""The files of a text that hold its sound alone."""
STAGES = (
    ("lecture", page_tasks, "read", "Cette page n’est pas publiée", "."),
    ("entete", sources, "misspelt_keys", "L’en-tête n’est pas vérifié"),
    ("voix", order, "unknown_voices", "Sa voix n’est pas vérifiée"),
    ("images", preparation, "pictures", "Ce texte n’est pas publié", "."),
    ("recherche", preparation, "written_easy", NO_EASY, "facile"),
    ("markdown", page_tasks, "read_markdown", NO_EASY, "facile"),
    ("statut", preparation, "with_licensed_pictos", NO_EASY, "facile"),
    ("preparation", page_tasks, "apply", "Ce texte n’est pas publié", "."),
    ("version", version, "easy_version", NO_EASY, "facile"),
    ("verification", page_tasks, "check", "Ce texte n’est pas vérifié"),
    ("mesure", document, "score_parts", "La lisibilité de ce texte n’est pas mesurée"),
    ("mots", automatic_drafts, "units", "Le brouillon n’est pas fait"),
    ("brouillon", first_draft, "first_draft", "Le brouillon n’est pas fait"),
    ("couverture", covers, "words_of", "Ce texte n’a pas de couverture"),
    ("date", dates, "easy_file", "La date n’est pas connue"),
    ("parole", narration, "narrate", "Pas d’audio pour ce texte", SOUND),
    ("seul", write_tasks, "alone", "Le format « text » de ce texte", "."),
    ("digest", write_tasks, "parts_of", "Le format « epub » de ce texte", "epub|brf|202"),
    ("texte", WRITERS, "text", "Le format « text » de ce texte n’est pas", r"\.txt"),
    ("page", WRITERS, "html", "Le format « html » de ce texte", r"\.html|garder|recherche"),
    ("livre", WRITERS, "epub", "Le format « epub » de ce texte n’est pas", r"\.epub"),
    ("archive", archive, "archive", "Le format « zip » de ce texte", r"(?<!202)\.zip"),
    ("bloc", editors_report, "gitbook_block", "Son bloc de liens n’est pas fait"),
    ("montre", whole_site, "show_text", "Le rapport ne montre pas ce texte"),
    ("daisy", WRITERS, "daisy202", "Le format « daisy202 » de ce texte", r"202\.zip"),
    ("braille", WRITERS, "brf", "Le format « brf » de ce texte", r"\.brf"),
    ("marques", epub_text, "overlay", "Le format « epub » de ce texte", r"\.epub"),
    ("lsf", recordings, "read_start", "Sa vidéo en langue des signes", "-lsf-lsf"),
    ("personne", narration, "narrate_recording", "Pas d’audio pour ce texte", SOUND),
    ("kit", contents, "plain_title", "Le format « kit » de ce texte"),
    ("lecteurs", kit_tasks, "path_of", "Le format « kit » de ce texte"),
    ("histoire", editors_report, "Measured", "L’historique ne garde pas ce texte"),
)
"""Every stage: its name, who calls which function, what its failure costs."""
PLANTS = [
    Plant(*stage[:3], fault, *stage[3:]) for stage, fault in zip(STAGES, cycle(FAULTS))
]
EASY = ("recherche", "markdown", "statut", "version", "date")
"""The stages that need an easy version; the others have their draft."""
HEARD = ("parole", "archive", "marques", "personne", "kit")
FORMATS = "html,text,epub,mp3,zip,daisy202,brf,kit"
SETTINGS = 'titre = "Site"\nvoix = "silence"\n'
UNREAD = {"lecture": "zone-lecture.md", "lsf": "zone-lsf"}
"""What a finding names in the place of the title of a text."""


def site(folder: Path) -> None:
    """Write a text a stage, and two that nothing troubles."""
    for name in ("facile", "lsf", "audio"):
        (folder / f"content/{name}").mkdir(parents=True)
    (folder / "content/lsf/zone-lsf.webm").write_bytes(b"\x1aE\xdf\xa3" + bytes(60))
    with wave.open(str(folder / "content/audio/zone-personne.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        sound.writeframes(bytes(16000))
    (folder / "ppun.toml").write_text(SETTINGS, "utf-8")
    for stage in (*(plant.stage for plant in PLANTS), "saine", "autre"):
        heard = stage in (*HEARD, "saine")
        voice = "pico" if stage == "personne" else "silence" if heard else "aucune"
        text = f"---\nvoix: {voice}\n---\n# Zone {stage}\n\nVoici panne-{stage}.\n"
        (folder / f"content/zone-{stage}.md").write_text(text, "utf-8")
        if stage in (*EASY, "saine"):
            easy = f"# Zone {stage}\n\nVoici un texte simple.\n"
            (folder / f"content/facile/zone-{stage}.md").write_text(easy, "utf-8")


@dataclass(frozen=True)
class Troubled:
    """A site as it should be, and as it is when a stage fails on each text but two."""

    whole: Mapping[str, bytes]
    code: int
    files: Mapping[str, bytes]
    findings: Sequence[Mapping[str, str]]
    folder: Path

    def of(self, id_: str, *, whole: bool = False) -> dict[str, bytes]:
        """Return the files of one text."""
        files = self.whole if whole else self.files
        return {path: files[path] for path in files if path.startswith(f"{id_}/")}


@pytest.fixture(scope="module")
def troubled(tmp_path_factory: pytest.TempPathFactory) -> Troubled:
    folder = tmp_path_factory.mktemp("pannes")
    site(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "before"))
        assert main(["build", "--to", FORMATS, "--jobs", "1", "-o", "whole"]) == 0
        for kind in ("cover", "speech", "encoding", "narration-facts"):
            # most of the time of a build of many short texts
            kept = f"ppun-access/{kind}"
            shutil.copytree(folder / "before" / kept, folder / "cache" / kept)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setattr(write_tasks, "WRITERS", WRITERS)
        for plant in PLANTS:
            plant.put(patch)
        code = main(["build", "--to", FORMATS, "--jobs", "1"])
    log = json.loads((folder / "output-rapport/build.json").read_text("utf-8"))
    files, whole = snapshot(folder / "output"), snapshot(folder / "whole")
    return Troubled(whole, code, files, log["findings"], folder)


def test_a_fault_at_every_stage_costs_nothing_else(troubled: Troubled) -> None:
    """Two texts are as if nothing failed; the site and the report are there, exit 5."""
    assert troubled.code == 5
    for id_ in ("zone-autre", "zone-saine"):
        there, whole = troubled.of(id_), troubled.of(id_, whole=True)
        # with the other texts in its menu, and the place of its sound among theirs
        numbered = ("index.html", "garder.json", ".mp3", f"{id_}.zip", "facile.zip")
        assert there.keys() == whole.keys() != set()
        assert {path for path in whole if there[path] != whole[path]} <= {
            path for path in whole if path.endswith(numbered)
        }
        for path in (path for path in whole if path.endswith(".mp3")):
            assert untagged(there[path]) == untagged(whole[path])
    assert (troubled.folder / "output-rapport/index.html").is_file()
    assert inspect(troubled.folder / "output").faults == ()
    told = {one["page"] or one["file"] for one in troubled.findings if "trace" in one}
    names = {UNREAD.get(plant.stage, f"Zone {plant.stage}") for plant in PLANTS}
    assert told == {*names, "ppun.epub", "Site"}, "the book and the note of the kit"


def untagged(mp3: bytes) -> bytes:
    """Return the sound of an MP3 file, without the tag at its head."""
    return mp3[id3.length(mp3) :]


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.stage)
def test_a_fault_at_a_stage_is_told_and_costs_little(
    troubled: Troubled, plant: Plant
) -> None:
    name = UNREAD.get(plant.stage, f"Zone {plant.stage}")
    found = [f for f in troubled.findings if name in (f["page"], f["file"])]
    told = [f for f in found if f["code"] == "texte-en-panne"]
    assert any(f["message"].startswith(plant.lost) for f in told), found
    assert all(type(plant.error).__name__ in f["trace"] for f in told)
    there, whole = troubled.of(plant.id), troubled.of(plant.id, whole=True)
    lost = {path for path in whole if re.search(plant.gone, path)}
    assert set(there) == set(whole) - lost
    assert bool(lost) == (plant.gone != "never")


def fails(*args: object, **options: object) -> Any:
    """Fail, whatever is asked for."""
    raise KeyError("always")


def test_what_belongs_to_the_whole_site_costs_itself_alone(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(publication.epub, "write_whole_epub", fails)
        patch.setattr(whole_site, "grid_files", fails)
        patch.setattr(whole_site, "add_stick", fails)
        patch.setattr(kit_tasks, "write_item", fails)
        patch.setattr(kit_tasks, "write_players", fails)
        patch.setattr(kit_tasks, "kit_note_file", fails)
        patch.setattr(editors_report, "report_page", fails)
        assert build("--to", "html,epub,kit") == 5
    log = json.loads((pages / "output-rapport/build.json").read_text("utf-8"))
    told = [f["message"].partition(" :")[0] for f in log["findings"] if "trace" in f]
    assert told == [
        *["Ce fichier du kit hors ligne n’est pas publié"] * 2,
        "Le ZIP pour lecteurs DAISY et MP3 n’est pas fait",
        "Le mode d’emploi du kit hors ligne n’est pas fait",
        "Le livre de tous les textes n’est pas publié", "La grille du RGAA n’est pas faite",
        "Le ZIP pour clé USB n’est pas publié",
        "Le rapport n’est pas fait",
    ]  # fmt: skip
    assert inspect(pages / "output").faults == ()
    assert not (pages / "output/ppun.epub").exists()
    assert build("--to", "html,epub,kit") == 0, "all of it is made again"
    assert (pages / "output/ppun.epub").is_file()


@pytest.mark.parametrize("name", ["read", "apply"])
def test_a_fault_on_the_only_text_leaves_no_rest_to_speak_of(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:  # fmt: skip
    monkeypatch.setattr(page_tasks, name, fails)
    code, told = failed(capsys, "build", "--to", "html", "--jobs", "1")
    assert (code, "Le reste est fait" in told) == (5, False)
    log = (project / "output-rapport/build.json").read_text("utf-8")
    assert ("KeyError" in log, "Le reste est fait" in log) == (True, False)


def test_a_draft_that_is_not_published_stops_no_other(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant = Plant(
        "b", automatic_drafts, "automatic_version", KeyError("b"), "Son brouillon"
    )
    (project / "content/zone-b.md").write_text("# Zone b\n\nElle est bonne.\n", "utf-8")
    (project / "ppun.toml").write_text("publier_brouillons = true\n", "utf-8")
    plant.put(monkeypatch)
    assert build("--to", "text") == 5
    texts = {path.name for path in Path("output").glob("*/*/*.txt")}
    assert texts == {"bonjour-a-tous-facile.txt"}
    assert (project / "output/zone-b/zone-b.txt").is_file()


@POSIX
def test_what_is_done_here_for_one_text_has_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Most of the time inside ``contextlib``, where nothing may be raised."""
    monkeypatch.setattr(processor_time, "AGAIN", 0.02)
    report = Report()
    with (
        isolated(report, "Un texte", "Perdu", 0.2),
        isolated(report, "Une partie", "Dedans"),
    ):
        while True:
            with suppress(Exception):
                pass
    (found,) = report.findings
    assert found.message.startswith("Perdu : il demande plus de 0.2 s de processeur")
    assert signal.getsignal(signal.SIGPROF) is signal.SIG_DFL


@POSIX
def test_a_format_that_the_program_writes_itself_has_the_bound_of_its_build(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the bound of every other build."""

    def endless(*args: object) -> Any:
        while True:
            pass

    monkeypatch.setitem(writers.WRITERS, "chapters", endless)
    looking = looking_at(load_project([pages / "content"]), Report())
    build = replace(looking, runner=TaskRunner(seconds=0.2))
    text = Document("un", "fr", "Un", ())
    edition = Edition(Book("Titre", "fr", (text,)), "integral")
    assert write_tasks.write_format(build, "chapters", edition, None) == {}
    (found,) = build.report.findings
    assert "plus de 0.2 s de processeur" in found.message


def test_a_fault_that_ends_the_build_is_told_and_leaves_the_site(
    pages: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "html") == 0
    before = snapshot(pages / "output")
    (pages / "content/b.md").write_text("# Autre page\n\nElle change.\n", "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(preparation, "navigation", fails)
        code, told = failed(capsys, "build", "--to", "html")
    assert (code, "La publication s’est arrêtée : le programme a une panne" in told) == (
        5, True,
    )  # fmt: skip
    assert snapshot(pages / "output") == before
    log = json.loads((pages / "output-rapport/build.json").read_text("utf-8"))
    assert "in navigation\n" in log["findings"][-1]["trace"] or "in fails" in str(log)
    assert build("--to", "html") == 0
    assert snapshot(pages / "output") != before


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
    assert build("--to", "text") == 3
    told = capsys.readouterr().err
    assert set(re.findall(r"mauvaise\d\.md", told)) == {f"mauvaise{n}.md" for n in range(8)}
    assert "[page-illisible]" in told


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
    process = run.start(command, "python", "")
    run.stop_programs()
    assert process.wait(600) == -signal.SIGKILL
    run.end(process)


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


@pytest.mark.parametrize(
    "sent", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.long)]
)
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
            _, told = process.communicate(timeout=600)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "Interrompu : rien n’a été écrit à moitié." in told.decode()
    assert not [path for path in pages.iterdir() if path.name.startswith(".")]
