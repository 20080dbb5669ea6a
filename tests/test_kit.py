"""The off-line kit: sounds for discs and telephone lines, the folder of a USB stick."""

from __future__ import annotations

import json
import math
import struct
import wave
import zipfile
from array import array
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from projects import build, catalogue, codes, failed, project, snapshot
from sound import samples

from ppun_access.build import Request, Result
from ppun_access.build import build as pipeline_build
from ppun_access.document.build import inlines, para
from ppun_access.document.model import Book, Document, Edition, Narration, Sentence
from ppun_access.errors import OutputError
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.settings.sections import DISC_SECONDS, KitSettings
from ppun_access.site.kit.contents import LONGEST_TITLE, kit_texts, plain_title
from ppun_access.site.kit.sound import kit_note, kit_sounds, write_players
from ppun_access.speech.model import (
    Audio,
    AudioOptions,
    NarrationOptions,
    Utterance,
    Voice,
)
from ppun_access.speech.narration import files, joining
from ppun_access.speech.narration.narrate import narrate
from ppun_access.tools import ffmpeg

__all__ = ["project"]

CONTACT = '[contact]\ntelephone = "03 81 00 00 00"\n'
DISCS = "[kit]\ncd = true\n"
EASY = "---\nsource: bonjour-a-tous\n---\n# Bonjour\n\nVoici un texte court.\n"
KIT = "kit-hors-ligne"
PLAYERS = f"{KIT}/lecteur-daisy-mp3.zip"
"""What is for the readers of blind people."""


@pytest.fixture
def town(project: Path) -> Path:
    """Two texts, one with an easy version, and whom to ask."""
    (project / "content/facile").mkdir()
    (project / "content/facile/bonjour-a-tous.md").write_text(EASY, "utf-8")
    (project / "content/b.md").write_text("# Où l’œuvre naît\n\nUn autre texte.\n", "utf-8")
    (project / "ppun.toml").write_text(CONTACT, "utf-8")
    return project


def inside(site: Path) -> list[str]:
    found = (site / KIT).rglob("*")
    return sorted(p.relative_to(site / KIT).as_posix() for p in found if p.is_file())


@pytest.mark.usefixtures("warm_cache")
def test_the_whole_kit(town: Path) -> None:
    assert build("--to", "kit") == 0
    site = town / "output"
    assert set(codes(site)) <= {"relecture-absente", "accord-incomplet"}
    assert inside(site) == [
        "LISEZ-MOI.txt",
        "affiche.pdf",
        "lecteur-daisy-mp3.zip",
        "livret.pdf",
        "telephone/01-bonjour-a-tous.wav",
        "telephone/02-bonjour-facile.wav",
        "telephone/03-ou-l-oeuvre-nait.wav",
    ]
    with zipfile.ZipFile(site / PLAYERS) as players:
        names = players.namelist()
    assert [name for name in names if "/" not in name] == [
        "LISEZ-MOI.txt",
        "01 Bonjour a tous.mp3",
        "02 Bonjour facile.mp3",
        "03 Ou l oeuvre nait.mp3",
    ]
    books = {name.partition("/")[0] for name in names if "/" in name}
    assert books == {"livre-01", "livre-02", "livre-03"}
    assert "".join([*inside(site), *names]).isascii()
    first = snapshot(site)
    (site / KIT / "LISEZ-MOI.txt").unlink()
    assert build("--to", "kit") == 0
    assert snapshot(site) == first


