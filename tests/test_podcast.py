"""The podcast: what the feed says, what is refused, what there is without an address."""

from __future__ import annotations

import json
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from types import ModuleType
from typing import Any

import feedparser
import pytest
from bs4 import BeautifulSoup
from projects import LEGAL, PAGE, build, catalogue, commit, failed, project

from ppun_access.cli import main
from ppun_access.french.text.dates import parse_date
from ppun_access.inspect.podcast import podcast_faults
from ppun_access.inspect.published_folder import inspect
from ppun_access.site.pages.podcast import (
    Episode,
    Key,
    PodcastOptions,
    episode_guid,
    feed_guid,
    podcast,
)
from ppun_access.tools import ffmpeg, run, typst

__all__ = ["project"]

BASE = "https://exemple.fr/textes"
ID = "bonjour-a-tous"
EASY = "---\nstatut: brouillon\n---\n# Bonjour simple\n\nUn texte.\nDeux phrases.\n"
WHEN = datetime(2024, 5, 6, 12, tzinfo=UTC)
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="git is not there")


# The feed, from a catalogue


def version(name: str, stem: str, seconds: float) -> dict[str, Any]:
    files = [
        {"format": "html", "path": f"{stem}/index.html", "bytes": 9},
        {"format": "text", "path": f"{stem}/a.txt", "bytes": 9},
        {"format": "mp3", "path": f"{stem}/a.mp3", "bytes": 4321, "seconds": seconds},
        {"format": "cover", "path": f"{stem}/a.png", "bytes": 9},
        {"format": "vtt", "path": f"{stem}/a.vtt", "bytes": 9},
        {"format": "vtt", "variant": "words", "path": f"{stem}/mots.vtt", "bytes": 9},
        {"format": "chapters", "path": f"{stem}/a.json", "bytes": 9},
    ]
    status = "publie" if name == "integral" else "a-revoir"
    return {"version": name, "status": status, "files": files}


def two_texts() -> dict[str, Any]:
    full, easy = version("integral", "été", 61.4), version("facile", "été/facile", 90.5)
    silent = version("integral", "b", 1)
    silent["files"] = silent["files"][:2]
    publications = [
        {"id": "ete", "versions": [full, easy]},
        {"id": "b", "versions": [silent]},
        {"id": "c", "versions": [version("integral", "c", 0.2)]},
    ]
    return {"title": "Les textes & les voix", "publications": publications, "files": []}


def episodes() -> dict[Key, Episode]:
    full = Episode(
        "L’été <b>",
        "Texte lu par Léa",
        "fr",
        "Ada & Co",
        "Présidente",
        "Un été",
        "Léa",
        WHEN,
    )
    easy = Episode("Été simple", "Texte lu par une voix de synthèse")
    return {
        ("integral", "ete"): full,
        ("facile", "ete"): easy,
        ("integral", "c"): Episode("C\x00\ud800 fin", "Texte lu par une voix", "en"),
    }


def parsed(email: str = "", publisher: str = "la Région") -> Any:
    options = PodcastOptions(BASE, publisher, "fr", email)
    found = feedparser.parse(podcast(two_texts(), options, episodes()))
    assert found.bozo is False
    return found


def test_the_feed_says_what_it_is() -> None:
    found = parsed("contact@exemple.fr")
    feed = found.feed
    assert (found.version, found.encoding) == ("rss20", "utf-8")
    assert (feed.title, feed.language) == ("Les textes & les voix", "fr")
    assert feed.link == f"{BASE}/"
    assert feed.image.href == f"{BASE}/podcast.png"
    assert feed.author == "la Région"
    assert feed.publisher_detail == {"name": "la Région", "email": "contact@exemple.fr"}
    assert feed.itunes_type == "serial"
    assert [tag.term for tag in feed.tags] == ["Government"]
    assert feed.podcast_guid == feed_guid(f"{BASE}/podcast.xml")
    assert feed.podcast_locked == {"owner": "contact@exemple.fr"}
    assert f"{BASE}/podcast.xml" in [link.href for link in feed.links if link.rel == "self"]
    assert "publisher_detail" not in parsed().feed
    assert parsed(publisher="").feed.author == "Les textes & les voix"


