"""One module for each contestant, with a class ``Contestant``."""
