"""A published folder copied to an address: in order, once, and mended after a cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import pytest
from projects import PAGE, build, project, snapshot

from ppun_access.errors import OutputError, UsageError
from ppun_access.publish.manifest import MANIFEST, read_manifest
from ppun_access.publish.output import Published, publish
from ppun_access.publish.remote import JOURNAL, Sent, local_name, send_site
from ppun_access.runtime.storage import AtAddress

__all__ = ["project"]
FIRST = {
    "a/index.html": b"<p>a", "a/a.mp3": b"sound", "index.html": b"<a>", "b.css": b"b",
    "catalogue.json": b"{}", "b/index.html": b"<p>b",
}  # fmt: skip


@dataclass(frozen=True)
class Watched(AtAddress):
    """A storage in memory that notes what is done to it, and may be cut."""

    address: str = field(default_factory=lambda: f"memory://{uuid4().hex}/site")
    done: list[str] = field(default_factory=list)
    cut_at: list[str] = field(default_factory=list)

    def write(self, name: str, content: bytes) -> None:
        self._note(name)
        super().write(name, content)

    def send(self, path: Path, name: str) -> None:
        self._note(name)
        super().send(path, name)

    def remove(self, name: str) -> None:
        self._note(f"-{name}")
        super().remove(name)

    def _note(self, name: str) -> None:
        if name in self.cut_at:
            raise OutputError("Coupé.", next_step="Recommencez.")
        self.done.append(name)

    def content(self) -> dict[str, bytes]:
        return {name: self.read(name) or b"" for name in sorted(self.names())}


def published(files: dict[str, bytes], out: Path) -> Published:
    return publish(files, out, key="k", formats=("html",))


def sent(out: Path, storage: Watched) -> Sent:
    storage.done.clear()
    return send_site(out, read_manifest(out), storage, storage.address)


def test_what_leads_to_a_file_is_sent_after_it(tmp_path: Path) -> None:
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)
    storage.write("notes.txt", b"somebody's")
    done = sent(out, storage)
    assert {*done.sent} == {*FIRST}
    assert storage.done[0] == JOURNAL
    assert {*storage.done[1:3]} == {"a/a.mp3", "b.css"}
    assert {*storage.done[3:5]} == {"a/index.html", "b/index.html"}
    assert {*storage.done[5:7]} == {"index.html", "catalogue.json"}
    assert storage.done[7:] == [MANIFEST, f"-{JOURNAL}"]
    assert storage.content() == {**snapshot(out), "notes.txt": b"somebody's"}
    assert sent(out, storage) == Sent(storage.address, (), ())
    assert storage.done == []


def test_only_what_changed_is_sent_and_what_is_gone_goes_last(tmp_path: Path) -> None:
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)
    sent(out, storage)
    second = {**FIRST, "index.html": b"<b>"}
    del second["b/index.html"]
    published(second, out)
    done = sent(out, storage)
    assert (done.sent, done.removed) == (("index.html",), ("b/index.html",))
    steps = [JOURNAL, "index.html", MANIFEST, "-b/index.html", f"-{JOURNAL}"]
    assert storage.done == steps
    assert storage.content() == snapshot(out)


@pytest.mark.parametrize("cut", [JOURNAL, "b.css", "index.html", MANIFEST, "-a/a.mp3"])
@pytest.mark.parametrize("back", [True, False])
def test_a_copy_that_was_cut_is_mended(cut: str, back: bool, tmp_path: Path) -> None:
    """Then the same site is sent again, or the one before it."""
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)
    sent(out, storage)
    second = {**FIRST, "b.css": b"new", "index.html": b"<new>", "new.png": b"n"}
    del second["a/a.mp3"]
    published(second, out)
    storage.cut_at.append(cut)
    with pytest.raises(OutputError, match="Coupé"):
        sent(out, storage)
    storage.cut_at.clear()
    if back:
        published(FIRST, out)
    sent(out, storage)
    assert storage.content() == snapshot(out)


def test_what_is_not_ours_is_left_and_never_overwritten(tmp_path: Path) -> None:
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)
    storage.write("index.html", b"somebody's")
    with pytest.raises(OutputError, match=r"index\.html y est déjà"):
        sent(out, storage)
    assert storage.content() == {"index.html": b"somebody's"}


def test_a_lost_file_is_sent_again(tmp_path: Path) -> None:
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)
    sent(out, storage)
    storage.remove("a/a.mp3")
    assert sent(out, storage).sent == ("a/a.mp3",)


def test_two_copies_at_once_are_told(tmp_path: Path) -> None:
    out, storage = tmp_path / "site", Watched()
    published(FIRST, out)

    def other_begins(done: int, total: int) -> None:
        AtAddress(storage.address).write(JOURNAL, b'{"id": "other", "files": {}}')

    with pytest.raises(OutputError, match="Une autre publication"):
        send_site(out, read_manifest(out), storage, storage.address, other_begins)
    assert storage.read(MANIFEST) is None


def test_an_address_without_a_name() -> None:
    with pytest.raises(UsageError, match="pas de nom de dossier"):
        local_name("s3://")


def test_the_command_publishes_to_an_address(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The folder of that name is its copy; without it, the formats are still known."""
    address = f"memory://{uuid4().hex}/en%20ligne"
    assert build("-o", address, "--to", "html,text") == 0
    storage, local = AtAddress(address), project / "en ligne"
    there = {name: storage.read(name) for name in storage.names()}
    assert there == snapshot(local)
    assert f"Copié à l’adresse {address} : {len(there) - 1}\u00a0fichiers envoyés" in (
        capsys.readouterr().err
    )
    assert build("-o", address, "--to", "text") == 0
    assert f"Rien à envoyer : {address} est à jour" in capsys.readouterr().err
    local.rename(project / "perdu")
    (project / "content/a.md").write_text(PAGE + "\nUne phrase de plus.\n", "utf-8")
    assert build("-o", address, "--to", "text") == 0
    assert "bonjour-a-tous/index.html" in {*storage.names()}
    assert {name: storage.read(name) for name in storage.names()} == snapshot(local)
