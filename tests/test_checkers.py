"""`ppun-access check` and the checkers made by others: fakes that find, lack, crash."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from projects import build, project
from test_check_command import forge

from ppun_access.cli import main
from ppun_access.commands.check import checkers_table
from ppun_access.errors import MissingToolError
from ppun_access.inspect import CHECKERS, Checker
from ppun_access.inspect.external import (
    AT_ONCE,
    EXTERNAL,
    STOPPED,
    External,
    Outcome,
    run_checkers,
)
from ppun_access.inspect.published_folder import inspect
from ppun_access.tools import java, nu
from ppun_access.tools.run import ToolProbe, run

__all__ = ["project"]

ID = "bonjour-a-tous"
TEXT = f"{ID}/{ID}.txt"


def program(folder: Path, code: str) -> Callable[[Path], list[str]]:
    """Return a checker that is a program: each line that it prints is a fault."""
    script = folder / "checker.py"
    script.write_text(code, "utf-8")

    def faults(path: Path) -> list[str]:
        done = run([sys.executable, script, path], name="Outil", install="Tapez : x")
        return done.stdout.decode().splitlines()

    return faults


def here() -> None:
    """Say that a tool is installed."""


def nowhere() -> None:
    raise MissingToolError("Outil manque.", next_step="Tapez : pip install outil")


def absent(path: Path) -> Iterable[str]:
    raise AssertionError("a tool that is not installed is not run")


@pytest.fixture
def use(project: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Publish a text, then check it with these checkers and ours."""
    assert build("--to", "html,text") == 0

    def registered(*checkers: External) -> None:
        monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", checkers)

    return registered


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    capsys.readouterr()
    code = main(["check", "--json", *arguments])
    return code, json.loads(capsys.readouterr().out)


def line(found: Any, name: str) -> Any:
    (own,) = (c for c in found["checkers"] if c["name"] == name)
    return own


