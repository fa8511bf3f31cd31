"""The web application: REST under ``/api``, its documentation under ``/api-docs``, the operator's page at ``/``."""

from .app import create_app

__all__ = ["create_app"]
