"""The two editorials, published with the real voice: what the project promises of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sound import longest_silence, samples

from ppun_access.build import Request, build
from ppun_access.build.context import looking_at, report_folder
from ppun_access.build.editors_report import read_findings
from ppun_access.build.preparation import prepare
from ppun_access.build.sources import read_sources
from ppun_access.document.model import Document
from ppun_access.document.walk import running_text, sentences
from ppun_access.formats import FORMATS
from ppun_access.inspect.published_folder import inspect
from ppun_access.project.project import load_project
from ppun_access.readability.document import score_document
from ppun_access.report import Report
from ppun_access.tools import ffmpeg

CONTENT = Path(__file__).parents[1] / "content"
IDS = ("edito-de-la-presidente", "edito-du-vice-president")
VERSIONS = [(name, version) for name in IDS for version in ("integral", "facile")]


@dataclass(frozen=True)
class Published:
    out: Path

    @cached_property
    def catalogue(self) -> Any:
        return json.loads((self.out / "catalogue.json").read_text("utf-8"))

    def files(self, name: str, version: str) -> dict[str, Any]:
        (text,) = (p for p in self.catalogue["publications"] if p["id"] == name)
        (found,) = (v for v in text["versions"] if v["version"] == version)
        return {file["format"]: file for file in found["files"]}

    def path(self, name: str, version: str, format_: str) -> Path:
        return self.out / str(self.files(name, version)[format_]["path"])

    def read(self, name: str, version: str, format_: str) -> str:
        return self.path(name, version, format_).read_text("utf-8")


@pytest.fixture(scope="session")
def seed(editorials: Path) -> Published:
    return Published(editorials)


@pytest.fixture(scope="session")
def documents() -> dict[tuple[str, str], Document]:
    project = load_project((CONTENT,))
    build = looking_at(project, Report())
    prepared = prepare(build, read_sources(project, Report()))
    return {(d.id, version): d for version, d in prepared.texts()}


each = pytest.mark.parametrize(("name", "version"), VERSIONS)
heard = pytest.mark.parametrize(
    ("name", "version"),
    [
        VERSIONS[0],
        *(pytest.param(*one, marks=pytest.mark.long) for one in VERSIONS[1:3]),
        VERSIONS[3],
    ],
)
"""Decoding a sound takes time: those of one text, and of one easy version."""


def test_what_is_told_of_the_editorials(seed: Published) -> None:
    found = read_findings(report_folder(seed.out))
    assert found is not None
    assert [f.code for f in found] == [
        "image-absente", *["phrase-longue"] * 3, "podcast-absent",
        "contact-absent", "declaration-incomplete", "mentions-incompletes",
    ]  # fmt: skip
    assert [f.pos.line for f in found[1:] if f.pos] == [9, 11, 15]


def test_the_whole_site_passes_check(seed: Published) -> None:
    inspection = inspect(seed.out)
    assert inspection.faults == ()
    published = {path for path in seed.out.rglob("*") if path.is_file()}
    assert inspection.files == len(published - {seed.out / ".ppun-manifest.json"})


@each
def test_the_catalogue_names_files_that_exist(
    seed: Published, name: str, version: str
) -> None:
    files = seed.files(name, version)
    own = [name for name, one in FORMATS.items() if not one.whole_site]
    assert list(files) == [*own, "wav"]
    for file in files.values():
        assert (seed.out / file["path"]).stat().st_size == file["bytes"] > 0


def test_authors_and_roles_are_read_from_the_signatures(seed: Published) -> None:
    texts = seed.catalogue["publications"]
    assert [(t["id"], t["author"], t["role"][:26]) for t in texts] == [
        (IDS[0], "Marie-Guite Dufay", "Présidente de la Région Bo"),
        (IDS[1], "Patrick MOLINOZ", "Vice-Président de la Régio"),
    ]


@heard
def test_the_sound_is_even_and_never_silent_for_long(
    seed: Published, name: str, version: str
) -> None:
    path = seed.path(name, version, "mp3")
    measured = ffmpeg.measure_file(tool=ffmpeg.probe(), source=path)
    assert measured.lufs == pytest.approx(-18, abs=0.5)
    assert measured.true_peak <= -1.5
    heard = samples(path)
    assert longest_silence(heard.pcm, heard.rate) <= 1.5
    seconds = len(heard.pcm) / heard.rate
    assert seconds == pytest.approx(seed.files(name, version)["mp3"]["seconds"], abs=0.1)


@heard
def test_cues_follow_one_another_to_the_end(
    seed: Published, name: str, version: str
) -> None:
    cues = re.findall(r"^(\S+) --> (\S+)$", seed.read(name, version, "vtt"), re.M)
    times = [(_seconds(begin), _seconds(end)) for begin, end in cues]
    assert times[0][0] < 0.3
    assert all(begin < end for begin, end in times)
    assert all(a[1] <= b[0] + 0.001 for a, b in pairwise(times))
    heard = samples(seed.path(name, version, "mp3"))
    assert times[-1][1] == pytest.approx(len(heard.pcm) / heard.rate, abs=0.3)


def _seconds(clock: str) -> float:
    hours, minutes, seconds = clock.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


@each
def test_every_sentence_is_in_the_text_the_page_and_the_cues(
    seed: Published, documents: dict[tuple[str, str], Document], name: str, version: str
) -> None:
    said = {s.id: _plain(running_text((s,))) for s in sentences(documents[name, version])}
    assert len(said) >= 11
    text = _plain(seed.read(name, version, "text"))
    page = BeautifulSoup(seed.read(name, version, "html"), "html.parser")
    shown = {str(s["id"]): _plain(s.get_text()) for s in page.select("main .s[id]")}
    cues = dict(
        re.findall(r"^(s-\S+)\n.+-->.+\n(.+)$", seed.read(name, version, "vtt"), re.M)
    )
    assert {key: _plain(cue) for key, cue in cues.items()} == said
    assert {key: shown.get(key) for key in said} == said
    assert [sentence for sentence in said.values() if sentence not in text] == []


def _plain(text: str) -> str:
    return " ".join(text.replace("&amp;", "&").split())


def test_every_word_of_the_source_is_published(seed: Published) -> None:
    source = (CONTENT / "politique-publique-des-usages-numeriques.md").read_text("utf-8")
    body = re.sub(r"\{%.*?%\}|^#.*? |\*\*|^!.*$", " ", source, flags=re.M)
    texts = " ".join(seed.read(name, "integral", "text") for name in IDS)
    published = set(re.findall(r"\w+", texts.replace("3 500", "3500")))
    wanted = set(re.findall(r"\w+", body.replace("3.500", "3500")))
    home = (seed.out / "index.html").read_text("utf-8")
    assert {word for word in wanted if word not in published and word not in home} == set()


@pytest.mark.long  # ``test_build.py`` has a smaller one
def test_two_builds_are_the_same_bytes(seed: Published, tmp_path: Path) -> None:
    again = Published(tmp_path / "site")
    content_of_seed = seed.out.with_name("content")
    build(Request((content_of_seed,), again.out, voice="pico", cache=tmp_path / "cache"))

    def content(site: Published) -> dict[str, bytes]:
        files = (p for p in sorted(site.out.rglob("*")) if p.is_file())
        return {p.relative_to(site.out).as_posix(): p.read_bytes() for p in files}

    assert content(again) == content(seed)


@pytest.mark.parametrize("name", IDS)
def test_an_easy_editorial_is_easy(
    documents: dict[tuple[str, str], Document], name: str
) -> None:
    scores = score_document(documents[name, "facile"])
    assert scores.kandel_moles >= 80
    assert scores.words <= 12 * scores.sentences


@pytest.mark.parametrize("name", IDS)
def test_the_easy_page_says_what_it_is(seed: Published, name: str) -> None:
    for format_ in ("html", "text", "vtt"):
        content = _plain(seed.read(name, "facile", format_))
        assert "Brouillon non validé" in content
        assert "Ce texte est un essai." in content
        assert "Des personnes concernées doivent encore le relire." in content
    assert "FALC" not in seed.read(name, "facile", "html")
    assert "MOLINOZ" not in seed.read(name, "facile", "html")
