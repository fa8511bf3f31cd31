"""The documentation is complete: every command, option, variable, URL option and error code is in it."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import typer

import atrium
import prismstack
from atrium.cli._app import app as atrium_app
from prismstack.cli._app import app as prismstack_app
from prismstack.data import DataLayerError, from_prisma
from prismstack.data._translate import _BY_CODE
from prismstack.drivers.sqlite import parse_url
from prismstack.errors import ConfigurationError, PrismstackError

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]

PREFIXED = re.compile(r"(PRISMSTACK|ATRIUM)_[A-Z0-9_]+")
#: Looks like a variable but is an error code; belongs to Python itself.
NOT_OURS = {PrismstackError.code, "PYTHONPATH"}


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def import_everything(package: ModuleType) -> None:
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if not module.name.endswith(("__main__", "_run_generator")):
            importlib.import_module(module.name)


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def error_classes() -> list[type[PrismstackError]]:
    for package in (prismstack, atrium):
        import_everything(package)
    found = [PrismstackError, *subclasses(PrismstackError)]
    return [kind for kind in found if kind.__module__.partition(".")[0] in ("prismstack", "atrium")]


def environment_variables() -> set[str]:
    """Names that the code reads from the environment: by prefix, and by how they are used."""
    names: set[str] = set()
    for path in [*(ROOT / "src").rglob("*.py"), ROOT / "hatch_build.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and PREFIXED.fullmatch(node.value):
                names.add(node.value)
            names |= _read_from_environ(node)
    return names - NOT_OURS


def _read_from_environ(node: ast.AST) -> set[str]:
    """The name in os.environ.get("NAME"), os.environ["NAME"] or "NAME" in os.environ."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("os.environ.get", "os.getenv", "environ.get"):
        candidates: list[ast.AST] = [node.args[0]]
    elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
        candidates = [node.slice]
    elif isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]) == "os.environ":
        candidates = [node.left]
    else:
        return set()
    return {
        each.value
        for each in candidates
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value
    }


def commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    children = getattr(command, "commands", None)
    if children is None:
        yield name, command
    for child, nested in (children or {}).items():
        yield from commands(f"{name} {child}", nested)


def options(command: Any) -> Iterator[str]:
    for parameter in command.params:
        long = [each for each in parameter.opts if each.startswith("--")]
        yield from (each for each in long if each != "--help")


def rows(text: str, command: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(f"| `{command}`")]


APPS = [("prismstack", prismstack_app), ("atrium", atrium_app)]


@pytest.mark.parametrize(("program", "app"), APPS, ids=["prismstack", "atrium"])
def test_every_command_and_option_has_its_row(program: str, app: typer.Typer) -> None:
    text = page("cli.md")
    missing: list[str] = []
    for name, command in commands(program, typer.main.get_command(app)):
        found = rows(text, name)
        missing += [name] if len(found) != 1 else [f"{name} {o}" for o in options(command) if f"`{o}`" not in found[0]]
    assert not missing


@pytest.mark.parametrize(("program", "app"), APPS, ids=["prismstack", "atrium"])
def test_documented_commands_and_options_exist(program: str, app: typer.Typer) -> None:
    known = dict(commands(program, typer.main.get_command(app)))
    documented = re.findall(rf"^\| `({program} [a-z -]+)`.*\| (.*) \|$", page("cli.md"), re.MULTILINE)
    assert {name for name, _ in documented} == set(known)
    for name, column in documented:
        assert set(re.findall(r"`(--[a-z-]+)`", column)) == set(options(known[name])), name


def test_every_environment_variable_is_documented() -> None:
    found = environment_variables()
    assert {"PRISMSTACK_CACHE_DIR", "ATRIUM_SEED", "NO_COLOR"} <= found, "the search itself works"
    text = page("configuration.md")
    assert not {name for name in found if f"`{name}`" not in text}


@pytest.mark.parametrize("name", [".env.example", ".env.test"])
def test_example_settings_are_documented_and_accepted(name: str) -> None:
    from dotenv import dotenv_values

    from atrium.platform.settings import load_settings

    values = {key: value or "" for key, value in dotenv_values(ROOT / name).items()}
    assert values["DATABASE_URL"].startswith("file:")
    assert not {key for key in values if f"`{key}`" not in page("configuration.md")}
    load_settings(values)


def test_defaults_of_settings_are_as_documented() -> None:
    from atrium.platform import settings

    defaults = settings.load_settings({"DATABASE_URL": "file:x.db"})
    text = page("configuration.md")
    for field, variable in settings._ENVIRONMENT.items():
        if field != "database_url":
            assert f"| `{variable}` | `{getattr(defaults, field)}` |" in text, variable


def section(title: str) -> str:
    return page("configuration.md").partition(f"### {title}\n")[2].partition("\n### ")[0]


def test_every_option_of_a_sqlite_url_is_documented() -> None:
    with pytest.raises(ConfigurationError) as caught:
        parse_url("file:x.db?misspelt=1")
    known = re.findall(r"[a-z_]+", caught.value.message.partition("known: ")[2])
    assert len(known) > 10
    assert not [name for name in known if f"`{name}`" not in section("SQLite")]


@pytest.mark.parametrize(
    ("driver", "title"), [("postgresql", "PostgreSQL and CockroachDB"), ("mysql", "MySQL and MariaDB")]
)
def test_every_option_of_a_servers_url_is_documented(driver: str, title: str) -> None:
    source = (ROOT / "src/prismstack/drivers" / driver / "_connection.py").read_text(encoding="utf-8")
    ignored = re.search(r"_IGNORED = frozenset\((\{[^}]*\})\)", source)
    known = {*re.findall(r'values\.pop\("(\w+)"', source), *(ast.literal_eval(ignored[1]) if ignored else ())}
    assert {"connection_limit", "pool_timeout"} <= known, "the search itself works"
    assert not {name for name in known if f"`{name}`" not in section(title)}


def test_every_error_code_is_documented_with_a_remedy() -> None:
    kinds = error_classes()
    assert len(kinds) > 30
    text = page("errors.md")
    assert not {kind.code for kind in kinds if f"| `{kind.code}` |" not in text}


def test_every_error_class_says_what_it_means() -> None:
    public = [kind for kind in error_classes() if not kind.__name__.startswith("_")]
    assert not [kind.__qualname__ for kind in public if not vars(kind).get("__doc__")]


def test_prisma_codes_and_statuses_are_documented_as_they_are_mapped() -> None:
    lines = {line.split("`")[1]: line for line in page("errors.md").splitlines() if line.startswith("| `")}
    for code, kind in _BY_CODE.items():
        assert f" {code}" in lines[kind.code], (code, kind.code)
        assert f"| {kind.http_status} |" in lines[kind.code]
    unknown = Exception("P2999")
    assert type(from_prisma(unknown)).code == "QUERY_FAILED"
    assert DataLayerError.http_status == 500


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), target


def test_every_page_and_folder_is_in_the_index() -> None:
    entries = {path.name + "/" * path.is_dir() for path in DOCS.iterdir()} - {"index.md"}
    assert {"errors.md", "garage/"} <= entries
    assert not {name for name in entries if f"({name})" not in page("index.md")}


def test_every_make_target_named_in_the_documentation_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for path in PAGES for name in re.findall(r"`make ([a-z-]+)", path.read_text(encoding="utf-8"))}
    assert "test" in named
    assert named <= targets
