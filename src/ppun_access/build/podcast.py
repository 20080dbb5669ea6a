"""Prepare the podcast feed and add it to the site, or report why it cannot be made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ppun_access.build.catalogue import with_whole
from ppun_access.build.context import Build
from ppun_access.build.covers import whole_cover
from ppun_access.document.model import Document, Edition, credit
from ppun_access.project.dates import Dates
from ppun_access.report import Finding
from ppun_access.settings.ppun_toml import Settings
from ppun_access.site.pages.podcast import (
    COVER,
    FEED,
    Episode,
    Key,
    PodcastOptions,
    address,
    podcast,
)
from ppun_access.writers.model import Download, Files

NO_PODCAST = "podcast-absent"
"""The code of the finding: what the feed cannot do without is missing."""
NONE = "Pas de podcast."


@dataclass(frozen=True, slots=True)
class Podcast:
    """A feed that can be made once the catalogue is there."""

    options: PodcastOptions
    episodes: Mapping[Key, Episode]
    cover: Path

    @property
    def url(self) -> str:
        """Where the feed will be."""
        return address(self.options.base_url, FEED)


def plan_podcast(build: Build, editions: Sequence[Edition], dates: Dates) -> Podcast | None:
    """Return the plan of the feed; None, and a finding, when it cannot be made."""
    if "podcast" not in build.formats:
        return None
    settings, title = build.settings, editions[0].book.title
    fault = _settings_fault(settings) or _sound_fault(editions)
    drawn = any(edition.covers for edition in editions)  # else a finding says why already
    able = drawn and not fault
    cover = whole_cover(build, title) if able else None
    if cover is None:
        fault = fault or "Son image manque : un autre constat dit pourquoi."
        build.report.add(Finding(NO_PODCAST, f"{NONE} {fault}"))
        return None
    options = PodcastOptions(
        settings.base_url, settings.publisher, settings.lang, settings.contact.email
    )
    episodes = {
        (edition.version, document.id): found
        for edition in editions
        for document in edition.book.documents
        if (found := _episode(document, edition, dates))
    }
    return Podcast(options, episodes, cover)


def add_podcast(
    catalogue: dict[str, Any], feed: Podcast | None
) -> tuple[dict[str, Any], Files]:
    """Return the catalogue with the feed and its image, and these two files."""
    if feed is None:
        return catalogue, {}
    content = podcast(catalogue, feed.options, feed.episodes)
    files: Files = {FEED: content, COVER: feed.cover}
    size = feed.cover.stat().st_size
    listed = (
        Download("", "integral", "podcast", FEED, len(content)),
        Download("", "integral", "cover", COVER, size, variant="podcast"),
    )
    return with_whole(catalogue, listed, files), files


def _settings_fault(settings: Settings) -> str:
    """Return the message on settings that a feed lacks, empty when it lacks none."""
    example = 'Écrivez dans ppun.toml l’adresse du site, par exemple base_url = "https://'
    host = settings.base_url.partition("://")[2] or "www.exemple.fr/textes"
    example += f'{host}".'
    if not settings.base_url:
        return f"Un podcast contient des adresses complètes. {example}"
    if not settings.base_url.startswith("https://"):
        return f"Les applications de podcasts demandent une adresse https. {example}"
    return ""


def _sound_fault(editions: Sequence[Edition]) -> str:
    heard = any("mp3" in n.encodings for e in editions for n in e.narrations)
    return "" if heard else "Aucun texte n’a de son : un autre constat dit pourquoi."


def _episode(document: Document, edition: Edition, dates: Dates) -> Episode | None:
    narration = edition.narration(document.id)
    if narration is None or "mp3" not in narration.encodings:
        return None
    meta = document.meta
    return Episode(
        document.title,
        credit(narration.voice, narration.recorded),
        document.lang,
        meta.author,
        meta.role,
        meta.description,
        narration.voice if narration.recorded else "",
        dates.of(document, edition.version),
    )
