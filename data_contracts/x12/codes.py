"""Values (never texts) of the code lists that guides name, as ranges. Lists grow: an unknown value is a warning only.

The texts of the adjustment reason and remark codes are X12's and are not here; a client loads them under its licence.
"""

import re


def _expand(text: str) -> tuple[str, ...]:
    """Ranges as values.

    >>> _expand("1-3 A0-1 CO F3F")
    ('1', '2', '3', 'A0', 'A1', 'CO', 'F3F')
    """
    values: list[str] = []
    for part in text.split():
        span = re.fullmatch(r"([A-Z]*)(\d+)-(\d+)", part)
        values += [f"{span[1]}{n}" for n in range(int(span[2]), int(span[3]) + 1)] if span else [part]
    return tuple(values)


CODES: dict[str, tuple[str, ...]] = {
    name: _expand(text)
    for name, text in {
        # CARC, values as of August 2026.
        "claim adjustment reason": "1-308 A0-8 B1-23 D1-23 P1-32 W1-9 Y1-3",
        # RARC.
        "remittance advice remark": (
            "M1-144 MA01 MA02 MA03 MA04 MA05 MA06 MA07 MA08 MA09 MA10-11 MA13-14 MA16-19 MA25 MA29-38 MA40-45 MA47-90 "
            "MA92-126 MA128-134 N1-999"
        ),
        # CO provider absorbs, PR patient, OA other, PI payer initiated; CR is not used from version 5010 on.
        "adjustment group": "CO PR OA PI",
        # CLP02.
        "835 claim status": "1-4 19-23 25",
        # BPR01 and BPR04.
        "payment handling": "C D H I P U X",
        "payment method": "ACH BOP CHK FWT NON",
        "credit or debit": "C D",
        # PLB03-1.
        "provider adjustment reason": (
            "50 51 72 90 AH AM AP B2 B3 BD BN C5 CR CS CT CV CW DM E3 FB FC GO HM IP IR IS J1 L3 L6 LE LS OA OB PI "
            "PL RA RE SL TL WO WU"
        ),
        # TA104; IK501 and AK901.
        "interchange acknowledgement": "A E R",
        "transaction set acknowledgement": "A E M R W X",
        "group acknowledgement": "A E M P R W X",
        # STC01-1 and STC01-2.
        "claim status category": "A0-8 D0 E0-4 F0-5 F3F F3N RQ P0-5 R0-1 R3-17 X0",
        "claim status": "0-999",
        # HL03.
        "hierarchical level": "19-23 PT",
        # EB01 and EB02, EB06.
        "eligibility or benefit": "1-8 A B C CB D E F G H I J K L M MC N O P Q R S T U V W X Y",
        "coverage level": "CHD DEP ECH EMP ESP FAM IND SPC SPO",
        "benefit period": "6 7 13 21-36",
        # AAA03 and AAA04.
        "eligibility rejection": "04 15 33 35 41-58 60-80 97 98 T4",
        "follow-up action": "C H N P R S W X Y",
    }.items()
}
