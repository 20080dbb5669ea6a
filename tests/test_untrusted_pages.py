"""Pages of a stranger: YAML that fills the memory, inclusion bombs, hidden files."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from projects import build, catalogue, project, snapshot

from ppun_access.build.sources import read_sources
from ppun_access.document.walk import plain_text
from ppun_access.errors import InputError
from ppun_access.project.project import load_project
from ppun_access.readers import READERS, ReaderOptions
from ppun_access.readers.front_matter import split_front_matter
from ppun_access.readers.gitbook.includes import included_files
from ppun_access.report import Report

__all__ = ["project"]

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{next_}: &{next_} [{', '.join([f'*{name}'] * 9)}]\n"
    for name, next_ in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("reader", ["markdown", "gitbook"])
@pytest.mark.parametrize(
    ("front", "line", "fault"),
    [
        (LAUGHS, 2, "renvoi"), ("titre: T\nb: *x", 3, "renvoi"),
        ("titre: &co", 2, "renvoi"), ("a: &a [*a]", 2, "renvoi"),
        ("b: 1\na: " + "[" * 5_000, 3, "niveaux"),
        ("\n".join(" " * n + "a:" for n in range(200)), 21, "niveaux"),
        ("a: b\n" * 30_000, 2, "trop long"),
        ("a: \1", 2, "mal écrit"), ("? [a]\n: b", 2, "mal écrit"),
        ("a: !!python/object:os.x y", 2, "mal écrit"),
    ],
)  # fmt: skip
def test_yaml_that_is_refused(reader: str, front: str, line: int, fault: str) -> None:
    text = f"---\n{front}\n---\n\n# Titre\n\nTexte.\n"
    with pytest.raises(InputError) as error:
        READERS[reader](text, "a.md", ReaderOptions(), Report())
    assert error.value.message.startswith(f"a.md:{line} : ")
    assert fault in error.value.message
    assert error.value.next_step


@pytest.mark.parametrize(
    "value",
    [
        "9" * 5_000, "0x" + "f" * 5_000, "1" + ":59" * 3_000, "1" + ":59" * 300 + ".5",
        "11476-01-01", "2024-13-45", "2024-01-01T00:00:00+99:99", "!!bool x", '!!int ""',
        "!!timestamp x", '"\\0\\ud800"', "!!set {b, a}", "9" * 4_000 + ".5", ".inf",
    ],
)  # fmt: skip
@pytest.mark.parametrize("key", ["date", "titre", "x"])
def test_odd_values_stay_text(key: str, value: str) -> None:
    text = f"---\n{key}: {value}\n---\n\n# Titre\n\nTexte.\n"
    (document,) = READERS["markdown"](text, "a.md", ReaderOptions(), Report())
    assert plain_text(document).endswith("Texte.")
    f"{document.title}{document.meta}".encode()


def test_a_key_said_twice_is_told() -> None:
    report = Report()
    text = "---\ntitre: Un\nauteur: A\ntitre: Deux\n---\n\nTexte.\n"
    (document,) = READERS["markdown"](text, "a.md", ReaderOptions(), report)
    assert document.title == "Deux"
    assert [(f.code, str(f.pos)) for f in report.findings] == [("cle-repetee", "a.md:4")]


def test_variables_of_a_space_have_no_aliases(tmp_path: Path) -> None:
    (tmp_path / ".gitbook").mkdir()
    (tmp_path / ".gitbook/vars.yaml").write_text(LAUGHS, "utf-8")
    (tmp_path / "a.md").write_text("# T\n\n{{ vars.a }}\n", "utf-8")
    report = Report()
    with_faults = read_sources(load_project([tmp_path]), report)
    assert [source.page.name for source in with_faults] == ["a.md"]
    assert any("vars.yaml:1" in f"{f.pos} {f.message}" for f in report.findings)


def test_front_matter_of_ordinary_pages() -> None:
    front = 'titre: "A: b"\ndate: 2026-03-01\nn: 12\nvars:\n  a: 1.5\n  b: [oui, x]\n'
    values, text, line = split_front_matter(f"---\n{front}---\ntexte", "a.md")
    assert (text, line) == ("texte", 9)
    assert values["n"] == 12
    assert str(values["date"]) == "2026-03-01"
    assert values["vars"] == {"a": 1.5, "b": ["oui", "x"]}


def read_with(files: dict[str, str]) -> tuple[str, Counter[str]]:
    report = Report()
    options = ReaderOptions(files=files)
    (document,) = READERS["gitbook"](files["a.md"], "a.md", options, report)
    assert all(f.pos and f.pos.line for f in report.findings)
    return plain_text(document), Counter(f.code for f in report.findings)


def test_inclusions_are_bounded_in_all() -> None:
    """200 files of 60 KB, and files that include one another fifty times."""
    word = "mot " * 100_000
    files = {"a.md": "# A\n\n" + '{% include "b.md" %}\n\n' * 50 + "fin", "b.md": word}
    text, told = read_with(files)
    assert text.count("mot") == 200_000
    assert text.endswith("fin")
    assert told == {"inclusion-impossible": 1}


def test_inclusion_bombs() -> None:
    fifty = "".join(f'{{% include "{{0}}" %}}\n\nmot{n}\n\n' for n in range(50))
    names = zip("abcd", "bcde", strict=True)
    files = {f"{one}.md": fifty.replace("{0}", f"{next_}.md") for one, next_ in names}
    files["e.md"] = "fond"
    text, told = read_with(files)
    assert 0 < text.count("fond") <= 200
    assert text.endswith("mot49")
    assert told == {"inclusion-impossible": 1}


def test_what_a_page_includes_is_read_up_to_a_bound(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("mot " * 300_000, "utf-8")
    (tmp_path / "c.md").write_text("mot", "utf-8")
    page = '{% include "b.md" %}\n{% include "c.md" %}'
    assert list(included_files(page, "a.md", tmp_path)) == ["c.md"]


SECRET = "SECRETSECRET"
HIDDEN = """# Page

