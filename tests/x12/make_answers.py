"""Small makers of TA1, 999 and 277CA files for tests."""

ISA = "ISA*00*          *00*          *ZZ*PAYER          *ZZ*BILLER         *260302*1705*^*00501*{control:09}*0*P*:~"


def interchange(*groups: str, control: int = 1, ta1: str = "") -> bytes:
    """An interchange of groups made by `group`, and a TA1 before them."""
    parts = [ISA.format(control=control), f"{ta1}~" if ta1 else "", *groups, f"IEA*{len(groups)}*{control:09}~"]
    return "".join(parts).encode()


def group(*bodies: str, code: str, control: int = 1) -> str:
    """A group of transaction sets; each body is what stands between ST and SE, and code 999 or 277."""
    functional, version = {"999": ("FA", "005010X231A1"), "277": ("HN", "005010X214")}[code]
    made = [f"GS*{functional}*PAYER*BILLER*20260302*1705*{control}*X*{version}~"]
    for number, body in enumerate(bodies, 1):
        made.append(f"ST*{code}*{number:04}*{version}~{body}SE*{body.count('~') + 2}*{number:04}~")
    return "".join([*made, f"GE*{len(bodies)}*{control}~"])


def claim(number: str, category: str, payer_number: str = "", level: int = 4, line: str = "") -> str:
    """The 277CA level of one claim."""
    payer = f"REF*1K*{payer_number}~" if payer_number else ""
    return (
        f"HL*{level}*3*PT~NM1*QC*1*BUDD*WILLIAM****MI*333~TRN*2*{number}~STC*{category}:20:PR*20260301*WQ*125.5~{payer}"
        f"DTP*472*D8*20260105~{line}"
    )


def claims_answer(*claims: str, sender: str = "PR", provider_status: str = "STC*A1:19:PR**WQ*251~") -> str:
    """The body of a 277CA with one billing provider and its claims."""
    return (
        "BHT*0085*08*674*20260301*100831*TH~"
        f"HL*1**20*1~NM1*{sender}*2*RUSHMORE LIFE*****PI*141797357~TRN*1*674~DTP*050*D8*20260301~DTP*009*D8*20260301~"
        "HL*2*1*21*1~NM1*41*2*BILLER*****46*ETIN~TRN*2*B1~STC*A1:19:PR*20260301*WQ*251~QTY*90*2~AMT*YU*251~"
        f"HL*3*2*19*1~NM1*85*2*ACME*****XX*1234567893~TRN*1*0~{provider_status}" + "".join(claims)
    )
