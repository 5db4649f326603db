"""Other readings of a phrase: what a coder also tries when the words themselves find nothing."""

import re

_HISTOLOGY = re.compile(
    r"\b(?:(?:invasive|infiltrating|metastatic|poorly differentiated|well differentiated) )?"
    r"(?:(?:squamous|basal|transitional|renal|small|large|non small|clear|merkel|signet ring) cell |urothelial |"
    r"ductal |lobular |papillary |follicular |medullary |mucinous |serous |endometrioid |anaplastic |neuroendocrine )*"
    r"(?:adenocarcinoma|carcinoma|adenosquamous carcinoma|glioblastoma(?: multiforme)?|astrocytoma|glioma|"
    r"oligodendroglioma|cancer)\b"
)
_VERTEBRA = re.compile(r"\b([ltc])(1[0-2]|[1-9])\b")
_SPINE = {"l": "lumbar", "t": "thoracic", "c": "cervical"}
_ORDER = (
    *("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"),
    *("eleventh", "twelfth"),
)
_INDUCED = re.compile(r"\b(\w+) induced\b")
# Against the phrase as it stands: a reading that leaves out what a tumor is, or puts a region for its part.
_READING = 0.97
_REGION = 0.93
# Levels of the spine: L4-L5, C5/6, T12.
_LEVEL = re.compile(r"\b([ctls])\d{1,2}(?: ([ctls])?\d{1,2})?\b")
_BETWEEN = {"lumbosacral": ("l", "s"), "thoracolumbar": ("t", "l"), "cervicothoracic": ("c", "t")}
_LIMBS = (
    (re.compile(r"\b(leg|thigh|knee|calf|shin|ankle|lower extremity)s?\b"), "lower limb"),
    (re.compile(r"\b(shoulder|arm|upper arm|forearm|wrist|elbow|upper extremity)s?\b"), "upper limb"),
)
_TUMOR = re.compile(
    r"\b(melanoma|nevus|nevi|basal cell|squamous cell|lipoma|lipomatous|skin|keratosis|dermatofibroma)\b"
)
_REGIONS = (
    (re.compile(r"\b(cheek|forehead|chin|temple|jaw|brow)\b"), "other parts of face"),
    (
        re.compile(r"\b(shoulder|arm|upper arm|forearm|hand|wrist|elbow|finger|thumb)s?\b"),
        "upper limb including shoulder arm",
    ),
    (re.compile(r"\b(leg|thigh|knee|calf|shin|ankle|foot|toe|heel|hip)s?\b"), "lower limb including hip leg"),
    (re.compile(r"\b(back|chest|abdomen|buttock|flank|groin|shoulder blade|trunk)\b"), "trunk"),
)


def readings(said: str) -> dict[str, float]:
    """Other readings of a phrase, each with its factor.

    Cancers by site alone, vertebrae by name, levels of the spine by region, what is induced by a drug as due to it,
    parts of a limb as the limb.
    """
    found = {_INDUCED.sub(r" due to \1", said): 1.0, _HISTOLOGY.sub(" cancer ", said): _READING}
    found.update({site.sub(limb, said): _REGION for site, limb in _LIMBS})
    if "fracture" in said or "vertebra" in said:
        found[_VERTEBRA.sub(lambda m: f"{_ORDER[int(m[2])]} {_SPINE[m[1]]}", said)] = 1.0
    else:
        found[_LEVEL.sub(_region_of, said)] = _READING
    if _TUMOR.search(said):
        found.update({site.sub(region, said): 1.0 for site, region in _REGIONS})
    return {" ".join(reading.split()): factor for reading, factor in found.items() if reading != said}


def _region_of(level: re.Match[str]) -> str:
    ends = (level[1], level[2] or level[1])
    found = next((region for region, pair in _BETWEEN.items() if pair == ends), _SPINE.get(ends[0], "sacral"))
    return f"{found} region"