def test_an_episode_for_each_version_that_has_sound() -> None:
    first, second, third = parsed().entries
    assert first.title == "L’été <b>"
    assert second.title == "Été simple\u00a0: version simplifiée, à revoir"
    assert third.title == "C fin"
    assert [entry.itunes_episode for entry in (first, second, third)] == ["1", "2", "3"]
    assert [e.itunes_duration for e in (first, second, third)] == ["61", "90", "1"]
    assert [entry.id for entry in (first, second, third)] == [
        "ete:integral",
        "ete:facile",
        "c:integral",
    ]
    assert not any(entry.guidislink for entry in (first, second, third))
    assert first.link == f"{BASE}/%C3%A9t%C3%A9/index.html"
    (sound,) = first.enclosures
    assert (sound.type, sound.length) == ("audio/mpeg", "4321")
    assert sound.href == f"{BASE}/%C3%A9t%C3%A9/a.mp3"
    assert first.image.href == f"{BASE}/%C3%A9t%C3%A9/a.png"
    assert first.published_parsed[:4] == (2024, 5, 6, 12)
    assert "published" not in second


def test_each_description_says_who_reads() -> None:
    first, second, _ = (told(entry.summary) for entry in parsed().entries)
    assert first[:3] == [
        "Un été.",
        "Signature\u00a0: Ada & Co, Présidente.",
        "Texte lu par Léa.",
    ]
    assert second[:2] == [
        "Version simplifiée. À revoir.",
        "Texte lu par une voix de synthèse.",
    ]


def told(html: str) -> list[str]:
    return [p.text for p in BeautifulSoup(html, "html.parser").select("p")]


def test_what_goes_with_the_sound() -> None:
    content = podcast(two_texts(), PodcastOptions(BASE), episodes())
    first = BeautifulSoup(content, "xml").find_all("item")[0]
    transcripts = first.find_all("transcript")
    assert [
        (t["type"], t["url"].rpartition("/")[2], t["language"]) for t in transcripts
    ] == [
        ("text/vtt", "a.vtt", "fr"),
        ("text/plain", "a.txt", "fr"),
    ]
    (chapters,) = first.find_all("chapters")
    assert chapters["type"] == "application/json+chapters"
    people = [(p.text, p["role"], p["group"]) for p in first.find_all("person")]
    assert people == [("Ada & Co", "author", "writing"), ("Léa", "narrator", "cast")]


def test_the_same_catalogue_gives_the_same_bytes() -> None:
    made = {podcast(two_texts(), PodcastOptions(BASE), episodes()) for _ in range(3)}
    assert len(made) == 1


def test_identities() -> None:
    assert feed_guid("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    same = {
        feed_guid(url) for url in ("https://a.fr/x", "http://a.fr/x/", "https://a.fr/x//")
    }
    assert len(same) == 1
    assert episode_guid("edito", "facile") != episode_guid("edito", "integral")


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-06", WHEN),
        ("6 mai 2024", WHEN),
        ("Le lundi 6 MAI 2024", WHEN),
        ("06/05/2024", WHEN),
        ("1er août 2024", datetime(2024, 8, 1, 12, tzinfo=UTC)),
        ("2024-05-06 08:30:00", datetime(2024, 5, 6, 8, 30, tzinfo=UTC)),
        ("2024-05-06T00:00:00", datetime(2024, 5, 6, tzinfo=UTC)),
        (
            "2024-05-06T08:30:00+02:00",
            datetime(2024, 5, 6, 8, 30, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("octobre 2020", None),
        ("30 février 2024", None),
        ("31/02/2024", None),
        ("12/25/2024", None),
        ("hier", None),
        ("", None),
    ],
)
def test_dates_as_people_write_them(text: str, expected: datetime | None) -> None:
    assert parse_date(text) == expected


# A build


def settings(project: Path, text: str = "") -> None:
    (project / "ppun.toml").write_text(f'base_url = "{BASE}"\n{text}', "utf-8")


def findings(project: Path) -> list[dict[str, Any]]:
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    return [found for found in log["findings"] if found["code"] not in LEGAL]


@pytest.mark.usefixtures("warm_cache")
def test_to_podcast_makes_all_that_it_refers_to(project: Path) -> None:
    settings(project, f'[documents."{ID}"]\ndate = "6 mai 2024"\n')
    (project / "content/facile").mkdir()
    (project / f"content/facile/{ID}.md").write_text(EASY, "utf-8")
    assert build("--to", "podcast") == 0
    assert findings(project) == []
    out = project / "output"
    assert inspect(out).faults == ()
    found = feedparser.parse((out / "podcast.xml").read_bytes())
    assert found.bozo is False
    assert [entry.title for entry in found.entries] == [
        "Bonjour à tous",
        "Bonjour simple\u00a0: version simplifiée, brouillon non validé",
    ]
    assert {entry.published for entry in found.entries} == {
        "Mon, 06 May 2024 12:00:00 +0000"
    }
    assert all("voix de synthèse" in entry.summary for entry in found.entries)
    listed = catalogue(out)["files"]
    assert [(f["format"], f.get("variant", "")) for f in listed] == [
        ("podcast", ""),
        ("cover", "podcast"),
    ]
    for file in listed:
        assert (out / file["path"]).stat().st_size == file["bytes"]
    first = (out / "podcast.xml").read_bytes()
    shutil.rmtree(out)
    assert build("--to", "podcast") == 0
    assert (out / "podcast.xml").read_bytes() == first


