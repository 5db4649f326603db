"""Acknowledgements: what the clearinghouse and the payers say of our files before any money moves.

Reads inbox/acks (TA1, 999, 277CA) and core.claim_submission. Writes core.acknowledgement, one row per answer, and
core.claim_event, one row per answer and claim of ours: a TA1 speaks of every claim of its interchange, a 999 of every
claim of its transaction set, a 277CA of its claim, or, when it turns away a whole file or provider, of every claim of
that transaction set. What matches no claim of ours, and what cannot be read, is a row of core.problem.

Ids are made from what is said, not from who brought it: the same answer in two files is one event, in any order of
arrival. A rejection is never a denial: nothing was adjudicated. marts.claim_status says what holds now.

    stage.py    files in, answers out         answers.py  the three kinds of answers as one table
The matching is SQL, in sql/acknowledgements.
"""
