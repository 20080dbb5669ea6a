"""Programs are run for real; the faulty ones are small scripts given by path."""

from __future__ import annotations

import struct
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from living import still_running

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.tools import ffmpeg
from ppun_access.tools.conversations import ConcurrentProgram
from ppun_access.tools.ffmpeg import Labels, Shaping, SoundFormat
from ppun_access.tools.run import ToolProbe, run

INSTALL = "Tapez : installer"


def program(folder: Path, code: str) -> Path:
    """Return a program that runs ``code``."""
    path = folder / "outil"
    path.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}\n", "utf-8")
    path.chmod(0o755)
    return path


def python(code: str, **options: object) -> bytes:
    arguments = [sys.executable, "-c", code]
    return run(arguments, name="outil", install=INSTALL, **options).stdout  # type: ignore[arg-type]


COPY = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"


def test_input_goes_in_piece_by_piece() -> None:
    pieces = (bytes([n % 256]) * 10_000 for n in range(300))
    assert len(python(COPY, stdin=pieces)) == 3_000_000


def test_no_shell_reads_the_arguments() -> None:
    code = "import sys; print(sys.argv[1])"
    done = run([sys.executable, "-c", code, "$HOME; ls"], name="o", install=INSTALL)
    assert done.stdout == b"$HOME; ls\n"


def test_a_program_may_stop_listening() -> None:
    assert python("print('fini')", stdin=(b"x" * 100_000 for _ in range(100))) == b"fini\n"


def test_an_answer_that_is_cut_by_a_death_is_none(tmp_path: Path) -> None:
    code = "number = input().split()[0]\nprint(number, 'la moit', end='', flush=True)"
    asked = ConcurrentProgram([program(tmp_path, f"{code}\nos.abort()")], "outil", INSTALL)
    with pytest.raises(OutputError, match="SIGABRT"):
        asked(b"question\n")
    asked.close()


def test_what_feeds_the_program_may_fail(tmp_path: Path) -> None:
    def pieces() -> object:
        while not (path.exists() and path.read_text()):
            yield b"a"
        raise ZeroDivisionError

    path = tmp_path / "pid"
    code = f"open({str(path)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    with pytest.raises(ZeroDivisionError):
        python(f"import os, time; {code}", stdin=pieces())
    assert not still_running([int(path.read_text())])


def test_the_environment_is_added_to() -> None:
    said = python(
        "import os; print(os.environ['A'], 'PATH' in os.environ)", environment={"A": "é"}
    )
    assert said.decode().split() == ["é", "True"]


def test_exit_codes_that_are_answers() -> None:
    arguments = [sys.executable, "-c", "import sys; sys.exit(3)"]
    done = run(arguments, name="o", install=INSTALL, accept=frozenset({0, 3}))
    assert done.code == 3


def test_a_failure_tells_the_code_and_the_last_words() -> None:
    with pytest.raises(
        OutputError, match=r"outil a échoué \(code 7\) : plus de place"
    ) as e:
        python("import sys; print('plus de place\\n', file=sys.stderr); sys.exit(7)")
    assert e.value.exit_code == 5
    assert "doctor" in e.value.next_step


def test_a_crash_tells_the_signal() -> None:
    with pytest.raises(OutputError, match="SIGSEGV"):
        python("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")


def test_a_missing_program_tells_how_to_install_it(tmp_path: Path) -> None:
    for path in (tmp_path / "absent", tmp_path):
        with pytest.raises(MissingToolError, match="introuvable") as error:
            run([path], name="outil", install=INSTALL)
        assert error.value.next_step == INSTALL


def test_a_file_that_is_no_program(tmp_path: Path) -> None:
    path = tmp_path / "faux"
    path.write_bytes(b"\x7fELF rien")
    path.chmod(0o755)
    with pytest.raises(OutputError, match="n’a pas pu démarrer"):
        run([path], name="outil", install=INSTALL)


