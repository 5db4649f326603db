"""Implementation guides as data: one file a guide, its loops and the tables it becomes. See guide.py for the form."""
