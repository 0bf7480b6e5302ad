"""The caretaker: looks after the office's data while nobody is there, and lets nobody wait for it.

`copying` makes copies with the wiring of `config.toml`, for the service and for the command line; `part` is the thread
of the service that does it every night; `opening` opens the data for whoever comes while no service runs.
"""
