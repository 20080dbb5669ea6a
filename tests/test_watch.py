"""``watch``: what changed is built again and shown; nothing that was good is lost."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Any

import pytest
from living import left_behind
from projects import PAGE, catalogue, failed, hears_ctrl_c, project, snapshot
from watchfiles import Change

from ppun_access.build import Request, Result
from ppun_access.build import order as pipeline_order
from ppun_access.commands import watch as watch_module
from ppun_access.commands.watch import Rebuilder, SourceFiles
from ppun_access.runtime.progress import no_progress
from ppun_access.serving import changes as changes_module
from ppun_access.serving.changes import CALM, CALM_IF_EMPTY, Changes, lasting
from ppun_access.serving.live import OWN, STREAM, LiveSite
from ppun_access.serving.published import Found, find
from ppun_access.serving.run import in_background, open_socket

assert project  # a fixture

# What has changed


@pytest.fixture
def changes(tmp_path: Path) -> Iterator[Changes]:
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "a.md").write_text("1")
    made = Changes(lambda path: True)
    made.watch([tmp_path / "dossier"])
    yield made
    made.stop()


def test_a_file_that_is_being_replaced_is_waited_for(
    changes: Changes, tmp_path: Path
) -> None:
    page, other = tmp_path / "dossier" / "a.md", tmp_path / "dossier" / "b.md"
    page.write_text("")
    for _ in range(6_000):
        if changes.pending:
            break
        time.sleep(0.01)
    assert changes.pending
    Timer(CALM_IF_EMPTY / 4, lambda: (other.write_text("2"), page.write_text("3"))).start()
    assert changes.take() == [str(page), str(other)]
    assert page.read_text() == "3"


def test_what_comes_and_goes_is_no_change(tmp_path: Path) -> None:
    """As the file that an editor tries a folder with."""
    page, tried, gone = (str(tmp_path / name) for name in ("a.md", "4913", "b.md"))
    Path(page).write_text("1")
    heard = {
        (Change.added, page), (Change.deleted, page), (Change.added, tried),
        (Change.deleted, tried), (Change.deleted, gone), (Change.modified, str(tmp_path)),
    }  # fmt: skip
    assert lasting(heard) == {page, gone}


def test_a_folder_that_never_rests_is_taken_as_it_is(
    changes: Changes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes_module, "LONGEST", 3 * CALM)
    over = Event()

    def write() -> None:
        while not over.wait(CALM / 10):
            (tmp_path / "dossier" / "a.md").write_text("2")

    Thread(target=write).start()
    assert changes.take() == [str(tmp_path / "dossier" / "a.md")]
    over.set()


def test_where_the_system_tells_nothing_one_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As beyond the number of folders that Linux lets a user watch."""
    real = changes_module.watch

    def watch(*folders: Path, force_polling: bool | None, **options: Any) -> Any:
        if not force_polling:
            raise OSError("OS file watch limit reached.")
        return real(*folders, force_polling=True, **options)

    monkeypatch.setattr(changes_module, "watch", watch)
    made = Changes(lambda path: True)
    made.watch([tmp_path])
    (tmp_path / "a.md").write_text("1")
    assert made.take() == [str(tmp_path / "a.md")]
    made.stop()


SEEN = [
    "content/b.md", "content/sous/c.markdown", "content/lexique.toml",
    "content/facile/a.md", "content/audio/a.mp3",
    "content/pictos/a.svg", "content/pictos/pictos.toml", "content/lsf/a.webm",
    "content/essais.toml", "content/image.png", "content/.gitbook/vars.yaml",
    "content/.gitbook.yaml", "ppun.toml", "voices/mien.toml",
]  # fmt: skip
UNSEEN = [
    "output/index.html", "content/sortie/x.md", "content/sortie-rapport/x.md",
    "content/.a.md.swp",
    "content/a.md~", "content/.git/HEAD", "notes.txt",
]  # fmt: skip