@pytest.mark.usefixtures("warm_cache")
def test_the_catalogue_lists_the_sounds_with_their_text(town: Path) -> None:
    (town / "ppun.toml").write_text(f"{CONTACT}{DISCS}", "utf-8")
    assert build("--to", "html,kit") == 0
    listed = catalogue(town / "output")
    heard = {
        (publication["id"], version["version"]): [
            (f["format"], f["variant"], f["path"])
            for f in version["files"]
            if f["format"] == "wav" and f["seconds"] > 0
        ]
        for publication in listed["publications"]
        for version in publication["versions"]
    }
    assert heard["bonjour-a-tous", "facile"] == [
        ("wav", "cd", f"{KIT}/cd/02-bonjour-facile.wav"),
        ("wav", "telephone", f"{KIT}/telephone/02-bonjour-facile.wav"),
    ]
    assert [len(sounds) for sounds in heard.values()] == [2, 2, 2]
    whole = [(f["format"], f["variant"], f["path"]) for f in listed["files"]]
    assert ("text", "kit", f"{KIT}/LISEZ-MOI.txt") in whole
    work = (town / "output/professionnels/index.html").read_text("utf-8")
    assert "Audio pour un CD (WAV)" in work
    assert ("zip", "players", PLAYERS) in whole
    downloads = (town / "output/telechargements/index.html").read_text("utf-8")
    assert f'href="../{PLAYERS}"' in downloads
    for path in (
        "telephone/01-bonjour-a-tous.wav",
        "cd/01-bonjour-a-tous.wav",
        "telephone/02-bonjour-facile.wav",
        "LISEZ-MOI.txt",
        "affiche.pdf",
    ):
        assert f'href="../{KIT}/{path}"' in work  # fmt: skip
    for page in (town / "output").glob("**/index.html"):
        told = page.read_text("utf-8")
        assert "équipe" not in told, "what is for the team is not on the site"
        assert (".wav" in told) == ("Mode d’emploi du kit" in told) == (told == work)


@pytest.mark.usefixtures("warm_cache")
def test_the_note_says_what_is_so(town: Path) -> None:
    (town / "ppun.toml").write_text(f"{CONTACT}{DISCS}", "utf-8")
    assert build("--to", "kit") == 0
    path = town / "output" / KIT / "LISEZ-MOI.txt"
    told = path.read_text("utf-8-sig")
    assert "Elle dit à qui demander les textes." in told
    assert "mairie" not in told
    assert "Vous n’avez pas ce dossier\u00a0?" in told
    drafts = [line for line in told.split("\n") if "02-bonjour-facile" in line]
    assert len(drafts) == 2
    assert all("brouillon non validé" in line for line in drafts)
    assert told.count("brouillon") == 2
    (town / "ppun.toml").write_text("", "utf-8")
    assert build("--to", "kit") == 0
    told = path.read_text("utf-8-sig")
    assert "C’est une affiche pour l’accueil." in told
    assert "à qui demander" not in told


@pytest.mark.usefixtures("warm_cache")
def test_the_books_are_those_that_are_published(town: Path) -> None:
    assert build("--to", "kit,daisy") == 0
    site = town / "output"
    with zipfile.ZipFile(site / PLAYERS) as players:
        held = {name: players.read(name) for name in players.namelist()}
    for number, path in (
        ("01", "bonjour-a-tous/bonjour-a-tous-daisy202.zip"),
        ("02", "bonjour-a-tous/facile/bonjour-a-tous-facile-daisy202.zip"),
    ):
        with zipfile.ZipFile(site / path) as archive:
            packed = {n.partition("/")[2]: archive.read(n) for n in archive.namelist()}
        folder = f"livre-{number}/"
        book = {n.removeprefix(folder): held[n] for n in held if n.startswith(folder)}
        assert book == packed
        assert {"ncc.html", "a0001.mp3"} <= set(packed)


@pytest.mark.usefixtures("warm_cache")
def test_the_notes_are_read_by_any_device(town: Path) -> None:
    assert build("--to", "kit") == 0
    with zipfile.ZipFile(town / "output" / PLAYERS) as players:
        inner = players.read("LISEZ-MOI.txt")
    for content in ((town / "output" / KIT / "LISEZ-MOI.txt").read_bytes(), inner):
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.count(b"\n") == content.count(b"\r\n") > 10
        text = content.decode("utf-8-sig")
        assert "voix de synthèse" in text
        assert [m for m in (" ?", " :", "« ", " »") if m in text] == []
    note = inner.decode("utf-8-sig")
    assert "- 03 Ou l oeuvre nait.mp3" in note
    assert "- livre-02\u00a0: Bonjour, version simplifiée" in note


