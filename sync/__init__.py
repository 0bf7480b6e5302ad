"""The way up: the office's facts on their way to the tier above.

Owns the wire format (`wire`), the pipes (`transport`) and the courier, which carries the facts of this office. The
published contract is `asyncapi.yaml`; the tests hold the code to it.
"""
