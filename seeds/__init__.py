"""Seed data of the application and the recorded day of gate events."""
