"""Work and costs that the invoice of the month counts: hours, statements, verifications, appeals, costs handed on.

Reads    inbox/time (CSV with the columns of stage.py; no patient in them), the agreements of client.yaml.
Writes   core.work_item, core.problem.
Keeps    a reference is taken in once, whatever file repeats it; the day on which a line came decides the month that
         invoices it, the day of the work its price; a line that cannot be used is a problem with its line; what no
         agreement prices is told.

    stage.py       the order of the steps; sql/work/*.sql are the steps
"""
