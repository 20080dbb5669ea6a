"""The ZIP of the whole site for a USB stick."""

from __future__ import annotations

import hashlib
import json
import re
import tracemalloc
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from projects import build as build_project
from projects import catalogue, project

from ppun_access.build import Request, build
from ppun_access.build.whole_site import add_stick
from ppun_access.document.model import Book, Edition
from ppun_access.errors import OutputError
from ppun_access.inspect.published_folder import broken_links, inspect
from ppun_access.settings.sections import Contact
from ppun_access.writers.units import size
from ppun_access.writers.zip_files import write_zip

__all__ = ["project"]

PAGES = {
    "content/a.md": "# Bonjour à tous\n\nVoici un texte. Il a deux phrases.\n",
    "content/b.md": "# Où l’œuvre naît\n\nUn autre texte.\n",
    "content/facile/bonjour-a-tous.md": (
        "---\nsource: bonjour-a-tous\n---\n# Bonjour\n\nVoici un texte court.\n"
    ),
}
STICK = "cle-usb.zip"
OPEN = "OUVRIR-ICI.html"


@dataclass(frozen=True)
class Town:
    """Two texts, one with an easy version, on a site with an address."""

    folder: Path

    def publish(self, name: str, first: str = "", kit: str = "") -> Path:
        """Publish with more settings, ``first`` or of the ``kit``; return the site."""
        address = 'base_url = "https://exemple.fr/a"'
        written = f"{address}\n{first}\n[kit]\n{kit}\n"
        (self.folder / "ppun.toml").write_text(written, "utf-8")
        request = Request(
            (self.folder / "content",), self.folder / name, ("html", "mp3", "kit"),
            "silence", cache=self.folder / "cache",
        )  # fmt: skip
        build(request)
        return self.folder / name


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = tmp_path_factory.mktemp("town")
    for path, text in PAGES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return Town(folder)


@pytest.fixture(scope="module")
def site(town: Town) -> Path:
    return town.publish("output")


def names_of(site: Path) -> list[str]:
    with zipfile.ZipFile(site / STICK) as stick:
        return stick.namelist()


