"""The folder list is the architecture: who may import whom, who prints, how long."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "ppun_access"
MODULES = sorted(ROOT.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]

COMMON = {
    "colours", "errors", "report", "settings", "formats", "statements", "thresholds",
    "toml_values", "page_choice", "lexicon", "progress", "installing",
}  # fmt: skip
ALL = {"*"}

# Everyone may import itself and COMMON. What is not here yet has its rule all the same.
MAY_IMPORT: dict[str, set[str]] = {
    "__init__": set(),
    "__main__": {"cli"},
    "colours": set(),
    "errors": {"document"},
    "report": {"document"},
    "settings": {"document"},
    "lexicon": set(),
    "progress": set(),
    "installing": set(),
    "loading": set(),
    "formats": set(),
    "statements": set(),
    "page_choice": set(),
    "thresholds": set(),
    "toml_values": set(),
    "document": set(),
    "french": set(),
    "storage": set(),
    "console": set(),
    "disk": set(),
    "cache": {"disk", "storage"},
    "background": set(),
    "executor": {"background", "executor_child"},
    "executor_child": {"tools"},
    "cluster": {"cache", "executor", "storage"},
    "machine": set(),
    "workers": {"executor", "machine"},
    "tools": set(),
    "serving": set(),
    "readers": {"document", "french"},
    "transforms": {"document", "french"},
    "readability": {"document", "french", "loading"},
    "checks": {"document", "french"},
    "easy": {"document", "french"},
    "writers": {"document"},
    "site": {"document", "writers"},
    "speech": {"document", "french", "cache", "disk", "executor", "tools"},
    "pipeline": ALL,
    "commands": ALL,
    "cli": {"pipeline", "commands", "console", "loading", "workers"},
}
PURE = {"document", "french"}
"""They import nothing of ours, not even COMMON."""

MAY_USE_TOOLS = {
    "writers/pdf.py", "writers/pdf_booklet.py", "writers/pdf_poster.py",
    "writers/braille.py", "writers/cover.py", "readers/office.py",
}  # fmt: skip

MAY_USE_FRENCH = {"writers/dates.py"}
"""Writers that read what an author wrote in French."""

PROGRAMS = {"cli.py", "__main__.py"}
"""Modules that are run. So is each ``*_child.py``, in a process of its own."""

LONGEST_FUNCTION = 60
LONGEST_FILE = 400


def part(name: str) -> str:
    """Return the package or the top-level module that a file belongs to."""
    return name.split("/")[0].removesuffix(".py")


def parsed(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"), name)


def imports(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of everything that ``tree`` imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parts_imported(tree: ast.AST) -> set[str]:
    """Return our own packages and modules that ``tree`` imports."""
    ours = (name.split(".") for name in imports(tree))
    found = {names[1] for names in ours if names[0] == "ppun_access" and names[1:]}
    return {name for name in found if not name.startswith("__")}


@pytest.mark.parametrize("name", NAMES)
def test_imports(name: str) -> None:
    mine = part(name)
    assert mine in MAY_IMPORT, "a new part of the program: give it a rule here"
    allowed = MAY_IMPORT[mine]
    if allowed == ALL:
        return
    allowed = allowed | {mine} | (set() if mine in PURE else COMMON)
    if name in MAY_USE_TOOLS:
        allowed = allowed | {"tools"}
    if name in MAY_USE_FRENCH:
        allowed = allowed | {"french"}
    assert parts_imported(parsed(name)) <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_only_the_command_line_prints_or_exits(name: str) -> None:
    if name in PROGRAMS or name.endswith("_child.py"):
        return
    tree = parsed(name)
    used = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not used & {"sys.exit", "os._exit", "sys.stdout", "sys.stderr"}
    assert not names & {"print", "exit", "quit", "SystemExit", "input"}


@pytest.mark.parametrize("name", NAMES)
def test_only_one_module_starts_programs(name: str) -> None:
    if name == "tools/run.py":
        return
    tree = parsed(name)
    assert not {found.split(".")[0] for found in imports(tree)} & {"subprocess", "pty"}
    calls = {
        ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    assert not {call for call in calls if call.startswith(("os.system", "os.popen"))}
    assert not {call for call in calls if call.startswith(("os.exec", "os.spawn"))}


@pytest.mark.parametrize("name", NAMES)
def test_only_one_module_opens_connections(name: str) -> None:
    if name in ("tools/chat.py", "serving/server.py"):  # the second waits for them
        return
    found = {".".join(one.split(".")[:2]) for one in imports(parsed(name))}
    alone = {one.split(".")[0] for one in found} & {"socket", "ssl", "requests", "httpx"}
    assert not alone | found & {"urllib.request", "http.client"}


@pytest.mark.parametrize("name", NAMES)
def test_functions_and_files_are_short(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
    assert lines <= LONGEST_FILE
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(parsed(name))
        if isinstance(node, functions)
    }
    assert {f: n for f, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_the_rules_are_rules_of_something() -> None:
    """The check itself sees an import sideways, a local one and a plain one."""
    assert MODULES
    text = "import ppun_access.cache\ndef f():\n    from ppun_access import site\n"
    assert parts_imported(ast.parse(text)) == {"cache", "site"}
    assert parts_imported(ast.parse("from ppun_access.easy.x import y")) == {"easy"}
    assert parts_imported(ast.parse("from ppun_access import __version__")) == set()
