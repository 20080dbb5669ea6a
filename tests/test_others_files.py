"""Files of others: in the report's folder, behind links, on disks mounted in a site."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from projects import PAGE, build, failed, project, snapshot

from ppun_access.cli import main
from ppun_access.commands.init import Answers, create
from ppun_access.errors import UsageError
from ppun_access.publish.manifest import MANIFEST, as_json, read_manifest
from ppun_access.publish.manifest import Manifest as Listed
from ppun_access.publish.output import publish
from ppun_access.publish.unfinished import note_build, recover
from ppun_access.runtime import disk
from ppun_access.runtime.cache import prune

__all__ = ["project"]
pytestmark = pytest.mark.usefixtures("warm_cache")
REPORT = "output-rapport"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """A folder of the user, which no project is about."""
    folder = tmp_path / "à moi"
    folder.mkdir()
    for name in ("secret.txt", "index.html", "bonjour-a-tous.md"):
        (folder / name).write_text("à moi")
    return folder


def changed(project: Path) -> None:
    (project / "content/a.md").write_text(PAGE.replace("des", "les"), "utf-8")


# The report


@pytest.mark.parametrize("name", ["index.html", "build.json"])
def test_what_every_report_has_is_looked_at_before_any_work(
    project: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (project / REPORT).mkdir()
    (project / REPORT / name).write_text("à moi")
    (project / REPORT / "notes.txt").write_text("à moi")
    before = snapshot(project / REPORT)
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, f"{name} y est déjà" in told) == (5, True)
    assert snapshot(project / REPORT) == before
    assert not (project / "output").exists()


def test_no_file_of_the_report_is_written_over(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what is in nobody's way stays, from one build to another."""
    (project / REPORT / "assets").mkdir(parents=True)
    for name in ("assets/rapport.css", "notes.txt", "texte-a-moi.html"):
        (project / REPORT / name).write_text("à moi")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "assets/rapport.css y est déjà" in told) == (5, True)
    assert (project / REPORT / "assets/rapport.css").read_text() == "à moi"
    (project / REPORT / "assets/rapport.css").unlink()
    for _ in range(2):
        assert build("--to", "text") == 0
        changed(project)
    assert (project / REPORT / "notes.txt").read_text() == "à moi"
    assert (project / REPORT / "texte-a-moi.html").read_text() == "à moi"
    assert (project / REPORT / "index.html").stat().st_size > 99


@pytest.mark.parametrize("name", ["brouillons", "assets"])
def test_the_report_is_not_written_below_a_link(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = snapshot(theirs)
    (project / REPORT).mkdir()
    (project / REPORT / name).symlink_to(theirs)
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, f"{name} y est déjà" in told) == (5, True)
    assert snapshot(theirs) == before
    assert not (project / "output").exists()


def test_a_link_is_a_report_only_where_nothing_else_is(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (theirs / "index.html").unlink()
    before = snapshot(theirs)
    (project / REPORT).symlink_to(theirs)
    code, told = failed(capsys, "build", "--to", "text", "-o", "output")
    assert (code, "est un lien vers un dossier" in told) == (5, True)
    assert snapshot(theirs) == before
    (project / REPORT).unlink()
    (project / "équipe").mkdir()
    (project / REPORT).symlink_to("équipe")
    for _ in range(2):
        assert build("--to", "text") == 0
        changed(project)
    assert (project / "équipe/index.html").is_file()


def test_a_manifest_that_lies_removes_nothing_outside(project: Path, theirs: Path) -> None:
    """It came with the project, and names what is not in its folder."""
    before, far = snapshot(theirs), os.path.relpath(theirs, project / REPORT)
    (project / REPORT).mkdir()
    (project / REPORT / "lien").symlink_to(theirs)
    lies = (f"{far}/secret.txt", str(theirs / "secret.txt"), "lien/secret.txt")
    content = as_json(Listed(files=dict.fromkeys(lies, "")))
    (project / REPORT / MANIFEST).write_bytes(content)
    assert read_manifest(project / REPORT).files == {"lien/secret.txt": ""}
    assert build("--to", "text") == 0
    assert snapshot(theirs) == before


def test_a_report_of_an_older_version_is_ours(project: Path) -> None:
    """It has no manifest: ``build.json`` tells that it is a report."""
    assert build("--to", "text") == 0
    folder = project / REPORT
    (folder / MANIFEST).unlink()
    log = json.loads((folder / "build.json").read_text("utf-8"))
    gone = "gitbook/parti.md"
    (folder / gone).parent.mkdir()
    (folder / gone).write_text("un ancien bloc")
    log["drafts"] = [*log["drafts"], gone, "../content/a.md"]
    (folder / "build.json").write_text(json.dumps(log), "utf-8")
    changed(project)
    assert build("--to", "text") == 0
    assert not (folder / gone).exists()
    assert (project / "content/a.md").is_file()


def test_a_damaged_manifest_of_the_report_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build("--to", "text") == 0
    (project / REPORT / MANIFEST).write_text("{")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, f"{REPORT}/{MANIFEST}, est abîmée" in told) == (5, True)


