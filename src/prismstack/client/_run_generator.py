"""The fresh interpreter's side of ``generate``: reads parameters from stdin and runs the generator.

Nothing of the installed package is patched on disk: upstream renders its templates
through one environment, whose loader gets our templates in front of its own. Upstream's
stay reachable under ``_upstream/``, a prefix that the generator does not render.
"""

from __future__ import annotations

import hashlib
import json
import sys
import traceback
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"


def main() -> int:
    """Exit code 0, or 1 with the reason on stderr."""
    from prisma.generator.errors import PartialTypeGeneratorError
    from pydantic import ValidationError

    try:
        _generate(json.load(sys.stdin))
    except ValidationError as error:
        print(error, file=sys.stderr)
    except PartialTypeGeneratorError as error:
        cause = "".join(traceback.format_exception(error.__cause__))
        print(f"The partial type generator failed:\n{cause}", file=sys.stderr)
    except Exception:
        traceback.print_exc()
    else:
        return 0
    return 1


def _generate(parameters: dict[str, Any]) -> None:
    from jinja2 import ChoiceLoader, FileSystemLoader, PrefixLoader
    from prisma import config
    from prisma.generator import generator
    from prisma.generator.models import PythonData

    upstream = generator.DEFAULT_ENV.loader
    assert upstream is not None
    generator.DEFAULT_ENV.loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), upstream, PrefixLoader({"_upstream": upstream})]
    )
    environment: Any = generator.DEFAULT_ENV
    environment.globals["prismstack_schema_digest"] = _digest
    parameters["version"] = config.expected_engine_version
    generator.Generator().generate(PythonData.model_validate(parameters))


def _digest(datamodel: str) -> str:
    return hashlib.sha256(datamodel.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
