"""The house rules that a machine can hold: files, licences, make, what the docs say."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from ppun_access.commands.arguments import parser

ROOT = Path(__file__).parents[1]
HEAVIEST = 600_000
"""Bytes: what is heavier comes from a locked package."""

# Cut in two, so that this file does not name what it forbids.
FORBIDDEN = {
    "a registry": "|".join(
        re.escape(".".join(host))
        for host in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("registry", "yarnpkg", "com"),
            ("deb", "debian", "org"),
            ("archive", "ubuntu", "com"),
        )
    ),
    "a folder beside the checkout": r"\.\./" + "shared",
    "a folder of one machine": r"(?<![\w.])/(?:work"
    + r"|root|home/\w+|Users/\w+)(?![\w-])",
}


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that git has, or would have after ``git add``."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        if os.environ.get("CI"):
            pytest.fail("git or the repository is missing")
        pytest.skip("ce dossier n’est pas un dépôt git")
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode().split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_names(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = {
        str(path.relative_to(ROOT)): match.group()
        for path in tracked()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="ignore")))
    }
    assert found == {}


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a registry", "https://" + "pypi" + ".org/simple"),
        ("a folder beside the checkout", "../" + "shared/DESIGN.md"),
        ("a folder of one machine", "see " + "/" + "work/main"),
        ("a folder of one machine", "cd /" + "home/alice"),
    ],
)
def test_the_check_sees(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_no_file_names_the_home_folder() -> None:
    home = os.fsencode(Path.home()) + b"/"
    if len(home) < 4:
        return
    assert [path for path in tracked() if home in path.read_bytes()] == []


def test_no_file_is_heavy() -> None:
    sizes = {str(path.relative_to(ROOT)): path.stat().st_size for path in tracked()}
    assert {name: size for name, size in sizes.items() if size > HEAVIEST} == {}


# --- Licences -----------------------------------------------------------------------


def normal(name: str) -> str:
    """Return the name of a package as the registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(name: str) -> set[str]:
    """Return the packages of one lock; pyobjc's parts count as one."""
    names = re.findall(r"^([A-Za-z0-9_.-]+)==", read(f"requirements/{name}.txt"), re.M)
    return {re.sub(r"^pyobjc\b.*", "pyobjc", normal(found)) for found in names}


def third_party(heading: str) -> dict[str, list[str]]:
    """Return the rows of one table of THIRD-PARTY.md, by the name in the first cell."""
    text = read("THIRD-PARTY.md").split(f"\n## {heading}\n", 1)[1].split("\n## ")[0]
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert len({row[0] for row in rows}) == len(rows), "a name stands twice"
    return {row[0].strip("`"): row[1:] for row in rows}


LOCKS = ("run", "dev", "bench", "modele")


def test_every_python_package_has_its_licence() -> None:
    rows = third_party("Python packages")
    wanted = {name for lock in LOCKS for name in locked(lock)}
    assert {normal(name) for name in rows} == wanted
    assert all(licence and purpose for licence, purpose in rows.values())


def test_every_checker_has_its_licence() -> None:
    packages = json.loads(read("conformance/package-lock.json"))["packages"]
    names = {name.rpartition("node_modules/")[2] for name in packages if name}
    assert set(third_party("npm packages")) == names
    assert all("resolved" not in package for package in packages.values())
    assert all(package["integrity"] for name, package in packages.items() if name)


def test_data_with_a_licence_is_there() -> None:
    rows = third_party("Data and models")
    assert all(licence and origin for licence, origin in rows.values())
    paths = {name.rstrip("/") for name in rows if "/" in name}
    assert [name for name in paths if not (ROOT / name).exists()] == []
    for folder in ("reference", "voices/kokoro"):
        files = [path for path in (ROOT / folder).iterdir() if path.suffix != ".md"]
        names = {str(path.relative_to(ROOT)) for path in files}
        assert names <= paths or folder in paths


def test_the_licence_is_the_gpl() -> None:
    assert "GNU GENERAL PUBLIC LICENSE\n                       Version 3" in read("LICENSE")


# --- Tests --------------------------------------------------------------------------

PATCHES = {"setattr", "delattr", "setitem", "delitem", "patch", "object", "dict"}


