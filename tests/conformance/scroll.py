"""Reflow (WCAG 1.4.10): nothing needs scrolling sideways, nothing is cut off."""

from __future__ import annotations

from .browser import Page

# What scrolls inside its own box, as a wide table may, is let be, and so is what is
# clipped on purpose for screen readers. The page itself may never hide an overflow.
FIND = """
() => {
  const width = document.documentElement.clientWidth;
  const boxed = (element) => {
    for (let box = element.parentElement; box && box !== document.body;
         box = box.parentElement) {
      if (['auto', 'scroll'].includes(getComputedStyle(box).overflowX)) return true;
    }
    return false;
  };
  const found = [];
  for (const element of document.body.querySelectorAll('*')) {
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && box.right > width + 1 && !boxed(element)) {
      found.push(`${Math.round(box.right)} > ${width} px: ` +
                 element.outerHTML.slice(0, 120));
    }
  }
  const page = document.documentElement.scrollWidth;
  if (page > width) found.push(`the page scrolls: ${page} > ${width} px`);
  return found;
}
"""

# The text spacing that readers may set for themselves (WCAG 1.4.12).
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }
"""

SPREAD = """
css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [sheet];
}
"""


def check(page: Page) -> list[str]:
    """Return what sticks out of ``page`` at its present width."""
    return list(page.evaluate(FIND))


def check_spaced(page: Page) -> list[str]:
    """Return what sticks out of ``page`` while the reader has spread its text."""
    page.evaluate(SPREAD, SPACING)
    found = check(page)
    page.evaluate("() => { document.adoptedStyleSheets = []; }")
    return found
