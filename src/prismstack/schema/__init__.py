"""schema.prisma: loaded, checked, formatted and described."""

from prismstack.schema._datasource import Datasource, UrlSetting, blank_urls, restore_urls
from prismstack.schema._engine import Diagnostic, check, dmmf, formatted, generators, python_generator, validate
from prismstack.schema._files import Schema, SchemaFile, find_schema, load_schema
from prismstack.schema._parser import parse_blocks
from prismstack.schema._settings import SETTINGS_FILE, Settings, project_settings, settings_file
from prismstack.schema._syntax import Argument, Attribute, Block, Call, Field, Items, Quoted, Value, Word
from prismstack.schema._urls import PROVIDERS, absolute_url, database_url, load_dotenv, masked_url, provider_of

__all__ = [
    "PROVIDERS",
    "SETTINGS_FILE",
    "Argument",
    "Attribute",
    "Block",
    "Call",
    "Datasource",
    "Diagnostic",
    "Field",
    "Items",
    "Quoted",
    "Schema",
    "SchemaFile",
    "Settings",
    "UrlSetting",
    "Value",
    "Word",
    "absolute_url",
    "blank_urls",
    "check",
    "database_url",
    "dmmf",
    "find_schema",
    "formatted",
    "generators",
    "load_dotenv",
    "load_schema",
    "masked_url",
    "parse_blocks",
    "project_settings",
    "provider_of",
    "python_generator",
    "restore_urls",
    "settings_file",
    "validate",
]