@pytest.mark.parametrize("source", ["content", "content/a.md"])
def test_what_a_build_reads_is_watched(project: Path, source: str) -> None:
    files = SourceFiles((Path(source),), Path("content/sortie"))
    files.changes.stop()
    assert [name for name in SEEN if not files.is_read(str(project / name))] == []
    assert [name for name in UNSEEN if files.is_read(str(project / name))] == []


@pytest.fixture
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is empty or gone here is written once and for all."""
    monkeypatch.setattr(changes_module, "CALM_IF_EMPTY", CALM)


TRIES = 10_000
"""Looks at whether something was heard, before the test fails."""
APPEAR = {
    "content/sous/b.md": "content/sous", "content/sous/c.md": "content/sous/c.md",
    "ppun.toml": "ppun.toml",
    "voices/a.toml": "voices", "voices/b.toml": "voices/b.toml",
}  # fmt: skip
"""What is written → what is heard of: a new folder, then what is in it."""


@pytest.mark.usefixtures("little_patience")
def test_what_appears_is_watched_too(project: Path) -> None:
    """A folder of voices, settings, the sources once more."""
    files = SourceFiles((Path("content"),), Path("output"))
    told = set[str]()

    def heard(name: str) -> bool:
        """Return whether this is told in the end: what is gone may be told late."""
        for _ in range(TRIES):
            if not files.changes.pending:
                time.sleep(0.01)
                continue
            taken = files.take()
            told.update(taken)
            if str(project / name) in taken:
                return True
        return False

    write(project / "notes.txt")
    for name, path in APPEAR.items():
        write(project / name)
        assert heard(path), name
    shutil.rmtree(project / "content")
    assert heard("content")
    for name, path in {"content/a.md": "content", "content/b.md": "content/b.md"}.items():
        write(project / name)
        assert heard(path), name
    assert str(project / "notes.txt") not in told
    files.changes.stop()


def test_what_a_link_leads_to_is_not_watched(project: Path) -> None:
    """It may lead to the whole machine."""
    (project / "ailleurs").mkdir()
    (project / "content" / "lien").symlink_to(project / "ailleurs")
    files = SourceFiles((Path("content"),), Path("output"))
    write(project / "ailleurs" / "x.md")
    write(project / "content" / "a.md")
    assert files.take() == [str(project / "content" / "a.md")]
    files.changes.stop()


def write(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")


# Building again


class Watching:
    """A project that is watched, one step at a time."""

    def __init__(self, folder: Path, formats: tuple[str, ...]) -> None:
        self.said: list[str] = []
        self.out, self.content = folder / "output", folder / "content"
        request = Request((Path("content"),), self.out, formats, voice="aucune")
        files = SourceFiles(request.sources, self.out)
        weakref.finalize(self, files.changes.stop)
        self.live, self.draft = LiveSite(self.out), folder.parent / "a" / "site"
        drafts = self.draft, folder.parent / "b" / "site"
        self.steps = Rebuilder(request, drafts, files, self.live, self.said.append)
        self.steps.first(lambda: nullcontext(no_progress))

    def save(self, text: str, name: str = "a.md") -> None:
        """Save a page, and build what follows from it."""
        (self.content / name).write_text(text, "utf-8")
        self.steps.after_change()

    def shown(self, path: str = "/bonjour-a-tous/") -> str:
        place = self.live.place(path)
        return place.path.read_text("utf-8") if isinstance(place, Found) else ""

    @property
    def error(self) -> str:
        return str(self.news["error"])

    @property
    def news(self) -> dict[str, object]:
        assert isinstance(self.live.news.message, dict)
        return self.live.news.message


@pytest.fixture
def watching(project: Path) -> Watching:
    return Watching(project, ("html", "text"))


def test_a_change_is_published_and_told(watching: Watching) -> None:
    assert "Voici un texte" in watching.shown()
    before = watching.news
    watching.save(PAGE.replace("Voici", "Lisez"))
    assert "Lisez un texte" in watching.shown()
    assert "Lisez un texte" in (watching.out / "bonjour-a-tous/index.html").read_text()
    assert watching.news != before
    assert watching.error == ""
    assert "Changé : content/a.md." in "\n".join(watching.said)
    assert "Tout est à jour" in watching.said[-1]
    assert any(line.startswith("À ouvrir") for line in watching.said)
    assert not any("relancez" in line for line in watching.said), "it does so itself"


@pytest.mark.usefixtures("little_patience")
def test_pages_come_and_go(watching: Watching) -> None:
    watching.save("# Une autre page\n\nSon texte.\n", "b.md")
    assert "Son texte" in watching.shown("/autre-page/")
    (watching.content / "b.md").unlink()
    watching.steps.after_change()
    assert watching.shown("/autre-page/") == ""
    assert watching.error == ""


def test_settings_are_watched_too(watching: Watching) -> None:
    (watching.content / "lexique.toml").write_text('[sigles]\nXYZ = "Nom entier"\n')
    watching.save(PAGE + "\nLe XYZ aussi.\n")
    assert "Nom entier" in watching.shown()
    (watching.content.parent / "ppun.toml").write_text('titre = "Mon recueil"\n')
    watching.steps.after_change()
    assert "Mon recueil" in watching.shown("/")


def test_a_page_that_cannot_be_read_leaves_the_last_good_site(project: Path) -> None:
    (project / "content" / "b.md").write_text("# Une autre page\n\nSon texte.\n")
    watching = Watching(project, ("html", "text", "epub"))
    before = snapshot(watching.out)
    (watching.content / "a.md").write_bytes(b"# Bonjour\0\0\0\0\n\nTexte.\n")
    watching.steps.after_change()
    assert snapshot(watching.out) == before
    assert "Voici un texte" in watching.shown()
    assert "a.md" in watching.error
    assert "UTF-8" in watching.error
    assert any("Erreur" in line and "UTF-8" in line for line in watching.said)
    watching.save(PAGE.replace("Voici", "Lisez"))
    assert watching.error == ""
    assert "Lisez un texte" in watching.shown()


def test_wrong_settings_leave_the_last_good_site(watching: Watching) -> None:
    before = snapshot(watching.out)
    settings = watching.content.parent / "ppun.toml"
    settings.write_text('tytre = "x"\n')
    watching.steps.after_change()
    assert snapshot(watching.out) == before
    assert "titre" in watching.error
    settings.write_text('titre = "Recueil"\n')
    watching.steps.after_change()
    assert watching.error == ""
    assert "Recueil" in watching.shown("/")


def test_what_was_unreadable_from_the_start_stops_nothing(project: Path) -> None:
    (project / "content" / "b.md").write_bytes(b"\xff\xfe")
    watching = Watching(project, ("html", "text", "epub"))
    watching.save(PAGE.replace("Voici", "Lisez"))
    assert "Lisez un texte" in watching.shown()
    assert watching.error == ""


def test_a_fault_of_ours_leaves_the_last_good_site(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(pipeline_order, "publish", lambda *a, **k: [][0])
        watching.save(PAGE.replace("Voici", "Lisez"))
    assert "IndexError" in watching.error
    assert "Voici un texte" in watching.shown()
    watching.save(PAGE.replace("Voici", "Relisez"))
    assert "Relisez un texte" in watching.shown()


def test_the_pages_come_first_then_all_the_formats(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching = Watching(project, ("html", "text", "epub"))
    book = watching.out / "bonjour-a-tous" / "bonjour-a-tous.epub"
    before, seen = book.read_bytes(), list[tuple[str, bool]]()
    tell = watching.live.show

    def show(draft: Path | None = None) -> None:
        tell(draft)
        seen.append((watching.shown(), book.read_bytes() == before))

    monkeypatch.setattr(watching.live, "show", show)
    watching.save(PAGE.replace("Voici", "Lisez"))
    (first, is_old), (last, is_still_old) = seen
    assert "Lisez un texte" in first
    assert "Lisez un texte" in last
    assert (is_old, is_still_old) == (True, False)
    assert "bonjour-a-tous.epub" in last
    assert watching.live.place("/bonjour-a-tous/") == find(watching.out, "/bonjour-a-tous/")


def test_other_files_are_those_of_the_last_build_until_the_next(project: Path) -> None:
    watching = Watching(project, ("html", "text", "epub"))
    (watching.draft / "bonjour-a-tous").mkdir(parents=True)
    (watching.draft / "index.html").write_text("aperçu")
    watching.live.show(watching.draft)
    assert watching.shown("/") == "aperçu"
    assert watching.live.place("/bonjour-a-tous/bonjour-a-tous.epub")
    assert watching.live.place("/aide/") is None  # a page: that of another build


def test_a_save_ends_the_long_build(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watching = Watching(project, ("html", "text", "epub"))
    before = snapshot(watching.out)
    real, saves = pipeline_order.write_editions, ["Relisez"]

    def write_editions(*args: Any, **kwargs: object) -> object:
        if "epub" in args[0].possible and saves:
            (watching.content / "a.md").write_text(PAGE.replace("Voici", saves.pop()))
            while not watching.steps.files.changes.pending:
                time.sleep(0.01)
        return real(*args, **kwargs)

    monkeypatch.setattr(pipeline_order, "write_editions", write_editions)
    watching.save(PAGE.replace("Voici", "Lisez"))
    assert "la publication recommence" in watching.said[-1]
    assert snapshot(watching.out) == before
    assert "Lisez un texte" in watching.shown()
    watching.steps.after_change()
    assert "Relisez un texte" in watching.shown()
    assert "Relisez un texte" in (watching.out / "bonjour-a-tous/index.html").read_text()
    assert not [path for path in watching.out.parent.iterdir() if path.name[0] == "."]


def test_what_cannot_be_read_leaves_the_last_preview(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even one whose second step was not over: it is shown from a folder of its own."""
    (project / "content" / "b.md").write_text("# Une autre page\n\nSon texte.\n")
    watching = Watching(project, ("html", "text", "epub"))
    real = watch_module.build

    def build(request: Request, *progress: Any) -> Result:
        return real(request, *progress) if request.preview else [][0]

    with monkeypatch.context() as patch:
        patch.setattr(watch_module, "build", build)
        watching.save(PAGE.replace("Voici", "Lisez"))
    (watching.content / "a.md").write_bytes(b"# Bonjour\0\0\n")
    watching.steps.after_change()
    assert "UTF-8" in watching.error
    assert "Lisez un texte" in watching.shown()
    assert "Bonjour" in watching.shown("/")


