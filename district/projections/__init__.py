"""Tickets, calls, rating windows, answers, seats and devices of all offices, made from the raw facts.

`rules` says, fact by fact, what each one writes; `merging` puts that together, `writing` writes it, and `projector`
does so whenever facts have arrived. Any order of arrival gives the same rows.
"""

from district.projections.projector import Projector, drain, rebuild

__all__ = ["Projector", "drain", "rebuild"]
