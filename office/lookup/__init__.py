"""Procedures looked up: how files of them are read, and how the words of citizens find them. Rules only, no store."""
