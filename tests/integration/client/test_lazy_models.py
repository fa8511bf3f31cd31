"""Model classes are completed when they are used, and look and behave as if they had been from the start."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
import typing
from types import ModuleType
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from .conftest import Suite

USER = {
    "id": "u",
    "email": "e",
    "role": "USER",
    "createdAt": "2024-01-01T00:00:00Z",
    "updatedAt": "2024-01-01T00:00:00Z",
}


def run(suite: Suite, code: str) -> str:
    """What a fresh interpreter prints, whose classes nobody has used before."""
    preamble = f"import inspect, json, pickle\nfrom {suite.generated.__name__} import models\nUSER = {USER!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", preamble + code], cwd=suite.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_fields_are_complete_from_the_start(suite: Suite) -> None:
    shown = run(suite, "print({name: str(info.annotation) for name, info in models.User.model_fields.items()})")
    hints = typing.get_type_hints(suite.generated.models.User)
    assert shown == str({name: str(hints[name]) for name in suite.generated.models.User.model_fields})


@pytest.mark.parametrize(
    "use",
    [
        "print(models.User(**USER).email)",
        "print(models.User.model_validate(USER).email)",
        "print(models.User.model_validate_json(json.dumps(USER)).email)",
        "print(json.loads(models.User(**USER).model_dump_json())['email'])",
        "print(models.User.model_construct(**USER).model_dump(include={'email'})['email'])",
        "print(pickle.loads(pickle.dumps(models.User(**USER))).email)",
        "print('e' if 'posts' in models.User.model_json_schema()['$defs']['User']['properties'] else '')",
        "print('e' if 'email' in inspect.signature(models.User).parameters else '')",
        "class Sub(models.User):\n    more: int = 1\nprint(Sub(**USER).email)",
        "def local(User, models=None):\n    return User(**USER)\nprint(local(models.User).email)",
    ],
)
def test_first_use_completes_the_class(suite: Suite, use: str) -> None:
    assert run(suite, use) == "e"


def test_validation_reaches_the_related_models(suite: Suite) -> None:
    User: Any = suite.generated.models.User
    nested = User.model_validate({**USER, "profile": {"id": 1, "bio": "b", "userId": "u"}})
    assert type(nested.profile) is suite.generated.models.Profile
    with pytest.raises(ValidationError, match=r"profile\.bio"):
        User.model_validate({**USER, "profile": {"id": 1, "userId": "u"}})
    users: TypeAdapter[Any] = TypeAdapter(list.__class_getitem__(User))
    assert users.validate_python([USER])[0].email == "e"
    assert pickle.loads(pickle.dumps(nested)) == nested
    assert set(inspect.signature(User).parameters) == set(User.model_fields)


async def test_queries_need_no_validator(db: Any, generated: ModuleType, suite: Suite) -> None:
    code = f"""
import asyncio
from {generated.__name__} import Prisma
async def main():
    async with Prisma(datasource={{"url": {db._datasource["url"]!r}}}) as client:
        await client.tag.find_many()
        await client.user.find_many(include={{"posts": True}})
        assert not models.User.__pydantic_complete__ and not models.Post.__pydantic_complete__
asyncio.run(main())
"""
    run(suite, code)
