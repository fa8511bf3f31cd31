"""The API's documentation: OpenAPI as JSON and YAML, and a page that needs nothing from another host."""

from .routes import router

__all__ = ["router"]
