"""``aide``: print the docs of editors in a terminal; the package holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import fill

import ppun_access
from ppun_access.errors import UsageError
from ppun_access.runtime.untrusted_files import content_bytes
from ppun_access.settings.fields import advice

SUBJECTS: Mapping[str, str] = {
    "premier-jour": "depuis-mon-gitbook.md",
    "reglages": "settings.md",
    "constats": "findings.md",
    "ecrire": "guide-redaction.md",
    "facile": "easy-to-read.md",
    "mkdocs": "mkdocs.md",
    "modele": "model.md",
    "rapport": "report.md",
    "atelier": "atelier.md",
    "relecture": "review.md",
    "podcast": "podcast.md",
    "publier": "publishing.md",
    "kit": "kit.md",
    "bureautique": "office.md",
    "enregistrements": "enregistrements.md",
    "ecouter": "ecouter.md",
    "installer": "install.md",
    "essais": "essais-lecteurs-ecran.md",
    "sobriete": "sobriete.md",
}
"""What a person types → the page of ``docs``, in French; the wheel holds each of them."""
_CODE = re.compile(r"(`[^`\n]+`)")
_LINK = re.compile(rf"{_CODE.pattern}|!?\[([^][]*)\]\(([^()#\s]*+)[^()]*\)")
"""A link, or code, in which nothing is one."""
_COMMENT = re.compile(r"<!--(?:(?!<!--).)*?-->\n?", re.S)
_RULE = re.compile(r"\|[-:| ]+\|")
_ITEM = re.compile(r"( *)([-*]|\d+\.) ")


def aide(subject: str, width: int) -> str:
    """Return the page of a subject, or the list of them. Raises UsageError."""
    if not subject:
        return "\n".join(_contents())
    named = {file: name for name, file in SUBJECTS.items()}
    wanted = named.get(f"{Path(subject).name.removesuffix('.md')}.md", subject.casefold())
    if wanted not in SUBJECTS:
        known = tuple(SUBJECTS)
        raise UsageError(
            f"Il n’y a pas de page d’aide « {subject} ».",
            next_step=f"{advice(wanted, known)} Pour une commande : --help après son nom.",
        )
    return plain(_text(SUBJECTS[wanted]), width)


def _contents() -> Iterator[str]:
    yield "Tapez « ppun-access aide SUJET ». Les sujets :"
    longest = max(map(len, SUBJECTS))
    for name, file in SUBJECTS.items():
        title = _text(file).splitlines()[0].removeprefix("# ")
        yield f"  {name:{longest}}  {title}"


def _text(file: str) -> str:
    """Return a page; in a wheel it is inside the package, in a checkout at the top."""
    package = Path(ppun_access.__file__).parent
    inside = package / "docs" / file
    found = inside if inside.is_file() else package.parents[1] / "docs" / file
    return content_bytes(found).decode()


def plain(markdown: str, width: int) -> str:
    r"""Return Markdown as lines to read or to hear: no box, no table, no address of ours.

    >>> print(plain("# Titre\n\nVoyez **[ceci](x.md)**, et `[cela](y)`.", 40))
    Titre
    =====
    <BLANKLINE>
    Voyez ceci, et `[cela](y)`.
    """
    text = _COMMENT.sub("", markdown)
    lines: list[str] = []
    header: list[str] = []
    for block in _blocks(text):
        if block.startswith("|"):
            cells = [one.strip() for one in re.split(r"(?<!\\)\|", block)[1:-1]]
            if _RULE.fullmatch(block):
                continue
            if header:
                lines += _wrapped(f"- {_row(header, cells)}", width)
            header = header or cells
            continue
        header = []
        lines += _shown(block, width)
    return "\n".join(lines).strip()


def _row(header: list[str], cells: list[str]) -> str:
    if len(cells) == 2:
        return " : ".join(cells)
    first, *others = zip(header, cells, strict=False)
    return " ; ".join((first[1], *(f"{name} : {cell}" for name, cell in others if cell)))


def _words(link: re.Match[str]) -> str:
    """Return the words of a link, and what to type for another page of the help."""
    code, words, address = link.groups()
    if code:
        return code
    if "://" in address:
        return f"{words} ({address})"
    subject = {file: name for name, file in SUBJECTS.items()}.get(address)
    return f"{words}, « ppun-access aide {subject} »" if subject else words


def _blocks(text: str) -> Iterator[str]:
    """Yield the blocks: a heading, a row, an item, a paragraph, a whole fence, « »."""
    held: list[str] = []
    fenced = False
    for line in text.splitlines():
        mark = line.lstrip().startswith("```")
        own = not line.strip() or line.startswith(("#", "|")) or _ITEM.match(line)
        if (own or mark) and not fenced and held:
            yield "\n".join(held)
            held = []
        fenced ^= mark
        if not fenced and not mark and (not line.strip() or line.startswith(("#", "|"))):
            yield line
            continue
        held.append(line)
        if mark and not fenced:
            yield "\n".join(held)
            held = []
    if held:
        yield "\n".join(held)


def _shown(block: str, width: int) -> list[str]:
    if block.lstrip().startswith("```"):
        return [f"    {line}".rstrip() for line in block.splitlines()[1:-1]]
    if heading := re.fullmatch(r"(#+) (.*)", block):
        title = heading[2].replace("`", "")
        return [title, ("=" if heading[1] == "#" else "-") * len(title)]
    return _wrapped(block, width)


def _wrapped(block: str, width: int) -> list[str]:
    """Return a paragraph or an item in lines; those of an item stand below its words."""
    item = _ITEM.match(block)
    indent = item.group() if item else ""
    flat = _LINK.sub(_words, re.sub(r"[ \n]+", " ", block[len(indent) :]))
    said = "".join(
        one if _CODE.fullmatch(one) else _prose(one) for one in _CODE.split(flat)
    )
    return fill(
        said, max(width, 30), initial_indent=indent, subsequent_indent=" " * len(indent),
        break_long_words=False, break_on_hyphens=False,
    ).splitlines() or [""]  # fmt: skip


def _prose(text: str) -> str:
    """Return words outside code, their signs kept with them at the end of a line."""
    said = text.replace("**", "").replace("« ", "«\xa0")
    return re.sub(r" ([:;!?»%])", "\xa0\\1", said)
