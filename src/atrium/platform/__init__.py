"""What the systems share: settings, database lifecycle, errors, money, time, ids, idempotency, audit trail."""

__all__: list[str] = []
