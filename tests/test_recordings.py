"""Texts read by people: what is published of their recordings, and what is told of them."""

from __future__ import annotations

import importlib.util
import re
import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from projects import catalogue, codes
from projects import project as project  # a fixture
from sound import longest_silence, samples

from ppun_access.build.narration import narration_options
from ppun_access.cli import main
from ppun_access.commands.texts import one_text
from ppun_access.report import Report
from ppun_access.runtime.cache import Cache
from ppun_access.speech.model import Utterance
from ppun_access.speech.narration import joining, synthesis
from ppun_access.speech.narration.script import script
from ppun_access.speech.narration.timing import Run
from ppun_access.speech.recordings import recording as human
from ppun_access.speech.recordings.narrate import label_ids, touching
from ppun_access.speech.voices import engine_of, known_voices, pick
from ppun_access.tools import ffmpeg

PAGE = """# Lire pour tous

La Région publie ses textes pour tout le monde, sous plusieurs formes.

Chaque habitant peut les lire ou les écouter chez lui, sans réseau.

Une personne de l’équipe relit les pages avant leur publication.

Vous pouvez aussi nous écrire pour poser une question sur ce texte.

Merci d’avoir pris le temps de nous lire jusqu’au bout.
"""
EASY = PAGE.replace(
    "# Lire pour tous\n", "---\nsource: lire-pour-tous\n---\n# Lire pour tous\n"
)
STEM = "lire-pour-tous"


@pytest.fixture
def pages(project: Path, made_before: Path) -> Path:
    (project / "said").symlink_to(made_before, target_is_directory=True)
    (project / "content" / "a.md").write_text(PAGE, "utf-8")
    (project / "content" / "audio").mkdir()
    return project


def read_aloud(
    pages: Path,
    name: str,
    change: Callable[[list[Utterance]], list[Utterance]] = list,
    page: str = "a.md",
) -> Path:
    """Write a recording of the page by another voice, with a long silence in it."""
    found, document = one_text(str(pages / "content" / page), Report())
    options = narration_options(found, "integral").script
    said = [u for u in script(document, options) if u.node_id != "mention"]
    voice = pick("pyttsx3", known_voices())
    speaker, store = synthesis.Speaker(engine_of(voice), voice), Cache(pages / "said")
    spoken = synthesis.synthesise(tuple(change(said)), speaker, store, jobs=2)
    track = joining.join_track(spoken, pages / "sound.pcm")
    pcm = bytes(2 * 2 * track.rate) + track.path.read_bytes() + bytes(2 * 3 * track.rate)
    output = pages / "content" / "audio" / name
    kind: ffmpeg.SoundFormat = "mp3" if output.suffix.lower() == ".mp3" else "wav"
    ffmpeg.encode(kind, tool=ffmpeg.probe(), pcm=[pcm], rate=track.rate, output=output)
    return output


def build(*arguments: str) -> int:
    return main(["build", "--voice", "pico", *arguments])


def told(pages: Path) -> list[str]:
    """Return the codes of what a build tells of recordings and of voices."""
    return [c for c in codes(pages / "output") if c.startswith(("enreg", "voix"))]


@pytest.mark.usefixtures("warm_cache")
def test_a_recording_takes_the_place_of_the_voice(pages: Path) -> None:
    (pages / "ppun.toml").write_text(
        f'[documents."{STEM}"]\nlecteur = "Jeanne Martin"\n', "utf-8"
    )
    read_aloud(pages, f"{STEM}.mp3")
    assert build("--to", "html,audio,zip") == 0
    assert told(pages) == []
    _check_files(pages / "output" / STEM, STEM)


@pytest.mark.long
@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize("aloud", [True, False])
def test_the_state_of_an_easy_version_is_found_when_it_is_read(
    pages: Path, aloud: bool
) -> None:
    (pages / "content" / "facile").mkdir()
    (pages / "content" / "facile" / f"{STEM}.md").write_text(EASY, "utf-8")
    _, easy = one_text(str(pages / "content" / "facile" / f"{STEM}.md"), Report())
    labels = label_ids(easy)
    assert len(labels) == 4

    def spoken(said: list[Utterance]) -> list[Utterance]:
        return [u for u in said if aloud or u.node_id not in labels]

    read_aloud(pages, f"{STEM}-facile.wav", spoken, f"facile/{STEM}.md")
    assert build("--to", "mp3,vtt") == 0
    assert told(pages) == []
    cues = (pages / "output" / STEM / "facile" / f"{STEM}-facile.vtt").read_text("utf-8")
    assert ("Ce texte est un essai." in cues) is aloud
    first = cues.index("La Région publie")
    (begin,) = re.findall(r"\n([\d:.]+) --> [^\n]*\n(?:<[^>]*>)?La Région publie", cues)
    assert first
    assert (float(begin[-6:]) > 5) is aloud