def test_a_checker_that_finds_nothing_passes(
    use: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(External("Outil", ("text",), program(tmp_path, ""), here))
    code, found = checked(capsys, "--all")
    assert (code, found["ok"], found["faults"]) == (0, True, [])
    assert line(found, "Outil") == {
        "name": "Outil", "files": 1, "faults": 0, "state": "execute", "advice": "",
    }  # fmt: skip
    assert main(["check"]) == 0
    told = capsys.readouterr()
    assert "Vérificateurs (1)…" in told.err
    row = next(x for x in told.out.splitlines() if x.startswith("Outil"))
    assert row.split() == ["Outil", "1", "0", "exécuté"]
    assert "absent" not in told.out.replace("contact-absent", "")


def test_a_fault_that_a_checker_finds_is_fatal(
    use: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "import sys\nif 'des phrases' in open(sys.argv[1], encoding='utf-8').read():\n"
    use(External("Outil", ("text",), program(tmp_path, f"{code} print('deux')"), here))
    status, found = checked(capsys)
    assert (status, found["ok"]) == (1, False)
    (fault,) = found["faults"]
    assert fault["code"] == "fichier-invalide"
    assert fault["message"] == f"{TEXT} : Outil : deux"
    assert (line(found, "Outil")["files"], line(found, "Outil")["faults"]) == (1, 1)


def test_a_missing_checker_is_told_and_is_fatal_to_all(
    use: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(
        External("Outil", ("text",), absent, nowhere),
        External("Autre", ("text",), program(tmp_path, ""), here),
    )
    code, found = checked(capsys)
    assert (code, found["ok"], found["faults"]) == (0, True, [])
    assert line(found, "Outil") == {
        "name": "Outil", "files": 0, "faults": 0, "state": "absent",
        "advice": "Tapez : pip install outil",
    }  # fmt: skip
    assert line(found, "Autre")["state"] == "execute"
    assert main(["check"]) == 0
    told = capsys.readouterr().out
    assert "absent : tapez : pip install outil" in told
    assert "1\u00a0vérificateur absent : Outil." in told
    both = [Outcome(name, 0, 0, "absent", "Tapez : rien") for name in ("A", "B")]
    assert checkers_table(both)[-1] == "2\u00a0vérificateurs absents : A, B."
    assert checked(capsys, "--all")[0] == 4


def test_what_a_missing_tool_would_not_look_at_is_no_lack(
    use: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    use(External("Outil", ("epub",), absent, nowhere))
    code, found = checked(capsys, "--all")
    assert (code, line(found, "Outil")["state"]) == (0, "sans-objet")
    assert main(["check"]) == 0
    assert "rien à vérifier" in capsys.readouterr().out


def test_a_tool_that_lacks_another_once_begun_is_missing(
    use: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    def faults(path: Path) -> Iterable[str]:
        nowhere()
        return ()

    use(External("Outil", ("text",), faults, here))
    code, found = checked(capsys, "--all")
    assert (code, line(found, "Outil")["state"]) == (4, "absent")


@pytest.mark.parametrize(
    "code", ["raise SystemExit(3)", "1 / 0", "import os; os.kill(os.getpid(), 9)"]
)
def test_a_program_that_crashes_is_an_error_and_no_pass(
    use: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    use(External("Outil", ("text",), program(tmp_path, code), here))
    status, found = checked(capsys)
    assert (status, found["ok"]) == (1, False)
    (fault,) = found["faults"]
    assert (fault["code"], fault["severity"]) == ("verificateur-en-panne", "ERROR")
    assert fault["message"].startswith(f"{TEXT} : Outil s’est arrêté")
    assert (line(found, "Outil")["files"], line(found, "Outil")["state"]) == (0, "en-panne")
    assert main(["check"]) == 1
    assert "en panne" in capsys.readouterr().out


def test_a_probe_that_crashes_hides_nothing(
    use: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise RuntimeError

    use(External("Outil", ("text",), program(tmp_path, "print('x')"), broken))
    assert checked(capsys)[0] == 1


def test_a_damaged_folder_is_told_before_a_missing_tool(
    use: Callable[..., None], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    use(External("Outil", ("text",), absent, nowhere))
    (project / "output" / TEXT).unlink()
    assert checked(capsys, "--all")[0] == 1


def test_the_order_of_faults_is_that_of_the_files(tmp_path: Path) -> None:
    paths = [f"{n}.txt" for n in range(12)]
    for path in paths:
        (tmp_path / path).write_text(path)
    checker = External("Outil", ("text",), lambda path: [path.name], here)
    seen: list[tuple[int, int]] = []
    outcomes, found = run_checkers(
        tmp_path, {"text": paths}, lambda _, n, total: seen.append((n, total)),
        checkers=(checker,), jobs=4,
    )  # fmt: skip
    assert [f.message for f in found] == [f"{p} : Outil : {p}" for p in paths]
    assert seen == [(n, 12) for n in range(13)]
    assert (outcomes[0].files, outcomes[0].faults) == (12, 12)


@pytest.mark.parametrize("stops", [False, True])
def test_files_given_at_once_have_each_its_faults(tmp_path: Path, stops: bool) -> None:
    """A checker that stops on many is tried on each: one file does not hide the others."""
    paths = [f"{n}.txt" for n in range(AT_ONCE + 2)]
    for path in paths:
        (tmp_path / path).write_text(path)
    given: list[int] = []

    def alone(path: Path) -> Iterable[str]:
        if path.name == "1.txt":
            raise ValueError("illisible")
        return [path.name]

    def together(files: Sequence[Path], root: Path) -> Iterable[tuple[str, str]]:
        given.append(len(files))
        for file in files:
            if stops and file.name == "1.txt":
                raise ValueError("illisible")
            yield file.relative_to(root).as_posix(), file.name

    seen: list[tuple[int, int]] = []
    outcomes, found = run_checkers(
        tmp_path, {"text": paths}, lambda _, n, total: seen.append((n, total)),
        checkers=(External("Outil", ("text",), alone, here, together),), jobs=1,
    )  # fmt: skip
    told = {f.message.partition(" : ")[0]: f.code for f in found}
    assert [*told] == paths
    assert [p for p in paths if told[p] == STOPPED] == (["1.txt"] if stops else [])
    assert (outcomes[0].files, outcomes[0].faults) == (len(paths) - stops,) * 2
    assert given == [AT_ONCE, 2]
    assert seen == [(n, len(paths)) for n in range(len(paths) + 1)]


def broken(path: Path) -> Iterable[str]:
    """Check a file as rules do that did not foresee it."""
    raise ValueError(path.name)


def test_our_rules_that_crash_are_an_error_too(
    use: Callable[..., None], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CHECKERS, "text", Checker(__name__, "broken"))
    found = inspect(project / "output")
    assert [f.code for f in found.faults] == ["verificateur-en-panne"]
    (own,) = (ran for ran in found.ran if ran.name.endswith("text"))
    assert (own.files, own.faults) == (1, 1)


# The registry, and the programs themselves


def test_the_registry_is_whole() -> None:
    names = [checker.name for checker in EXTERNAL]
    assert len(set(names)) == len(names) >= 2
    assert {"html", "pdf"} <= {name for checker in EXTERNAL for name in checker.formats}


def test_nu_is_missing_where_npm_put_nothing(tmp_path: Path) -> None:
    with pytest.raises(MissingToolError, match="Nu manque"):
        nu.probe(tmp_path)


NU = """#!{python}
import json, sys
said = {{"type": "error", "lastLine": 3, "message": "faux", "url": sys.argv[-1]}}
print(json.dumps({{"messages": [said]}}))
"""
"""A program that finds a fault in the last page that it is given."""


def test_nu_is_given_the_address_of_a_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tool = tmp_path / "java"
    tool.write_text(NU.format(python=sys.executable), "utf-8")
    tool.chmod(0o755)
    monkeypatch.setattr(java, "java", lambda: tool)
    monkeypatch.setattr(nu, "probe", lambda: ToolProbe("vnu", tool, "1"))
    page = tmp_path / "une page.html"
    assert nu.check(page) == ["ligne 3, error : faux"]
    assert nu.check_all([page], tmp_path) == [(page.name, "ligne 3, error : faux")]


# Our rules for sounds and covers: what is published is sound, what is damaged is told


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sons")
    (folder / "content").mkdir()
    (folder / "content/a.md").write_text("# Bonjour à tous\n\nUn texte court.\n", "utf-8")
    (folder / "ppun.toml").write_text("[kit]\ncd = true\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        assert build("--to", "audio,kit") == 0
    return folder / "output"


def sound_of(published: Path, format_: str, variant: str = "") -> Path:
    listed = json.loads((published / "catalogue.json").read_text("utf-8"))
    files = listed["publications"][0]["versions"][0]["files"]
    (path,) = (
        file["path"]
        for file in files
        if (file["format"], file.get("variant", "")) == (format_, variant)
    )
    return published / str(path)


SOUNDS = (
    ("mp3", ""), ("opus", ""), ("m4b", ""), ("wav", "cd"), ("wav", "telephone"),
    ("cover", ""),
)  # fmt: skip


@pytest.mark.parametrize(("format_", "variant"), SOUNDS)
@pytest.mark.parametrize("damage", ["none", "cut", "longer", "other", "empty"])
def test_sounds_and_covers(
    published: Path, tmp_path: Path, format_: str, variant: str, damage: str
) -> None:
    content = sound_of(published, format_, variant).read_bytes()
    changed = {
        "none": content,
        "cut": content[: len(content) * 2 // 3],
        "longer": content + b"de trop",
        "other": b"%PDF-1.7 " + content,
        "empty": b"",
    }[damage]
    path = tmp_path / "fichier"
    path.write_bytes(changed)
    found = list(CHECKERS[format_](path))
    assert bool(found) is (damage != "none"), found


def test_a_wav_of_another_kind_is_told(published: Path, tmp_path: Path) -> None:
    content = bytearray(sound_of(published, "wav", "cd").read_bytes())
    at = content.index(b"fmt ") + 12
    content[at : at + 4] = (48_000).to_bytes(4, "little")
    path = tmp_path / "x.wav"
    path.write_bytes(content)
    assert ["44,1" in fault for fault in CHECKERS["wav"](path)] == [True]


def test_an_mp3_whose_rate_changes_is_told(published: Path, tmp_path: Path) -> None:
    from ppun_access.writers.daisy.write import without_tag

    content = bytearray(without_tag(sound_of(published, "mp3").read_bytes()))
    content[2] = (content[2] & 0x0F) | (7 << 4)  # another rate for the first frame
    path = tmp_path / "x.mp3"
    path.write_bytes(content)
    assert list(CHECKERS["mp3"](path))


def test_a_planted_fault_in_a_sound_is_fatal(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ppun_access.commands.check.EXTERNAL", ())
    assert build("--to", "mp3") == 0
    out = project / "output"
    path = f"{ID}/{ID}.mp3"
    forge(out, path, (out / path).read_bytes()[:-100])
    code, found = checked(capsys)
    assert code == 1
    assert {f["code"] for f in found["faults"]} == {"fichier-invalide"}
    told = [f["message"].partition(" : ")[2] for f in found["faults"]]
    assert told[0].startswith("ce MP3 est coupé")
    assert line(found, "nos règles : mp3")["faults"] == len(told)