# The site


def test_the_site_is_not_published_over_a_link_in_it(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "output").mkdir()
    (project / "output/assets").symlink_to(theirs)
    before = snapshot(theirs)
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, "assets y est déjà" in told) == (5, True)
    assert (project / "output/assets").is_symlink()
    assert snapshot(theirs) == before


def test_a_link_that_took_the_place_of_our_file_is_published_as_a_file(
    project: Path, theirs: Path
) -> None:
    assert build("--to", "text") == 0
    page = project / "output/index.html"
    page.rename(theirs / "même.html")
    page.symlink_to(theirs / "même.html")
    before = snapshot(theirs)
    assert build("--to", "text") == 0
    assert (page.is_file(), page.is_symlink()) == (True, False)
    assert page.stat().st_ino != (theirs / "même.html").stat().st_ino
    assert snapshot(theirs) == before


# Disks in the published folder


@pytest.fixture
def mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Return what has Linux tell that something is mounted at a place."""
    told = tmp_path / "mountinfo"
    told.write_bytes(b"22 1 8:1 / / rw - ext4 /dev/sda1 rw\n")
    monkeypatch.setattr(disk, "MOUNTS", told)

    def mounted(place: Path) -> None:
        name = os.fsencode(place).replace(b" ", rb"\040")
        with told.open("ab") as file:
            file.write(b"36 22 8:1 /s %s rw - ext4 x rw\n" % name)

    return mounted


def test_a_disk_in_the_published_folder_is_refused_before_any_work(
    project: Path, capsys: pytest.CaptureFixture[str], mount: Callable[[Path], None]
) -> None:
    (project / "output/partage/ici").mkdir(parents=True)
    (project / "output/partage/ici/a.txt").write_text("à moi")
    mount(project / "output-rapport")
    mount(project / "outputs/ailleurs")
    assert build("--to", "text") == 0
    mount(project / "output/partage/ici")
    changed(project)
    before = snapshot(project / "output")
    code, told = failed(capsys, "build", "--to", "text")
    assert (code, f"monté dans {project}/output/partage/ici" in told) == (2, True)
    assert snapshot(project / "output") == before


def test_a_disk_that_comes_during_a_build_is_refused(
    tmp_path: Path, mount: Callable[[Path], None]
) -> None:
    out = tmp_path / "site"
    (out / "partage").mkdir(parents=True)
    (out / "partage/a.txt").write_text("à moi")
    with pytest.raises(UsageError, match="monté dans"):
        publish(
            {"a": b"a"},
            out,
            key="1",
            formats=(),
            on_file=lambda path: mount(out / "partage"),
        )
    assert snapshot(out) == {"partage/a.txt": "à moi".encode()}
    assert list(tmp_path.glob(".site*")) == []


def test_a_disk_in_what_a_killed_build_left_is_not_emptied(
    tmp_path: Path, mount: Callable[[Path], None]
) -> None:
    out = tmp_path / "site"
    publish({"a": b"a"}, out, key="1", formats=())
    one = note_build(out)
    one.write_note({})
    (one.new / "partage").mkdir(parents=True)
    (one.new / "partage/a.txt").write_text("à moi")
    mount(one.new / "partage")
    recover(out)
    assert (one.new / "partage/a.txt").read_text() == "à moi"
    assert [path for path, _ in one.leftovers()] == [one.new]


REAL = """
set -e
mkdir -p site/partage autre
{mount} site/partage || exit 77
echo moi > site/partage/a.txt
exec "$0" -c "$1"
"""
PUBLISH = """
from pathlib import Path
from ppun_access.errors import UsageError
from ppun_access.publish.output import check_output_folder
try:
    check_output_folder(Path("site"), ())
