"""What people take away: every file of a narration is read back and measured."""

from __future__ import annotations

import io
import json
import re
import struct
import subprocess
import zipfile
from array import array
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from builders import heading
from projects import UNSAID
from sound import samples

from ppun_access.cli import main
from ppun_access.document.build import inlines, para
from ppun_access.document.model import Clip, Document, Meta, Narration, Sentence
from ppun_access.errors import MissingToolError
from ppun_access.formats import FORMATS
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.speech.model import (
    Audio,
    AudioOptions,
    NarrationOptions,
    Utterance,
    Voice,
    WordMark,
)
from ppun_access.speech.narration import joining
from ppun_access.speech.narration.narrate import narrate
from ppun_access.speech.narration.synthesis import Spoken
from ppun_access.speech.narration.timing import chapters
from ppun_access.tools import cover, ffmpeg, id3, typst
from ppun_access.tools.cover import Words
from ppun_access.writers.archive import ZippedFile, archive
from ppun_access.writers.zip_files import ascii_name, zipped

SOUNDS: tuple[ffmpeg.SoundFormat, ...] = ("mp3", "opus", "m4b")
PAGE = """# L’édito : été & co = 1; #2

Un texte court. Il a deux phrases.

## Le premier; titre = #1

Voici la suite du texte.

## Un second titre

Et la fin.
"""
STEM = "output/edito-ete-co-1-2/edito-ete-co-1-2"
HUM = Voice("hum", "silence", "fr", "Voix d’essai", "1")


def sentence(number: int, text: str) -> Sentence:
    return Sentence(inlines(text), id=f"s{number}")


DOCUMENT = Document(
    "edito",
    "fr",
    "L’édito = 1; #2 \\ été",
    (
        para(sentence(1, "Une phrase pour commencer ce texte.")),
        heading(2, sentence(2, "Le premier; titre = #1")),
        para(sentence(3, "Encore une phrase, puis une autre.")),
        heading(2, sentence(4, "Un second titre")),
        para(sentence(5, "Et la fin de ce texte.")),
    ),
    Meta(author="Ada Lovelace", date="2026-03-05"),
)
OPTIONS = AudioOptions(SOUNDS, album="Politique", publisher="Région")


class Counting:
    """A hum that swells and fades, and counts what it says; loud clicks on demand."""

    def __init__(self) -> None:
        self.said = 0

    def voices(self) -> tuple[Voice, ...]:
        return (HUM,)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        self.said += 1
        length = len(utterance.text) * 1200
        wave = (
            round(9000 * (1 if n % 200 < 100 else -1) * (1 + n % 4800 / 4800) / 2)
            for n in range(length)
        )
        return Audio(array("h", wave).tobytes(), 24000)


def told(folder: Path, jobs: int = 2, **changes: Any) -> Narration:
    image = folder / "cover.png"
    folder.mkdir(exist_ok=True)
    image.write_bytes(cover.draw(Words(DOCUMENT.title, "Ada Lovelace", "Région")))
    audio = replace(OPTIONS, **changes)
    options = NarrationOptions(audio=audio, jobs=jobs, cover=image)
    report = Report()
    made = narrate(
        DOCUMENT, HUM, options, Cache(folder / "cache"), report, engine=Counting()
    )
    assert report.findings == []
    return made


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    return told(tmp_path_factory.mktemp("narration"))


def path_of(narration: Narration, format_: str) -> Path:
    return narration.encodings[format_]


def probed(path: Path) -> str:
    """Return what ffmpeg says of a file, on lines without indentation."""
    command = [ffmpeg.probe().path, "-hide_banner", "-i", path]
    said = subprocess.run(command, capture_output=True, check=False).stderr.decode()
    return "\n".join(" ".join(line.split()) for line in said.splitlines())


def frames(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the frames of an ID3v2.3 tag, or those inside a chapter's."""
    position = 0
    while position < len(content):
        name = content[position : position + 4].decode("ascii")
        (size,) = struct.unpack(">I", content[position + 4 : position + 8])
        yield name, content[position + 10 : position + 10 + size]
        position += size + 10


def id3_of(path: Path) -> list[tuple[str, bytes]]:
    content = path.read_bytes()
    assert content[:6] == b"ID3\x03\x00\x00"
    size = sum(
        byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True)
    )
    assert content[10 + size : 12 + size] == b"\xff\xf3", "the sound comes at once"
    return list(frames(content[10 : 10 + size]))


