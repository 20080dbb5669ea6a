"""Every regular expression of the package, and the texts that would hold each one up."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import ppun_access

Pattern = re.Pattern[Any]
_METHODS = ("search", "match", "fullmatch", "sub", "subn", "finditer", "findall", "split")


@dataclass(frozen=True)
class Expression:
    """An expression, the modules that hold it, and whether it is looked for in a text.

    Those that are not only begin at the beginning of a text.
    """

    pattern: Pattern
    places: frozenset[str]
    searched: bool
    whole: bool
    """Whether a text may have to be all of it."""

    def run(self, text: str | bytes) -> None:
        """Run it over ``text`` as the program does."""
        if self.searched:
            self.pattern.sub(text[:0], text)
        else:
            self.pattern.match(text)
        if self.whole:
            self.pattern.fullmatch(text)


def modules() -> Iterator[ModuleType]:
    """Yield every module of the package that this system can import."""
    for info in pkgutil.walk_packages(ppun_access.__path__, "ppun_access."):
        if not info.name.endswith("__main__"):
            with suppress(ImportError):
                module = importlib.import_module(info.name)
                if str(module.__file__).endswith(".py"):
                    yield module


Uses = frozenset[str]
"""The ways in which an expression is run: « searched », « whole », « begun »."""
_UNKNOWN: Uses = frozenset({"searched", "whole"})


def expressions() -> list[Expression]:
    """Return every expression of the package, each once."""
    found: dict[tuple[Any, int], tuple[Pattern, set[str], set[str]]] = {}
    for module in modules():
        for pattern, uses in _of_module(module):
            key = (pattern.pattern, pattern.flags)
            _, places, ways = found.setdefault(key, (pattern, set(), set()))
            places.add(module.__name__.removeprefix("ppun_access."))
            ways |= uses
    return [
        Expression(pattern, frozenset(places), "searched" in ways, "whole" in ways)
        for pattern, places, ways in found.values()
    ]


def _of_module(module: ModuleType) -> Iterator[tuple[Pattern, Uses]]:
    """Yield the expressions of a module: held by a name, or written in a call."""
    source = Path(str(module.__file__)).read_text("utf-8")
    tree = ast.parse(source)
    known = _uses(tree)
    private = _UNKNOWN if ".fullmatch" in source else frozenset({"searched"})
    for name, value in list(vars(module).items()):
        for pattern in _held(value, module.__name__):
            yield pattern, known.get(name, private if name[0] == "_" else _UNKNOWN)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda | ast.Module):
            yield from _written(node, vars(module), private)


def _uses(tree: ast.Module) -> dict[str, Uses]:
    """Return how a module runs the expressions of which it only calls methods."""
    calls: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id=name), attr=method), args=args
            ) if method in _METHODS:
                calls.setdefault(name, []).append(_way(method, len(args)))
    names = Counter(n.id for n in ast.walk(tree) if isinstance(n, ast.Name))
    return {
        name: frozenset(ways)
        for name, ways in calls.items()
        if name.startswith("_") and names[name] == len(ways) + 1
    }


def _way(method: str, arguments: int) -> str:
    """Return how a method runs; « match » at a place is « searched »: it may be at each."""
    if method == "fullmatch":
        return "whole"
    return "begun" if method == "match" and arguments == 1 else "searched"


def _held(value: object, home: str, depth: int = 0) -> Iterator[Pattern]:
    """Yield the expressions that a value of the module ``home`` is, or holds."""
    own = getattr(value, "__module__", "") == home
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(bound := getattr(value, "__self__", None), re.Pattern):
        yield bound
    elif depth < 5 and not isinstance(value, str | bytes | ModuleType):
        for one in _inside(value, own=own):
            yield from _held(one, home, depth + 1)
        if own and callable(value) and not isinstance(value, type):
            yield from _made(value)


def _inside(value: object, *, own: bool) -> list[object]:
    match value:
        case dict():
            return list(value.values())
        case list() | tuple() | set() | frozenset():
            return list(value)
        case type():
            held = vars(value).values() if own else ()
            return [one for one in held if isinstance(one, re.Pattern)]
        case _:
            names = getattr(value, "__dataclass_fields__", {})
            return [getattr(value, name, None) for name in names]


def _made(function: Callable[..., object]) -> Iterator[Pattern]:
    """Yield the expression that a function without parameters makes."""
    with suppress(TypeError, ValueError):
        signature = inspect.signature(function)
        if not signature.parameters and "Pattern" in str(signature.return_annotation):
            made = function()
            yield from _held(made, "")


def _written(
    scope: ast.AST, names: dict[str, Any], uses: Uses
) -> Iterator[tuple[Pattern, Uses]]:
    """Yield what is written in calls such as ``re.sub(r"…", …)`` of one function."""
    known = dict(names)
    for node in _own(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if not isinstance(
                scope, ast.Module
            ):
                if isinstance(value, ast.Constant | ast.JoinedStr | ast.BinOp):
                    known[name] = _value(value, known)
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="re"), attr=method),
                args=[first, *rest],
            ) if method in _METHODS or (
                method == "compile" and not isinstance(scope, ast.Module)
            ):
                way = uses if method == "compile" else frozenset({_way(method, 1)})
                for pattern in _call(node, method, first, rest, known):
                    yield pattern, way


def _own(scope: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, in order, none of a function in it."""
    for child in ast.iter_child_nodes(scope):
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            if isinstance(child, ast.ClassDef):
                yield from _own(child)
            continue
        yield from _own(child)
        yield child