@pytest.fixture(scope="module")
def stick(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody who unpacks the ZIP has."""
    folder = tmp_path_factory.mktemp("stick")
    with zipfile.ZipFile(site / STICK) as archive:
        archive.extractall(folder)
    return folder


def test_the_stick_is_a_page_to_open_and_one_folder(site: Path) -> None:
    names = names_of(site)
    assert names[0] == OPEN
    assert names[1:] == sorted(names[1:])
    assert len(set(map(str.lower, names))) == len(names), "one on Windows"
    assert {name.partition("/")[0] for name in names} == {OPEN, "fichiers"}
    published = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    left = {"404.html", "sitemap.xml", "hors-ligne/index.html", "sw.js"}
    left |= {"assets/garder.js"} | {n for n in published if n.endswith("garder.json")}
    left |= {n for n in published if n.endswith(".wav")}
    assert left < published
    assert any(n.endswith(".wav") for n in left), "nobody plays them from a stick"
    held = {name.removeprefix("fichiers/") for name in names[1:]}
    assert held == published - left - {STICK, ".ppun-manifest.json"}
    assert {"index.html", "kit-hors-ligne/lecteur-daisy-mp3.zip"} < held


def test_the_stick_works_by_itself(stick: Path) -> None:
    names = [p.relative_to(stick).as_posix() for p in stick.rglob("*") if p.is_file()]
    pages = [n for n in names if n.endswith(".html")]
    assert list(broken_links(stick, pages)) == []
    for page in pages:
        told = (stick / page).read_text("utf-8")
        assert f'href="{STICK}' not in told, page
        assert 'id="cle-usb"' not in told, page
        assert not re.search(r"garder[^a-z ]|hors-ligne/index|hors-ligne\.html", told), page
        assert not re.search(r"(?:href|src)=\"/", told), page
        assert ".wav" not in told, page
    listed = catalogue(stick / "fichiers")
    versions = (v for p in listed["publications"] for v in p["versions"])
    files = [*listed["files"], *(f for v in versions for f in v["files"])]
    assert [f["path"] for f in files if f"fichiers/{f['path']}" not in names] == []
    note = (stick / "fichiers/kit-hors-ligne/LISEZ-MOI.txt").read_text("utf-8-sig")
    assert "lecteur-daisy-mp3.zip" in note
    assert "telephone" not in note


def test_it_says_what_to_open(stick: Path) -> None:
    page = BeautifulSoup((stick / OPEN).read_bytes(), "html.parser")
    (way,) = page.select("main .choix")
    assert way["href"] == "fichiers/index.html"
    assert way.get_text(strip=True) == "Ouvrir le site"
    told = " ".join(page.get_text(" ").replace("\u00a0", " ").split())
    assert "Copiez sur la clé le fichier OUVRIR-ICI et le dossier « fichiers »." in told
    players = "fichiers/kit-hors-ligne/lecteur-daisy-mp3.zip"
    assert page.select(f'main a[href="{players}"]')


def test_the_site_offers_it_with_its_size(site: Path) -> None:
    (entry,) = (f for f in catalogue(site)["files"] if f["path"] == STICK)
    content = (site / STICK).read_bytes()
    assert entry == {
        "format": "zip",
        "variant": "site",
        "path": STICK,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    for page, way in (("index.html", ""), ("telechargements/index.html", "../")):
        told = (site / page).read_text("utf-8")
        assert f'href="{way}{STICK}"' in told
        label = "Tout le site pour une clé USB (ZIP)"
        assert f'{label}<span class="mesure">, {size(len(content))}</span>' in told
    assert 'id="cle-usb"' in (site / "aide/index.html").read_text("utf-8")
    assert inspect(site).faults == ()


def test_the_same_site_gives_the_same_bytes(town: Town, site: Path) -> None:
    again = town.publish("again")
    assert (again / STICK).read_bytes() == (site / STICK).read_bytes()
    hidden = [path.name for path in town.folder.iterdir() if path.name.startswith(".")]
    assert hidden == [], "what was written on the way is gone"


def test_the_report_is_on_it_only_when_it_is_public(town: Town, site: Path) -> None:
    assert not [name for name in names_of(site) if "rapport" in name]
    public = names_of(town.publish("public", "rapport_public = true"))
    assert "fichiers/rapport/index.html" in public
    for name in ("build.json", "rgaa.html", "rgaa.csv"):
        assert (town.folder / "public-rapport" / name).is_file()
        assert not [path for path in public if path.endswith(name)], "it is the team's"


def test_it_can_be_left_out(town: Town) -> None:
    site = town.publish("without", kit="cle_usb = false")
    assert (site / "kit-hors-ligne").is_dir()
    assert not (site / STICK).exists()
    assert STICK not in (site / "index.html").read_text("utf-8")


def test_it_goes_with_the_kit(project: Path) -> None:
    assert build_project("--to", "html") == 0
    assert not (project / "output" / STICK).exists()


def test_it_is_never_held_in_memory(tmp_path: Path) -> None:
    heavy = tmp_path / "son.wav"
    with heavy.open("wb") as handle:
        handle.truncate(48 << 20)
    tracemalloc.start()
    with (tmp_path / "a.zip").open("wb") as target:
        write_zip(target, {"été.wav": heavy, "a.txt": b"a"}, "été.wav")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 << 20
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        wav, text = archive.infolist()
        assert archive.testzip() is None
    assert (wav.filename, wav.file_size) == ("été.wav", 48 << 20)
    assert wav.flag_bits & 0x800, "its name is in UTF-8"
    assert not wav.flag_bits & 0x8, "its size stands before it: every program reads it"
    assert text.date_time == wav.date_time == (1980, 1, 1, 0, 0, 0)


def test_what_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / STICK).mkdir()
    values: dict[str, Any] = json.loads('{"title": "x", "publications": [], "files": []}')
    editions = (Edition(Book("x", "fr", ()), "integral"),)
    with pytest.raises(OutputError) as told:
        add_stick(values, lambda _: {OPEN: b"x"}, editions, Contact(), tmp_path)
    assert STICK not in values["files"]
    assert "cle_usb = false" in told.value.next_step