except UsageError as error:
    print(error)
print(Path("site/partage/a.txt").read_text())
"""


@pytest.mark.parametrize("mount", ["mount -t tmpfs none", "mount --bind autre"])
def test_a_disk_that_is_really_mounted(tmp_path: Path, mount: str) -> None:
    """Only where this machine lets us mount something, apart."""
    command = ["unshare", "-rm", "sh", "-c", REAL.format(mount=mount), sys.executable]
    if shutil.which("unshare") is None:
        return
    ran = subprocess.run(
        [*command, PUBLISH], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    if ran.returncode == 77 or ran.stderr.startswith("unshare"):
        return
    assert "est monté dans" in ran.stdout, ran.stderr
    assert ran.stdout.endswith("moi\n\n")


# Other commands


def test_a_grid_is_not_written_through_a_link(project: Path, theirs: Path) -> None:
    (project / "grille.csv").symlink_to(theirs / "secret.txt")
    assert main(["audit", "content/a.md", "--csv", "grille.csv"]) == 0
    assert (theirs / "secret.txt").read_text() == "à moi"
    assert not (project / "grille.csv").is_symlink()


def test_a_grid_goes_to_a_pipe_that_is_named(project: Path) -> None:
    command = [sys.executable, "-m", "ppun_access", "audit", "content/a.md", "--csv"]
    ran = subprocess.run([*command, "/dev/stdout"], capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert b"1.1.1" in ran.stdout
    assert Path("/dev/stdout").is_symlink()


@pytest.mark.parametrize("name", ["content", "ppun.toml"])
def test_a_project_is_not_begun_over_a_link(
    tmp_path: Path, theirs: Path, name: str
) -> None:
    (tmp_path / "neuf").mkdir()
    (tmp_path / "neuf" / name).symlink_to(theirs if name == "content" else "absent")
    before = snapshot(theirs)
    with pytest.raises(UsageError, match=f"il y a déjà {name}"):
        create(tmp_path / "neuf", Answers("T", "E"))
    assert snapshot(theirs) == before
    assert [path.name for path in (tmp_path / "neuf").iterdir()] == [name]


def test_sheets_are_not_written_below_a_link(
    project: Path, theirs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "content/facile").mkdir()
    easy = project / "content/facile/bonjour-a-tous.md"
    easy.write_text("# Bonjour\n\nUn texte.\n", "utf-8")
    (project / REPORT).mkdir()
    (project / REPORT / "relecture").symlink_to(theirs)
    before = snapshot(theirs)
    code, told = failed(capsys, "facile", "sheet", "bonjour-a-tous")
    assert (code, "relecture est un lien" in told) == (2, True)
    assert snapshot(theirs) == before


def test_a_cache_is_not_emptied_through_a_link(tmp_path: Path, theirs: Path) -> None:
    """A tool of others also names its files by their digests."""
    name, root = 64 * "a", tmp_path / "cache"
    (theirs / "aa").mkdir()
    (theirs / "aa" / name).write_text("à moi")
    (root / "etape").mkdir(parents=True)
    (root / "lien").symlink_to(theirs)
    (root / "etape/aa").symlink_to(theirs / "aa")
    assert prune(root, 0) == ()
    assert (theirs / "aa" / name).read_text() == "à moi"