@pytest.mark.usefixtures("warm_cache")
def test_discs_are_made_on_demand(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They weigh ten times all the rest: nobody has them on a stick who did not ask."""
    assert build("--to", "kit") == 0
    found = inside(town / "output")
    assert not [path for path in found if path.startswith("cd/")]
    assert [path for path in found if path.startswith("telephone/")]
    note = town / "output" / KIT / "LISEZ-MOI.txt"
    told = note.read_text("utf-8-sig")
    assert "Dossier\u00a0: telephone" in told
    assert "Dossier\u00a0: cd" not in told
    (town / "ppun.toml").write_text(f"{CONTACT}{DISCS}", "utf-8")
    assert build("--to", "kit") == 0
    discs = [path for path in inside(town / "output") if path.startswith("cd/")]
    assert discs == [
        "cd/01-bonjour-a-tous.wav", "cd/02-bonjour-facile.wav",
        "cd/03-ou-l-oeuvre-nait.wav",
    ]  # fmt: skip
    assert "Dossier\u00a0: cd" in note.read_text("utf-8-sig")
    (town / "ppun.toml").write_text('[kit]\ncd = "non"\n', "utf-8")
    assert failed(capsys, "build")[0] == 2


@pytest.mark.usefixtures("warm_cache")
def test_the_kit_can_be_left_out(town: Path) -> None:
    (town / "ppun.toml").write_text('formats = ["text", "mp3"]\n', "utf-8")
    assert build() == 0
    assert not (town / "output" / KIT).exists()


def test_no_room_for_what_players_read_is_told(tmp_path: Path) -> None:
    (tmp_path / PLAYERS).mkdir(parents=True)
    with pytest.raises(OutputError) as told:
        write_players((), {"01 Bonjour.mp3": b"son"}, tmp_path)
    assert PLAYERS in told.value.message
    assert write_players((), {}, tmp_path) == {}, "no text, no file"


# Names


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("L’édito de la Présidente", "Edito de la Presidente"),
        ("Les œuvres & l'été : n° 2", "Oeuvres l ete n 2"),
        ("Leçon", "Lecon"),
        ("Μόνο ελληνικά", "Mono id"),
        ("L’", "Mono id"),
        ("mot " * 75, "Mot mot mot mot mot mot mot mot mot mot"),
        ("x" * 300, "X" + "x" * 39),
        (
            "Une Région au plus près de la population",
            "Region au plus pres de la population",
        ),
        (
            "Une charte pour tous les habitants et de la Région",
            "Charte pour tous les habitants",
        ),
        (
            "Trois mots qui vont jusqu’à la fin d’un",
            "Trois mots qui vont jusqu a la fin d un",
        ),
    ],
)
def test_names_of_titles(title: str, name: str) -> None:
    found = plain_title(Document("mono-id", "fr", title, ()))
    assert found == name
    assert len(found) <= LONGEST_TITLE


def test_numbers_are_as_wide_as_the_last() -> None:
    documents = tuple(Document(f"d{n}", "fr", f"Texte {n}", ()) for n in range(120))
    edition = Edition(Book("Livre", "fr", documents), "integral")
    numbers = [text.number for text in kit_texts((edition,))]
    assert (numbers[0], numbers[-1], numbers == sorted(numbers)) == ("001", "120", True)
    assert kit_texts(()) == ()


# Discs: what they hold


def lasting(*seconds: float) -> Edition:
    """Return a book whose texts last so long."""
    path = Path(__file__)
    documents = tuple(Document(f"d{n}", "fr", f"T{n}", ()) for n in range(len(seconds)))
    narrations = tuple(
        Narration(d.id, path, long, (), "v", {"cd": path, "telephone": path})
        for d, long in zip(documents, seconds, strict=True)
    )
    return Edition(Book("Livre", "fr", documents), "integral", narrations)


def test_what_one_disc_cannot_hold_takes_several() -> None:
    edition = lasting(3000, 1700, 100)
    assert 3000 + 1700 <= DISC_SECONDS < 3000 + 1700 + 100
    told = list(kit_note((edition,), {"cd/a"}))
    assert "Il faut 2\u00a0CD." in told
    second = next(n for n, line in enumerate(told) if line.startswith("CD\u00a02"))
    assert told[second + 1] == "- 03-t2.wav"
    assert "Sur le CD" in " ".join(kit_note((lasting(10, 20),), {"cd/a"}))
    tracks = lasting(*[10.0] * 100)
    assert "Il faut 2\u00a0CD." in list(kit_note((tracks,), {"cd/a"}))


# Many texts


def printed(jobs: int = 1, out: str = "output") -> Result:
    request = Request((Path("content"),), Path(out), ("html", "kit"), "aucune", jobs)
    return pipeline_build(replace(request, cache=Path(f"cache of {out}")))


def drawn(result: Result) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """Return the PDFs that were made again, with why, and those taken from the cache."""
    assert result.ledger
    remade, taken = result.ledger.remade, result.ledger.taken
    again = {o.unit.document_id: o.why for o in remade if o.unit.format == "kit"}
    return again, {unit.document_id for unit in taken if unit.format == "kit"}


def test_a_change_is_one_volume(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ppun_access.site.kit.contents.MOST_TEXTS", 1)
    (town / "content/a.md").write_text("# Bonjour à tous\n\nUn \U0001f600.\n", "utf-8")
    (town / "content/b.md").write_text("# L’autre\n\nVoir [là](a.md).\n", "utf-8")
    first = printed()
    pdfs = {"livret-1", "livret-2", "affiche"}
    assert drawn(first) == (dict.fromkeys(pdfs, ("nouveau",)), set())
    told = [f for f in first.findings if f.code == "pdf-caracteres"]
    assert len(told) == 1
    listed = [
        (f["path"], f.get("volume"), f.get("volumes"))
        for f in catalogue(town / "output")["files"]
        if f["format"] == "pdf"
    ]
    assert listed == [
        (f"{KIT}/livret-1.pdf", 1, 2), (f"{KIT}/livret-2.pdf", 2, 2),
        (f"{KIT}/affiche.pdf", None, None),
    ]  # fmt: skip
    home = (town / "output/index.html").read_text("utf-8").replace("\u00a0", " ")
    assert "Livret en gros caractères (PDF), volume 2 sur 2" in home
    assert "pour imprimer une partie des textes." in home
    note = (town / "output" / KIT / "LISEZ-MOI.txt").read_text("utf-8-sig")
    assert "Fichiers\u00a0: livret-1.pdf à livret-2.pdf" in note
    assert "Il contient tous les textes" not in note

    before = snapshot(town / "output" / KIT)
    (town / "content/b.md").write_text("# L’autre\n\nAller [là](a.md).\n", "utf-8")
    second = printed()
    why = {"livret-2": ("un de ses textes a changé",)}
    assert drawn(second) == (why, {"livret-1", "affiche"})
    assert [f for f in second.findings if f.code == "pdf-caracteres"] == told
    after = snapshot(town / "output" / KIT)
    changed = {path for path, content in after.items() if before[path] != content}
    assert {path for path in changed if path.endswith(".pdf")} == {"livret-2.pdf"}

    (town / "content/b.md").unlink()
    printed()
    assert [path for path in inside(town / "output") if path.endswith(".pdf")] == [
        "affiche.pdf", "livret.pdf",
    ]  # fmt: skip


@pytest.mark.long
def test_processes_draw_what_the_caller_would(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppun_access.site.kit.contents.MOST_TEXTS", 1)
    (town / "content/b.md").write_text(
        "# L’autre\n\nVoir [là](a.md). \U0001f600\n", "utf-8"
    )
    alone, spread = printed(), printed(jobs=2, out="other")
    assert drawn(spread) == drawn(alone)
    assert drawn(alone)[0].keys() == {"livret-1", "livret-2", "affiche"}
    assert spread.findings == alone.findings
    assert snapshot(town / "other" / KIT) == snapshot(town / "output" / KIT)


def test_a_text_that_no_disc_holds_is_told() -> None:
    report = Report()
    for text in kit_texts((lasting(DISC_SECONDS + 1, 5),)):
        kit_sounds(text, KitSettings(disc=True), report)
    assert [(f.code, f.page) for f in report.findings] == [("cd-trop-long", "T0")]
    assert "1\u00a0h 19\u00a0min" in report.findings[0].message
    silent = Report()
    (text,) = kit_texts((lasting(DISC_SECONDS + 1),))
    kit_sounds(text, KitSettings(), silent)
    assert silent.findings == []


# The sound itself

HUM = Voice("hum", "silence", "fr", "Voix d’essai", "1")
RATE = 24_000


class Tones:
    """A low hum that no telephone carries, and a clear tone."""

    def voices(self) -> tuple[Voice, ...]:
        return (HUM,)

    def say(self, utterance: Utterance, voice: Voice) -> Audio:
        return Audio(tones(len(utterance.text) * 0.07, (100, 1000)), RATE)


def tones(seconds: float, hertz: tuple[int, ...], loud: int = 6000) -> bytes:
    turns = [2 * math.pi * pitch / RATE for pitch in hertz]
    values = (sum(math.sin(t * n) for t in turns) for n in range(int(seconds * RATE)))
    return array("h", (round(loud * value) for value in values)).tobytes()


def level_at(pcm: tuple[int, ...], rate: int, pitch: int) -> float:
    """Return how much of one tone there is, in dB (Goertzel)."""
    turn = 2 * math.pi * pitch / rate
    real = sum(v * math.cos(turn * n) for n, v in enumerate(pcm))
    imaginary = sum(v * math.sin(turn * n) for n, v in enumerate(pcm))
    return 20 * math.log10(math.hypot(real, imaginary) / len(pcm) + 1e-9)


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    return told(tmp_path_factory.mktemp("kit"))


def told(folder: Path) -> Narration:
    sentences = [
        Sentence(inlines(f"La phrase {n} de ce texte a bien des mots."), id=f"s{n}")
        for n in range(2)
    ]
    document = Document("edito", "fr", "Titre", (para(*sentences),))
    options = NarrationOptions(audio=AudioOptions(("mp3", "cd", "telephone")))
    report = Report()
    made = narrate(document, HUM, options, Cache(folder), report, engine=Tones())
    assert report.findings == []
    return made


def test_discs_are_as_the_red_book_says(narration: Narration) -> None:
    path = narration.encodings["cd"]
    with wave.open(str(path), "rb") as disc:
        shape = (disc.getframerate(), disc.getsampwidth(), disc.getnchannels())
        assert shape == (44_100, 2, 2)
        frames = array("h", disc.readframes(disc.getnframes()))
        assert disc.getnframes() / 44_100 == pytest.approx(narration.seconds, abs=0.01)
    assert frames[::2] == frames[1::2]
    assert max(frames) > 1000


def test_telephone_lines_get_a_law_at_8_khz(narration: Narration) -> None:
    content = narration.encodings["telephone"].read_bytes()
    at = content.index(b"fmt ") + 8
    kind, sides, rate, _, _, bits = struct.unpack("<HHIIHH", content[at : at + 16])
    assert (kind, sides, rate, bits) == (6, 1, 8000, 8)  # 6: WAVE_FORMAT_ALAW
    assert len(content) / 8000 == pytest.approx(narration.seconds, abs=0.1)
    assert b"Lavf" not in content


def test_all_are_as_loud(narration: Narration) -> None:
    for format_, path in narration.encodings.items():
        found = ffmpeg.measure_file(tool=ffmpeg.probe(), source=path)
        assert joining.meets_target(found, AudioOptions()), (format_, found)


def test_a_telephone_line_is_coded_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes 7 dB from a voice: that is known before."""
    coded, encode = list[str](), ffmpeg.encode

    def counted(format_: ffmpeg.SoundFormat, **asked: Any) -> Any:
        coded.append(format_)
        return encode(format_, **asked)

    monkeypatch.setattr(ffmpeg, "encode", counted)
    told(tmp_path)
    assert coded.count("telephone") == 1


def test_a_telephone_line_gets_its_band_only(tmp_path: Path) -> None:
    """3 dB less at the edges, much less beyond; nothing is lost between."""
    tool, levels = ffmpeg.probe(), {}
    for pitch in (100, 300, 1000, 3400, 3900):
        path = tmp_path / f"{pitch}.wav"
        ffmpeg.encode(
            "telephone", tool=tool, pcm=[tones(1, (pitch,))], rate=RATE, output=path
        )
        heard = samples(path, 8000)
        levels[pitch] = level_at(heard.pcm, heard.rate, pitch)
    lost = {pitch: levels[1000] - level for pitch, level in levels.items()}
    assert lost[100] > 30
    assert 2 < lost[300] < 4
    assert 2 < lost[3400] < 5
    assert lost[3900] > 6


def test_a_sound_longer_than_a_disc_is_not_coded_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "DISC_SECONDS", 1)
    assert set(told(tmp_path).encodings) == {"mp3", "telephone"}
    assert set(told(tmp_path).encodings) == {"mp3", "telephone"}  # from the cache


