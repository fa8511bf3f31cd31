"""The page that loads the front end: its configuration, its script, its style."""

from __future__ import annotations

import json
from typing import Final

__all__ = ["CONTENT_SECURITY_POLICY", "page"]

#: Lets the page load from, and talk to, this server only. The front end's own style and
#: start-up script are inline; the schema picture uses a worker made from a blob.
CONTENT_SECURITY_POLICY: Final = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prisma Studio</title>
<link rel="stylesheet" href="/studio.css">
<style>html, body, #root {{ height: 100%; margin: 0 }}</style>
</head>
<body>
<div id="root"></div>
<script>
window.__env__ = {environment};
window.__STUDIO_CONFIG__ = {configuration};
</script>
<script type="module" src="/studio.js"></script>
</body>
</html>
"""


def page(adapter: str) -> str:
    """The HTML for one of the front end's adapters, with its call home switched off."""
    return _PAGE.format(
        environment=json.dumps({"CHECKPOINT_DISABLE": "1"}), configuration=json.dumps({"adapter": adapter})
    )
