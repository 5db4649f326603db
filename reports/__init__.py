"""What people read: one template a document, rendered from the marts and the queries of sql/reports.

Reads    marts.* and a few tables of core, through the open connection of the night.
Writes   reports/<client>/<day>/nightly.html and contract-<batch>.html, reports/<client>/<YYYY-MM>-preview.html.
Keeps    a page needs nothing but itself, is the same bytes for the same tables, escapes every value, and names no
         patient; ids of encounters are on the contract page alone, which is for the practice.

    render.py         Jinja2 and how amounts, days and counts look
    words.py          what short names of the tables are called on paper
    charts.py         the places of the bars of a chart
    nightly.py  contract.py  month_preview.py      one document each, with templates/<same name>.html.j2
"""
