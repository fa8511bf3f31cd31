"""The commands that the Prisma CLI runs before the server."""

from __future__ import annotations

import json

import pytest

from .conftest import ON_EVERY_PROVIDER, Project


def of_line_7(project: Project, command: str) -> tuple[str, ...]:
    return ("--datasource", json.dumps({"url": project.place.url}), "cli", command)


def of_line_6(project: Project, command: str) -> tuple[str, ...]:
    return ("cli", "--datasource", project.place.url, command)


@ON_EVERY_PROVIDER
@pytest.mark.parametrize("command", [of_line_7, of_line_6])
def test_a_database_is_missed_created_found_and_dropped(project: Project, command: object) -> None:
    assert callable(command)
    code, out, log = project.run(*command(project, "can-connect-to-database"))
    assert (code, out) == (1, "")
    # The CLI skips the first line.
    (error,) = [line for line in log[1:] if line["level"] == "ERROR"]
    assert error["target"] == "schema_engine::logger"
    assert error["fields"]["error_code"] == "P1003"
    assert error["fields"]["message"]
    for step in ("create-database", "can-connect-to-database", "create-database"):
        assert project.run(*command(project, step))[:2] == (0, "")
    code, _, log = project.run(*command(project, "drop-database"))
    assert code == 0
    assert "The database was successfully dropped" in log[-1]["fields"]["message"]
    assert project.run(*command(project, "can-connect-to-database"))[0] == 1


def test_a_relative_path_is_relative_to_the_working_directory(project: Project) -> None:
    assert project.run("cli", "--datasource", "file:./here/dev.db", "create-database")[0] == 0
    assert (project.folder / "here" / "dev.db").exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [("postgresql://postgres@127.0.0.1:1/x", "P1001"), ("postgresql://nobody_at_all@127.0.0.1:5432/x", "P10")],
)
def test_a_server_that_refuses_is_named_by_prismas_code(project: Project, url: str, code: str) -> None:
    exit_code, _, log = project.run("cli", "--datasource", url, "can-connect-to-database")
    assert exit_code == 1
    assert log[-1]["fields"]["error_code"].startswith(code)
    assert log[-1]["fields"]["error_code"] != "P1003"
