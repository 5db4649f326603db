"""What the clinician recorded as facts, from which coding assigns codes, units, place and modifiers.

All are optional, and a file may leave the columns out of its header. Grades of medical decision making are numbers, as
the levels of visits are: 1 is the least of the four, 4 the most (CPT, evaluation and management, since 2021-01-01).
"""

from data_contracts.datasets.contract import Column, Expectation, present
from data_contracts.datasets.kinds import AMOUNT_OF_DRUG, CLOCK, MINUTES, one_of

GRADE = one_of("1", "2", "3", "4")
DOSE_UNITS = ("MCG", "MG", "G", "ML", "L", "UNIT", "UCI", "MCI", "MEQ")

OF_ENCOUNTER: tuple[Column, ...] = (
    Column(
        "total_minutes", MINUTES, False, "Minutes that the clinician spent on the visit on its day, all told.", True
    ),
    Column("mdm_problems", GRADE, False, "Grade of the problems addressed, 1 to 4.", True),
    Column("mdm_data", GRADE, False, "Grade of the data reviewed, 1 to 4.", True),
    Column("mdm_risk", GRADE, False, "Grade of the risk of management, 1 to 4.", True),
    Column("patient_status", one_of("new", "established"), False, "What the practice knows of the patient.", True),
    Column("modality", one_of("in_person", "video", "audio"), False, "How the visit was held.", True),
    Column("patient_location", one_of("home", "elsewhere"), False, "Where the patient was, unless in person.", True),
)

OF_SERVICE: tuple[Column, ...] = (
    Column("start_time", CLOCK, False, "When the service began: anesthesia, timed treatment.", True),
    Column("stop_time", CLOCK, False, "When it ended; before start_time it is of the next day.", True),
    Column("dose_quantity", AMOUNT_OF_DRUG, False, "Dose given, in dose_unit.", True),
    Column("dose_unit", one_of(*DOSE_UNITS), False, "Unit of the dose; UNIT for international and USP units.", True),
    Column(
        "wasted_quantity", AMOUNT_OF_DRUG, False, "What of a single-dose container was discarded; 0: nothing.", True
    ),
    Column("container", one_of("single_dose", "multiple_dose"), False, "What the drug was taken from.", True),
)

TOGETHER: tuple[Expectation, ...] = (
    present("dose_unit", when="dose_quantity IS NOT NULL", because="with dose_quantity"),
    present("dose_quantity", when="dose_unit IS NOT NULL", because="with dose_unit"),
    present("dose_unit", when="wasted_quantity IS NOT NULL", because="with wasted_quantity"),
    present("stop_time", when="start_time IS NOT NULL", because="with start_time"),
    present("start_time", when="stop_time IS NOT NULL", because="with stop_time"),
)
