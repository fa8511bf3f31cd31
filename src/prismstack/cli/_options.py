"""Options that several commands share, under Prisma's names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AcceptDataLossOption",
    "ForceOption",
    "JsonOption",
    "SchemaOption",
    "SkipGenerateOption",
    "SkipSeedOption",
]

SchemaOption = Annotated[
    Path | None,
    typer.Option(
        "--schema", help="The schema file or folder (default: found in the usual places).", show_default=False
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print a JSON document instead of text.")]
SkipGenerateOption = Annotated[bool, typer.Option("--skip-generate", help="Do not generate the client afterwards.")]
SkipSeedOption = Annotated[bool, typer.Option("--skip-seed", help="Do not run the seed command afterwards.")]
AcceptDataLossOption = Annotated[
    bool, typer.Option("--accept-data-loss", help="Go on although data will be lost; asks nobody.")
]
ForceOption = Annotated[bool, typer.Option("--force", "-f", help="Go on whatever is lost; asks nobody.")]
