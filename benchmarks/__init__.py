"""The same parking-domain work on prismstack, on raw drivers and on other data layers."""
