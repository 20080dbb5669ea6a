"""What GitBook writes in HTML: cards, hidden columns, boxes in cells, icons.

The tree is tidied before it is read: nothing of our model here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from ppun_access.readers.context import Context
from ppun_access.readers.html.elements import placed

_ICONS = ("fa", "gb-icon")
SET_BACK = "data-set-back"
"""Marks code that was known by its spaces alone."""


def tidy(soup: BeautifulSoup, context: Context) -> None:
    """Make lists of cards, leave out what GitBook hides or only decorates."""
    for icon in soup.find_all("i", class_=True):
        if any(str(name).startswith(_ICONS) for name in icon.get_attribute_list("class")):
            icon.extract()
    for code in soup.find_all("pre", attrs={SET_BACK: True}):
        _tell_set_back(code, context)
    for anchor in soup.find_all("a", id=True):
        if not anchor.get_text().strip() and not anchor.find("img"):
            _place(anchor)
    for table in soup.find_all("table"):
        heads = table.find_all("th")
        if table.get("data-view") == "cards":
            _cards(soup, table, context)
        elif any({"data-hidden", "data-type"} & head.attrs.keys() for head in heads):
            _columns(table, context)


def _tell_set_back(code: Tag, context: Context) -> None:
    """Note that lines are code: people set text back too."""
    del code[SET_BACK]
    message = (
        "Ces lignes commencent par quatre espaces : elles sont publiées comme du code, que "
        "la voix ne lit pas. Si c’est du texte, retirez ces espaces. Si c’est du code, "
        "écrivez ``` sur une ligne avant et une ligne après."
    )
    context.tell("code-en-retrait", message, code)


def _place(anchor: Tag) -> None:
    """Give the name of a place to its heading; it is nothing that people see."""
    heading = anchor.find_parent([f"h{level}" for level in range(1, 7)])
    if isinstance(heading, Tag) and not heading.get("id"):
        heading["id"] = str(anchor["id"])
    anchor.extract()


def _rows(table: Tag) -> tuple[list[Tag], list[list[Tag]]]:
    """Return the headers of the columns of a table, and the cells of its other rows."""
    found = table.find_all("tr")
    rows = [list(row.find_all(["th", "td"], recursive=False)) for row in found]
    own = [row for row in rows if row and row[0].find_parent("table") is table]
    if own and all(cell.name == "th" for cell in own[0]):
        return own[0], own[1:]
    return [], own


def _columns(table: Tag, context: Context) -> None:
    """Take the hidden columns out of a table; say « oui » for a ticked box."""
    heads, rows = _rows(table)
    for row in rows:
        for head, cell in zip(heads, row, strict=False):
            if head.get("data-type") == "checkbox":
                cell.string = "oui" if cell.get_text().strip() == "true" else "non"
    for at, head in enumerate(heads):
        if head.has_attr("data-hidden"):
            _tell(context, [row[at] for row in rows if at < len(row)])
            for row in (heads, *rows):
                if at < len(row):
                    row[at].extract()


def _cards(soup: BeautifulSoup, table: Tag, context: Context) -> None:
    """Put a list in the place of cards: the title of each leads where the card does."""
    heads, rows = _rows(table)
    cards = placed(soup.new_tag("ul"), table)
    hidden: list[Tag] = []
    for row in rows:
        item = placed(soup.new_tag("li"), row[0])
        href = ""
        lines: list[tuple[str, Tag]] = []
        for at, cell in enumerate(row):
            head = heads[at] if at < len(heads) else None
            if head is not None and head.has_attr("data-card-target"):
                href = _address(cell)
            elif head is not None and _is_decoration(head):
                hidden.append(cell)
            elif cell.get_text().strip() or cell.find("img"):
                lines.append((head.get_text().strip() if head else "", cell))
        item.extend(list(_lines(soup, lines, href)))
        cards.append(item)
    _tell(context, hidden)
    table.replace_with(cards)


def _is_decoration(head: Tag) -> bool:
    return head.has_attr("data-hidden") or any(
        str(name).startswith("data-card-cover") for name in head.attrs
    )


def _address(cell: Tag) -> str:
    link = cell.find("a", href=True)
    return str(link["href"]) if isinstance(link, Tag) else cell.get_text().strip()


def _lines(
    soup: BeautifulSoup, cells: Iterable[tuple[str, Tag]], href: str
) -> Iterator[PageElement]:
    """Yield the cells of a card as paragraphs, the first one a link, no target twice."""
    cells = tuple(cells)
    seen = set[str]()
    for link in (a for _, cell in cells for a in cell.find_all("a", href=True)):
        if link["href"] in seen:
            link.unwrap()
        seen.add(str(link.get("href", "")))
    left = "" if href in seen else href
    for number, (name, cell) in enumerate(cells):
        block = cell.find(["ul", "ol", "p", "table", "img"])
        line = soup.new_tag("div" if block else "p")
        into = line
        if left and not cell.find("a") and not block:
            into = soup.new_tag("a", href=left)
            line.append(into)
            left = ""
        if name and number:
            line.insert(0, f"{name}\N{NO-BREAK SPACE}: ")
        into.extend(list(cell.children))
        yield line
    if left:
        line = soup.new_tag("p")
        line.append(soup.new_tag("a", href=left))
        yield line


def _tell(context: Context, cells: Iterable[Tag]) -> None:
    """Note what GitBook keeps in a table and does not show as text."""
    hidden = [cell for cell in cells if cell.get_text().strip()]
    if not hidden:
        return
    words = ", ".join(" ".join(cell.get_text().split()) for cell in hidden)
    message = (
        "Ce tableau a des colonnes que GitBook cache ou ne montre qu’en décor : elles ne "
        f"sont pas publiées ({words}). Écrivez dans une colonne visible ce qui doit l’être."
    )
    context.tell("contenu-cache", message, hidden[0])
