"""What keeps the office's data when a disk does not: copies, checks, setting aside and bringing back.

`taking` makes a copy, `places` keeps so many of them in two places, `checking` says whether a database is sound,
`restoring` puts the newest good copy in the place of a damaged one, `ballast` holds room for a full disk. Files only:
nothing here knows a desk, a clock or a screen, so it works beside a running service and for the command line alike.
"""
