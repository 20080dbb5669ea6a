"""The language of a page that does not say it: recognised, published and read as such."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from carrying import published
from harness import Case, cases
from projects import catalogue
from test_hostile import member

from ppun_access.cli import main
from ppun_access.commands.speak import SpeakRequest, speak_file
from ppun_access.errors import MissingToolError
from ppun_access.readers import read
from ppun_access.report import Report
from ppun_access.speech.model import ScriptOptions
from ppun_access.speech.narration.script import script

ENGLISH = """# Getting help

This page is in English. Please contact us for more information: it costs 1.500 euros!

| Name | Price |
|---|---|
| Bus | 2 euros |

> A quote that is said.
"""
FRENCH = "# Obtenir\n\nCette page est en français. Appelez-nous pour en savoir plus !\n"
DUTCH = """# Hulp

Deze pagina is in het Nederlands. Neem contact met ons op als u meer wilt weten.
"""


@pytest.mark.parametrize("case", cases("languages"))
def test_case(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "page.md"
    path.write_text(case.source, "utf-8")
    (document,) = read(path)
    case.check(document.lang)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("langues")
    (folder / "content").mkdir()
    for name, text in (("en", ENGLISH), ("fr", FRENCH), ("nl", DUTCH)):
        (folder / f"content/{name}.md").write_text(text, "utf-8")
    to = "html,text,mp3,vtt,epub,daisy,pdf,brf,report"
    arguments = [str(folder / "content"), "-o", str(folder / "output"), "--to", to]
    assert main(["build", "--voice", "pico", *arguments]) == 0
    return folder / "output"


def test_every_format_says_the_language(out: Path) -> None:
    folder = out / "getting-help"
    assert (
        b'<div class="texte" id="texte" tabindex="-1" lang="en">'
        in (folder / "index.html").read_bytes()
    )
    assert b'lang="fr"' in (folder / "index.html").read_bytes()[:100]
    assert b'lang="en"' in member(folder / "getting-help.epub", "getting-help.xhtml")
    assert b"<dc:language>en" in member(folder / "getting-help.epub", ".opf")
    assert b'lang="en"' in member(folder / "getting-help-daisy202.zip", "content.html")
    assert b"/Lang(en)" in (folder / "getting-help.pdf").read_bytes()


def test_a_voice_of_its_language_reads_it_or_none(out: Path) -> None:
    log = json.loads((out.with_name("output-rapport") / "build.json").read_text("utf-8"))
    told = {(f["code"], f["file"]) for f in log["findings"] if "langue-" in f["code"]}
    assert told == {("langue-reconnue", "en.md"), ("langue-sans-voix", "nl.md")}
    files = {
        publication["id"]: {file["format"] for file in publication["versions"][0]["files"]}
        for publication in catalogue(out)["publications"]
    }
    assert all("mp3" in files[name] for name in ("getting-help", "obtenir"))
    assert not {"mp3", "vtt"} & files["hulp"]
    credit = (out / "getting-help/index.html").read_text("utf-8")
    assert "Pico, voix embarquée anglaise" in credit


def test_french_rules_are_for_french(out: Path) -> None:
    text = (out / "getting-help/getting-help.txt").read_text("utf-8-sig")
    assert "it costs 1.500 euros!" in text
    cues = (out / "getting-help/getting-help.vtt").read_text("utf-8")
    assert "Text read by a synthetic voice." in cues
    assert "Citation" not in cues
    scores = {
        publication["id"]: publication["versions"][0]["readability"]["words"]
        for publication in catalogue(out)["publications"]
    }
    assert scores["getting-help"] == 0 < scores["obtenir"]
    drafts = out.with_name("output-rapport") / "brouillons"
    assert [path.name for path in drafts.iterdir()] == ["obtenir.md"]


def test_what_is_said_of_an_english_text_has_no_french_word(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{ENGLISH}\n- ~~old~~ new ![a map](a.png)\n\n1. one\n", "utf-8")
    (document,) = read(path)
    options = ScriptOptions(
        announcements="complet", opening="Bonjour.", ending="Au revoir."
    )
    said = [u.text for u in script(published(document, Report()), options)]
    assert " ".join(said[3:]) == (
        "Name Price Name : Bus Price : 2 euros A quote that is said. "
        "(deleted text: old, end of deleted text) new a map 1 : one"
    )


def test_a_french_voice_asked_for_by_name_does_not_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(DUTCH, "utf-8")
    with pytest.raises(MissingToolError, match="« nl »"):
        speak_file(SpeakRequest(str(path), tmp_path / "a.mp3", "pico"), Report(), print)
