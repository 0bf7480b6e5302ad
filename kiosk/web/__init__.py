"""What a browser, a screen or a program of the office finds at the other end of the network cable."""
