"""The folder that `motcua tls init` makes: which file is which. Apart, because reading certificates costs a start."""

CA, CA_KEY, SERVER = "ca.crt", "ca.key", "server.pem"
