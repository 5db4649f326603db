-- id: account
-- title: What the company's books said of this client when the month was sealed, without the month itself
-- reads: own_account.csv of the folder getvariable('sealed'), up to getvariable('account_day')
-- one row per invoice, credit note and payment (temp table account_entry)
CREATE OR REPLACE TEMP TABLE account_entry AS
WITH typed AS (
    SELECT
        entry, number, credits,
        period::DATE AS period,
        booked_on::DATE AS booked_on,
        due_on::DATE AS due_on,
        amount::DECIMAL(14, 2) AS amount
    FROM read_csv(
        getvariable('sealed') || '/own_account.csv',
        all_varchar = TRUE, header = TRUE, delim = ',', quote = '"', escape = '"'
    )
)

SELECT getvariable('client_id') AS client_id, * FROM typed
WHERE coalesce(period < getvariable('first_day'), TRUE) AND booked_on <= getvariable('account_day');
