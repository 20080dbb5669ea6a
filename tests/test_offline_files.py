"""What keeps a text on a phone: lists of files, the service worker, the manifest."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import struct
from pathlib import Path
from typing import Any

import pytest

from ppun_access.document.build import para
from ppun_access.document.model import Book, Document, Edition
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.site.assets import assets, script_files
from ppun_access.site.pages.around import AroundOptions, around
from ppun_access.site.pages.offline import DRAWN, OFFLINE, icons, offline, with_weight
from ppun_access.writers.html.page import UNWEIGHED, write_html
from ppun_access.writers.model import Download, Files, HtmlOptions

TEXT = "edito/index.html"
SOUNDS = {"opus": bytes(5_000), "mp3": bytes(12_000)}
TITLE = "Les « textes »"


def site(words: str = "Mot.", sounds: dict[str, bytes] = SOUNDS) -> dict[str, bytes | Path]:
    downloads = tuple(
        Download("edito", "integral", name, f"edito/edito.{name}", len(content), 2.0)
        for name, content in sounds.items()
    )
    book = Book(TITLE, "fr", (Document("edito", "fr", "L’édito", (para(words),)),))
    options = HtmlOptions(downloads=downloads)
    files: dict[str, bytes | Path] = {f"edito/edito.{n}": c for n, c in sounds.items()}
    files |= {**assets(), **script_files(), **around(catalogue(), AroundOptions())}
    pages = write_html(Edition(book, "integral"), options, Report())
    every = {**files, **pages}
    return files | {path: with_weight(path, every) for path in pages}


def catalogue() -> dict[str, Any]:
    page = {"format": "html", "path": TEXT, "bytes": 1}
    version = {"version": "integral", "status": "publie", "files": [page]}
    text = {"id": "edito", "title": "L’édito", "versions": [version]}
    return {"title": TITLE, "publications": [text], "files": []}


def json_of(files: Files, path: str) -> Any:
    content = files[path]
    assert isinstance(content, bytes)
    return json.loads(content)


def revision(files: Files) -> str:
    return str(json_of(files, "edito/garder.json")["revision"])


def test_a_page_is_kept_with_all_that_it_loads() -> None:
    files = site()
    made = offline(catalogue(), files)
    assert list(made) == [
        "hors-ligne/garder.json",
        "edito/garder.json",
        "sw.js",
        "manifest.webmanifest",
    ]
    held = json_of(made, "edito/garder.json")
    assert held["titre"] == "L’édito, texte complet"
    names = [name for name, _ in held["fichiers"]]
    assert names[0] == TEXT
    assert set(names[1:]) == {
        "assets/confort.js", "assets/style.css", "assets/icone.svg", "assets/lecture.js",
        "assets/garder.js", "assets/atkinson.woff2",
    }  # fmt: skip
    assert [(name, type_) for name, _, type_ in held["sons"]] == [
        ("edito/edito.opus", "audio/ogg; codecs=opus"),
        ("edito/edito.mp3", "audio/mpeg"),
    ]
    for name, integrity, *_ in held["fichiers"] + held["sons"]:
        content = files[name]
        assert isinstance(content, bytes)
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert integrity == f"sha256-{digest}"


def test_the_page_says_what_it_takes() -> None:
    files = site()
    page = files[TEXT]
    assert isinstance(page, bytes)
    assert UNWEIGHED not in page.decode()
    told = re.findall(r' data-poids="(\d+)\u00a0ko">', page.decode())
    held = json_of(offline(catalogue(), files), "edito/garder.json")["fichiers"]
    sizes = [len(content) for name, _ in held if isinstance(content := files[name], bytes)]
    sounds = [*map(len, SOUNDS.values()), 0]
    whole = [(sum(sizes) + sound) / 1000 for sound in sounds]
    assert list(map(int, told)) == pytest.approx(whole, abs=0.6)
    assert len(set(told)) == len(sounds)


def test_a_revision_changes_with_any_of_its_files() -> None:
    first = revision(offline(catalogue(), site()))
    assert revision(offline(catalogue(), site())) == first
    assert revision(offline(catalogue(), site("Mots."))) != first
    assert revision(offline(catalogue(), site(sounds={**SOUNDS, "mp3": b"x"}))) != first
    style = b":root { --paper: #fefefe; --accent: #123456; }"
    styled = {**site(), "assets/style.css": style}
    assert revision(offline(catalogue(), styled)) != first


def test_the_worker_knows_what_is_published() -> None:
    made = offline(catalogue(), site())
    script = made["sw.js"]
    assert isinstance(script, bytes)
    (told,) = re.findall(r"^const REVISIONS = (\{[^}]*\});", script.decode())
    assert json.loads(told) == {
        OFFLINE: json_of(made, "hors-ligne/garder.json")["revision"],
        TEXT: revision(made),
    }
    assert script != offline(catalogue(), site("Mots."))["sw.js"], "a browser sees it"


@pytest.mark.parametrize(("name", "limit"), [("assets/garder.js", 6000), ("sw.js", 7000)])
def test_its_scripts_are_small_and_plain(name: str, limit: int) -> None:
    content = {**script_files(), **offline(catalogue(), site())}[name]
    assert isinstance(content, bytes)
    assert len(content) <= limit
    told = content.decode()
    assert not re.search(r"^\s|^//", told, re.MULTILINE)
    for word in (
        "XMLHttpRequest",
        "import(",
        "importScripts",
        "eval",
        "innerHTML",
        "`",
        "http",
    ):
        assert word not in told, word


def test_the_manifest_has_relative_addresses_and_our_colours() -> None:
    manifest = json_of(offline(catalogue(), site()), "manifest.webmanifest")
    assert manifest["name"] == TITLE
    assert (manifest["start_url"], manifest["scope"]) == ("index.html", "./")
    assert [icon["src"] for icon in manifest["icons"]] == ["assets/icone.svg"]
    style = b":root { --paper: #fefefe; --accent: #123456; } .x { --accent: #abcdef; }"
    drawn: dict[str, bytes] = dict.fromkeys(DRAWN, b"")
    styled = {**site(), "assets/style.css": style, **drawn}
    manifest = json_of(offline(catalogue(), styled), "manifest.webmanifest")
    assert manifest["theme_color"] == "#123456"
    assert manifest["background_color"] == "#fefefe"
    assert {icon["sizes"] for icon in manifest["icons"]} == {"any", "192x192", "512x512"}


def test_icons_are_drawn_once_from_our_drawing(tmp_path: Path) -> None:
    made = icons(assets(), Cache(tmp_path))
    assert set(made) == set(DRAWN)
    for path, size in DRAWN.items():
        content = made[path]
        assert isinstance(content, bytes)
        assert content[:8] == b"\x89PNG\r\n\x1a\n"
        assert struct.unpack(">II", content[16:24]) == (size, size)
        assert len(content) < 20_000
    kept = {path.read_bytes() for path in sorted(tmp_path.rglob("*")) if path.is_file()}
    assert set(made.values()) <= kept
    assert icons(assets(), Cache(tmp_path)) == made
    assert icons(assets("#005500"), Cache(tmp_path)) != made


def test_only_pages_that_keep_may_ask_for_files() -> None:
    files = site()
    for path, content in files.items():
        if path.endswith(".html"):
            assert isinstance(content, bytes)
            told = content.decode()
            keeps = path in (TEXT, OFFLINE)
            assert ("worker-src 'self'; " in told) is keeps, path
            assert ("assets/garder.js" in told) is keeps, path
            assert "manifest-src 'self'; " in told, path
            assert 'rel="manifest"' not in told, "from a stick it would be an error"
