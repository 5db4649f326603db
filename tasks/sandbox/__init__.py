"""A trading partner to practise with: practices that see patients, a clearinghouse, payers, a bank. NOT a product part.

Everything here is invented, for the demo and the tests: nobody named is real, no amount is a payer's. The pipeline
never imports this package, and this package's payers never look into a warehouse: they read the 837P files of an
outbox as a payer would, with a small X12 reader of their own, so that a fault in the pipeline's engine shows.

Reads    client.yaml and fees.csv (as the practice), clients/*/outbox/claims/ (as clearinghouse and payer).
Writes   clients/*/inbox/{encounters,bank,patient_payments,time}/, the company's inbox/, and its own notes in sandbox/.
Keeps    the same seed and days give the same bytes; a day already done is not done again; an 835 balances at line,
         claim and transaction level, but for the one claim in the plan (events.py) that is spoiled on purpose.

practice.py     a workspace to start from          encounters.py   drops of encounters, dirt.py what is wrong in them
clearinghouse.py answers of a day (the entry)      payer.py        adjudication and remittance of a day
replacements.py what a correction takes back       stage_day.py    all of it before one night
synthea.py      the 18 CSVs of a Synthea export as a drop
"""