def test_a_spoilt_file_of_the_cache_is_made_again(tmp_path: Path) -> None:
    first = told(tmp_path)
    good = first.encodings["cd"].read_bytes()
    first.encodings["cd"].write_bytes(good[:-50])
    assert told(tmp_path).encodings["cd"].read_bytes() == good


def test_another_title_codes_no_disc_again(tmp_path: Path) -> None:
    first = told(tmp_path).encodings
    document = Document(
        "edito", "fr", "Titre", (para(Sentence(inlines("Une autre phrase."), id="s0")),)
    )
    options = NarrationOptions(audio=AudioOptions(("mp3", "cd")))
    album = replace(options, audio=replace(options.audio, album="Autre"))
    made = [
        narrate(document, HUM, o, Cache(tmp_path), Report(), engine=Tones()).encodings
        for o in (options, album)
    ]
    assert made[0]["cd"] == made[1]["cd"]
    assert made[0]["mp3"] != made[1]["mp3"]
    assert first["cd"] != made[0]["cd"]


def test_without_a_voice_the_kit_has_books_of_text(
    town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ppun_access.errors import MissingToolError

    def nothing() -> None:
        raise MissingToolError("ffmpeg manque.", next_step="Tapez : rien")

    monkeypatch.setattr(ffmpeg, "probe", nothing)
    from ppun_access.cli import main

    assert main(["build", "--to", "kit"]) == 0
    found = inside(town / "output")
    with zipfile.ZipFile(town / "output" / PLAYERS) as players:
        found += players.namelist()
        note = players.read("LISEZ-MOI.txt").decode("utf-8-sig")
    assert "livre-01/ncc.html" in found
    assert not [path for path in found if path.endswith((".wav", ".mp3"))]
    assert "MP3" not in note
    assert "voix de synthèse" not in note
    assert "audio-absent" in codes(town / "output")
    assert json.loads((town / "output/catalogue.json").read_text("utf-8"))["files"]