def _call(
    node: ast.Call,
    method: str,
    first: ast.expr,
    rest: list[ast.expr],
    known: dict[str, Any],
) -> Iterator[Pattern]:
    written = _value(first, known)
    at = {"compile": 0, "sub": 3, "subn": 3, "split": 2}.get(method, 1)
    flags = [k.value for k in node.keywords if k.arg == "flags"] + rest[at : at + 1]
    value = _value(flags[0], known) if flags else 0
    if isinstance(written, str | bytes) and isinstance(value, int):
        with suppress(re.error):
            yield re.compile(written, value)


def _value(node: ast.expr, known: dict[str, Any]) -> Any:
    with suppress(Exception):
        code = compile(ast.Expression(ast.fix_missing_locations(node)), "", "eval")
        return eval(code, dict(known))
    return None


# Texts that hold an expression up


def witness(tree: Iterable[Any], most: int = 1) -> str:
    """Return a text that a parsed expression takes, ``most`` of each repetition."""
    return "".join(_taken(node, most) for node in tree)


def _taken(node: Any, most: int) -> str:
    kind, value = node
    match str(kind):
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _one_of(value)
        case "BRANCH":
            return witness(value[1][0], most)
        case "SUBPATTERN":
            return witness(value[3], most)
        case "ATOMIC_GROUP":
            return witness(value, most)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            low, high, inside = value
            return witness(inside, most) * max(low, min(most, int(high)))
        case "GROUPREF_EXISTS":
            return witness(value[1], most)
        case _:
            return ""


_CATEGORIES = {
    "CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a",
    "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": "-", "CATEGORY_NOT_DIGIT": "a",
}  # fmt: skip
_USUAL = "a 1-_<\"'.,A\n"


def _one_of(items: Any) -> str:
    return next(iter(_each_of(items)), "a")


def _each_of(items: Any) -> list[str]:
    """Return some characters that a set takes."""
    negated = bool(items) and str(items[0][0]) == "NEGATE"
    named: list[str] = []
    for kind, value in items[negated:]:
        match str(kind):
            case "LITERAL":
                named.append(chr(value))
            case "RANGE":
                named.append(chr(value[0]))
            case "CATEGORY":
                named.append(_CATEGORIES[str(value)])
    if not negated:
        return named
    body = re.compile(_source(items))
    return [c for c in _USUAL if body.fullmatch(c)]


