"""JSON-RPC itself: what is refused and how, and how the process ends."""

from __future__ import annotations

import signal
import subprocess
from typing import Any

import pytest

from prismstack.engines import VERSION

from .conftest import EXECUTABLE, Project, RpcError


def a_diff(project: Project) -> dict[str, Any]:
    return {"from": {"tag": "empty"}, "to": {"tag": "schemaDatamodel", **project.schema()}}


def test_the_version_needs_no_engine(project: Project) -> None:
    code, out, log = project.run("--version", PRISMSTACK_CACHE_DIR=str(project.folder / "nothing"))
    assert (code, log) == (0, [])
    assert out.startswith("schema-engine-cli prismstack-")
    assert out.strip().endswith(f"prisma-{VERSION}")
    assert not (project.folder / "nothing").exists()


def test_every_log_line_is_json_and_the_end_of_input_ends_the_process(project: Project) -> None:
    server = project.serve()
    assert server.call("listMigrationDirectories", {"migrationsDirectoryPath": str(project.migrations)}) == {
        "migrations": []
    }
    code, log = server.end()
    assert code == 0
    assert [line["level"] for line in log] == ["INFO"]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("{nonsense", -32700),
        ("[]", -32600),
        ('{"id": 1}', -32600),
        ('{"id": 1, "method": "noSuchMethod"}', -32601),
        ('{"id": 1, "method": "reset", "params": []}', -32602),
        ('{"id": 1, "method": "dbExecute", "params": {"script": "x"}}', -32602),
        ('{"id": 1, "method": "diff", "params": {"from": {}, "to": {"tag": "empty"}}}', -32602),
    ],
)
def test_what_cannot_be_understood_is_refused_and_the_server_goes_on(project: Project, message: str, code: int) -> None:
    server = project.serve()
    server.write(message)
    answer = server.read()
    assert answer["error"]["code"] == code, answer
    assert server.call("listMigrationDirectories", {"migrationsDirectoryPath": "nowhere"}) == {"migrations": []}


def test_a_notification_is_not_answered(project: Project) -> None:
    server = project.serve()
    server.write("")
    server.write({"jsonrpc": "2.0", "method": "listMigrationDirectories", "params": {"migrationsDirectoryPath": "x"}})
    assert server.call("listMigrationDirectories", {"migrationsDirectoryPath": "x"}) == {"migrations": []}


def test_what_comes_while_the_client_prints_is_answered_afterwards(project: Project) -> None:
    server = project.serve()
    server.write({"id": 7, "method": "diff", "params": a_diff(project)})
    server.write({"id": 8, "method": "listMigrationDirectories", "params": {"migrationsDirectoryPath": "x"}})
    printing = server.read()
    assert printing["method"] == "print"
    server.write({"id": printing["id"], "result": {}})
    assert server.read() == {"jsonrpc": "2.0", "id": 7, "result": {"exitCode": 0}}
    assert server.read()["id"] == 8


def test_a_client_that_goes_while_printing_is_no_crash(project: Project) -> None:
    server = project.serve()
    server.write({"id": 7, "method": "diff", "params": a_diff(project)})
    assert server.read()["method"] == "print"
    out, err = server.process.communicate(timeout=60)
    assert server.process.returncode == 0
    assert '"is_panic": true' not in out + err


def test_a_crash_is_told_as_one_and_the_server_goes_on(project: Project) -> None:
    server = project.serve()
    with pytest.raises(RpcError) as caught:
        server.call("debugPanic")
    assert caught.value.code == 4466
    assert caught.value.data["is_panic"] is True
    with pytest.raises(RpcError) as caught:
        server.call("introspect", {"schema": {"files": 5}})
    assert caught.value.data["is_panic"] is True
    assert "TypeError" in caught.value.data["message"]
    code, log = server.end()
    assert code == 0
    assert [line["fields"]["is_panic"] for line in log if line["level"] == "ERROR"] == [True, True]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_an_idle_server(project: Project, number: int) -> None:
    server = project.serve()
    server.call("listMigrationDirectories", {"migrationsDirectoryPath": "x"})
    server.process.send_signal(number)
    assert server.end()[0] == 0


@pytest.mark.parametrize("place", ["postgresql"], indirect=True)
def test_a_signal_in_the_middle_of_a_migration_undoes_it(existing: Project) -> None:
    existing.migration("1_slow", "CREATE TABLE a (b INT); SELECT pg_sleep(60);")
    server = existing.serve()
    server.write({"id": 1, "method": "applyMigrations", "params": {"migrationsList": existing.listing()}})
    running = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%'"
    while existing.place.sql(f"{running} AND pid <> pg_backend_pid()") == [(0,)]:
        assert server.process.poll() is None
    server.process.terminate()
    assert server.end()[0] == 0
    assert existing.place.sql("SELECT tablename FROM pg_tables WHERE tablename = 'a'") == []
    holders = "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database WHERE datname = current_database()"
    assert existing.place.sql(f"{holders} AND locktype = 'advisory'") == [(0,)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("--no-such-option",),
        ("cli", "no-such-command"),
        ("--datasource", "{nonsense", "cli", "create-database"),
        ("--datasource", "5", "cli", "create-database"),
        ("cli", "create-database"),
        ("cli", "--datasource", "nonsense:", "can-connect-to-database"),
    ],
)
def test_a_bad_command_line_is_one_error_on_standard_error(project: Project, arguments: tuple[str, ...]) -> None:
    code, out, log = project.run(*arguments)
    assert (code, out) == (1, "")
    assert [line["level"] for line in log].count("ERROR") == 1
    assert log[-1]["fields"]["message"]
    assert log[-1]["target"] == "schema_engine::logger"


def test_a_reader_that_went_away_is_an_error_and_no_crash(project: Project) -> None:
    process = subprocess.Popen(
        [EXECUTABLE],
        cwd=project.folder,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.close()
    process.stdin.write('{"id": 1, "method": "x"}\n')
    process.stdin.close()
    assert process.stderr is not None
    assert 'is_panic": true' not in process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 1
