"""The folder list is the architecture: who may import whom, who prints, how long."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from nodes import nodes

from ppun_access.report import CODES, Finding, Severity

ROOT = Path(__file__).parents[1] / "src" / "ppun_access"
BY_NAME = re.compile(r"ppun_access\.(\w+)\.[\w.]+\Z")
"""A module that is imported by its name."""
DOTTED = re.compile(r"[\w.]+")
TELLERS = re.compile(r"^(?:Finding|Caution|remark|fault|_?tell\w*)$")
"""What is called with a code, first: a finding, or what makes one of it."""
CODE = re.compile(r"[a-z]+(?:-[a-z]+)+")
MODULES = sorted(ROOT.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]

TEXT = {"errors", "report", "settings", "runtime", "document", "french"}
"""What each room of the chain from readers to easy versions may import."""
ALL = {"*"}

# A room may import itself and these. What is not here yet has its rule all the same.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "errors": set(),
    "document": set(),
    "french": set(),
    "runtime": {"errors"},
    "codes": {"errors"},
    "report": {"errors", "document", "codes"},
    "failures": {"errors", "report", "runtime"},
    "formats": set(),
    "settings": {"errors", "report", "formats", "document", "runtime"},
    "tools": {"errors", "settings", "formats", "runtime"},
    "readers": TEXT | {"tools"},
    "transforms": TEXT,
    "checks": TEXT,
    "readability": TEXT,
    "easy": TEXT,
    "speech": TEXT | {"formats", "tools"},
    "writers": TEXT - {"french"} | {"formats", "tools"},
    "site": TEXT - {"french"} | {"formats", "tools", "writers"},
    "project": TEXT
    | {
        "failures",
        "formats",
        "tools",
        "readers",
        "transforms",
        "easy",
        "writers",
        "speech",
    },
    "publish": {"errors", "report", "runtime", "writers"},
    "inspect": {"errors", "report", "runtime", "tools", "writers", "site", "publish"},
    "cluster": {"errors", "runtime"},
    "serving": {"errors", "formats", "runtime"},
    "build": TEXT
    | {"failures", "formats", "tools", "readers", "transforms", "checks", "readability"}
    | {"easy", "writers", "site", "speech", "project", "publish", "cluster"},
    "atelier": ALL,
    "commands": ALL,
    "cli": {"errors", "report", "runtime", "tools", "build", "commands"},
}
"""The rooms, lowest first."""

MAY_USE_TOOLS = {
    "readers": {"readers/office/conversion.py"},
    "writers": {
        "writers/pdf/write.py", "writers/pdf/booklet.py", "writers/pdf/poster.py",
        "writers/braille/write.py", "writers/epub/package.py",
    },
    "site": {"site/pages/offline.py"},
}  # fmt: skip
"""The modules of these rooms that run programs of others, or take the fonts of theirs."""

MAY_USE_FRENCH = {"writers/dates.py"}
"""Writers that read what an author wrote in French."""

PROGRAMS = {"cli.py", "__main__.py"}
"""Modules that are run. So is each ``*_child.py``, in a process of its own."""

OWN_PROCESS = ("_child", ".build.warm")
"""How the names of modules end that a process of its own runs, or loads as it starts."""

READ_FREELY = (
    "runtime/untrusted_files.py",  # the one place that opens what somebody else wrote
    "runtime/cache.py",  # the cache of this user
    "runtime/disk.py",  # what was just written
    "runtime/machine.py",  # what Linux tells
    "runtime/installing.py",  # this installation
    "build/ledger.py",  # the program’s own files
    "site/assets.py",  # the program’s own files
    "site/pages/rgaa.py",  # the program’s own files
    "french/",  # the program’s own words
    "readability/",  # the program’s own words
    "easy/",  # the program’s own words
    "writers/pdf/fonts.py",  # the program’s own fonts
    "speech/engines/",  # installed voices, and what their engines just wrote
    "speech/model.py",  # sound in memory
    "tools/",  # what a program that we ran just wrote or said
    "readers/office/page.py",  # what pandoc said: as deep as its document, which is told
    "commands/score.py",  # what our own child says
    "commands/init.py",  # starters, and what pip wrote
)
"""Modules that open files or parse JSON by themselves, with what these hold."""
READING = ("read_bytes", "read_text", "open", "load", "loads", "ZipFile")

LONGEST_FUNCTION = 60
LONGEST_FILE = 500


def part(name: str) -> str:
    """Return the package or the top-level module that a file belongs to."""
    return name.split("/")[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that ``tree`` imports, wherever it does."""
    for node in nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(tree: ast.AST) -> set[str]:
    """Return our own packages and modules that ``tree`` imports."""
    ours = (name.split(".") for name in imports(tree))
    found = {names[1] for names in ours if names[0] == "ppun_access" and names[1:]}
    texts = (n.value for n in nodes(tree) if isinstance(n, ast.Constant))
    found |= {m[1] for text in texts if (m := BY_NAME.match(str(text)))}
    return {name for name in found if not name.startswith("__")}


