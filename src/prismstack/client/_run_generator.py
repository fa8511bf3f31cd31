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

from prismstack.client._split_types import LazyTypes

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

    from prismstack.client._template_filters import FILTERS

    upstream = generator.DEFAULT_ENV.loader
    assert upstream is not None
    generator.DEFAULT_ENV.loader = ChoiceLoader(
        [FileSystemLoader(TEMPLATES), upstream, PrefixLoader({"_upstream": upstream})]
    )
    environment: Any = generator.DEFAULT_ENV
    environment.globals["prismstack_schema_digest"] = _digest
    environment.filters |= FILTERS
    output = Path(parameters["generator"]["output"]["value"])
    types = environment.globals["prismstack_lazy_types"] = LazyTypes(output)
    _show_to_partial_scripts(output)
    parameters["version"] = config.expected_engine_version
    try:
        generator.Generator().generate(PythonData.model_validate(parameters))
    except BaseException:
        types.remove()
        raise


def _show_to_partial_scripts(output: Path) -> None:
    """Let a partial-type script import the client that is being generated, as ``prisma`` or by its own name.

    By the time it runs, this interpreter has imported the installed package, with whatever
    was generated into it earlier.
    """
    from prisma.generator.models import Module

    run = Module.run

    def run_with_new_client(self: Module) -> None:
        _forget_generated_modules()
        _import_from(output)
        run(self)

    Module.run = run_with_new_client


def _forget_generated_modules() -> None:
    from prisma.generator.generator import DEFAULT_ENV

    suffix = ".py.jinja"
    for template in DEFAULT_ENV.list_templates():
        if template.endswith(suffix) and not template.startswith("_"):
            name = f"prisma.{template.removesuffix(suffix).replace('/', '.')}"
            sys.modules.pop(name, None)
            parent, _, leaf = name.rpartition(".")
            if parent in sys.modules:
                vars(sys.modules[parent]).pop(leaf, None)


def _import_from(output: Path) -> None:
    """Make ``prisma`` and the output's own name one package, whose modules come from the output.

    They have to be one, because upstream collects partial types in a variable of the package.
    """
    import prisma

    prisma.__path__.insert(0, str(output))
    if output.is_relative_to(Path.cwd()):
        name = ".".join(output.relative_to(Path.cwd()).parts)
        for known, module in list(sys.modules.items()):
            if known == "prisma" or known.startswith("prisma."):
                sys.modules[name + known.removeprefix("prisma")] = module


def _digest(datamodel: str) -> str:
    return hashlib.sha256(datamodel.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