def test_a_hanging_program_is_stopped_with_its_children(tmp_path: Path) -> None:
    code = (
        "import subprocess, sys, time;"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid)); time.sleep(600)"
    )
    (tmp_path / "pid").touch()
    for seconds in (0.2, 1, 10, 100):  # a busy machine starts them late
        with pytest.raises(OutputError, match="arrêté"):
            python(code, timeout=seconds)
        if (tmp_path / "pid").read_text():
            break
    child = int((tmp_path / "pid").read_text())
    assert not still_running([child])


# ffmpeg


def square(seconds: float, level: int = 8000, rate: int = 24000) -> bytes:
    """A hum of square waves at 240 Hz."""
    period = struct.pack("<100h", *([level] * 50 + [-level] * 50))
    return period * int(seconds * rate / 100)


@pytest.fixture
def tool() -> ToolProbe:
    return ffmpeg.probe()


def test_ffmpeg_is_the_one_of_the_package(tool: ToolProbe) -> None:
    assert tool.path.parent.parent.name == "imageio_ffmpeg"
    assert tool.version[:1].isdigit() or tool.version.startswith("n")
    assert tool.version != "inconnue"


def test_no_system_ffmpeg_is_taken(
    tool: ToolProbe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", "/bin/false")
    monkeypatch.setenv("PATH", "")
    ffmpeg.probe.cache_clear()
    assert ffmpeg.probe() == tool


def test_without_the_package_ffmpeg_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    ffmpeg.probe.cache_clear()
    with pytest.raises(MissingToolError, match="imageio-ffmpeg") as error:
        ffmpeg.probe()
    assert "pip install" in error.value.next_step


def test_loudness_follows_the_gain(tool: ToolProbe, tmp_path: Path) -> None:
    plain = ffmpeg.measure(tool=tool, pcm=[square(3)], rate=24000)
    output, shaping = tmp_path / "a.wav", Shaping(-6)
    ffmpeg.encode(
        "wav", tool=tool, pcm=[square(3)], rate=24000, output=output, shaping=shaping
    )
    softer = ffmpeg.measure_file(tool=tool, source=output)
    assert plain.lufs - softer.lufs == pytest.approx(6, abs=0.11)
    assert plain.true_peak - softer.true_peak == pytest.approx(6, abs=0.11)


def test_the_ceiling_is_held_and_nothing_moves(tool: ToolProbe, tmp_path: Path) -> None:
    output, silence = tmp_path / "a.wav", bytes(48000)
    pcm = [silence, square(1), silence]
    shaping = Shaping(20, -3)
    ffmpeg.encode("wav", tool=tool, pcm=pcm, rate=24000, output=output, shaping=shaping)
    decoded = ffmpeg.decode(tool=tool, source=output, rate=24000)
    assert len(decoded) == sum(map(len, pcm))
    samples = struct.unpack(f"<{len(decoded) // 2}h", decoded)
    loud = [i for i, sample in enumerate(samples) if abs(sample) > 3000]
    assert max(map(abs, samples)) <= 32768 * 10 ** (-3 / 20) + 1
    assert loud[0] == pytest.approx(24000, abs=5)
    assert loud[-1] == pytest.approx(48000, abs=5)


@pytest.mark.parametrize("rate", [16000, 22050, 24000])
def test_mp3_keeps_rate_length_and_loudness(
    tool: ToolProbe, tmp_path: Path, rate: int
) -> None:
    """LAME turns every sound down by 0.45 dB: each file was coded again for it."""
    output, pcm = tmp_path / "a.mp3", square(3, rate=rate)
    ffmpeg.encode("mp3", tool=tool, pcm=[pcm], rate=rate, output=output)
    assert len(ffmpeg.decode(tool=tool, source=output, rate=rate)) == len(pcm)
    assert output.stat().st_size == pytest.approx(3 * 8000, rel=0.05)
    before = ffmpeg.measure(tool=tool, pcm=[pcm], rate=rate)
    coded = ffmpeg.measure_file(tool=tool, source=output)
    assert coded.lufs == pytest.approx(before.lufs, abs=0.15)


@pytest.mark.parametrize("format_", get_args(SoundFormat))
def test_what_is_measured_while_it_is_written_is_what_the_file_holds(
    tool: ToolProbe, tmp_path: Path, format_: SoundFormat
) -> None:
    output, pcm = tmp_path / "a", square(3)
    sound: Any = {"tool": tool, "pcm": [pcm], "rate": 24000, "shaping": Shaping(3, -6)}
    measured = ffmpeg.encode(format_, output=output, is_measured=True, **sound)
    assert measured == ffmpeg.measure_file(tool=tool, source=output)
    held = output.read_bytes()
    assert ffmpeg.encode(format_, output=output, **sound) is None
    assert output.read_bytes() == held


def test_mp3_refuses_a_rate_that_it_would_have_to_resample(
    tool: ToolProbe, tmp_path: Path
) -> None:
    with pytest.raises(OutputError, match="20000"):
        ffmpeg.encode("mp3", tool=tool, pcm=[], rate=20000, output=tmp_path / "a.mp3")


def test_mp3_tags_and_bytes(tool: ToolProbe, tmp_path: Path) -> None:
    tags = Labels({"title": "L’édito\n= 1", "language": "fra", "comment": "V", "album": ""})
    first, second = tmp_path / "a.mp3", tmp_path / "b.mp3"
    pieces = [square(1)[i : i + 999] for i in range(0, 48000, 999)]
    ffmpeg.encode("mp3", tool=tool, pcm=pieces, rate=24000, output=first, labels=tags)
    ffmpeg.encode("mp3", tool=tool, pcm=[square(1)], rate=24000, output=second, labels=tags)
    content = first.read_bytes()
    assert content == second.read_bytes()
    assert content[:4] == b"ID3\x03"
    assert "L’édito = 1".encode("utf-16-le") in content
    assert b"TLAN" in content
    assert b"fra" in content
    assert b"TALB" not in content
    assert b"APIC" not in content
    assert content[-128:-125] != b"TAG"
    assert b"Lavf63" not in content
    assert b"Lavc" not in content


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("sys.stderr.write('disque plein'); sys.exit(1)", OutputError, "disque plein"),
        ("sys.stdin.buffer.read()", OutputError, "volume du son"),
        ("os.abort()", OutputError, "SIGABRT"),
    ],
)
def test_a_faulty_ffmpeg_is_a_clear_error(
    tmp_path: Path, code: str, error: type[Exception], message: str
) -> None:
    tool = ToolProbe("ffmpeg", program(tmp_path, code), "0")
    with pytest.raises(error, match=message):
        ffmpeg.measure(tool=tool, pcm=[square(1)] * 20, rate=24000)


def test_an_ffmpeg_that_went_away(tool: ToolProbe, tmp_path: Path) -> None:
    gone = replace(tool, path=tmp_path / "ffmpeg")
    with pytest.raises(MissingToolError, match="introuvable") as error:
        ffmpeg.measure(tool=gone, pcm=[], rate=24000)
    assert "imageio-ffmpeg" in error.value.next_step


def test_a_program_that_never_stops_talking_is_stopped() -> None:
    code = "import sys\nwhile True: sys.stdout.write('x' * 100_000)"
    with pytest.raises(OutputError, match="outil a écrit plus de 3 Mo") as error:
        python(code, most=3_000_000)
    assert error.value.next_step


def test_the_last_words_of_what_fails_are_kept_whatever_it_said() -> None:
    code = (
        "import sys; [sys.stderr.write('x' * 100_000) for _ in range(200)]; "
        "sys.stderr.write('\\nla fin'); sys.exit(3)"
    )
    arguments = [sys.executable, "-c", code]
    done = run(arguments, name="o", install=INSTALL, accept=frozenset({3}))
    assert done.stderr.endswith("\nla fin")
    assert len(done.stderr) < 2_000_000
