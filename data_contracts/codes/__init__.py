"""Public code sets that come with the project: see README.md for source, licence and release of each."""
