-- id: kpi_definition
-- title: What each measure is, by what rule, and who defines it so
-- one row per measure and variant: SELECT * FROM marts.kpi_definition()
CREATE OR REPLACE MACRO marts.kpi_definition() AS TABLE
    SELECT *
    FROM (
        VALUES
        ('receivables', 'all', 'dollars', 'Everything owed less credits', 'Roll-forward of the ledger'),
        (
            'days_in_ar', '90_days_credits_netted', 'days',
            'Receivables less credits, by charges of 90 days a calendar day', 'MGMA: credits are subtracted; AAPC'
        ),
        (
            'days_in_ar', '90_days_debits_only', 'days',
            'Receivables without credits, by charges of 90 days a calendar day', 'PCC: credits are not netted'
        ),
        (
            'days_in_ar', '6_months_weekdays', 'days',
            'Receivables less credits, by charges of six months a weekday', 'PMHC default'
        ),
        ('ar_over_90', 'all', 'percent', 'Owed for more than 90 days by all that is owed; credits apart', 'HFMA, MGMA'),
        ('ar_over_120', 'all', 'percent', 'Owed for more than 120 days by all that is owed; credits apart', 'HFMA, MGMA'),
        ('credit_balances', 'insurer', 'dollars', 'Balances of payers below zero', 'Balances of the ledger'),
        ('credit_balances', 'patient', 'dollars', 'Balances of patients below zero', 'Balances of the ledger'),
        ('charged', 'all', 'dollars', 'Charges posted less voided ones', 'Roll-forward of the ledger'),
        ('collected', 'all', 'dollars', 'Payments posted to claims less refunds', 'Roll-forward of the ledger'),
        (
            'gross_collection_rate', 'posted', 'percent',
            'Payments less refunds on claims of ours, by charges; both by posting month', 'PMHC'
        ),
        (
            'net_collection_rate', 'posted', 'percent',
            'Payments less refunds on claims of ours, by charges less contractual adjustments; by posting month',
            'AAFP; no other adjustment is subtracted'
        ),
        (
            'net_collection_rate', 'matched', 'percent',
            'The same for services of the month half a year earlier, as known at the end of this month',
            'Matched by service month; unmatched may exceed 100'
        ),
        (
            'denial_write_offs', 'all', 'percent',
            'Denied charges given up, by charges less contractual adjustments', 'HFMA AR-6'
        ),
        (
            'clean_claim_rate', 'all', 'percent',
            'First claims of visits that nobody had to touch, by first claims made', 'HFMA CL-1'
        ),
        (
            'acceptance_rate', 'all', 'percent',
            'Submissions accepted and not rejected, by submissions accepted or rejected; pending excluded',
            'Acknowledgements TA1, 999, 277CA'
        ),
        (
            'first_pass_resolution', 'all', 'percent',
            'Claims paid or moved to the patient by the first answer to the first submission, by claims answered',
            'OpsDog'
        ),
        (
            'initial_denial_rate', 'claims', 'percent',
            'Claims denied wholly or in part by the first answer, by claims sent a month in the three months before',
            'HFMA Claim Integrity Task Force'
        ),
        (
            'initial_denial_rate', 'dollars', 'percent',
            'Charges of those claims, by charges sent a month in the three months before',
            'HFMA Claim Integrity Task Force'
        ),
        ('charge_lag', 'mean', 'days', 'Days from service to the day the visit came, mean', 'MGMA practice; entry less service'),
        ('charge_lag', 'median', 'days', 'Days from service to the day the visit came, median', 'MGMA practice; entry less service'),
        ('submission_lag', 'mean', 'days', 'Days from the day the visit came to its first claim sent, mean', 'Turn-around time'),
        (
            'not_billed', 'held_visits', 'days',
            'Charges of visits that are held, by charges of 90 days a calendar day', 'HFMA MAP (DNFB)'
        ),
        (
            'not_billed', 'unsent_claims', 'days',
            'Owed on claims that were not sent, by charges of 90 days a calendar day', 'HFMA MAP (FBNS)'
        )
    ) AS definition (measure, variant, unit, formula, source);  -- noqa: AL05