def _check_files(folder: Path, stem: str) -> None:
    page = (folder / "index.html").read_text("utf-8")
    assert "Texte lu par Jeanne Martin. Durée" in page
    assert "synthèse" not in page
    for suffix in ("mp3", "opus", "m4b"):
        path = folder / f"{stem}.{suffix}"
        content = path.read_bytes()
        tag = "Texte lu par Jeanne Martin."
        assert tag.encode() in content or tag.encode("utf-16-le") in content
        assert "synthèse".encode() not in content
        assert "synthèse".encode("utf-16-le") not in content
        loud = ffmpeg.measure_file(tool=ffmpeg.probe(), source=path)
        assert abs(loud.lufs + 18) <= 0.5
        assert loud.true_peak <= -1.5
    heard = samples(folder / f"{stem}.mp3")
    assert longest_silence(heard.pcm, heard.rate) < 1.5
    with zipfile.ZipFile(folder / f"{stem}.zip") as held:
        note = held.read(f"{stem}/LISEZ-MOI.txt").decode("utf-8-sig")
    assert "Texte lu par Jeanne Martin." in note
    assert "synthèse" not in note
    cues = (folder / f"{stem}.vtt").read_text("utf-8")
    assert cues.count("-->") == 6
    assert "synthèse" not in cues


@pytest.mark.usefixtures("warm_cache")
def test_without_a_name_a_person_reads(pages: Path) -> None:
    """Also an easy version, whose state nobody need read."""
    (pages / "content" / "facile").mkdir()
    (pages / "content" / "facile" / f"{STEM}.md").write_text(EASY, "utf-8")
    read_aloud(pages, f"{STEM}.wav")
    read_aloud(pages, f"{STEM}-facile.wav")
    assert build("--to", "html,mp3,vtt") == 0
    assert told(pages) == []
    out = pages / "output" / STEM
    for folder, stem in ((out, STEM), (out / "facile", f"{STEM}-facile")):
        page = (folder / "index.html").read_text("utf-8")
        assert "Texte lu par une personne. Durée" in page
        cues = (folder / f"{stem}.vtt").read_text("utf-8")
        assert (cues.count("-->"), "synthèse" in cues) == (6, False)


