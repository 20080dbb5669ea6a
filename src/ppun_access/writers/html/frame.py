"""Make the frame of every page: templates, shared parts, security policy."""

from __future__ import annotations

import re
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.util import cache_from_source
from io import BytesIO
from pathlib import Path
from typing import Any

import jinja2
from jinja2 import (
    ChoiceLoader,
    Environment,
    PackageLoader,
    StrictUndefined,
    Template,
)
from jinja2.bccache import Bucket, FileSystemBytecodeCache
from markupsafe import Markup

from ppun_access.report import excerpt
from ppun_access.settings.sections import Contact
from ppun_access.writers.characters import clean
from ppun_access.writers.dates import in_words
from ppun_access.writers.model import SitePlace
from ppun_access.writers.units import (
    as_sentence,
    count,
    length,
    lower_first,
    number,
    size,
    spoken_length,
    upper_first,
    with_article,
)

OURS = "'self' file:"
"""``file:`` is for the USB stick, where a page has no origin that ``'self'`` could name in
every browser."""

_TOGETHER = 64
"""Pieces of a long page that become bytes together."""
AROUND = (
    ("aide/index.html", "Aide"),
    ("plan-du-site/index.html", "Plan du site"),
    ("accessibilite/index.html", "Accessibilité"),
    ("mentions-legales/index.html", "Mentions légales"),
    ("eco-conception/index.html", "Écoconception"),
)
"""The pages that every page leads to, at their paths in the site."""
PLAN = "plan-du-site/index.html"
"""The one that lists every page, and where the texts are searched."""
STATEMENT = "accessibilite/index.html"
"""The one whose link also tells the state of the site."""


def dialled(written: str) -> str:
    """Return the address that calls a telephone number; empty where none is written.

    >>> dialled("03 81 61 61 61 (appel gratuit)"), dialled("+33 (0)3 81 61 61 61")
    ('tel:0381616161', 'tel:+33381616161')
    """
    found = _NUMBER.search(written.replace("(0)", ""))
    return "tel:" + re.sub(r"[^\d+]", "", found[0]) if found else ""


_NUMBER = re.compile(r"\+?\d(?:[\s.-]{0,3}\d){3,14}")
FILTERS = {
    "size": size,
    "duration": length,
    "spoken": spoken_length,
    "counted": count,
    "excerpt": excerpt,
    "sentence": as_sentence,
    "lower_first": lower_first,
    "upper_first": upper_first,
    "with_article": with_article,
    "number": number,
    "dialled": dialled,
    "day": in_words,
}


@dataclass(frozen=True, slots=True)
class SignVideo:
    """A video in sign language, its addresses seen from its page."""

    sources: tuple[tuple[str, str], ...]
    """Address and media type, the lightest first."""
    captions: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """What the frame of one page needs; ``root`` leads to the root of the site."""

    title: str
    site_title: str
    publisher: str = ""
    root: str = ""
    description: str = ""
    """A sentence for the lists of search engines; empty: left out."""
    home: bool = False
    """True for the page that the others lead back to."""
    easy: bool = False
    """True to follow the easy-to-read rules of presentation."""
    feed: str = ""
    """The path of the podcast in the site; empty when there is none."""
    private: bool = False
    """True to keep search engines away."""
    scripts: tuple[str, ...] = ()
    """The paths in the site of the scripts of the page, in order."""
    keeps: bool = False
    """True for a page that keeps texts on the device: its script asks for their files."""
    comfort: bool = True
    """True for a page that follows what the reader chose: size, colours, font…"""
    state: str = ""
    """How accessible the site is declared to be: « non conforme ». With it, the foot of
    the page leads to the pages around the texts; empty where there are none."""
    signed: SignVideo | None = None
    """The text of the page, in sign language: shown after it."""
    colour: str = ""
    """The accent of the site, for the browser’s own bar; empty: left out."""
    here: str = ""
    """The path of the page in the site, if it is one of ``AROUND``."""
    contact: Contact = field(default_factory=Contact)
    """Whom readers may ask: at the foot of the page."""
    logo: str = ""
    """The path in the site of the picture that stands for its publisher, and its size."""
    logo_size: tuple[int, int] | None = None
    site: SitePlace | None = None
    """Where the text of the page stands among the others; None where there are none."""

    @property
    def policy(self) -> Markup:
        """The content security policy: no third party, nothing inline.

        What fetches is a page that keeps its text, and checkers that read ``robots.txt``
        instead of a page.
        """
        scripts = OURS if self.scripts or self.comfort else "'none'"
        more = f"font-src {OURS}; manifest-src 'self'; " if self.comfort else ""
        more += "worker-src 'self'; " if self.keeps else ""
        return Markup(
            f"default-src 'none'; style-src {OURS}; img-src {OURS}; media-src {OURS}; "
            f"{more}script-src {scripts}; connect-src 'self'; base-uri 'none'; "
            "form-action 'none'"
        )