![Une clé](.ssh/id.png)

[clé](.git/config.txt) et [autre](sous/.env.txt) et [lien](lien.txt)

{% include ".ssh/note.md" %}

{% file src=".ssh/id.txt" %}

<video src=".ssh/film.mp4"></video>

[![vue](%2Essh/id.png)](.ssh/id.txt)

![Un plan](.gitbook/assets/plan.png) [donnée](.gitbook/assets/a.txt) [v](.gitbook/vars.yaml)
"""


def test_hidden_files_are_not_published(project: Path) -> None:
    from test_hostile import PNG

    content = project / "content"
    for name in (".ssh/id.txt", ".git/config.txt", "sous/.env.txt", ".ssh/note.md"):
        (content / name).parent.mkdir(exist_ok=True)
        (content / name).write_text(SECRET, "utf-8")
    (content / ".ssh/id.png").write_bytes(PNG + SECRET.encode())
    (content / ".ssh/film.mp4").write_bytes(b"\0\0\0\0ftyp" + SECRET.encode())
    (content / "lien.txt").symlink_to(content / ".ssh/id.txt")
    (content / "a.md").write_text(HIDDEN, "utf-8")
    (content / "b.md").write_text("---\nfacile: .ssh/note.md\n---\n# Autre\n\nTexte.\n")
    (content / ".gitbook/assets").mkdir(parents=True)
    (content / ".gitbook/vars.yaml").write_text(f"v: {SECRET}")
    (content / ".gitbook/assets/plan.png").write_bytes(PNG)
    (content / ".gitbook/assets/a.txt").write_text("donnée")
    build("--to", "html,text,epub,facile")
    files = snapshot(project / "output")
    assert [name for name, data in files.items() if SECRET.encode() in data] == []
    assert sorted(Path(n).suffix for n in files if n.startswith("medias/")) == [
        ".png", ".txt",
    ]  # fmt: skip
    log = json.loads((project / "output-rapport/build.json").read_text("utf-8"))
    told = [f"{f['code']} {f['message']}" for f in log["findings"]]
    for name in (".ssh/id.png", ".git/config.txt", "sous/.env.txt", ".ssh/note.md",
                 ".ssh/id.txt", ".ssh/film.mp4", ".gitbook/vars.yaml"):  # fmt: skip
        assert any(name in one and "caché" in one for one in told), name
    assert [p["id"] for p in catalogue(project / "output")["publications"]] == [
        "page",
        "autre",
    ]