@pytest.mark.usefixtures("warm_cache")
def test_pages_announce_the_podcast(project: Path) -> None:
    settings(project)
    build("--to", "podcast,html")
    out = project / "output"
    for page, root in (("index.html", ""), (f"{ID}/index.html", "../")):
        soup = BeautifulSoup((out / page).read_text("utf-8"), "html.parser")
        (link,) = soup.select("link[rel=alternate]")
        assert link["type"] == "application/rss+xml"
        assert link["href"] == f"{root}podcast.xml"
    home = BeautifulSoup((out / "index.html").read_text("utf-8"), "html.parser")
    assert [code.text for code in home.select("code")] == [f"{BASE}/podcast.xml"]
    assert home.select("a[href='podcast.xml']")
    assert [f["code"] for f in findings(project)] == ["texte-sans-date"]
    build("--to", "html", "-o", "autre")
    for page in (project / "autre").rglob("*.html"):
        assert "podcast" not in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("", "Un podcast contient des adresses complètes. Écrivez dans ppun.toml"),
        (
            'base_url = "http://exemple.fr/x"',
            'par exemple base_url = "https://exemple.fr/x"',
        ),
    ],
)
def test_without_an_address_there_is_none_and_the_build_says_why(
    project: Path, capsys: pytest.CaptureFixture[str], toml: str, told: str
) -> None:
    (project / "ppun.toml").write_text(toml, "utf-8")
    assert build("--to", "podcast,html") == 0
    (found,) = findings(project)
    assert (found["code"], found["severity"]) == ("podcast-absent", "INFO")
    assert told in found["message"]
    assert "Il manque : le podcast. " in capsys.readouterr().err
    out = project / "output"
    assert not list(out.glob("podcast.*"))
    assert catalogue(out)["files"] == []
    assert (out / f"{ID}/{ID}.mp3").is_file()
    for page in out.rglob("*.html"):  # nobody is offered what would not work
        assert "podcast" not in page.read_text("utf-8").lower(), page
    assert inspect(out).faults == ()


