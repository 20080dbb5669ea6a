"""The frame of every page: the templates, what they share, and their policy."""

from __future__ import annotations

from dataclasses import dataclass

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ppun_access.report import excerpt
from ppun_access.writers.characters import clean
from ppun_access.writers.units import (
    as_sentence,
    count,
    length,
    lower_first,
    size,
    spoken_length,
)

POLICY = (
    "default-src 'none'; style-src 'self' file:; img-src 'self' file:; "
    "media-src 'self' file:; script-src 'none'; base-uri 'none'; form-action 'none'"
)
"""No script and no third party. ``file:`` is for the USB stick, where a page has no
origin that ``'self'`` could name in every browser."""


FILTERS = {
    "size": size,
    "duration": length,
    "spoken": spoken_length,
    "counted": count,
    "excerpt": excerpt,
    "sentence": as_sentence,
    "lower_first": lower_first,
}


@dataclass(frozen=True, slots=True)
class Place:
    """What the frame of one page needs; ``root`` leads to the root of the site."""

    title: str
    site_title: str
    publisher: str = ""
    root: str = ""
    description: str = ""
    home: bool = False
    """True for the page that the others lead back to."""
    easy: bool = False
    """True to follow the easy-to-read rules of presentation."""
    private: bool = False
    """True to keep search engines away."""


def root_of(path: str) -> str:
    """Return the way from the page at ``path`` to the root of the site."""
    return "../" * path.count("/")


def environment(package: str = "") -> Environment:
    """Return the templates of ``package``, then those of the writers."""
    packages = [name for name in (package, "ppun_access.writers") if name]
    env = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in packages]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters.update(FILTERS)
    env.globals["policy"] = Markup(POLICY)
    return env


def page_bytes(html: str) -> bytes:
    """Return the bytes of a page; what cannot be encoded was never readable."""
    return clean(html).encode()


def html(text: str) -> Markup:
    """Mark ``text``, already escaped, as HTML for a template."""
    return Markup(text)
