"""What the tier above keeps: the facts of all offices, what was made of them, and who may see it."""
