"""fees.csv, crosswalk.csv and rates.csv of a client's folder: charges, what its items mean, what payers agreed to.

They are UTF-8 CSV with exactly the columns below, in any order, header in the first line (revenue_code may be absent);
empty lines and lines that start with # are comments. Days are YYYY-MM-DD; the last day of a period counts; an empty one
means until further notice. On one day at most one row answers for a key, so every look-up has one answer or none.

crosswalk.csv and rates.csv may be absent; fees.csv must be there when client.yaml says `charges: fee_schedule`.
"""

from dataclasses import dataclass

DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CODE = r"^[0-9A-Z]{5}$"
MODIFIER = r"^[0-9A-Z]{2}$"


@dataclass(frozen=True)
class Column:
    """A column: its name, what it holds, the form of its values, and whether a value must be there.

    `excluded` are values of that form which are refused all the same. A file may leave a column out of its header where
    `may_be_absent` is true.
    """

    name: str
    meaning: str
    pattern: str
    required: bool = True
    excluded: tuple[str, ...] = ()
    may_be_absent: bool = False

    @property
    def day(self) -> bool:
        """True when the values are days."""
        return self.pattern == DAY


@dataclass(frozen=True)
class Table:
    """A file of the client's folder; on no day may two rows agree in `key`.

    The key column `kind` of the crosswalk is not sent: it is `diagnosis` where code_system is ICD10CM, else `service`.
    """

    file: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


FEES = Table(
    file="fees.csv",
    meaning="What the practice charges for one unit of a code, by day. A CPT code is accepted only when listed here.",
    columns=(
        Column("code", "CPT or HCPCS code, five characters", CODE),
        Column(
            "modifier",
            "Empty: the fee of the code. Filled: the fee when the line carries this modifier",
            MODIFIER,
            required=False,
        ),
        Column("fee", "Dollars for one unit (anesthesia: one minute), such as 125.00", r"^[0-9]{1,9}(\.[0-9]{1,2})?$"),
        Column("valid_from", "First day of service the fee holds for", DAY),
        Column("valid_to", "Last day; empty until further notice", DAY, required=False),
    ),
    key=("code", "modifier"),
)

CROSSWALK = Table(
    file="crosswalk.csv",
    meaning="Which billing code (service) or ICD-10-CM code (diagnosis) an item of another code system means, by day.",
    columns=(
        Column(
            "local_system",
            "Code system as the encounter drop names it: LOCAL, SNOMED, CVX, LOINC …; not CPT, HCPCS or ICD10CM, "
            "which need no mapping",
            r"^[A-Z][0-9A-Z]{1,15}$",
            excluded=("CPT", "HCPCS", "ICD10CM", "VISIT"),
        ),
        Column("local_code", "Code in that system, letter for letter as the practice sends it", r"^\S(.*\S)?$"),
        Column(
            "code_system",
            "CPT or HCPCS for a service, VISIT where documented facts decide the level, ICD10CM for a diagnosis",
            r"^(CPT|HCPCS|ICD10CM|VISIT)$",
        ),
        Column(
            "code",
            "The code; ICD-10-CM with or without its dot; OFFICE, HOSPITAL-INITIAL, HOSPITAL-SUBSEQUENT or PROLONGED",
            r"^([0-9A-Z]{5}|[A-Z][0-9][0-9A-Z]\.?[0-9A-Z]{0,4}|OFFICE|HOSPITAL-INITIAL|HOSPITAL-SUBSEQUENT|PROLONGED)$",
        ),
        Column(
            "modifier1", "Modifier the item implies; comes before those the practice sends", MODIFIER, required=False
        ),
        Column("modifier2", "Second such modifier", MODIFIER, required=False),
        Column(
            "units_factor",
            "Billing units for one unit sent, such as 1 or 0.5; 1 for a diagnosis; where a dose or minutes "
            "are documented, they count the units of drugs and timed services",
            r"^[0-9]{1,6}(\.[0-9]{1,3})?$",
        ),
        Column("valid_from", "First day of service the row holds for", DAY),
        Column("valid_to", "Last day; empty until further notice", DAY, required=False),
        Column("revenue_code", "Revenue code of the item", r"^[0-9]{4}$", required=False, may_be_absent=True),
    ),
    key=("local_system", "local_code", "kind"),
)

RATES = Table(
    file="rates.csv",
    meaning="What a payer has agreed to allow for a code, by day, and from what difference on it is an underpayment.",
    columns=(
        Column("payer_id", "Payer of payers.yaml", r"^[A-Z0-9]{2,20}$"),
        Column("code", "CPT or HCPCS code, five characters", CODE),
        Column(
            "modifier",
            "Empty: whatever modifiers the line carries. Filled: the rate when the line carries this modifier",
            MODIFIER,
            required=False,
        ),
        Column(
            "place",
            "facility or non_facility, the class of the place of service; empty for both",
            r"^(facility|non_facility)$",
            required=False,
        ),
        Column("rate", "Dollars for one unit; or percent_of_charge", r"^[0-9]{1,9}(\.[0-9]{1,2})?$", required=False),
        Column("percent_of_charge", "Percent of the charge; or rate", r"^[0-9]{1,3}(\.[0-9]{1,3})?$", required=False),
        Column(
            "tolerance", "Dollars that the line may be allowed too little, such as 0.05", r"^[0-9]{1,4}(\.[0-9]{1,2})?$"
        ),
        Column(
            "tolerance_percent",
            "The same in percent of what is expected; the larger of the two counts",
            r"^[0-9]{1,2}(\.[0-9]{1,3})?$",
        ),
        Column("valid_from", "First day of service the rate holds for", DAY),
        Column("valid_to", "Last day; empty until further notice", DAY, required=False),
    ),
    key=("payer_id", "code", "modifier", "place"),
)
