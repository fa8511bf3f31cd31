"""The garage's store: export it, move it into the database, switch between them, see where it is."""
