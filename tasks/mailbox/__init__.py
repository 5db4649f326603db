"""The company's mailbox: one clearinghouse file holds answers for many clients.

Reads    WORKSPACE/inbox/ (999, TA1, 277CA and 835 files), and of clients' inbox/remits the files that pay a sister
         practice: they are moved here and routed like the mailbox's own.
Writes   the company's vault, company.duckdb (mailbox_file, routed_piece, problem), and one file a kind and client in
         the inboxes of the clients concerned: clients/<client>/inbox/acks or remits.
Keeps    every transaction set goes to its client or is listed by `cleanclaim status`; a file is taken once, also after
         a crash: pieces carry names made from content and place, so laying one there again changes nothing.

999 and TA1 find their client by control number, 277CA by the prefix of the claim number, 835 by NPI or tax ID of the
payee. Runs before the clients' nights, in one process, for all of them.
"""
