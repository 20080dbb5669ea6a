"""EPUB as the program publishes it: with sound, without, listed, checked, reproducible."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from books import unzipped
from projects import build, catalogue, codes, failed, project

from ppun_access.build import casting
from ppun_access.build.narration import sound_formats
from ppun_access.cli import main
from ppun_access.inspect.epub import check_epub

__all__ = ["project"]

BOOK = "output/bonjour-a-tous/bonjour-a-tous.epub"
WHOLE = "output/ppun.epub"


def listed(folder: Path) -> Any:
    return catalogue(folder / "output")


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.long  # every checker of other people runs
def test_epub_alone_has_its_sound_inside(project: Path) -> None:
    assert build("--to", "epub") == 0
    assert codes(project / "output") == []
    for path in (BOOK, WHOLE):
        files = unzipped(Path(path).read_bytes())
        assert "EPUB/audio/bonjour-a-tous.mp3" in files
        assert "EPUB/images/couverture.png" in files
        assert list(check_epub(Path(path))) == []
    assert not list(Path("output").rglob("*.mp3"))
    assert main(["check"]) == 0


@pytest.mark.usefixtures("warm_cache")
def test_the_catalogue_lists_the_book_of_the_whole_site(project: Path) -> None:
    assert build("--to", "epub") == 0
    values = listed(project)
    (file,) = values["files"]
    assert (file["format"], file["variant"], file["path"]) == ("epub", "book", "ppun.epub")
    assert file["bytes"] == Path(WHOLE).stat().st_size
    (version,) = values["publications"][0]["versions"]
    assert [f["path"] for f in version["files"]] == [BOOK.removeprefix("output/")]
    assert file["seconds"] == pytest.approx(version["files"][0]["seconds"], abs=0.01)
    home = Path("output/index.html").read_text("utf-8")
    assert 'href="ppun.epub"' in home


@pytest.mark.usefixtures("warm_cache")
def test_each_version_has_its_book(project: Path) -> None:
    (project / "content/facile").mkdir()
    easy = "# Bonjour\n\nVoici un texte facile.\n"
    (project / "content/facile/bonjour-a-tous.md").write_text(easy, "utf-8")
    assert build("--to", "epub") == 0
    own = unzipped(
        Path("output/bonjour-a-tous/facile/bonjour-a-tous-facile.epub").read_bytes()
    )
    assert "non validé" in own["EPUB/package.opf"].decode()
    whole = unzipped(Path(WHOLE).read_bytes())
    assert {"EPUB/bonjour-a-tous.xhtml", "EPUB/bonjour-a-tous-facile.xhtml"} <= set(whole)
    assert list(check_epub(Path(WHOLE))) == []


def test_without_any_voice_the_book_is_made_and_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(casting, "known_voices", lambda *folders: ())
    assert main(["build", "--to", "epub"]) == 0
    assert codes(project / "output") == ["audio-absent"]
    package = unzipped(Path(BOOK).read_bytes())["EPUB/package.opf"].decode()
    assert "Ce livre n’a pas de son." in package
    assert "auditory" not in package
    assert list(check_epub(Path(BOOK))) == []
    code, _ = failed(capsys, "build", "--to", "epub,mp3")
    assert code == 4


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.long  # every checker of other people runs
def test_a_damaged_book_is_found(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build("--to", "epub") == 0
    Path(WHOLE).write_bytes(Path(WHOLE).read_bytes()[:-100])
    assert main(["check"]) == 1
    assert "ce n’est pas un livre EPUB" in capsys.readouterr().out


@pytest.mark.usefixtures("warm_cache")
def test_pictures_and_links_of_the_site_are_in_the_book(project: Path) -> None:
    (project / "content/b.md").write_text("# Autre\n\nVoir [le premier](a.md).\n", "utf-8")
    assert build("--to", "epub") == 0
    assert codes(project / "output") == ["lien-hors-livre"]
    whole = unzipped(Path(WHOLE).read_bytes())["EPUB/autre.xhtml"].decode()
    assert '<a href="bonjour-a-tous.xhtml">le premier</a>' in whole
    settings = project / "ppun.toml"
    settings.write_text('base_url = "https://region.fr/ppun"\n', "utf-8")
    assert build("--to", "epub") == 0
    assert codes(project / "output") == []
    alone = unzipped(Path("output/autre/autre.epub").read_bytes())["EPUB/autre.xhtml"]
    assert b'href="https://region.fr/ppun/bonjour-a-tous/index.html"' in alone


def test_a_book_needs_mp3_whatever_else_is_made() -> None:
    assert sound_formats(("opus", "epub")) == ("mp3", "opus")
