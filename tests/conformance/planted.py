"""Pages in which a fault is planted, so that it is known that a checker sees it."""

from __future__ import annotations

from pathlib import Path

PAGE = """<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; img-src data: 'self'">
<title>Une page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ color: #000; background: #fff; margin: 1em }}
a {{ color: #00a; line-height: 24px }}
@media (prefers-color-scheme: dark) {{ body, a {{ color: {dark}; background: #000 }} }}
</style>
{head}
</head>
<body>
<main>
<h1 id="titre">Une page</h1>
<p>Un texte. <a href="#titre">Haut de la page</a></p>
{body}
</main>
</body>
</html>
"""


def page_with(folder: Path, body: str = "", *, head: str = "", dark: str = "#fff") -> Path:
    path = folder / "index.html"
    text = PAGE.format(body=body, head=head, dark=dark)
    path.write_text(text, encoding="utf-8")
    return path


GOOD = '<p lang="en">A <br /> break</p>'
"""A page that has it has no fault."""
