"""What people read: one template a document, rendered from the marts and the queries of sql/reports.

Reads    marts.* and a few tables of core, through the open connection of the night; for the documents of a closed
         month its sealed folder alone (sql/documents).
Writes   reports/<client>/<day>/nightly.html and contract-<batch>.html, reports/<client>/<YYYY-MM>-preview.html;
         reports/<client>/<YYYY-MM>/invoice-<number> and credit-note-<number> (html, pdf, xlsx),
         performance (html, pdf); reports/company/<day>/dunning-<client> (html, pdf).
Keeps    a page needs nothing but itself, is the same bytes for the same tables, escapes every value, and names no
         patient; ids of encounters are on the contract page alone, which is for the practice.

    render.py         Jinja2 and how amounts, days and counts look
    words.py          what short names of the tables are called on paper
    charts.py         the places of the bars of a chart
    nightly.py  contract.py  month_preview.py      one document each, with templates/<same name>.html.j2
    month.py        the documents of a closed month
    sealed.py       the sealed folder as tables
    paper.py        a document as parts; templates/paper.html.j2 and templates/paper.typ make page and PDF of them
    invoice.py  invoice_detail.py  invoice_book.py  performance.py  dunning.py      what each of them says
    receivables.py  invoice_fee.py  forward.py  amounts.py      parts of them that have a module of their own
"""
