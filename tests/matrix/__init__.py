"""The support matrix: which test proves which feature on which database, with which interface."""

from tests.matrix._features import FEATURES, Feature
from tests.matrix._plugin import MatrixPlugin
from tests.matrix._render import render

__all__ = ["FEATURES", "Feature", "MatrixPlugin", "render"]