def test_nothing_of_the_preview_is_published(watching: Watching) -> None:
    page = watching.shown().encode()
    assert OWN.encode() in watching.live.dressed(page)
    assert [n for n, c in snapshot(watching.out).items() if OWN.encode() in c] == []


# The pages hear of it


@contextmanager
def serving(live: LiveSite) -> Iterator[int]:
    with left_behind(in_background(live, "127.0.0.1", 0)) as address:
        yield int(address.removesuffix("/").rpartition(":")[2])


def asked(port: int, path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request(method, path)
    return connection.getresponse()


def next_news(stream: http.client.HTTPResponse) -> dict[str, object]:
    while not (line := stream.readline()).startswith(b"data: "):
        assert line, "the stream has ended"
    found: dict[str, object] = json.loads(line.removeprefix(b"data: "))
    return found


def test_a_site_that_is_not_there_yet(tmp_path: Path) -> None:
    live = LiveSite(tmp_path / "output")
    with serving(live) as port:
        waiting = asked(port, "/edito/")
        assert waiting.status == 200
        assert "Le site se prépare" in waiting.read().decode()
        tag = asked(port, "/", "HEAD").headers["ETag"]
        (tmp_path / "output").mkdir()
        (tmp_path / "output" / "index.html").write_text("<p>Voici</p>")
        live.show()
        assert b"<p>Voici</p>" in asked(port, "/").read()
        assert asked(port, "/", "HEAD").headers["ETag"] != tag
        for name in ("direct.js", "veille.js", "direct.css"):
            assert asked(port, f"{OWN}{name}").status == 200
            assert asked(port, f"/{name}").status == 404
        for name in ("", "__init__.py", "../live.py", "autre.js"):
            assert asked(port, f"{OWN}{name}").status == 404


def test_the_stream_tells_what_happens(tmp_path: Path) -> None:
    live = LiveSite(tmp_path)
    with serving(live) as port:
        stream = asked(port, STREAM)
        assert stream.headers["Content-Type"] == "text/event-stream; charset=utf-8"
        assert next_news(stream) == {"number": 0, "error": ""}
        live.fail("La page é est vide.")
        assert next_news(stream) == {"number": 1, "error": "La page é est vide."}
        live.show()
        assert next_news(stream) == {"number": 2, "error": ""}
        stream.close()


def test_a_page_has_one_line_more_and_its_own_tag(tmp_path: Path) -> None:
    page = b"<html><head><title>A</title></head><body>B</body></html>"
    (tmp_path / "index.html").write_bytes(page)
    with serving(LiveSite(tmp_path)) as port:
        got = asked(port, "/")
        tag, body = got.headers["ETag"].strip('"'), got.read()
        line = f'<script src="/.ppun/direct.js" data-empreinte="{tag}" defer></script>'
        assert body == page.replace(b"</head>", line.encode() + b"</head>")


# The command


def test_errors_that_stop_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert failed(capsys, "watch", "absent", "--no-open", "--port", "0")[0] == 3
    assert failed(capsys, "watch", "-o", "content", "--no-open", "--port", "0")[0] == 2
    (project / "fichier").write_text("x")
    assert failed(capsys, "watch", "-o", "fichier", "--no-open", "--port", "0")[0] == 5
    with open_socket("127.0.0.1", 0) as taken:
        port = str(taken.getsockname()[1])
        code, told = failed(capsys, "watch", "--no-open", "--port", port)
    assert code == 5
    assert "déjà pris" in told
    assert not (project / "output").exists()


def test_the_command_builds_serves_and_builds_again(project: Path, tmp_path: Path) -> None:
    (project / "content" / "facile").mkdir()  # no draft is made: spaCy takes seconds
    easy = "---\nstatut: brouillon\n---\n\n# Bonjour\n\nUn texte.\n"
    (project / "content" / "facile" / "bonjour-a-tous.md").write_text(easy, "utf-8")
    opened = tmp_path / "adresse"
    browser = tmp_path / "navigateur"
    browser.write_text(
        f'#!/bin/sh\necho "$1" > "{opened}.tmp"; mv "{opened}.tmp" "{opened}"\n'
    )
    browser.chmod(0o755)
    command = [
        sys.executable, "-m", "ppun_access.cli", "watch", "--voice", "silence",
        "--to", "html,text", "--port", "0",
    ]  # fmt: skip
    environment = {**os.environ, "BROWSER": f"{browser} %s"}
    with subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
        preexec_fn=hears_ctrl_c,
    ) as program:
        try:
            assert program.stderr
            address = program.stderr.readline()
            port = int(address.split("127.0.0.1:")[1].split("/")[0])
            stream = asked(port, STREAM)
            while next_news(stream)["number"] == 0:
                pass
            assert b"Voici" in asked(port, "/bonjour-a-tous/").read()
            (project / "content" / "a.md").write_text(PAGE.replace("Voici", "Lisez"))
            next_news(stream)
            assert b"Lisez" in asked(port, "/bonjour-a-tous/").read()
            while not opened.exists() and program.poll() is None:
                time.sleep(0.05)
        finally:
            program.send_signal(signal.SIGINT)
        rest = program.stderr.read()
    assert program.returncode == 130
    assert "Traceback" not in rest
    assert opened.read_text().strip() == f"http://127.0.0.1:{port}/"
    assert catalogue(project / "output")["publications"][0]["id"] == "bonjour-a-tous"