def _source(items: Any) -> str:
    parts = ["[^"]
    for kind, value in items[1:]:
        match str(kind):
            case "LITERAL":
                parts.append(re.escape(chr(value)))
            case "RANGE":
                parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
            case "CATEGORY":
                parts.append(_ESCAPES[str(value)])
    return "".join(parts) + "]"


_ESCAPES = {
    "CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w",
    "CATEGORY_NOT_SPACE": r"\S", "CATEGORY_NOT_WORD": r"\W", "CATEGORY_NOT_DIGIT": r"\D",
}  # fmt: skip


def units(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield (what stands before, what is repeated): what each repetition may take."""
    yield from _repeated(list(tree), "")


def _repeated(nodes: list[Any], before: str) -> Iterator[tuple[str, str]]:
    for kind, value in nodes:
        match str(kind):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                _low, high, inside = value
                if int(high) > 100:
                    for unit in _some(list(inside)):
                        yield before, unit
                yield from _repeated(list(inside), before)
            case "SUBPATTERN":
                yield from _repeated(list(value[3]), before)
            case "ATOMIC_GROUP":
                yield from _repeated(list(value), before)
            case "BRANCH":
                for branch in value[1]:
                    yield from _repeated(list(branch), before)
            case "ASSERT" | "ASSERT_NOT":
                yield from _repeated(list(value[1]), before)
        before += _taken((kind, value), 1)


def _some(inside: list[Any]) -> Iterator[str]:
    """Yield several texts that the body of a repetition takes."""
    yield witness(inside)
    yield witness(inside, 2)
    if len(inside) == 1:
        kind, value = inside[0]
        match str(kind):
            case "IN":
                yield from _each_of(value)
            case "ANY" | "NOT_LITERAL":
                yield from (c for c in _USUAL if str(kind) == "ANY" or c != chr(value))
            case "BRANCH":
                for branch in value[1]:
                    yield witness(branch)
            case "SUBPATTERN":
                yield from _some(list(value[3]))


_GENERAL = (
    " ", "\n", "a", "1", "-", "_", "<", ".", "a ", " \n", "a\n", "é", "A", "A.", "a'", "«",
    "(", "a-",
)  # fmt: skip


def crafted(pattern: Pattern) -> list[tuple[str, str, str]]:
    """Return (beginning, unit to repeat, end) of the texts that may hold a pattern up."""
    source = pattern.pattern
    text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = parser.parse(text, pattern.flags & ~re.DEBUG)
    whole = witness(tree)
    found: dict[tuple[str, str, str], None] = {}
    pairs = [
        *units(tree),
        *(("", c) for c in _literals(tree)),
        ("", whole),
        ("", witness(tree, 2)),
    ]
    pairs += [("", u + v) for (_, u), (_, v) in pairwise(pairs)]
    if len(pairs) > 1:
        pairs += [("", before + u) for before, u in pairs if before]
    pairs += [("", one) for one in _GENERAL]
    for before, unit in pairs:
        if unit:
            for end in ("", "\x01", "\n\x01"):
                found[before, unit, end] = None
    return list(found)


def _literals(tree: Any) -> Iterator[str]:
    for kind, value in list(tree):
        match str(kind):
            case "LITERAL":
                yield chr(value)
            case "IN":
                yield from _each_of(value)[:4]
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _literals(value[2])
            case "SUBPATTERN":
                yield from _literals(value[3])
            case "ATOMIC_GROUP":
                yield from _literals(value)
            case "BRANCH":
                for branch in value[1][:12]:
                    yield witness(branch)
                    yield from _literals(branch)
            case "ASSERT" | "ASSERT_NOT":
                yield from _literals(value[1])


class TooLongError(Exception):
    """A run that takes more processor time than it may."""


def took(run: Callable[[], object], most: float) -> float:
    """Return the processor time of ``run``; ``most`` when it does not end within it."""

    def stop(*_: object) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    begun = time.thread_time()
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, most)
        run()
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    except TooLongError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return time.thread_time() - begun
