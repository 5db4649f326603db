"""A billing company of five practices over sixty business nights, with every case of money that the books know.

    company.py         the workspace; nights worked, what arrived before each kept; the same arrivals worked again
    desk.py            what a story may do at one practice: lay files into its inboxes, ask its books
    remit_stories.py   stories that payers tell: statuses, later payers, reversals, takebacks, damage
    other_stories.py   stories of the bank, of patients, of decisions about claims
    cases.py           which stories there are, when each begins, and the counts that prove every case present
    proofs.py          what must hold of a night and of the whole history
    kills.py           a client-night killed at a point or a moment, run again

The payers ASPEN, BIRCH and CEDAR belong to the stories: the practice payers (tasks/sandbox) never decide their claims.
"""
