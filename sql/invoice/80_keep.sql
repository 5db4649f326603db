-- id: keep
-- title: The draft of the month's invoice, and of the credit note for one that stands and says otherwise
-- reads: drafted_line, share, month_earlier, term, core.invoice and its lines of earlier versions of the month
-- one row per draft, line, and posting of a line
CREATE OR REPLACE TEMP TABLE numbered_line AS
SELECT
    *,
    row_number() OVER (ORDER BY section, place, entry NULLS LAST, tier, physician NULLS LAST, description)::INTEGER AS line
FROM drafted_line;

-- A provider-level adjustment may stand in two invoices: what a later reversal explains is given back in its month.
CREATE OR REPLACE TEMP TABLE drafted_share AS
WITH charged_by AS (
    SELECT posting_id, min(invoice_number) AS invoice_number FROM month_earlier
    WHERE kind = 'posting'
    GROUP BY posting_id
)

SELECT
    l.line, s.posting_id, s.amount, s.original_posting_id,
    e.invoice_number AS original_invoice
FROM share AS s
INNER JOIN numbered_line AS l
    ON
        s.agreement_from = l.agreement_from
        AND s.kind = l.kind
        AND s.entry IS NOT DISTINCT FROM l.entry
        AND s.tier IS NOT DISTINCT FROM l.tier
        AND s.physician IS NOT DISTINCT FROM l.physician
LEFT JOIN charged_by AS e ON s.original_posting_id = e.posting_id;

-- The month's invoice that stands from an earlier version.
CREATE OR REPLACE TEMP TABLE standing AS
SELECT * FROM core.invoice
WHERE
    kind = 'invoice' AND period = getvariable('first_day') AND version < getvariable('version')
    AND invoice_number NOT IN (
        SELECT n.credits FROM core.invoice AS n
        WHERE n.kind = 'credit_note'
    );

CREATE OR REPLACE TEMP TABLE difference AS
WITH told AS (
    SELECT line, kind, description, agreement_from, physician AS rendering_npi, base_amount, rate, quantity, amount
    FROM numbered_line
),

stood AS (
    SELECT line, kind, description, agreement_from, rendering_npi, base_amount, rate, quantity, amount
    FROM core.invoice_line
    WHERE invoice_id IN (SELECT s.invoice_id FROM standing AS s)
),

stood_shares AS (
    SELECT line, posting_id, amount, original_posting_id, original_invoice FROM core.invoice_line_posting
    WHERE invoice_id IN (SELECT s.invoice_id FROM standing AS s)
),

told_shares AS (
    SELECT line, posting_id, amount, original_posting_id, original_invoice FROM drafted_share
)

SELECT coalesce(a.line, b.line) AS line
FROM told AS a
FULL OUTER JOIN stood AS b ON a IS NOT DISTINCT FROM b
WHERE a.line IS NULL OR b.line IS NULL
UNION ALL
SELECT coalesce(a.line, b.line) AS line
FROM told_shares AS a
FULL OUTER JOIN stood_shares AS b ON a IS NOT DISTINCT FROM b
WHERE a.line IS NULL OR b.line IS NULL;

CREATE OR REPLACE TEMP TABLE draft AS
SELECT
    strftime(getvariable('first_day')::DATE, '%Y-%m') || '-v' || getvariable('version') || '-' || k.kind AS invoice_id,
    k.kind,
    CASE WHEN k.kind = 'credit_note' THEN (SELECT s.invoice_number FROM standing AS s) END AS credits
FROM (VALUES ('credit_note'), ('invoice')) AS k (kind)
WHERE
    EXISTS (SELECT 1 FROM difference)
    AND CASE k.kind
        WHEN 'invoice' THEN EXISTS (SELECT 1 FROM numbered_line)
        ELSE EXISTS (SELECT 1 FROM standing)
    END;

INSERT INTO core.invoice_line BY NAME
SELECT
    d.invoice_id, l.line, l.kind, l.description, l.agreement_from, l.physician AS rendering_npi, l.base_amount, l.rate,
    l.quantity, l.amount
FROM draft AS d
CROSS JOIN numbered_line AS l
WHERE d.kind = 'invoice'
UNION ALL BY NAME
SELECT
    d.invoice_id, l.line, l.kind, l.description, l.agreement_from, l.rendering_npi, -l.base_amount AS base_amount, l.rate,
    -l.quantity AS quantity, -l.amount AS amount
FROM draft AS d
INNER JOIN standing AS s ON d.credits = s.invoice_number
INNER JOIN core.invoice_line AS l ON s.invoice_id = l.invoice_id
ORDER BY ALL;

INSERT INTO core.invoice_line_posting BY NAME
SELECT d.invoice_id, s.* FROM draft AS d
CROSS JOIN drafted_share AS s
WHERE d.kind = 'invoice'
UNION ALL BY NAME
SELECT d.invoice_id, p.line, p.posting_id, -p.amount AS amount, p.original_posting_id, p.original_invoice
FROM draft AS d
INNER JOIN standing AS s ON d.credits = s.invoice_number
INNER JOIN core.invoice_line_posting AS p ON s.invoice_id = p.invoice_id
ORDER BY ALL;

INSERT INTO core.invoice BY NAME
SELECT
    d.invoice_id,
    NULL AS invoice_number,
    d.kind,
    getvariable('client_id') AS client_id,
    getvariable('first_day') AS period,
    getvariable('version') AS version,
    d.credits,
    coalesce(sum(l.base_amount), 0) AS base_amount,
    coalesce(sum(l.amount) FILTER (WHERE l.kind <> 'tax'), 0) AS fee_amount,
    coalesce(sum(l.amount) FILTER (WHERE l.kind = 'tax'), 0) AS tax_amount,
    sum(l.amount) AS amount_due,
    getvariable('business_day') AS issued_on,
    getvariable('business_day') + CASE
        WHEN d.kind = 'invoice' THEN (SELECT arg_max(t.terms_days, t.section) FROM term AS t)
        ELSE 0
    END AS due_on
FROM draft AS d
INNER JOIN core.invoice_line AS l ON d.invoice_id = l.invoice_id
GROUP BY d.invoice_id, d.kind, d.credits
ORDER BY d.invoice_id;
