"""Resolve links between pages; dead links become plain text."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ppun_access.document.model import Document, Link, Node, Text
from ppun_access.document.sources import is_hidden, page_of_source, spellings
from ppun_access.document.walk import nodes, plain_text, walk
from ppun_access.report import Finding, Report
from ppun_access.transforms.anchors import find_places, fragment, named, place_in
from ppun_access.transforms.model import TransformOptions

_PAGES = ("", ".md", ".html", ".htm")
"""How the names end of what a link takes for a page."""


def links(document: Document, options: TransformOptions, report: Report) -> Document:
    """Point the links between pages, and to files, at the site.

    A link without words of its own has the title of its page. One to a file, a page or a
    place that the site does not have becomes its words, with a finding unless another
    tells that the page is withheld; addresses with a scheme are left alone.
    """
    source = page_of_source(document.meta.source)
    folder, places = posixpath.dirname(source), find_places(document)
    own = places.anchors

    def lead(node: Node) -> Node | tuple[Node, ...]:
        if not isinstance(node, Link) or _is_elsewhere(node.href):
            return node
        if node.href in options.files:
            return replace(node, href=options.files[node.href])
        path, page, key = _led(node.href, folder, options)
        here = page in ("", source) and place_in(own, key)
        others = options.anchors.get(page or source, {})
        there = f"#{here}" if here else place_in(others, key)
        title = places.titles[here] if here else options.titles.get(there, "")
        node = _worded(node, title or options.titles.get(page, ""))
        if there:
            return replace(node, href=there)
        home = options.pages.get(page, "")
        if key and (home or not page):
            _report_anchor(node, document, report)
        elif not home:
            _report_lost(node, path, page, document, options, report)
        return replace(node, href=home) if home else node.children

    asked = places.wanted | options.wanted
    return walk(named(document, {own[key] for key in asked.intersection(own)}), lead)


def asked_pages(document: Document) -> frozenset[str]:
    """Return the names under which ``links`` may look for pages.

    That of ``document`` is among them: of all that ``TransformOptions`` says of pages, it
    needs no more.
    """
    source = page_of_source(document.meta.source)
    folder, names = posixpath.dirname(source), {source}
    for node in nodes(document):
        if isinstance(node, Link) and not _is_elsewhere(node.href):
            for path, _ in _readings(node.href):
                names.update(_names(path, folder))
    return frozenset(names)


def leads_to_page(href: str, document: Document, options: TransformOptions) -> bool:
    """Return whether an address leads to a text of the site: a ``.docx`` may be one."""
    folder = posixpath.dirname(page_of_source(document.meta.source))
    return bool(options.pages.get(_led(href, folder, options)[1]))


def _led(href: str, folder: str, options: TransformOptions) -> tuple[str, str, str]:
    """Return the path, the page and the heading that a link leads to.

    A page of that very name comes first, then one that has it for another name.
    """
    read = [(path, n, key) for path, key in _readings(href) for n in _names(path, folder)]
    other = [(p, options.names[n], key) for p, n, key in read if n in options.names]
    found = (one for one in (*read, *other) if one[1] in options.pages)
    return next(found, read[0])


def _readings(href: str) -> Iterator[tuple[str, str]]:
    """Yield the path and the key of a heading that ``href`` may mean, the usual one first.

    People write the name of a file as it is: « # », « ? » and « % » may be in it.

    >>> list(_readings("a%20b.md#c"))
    [('a b.md', 'c'), ('a%20b.md', 'c'), ('a b.md#c', ''), ('a%20b.md#c', '')]
    """
    yield unquote(urlsplit(href).path), fragment(href)
    path, sign, place = href.rpartition("#") if "#" in href else (href, "", "")
    if sign or "?" in href or "%" in href:
        seen = {unquote(urlsplit(href).path)}
        for one, key in ((path, fragment(sign + place)), (href, "")):
            for name in (unquote(one), one):
                if name not in seen:
                    seen.add(name)
                    yield name, key


def _names(path: str, folder: str) -> tuple[str, ...]:
    """Return the name to which a path leads from ``folder``, in each of its spellings."""
    if not path:
        return ("",)
    base = "" if path.startswith("/") else folder
    return spellings((posixpath.normpath(posixpath.join(base, path.lstrip("/"))),))


def _worded(link: Link, title: str) -> Link:
    """Return a link with the title of what it leads to where its words are an address."""
    words = unquote(plain_text(link).strip())
    path, _, place = unquote(link.href).partition("#")
    place = f"#{place}" if place else ""
    name = path.rstrip("/").rpartition("/")[2]
    same = {
        one + more for one in ("", path, path.rstrip("/"), name) for more in ("", place)
    }
    is_address = words in {*same, link.href, ".", "./"}
    return replace(link, children=(Text(title),)) if title and is_address else link


def _report_lost(
    link: Link, path: str, page: str, document: Document,
    options: TransformOptions, report: Report,
) -> None:  # fmt: skip
    """Report a link that leads to nothing published, unless the page says why itself."""
    if page not in options.pages:
        _report_dead(link, path, document, options, report)
    elif page not in options.withheld:
        _report_unpublished(link, document, report)


def _report_unpublished(link: Link, document: Document, report: Report) -> None:
    message = (
        f"Le lien vers « {link.href} » mène à une page qui n’est pas publiée : ses mots "
        "sont gardés. Publiez cette page, ou retirez le lien."
    )
    words, code = plain_text(link) or link.href, "lien-mort"
    report.add(Finding(code, message, link.pos, document.title, words))


_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SITE = re.compile(r"(?:[\w-]+\.)+(?:fr|org|com|net|eu|info|io|be|ch|ca|lu)(?:/|\Z)")
"""The name of a site, which the name of no file is like."""


def _report_dead(
    link: Link, path: str, document: Document, options: TransformOptions, report: Report
) -> None:
    suffix = posixpath.splitext(path)[1].lower()
    if begin := _lacking(path):
        code = "lien-mort"
        message = (
            "Il manque le début de l’adresse de ce lien : ses mots sont gardés. Écrivez "
            f"« {begin}{path} »."
        )
    elif not path:
        code = "lien-mort"
        message = "Ce lien n’a pas d’adresse : donnez-en une, ou retirez-le."
    elif _is_outside(path, document):
        code = "lien-mort" if suffix in _PAGES else "piece-jointe-absente"
        message = (
            f"Le lien vers « {link.href} » sort du dossier des pages, où rien n’est lu : "
            "ses mots sont gardés. Copiez ce qu’il montre dans le dossier, ou donnez "
            "l’adresse complète (https://…)."
        )
    elif is_hidden(unquote(path)):
        code = "lien-mort" if suffix in _PAGES else "piece-jointe-absente"
        message = (
            f"Le fichier « {link.href} » est caché (son nom, ou un dossier, commence par "
            "« . ») : il n’est pas publié, les mots du lien sont gardés. Mettez-le dans un "
            "autre dossier, ou retirez le lien."
        )
    elif suffix in _PAGES:
        code = "lien-mort"
        message = (
            f"Le lien vers « {link.href} » ne mène nulle part dans le site : ses mots sont "
            "gardés. Donnez l’adresse complète (https://…) ou celle d’une page du dossier."
        )
    elif why := options.unfit.get(link.href, ""):
        code = "piece-jointe-absente"
        message = (
            f"Le fichier « {link.href} » n’est pas donné : {why}. Les mots du lien sont "
            "gardés. Enregistrez le fichier autrement, ou retirez le lien."
        )
    else:
        code = "piece-jointe-absente"
        message = (
            f"Le fichier « {link.href} » n’est pas dans le dossier des pages : les mots du "
            "lien sont gardés. Ajoutez le fichier à cet endroit."
        )
    words = plain_text(link) or link.href
    report.add(Finding(code, message, link.pos, document.title, words))


def _lacking(path: str) -> str:
    """Return what lacks before an address of mail or the name of a site; else nothing."""
    if _MAIL.fullmatch(path):
        return "mailto:"
    return "https://" if _SITE.match(path) else ""


def _is_outside(path: str, document: Document) -> bool:
    """Return whether a path leads out of the folder of the pages."""
    folder = posixpath.dirname(page_of_source(document.meta.source))
    return f"{_names(path, folder)[0]}/".startswith("../")


def _report_anchor(link: Link, document: Document, report: Report) -> None:
    place = urlsplit(link.href).fragment
    message = (
        f"Aucun titre de la page ne répond à « #{unquote(place)} » : le lien mène à la "
        "page entière. Vérifiez les mots du titre : « #les-dates » pour « Les dates »."
    )
    words = plain_text(link)
    code = "ancre-inconnue"
    report.add(Finding(code, message, link.pos, document.title, words))


def _is_elsewhere(href: str) -> bool:
    """Return whether an address has a scheme or a host: the writers judge these."""
    try:
        parts = urlsplit(href)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)
