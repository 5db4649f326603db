"""Readers of official code set files: one module per publisher's layout, each returns rows as tasks/coding/shapes.py.

A reader takes files as they are published and raises CodeSetError, naming the file and what was expected there. What a
file does not say itself (most do not say from which day they hold) is asked of who loads it.
"""
