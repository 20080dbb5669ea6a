r"""What pandoc loses of LaTeX, put where it does not: labels of items, code, cells.

It reads ``\item[…]`` in a ``description`` alone, and only in one that begins with an item.
Of what it writes itself, it does not read the code, nor the first cell under the foot of a
table.
"""

from __future__ import annotations

import re

_GROUP = r"\{(?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*+\})*+\}"
_OPTION = rf"\[(?:[^\[\]{{}}\\]|\\.|{_GROUP})*+\]"
_GAP = r"(?:[ \t]|%[^\n]*\n)*+\n?[ \t]*+"
_ITEM = r"\\item(?![a-zA-Z])"
_BEFORE = rf"(?:[^\\{{}}%]|%[^\n]*\n|\\(?!item\b|begin\b|end\b).|{_GROUP})*+"
_PARTS = re.compile(
    r"\\begin\{(?P<code>verbatim\*?|Verbatim|lstlisting|minted|comment)\}"
    r".*?(?:\\end\{(?P=code)\}|\Z)"
    r"|\\verb\*?(?P<mark>[^a-zA-Z\s*])[^\n]*?(?P=mark)|%[^\n]*"
    rf"|\\begin\{{description\}}(?P<options>{_GAP}(?:{_OPTION})?)(?P<before>{_BEFORE})(?={_ITEM})"
    r"|\\begin\s*\{(?P<begin>[^{}]*)\}|(?P<end>\\end\b)"
    rf"|(?P<item>{_ITEM})(?:<[^<>\n]*>)?(?P<gap>{_GAP})(?:(?P<label>{_OPTION})[ \t]*)?"
    r"|\\.",
    re.DOTALL,
)
_OWN = re.compile(
    r"\\(?:re)?newenvironment\*?\{(\w+)\}(?:\[[^]\n]*\])*\{\s*\\begin\{description\}\s*\}"
)
"""An environment that is another name of ``description``."""
_BULLET = re.compile(
    r"(?:[][\s${}.:*+>·•◦‣▪■–—-]|\\(?:text)?(?:bullet|endash|emdash|cdot|circ|ast|star"
    r"|diamond|triangleright|square|blacksquare|labelitem[iv]+)(?![a-zA-Z]))*"
)
"""A label that has no words: the item keeps the bullet of its list."""


def labelled(source: str) -> str:
    r"""Return LaTeX whose labels pandoc reads: they open the words of their items.

    Those of a ``description`` stay; what stands before its first item comes before it. The
    lines stay where they are.

    >>> labelled(r"\begin{itemize}\item[Astuce] un\end{itemize}")
    '\\begin{itemize}\\item {Astuce} un\\end{itemize}'
    """
    own = set(_OWN.findall(source))
    described: list[bool] = []  # whether each environment that is open is one that it reads

    def mended(found: re.Match[str]) -> str:
        label = found["label"]
        if found["before"] is not None:
            described.append(True)
            lines = "\n" * found["options"].count("\n")
            return f"{lines}{found['before']}\\begin{{description}}"
        if found["begin"]:
            described.append(found["begin"] in own)
        elif found["end"]:
            described[-1:] = []
        elif found["item"] and described[-1:] == [True]:
            return f"\\item{found['gap']}{label or '[] '}"
        elif label and not _BULLET.fullmatch(label):
            return f"\\item{found['gap'] or ' '}{{{label[1:-1]}}} "
        return found[0]

    return _PARTS.sub(mended, source)


_CODE = re.compile(
    r"\\begin\{Highlighting\}(?:\[[^]\n]*\])?\n"
    r"((?:[^\\]|\\(?!begin\{Highlighting\}))*?)\\end\{Highlighting\}"
)
_FOOT = re.compile(r"\\end(?:last)?foot(?![a-zA-Z])")
_SUBTITLE = re.compile(
    r"\\providecommand\{\\subtitle\}\[1\]\{[^\n]*\n(?:[ \t]+[^\n]*\n)*\}\n"
)
"""What hides the subtitle from pandoc, in the template that is its own."""
_BOUNDED = re.compile(
    r"\\newcommand\*?\\pandocbounded\[1\]\{[^\n]*\n(?:[ \t]+[^\n]*\n)*\}\n"
)
"""How its template fits a picture in the page: pandoc knows better when it is not said."""
_TOKEN = re.compile(r"\\[A-Z][A-Za-z]*Tok\{")
_ESCAPED = re.compile(
    r"\\(?:(textbackslash|textless|textgreater|textasciitilde|textasciicircum"
    r"|textquotesingle|textasciigrave)\{\}|([~^])\{\}|([{}_#$%&~^ -]))"
)
_SIGNS = {
    "textbackslash": "\\", "textless": "<", "textgreater": ">", "textasciitilde": "~",
    "textasciicircum": "^", "textquotesingle": "'", "textasciigrave": "`",
}  # fmt: skip


def highlighted(source: str) -> str:
    r"""Return LaTeX whose coloured code, as pandoc writes it, is plain code.

    >>> highlighted("\\begin{Highlighting}[]\n\\KeywordTok{if}\\NormalTok{ a\\_b \\{}\n"
    ...     "\\end{Highlighting}")
    '\\begin{verbatim}\nif a_b {\n\\end{verbatim}'
    """
    for template in (_SUBTITLE, _BOUNDED):
        source = template.sub(lambda found: "\n" * found[0].count("\n"), source)
    return _FOOT.sub("", _CODE.sub(_plain_code, source))


def _plain_code(found: re.Match[str]) -> str:
    lines = [_plain_line(line) for line in found[1].split("\n")]
    return "\\begin{verbatim}\n" + "\n".join(lines) + "\\end{verbatim}"


def _plain_line(line: str) -> str:
    """Return a line of code without its colours."""
    words: list[str] = []
    at = depth = 0
    while at < len(line):
        if token := _TOKEN.match(line, at):
            at, depth = token.end(), depth + 1
        elif escaped := _ESCAPED.match(line, at):
            words.append(_SIGNS.get(escaped[1], escaped[2] or escaped[3]))
            at = escaped.end()
        elif depth and line[at] == "}":
            at, depth = at + 1, depth - 1
        else:
            words.append(line[at])
            at += 1
    return "".join(words)
