"""Bank files of inbox/bank: CSV with the columns below, or BAI2 (Cash Management Balance Reporting Specifications, 2).

BAI2: records 01 file, 02 group, 03 account, 16 transaction, 88 continuation; 49, 98 and 99 trailers with control
totals. Amounts are whole cents without a sign; the type code says whether money came (100 to 399) or went (400 to 699).
The bank passes the payment's own trace (TRN of a CCD+ addenda record) in the text, usually in records 88, when the
practice asks for it.
A practice sends one kind of file for an account, not both: a payment in a CSV and in a BAI2 file is two deposits.
"""

import re

CSV_COLUMNS = ("deposited_on", "amount", "trace", "payer_name", "description")

# Type codes of single transactions that say more than credit or debit.
KINDS = {
    "115": "lockbox",
    "116": "lockbox",
    "142": "ach",
    "165": "ach",
    "169": "ach",
    "175": "check",
    "195": "wire",
    "301": "check",
    "354": "interest",
    "555": "returned",
    "557": "returned",
    "661": "fee",
    "698": "fee",
}
CREDITS = range(100, 400)
DEBITS = range(400, 700)

# How many more values stand after a funds type of a 16 or 03 record; D is followed by their number.
FUNDS_VALUES = {"": 0, "Z": 0, "0": 0, "1": 0, "2": 0, "V": 2, "S": 3}

# TRN02 and TRN03 of the payment, in the text of a transaction; ended as the bank ends segments.
TRACE = re.compile(r"TRN\*1\*([^*~\\/|,\s]+)(?:\*([0-9A-Z]{10}))?")
PAYER = re.compile(r"ORIG CO NAME[:=]\s*([^;,/~\\]+?)\s*(?:ORIG ID|;|,|/|~|\\|\n|$)")
CARD = r"\b(BANKCARD|MERCHANT|VIRTUAL CARD|CARD)\b"
