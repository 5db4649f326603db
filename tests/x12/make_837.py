"""A small 837P of ours: two subscribers, a dependent, two claims, one of them with another payer's answer."""

_BODY = """
BHT*0019*00*OUR1*20260302*1705*CH
NM1*41*2*ACME BILLING*****46*ETIN1
PER*IC*DESK*TE*8005551212
NM1*40*2*RUSHMORE LIFE*****46*87726
HL*1**20*1
NM1*85*2*ACME MEDICAL CENTER*****XX*1234567893
N3*1 MAIN STREET
N4*ORLANDO*FL*328010001
REF*EI*777667755
HL*2*1*22*0
SBR*P*18*GROUP1******CI
NM1*IL*1*BUDD*WILLIAM****MI*33344555510
N3*2 ELM STREET
N4*ORLANDO*FL*328010002
DMG*D8*19600105*M
NM1*PR*2*RUSHMORE LIFE*****PI*87726
CLM*A1*150.25***11:B:1*Y*A*Y*Y
HI*ABK:J069
LX*1
SV1*HC:G0101:25*100*UN*1***1
DTP*472*D8*20260105
REF*6R*A1L01
LX*2
SV1*HC:J1100*50.25*UN*2***1
DTP*472*D8*20260105
HL*3*1*22*1
SBR*S**GROUP2******CI
NM1*IL*1*SETTLE*SUSAN****MI*77788
NM1*PR*2*RUSHMORE LIFE*****PI*87726
HL*4*3*23*0
PAT*19
NM1*QC*1*SETTLE*ELLIS
N3*3 OAK STREET
N4*ORLANDO*FL*328010003
DMG*D8*20150105*F
CLM*B1*80***11:B:1*Y*A*Y*Y
HI*ABK:J069
SBR*P*18*******CI
AMT*D*50
OI***Y***Y
NM1*IL*1*SETTLE*ELLIS****MI*11122
NM1*PR*2*OTHER LIFE*****PI*12345
LX*1
SV1*HC:A4550*80*UN*1***1
DTP*472*D8*20260106
SVD*12345*50*HC:A4550**1
CAS*CO*45*20**253*10
DTP*573*D8*20260201
"""


def claims(control: int = 1) -> bytes:
    """One interchange with one transaction set of the claims above."""
    body = [line for line in _BODY.split("\n") if line]
    isa = (
        f"ISA*00*          *00*          *ZZ*BILLER         *ZZ*PAYER          *260302*1705*^*00501*{control:09}*0*P*:"
    )
    gs = f"GS*HC*BILLER*PAYER*20260302*1705*{control}*X*005010X222A1"
    tail = [f"SE*{len(body) + 2}*0001", f"GE*1*{control}", f"IEA*1*{control:09}"]
    return "".join(f"{one}~" for one in [isa, gs, "ST*837*0001*005010X222A1", *body, *tail]).encode()
