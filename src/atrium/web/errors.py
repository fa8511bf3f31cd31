"""What the web layer itself finds wrong with a request, before a service sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from atrium.platform.errors import AtriumError

__all__ = ["Forbidden", "InvalidRequest", "MalformedJson", "PayloadTooLarge", "PlatformError"]


class InvalidRequest(AtriumError):
    """The input breaks rules of the endpoint; ``errors`` lists them, ``hints`` are extra fields of the answer."""

    code = "VALIDATION_ERROR"
    http_status = 400

    def __init__(self, message: str, errors: Sequence[str] = (), **hints: object) -> None:
        super().__init__(message)
        self.errors = list(errors)
        self.hints: Mapping[str, object] = hints


class Forbidden(AtriumError):
    """The key that the endpoint asks for is missing or wrong."""

    code = "FORBIDDEN"
    http_status = 403


class PlatformError(AtriumError):
    """Found before the request reached an endpoint, so it looks the same everywhere."""

    code = "BAD_REQUEST"
    http_status = 400


class MalformedJson(PlatformError):
    """The body is not JSON, although the content type says so. Mend the body."""

    code = "MALFORMED_JSON"


class PayloadTooLarge(PlatformError):
    """The body exceeds the limit; nothing of it was used."""

    code = "PAYLOAD_TOO_LARGE"
    http_status = 413
