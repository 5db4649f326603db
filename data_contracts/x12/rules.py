"""Rules of the guides about several elements: what must be there when something else is, and costs money if not."""

from data_contracts.x12.guide import Rule


def _pair(segment: str, first: int, second: int, what: str) -> tuple[Rule, Rule]:
    """Two elements that come together or not at all (X12 syntax rule P)."""
    doc = f"{what}: {segment}{first:02} and {segment}{second:02} come together"
    return Rule(doc, segment, (first, 0, ()), needs=(second,)), Rule(doc, segment, (second, 0, ()), needs=(first,))


IDENTITIES = (
    *_pair("NM1", 8, 9, "A name's identifier and its kind"),
    *_pair("N1", 3, 4, "A party's identifier and its kind"),
    *_pair("PER", 3, 4, "A number and its kind"),
    *_pair("PER", 5, 6, "A number and its kind"),
    *_pair("PER", 7, 8, "A number and its kind"),
)

REMITTANCE_RULES = (
    *IDENTITIES,
    Rule("Money is sent by bank: BPR06 to BPR09 say from which account, BPR12 to BPR15 to which", "BPR",
         (4, 0, ("ACH", "BOP", "FWT")), needs=(6, 7, 8, 9, 12, 13, 14, 15)),
    Rule("The claim went on to another payer (CLP02 = 19 to 21, 23): NM1*TT says to which", "CLP",
         (2, 0, ("19", "20", "21", "23")), "2100", beside=("NM1", ("TT",))),
)  # fmt: skip

CLAIM_RULES = (
    *IDENTITIES,
    Rule("A claim that replaces or voids another (CLM05-3 = 7, 8) names it: REF*F8 with the payer's number", "CLM",
         (5, 3, ("7", "8")), "2300", beside=("REF", ("F8",))),
    *(
        Rule(f"An accident (CLM11-{component}) has a day: DTP*439", "CLM", (11, component, ("AA", "OA", "EM")), "2300",
             beside=("DTP", ("439",)))
        for component in (1, 2, 3)
    ),
    Rule("A document that is sent apart (PWK02) has a control number: PWK05 and PWK06", "PWK",
         (2, 0, ("BM", "EL", "EM", "FT", "FX")), needs=(5, 6)),
)  # fmt: skip