def lacks(module: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a tool that Python packages bring seem not to be there."""
    finds = run if module is typst else module
    monkeypatch.setattr(finds, "find_spec", lambda name: None)
    module.probe.cache_clear()


@pytest.mark.parametrize(
    ("tool", "code", "told"),
    [
        (ffmpeg, "audio-absent", "Aucun texte n’a de son"),
        (typst, "couverture-absente", "Son image manque"),
    ],
)
def test_without_sound_or_image_there_is_none(
    project: Path, monkeypatch: pytest.MonkeyPatch, tool: ModuleType, code: str, told: str
) -> None:
    settings(project, 'voix = "silence"\nformats = ["podcast", "html"]\n')
    lacks(tool, monkeypatch)
    try:
        assert main(["build"]) == 0
        assert main(["build", "--to", "podcast"]) == 4
    finally:
        tool.probe.cache_clear()
    first, second = findings(project)
    assert (first["code"], second["code"]) == (code, "podcast-absent")
    assert told in second["message"]
    assert not list((project / "output").glob("podcast.*"))


@pytest.mark.usefixtures("warm_cache")
def test_a_date_that_means_nothing_is_told(project: Path) -> None:
    settings(project, f'[documents."{ID}"]\ndate = "octobre 2020"\n')
    build("--to", "podcast")
    found = findings(project)
    assert [f["code"] for f in found] == ["date-illisible", "texte-sans-date"]
    assert "« octobre 2020 »" in found[0]["message"]
    (entry,) = feedparser.parse((project / "output/podcast.xml").read_bytes()).entries
    assert "published" not in entry


@needs_git
def test_dates_come_from_git_and_a_new_commit_is_seen(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    settings(project)
    subprocess.run(["git", "init", "-q", "."], cwd=project, check=True)
    commit(project, "2024-05-06T14:00:00+02:00")
    build("--to", "podcast")
    assert findings(project) == []
    (entry,) = feedparser.parse((project / "output/podcast.xml").read_bytes()).entries
    assert entry.published == "Mon, 06 May 2024 14:00:00 +0200"
    capsys.readouterr()
    build("--to", "podcast")
    assert "Rien n’a changé" in capsys.readouterr().err
    (project / "content/a.md").write_text(PAGE + "\n", "utf-8")
    build("--to", "podcast")
    commit(project, "2024-06-07T14:00:00+02:00")
    build("--to", "podcast")
    (entry,) = feedparser.parse((project / "output/podcast.xml").read_bytes()).entries
    assert entry.published == "Fri, 07 Jun 2024 14:00:00 +0200"


def dates_of(project: Path) -> tuple[str, str, str]:
    """Return the dates of the DAISY book and of the EPUB: dc:date, dc:date, modified."""
    out = project / "output" / ID
    with zipfile.ZipFile(out / f"{ID}-daisy202.zip") as book:
        ncc = book.read(f"{ID}/ncc.html").decode()
    with zipfile.ZipFile(out / f"{ID}.epub") as book:
        package = book.read("EPUB/package.opf").decode()
    forms = ('dc:date" content="(.*?)"', "<dc:date>(.*?)<", 'modified">(.*?)T')
    pages = (ncc, package, package)
    found = (re.search(form, page) for form, page in zip(forms, pages, strict=True))
    told = [match[1] if match else "" for match in found]
    return told[0], told[1], told[2]


@pytest.mark.usefixtures("warm_cache")
def test_books_without_any_date_say_so_once(project: Path) -> None:
    """A compulsory date is that of archives; what may be left out is."""
    assert build("--to", "daisy,epub") == 0
    assert dates_of(project) == ("1980-01-01", "", "1980-01-01")
    (found,) = findings(project)
    assert (found["code"], found["severity"]) == ("texte-sans-date", "INFO")
    assert f'[documents."{ID}"]' in found["message"]


def test_those_who_package_may_date_what_they_build(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1714989600")
    assert build("--to", "daisy,epub") == 0
    assert dates_of(project) == ("2024-05-06", "", "2024-05-06")
    assert findings(project) == []
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1717754400")
    assert build("--to", "daisy,epub") == 0
    assert dates_of(project) == ("2024-06-07", "", "2024-06-07")
    settings(project, f'[documents."{ID}"]\ndate = "1er mars 2025"\n')
    assert build("--to", "daisy,epub") == 0
    assert dates_of(project) == ("2025-03-01",) * 3
    settings(project)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "hier")
    code, told = failed(capsys, "build", "--voice", "silence", "--to", "daisy")
    assert code == 2
    assert "SOURCE_DATE_EPOCH" in told


@needs_git
def test_books_take_the_date_of_the_last_commit(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    subprocess.run(["git", "init", "-q", "."], cwd=project, check=True)
    commit(project, "2024-05-06T14:00:00+02:00")
    assert build("--to", "daisy,epub") == 0
    assert dates_of(project) == ("2024-05-06", "", "2024-05-06")
    assert findings(project) == []


# The rules, and faults planted against each


def png(side: int, other: int = 0) -> bytes:
    size = struct.pack(">II", side, other or side)
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + size + b"\x08\x06"


CUES = b"WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nUn\n"
CONTENT = {
    ".png": png(1400),
    ".vtt": CUES,
    ".json": b'{"chapters": [{"startTime": 0, "endTime": 2, "title": "Un"}]}',
}


@pytest.mark.parametrize(
    ("suffix", "content", "told"),
    [
        (".vtt", CUES.replace(b"00:00:00", b"00:00:03"), "finit avant de commencer"),
        (".vtt", CUES + CUES[8:] + CUES.replace(b"00:", b"01:")[8:] + CUES[8:], "sa place"),
        (".vtt", CUES.replace(b"00:00:00.000", b"zero"), "pas écrit comme il faut"),
        (".json", b'{"chapters": []}', "pas un seul chapitre"),
        (".json", b'{"chapters": [{"startTime": 3, "endTime": 2, "title": "a"}]}', "finit"),
        (".json", b'{"chapters": [{"startTime": 3}]}', "pas de titre"),
        (".txt", b"\xff", "UTF-8"),
    ],
)
def test_what_goes_with_an_episode_is_opened(
    site: Path, suffix: str, content: bytes, told: str
) -> None:
    path = site / f"c/a{suffix}"
    path.write_bytes(content)
    (found,) = podcast_faults(site / "podcast.xml")
    assert told in found
    assert path.name in found


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a feed, the catalogue and what they point to."""
    values = two_texts()
    for publication in values["publications"]:
        for found in publication["versions"]:
            for file in found["files"]:
                path = tmp_path / file["path"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(CONTENT.get(path.suffix) or b"x" * file["bytes"])
    (tmp_path / "podcast.png").write_bytes(png(3000))
    (tmp_path / "catalogue.json").write_text(json.dumps(values), "utf-8")
    options = PodcastOptions(BASE, "la Région", "fr", "a@exemple.fr")
    (tmp_path / "podcast.xml").write_bytes(podcast(values, options, episodes()))
    return tmp_path


def test_a_right_feed_has_no_fault(site: Path) -> None:
    assert list(podcast_faults(site / "podcast.xml")) == []


def channel_faults() -> Iterator[tuple[str, str, str]]:
    yield "<language>fr</language>", "", "il manque language."
    yield "<language>fr", "<language>français", "language n’est pas un code"
    yield '<itunes:category text="Government" />', "", "il manque itunes:category."
    yield "<itunes:explicit>false", "<itunes:explicit>no", "ni true ni false"
    yield "<podcast:guid>", "<podcast:guid>0", "n’est pas celui de cette adresse"
    yield '">yes</podcast:locked>', '">oui</podcast:locked>', "ni yes ni no"
    yield f"{BASE}/podcast.png", f"{BASE}/absent.png", "l’image n’existe pas"
    yield (
        f"{BASE}/podcast.png",
        "podcast.png",
        "pas complète, ou pas en https : podcast.png",
    )
    yield 'rel="self"', 'rel="alternate"', "rel="
    yield f"<link>{BASE}/<", f"<link>{BASE}/été/<", "une lettre non codée"
    yield f"<link>{BASE}/<", f"<link>{BASE}/?a=1<", "a un « ? »"
    yield f"<link>{BASE}/<", "<link>http://exemple.fr/<", "pas en https"
    yield '<rss version="2.0"', '<rss version="0.9"', "pas un flux RSS 2.0"
    yield "</channel>", "", "mal formé"
    yield "<description>", f"<description>{'a' * 4000}", "plus de 4000 caractères"


def item_faults() -> Iterator[tuple[str, str, str]]:
    yield 'length="4321"', 'length="4320"', "4320 au lieu de 4321 octets"
    yield 'type="audio/mpeg"', 'type="audio/mp3"', "pas du type audio/mpeg"
    yield "a.mp3", "b.mp3", "le son n’existe pas"
    yield f"{BASE}/%C3%A9t%C3%A9/a.mp3", f"{BASE}/../a.mp3", "le son n’existe pas"
    yield "<itunes:duration>61", "<itunes:duration>60", "dit 60, le catalogue 61.4"
    yield "ete:facile", "ete:integral", "2 épisodes ont le même guid"
    yield "<itunes:episode>2", "<itunes:episode>1", "le même itunes:episode"
    yield 'isPermaLink="false"', 'isPermaLink="true"', "isPermaLink"
    yield "Mon, 06 May 2024 12:00:00 +0000", "2024-05-06", "RFC 2822"
    yield "a.vtt", "b.vtt", "ce fichier n’existe pas"
    yield "a.json", "b.json", "ce fichier n’existe pas"
    yield "json+chapters", "json", "podcast:chapters n’est pas du type"
    yield 'type="text/vtt"', 'type="text/html"', "type inattendu : text/html"


@pytest.mark.parametrize(("right", "wrong", "told"), [*channel_faults(), *item_faults()])
def test_a_fault_is_told(site: Path, right: str, wrong: str, told: str) -> None:
    path = site / "podcast.xml"
    text = path.read_text("utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    found = list(podcast_faults(path))
    assert [fault for fault in found if told in fault], found


@pytest.mark.parametrize(
    ("image", "told"),
    [
        (png(600), "600 × 600 pixels"),
        (png(1400, 1500), "1400 × 1500 pixels"),
        (png(3001), "3001 × 3001 pixels"),
        (b"\xff\xd8\xff", "pas en PNG"),
    ],
)
def test_an_image_that_directories_refuse(site: Path, image: bytes, told: str) -> None:
    (site / "podcast.png").write_bytes(image)
    (found,) = podcast_faults(site / "podcast.xml")
    assert told in found


def test_a_feed_without_an_episode(site: Path) -> None:
    content = podcast(two_texts(), PodcastOptions(BASE), {})
    (site / "podcast.xml").write_bytes(content)
    assert list(podcast_faults(site / "podcast.xml")) == [
        "ce podcast n’a pas un seul épisode."
    ]


def test_without_its_catalogue_lengths_are_unknown(site: Path) -> None:
    (site / "catalogue.json").write_text("[]", "utf-8")
    found = list(podcast_faults(site / "podcast.xml"))
    assert len(found) == 3
    assert all("le catalogue None" in fault for fault in found)
