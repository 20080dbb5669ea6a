"""What a server answers to a GET or a HEAD: whole, in part, or « as you have it ».

Pure functions of the headers (RFC 9110, sections 13 and 14): no connection in sight.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

DRAWING = "image/svg+xml"
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a drawing may do when it is opened by itself: be seen (Content Security Policy)."""
_RANGE = re.compile(r"bytes *= *(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII | re.I)


@dataclass(frozen=True, slots=True)
class Content:
    """What there is to send: its type, its size in bytes, how one knows that it changed."""

    type: str
    size: int
    etag: str
    """With its quotation marks."""
    modified: datetime
    """In UTC, to the second."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, its headers, and the bytes from ``begin`` to ``end`` (not included)."""

    status: HTTPStatus
    headers: Mapping[str, str]
    begin: int = 0
    end: int = 0


def answer(method: str, asked: Mapping[str, str], content: Content) -> Answer:
    """Return what to answer to a request whose headers are ``asked``.

    Several ranges in one request are answered by the whole, as RFC 9110 allows.
    """
    about = {
        "ETag": content.etag,
        "Last-Modified": format_datetime(content.modified, usegmt=True),
        "Cache-Control": "no-cache",
        "Accept-Ranges": "bytes",
    }
    if content.type.startswith(DRAWING):
        about["Content-Security-Policy"] = DRAWING_POLICY
    if _is_known(asked, content):
        return Answer(HTTPStatus.NOT_MODIFIED, about)
    about["Content-Type"] = content.type
    part = _part(asked, content) if method == "GET" else None
    if part is None:
        length = {"Content-Length": str(content.size)}
        return Answer(HTTPStatus.OK, {**about, **length}, 0, content.size)
    begin, end = part
    if begin >= end:
        none = {"Content-Range": f"bytes */{content.size}", "Content-Length": "0"}
        return Answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, {**about, **none})
    own = {
        "Content-Range": f"bytes {begin}-{end - 1}/{content.size}",
        "Content-Length": str(end - begin),
    }
    return Answer(HTTPStatus.PARTIAL_CONTENT, {**about, **own}, begin, end)


def _is_known(asked: Mapping[str, str], content: Content) -> bool:
    """Tell whether the reader has it already; its tags count more than its date."""
    if (tags := asked.get("If-None-Match")) is not None:
        known = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        return "*" in known or content.etag in known
    since = _date(asked.get("If-Modified-Since"))
    return since is not None and content.modified <= since


def _part(asked: Mapping[str, str], content: Content) -> tuple[int, int] | None:
    """Return where the bytes asked for begin and end; None for all of them.

    The beginning is not before the end when no byte is there.
    """
    found = _RANGE.fullmatch(asked.get("Range", "").strip())
    if not found or not _is_same(asked.get("If-Range"), content):
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        return max(0, content.size - int(suffix)), content.size if int(suffix) else 0
    if last and int(last) < int(first):
        return None  # no range at all: RFC 9110, 14.1.1
    return int(first), min(int(last) + 1 if last else content.size, content.size)


def _is_same(wanted: str | None, content: Content) -> bool:
    """Tell whether ``If-Range`` lets a part be sent: what the reader has did not change."""
    if wanted is None:
        return True
    if wanted.startswith('"'):
        return wanted.strip() == content.etag
    return _date(wanted) == content.modified


def _date(text: str | None) -> datetime | None:
    """Return a date of HTTP; None when it is none, or no moment of a known zone."""
    try:
        found = parsedate_to_datetime(text) if text else None
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found and found.tzinfo else None
