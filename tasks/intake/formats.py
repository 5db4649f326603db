r"""Which format a file of encounters has, told by what it holds; its name says nothing.

>>> format_of(b"\x0bMSH|^~\\&|A"), format_of(b'{"resourceType": "Bundle"}'), format_of(b"patient_id,last_name\n")
('hl7v2', 'fhir_r4', None)
"""

import re

_HL7 = re.compile(rb"(?:MSH|FHS|BHS)[^\w\s]")


def format_of(content: bytes) -> str | None:
    """`hl7v2`, `fhir_r4`, or None for a table or anything else."""
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0b")
    if _HL7.match(head):
        return "hl7v2"
    return "fhir_r4" if head[:1] == b"{" and b'"resourceType"' in content else None
