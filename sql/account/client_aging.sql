-- title: What clients owe the billing company, by age
-- one row per: invoice that is not paid, and client with money that pays none
-- column client_id: The client practice.
-- column invoice_number: Invoice; NULL for money that pays none.
-- column kind: invoice, or unapplied for money that pays none.
-- column period: First day of the month invoiced.
-- column issued_on: Business day on which it was issued.
-- column due_on: Day by which it is to be paid.
-- column amount_due: Dollars invoiced.
-- column paid: Of these paid or credited: what names the invoice, then what names none, the oldest first.
-- column open_amount: Dollars open; negative for money that pays none.
-- column days_overdue: Days since the due day; 0 while it is not over.
-- column bucket: not due, 1-30, 31-60, 61-90, over 90, or credit.
-- column dunning_level: Letter of company.yaml (`dunning`) that its age has reached; else NULL.
-- column as_of: Business day of this row.
WITH aged AS (
    SELECT *, greatest(0, getvariable('business_day')::DATE - due_on) AS days_overdue FROM open_item
)

SELECT
    client_id,
    number AS invoice_number,
    kind,
    period,
    issued_on,
    due_on,
    amount_due,
    paid,
    open AS open_amount,
    coalesce(days_overdue, 0)::INTEGER AS days_overdue,
    CASE
        WHEN open < 0 THEN 'credit'
        WHEN coalesce(days_overdue, 0) = 0 THEN 'not due'
        WHEN days_overdue <= 30 THEN '1-30'
        WHEN days_overdue <= 60 THEN '31-60'
        WHEN days_overdue <= 90 THEN '61-90'
        ELSE 'over 90'
    END AS bucket,
    (
        SELECT arg_max(d.name, d.after_days) FROM dunning_level AS d
        WHERE d.after_days <= a.days_overdue
    )::VARCHAR AS dunning_level,
    getvariable('business_day')::DATE AS as_of
FROM aged AS a
ORDER BY client_id, due_on NULLS LAST, number
