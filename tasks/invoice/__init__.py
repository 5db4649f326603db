"""The invoice to a client: computed from a sealed month alone, numbered by the company, never changed.

Reads    a sealed month (closed/<period>/v<n>: collections, charged, work, earlier, own_account, agreement.json), and of
         its own tables the invoices issued before; company.duckdb for the numbers.
Writes   core.invoice, core.invoice_line, core.invoice_line_posting; invoice.json and dunning.json in the sealed folder;
         invoice_number and client_invoice of company.duckdb.
Keeps    the bases of the lines sum to the base of the month, and the shares of a line to its base; each line is rounded
         once, to the cent, half up (away from zero); nothing is due below zero but a credit note; a number is used
         once and none is left out; a month opened again changes nothing that was issued: a credit note and a new
         invoice follow, or nothing where nothing changed.

How a month with several agreements is counted: each has its section with its own tiers, bounds and discounts, and what
is below zero goes on to the next section, as it does from month to month.

    stage.py       draft: the guard, then sql/invoice in order; issue: the number put on, the files written
    numbers.py     the company's numbers
    papers.py      invoice.json and dunning.json
"""