def forbidden_imports(name: str, tree: ast.Module) -> set[str]:
    mine = part(name)
    allowed = MAY_IMPORT.get(mine)
    if allowed is None:
        return {"a new part of the program: give it a rule in MAY_IMPORT"}
    if allowed == ALL:
        return parts_imported(tree) & {"cli"}
    if name not in MAY_USE_TOOLS.get(mine, {name}):
        allowed = allowed - {"tools"}
    if name in MAY_USE_FRENCH:
        allowed = allowed | {"french"}
    return parts_imported(tree) - allowed - {mine}


def attributes(tree: ast.Module) -> set[str]:
    """Return what a module takes of other modules by their names: ``os.replace``."""
    return {
        f"{node.value.id}.{node.attr}"
        for node in nodes(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }


def printing_or_exiting(name: str, tree: ast.Module) -> set[str]:
    if name in PROGRAMS or name.endswith("_child.py"):
        return set()
    names = {node.id for node in nodes(tree) if isinstance(node, ast.Name)}
    used, ends = attributes(tree), {"sys.exit", "os._exit", "sys.stdout", "sys.stderr"}
    return used & ends | names & {"print", "exit", "quit", "SystemExit", "input"}


def starting_programs(name: str, tree: ast.Module) -> set[str]:
    if name == "tools/run.py":
        return set()
    modules = {found.split(".")[0] for found in imports(tree)} & {"subprocess", "pty"}
    starts = ("os.system", "os.popen", "os.exec", "os.spawn")
    return modules | {call for call in attributes(tree) if call.startswith(starts)}


def opening_connections(name: str, tree: ast.Module) -> set[str]:
    if name in ("tools/chat.py", "serving/run.py"):  # the second waits for them
        return set()
    found = {".".join(one.split(".")[:2]) for one in imports(tree)}
    alone = {one.split(".")[0] for one in found} & {"socket", "ssl", "requests", "httpx"}
    return alone | found & {"urllib.request", "http.client"}


def loading_the_server(name: str, tree: ast.Module) -> set[str]:
    if part(name) in ("serving", "atelier"):
        return set()
    packages = {found.split(".")[0] for found in imports(tree)}
    return packages & {"anyio", "starlette", "uvicorn", "watchfiles"}


def opening_files(name: str, tree: ast.Module) -> list[str]:
    """Return the calls that read files, or JSON and TOML, without ``untrusted_files.py``.

    Anything else may wait for a pipe, or for ever.
    """
    found = []
    for node in nodes(tree) if not name.startswith(READ_FREELY) else ():
        if not isinstance(node, ast.Call):
            continue
        named = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if named not in READING:
            continue
        call, whole = ast.unparse(node.func), ast.unparse(node)
        reads = named in ("read_bytes", "read_text") and "." in call
        loads = call in ("json.load", "json.loads", "tomllib.load", "tomllib.loads")
        # « wb » is for a file that is made; the parts of an open archive are counted
        opened = named in ("open", "ZipFile") and not re.search(
            r"'wb?'|webbrowser|archive\.|zip_\.|BytesIO|os\.open", whole
        )
        if (reads and "files(" not in call) or loads or opened:
            found.append(whole)
    return found


def too_long(name: str, tree: ast.Module) -> dict[str, int]:
    """Return the lines of the file and of the functions that have too many."""
    lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in nodes(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = {f: n for f, n in lengths.items() if n > LONGEST_FUNCTION}
    return found | ({"the file": lines} if lines > LONGEST_FILE else {})


RULES: dict[str, Callable[[str, ast.Module], object]] = {
    "imports go one way": forbidden_imports,
    "only the command line prints or exits": printing_or_exiting,
    "only one module starts programs": starting_programs,
    "only one module opens connections": opening_connections,
    "only the rooms that answer load the server": loading_the_server,
    "what somebody else wrote is read in one place": opening_files,
    "functions and files are short": too_long,
}


def strings(node: ast.AST) -> set[str]:
    found = (n.value for n in nodes(node) if isinstance(n, ast.Constant))
    return {value for value in found if isinstance(value, str)}


def constants(tree: ast.Module) -> dict[str, str]:
    """Return the names of a module, and of its functions, that are set to one string."""
    found: dict[str, str] = {}
    for node in nodes(tree):
        if isinstance(node, ast.Assign):
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=True))
            for name, text in pairs:
                if isinstance(name, ast.Name) and isinstance(text, ast.Constant):
                    found[name.id] = str(text.value)
    return found


