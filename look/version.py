"""The version of the product, in its one place: the package, both services and every update read it here."""

VERSION = "0.1.0"
