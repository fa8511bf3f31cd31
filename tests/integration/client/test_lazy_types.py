"""``types`` defines what is asked for, when it is: the same as upstream's text, which type checkers read."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pickle
import subprocess
import sys
import typing
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from prismstack.client._split_types import statements

from .conftest import Suite

_OURS = {"__cached__", "__prismstack__", "_define_lazily", "_definitions"}


@pytest.fixture(scope="module")
def eager(suites: Any) -> ModuleType:
    """Upstream's module: all of its text executed."""
    package = suites.get(Path(__file__).with_name("schema.prisma"))[0].generated
    name = f"{package.__name__}.eager_types"
    loader = SourceFileLoader(name, str(Path(package.__file__).parent / "types.pyi"))
    spec = importlib.util.spec_from_loader(name, loader)
    assert spec is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def _shape(kind: Any) -> Any:
    """What a type is made of, without the module that it is from."""
    if typing.is_typeddict(kind) or isinstance(kind, type):
        fields = {name: str(field) for name, field in getattr(kind, "__annotations__", {}).items()}
        return kind.__name__, kind.__doc__, fields, getattr(kind, "__required_keys__", None)
    return str(kind)


def test_every_type_is_upstreams(suite: Suite, eager: ModuleType) -> None:
    lazy = suite.generated.types
    names = set(dir(eager))
    assert set(dir(lazy)) - _OURS == names - _OURS
    for name in names - {"__name__", "__file__", "__spec__", "__loader__", "__cached__", "__builtins__"}:
        ours, theirs = (str(_shape(getattr(module, name))) for module in (lazy, eager))
        assert ours == theirs.replace(".eager_types", ".types"), name


def test_annotations_resolve_to_the_module_s_own_types(suite: Suite, eager: ModuleType) -> None:
    lazy = suite.generated.types
    for name in [name for name in dir(eager) if typing.is_typeddict(getattr(eager, name))]:
        ours, theirs = typing.get_type_hints(getattr(lazy, name)), typing.get_type_hints(getattr(eager, name))
        assert str(ours) == str(theirs).replace(".eager_types", ".types")


def test_pydantic_validates_with_a_type(suite: Suite) -> None:
    adapter: TypeAdapter[Any] = TypeAdapter(suite.generated.types.UserWhereInput)
    where = {"AND": [{"email": {"contains": "a", "not": {"in": ["b"]}}}]}
    assert adapter.validate_python(where) == where
    with pytest.raises(ValidationError):
        adapter.validate_python({"email": {"contains": 1}})


def test_types_pickle_and_are_the_same_each_time(suite: Suite) -> None:
    types = suite.generated.types
    assert pickle.loads(pickle.dumps(types.UserInclude)) is types.UserInclude
    assert vars(importlib.import_module(types.__name__))["UserInclude"] is types.UserInclude
    assert types.UserCreateInput(email="a") == {"email": "a"}


def test_an_unknown_name_is_an_attribute_error(suite: Suite) -> None:
    with pytest.raises(AttributeError, match="has no attribute 'UserWhereInputs'"):
        assert suite.generated.types.UserWhereInputs
    with pytest.raises(ImportError, match="cannot import name 'Nothing'"):
        exec(f"from {suite.generated.__name__}.types import Nothing")


def test_importing_the_client_defines_no_model_s_types_and_a_star_import_all(suite: Suite) -> None:
    name = suite.generated.__name__
    code = f"""
import sys, {name}
assert '{name}._type_definitions' not in sys.modules
assert 'UserWhereInput' not in vars({name}.types)
from {name}.types import *
assert UserWhereInput is {name}.types.UserWhereInput and FindManyPostArgsFromUser and List
"""
    subprocess.run([sys.executable, "-c", code], cwd=suite.folder, check=True)


def test_text_is_split_at_its_statements(eager: ModuleType) -> None:
    text = Path(str(eager.__file__)).read_text(encoding="utf-8")
    parsed = [ast.dump(each) for each in ast.parse(text).body]
    assert [ast.dump(ast.parse(each).body[0]) for each in statements(text)] == parsed
