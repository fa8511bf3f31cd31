"""Several processes that start together migrate once."""

from __future__ import annotations

from .conftest import EVERY_PROVIDER, Workspace

pytestmark = EVERY_PROVIDER


def test_ten_deploys_apply_once(workspace: Workspace) -> None:
    for number in range(3):
        workspace.migration(
            f"2026010{number + 1}000000_m{number}",
            f"CREATE TABLE t{number} (a INT);\nINSERT INTO t{number} VALUES (1);\n",
        )
    processes = [workspace.spawn("migrate", "deploy") for _ in range(10)]
    results = [(*process.communicate(timeout=120), process.returncode) for process in processes]
    assert [code for _, _, code in results] == [0] * 10, results
    applied = [line for out, _, _ in results for line in out.splitlines() if line.startswith("Applying")]
    assert len(applied) == 3
    assert sum("All migrations have been successfully applied." in out for out, _, _ in results) == 1
    assert workspace.sql("SELECT count(*), count(DISTINCT migration_name), count(finished_at)"
                         " FROM _prisma_migrations") == [(3, 3, 3)]  # fmt: skip
    for number in range(3):
        assert workspace.sql(f"SELECT count(*) FROM t{number}") == [(1,)]
    assert not list(workspace.folder.glob("*.lock"))
