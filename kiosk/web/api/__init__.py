"""The LAN API: what screens, consoles and other programs ask of the office, one module per thing.

Every call passes the same gates in the same order: who is calling (401), may they (403), is the body right
(400, 422), and then the desk decides (404, 409). The table of who may what is `roles`; the table of refusals
is `refusals`.
"""
