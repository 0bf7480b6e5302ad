"""Paper: from a ticket's plain values to an honest answer whether it came out.

Owns templates, drawing, ESC/POS bytes, transports and the confirmed print. Knows neither the office's
database nor its configuration: plain values come in, and what happened goes out through the Protocol
`printer.paper.Desk`.
"""
