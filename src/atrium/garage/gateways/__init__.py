"""Payment gateways: a simulated one for places without an acquirer; a deployment adds its acquirer's adapter."""

from .simulated import DECLINE_TOKENS, SimulatedGateway

__all__ = ["DECLINE_TOKENS", "SimulatedGateway"]
