"""A client generated from a small schema into a folder of its own, and a fresh database for each test."""

from __future__ import annotations

import importlib
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from prismstack.client import generate
from prismstack.data import PrismaAdapter
from prismstack.migrate import db_push

SCHEMA = """
datasource db {
  provider = "sqlite"
  url      = env("DATABASE_URL")
}

generator client {
  provider  = "prisma-client-py"
  interface = "asyncio"
  output    = "./depot_client"
}

model Owner {
  id       Int       @id @default(autoincrement())
  email    String    @unique
  vehicles Vehicle[]
}

model Vehicle {
  id        String    @id @default(uuid())
  plate     String    @unique
  wheels    Int       @default(4)
  seen      DateTime  @default(now())
  deletedAt DateTime?
  ownerId   Int?
  owner     Owner?    @relation(fields: [ownerId], references: [id], onDelete: Restrict)
  payments  Payment[]
}

model Payment {
  id        Int     @id @default(autoincrement())
  amount    Int
  vehicleId String
  vehicle   Vehicle @relation(fields: [vehicleId], references: [id], onDelete: Restrict)
}
"""


@dataclass(frozen=True)
class Depot:
    """The generated package, its repositories, and an empty database to copy."""

    package: ModuleType
    template: Path
    vehicles: type[PrismaAdapter[Any]]
    owners: type[PrismaAdapter[Any]]
    payments: type[PrismaAdapter[Any]]


@pytest.fixture(scope="session")
def depot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Depot]:
    folder = tmp_path_factory.mktemp("depot")
    schema = folder / "schema.prisma"
    schema.write_text(SCHEMA)
    template = folder / "template.db"
    generate(schema)
    db_push(schema, f"file:{template}")
    sys.path.insert(0, str(folder))
    package = importlib.import_module("depot_client")
    models = importlib.import_module("depot_client.models")

    class Vehicles(PrismaAdapter[models.Vehicle]):  # type: ignore[name-defined]
        deleted_at = "deletedAt"

    class Owners(PrismaAdapter[models.Owner]):  # type: ignore[name-defined]
        pass

    class Payments(PrismaAdapter[models.Payment]):  # type: ignore[name-defined]
        pass

    yield Depot(package, template, Vehicles, Owners, Payments)
    sys.path.remove(str(folder))


@pytest.fixture
def database_url(depot: Depot, tmp_path: Path) -> str:
    path = tmp_path / "test.db"
    shutil.copy(depot.template, path)
    return f"file:{path}?synchronous=OFF"


@pytest.fixture
async def client(depot: Depot, database_url: str) -> AsyncIterator[Any]:
    client = depot.package.Prisma(datasource={"url": database_url})
    await client.connect()
    yield client
    await client.disconnect()


@pytest.fixture
async def other(depot: Depot, database_url: str) -> AsyncIterator[Any]:
    """A second client of the same database: another process, as far as the database knows."""
    client = depot.package.Prisma(datasource={"url": f"{database_url}&busy_timeout=50"})
    await client.connect()
    yield client
    await client.disconnect()


@pytest.fixture
def vehicles(depot: Depot, client: Any) -> PrismaAdapter[Any]:
    return depot.vehicles(client)


@pytest.fixture
def owners(depot: Depot, client: Any) -> PrismaAdapter[Any]:
    return depot.owners(client)


@pytest.fixture
def payments(depot: Depot, client: Any) -> PrismaAdapter[Any]:
    return depot.payments(client)
