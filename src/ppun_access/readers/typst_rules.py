"""What pandoc loses of Typst, put where it does not: words that rules swallow.

A rule such as ``#show raw: set text(font: f) if f != none`` gives nothing when its
condition does not hold: pandoc then drops the code, the links or the formulas that it is
about. How things look is no matter here: rules about elements go. So does the template
that ``pandoc -s`` writes, and what it says of the document stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_ELEMENTS = (
    "heading", "link", "ref", "raw", "math", "equation", "list", "enum", "terms", "table",
    "figure", "strong", "emph", "par", "footnote", "quote", "cite", "outline",
    "bibliography", "image", "block", "box", "grid", "underline", "strike", "highlight",
)  # fmt: skip
_RULE = re.compile(rf"(?m)(?:#|^[ \t]+|[{{;][ \t]*)show[ \t]+(?:{'|'.join(_ELEMENTS)})\b")
_OTHER = re.compile(r'(?m)^[ \t]*#(?:include|import)[ \t]+"[^"\n]*"[^\n]*$')
"""A call of another file; pandoc, which sees none, would stop there."""
_TEXT = re.compile(r"\n=+ |\n[ \t]*\n\w")
_FUNCTION = re.compile(r"(?m)^#let (?:content-to-string|conf)\(")
_CALL = re.compile(r"(?m)^#show: doc => conf\(")
_LANG = re.compile(r'\bset text\([^()]*?\blang:\s*"([A-Za-z-]+)"')
_ARGUMENT = re.compile(r"\s*([a-z-]+)\s*:\s*(.*)", re.DOTALL)
_CLOSES = {"(": ")", "[": "]", "{": "}"}
_AFTER_NAME = re.compile(r"#[\w.-]*\Z")


def mended_typst(source: str) -> tuple[str, str]:
    """Return Typst of which pandoc keeps every word, and its language if it says one.

    The lines stay where they are.
    """
    source, lang = _without_template(source)
    said = _LANG.search(source)
    return _without_rules(source), lang or (said[1] if said else "")


def alone(source: str) -> tuple[str, list[tuple[str, int]]]:
    """Return Typst that calls no other file, what was taken out and its line."""
    told: list[tuple[str, int]] = []

    def taken(call: re.Match[str]) -> str:
        told.append((call[0].strip(), source.count("\n", 0, call.start()) + 1))
        return ""

    return _OTHER.sub(taken, source), told


def _without_rules(source: str) -> str:
    """Return ``source`` without what says how its elements look."""
    parts: list[str] = []
    at = depth = 0
    while rule := _RULE.search(source, at):
        depth += source.count("{", at, rule.end()) - source.count("}", at, rule.end())
        if depth <= 0 and not rule[0].startswith("#"):  # words, not code
            parts.append(source[at : rule.end()])
            at = rule.end()
            continue
        begin = rule.start() + rule[0].index("show") - rule[0].startswith("#")
        end = _end(source, rule.end())
        if _TEXT.search(source, begin, end):  # a bracket is missing: text would go
            end = begin = rule.end()
        parts += [source[at:begin], "\n" * source.count("\n", begin, end)]
        at = end
    return "".join(parts) + source[at:]


def _without_template(source: str) -> tuple[str, str]:
    """Return ``source`` without the template of pandoc, and the language that it says."""
    call = _CALL.search(source)
    functions = [found.start() for found in _FUNCTION.finditer(source)]
    if call is None or len(functions) != 2 or call.start() < functions[-1]:
        return source, ""
    end = _end(source, call.end() - 1)
    said = dict(_arguments(source[call.end() : end - 1]))
    parts = [source[: functions[0]]]
    for begin, after in zip(functions, [functions[1], call.start()], strict=True):
        stop = _end(source, begin)
        parts += ["\n" * source.count("\n", begin, stop), source[stop:after]]
    parts += ["\n".join(_document(said)), source[end:]]
    return "".join(parts), said.get("lang", "").strip('"')


def _arguments(inside: str) -> Iterator[tuple[str, str]]:
    """Yield the named arguments of a call, as they are written."""
    at = 0
    while at < len(inside):
        end = _end(inside, at, ends=",")
        if found := _ARGUMENT.fullmatch(inside[at:end]):
            yield found[1], found[2].strip()
        at = end + 1


def _document(said: dict[str, str]) -> Iterator[str]:
    """Yield what says the title, the authors and the date; then what opens the text."""
    authors = [dict(_arguments(_inside(one))) for one in _items(said.get("authors", ""))]
    names = [author["name"] for author in authors if "name" in author]
    values = {"title": said.get("title", ""), "date": said.get("date", "")}
    values["author"] = f"({', '.join(names)},)" if names else ""
    told = ", ".join(f"{key}: {value}" for key, value in values.items() if value)
    yield f"#set document({told})" if told else ""
    texts = [said.get("subtitle", "")]
    texts += [one.get(key, "") for one in authors for key in ("affiliation", "email")]
    texts += [said.get("thanks", ""), said.get("abstract", "")]
    yield from (f"\n#{text}" for text in texts if text.startswith("["))
    yield "\n"


def _items(array: str) -> Iterator[str]:
    """Yield the items of an array."""
    inside = _inside(array)
    at = 0
    while at < len(inside):
        end = _end(inside, at, ends=",")
        if one := inside[at:end].strip():
            yield one
        at = end + 1


def _inside(brackets: str) -> str:
    return brackets[1:-1] if brackets.startswith("(") else ""


def _end(source: str, at: int, ends: str = "\n;") -> int:
    """Return where the code that begins at ``at`` ends: at one of ``ends``.

    Or at the bracket that closes what it stands in. Strings, comments and words in brackets
    may hold anything.
    """
    open_: list[str] = []
    while at < len(source):
        sign = source[at]
        words = open_[-1:] == ["]"]
        if sign == "\\":
            at += 1
        elif source.startswith("//", at) and not words:
            at = _line_end(source, at)
            continue
        elif (sign == '"' and not words) or sign == "`":
            at = _closing(source, at)
        elif sign == "[" or (sign in _CLOSES and (not words or _is_code(source, at))):
            open_.append(_CLOSES[sign])
        elif open_ and sign == open_[-1]:
            open_.pop()
        elif not open_ and sign in ends + ")]}":
            return at
        at += 1
    return len(source)


def _line_end(source: str, at: int) -> int:
    end = source.find("\n", at)
    return len(source) if end < 0 else end


def _is_code(source: str, at: int) -> bool:
    """Tell whether the bracket at ``at``, among words, follows the name of a function."""
    return bool(_AFTER_NAME.search(source[max(0, at - 80) : at]))


def _closing(source: str, at: int) -> int:
    """Return where the string or the code in backticks that begins at ``at`` ends."""
    sign = source[at]
    if sign == "`":
        fence = re.compile("`+").match(source, at)
        ticks = fence[0] if fence else "`"
        end = source.find(ticks, at + len(ticks)) if ticks != "``" else at
        return len(source) if end < 0 else end + len(ticks) - 1
    found = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL).match(source, at)
    return found.end() - 1 if found else len(source)
