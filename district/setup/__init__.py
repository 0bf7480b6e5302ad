"""`motcua-district setup`: from installed packages to a tier that takes offices in, by one command, as root.

wishes   what has to be known (asked for, or read from a file)
machine  the machine it is done on: its folders, its users, PostgreSQL and systemd
steps    what is done, in order; each knows whether it has been done, so that everything may be run again
"""
