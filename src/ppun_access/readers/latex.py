r"""What pandoc loses of LaTeX, put where it does not: the labels of items.

It reads ``\item[…]`` in a ``description`` alone, and only in one that begins with an item.
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