def given(tree: ast.Module) -> Iterator[str]:
    """Yield the codes that a module gives to what tells, as words or by a name."""
    names = constants(tree)
    for node in nodes(tree):
        if not (isinstance(node, ast.Call) and node.args):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if not TELLERS.match(called):
            continue
        if isinstance(first, ast.Constant):
            yield str(first.value)
        elif isinstance(first, ast.Name) and first.id in names:
            yield names[first.id]


def compared(tree: ast.Module) -> Iterator[str]:
    """Yield the codes that a module looks for in findings, as words."""
    for node in nodes(tree):
        if isinstance(node, ast.Compare) and getattr(node.left, "attr", "") == "code":
            yield from strings(node)


@dataclass(frozen=True, slots=True)
class Module:
    """What is kept of a module: the trees of all of them would take 130 MB."""

    imports: frozenset[str]
    names: frozenset[str]
    """Strings that may name a module."""
    codes: frozenset[str]
    """Strings that may be codes of findings."""
    given: frozenset[str]
    """Codes that are given to findings."""
    compared: frozenset[str]
    """Codes that are looked for in findings."""
    is_minor: bool
    """Whether it gives findings a lower severity."""
    summary: str


def module_of(tree: ast.Module) -> Module:
    texts = strings(tree)
    summary = (ast.get_docstring(tree) or "").split("\n", 1)[0].replace("``", "")
    return Module(
        frozenset(imports(tree)),
        frozenset(filter(DOTTED.fullmatch, texts)),
        frozenset(filter(CODE.fullmatch, texts)),
        frozenset(filter(CODE.fullmatch, given(tree))),
        frozenset(compared(tree)),
        any("minor" in (getattr(n, "arg", ""), getattr(n, "id", "")) for n in nodes(tree)),
        summary,
    )


@cache
def read(path: Path) -> tuple[Module, dict[str, object]]:
    """Return what is kept of a module, and what is wrong with it, rule by rule."""
    tree = ast.parse(path.read_text(encoding="utf-8"), path.name)
    name = str(path.relative_to(ROOT))
    return module_of(tree), {rule: wrong(name, tree) for rule, wrong in RULES.items()}


@pytest.mark.parametrize("rule", RULES)
def test_every_module_keeps_to_the_rule(rule: str) -> None:
    wrong = {name: read(ROOT / name)[1][rule] for name in NAMES}
    assert {name: faults for name, faults in wrong.items() if faults} == {}


def test_the_rules_are_rules_of_something() -> None:
    """The check itself sees an import sideways, a local one and a plain one."""
    assert MODULES
    text = "import ppun_access.runtime.cache\ndef f():\n    from ppun_access import site\n"
    assert parts_imported(ast.parse(text)) == {"runtime", "site"}
    assert parts_imported(ast.parse("from ppun_access.easy.x import y")) == {"easy"}
    assert parts_imported(ast.parse("from ppun_access import __version__")) == set()
    assert parts_imported(ast.parse("load('ppun_access.build.order')")) == {"build"}


def test_what_opens_files_is_seen() -> None:
    code = (
        "Path(a).read_bytes()\npath.read_text('utf-8')\nopen(path)\npath.open('rb')\n"
        "json.loads(text)\ntomllib.loads(text)\nZipFile(path)\n"
    )
    assert len(opening_files("x.py", ast.parse(code))) == 7
    assert opening_files("x.py", ast.parse("read_bytes(path, 9)\npath.open('wb')")) == []


