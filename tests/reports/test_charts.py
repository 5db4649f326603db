"""The chart's bars are as tall as their amounts."""

from decimal import Decimal

from reports.charts import aging_chart


def row(party: str, bucket: str, amount: str) -> dict[str, object]:
    return {"party": party, "bucket": bucket, "amount": Decimal(amount)}


def test_bars_are_in_proportion_and_stand_on_each_other() -> None:
    chart = aging_chart([row("insurer", "0-30", "300"), row("patient", "0-30", "100"), row("insurer", "31-60", "100")])
    first, second = chart.columns[:2]
    insurer, patient = first.bars
    assert abs(insurer.height - 3 * second.bars[0].height) <= 3
    assert insurer.y + insurer.height == chart.base
    assert patient.y + patient.height == insurer.y
    assert first.amount == 400


def test_credits_are_left_out_and_bars_stay_inside() -> None:
    chart = aging_chart([row("insurer", "credit", "-50"), row("insurer", "121+", "10")])
    assert sum(c.amount for c in chart.columns) == 10
    assert all(b.x >= 0 and b.x + b.width <= chart.width and b.y >= 0 for c in chart.columns for b in c.bars)


def test_nothing_open_is_an_empty_chart() -> None:
    assert all(bar.height == 0 for column in aging_chart([]).columns for bar in column.bars)
