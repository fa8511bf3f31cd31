"""Hand-written SQL shared by the raw-driver contestants (``{p}`` = parameter style)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.columns import PAYMENT_COLS, SESSION_COLS, VEHICLE_COLS

V = ", ".join(VEHICLE_COLS)
S = ", ".join(SESSION_COLS)
P = ", ".join(PAYMENT_COLS)
SV = ", ".join([f"s.{c}" for c in SESSION_COLS] + [f"v.{c}" for c in VEHICLE_COLS])

N_S = len(SESSION_COLS)
V_IDX = {c: i for i, c in enumerate(VEHICLE_COLS)}
S_IDX = {c: i for i, c in enumerate(SESSION_COLS)}
P_IDX = {c: i for i, c in enumerate(PAYMENT_COLS)}


class RawRows:
    """Reading raw rows by position; a session with relations is (joined row, [payment rows])."""

    def get(self, row: Any, field: str) -> Any:
        if type(row) is tuple and len(row) == 2:
            row = row[0]
        columns = {len(V_IDX): V_IDX, len(P_IDX): P_IDX}.get(len(row), S_IDX)
        return row[columns[field]]

    def vehicle_of(self, session: Any) -> Sequence[Any]:
        return tuple(session[0])[N_S:]

    def payments_of(self, session: Any) -> Sequence[Any]:
        return session[1]


def statements(style: str) -> dict[str, str]:
    def p(n: int) -> str:
        return "?" if style == "?" else f"${n}"

    return {
        "find_unique": f"SELECT {V} FROM vehicle WHERE plate = {p(1)}",
        "find_many": f"SELECT {S} FROM session WHERE status = {p(1)} AND amount_cents >= {p(2)} "
        "ORDER BY started_at DESC LIMIT 100",
        "include": f"SELECT {SV} FROM session s JOIN vehicle v ON v.id = s.vehicle_id "
        f"WHERE s.id > {p(1)} AND s.status = 'COMPLETED' ORDER BY s.id LIMIT 50",
        "payments_in": f"SELECT {P} FROM payment WHERE session_id IN ({', '.join('?' * 50)})"
        if style == "?"
        else f"SELECT {P} FROM payment WHERE session_id = ANY($1::text[])",
        "group_by": "SELECT status, SUM(amount_cents), COUNT(*) FROM session GROUP BY status",
        "create": f"INSERT INTO vehicle ({V}) VALUES ({', '.join(p(i + 1) for i in range(4))}) RETURNING {V}",
        "create_payment": f"INSERT INTO payment ({P}) VALUES ({', '.join(p(i + 1) for i in range(6))})",
        "update": f"UPDATE vehicle SET type = {p(1)} WHERE id = {p(2)} RETURNING {V}",
        "read_session": f"SELECT {S} FROM session WHERE id = {p(1)}",
        "update_session": f"UPDATE session SET status = 'COMPLETED', ended_at = {p(1)}, "
        f"amount_cents = {p(2)} WHERE id = {p(3)}",
        "update_spot": f"UPDATE spot SET status = 'FREE' WHERE id = {p(1)}",
    }
