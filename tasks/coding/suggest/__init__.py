"""Ranked ICD-10-CM candidates for a diagnosis given as text, with the reasons: for a coder, who decides.

Reads a release of ICD-10-CM (codes and notes of the tabular list, the alphabetic index where it is loaded) and four
tables that we wrote: abbreviations, clinical and lay wording, words that mean the same, common diagnoses. Writes
nothing. A score is between 0 and 1; the same phrase and day always give the same candidates.
"""
