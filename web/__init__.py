"""What every web server of the product shares: problem documents, sessions, tokens, CSRF, live events."""
