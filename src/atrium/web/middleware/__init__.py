"""What every request passes before the routes; plain ASGI, because each costs on every request."""

from .changes import ChangeNotifier
from .conditional import ConditionalGet
from .cors import Cors
from .head import HeadAsGet
from .paths import PathNormaliser
from .rate_limit import RateLimiter
from .security_headers import SecurityHeaders

__all__ = ["ChangeNotifier", "ConditionalGet", "Cors", "HeadAsGet", "PathNormaliser", "RateLimiter", "SecurityHeaders"]
