"""The folder list is the architecture: who may import whom, who prints, how long."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "src" / "ppun_access"
MODULES = sorted(ROOT.rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]

COMMON = {
    "colours", "errors", "report", "settings", "formats", "statements", "thresholds",
    "toml_values", "page_choice", "lexicon", "progress", "installing", "reading",
    "spreadsheets",
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
    "reading": set(),
    "spreadsheets": set(),
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


def forbidden_imports(name: str, tree: ast.Module) -> set[str]:
    allowed = MAY_IMPORT.get(part(name))
    if allowed is None:
        return {"a new part of the program: give it a rule in MAY_IMPORT"}
    if allowed == ALL:
        return set()
    mine = part(name)
    allowed = allowed | {mine} | (set() if mine in PURE else COMMON)
    if name in MAY_USE_TOOLS:
        allowed = allowed | {"tools"}
    if name in MAY_USE_FRENCH:
        allowed = allowed | {"french"}
    return parts_imported(tree) - allowed


def printing_or_exiting(name: str, tree: ast.Module) -> set[str]:
    if name in PROGRAMS or name.endswith("_child.py"):
        return set()
    nodes = list(ast.walk(tree))
    used = {ast.unparse(node) for node in nodes if isinstance(node, ast.Attribute)}
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    return used & {"sys.exit", "os._exit", "sys.stdout", "sys.stderr"} | names & {
        "print", "exit", "quit", "SystemExit", "input",
    }  # fmt: skip


def starting_programs(name: str, tree: ast.Module) -> set[str]:
    if name == "tools/run.py":
        return set()
    modules = {found.split(".")[0] for found in imports(tree)} & {"subprocess", "pty"}
    calls = {
        ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)
    }
    starts = ("os.system", "os.popen", "os.exec", "os.spawn")
    return modules | {call for call in calls if call.startswith(starts)}


def opening_connections(name: str, tree: ast.Module) -> set[str]:
    if name in ("tools/chat.py", "serving/server.py"):  # the second waits for them
        return set()
    found = {".".join(one.split(".")[:2]) for one in imports(tree)}
    alone = {one.split(".")[0] for one in found} & {"socket", "ssl", "requests", "httpx"}
    return alone | found & {"urllib.request", "http.client"}


def too_long(name: str, tree: ast.Module) -> dict[str, int]:
    """Return the lines of the file and of the functions that have too many."""
    lines = (ROOT / name).read_text(encoding="utf-8").count("\n")
    lengths = {
        node.name: (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    found = {f: n for f, n in lengths.items() if n > LONGEST_FUNCTION}
    return found | ({"the file": lines} if lines > LONGEST_FILE else {})


RULES: dict[str, Callable[[str, ast.Module], object]] = {
    "imports go one way": forbidden_imports,
    "only the command line prints or exits": printing_or_exiting,
    "only one module starts programs": starting_programs,
    "only one module opens connections": opening_connections,
    "functions and files are short": too_long,
}


@cache
def offenders() -> dict[str, dict[str, object]]:
    """Return what is wrong with each module of the program, rule by rule."""
    found: dict[str, dict[str, object]] = {rule: {} for rule in RULES}
    for name in NAMES:
        tree = ast.parse((ROOT / name).read_text(encoding="utf-8"), name)
        for rule, faults_of in RULES.items():
            if faults := faults_of(name, tree):
                found[rule][name] = faults
    return found


@pytest.mark.parametrize("rule", RULES)
def test_every_module_keeps_to_the_rule(rule: str) -> None:
    assert offenders()[rule] == {}


def test_the_rules_are_rules_of_something() -> None:
    """The check itself sees an import sideways, a local one and a plain one."""
    assert MODULES
    text = "import ppun_access.cache\ndef f():\n    from ppun_access import site\n"
    assert parts_imported(ast.parse(text)) == {"cache", "site"}
    assert parts_imported(ast.parse("from ppun_access.easy.x import y")) == {"easy"}
    assert parts_imported(ast.parse("from ppun_access import __version__")) == set()