def root_of(path: str) -> str:
    """Return the way from the page at ``path`` to the root of the site."""
    return "../" * path.count("/")


OPTIONS: dict[str, Any] = {
    "autoescape": True,
    "trim_blocks": True,
    "lstrip_blocks": True,
    "keep_trailing_newline": True,
}


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python compiled them: they stay where our modules do, if they can.

    No template gives a constant to a filter of ours (a test looks): what is compiled
    depends on the template, on jinja and on the options alone.
    """

    def get_source_checksum(self, source: str) -> str:
        """Return the checksum that tells a compiled template from any other."""
        return super().get_source_checksum(f"{jinja2.__version__} {OPTIONS} {source}")

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept of a template."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # whatever a spoilt file makes of it: it is compiled again
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, where Python keeps modules."""
        with suppress(OSError):
            if not sys.dont_write_bytecode:
                Path(self.directory).mkdir(exist_ok=True)
                super().dump_bytecode(bucket)
                mode = (
                    Path(__file__).stat().st_mode & 0o666
                )  # that of modules, as Python does
                Path(self._get_cache_filename(bucket)).chmod(mode)


_COMPILED = _Compiled(str(Path(cache_from_source(__file__)).parent), "%s.jinja")


def environment(package: str = "") -> Environment:
    """Return the templates of ``package``, then those of the writers."""
    packages = [name for name in (package, "ppun_access.writers") if name]
    env = Environment(
        loader=ChoiceLoader([PackageLoader(name) for name in packages]),
        bytecode_cache=_COMPILED,
        undefined=StrictUndefined,
        **OPTIONS,
    )
    env.filters.update(FILTERS)
    env.globals["around"] = AROUND
    env.globals["plan"] = PLAN
    env.globals["statement"] = STATEMENT
    return env


@cache
def _environment(package: str) -> Environment:
    return environment(package)


def template(name: str, package: str = "") -> Template:
    """Return a template of ``package``, else of the writers; each is read once."""
    return _environment(package).get_template(name)


def rendered(name: str, package: str = "", /, **values: object) -> bytes:
    """Return the bytes of the page that a template makes of ``values``."""
    return page_bytes(template(name, package).render(**values))


def page_bytes(html: str) -> bytes:
    """Return the bytes of a page; what cannot be encoded was never readable."""
    return clean(html).encode()


def long_page(template: Template, **values: object) -> bytes:
    """Return the bytes of a page of the whole site: its text is never there at once."""
    page, part = BytesIO(), list[str]()
    for piece in template.generate(**values):
        part.append(piece)
        if len(part) >= _TOGETHER and piece and not piece.endswith("\r"):
            page.write(page_bytes("".join(part)))
            part.clear()
    page.write(page_bytes("".join(part)))
    return page.getvalue()


def html(text: str) -> Markup:
    """Mark ``text``, already escaped, as HTML for a template."""
    return Markup(text)
