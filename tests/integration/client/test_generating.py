"""``generate``, in every way a project may ask for it, each in a throw-away copy of the installed client."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from textwrap import dedent

import pytest

MODELS = """
model User {
  id    String @id @default(uuid())
  email String @unique
  role  Role   @default(USER)
  posts Post[]
}
model Post {
  id       Int    @id @default(autoincrement())
  title    String
  authorId String
  author   User   @relation(fields: [authorId], references: [id])
}
enum Role {
  USER
  ADMIN
}
"""


@dataclass
class Project:
    """A folder with a schema, and a copy of the ``prisma`` package in front of the installed one."""

    folder: Path
    site: Path

    def schema(self, **options: str) -> None:
        settings = "\n".join(f"  {name} = {json.dumps(value)}" for name, value in options.items())
        generator = f'generator client {{\n  provider = "prisma-client-py"\n{settings}\n}}\n'
        self.write(
            "schema.prisma",
            'datasource db {\n  provider = "sqlite"\n  url = env("DATABASE_URL")\n}\n' + generator + MODELS,
        )

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def python(self, code: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(self.site), "DATABASE_URL": f"file:{self.folder / 'dev.db'}"}
        return subprocess.run(
            [sys.executable, "-c", dedent(code)],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def generate(self) -> subprocess.CompletedProcess[str]:
        return self.python(
            """
            from prismstack.client import generate
            from prismstack.migrate import db_push
            generate("schema.prisma")
            db_push("schema.prisma")
            """
        )

    def run(self, code: str) -> list[str]:
        done = self.python(code)
        assert done.returncode == 0, done.stderr
        return done.stdout.split()


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed ``prisma`` package without what was generated into it."""
    spec = find_spec("prisma")
    assert spec is not None
    assert spec.origin is not None
    site = tmp_path_factory.mktemp("pristine")
    shutil.copytree(Path(spec.origin).parent, site / "prisma", ignore=shutil.ignore_patterns("__pycache__"))
    for template in (site / "prisma" / "generator" / "templates").rglob("*.py.jinja"):
        name = template.relative_to(site / "prisma" / "generator" / "templates").as_posix().removesuffix(".jinja")
        (site / "prisma" / name).unlink(missing_ok=True)
    return site


@pytest.fixture
def project(pristine: Path, tmp_path: Path) -> Project:
    shutil.copytree(pristine, tmp_path / "site")
    (tmp_path / "project").mkdir()
    return Project(tmp_path / "project", tmp_path / "site")


ASYNC = """
import asyncio
from {package} import Prisma
async def main():
    async with Prisma() as db:
        data = {{"email": "ann", "posts": {{"create": [{{"title": "t"}}]}}}}
        user = await db.user.create(data, include={{"posts": True}})
        print(user.email, user.role, len(user.posts), await db.post.count())
asyncio.run(main())
"""
SYNC = """
from {package} import Prisma
with Prisma() as db:
    data = {{"email": "ann", "posts": {{"create": [{{"title": "t"}}]}}}}
    user = db.user.create(data, include={{"posts": True}})
    print(user.email, user.role, len(user.posts), db.post.count())
"""


@pytest.mark.parametrize(("interface", "script"), [("asyncio", ASYNC), ("sync", SYNC)])
@pytest.mark.parametrize("package", ["prisma", "database"])
def test_interfaces_and_outputs(project: Project, interface: str, script: str, package: str) -> None:
    output = {} if package == "prisma" else {"output": f"./{package}"}
    project.schema(interface=interface, recursive_type_depth="3", **output)
    done = project.generate()
    assert done.returncode == 0, done.stderr
    assert project.run(script.format(package=package)) == ["ann", "USER", "1", "1"]
    generated = (project.site if package == "prisma" else project.folder) / package / "client.py"
    assert generated.exists()
    assert project.run(f"import {package} as p; print(p.__file__)") == [str(generated.with_name("__init__.py"))]


PARTIALS = """
from {package}.models import User
User.create_partial("Slim", include={{"email"}})
User.create_partial("Loose", optional={{"email"}}, exclude={{"posts"}})
"""


@pytest.mark.parametrize("package", ["prisma", "database"])
def test_partial_types(project: Project, package: str) -> None:
    output = {} if package == "prisma" else {"output": f"./{package}"}
    project.schema(partial_type_generator="partials.py", recursive_type_depth="3", **output)
    project.write("partials.py", PARTIALS.format(package=package))
    done = project.generate()
    assert done.returncode == 0, done.stderr
    fields = f"from {package}.partials import Slim, Loose; print(*Slim.model_fields); print(*Loose.model_fields)"
    assert project.run(fields) == ["email", "id", "email", "role"]


def test_a_partial_script_sees_the_client_that_is_being_generated(project: Project) -> None:
    """Not the one that was there before."""
    project.schema(recursive_type_depth="3")
    assert project.generate().returncode == 0
    project.schema(recursive_type_depth="3", partial_type_generator="partials.py")
    schema = project.folder / "schema.prisma"
    schema.write_text(schema.read_text().replace("  email String @unique", "  email String @unique\n  phone String?"))
    project.write("partials.py", 'from prisma.models import User\nUser.create_partial("Phone", include={"phone"})\n')
    done = project.generate()
    assert done.returncode == 0, done.stderr
    assert project.run("from prisma.partials import Phone; print(*Phone.model_fields)") == ["phone"]


def test_depth_of_recursive_types(project: Project) -> None:
    counts: list[int] = []
    for depth in ("2", "5", "-1"):
        project.schema(output="./database", recursive_type_depth=depth)
        done = project.generate()
        assert done.returncode == 0, done.stderr
        counts.append((project.folder / "database" / "types.pyi").read_text().count("Recursive4"))
    assert counts[0] == counts[2] == 0
    assert counts[1] > 0


def failed(done: subprocess.CompletedProcess[str], kind: str, *texts: str) -> None:
    assert done.returncode != 0
    last = done.stderr.strip()
    assert kind in last
    for text in texts:
        assert text in last, last


def test_no_python_generator(project: Project) -> None:
    project.schema()
    schema = project.folder / "schema.prisma"
    schema.write_text(schema.read_text().replace("prisma-client-py", "prisma-client-js"))
    failed(project.generate(), "ConfigurationError", 'provider = "prisma-client-py"')


def test_a_broken_schema(project: Project) -> None:
    project.schema()
    schema = project.folder / "schema.prisma"
    schema.write_text(schema.read_text().replace("title    String", "title    Strin"))
    failed(project.generate(), "SchemaInvalid", "schema.prisma", "Strin")
    assert (
        not (project.site / "prisma" / "client.py").exists()
        or "Post" not in (project.site / "prisma" / "client.py").read_text()
    )


def test_a_broken_partial_script(project: Project) -> None:
    project.schema(partial_type_generator="partials.py")
    project.write("partials.py", "raise ValueError('my own mistake')\n")
    failed(project.generate(), "GenerateFailed", "my own mistake")


def test_bad_options(project: Project) -> None:
    project.schema(recursive_type_depth="1")
    failed(project.generate(), "GenerateFailed", "recursive")
    project.schema(interface="telepathic")
    failed(project.generate(), "GenerateFailed", "interface")


def test_a_missing_schema(project: Project) -> None:
    failed(project.generate(), "schema.prisma")
