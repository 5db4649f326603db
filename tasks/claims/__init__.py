"""Claims: from coded encounters to 837P files.

Reads core.encounter (`ready`, and what this stage held on an earlier night) with core.coded_service, core.diagnosis,
core.patient and core.coverage of the same batch, client.yaml and payers.yaml. Each encounter gets one claim for the
payer responsible on its first day of service (or for the patient, self-pay) and becomes `claimed`, or is `held` with a
reason; none is left over (law 1). Writes core.claim, claim_line, claim_diagnosis, claim_submission, claim_file and the
first claim_event. A hold that a change of settings can end is looked at again each night.

Files: one interchange a payer route and run, one transaction set a billing identity and at most 5,000 claims. The
bytes go to the vault inside the night; `release` puts them into the outbox after the commit, so a file is emitted
once: the same day, run and inputs give the same bytes under the same name and control number. Nothing incomplete is
written: a claim that lacks a fact the guide asks for is held.

    stage.py     the order of the steps          holds.py    why an encounter is held, in words
    settings.py  settings as temporary tables
    files.py     tables to interchanges          release.py  from the vault to the outbox
The decisions themselves are SQL, in sql/claims.
"""
