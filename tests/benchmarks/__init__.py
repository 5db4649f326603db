"""Figures, printed and kept; never a timed assertion. `make bench` runs them all."""
