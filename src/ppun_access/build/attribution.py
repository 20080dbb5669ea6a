"""Which text and which version a finding belongs to, for the report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ppun_access.build.catalogue import Publication
from ppun_access.document.model import Document, Version
from ppun_access.document.sources import page_of_source
from ppun_access.document.walk import nodes
from ppun_access.report import Finding
from ppun_access.site.report import NamedFinding


@dataclass(frozen=True, slots=True)
class _Owner:
    """A version of a text: its file, where it begins there, how findings call it."""

    document_id: str
    version: Version
    file: str
    first_line: int
    title: str


def source_file(document: Document) -> str:
    """Return the page of ``document`` in its source folder, as findings name it."""
    return page_of_source(document.meta.source)


def named(
    findings: Iterable[Finding], publications: Sequence[Publication]
) -> tuple[NamedFinding, ...]:
    """Return the findings, each with the text it belongs to, if it belongs to one.

    The place decides; two texts of one page are told apart by their title, else by the
    line. A finding without a place goes by its title.
    """
    owners = [
        _Owner(
            p.document.id, v.version, source_file(v.document), _first_line(v.document),
            _plain(v.document.title),
        )
        for p in publications
        for v in p.versions
    ]  # fmt: skip
    files, titles = dict[str, list[_Owner]](), dict[str, list[_Owner]]()
    for owner in owners:
        files.setdefault(owner.file, []).append(owner)
        titles.setdefault(owner.title, []).append(owner)
    return tuple(_named(finding, files, titles) for finding in findings)


def _named(
    finding: Finding,
    files: Mapping[str, Sequence[_Owner]],
    titles: Mapping[str, Sequence[_Owner]],
) -> NamedFinding:
    """Return a finding with its text; ``files`` and ``titles`` have the texts of each."""
    title, pos = _plain(finding.page), finding.pos
    near = files.get(pos.file, ()) if pos else titles.get(title, ())
    titled = [o for o in near if title and o.title == title]
    above = [o for o in near if pos is not None and o.first_line <= pos.line]
    if titled:
        owner = titled[0]
    elif above:
        owner = max(above, key=lambda o: o.first_line)
    elif pos is not None and len(near) == 1:
        owner = near[0]
    else:
        return NamedFinding(finding)
    return NamedFinding(finding, owner.document_id, owner.version)


def _first_line(document: Document) -> int:
    lines = (node.pos.line for node in nodes(document) if node.pos)
    return min(lines, default=1)


def _plain(title: str) -> str:
    """Return ``title`` without what typography changes."""
    return "".join(filter(str.isalnum, title)).casefold()
