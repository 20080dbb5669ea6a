"""Recordings of strangers: what they may have ffmpeg read, and how much of it."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from ppun_access.errors import OutputError
from ppun_access.speech.recordings.recording import UnusableRecordingError, trimmed
from ppun_access.tools import ffmpeg

RATE = 8000
BUZZ = b"".join(struct.pack("<h", 9000 * (-1) ** (n // 20)) for n in range(RATE))
"""A second that is heard."""


def wav(rate: int, pcm: bytes) -> bytes:
    kind = struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)
    data = struct.pack("<I", len(pcm)) + pcm
    body = b"WAVEfmt " + struct.pack("<I", 16) + kind + b"data" + data
    return b"RIFF" + struct.pack("<I", len(body)) + body


def playlists(folder: Path) -> dict[str, bytes]:
    """Texts that ffmpeg takes for sound, each of which leads to something else."""
    (folder / "secret.wav").write_bytes(wav(RATE, BUZZ))
    lines = "#EXTM3U", "#EXT-X-TARGETDURATION:1", "#EXTINF:1,", "secret.wav"
    session = "v=0", "o=- 0 0 IN IP4 127.0.0.1", "s=x", "c=IN IP4 127.0.0.1"
    return {
        "concat": b"ffconcat version 1.0\nfile secret.wav\n",
        "sdp": "\n".join((*session, "m=audio 9 RTP/AVP 0\n")).encode(),
        "playlist": "\n".join((*lines, "#EXT-X-ENDLIST\n")).encode(),
        "nothing": b"",
        "words": b"Bonjour.\n" * 50,
    }


@pytest.mark.parametrize("name", ["concat", "sdp", "playlist", "nothing", "words"])
def test_a_recording_reads_no_other_file(tmp_path: Path, name: str) -> None:
    source = tmp_path / "audio" / "t.mp3"
    source.parent.mkdir()
    source.write_bytes(playlists(source.parent)[name])
    with pytest.raises(UnusableRecordingError) as error:
        trimmed(source, tmp_path, 15)
    assert error.value.code == "enregistrement-illisible"
    with pytest.raises(OutputError, match="n’est pas un fichier de son"):
        ffmpeg.measure_file(tool=ffmpeg.probe(), source=source)


@pytest.mark.parametrize("name", ["concat", "playlist"])
def test_what_follows_the_tags_of_a_recording_reads_no_other_file(
    tmp_path: Path, name: str
) -> None:
    """ffmpeg guesses again after them, unless it is told what the recording is."""
    source = tmp_path / "audio" / "t.mp3"
    source.parent.mkdir()
    tags = b"ID3\x04\0\0\0\0\0\0"
    source.write_bytes(tags + playlists(source.parent)[name])
    with pytest.raises(UnusableRecordingError) as error:
        trimmed(source, tmp_path, 15)
    assert error.value.code == "enregistrement-illisible"


def test_a_recording_that_claims_hours(tmp_path: Path) -> None:
    """10,000 samples at one a second: what is decoded has a bound, which is told."""
    source = tmp_path / "t.wav"
    source.write_bytes(wav(1, BUZZ[:20_000]))
    with pytest.raises(UnusableRecordingError, match="dure") as error:
        trimmed(source, tmp_path, 15)
    assert error.value.code == "enregistrement-duree"
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 100_000_000


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("wav", ["-f", "wav"]), ("flac", ["-f", "flac"]), ("ogg", ["-c:a", "libopus"]),
        ("m4a", []), ("webm", []), ("aiff", []), ("aac", []), ("mp3", []),
        ("mp3", ["-id3v2_version", "0", "-write_xing", "0"]),
    ],
)  # fmt: skip
def test_what_a_recording_is_does_not_depend_on_its_name(
    tmp_path: Path, suffix: str, form: list[str]
) -> None:
    made, tool = tmp_path / f"a.{suffix}", ffmpeg.probe()
    ffmpeg.run(
        [tool.path, *ffmpeg.pcm_input(RATE), "-metadata", "title=Un titre", *form, made],
        name="ffmpeg", install="", stdin=BUZZ,
    )  # fmt: skip
    source = made.rename(tmp_path / "audio.mp3")
    sound = trimmed(source, tmp_path, 15)
    assert 0.9 < sound.samples / 44_100 < 1.5