def is_private(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last.startswith("_") and not last.endswith("__")


def private_patches(text: str) -> Iterator[str]:
    """Yield what of a module puts something in the place of a private name."""
    told_of = re.search(r"""[.'"]_\w""", text)  # one test in four
    for node in ast.walk(ast.parse(text)) if told_of else ():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            told = node.args[:2] if name in PATCHES else []
            inner = [one for arg in told[:1] for one in ast.walk(arg)]
            names = [one.attr for one in inner if isinstance(one, ast.Attribute)]
            words = [str(one.value) for one in told if isinstance(one, ast.Constant)]
            # A word that is no name of Python is a key, or text.
            words = [one for one in words if one.replace(".", "").isidentifier()]
            if any(map(is_private, [*names, *words])):
                yield ast.unparse(node)
        if isinstance(node, ast.Assign):
            places = [one for one in node.targets if isinstance(one, ast.Attribute)]
            others = [p for p in places if ast.unparse(p.value) not in ("self", "cls")]
            if any(is_private(place.attr) for place in others):
                yield ast.unparse(node)


def test_no_test_patches_a_private_name() -> None:
    """A guard is shown by a case, a tool that fails by a tool: our own code may change."""
    found = {
        path.name: faults
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if (faults := [*private_patches(path.read_text("utf-8"))])
    }
    assert found == {}


@pytest.mark.parametrize(
    "code",
    [
        'monkeypatch.setattr(module, "_name", 1)', 'patch("a.b._name")', "module._name = 1",
        'patch.object(module, "_name")', "monkeypatch.setitem(module._TABLE, 'a', 1)",
        'setattr(module, "_name", 1)', 'monkeypatch.delattr("a._name")',
    ],
)  # fmt: skip
def test_a_patch_of_a_private_name_is_seen(code: str) -> None:
    assert [*private_patches(code)]


# --- make ---------------------------------------------------------------------------


def targets() -> set[str]:
    phony = re.search(r"^\.PHONY:((?:.*\\\n)*.*)$", read("Makefile"), re.M)
    assert phony
    return set(phony.group(1).replace("\\", " ").split()) - {"FORCE"}


def test_every_target_has_its_line_of_help() -> None:
    helped = set(re.findall(r"^([a-z-]+):.*## \S", read("Makefile"), re.M))
    assert helped == targets()


def test_make_help_shows_every_target() -> None:
    command = ["make", "--no-print-directory", "help"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MAKE")}
    shown = subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    ).stdout.splitlines()
    assert {line.split()[1] for line in shown} == targets()
    assert all(re.fullmatch(r"make [a-z-]+ +[A-ZÉ].*[^.]", line) for line in shown)


def test_make_asks_for_the_right_python() -> None:
    project = tomllib.loads(read("pyproject.toml"))["project"]
    bounds = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", project["requires-python"])
    assert bounds
    first, after = map(int, bounds.groups())
    minors = list(range(first, after))
    makefile = read("Makefile")
    assert f"(3, {first}) <= sys.version_info < (3, {after})" in makefile
    tried = re.search(r"^PYTHON := (.*)$", makefile, re.M)
    assert tried
    names = [f"python3.{minor}" for minor in reversed(minors)]
    assert tried.group(1).split() == ["python3", *names]
    classified = [c.split()[-1] for c in project["classifiers"] if ":: 3." in c]
    assert classified == [f"3.{minor}" for minor in minors]
    said = ", ".join(f"3.{minor}" for minor in minors[:-1]) + f" ou 3.{minors[-1]}"
    assert f"Python {said}" in makefile


def test_continuous_integration_runs_what_people_run() -> None:
    lines = read(".ci/run").splitlines()
    commands = [
        line for line in lines if line and not line.startswith(("#", "set ", "cd "))
    ]
    assert commands == ["exec make test"]
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


# --- Documents ----------------------------------------------------------------------

FENCE = re.compile(r"^ *```.*?^ *```", re.M | re.S)


def test_the_changelog_has_room_for_the_next_line() -> None:
    assert re.search(r"^## \[?Unreleased", read("CHANGELOG.md"), re.M)


READMES = [ROOT / "README.md", ROOT / "README.fr.md"]
PAGES = [
    *READMES, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")),
]  # fmt: skip
LINK = re.compile(r"(!?)\[([^]]*)\]\(([^)\s]+)\)")
TYPED = re.compile(r"^ *(?:\.venv/bin/)?(ppun-access .*?)(?: +#.*| [|>] .*| && .*|, .*)?$")
"""A line of the program in a fence, without its comment and what comes after it."""

ITEM = re.compile(r"^( *)(?:[-*]|\d+\.) (.*(?:\n\1 +(?![-*] |\d+\. )\S.*)*)", re.M)
SOURCE = re.compile(r"([\w./-]+\.(?:py|css|test|tsv))(?:: (\w+))?")
NAME = re.compile(r"\w*[a-zA-Z]_\w+|\w+_[a-zA-Z]\w*")
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
"""A finding, a rule, an attribute; decisions also tell of those that are gone."""
FOREIGN = {"HTTPS_PROXY", "CHROME_PATH", "brotli_types", "x_files", "page-list"}
"""Names of other programs, and what stands for any name."""


@cache
def prose(page: Path) -> str:
    """Return a page without its fences."""
    return FENCE.sub("", page.read_text("utf-8"))


def anchors(page: Path) -> set[str]:
    """Return what a link may name in a page: its headings, as forges write them."""
    found = re.findall(r"^#+ (.*)$", prose(page), re.M)
    plain = [LINK.sub(r"\2", heading).lower() for heading in found]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def leads_nowhere(address: str, page: Path) -> bool:
    name, _, place = address.partition("#")
    led = page.parent / name if name else page
    if re.match(r"\w+:", address):
        return False
    return not led.exists() or bool(place and place not in anchors(led))


def test_links_of_the_docs_lead_somewhere() -> None:
    for page in PAGES:
        links = LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page)))
        dead = [address for _, _, address in links if leads_nowhere(address, page)]
        assert dead == [], page.name