def text(content: bytes) -> str:
    return content[1:].decode("utf-16" if content[0] else "ascii")


# Sound


@pytest.mark.parametrize("format_", SOUNDS)
def test_each_format_is_even_and_as_long_as_the_narration(
    narration: Narration, format_: str
) -> None:
    path = path_of(narration, format_)
    measured = ffmpeg.measure_file(tool=ffmpeg.probe(), source=path)
    assert measured.lufs == pytest.approx(-18, abs=0.5)
    assert measured.true_peak <= -1.5
    heard = samples(path, 24000)
    assert len(heard.pcm) / heard.rate == pytest.approx(narration.seconds, abs=0.1)


@pytest.mark.parametrize("format_", SOUNDS)
def test_each_sentence_begins_where_its_clip_does(
    narration: Narration, format_: str
) -> None:
    heard = samples(path_of(narration, format_), 24000)
    for clip in narration.clips[1:]:
        first = round((clip.begin - 0.1) * heard.rate)
        part = heard.pcm[first : first + heard.rate // 4]
        onset = next(n for n, sample in enumerate(part) if abs(sample) > 1500)
        assert onset / heard.rate - 0.1 == pytest.approx(0.02, abs=0.03)


def test_no_click_at_the_joins(tmp_path: Path) -> None:
    """Each sound begins and ends on nothing, and comes to it little by little."""
    spoken = tuple(
        Spoken(Utterance("s", "a" * n, "fr", 0), Audio(b"\x00\x30" * 24000, 24000))
        for n in range(4)
    )
    track = joining.join_track(spoken, tmp_path / "sound")
    pcm = array("h", b"".join(track.pcm()))
    assert len(pcm) == track.runs()[-1].end
    steps = [abs(b - a) for a, b in pairwise(pcm)]
    assert 0 < max(steps) <= max(pcm) / 100
    for run in track.runs()[1:]:
        assert abs(pcm[run.begin]) + abs(pcm[run.begin - 1]) < max(pcm) / 100


@pytest.mark.parametrize(
    ("format_", "kilobytes"), [("mp3", 481), ("opus", 178), ("m4b", 386)]
)
def test_weights(narration: Narration, format_: str, kilobytes: int) -> None:
    image = (
        0 if format_ == "opus" else path_of(narration, "mp3").read_bytes().index(b"IEND")
    )
    sound = path_of(narration, format_).stat().st_size - image
    assert sound * 60 / narration.seconds / 1000 < 1.2 * kilobytes


def test_the_same_bytes_in_any_order_of_work(narration: Narration, tmp_path: Path) -> None:
    again = told(tmp_path / "again", jobs=1)
    for format_ in SOUNDS:
        assert (
            path_of(again, format_).read_bytes() == path_of(narration, format_).read_bytes()
        )
    assert replace(again, audio=narration.audio, encodings=narration.encodings) == narration


def test_a_format_asked_for_later_says_and_codes_nothing_twice(tmp_path: Path) -> None:
    engine, cache = Counting(), Cache(tmp_path)

    def made(*formats: ffmpeg.SoundFormat) -> Narration:
        options = NarrationOptions(audio=AudioOptions(formats))
        return narrate(DOCUMENT, HUM, options, cache, Report(), engine=engine)

    first = made("mp3")
    assert list(first.encodings) == ["mp3"]
    stamp = first.audio.stat().st_mtime_ns
    both = made("mp3", "opus")
    assert list(both.encodings) == ["mp3", "opus"]
    assert engine.said == 6
    assert both.audio == first.audio
    assert both.audio.stat().st_mtime_ns == stamp
    assert path_of(both, "opus").read_bytes()[:4] == b"OggS"
    path_of(both, "opus").write_bytes(b"OggS spoilt")
    assert path_of(made("opus"), "opus").stat().st_size > 1000
    assert engine.said == 6


def test_a_sound_made_roughly_gives_way_to_the_exact_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, cache = Counting(), Cache(tmp_path)

    def made(rough: bool) -> Narration:
        options = NarrationOptions(rough=rough)
        report = Report()
        found = narrate(DOCUMENT, HUM, options, cache, report, engine=engine)
        assert report.findings == []
        return found

    code = ffmpeg.encode

    def unmeasured(*format_: ffmpeg.SoundFormat, **asked: Any) -> Any:
        assert not asked["is_measured"]
        return code(*format_, **asked)

    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "encode", unmeasured)
        rough = made(True)
        assert made(True) == rough
    exact = made(False)
    assert exact.audio != rough.audio
    assert exact.clips == rough.clips
    assert made(True) == made(False) == exact
    assert engine.said == 6


