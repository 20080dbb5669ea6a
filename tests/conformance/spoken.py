"""What a screen reader says of a page, from its first word to its last.

The virtual screen reader of Guidepup (an accessibility tree by the rules of ARIA, of
HTML-AAM and of accname) reads the page in the browser. What no person would hear is left
out: what a closed box holds, the choices of a closed list, the words of a link twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from . import tools
from .browser import Page

_EXPORT = re.compile(r"export\s*\{[^}]*?([\w$]+) as virtual\b[^}]*\}")
READ = """
async () => {
  document.querySelectorAll('details:not([open]) > :not(summary)')
    .forEach((box) => { box.hidden = true; });
  const reader = window.screenReader;
  await reader.start({ container: document.body });
  for (let n = 0; n < 5000 && await reader.lastSpokenPhrase() !== 'end of document'; n++)
    await reader.next();
  const log = await reader.spokenPhraseLog();
  await reader.stop();
  return log;
}
"""
WHOLE = ("link", "button", "combobox")
"""What is said in one breath: what it holds is in its name already."""
UNSAID = re.compile(r"(end of )?(paragraph|strong|emphasis|article)\b|end of listitem")
DETAIL = re.compile(r", level 1(?=, position)|, has popup listbox|, not expanded$")
"""What screen readers do not say, or say only when asked."""


def log(page: Page) -> list[str]:
    """Return what is said of ``page``."""
    source = tools.SCREEN_READER.read_text(encoding="utf-8")
    script = _EXPORT.sub(r"window.screenReader = \1;", source)
    page.evaluate(f"() => {{ {script}\n}}")
    return list(_heard(page.evaluate(READ)))


def _heard(phrases: Sequence[str]) -> Iterator[str]:
    at = 0
    while at < len(phrases):
        phrase = phrases[at]
        if not UNSAID.match(phrase):
            yield DETAIL.sub("", phrase)
        # What opens a closed box has no role here: its name ends with a comma.
        whole = phrase.partition(",")[0] in WHOLE
        end = f"end of {phrase}" if whole else f"end, {phrase}"
        at = phrases.index(end, at) + 1 if end in phrases[at:] else at + 1
