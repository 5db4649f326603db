-- title: What earlier invoices say that this month's needs: who was charged for money taken back, and what was carried on
-- one row per: posting of a payment or charge that this month takes back, in an earlier invoice; and amount carried on
-- column kind: posting, or carried.
-- column posting_id: Posting of the payment or charge; NULL for an amount carried on.
-- column invoice_number: Invoice that charged for it, or that carried the amount on.
-- column amount: The posting's share in the bases of that invoice; or what it carried on, positive.
WITH standing AS (
    SELECT * FROM core.invoice
    WHERE
        kind = 'invoice' AND invoice_number IS NOT NULL AND period < getvariable('first_day')
        AND invoice_number NOT IN (
            SELECT n.credits FROM core.invoice AS n
            WHERE n.kind = 'credit_note'
        )
),

newest AS (
    SELECT * FROM standing
    QUALIFY row_number() OVER (ORDER BY period DESC, version DESC) = 1
),

-- What goes on from one agreement to the next within an invoice is carried out and in again: the last such line says.
carried AS (
    SELECT n.invoice_number, arg_max(l.kind, l.line) AS kind, arg_max(l.amount, l.line) AS amount
    FROM newest AS n
    INNER JOIN core.invoice_line AS l ON n.invoice_id = l.invoice_id
    WHERE l.kind IN ('carried_in', 'carried_out')
    GROUP BY n.invoice_number
)

SELECT
    'posting' AS kind,
    p.posting_id,
    s.invoice_number,
    sum(p.amount)::DECIMAL(14, 2) AS amount
FROM standing AS s
INNER JOIN core.invoice_line_posting AS p ON s.invoice_id = p.invoice_id
WHERE
    p.posting_id IN (
        SELECT c.original_posting_id FROM sealing_collections AS c
        WHERE c.original_period IS NOT NULL
        UNION ALL
        SELECT c.original_posting_id FROM sealing_charged AS c
        WHERE c.original_period IS NOT NULL
    )
GROUP BY p.posting_id, s.invoice_number
UNION ALL
SELECT
    'carried' AS kind,
    NULL AS posting_id,
    invoice_number,
    amount
FROM carried
WHERE kind = 'carried_out'
ORDER BY kind, posting_id, invoice_number