@cache
def sources() -> dict[str, str]:
    """Return what the repository holds of code, by path."""
    found = {}
    for room in ("src", "tests", "benchmarks", "reference", "docs", "voices"):
        for path in (ROOT / room).rglob("*.*"):
            if path.suffix in {".py", ".css", ".js", ".test", ".toml", ".tsv", ".txt"}:
                found[path.relative_to(ROOT).as_posix()] = path.read_text("utf-8", "ignore")
    return found


@cache
def words() -> frozenset[str]:
    found: set[str] = set()
    for text in sources().values():
        found.update(re.findall(r"\w+", text), re.findall(r"[a-z]+(?:-[a-z]+)+", text))
    return frozenset(found)


def is_unknown(code: str, page: Path) -> bool:
    """Tell whether what stands in backticks names a file or a thing that is not there."""
    if found := SOURCE.fullmatch(code):
        name, inside = found.groups()
        held = [text for path, text in sources().items() if f"/{path}".endswith(f"/{name}")]
        return not any(re.search(rf"\b{inside or ''}\b", text) for text in held)
    names = NAME.findall(code) if re.fullmatch(r"[\w.]+(?:\(\))?", code) else []
    if CODE.fullmatch(code) and page.parent.name != "decisions":
        names.append(code)
    lacking = [one for one in names if one not in words() and one not in FOREIGN]
    return any(one not in typed(page) for one in lacking)


@cache
def typed(page: Path) -> str:
    """Return what a page has people type."""
    return " ".join(FENCE.findall(page.read_text("utf-8")))


def test_what_the_docs_name_exists() -> None:
    for page in PAGES:
        codes = re.findall(r"`([^`\n]+)`", prose(page))
        assert [code for code in codes if is_unknown(code, page)] == [], page.name


def test_items_of_the_docs_are_short() -> None:
    """One of more than 60 words is a paragraph that has not been written."""
    for page in PAGES:
        items = [item for _, item in ITEM.findall(prose(page))]
        long = [item[:60] for item in items if len(item.split()) > 60]
        assert long == [], page.name


def test_what_the_docs_have_people_type_is_understood() -> None:
    for page in PAGES:
        for line in "\n".join(FENCE.findall(page.read_text("utf-8"))).splitlines():
            if found := TYPED.match(line):
                typed = re.sub(r"\[|\]|…", "", found.group(1))
                parser().parse_args(shlex.split(typed)[1:])


def test_the_readmes_show_what_is_published_on_a_page() -> None:
    texts = [page.read_text("utf-8") for page in READMES]
    assert all(len(text.splitlines()) <= 100 for text in texts)
    pictures, links = zip(*((
        [(words, path) for mark, words, path in LINK.findall(text) if mark],
        [path for _, _, path in LINK.findall(text)],
    ) for text in texts), strict=True)  # fmt: skip
    assert links[0] == links[1]
    for ((words, path),) in pictures:
        assert len(words) > 80
        assert (ROOT / path).stat().st_size < 120_000


def test_the_two_readmes_say_the_same() -> None:
    texts = [page.read_text("utf-8") for page in READMES]
    blocks = [FENCE.findall(text) for text in texts]
    assert blocks[0] == blocks[1]
    headings = [re.findall(r"^#+ ", prose(page), re.M) for page in READMES]
    assert headings[0]
    assert headings[0] == headings[1]
