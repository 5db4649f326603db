"""837P, 005010X222A1: the claim, other coverages, service lines (loops 2300 to 2410)."""

from data_contracts.x12.layout import Segment

# fmt: off
CLAIM = (
    Segment("2300", "CLM", "claim",
            ("claim_number", "charge", "", "", ("place_of_service", "=B", "frequency"), "=Y", "=A", "=Y", "=Y", "",
             ("accident_cause", "", "", "accident_state")),
            "Claim: our number, total charge, place of service and frequency, provider's signature on file, "
            "assignment accepted, benefits assigned, release of information, accident cause (AA auto, EM "
            "employment, OA other).",
            "CLM*RV0A1B2C3D4E01*150***11:B:1*Y*A*Y*Y**AA:::IL~"),
    Segment("2300", "DTP", "claim", ("=431", "=D8", "onset_date"),
            "Onset of the current illness or symptom.", "DTP*431*D8*20261001~", when="onset_date"),
    Segment("2300", "DTP", "claim", ("=439", "=D8", "accident_date"),
            "Day of the accident.", "DTP*439*D8*20260930~", when="accident_date"),
    Segment("2300", "AMT", "claim", ("=F5", "patient_paid"),
            "Paid by the patient.", "AMT*F5*25~", when="patient_paid"),
    Segment("2300", "REF", "claim", ("=9F", "referral_number"),
            "Referral number given by the payer.", "REF*9F*R445566~", when="referral_number"),
    Segment("2300", "REF", "claim", ("=G1", "authorization_number"),
            "Prior authorization number given by the payer.", "REF*G1*A778899~", when="authorization_number"),
    Segment("2300", "HI", "claim", (("=ABK", "diagnosis1"), *(("=ABF", f"diagnosis{n}") for n in range(2, 13))),
            "Diagnoses, ICD-10-CM without the dot: the principal one (ABK), then up to 11 more (ABF).",
            "HI*ABK:E119*ABF:I10~"),
    Segment("2310A", "NM1", "claim",
            ("=DN", "=1", "referring_last_name<60", "referring_first_name<35", "", "", "", "referring_qualifier",
             "referring_npi"),
            "Referring provider.", "NM1*DN*1*LINDQVIST*PER****XX*1987654329~", when="referring_last_name"),
    Segment("2310B", "NM1", "claim",
            ("=82", "=1", "rendering_last_name<60", "rendering_first_name<35", "", "", "", "=XX", "rendering_npi"),
            "Rendering provider, when not the billing provider.",
            "NM1*82*1*OKAFOR*ADA****XX*1234567893~", when="rendering_npi"),
    Segment("2310B", "PRV", "claim", ("=PE", "=PXC", "rendering_taxonomy"),
            "Specialty of the rendering provider.", "PRV*PE*PXC*207Q00000X~", when="rendering_taxonomy"),
    Segment("2310C", "NM1", "claim",
            ("=77", "=2", "facility_name<60", "", "", "", "", "facility_qualifier", "facility_npi"),
            "Where the service was rendered, when not at the billing provider's address.",
            "NM1*77*2*SPRINGFIELD HOSPITAL*****XX*1598765432~", when="facility_name"),
    Segment("2310C", "N3", "claim", ("facility_address_line1<55",),
            "Street address of the facility.", "N3*1 HOSPITAL ROAD~", when="facility_name"),
    Segment("2310C", "N4", "claim", ("facility_city<30", "facility_state", "facility_postal_code"),
            "City, state and ZIP code of the facility.", "N4*SPRINGFIELD*IL*627020002~", when="facility_name"),
    Segment("2310D", "NM1", "claim",
            ("=DQ", "=1", "supervising_last_name<60", "supervising_first_name<35", "", "", "",
             "supervising_qualifier", "supervising_npi"),
            "Supervising provider.", "NM1*DQ*1*MORENO*LUZ****XX*1679576722~", when="supervising_last_name"),
)

OTHER = (
    Segment("2320", "SBR", "other",
            ("payer_rank", "relationship", "group_number", "group_name<60", "", "", "", "", "filing_indicator"),
            "Another coverage in force: its turn (S secondary, T tertiary), the patient's relationship to its "
            "subscriber.",
            "SBR*S*01*GRP77******CI~"),
    Segment("2320", "OI", "other", ("", "", "=Y", "", "", "=Y"),
            "Benefits of that coverage are assigned to the provider; information may be released.", "OI***Y***Y~"),
    Segment("2330A", "NM1", "other",
            ("=IL", "=1", "last_name<60", "first_name<35", "middle_name<25", "", "", "=MI", "member_id"),
            "Subscriber of the other coverage, by its member id.", "NM1*IL*1*DOE*JOHN****MI*88AA77~"),
    Segment("2330B", "NM1", "other", ("=PR", "=2", "payer_name<60", "", "", "", "", "=PI", "payer_id"),
            "Payer of the other coverage.", "NM1*PR*2*COASTAL MUTUAL*****PI*COAST2~"),
)

LINE = (
    Segment("2400", "LX", "line", ("line",),
            "Service line number, from 1.", "LX*1~"),
    Segment("2400", "SV1", "line",
            (("=HC", "code", "modifier1", "modifier2", "modifier3", "modifier4"), "charge", "unit_basis", "units",
             "", "", ("pointer1", "pointer2", "pointer3", "pointer4")),
            "Service: code with modifiers, charge, units (UN) or minutes (MJ), and the diagnoses it is for, by "
            "position.",
            "SV1*HC:G0439:25*150*UN*1***1:2~"),
    Segment("2400", "DTP", "line", ("=472", "service_format", "service_days"),
            "Day of service (D8), or first and last day (RD8).", "DTP*472*D8*20261102~"),
    Segment("2400", "REF", "line", ("=6R", "line_id"),
            "Our number of the line; the payer returns it in the remittance.", "REF*6R*RV0A1B2C3D4EL01~"),
    Segment("2410", "LIN", "line", ("", "=N4", "ndc"),
            "National Drug Code of a drug given, 11 digits.", "LIN**N4*00002143380~", when="ndc"),
    Segment("2410", "CTP", "line", ("", "", "", "ndc_units", ("ndc_unit_basis",)),
            "Quantity of the drug and its unit: UN, ML, GR, F2, ME.", "CTP****2*ML~", when="ndc"),
)
# fmt: on