def test_a_sound_at_an_odd_rate_can_be_opus(tmp_path: Path) -> None:
    tone = struct.pack("<2h", 5000, -5000) * 22050
    ffmpeg.encode(
        "opus", tool=ffmpeg.probe(), pcm=[tone], rate=22050, output=tmp_path / "a.opus"
    )
    assert len(samples(tmp_path / "a.opus", 22050).pcm) == 44100
    assert [path.name for path in tmp_path.iterdir()] == ["a.opus"]


def test_words_are_where_they_are_heard(tmp_path: Path) -> None:
    """From the engine and from the cache alike, the silence before them counted."""

    class Timed(Counting):
        def say(self, utterance: Utterance, voice: Voice) -> Audio:
            sound = super().say(utterance, voice)
            late = bytes(2 * 24000)
            return Audio(late + sound.pcm, 24000, (WordMark("mot", 0, 1.0, 1.4),))

    for _ in range(2):
        made = narrate(
            DOCUMENT, HUM, NarrationOptions(), Cache(tmp_path), Report(), engine=Timed()
        )
        heard = samples(made.audio, 24000)
        assert [w.node_id for w in made.words] == [c.node_id for c in made.clips]
        for word in made.words:
            first = round((word.begin - 0.1) * heard.rate)
            part = heard.pcm[max(0, first) : first + heard.rate // 4]
            onset = next(n for n, sample in enumerate(part) if abs(sample) > 1500)
            assert (max(0, first) + onset) / heard.rate == pytest.approx(
                word.begin, abs=0.02
            )


# Tags, cover and chapters


def test_mp3_tags_are_those_that_players_read(narration: Narration) -> None:
    found = id3_of(path_of(narration, "mp3"))
    plain = {name: text(content) for name, content in found if name[0] == "T"}
    assert plain == {
        "TIT2": DOCUMENT.title,
        "TPE1": "Ada Lovelace",
        "TALB": "Politique",
        "TLAN": "fra",
        "TPUB": "Région",
        "TYER": "2026",
        "TDAT": "0503",
    }
    (comment,) = (content for name, content in found if name == "COMM")
    assert comment[:4] == b"\x01fra"
    description, said = comment[4:].decode("utf-16-le").lstrip("\ufeff").split("\0")
    assert description == ""
    assert said.strip("\ufeff").startswith("Texte lu par une voix de synthèse")


def test_mp3_files_say_their_place_and_a_new_text_codes_no_other_again(
    project: Path,
) -> None:
    def tracks() -> dict[str, tuple[str, bytes]]:
        found = {}
        for path in sorted(Path("output").rglob("*.mp3")):
            tags = dict(id3_of(path))
            sound = path.read_bytes()[id3.length(path.read_bytes()) :]
            found[path.stem] = (text(tags["TRCK"]), sound)
            assert text(tags["TALB"]) == "Livre"
        return found

    (project / "content/facile").mkdir()
    (project / "content/facile/un.md").write_text("# Un\n\nFacile.\n", "utf-8")
    (project / "content/a.md").write_text("# Un\n\nMot.\n", "utf-8")
    (project / "content/c.md").write_text("# Trois\n\nMot.\n", "utf-8")
    assert main(["build", "--to", "mp3,epub"]) == 0
    before = tracks()
    assert {name: track for name, (track, _) in before.items()} == {
        "un": "1", "un-facile": "2", "trois": "3"
    }  # fmt: skip
    book = Path("output/trois/trois.epub").read_bytes()
    (project / "content/b.md").write_text("# Deux\n\nMot.\n", "utf-8")
    assert main(["build", "--to", "mp3,epub"]) == 0
    after = tracks()
    assert [after[name][0] for name in ("un", "un-facile", "deux", "trois")] == [
        "1", "2", "3", "4"
    ]  # fmt: skip
    assert after["trois"][1] == before["trois"][1]
    assert Path("output/trois/trois.epub").read_bytes() == book
    log = json.loads(Path("output-rapport/build.json").read_text("utf-8"))
    assert log["cache"]["encoding"]["made"] == 1, log["cache"]


def test_mp3_holds_the_cover_and_the_chapters(narration: Narration) -> None:
    found = id3_of(path_of(narration, "mp3"))
    (picture,) = (content for name, content in found if name == "APIC")
    assert picture == b"\0image/png\0\x03\0" + cover.draw(
        Words(DOCUMENT.title, "Ada Lovelace", "Région")
    )
    (contents,) = (content for name, content in found if name == "CTOC")
    assert contents == b"toc\0\x03\x03ch0\0ch1\0ch2\0"
    read = []
    for content in (content for name, content in found if name == "CHAP"):
        begin, end = struct.unpack(">II", content[4:12])
        ((name, title),) = frames(content[20:])
        read.append((text(title), begin / 1000, end / 1000))
        assert (content[:2], name) == (b"ch", "TIT2")
    expected = [
        (c.title, pytest.approx(c.begin, abs=0.001), pytest.approx(c.end, abs=0.001))
        for c in narration.chapters
    ]
    assert read == expected


@pytest.mark.parametrize("format_", SOUNDS)
def test_tags_and_chapters_as_another_program_reads_them(
    narration: Narration, format_: str
) -> None:
    said = probed(path_of(narration, format_))
    for line in (
        f"title : {DOCUMENT.title}",
        "artist : Ada Lovelace",
        "album : Politique",
        "comment : Texte lu par une voix de synthèse",
    ):
        assert line in said
    assert "2026-03-05" in said
    assert "creation_time" not in said
    assert "Lavf" not in said
    starts = [float(at) for at in re.findall(r"Chapter #0:\d+: start (\S+),", said)]
    assert starts == pytest.approx([c.begin for c in narration.chapters], abs=0.001)
    for chapter in narration.chapters:
        assert f"title : {chapter.title}" in said
    assert ("1400x1400" in said) is (format_ != "opus")


def test_m4b_is_an_audiobook_with_its_cover(narration: Narration) -> None:
    content = path_of(narration, "m4b").read_bytes()
    assert content[4:12] == b"ftypM4A "
    assert content.index(b"moov") < content.index(b"mdat"), "it can be heard at once"
    assert cover.draw(Words(DOCUMENT.title, "Ada Lovelace", "Région")) in content
    assert "(fra): Audio: aac" in probed(path_of(narration, "m4b"))


def test_chapters_begin_with_the_clips_of_headings(narration: Narration) -> None:
    begins = {clip.node_id: clip.begin for clip in narration.clips}
    assert [(c.title, c.begin) for c in narration.chapters] == [
        (DOCUMENT.title, 0.0),
        ("Le premier; titre = #1", begins["s2"]),
        ("Un second titre", begins["s4"]),
    ]
    assert [c.end for c in narration.chapters] == [
        begins["s2"],
        begins["s4"],
        narration.seconds,
    ]


def test_a_text_without_headings_is_one_chapter() -> None:
    document = Document("a", "fr", "Titre", (para(sentence(1, "Oui.")),))
    (only,) = chapters(document, (Clip("titre", 0, 1), Clip("s1", 1, 2)), 2.0)
    assert (only.title, only.begin, only.end) == ("Titre", 0.0, 2.0)


def test_no_more_chapters_than_files_can_list() -> None:
    blocks = tuple(heading(2 + n % 3, sentence(n, f"Titre {n}")) for n in range(600))
    clips = tuple(Clip(f"s{n}", n + 1, n + 2) for n in range(600))
    found = chapters(Document("a", "fr", "Livre", blocks), clips, 700)
    assert len(found) == 201
    assert found[2].title == "Titre 3"
    flat = tuple(heading(2, sentence(n, f"Titre {n}")) for n in range(600))
    assert len(chapters(Document("a", "fr", "Livre", flat), clips, 700)) == 255
    assert len(id3.id3_tag({}, [id3.Chapter("x", 0, 1)] * 999)) < 20_000


# ZIP


def test_names_in_a_zip_are_ascii() -> None:
    assert ascii_name("L’été, n° 1.mp3") == "Lete-n-1.mp3"
    assert ascii_name("→") == "texte"
    held = (
        ZippedFile("mp3", "été.mp3", b"son", 61.0, "Siwis"),
        ZippedFile("text", "été.txt", b"texte"),
    )
    content = archive(DOCUMENT, "facile", "la Région", held)
    assert content == archive(DOCUMENT, "facile", "la Région", reversed(held))
    with zipfile.ZipFile(io.BytesIO(content)) as zip_:
        assert zip_.testzip() is None
        assert zip_.namelist() == [
            "edito-facile/LISEZ-MOI.txt",
            "edito-facile/ete.mp3",
            "edito-facile/ete.txt",
        ]
        assert {i.date_time for i in zip_.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert zip_.read("edito-facile/ete.mp3") == b"son"
        note = zip_.read("edito-facile/LISEZ-MOI.txt").decode("utf-8-sig")
    assert note.startswith("L’édito")
    assert note.index("ete.txt") < note.index("ete.mp3")
    assert "Le son dure 1 minute et 1 seconde." in note.replace("\u00a0", " ")
    assert "Version simplifiée" in note
    assert "voix de synthèse" in note


def test_the_sentences_of_the_note_are_short() -> None:
    held = tuple(
        ZippedFile(name, f"a.{name}", b"", 61.0, "Siwis") for name in ("text", "mp3")
    )
    with zipfile.ZipFile(io.BytesIO(archive(DOCUMENT, "integral", "", held))) as zip_:
        note = zip_.read("edito/LISEZ-MOI.txt").decode("utf-8-sig")
    lines = [line for line in note.split("\r\n") if line]
    assert max(len(line.split()) for line in lines) <= 12
    assert zipped({"b": b"1", "a": b"2"}) == zipped({"a": b"2", "b": b"1"})


# The whole, as people run it


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "projet"
    (folder / "content").mkdir(parents=True)
    (folder / "content/a.md").write_text(PAGE, "utf-8")
    (folder / "ppun.toml").write_text('titre = "Livre"\nvoix = "silence"\n', "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


def formats_of(folder: Path) -> list[str]:
    catalogue = json.loads((folder / "output/catalogue.json").read_text("utf-8"))
    (publication,) = catalogue["publications"]
    files = publication["versions"][0]["files"]
    return list(dict.fromkeys(file["format"] for file in files))


def codes(folder: Path) -> list[str]:
    log = json.loads((folder / "output-rapport/build.json").read_text("utf-8"))
    found = [finding["code"] for finding in log["findings"]]
    return [code for code in found if code not in UNSAID]  # no base_url here


def test_a_build_publishes_every_package(project: Path) -> None:
    assert main(["build"]) == 0
    assert codes(project) == []
    own = [name for name, one in FORMATS.items() if not one.whole_site]
    assert formats_of(project) == [*own, "wav"]
    values = json.loads(Path(f"{STEM}-chapitres.json").read_text("utf-8"))
    assert values["version"] == "1.2.0"
    titles = [chapter["title"] for chapter in values["chapters"]]
    assert [t.replace("\u00a0", " ").replace("\u202f", " ") for t in titles] == [
        "L’édito : été & co = 1 ; #2",
        "Le premier ; titre = #1",
        "Un second titre",
    ]
    starts = [chapter["startTime"] for chapter in values["chapters"]]
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    image = Path(f"{STEM}-couverture.png").read_bytes()
    assert image in Path(f"{STEM}.mp3").read_bytes()
    with zipfile.ZipFile(f"{STEM}.zip") as zip_:
        assert [name.rpartition("/")[2] for name in zip_.namelist()] == [
            "LISEZ-MOI.txt",
            "edito-ete-co-1-2.mp3",
            "edito-ete-co-1-2.txt",
        ]
        sound = zip_.read("edito-ete-co-1-2/edito-ete-co-1-2.mp3")
    assert sound == Path(f"{STEM}.mp3").read_bytes()
    page = BeautifulSoup(
        Path(STEM).with_name("index.html").read_text("utf-8"), "html.parser"
    )
    assert [(s["src"], s["type"]) for s in page.select("audio source")] == [
        ("edito-ete-co-1-2.opus", "audio/ogg; codecs=opus"),
        ("edito-ete-co-1-2.mp3", "audio/mpeg"),
    ]
    links = [str(a["href"]).rpartition(".")[2] for a in page.select(".fichiers a")]
    assert sorted(links) == sorted((
        "txt", "mp3", "opus", "m4b", "epub", "zip", "zip", "brf", "brf",
    ))  # fmt: skip
    first = [str(a["href"]).partition(".")[2] for a in page.select(".telecharger .choix")]
    assert first == ["pdf", "brf"]
    home = BeautifulSoup(Path("output/index.html").read_text("utf-8"), "html.parser")
    assert not home.select("article [download]")
    assert home.select('article a[href$="/index.html#telecharger"]')


def test_only_what_is_asked_for_is_made(project: Path, tmp_path: Path) -> None:
    assert main(["build", "--to", "opus"]) == 0
    assert formats_of(project) == ["opus"]
    cached = [p.read_bytes()[:4] for p in (tmp_path / "cache").rglob("*") if p.is_file()]
    assert cached.count(b"OggS") == 1
    assert b"ID3\x03" not in cached
    assert main(["build", "--to", "zip"]) == 0
    assert formats_of(project) == ["opus", "zip"]
    with zipfile.ZipFile(f"{STEM}.zip") as zip_:
        assert len(zip_.namelist()) == 3


def test_without_typst_the_rest_is_published(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("ppun_access.tools.run.find_spec", lambda name: None)
    typst.probe.cache_clear()
    assert main(["build"]) == 0
    assert codes(project) == ["couverture-absente", "format-absent", "format-absent"]
    lost = ("cover", "pdf", "podcast", "kit")
    assert formats_of(project) == [*(n for n in FORMATS if n not in lost), "wav"]
    assert b"APIC" not in Path(f"{STEM}.mp3").read_bytes()
    capsys.readouterr()
    assert main(["build", "--to", "cover"]) == 4
    assert "typst manque" in capsys.readouterr().err
    typst.probe.cache_clear()


def test_without_ffmpeg_the_rest_is_published(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ffmpeg, "find_spec", lambda name: None)
    ffmpeg.probe.cache_clear()
    with pytest.raises(MissingToolError):
        ffmpeg.probe()
    assert main(["build"]) == 0
    assert codes(project) == ["audio-absent"]
    silent = ["html", "text", "epub", "daisy202", "pdf", "brf", "pef", "cover"]
    assert formats_of(project) == silent
    ffmpeg.probe.cache_clear()


def test_the_colour_of_covers_is_a_setting(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = project / "ppun.toml"
    images = []
    for colour in ("#7a1e3c", "#003366"):
        settings.write_text(f'titre = "Livre"\n[audio]\ncouleur = "{colour}"\n', "utf-8")
        assert main(["build", "--to", "cover"]) == 0
        images.append(Path(f"{STEM}-couverture.png").read_bytes())
    assert images[0] != images[1]
    settings.write_text('[audio]\ncouleur = "bleu"\n', "utf-8")
    capsys.readouterr()
    assert main(["build", "--to", "cover"]) == 2
    assert "« bleu » n’est pas une couleur" in capsys.readouterr().err


def test_a_title_too_long_for_a_cover_stops_nothing(project: Path) -> None:
    (project / "content/a.md").write_text(f"# {'mot ' * 2000}\n\nOui.\n", "utf-8")
    assert main(["build", "--to", "cover,text"]) == 5
    assert codes(project) == ["texte-en-panne"]
    assert formats_of(project) == ["text"]
