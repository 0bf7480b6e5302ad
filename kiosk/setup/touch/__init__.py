"""The setup with the fingers: the steps as pages of the touch screen, with the keyboard on the glass."""
