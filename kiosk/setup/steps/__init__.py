"""What each step asks; `kiosk.setup.order` puts them in their order."""
