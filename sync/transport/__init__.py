"""The pipe between an office and the tier above: one port (`port`), two makes (`mqtt`, `loopback`)."""