# Circles


def name_of(path: Path) -> str:
    """Return the dotted name of a module."""
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def graph_of(modules: dict[str, Module], packages: set[str]) -> dict[str, set[str]]:
    """Return the modules that each module imports, at its top or in a function."""
    found: dict[str, set[str]] = {}
    for name, module in modules.items():
        package = name if name in packages else name.rpartition(".")[0]
        # who starts a process names what it runs, who reads a file the room that has it
        told = {package + n if n.startswith(".") else n for n in module.names}
        given = {n for n in told if not n.endswith(OWN_PROCESS)} - packages
        named = {n if n in modules else n.rpartition(".")[0] for n in module.imports}
        found[name] = (given | named) & {*modules} - {name}
    return found


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return modules that import each other, one after the other; nothing without any."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_no_modules_import_each_other_in_a_circle() -> None:
    modules = {name_of(path): read(path)[0] for path in MODULES}
    packages = {name_of(path) for path in MODULES if path.name == "__init__.py"}
    graph = graph_of(modules, packages)
    assert "ppun_access.writers.epub.write" in graph["ppun_access.writers"]
    assert circle(graph) == []


def test_a_circle_is_seen_wherever_its_imports_stand() -> None:
    texts = {
        "ppun_access.a": 'X = (".b", 1)',
        "ppun_access.a.b": "def f():\n    from ppun_access.a import c",
        "ppun_access.a.c": "from ppun_access.a import X",
    }
    modules = {name: module_of(ast.parse(text)) for name, text in texts.items()}
    assert {*circle(graph_of(modules, {"ppun_access.a"}))} == {*texts}
    del modules["ppun_access.a"]
    assert circle(graph_of(modules, set())) == []


# Codes of findings


def saying() -> list[Module]:
    """Return the modules that may give findings their codes: the table is no use of it."""
    return [read(path)[0] for path in MODULES if path.parent != ROOT / "codes"]


def test_every_code_is_in_the_register() -> None:
    found = {code for module in saying() for code in module.given}
    assert len(found) > 40
    assert found - set(CODES) == set()


def test_every_code_that_is_looked_for_is_in_the_register() -> None:
    found = {code for module in saying() for code in module.compared}
    assert len(found) >= 3
    assert found - set(CODES) == set()
    assert list(compared(ast.parse("one.code == 'a-b' or one.name == 'c-d'"))) == ["a-b"]


def test_every_code_of_the_register_is_said_somewhere() -> None:
    assert set(CODES) - {code for module in saying() for code in module.codes} == set()


def test_the_codes_of_two_severities_are_those_that_say_when() -> None:
    """A call says « minor »; that its row lets it shows in the docs."""
    known = {name for name, code in CODES.items() if code.minor}
    said = {code for module in saying() if module.is_minor for code in module.codes}
    assert known <= said
    assert Finding("braille-caractere", "m", minor=True).severity is Severity.INFO


def test_the_scan_sees_words_names_and_what_is_unknown() -> None:
    text = "A, B = 'a-b', 'c-d'\ntell('e-f')\nself._tell(A, 1)\nFinding(B)\nprint('g-h')"
    assert list(given(ast.parse(text))) == ["e-f", "a-b", "c-d"]


# The tree of the docs


PAGE = ROOT.parents[1] / "docs" / "architecture.md"


def tree() -> str:
    """Return the rooms, and the modules that stand in none, with what each is for."""
    alone = [path for path in MODULES if path.parent == ROOT and path.stem[0] != "_"]
    rooms = [path.parent for path in MODULES if path.name == "__init__.py"][1:]
    rows = [(path.name, path) for path in alone]
    for room in rooms:
        inside = room.relative_to(ROOT)
        name = f"{'  ' * (len(inside.parts) - 1)}{inside.name}/"
        rows.append((name, room / "__init__.py"))
    return "".join(f"{name:<16}{read(path)[0].summary}\n" for name, path in rows)


def test_the_tree_of_the_docs_is_that_of_the_program() -> None:
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition("```\n")
    made = f"{before}```\n{tree()}```{rest.partition('```')[2]}"
    if os.environ.get("PPUN_GOLDEN"):
        PAGE.write_text(made, encoding="utf-8")
    assert made == PAGE.read_text(encoding="utf-8")
