"""The rules of a one-stop office, as pure functions and frozen values.

Nothing here knows a clock, a database, a screen or a log: time comes in as an argument, answers go out as values.
"""
