"""What is doubtful about the patients of visits, said on the visits: nobody is billed until it is settled."""

from tasks.intake.known import Known
from tasks.intake.row import Told


def say_untold(told: Told) -> None:
    """Say of each visit whose patient no message has told."""
    for visit in told.visits:
        row = visit.encounter
        patient = row.cells.get("patient_id")
        if patient and patient not in told.patients:
            reason = "no message has told who the patient is"
            remedy = "Send an ADT for the patient; the encounter is then formed anew"
            row.fault("patient_id", f"{row.element} PID-3", reason, remedy)


def say_moved(told: Told, known: Known, file: str) -> None:
    """Say of each visit that its number was another patient's; `file` is where a client changes its mapping."""
    owners = known.patients_of_visits(visit.encounter.cells.get("encounter_id") or "" for visit in told.visits)
    for visit in told.visits:
        row = visit.encounter
        there = owners.get(row.cells.get("encounter_id") or "")
        if there and row.cells.get("patient_id") not in there:
            reason = "an earlier message told the visit of another patient"
            remedy = (
                "If it is this patient's, send all its charges again; if two places count alike, "
                f"map encounter_id in {file} with the place (PV1-19.4)"
            )
            row.fault("encounter_id", f"{row.element} PV1-19", reason, remedy)
