"""Publishing: what the night knows, in the form that analysts and readers use.

Reads    every table of core and ledger, and reference for the words of categories.
Writes   marts.* (one file of sql/marts each), published/<client>.duckdb, published/portfolio.duckdb,
         docs/data_dictionary.md.
Keeps    a reader sees the old published file or the whole new one, never half of one; a patient's data leaves the
         warehouse only for a client that grants it; every published table and column says in a comment what it is.

    marts.py        builds marts.* inside the night's transaction
    empty.py        makes the published file without rows
    contents.py     what each published table holds, so that the unchanged are not copied again
    publish.py      writes the published file of one client and swaps it in
    portfolio.py    gathers the totals of all clients, without patients
    dictionary.py   renders the comments of all tables as a document
"""
