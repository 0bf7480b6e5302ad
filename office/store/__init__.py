"""What the office keeps on disk: one SQLite file, its tables, and small functions on a connection."""