@pytest.mark.long
def test_nothing_is_decoded_twice(pages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = read_aloud(pages, f"{STEM}.wav")
    assert build("--to", "mp3,vtt") == 0
    first = (pages / "output" / STEM / f"{STEM}.vtt").read_bytes()

    def never(**_: object) -> None:
        raise AssertionError("decoded again")

    with monkeypatch.context() as patch:
        patch.setattr(ffmpeg, "decode_to", never)
        patch.setattr(ffmpeg, "resample", never)
        assert build("--to", "mp3,vtt") == 0
        assert main(["build", "--voice", "pico", "-o", "ailleurs", "--to", "mp3,vtt"]) == 0
        assert (pages / "ailleurs" / STEM / f"{STEM}.vtt").read_bytes() == first
    recording.unlink()
    assert build("--to", "mp3,vtt,html") == 0
    page = (pages / "output" / STEM / "index.html").read_text("utf-8")
    assert "Texte lu par une voix de synthèse" in page


@pytest.mark.usefixtures("warm_cache")
def test_a_sentence_that_is_not_read_is_told(pages: Path) -> None:
    read_aloud(pages, f"{STEM}.wav", lambda said: [*said[:3], *said[4:]])
    assert build("--to", "mp3,vtt") == 0
    log = (pages / "output-rapport" / "build.json").read_text("utf-8")
    assert "enregistrement-phrase-absente" in log
    assert "Une personne de l’équipe relit les pages" in log
    assert "a.md:7" in log or '"line": 7' in log
    cues = (pages / "output" / STEM / f"{STEM}.vtt").read_text("utf-8")
    assert "relit les pages" not in cues
    assert cues.count("-->") == 5


@pytest.mark.usefixtures("warm_cache")
def test_the_title_need_not_be_read(pages: Path) -> None:
    read_aloud(pages, f"{STEM}.wav", lambda said: said[1:])
    assert build("--to", "mp3,vtt") == 0
    assert "enregistrement-phrase-absente" not in codes(pages / "output")
    assert "enregistrement-different" not in codes(pages / "output")


def _short(path: Path) -> None:
    tone = bytes([0, 40, 0, 200] * 4000) * 2
    ffmpeg.encode("wav", tool=ffmpeg.probe(), pcm=[tone], rate=16000, output=path)


def _silent(path: Path) -> None:
    ffmpeg.encode(
        "wav", tool=ffmpeg.probe(), pcm=[bytes(2 * 16000 * 20)], rate=16000, output=path
    )


@pytest.mark.usefixtures("warm_cache")
@pytest.mark.parametrize(
    ("code", "write"),
    [
        ("enregistrement-illisible", lambda path: path.write_bytes(b"RIFF, ou presque")),
        ("enregistrement-illisible", lambda path: path.write_bytes(b"")),
        ("enregistrement-muet", _silent),
        ("enregistrement-duree", _short),
    ],
)
def test_a_recording_that_cannot_serve_gives_way_to_the_voice(
    pages: Path, code: str, write: Callable[[Path], None]
) -> None:
    write(pages / "content" / "audio" / f"{STEM}.wav")
    assert build("--to", "html,mp3") == 0
    assert code in codes(pages / "output")
    page = (pages / "output" / STEM / "index.html").read_text("utf-8")
    assert "Texte lu par une voix de synthèse" in page


@pytest.mark.usefixtures("warm_cache")
def test_a_recording_of_another_text_gives_way_to_the_voice(pages: Path) -> None:
    others = (
        "Il fait très beau ce matin dans le jardin de ma grand-mère.",
        "Le boulanger vend des croissants et des pains au chocolat.",
        "Nous partirons en vacances au bord de la mer au mois d’août.",
        "Mon frère joue de la guitare dans un groupe de son quartier.",
        "Le train de nuit arrive à Marseille vers sept heures et demie.",
    )
    read_aloud(
        pages,
        f"{STEM}.wav",
        lambda said: [Utterance(f"x{n}", text, "fr") for n, text in enumerate(others)],
    )
    assert build("--to", "html,mp3") == 0
    assert "enregistrement-autre-texte" in codes(pages / "output")
    page = (pages / "output" / STEM / "index.html").read_text("utf-8")
    assert "Texte lu par une voix de synthèse" in page


@pytest.mark.usefixtures("warm_cache")
def test_files_that_are_not_used_are_told(
    pages: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    read_aloud(pages, f"{STEM}.wav")
    audio = pages / "content" / "audio"
    read_aloud(pages, f"{STEM}.MP3")
    (audio / "lire-pour-tout.mp3").write_bytes(b"")
    (audio / f"{STEM}.m4a").write_bytes(b"")
    (audio / "notes.md").write_text("# Pas une page\n", "utf-8")
    assert build("--to", "mp3") == 0
    assert {
        "enregistrement-double",
        "enregistrement-sans-texte",
        "enregistrement-format",
    } <= set(codes(pages / "output"))
    log = (pages / "output-rapport" / "build.json").read_text("utf-8")
    assert f"Vouliez-vous dire « {STEM}.mp3 » ?" in log
    assert [p["id"] for p in catalogue(pages / "output")["publications"]] == [STEM]


def test_without_numpy_it_is_published_without_times(
    pages: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_aloud(pages, f"{STEM}.wav")
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "ppun_access.speech.recordings.narrate.find_spec",
        lambda name: None if name == "numpy" else find(name),
    )
    assert build("--to", "html,mp3,opus,vtt") == 0
    assert "enregistrement-sans-reperes" in codes(pages / "output")
    out = pages / "output" / STEM
    assert "Texte lu par une personne" in (out / "index.html").read_text("utf-8")
    assert not (out / f"{STEM}.vtt").exists()
    assert (out / f"{STEM}.opus").exists()


BEGINS = st.lists(st.none() | st.floats(0, 60), max_size=12)


@given(BEGINS)
def test_runs_touch_from_the_first_sample_to_the_last(begins: list[float | None]) -> None:
    ordered = iter(sorted(begin for begin in begins if begin is not None))
    placed = tuple(None if begin is None else next(ordered) for begin in begins)
    runs = touching(placed, 70 * human.RATE)
    assert [run is None for run in runs] == [begin is None for begin in placed]
    there = [run for run in runs if run]
    if there:
        assert (there[0].begin, there[-1].end) == (0, 70 * human.RATE)
    assert all(a.end == b.begin and a.begin < a.end for a, b in pairwise(there))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 50)), min_size=1))
def test_a_moment_is_found_again_in_the_original(parts: list[tuple[int, int]]) -> None:
    """``parts`` are gaps and lengths of what is kept."""
    runs, position, kept = list[Run](), 0, list[int]()
    for gap, length in parts:
        runs.append(Run(position + gap, position + gap + length))
        kept += range(runs[-1].begin, runs[-1].end)
        position = runs[-1].end
    found = [human.in_original(tuple(runs), sample) for sample in range(len(kept))]
    assert found == kept
