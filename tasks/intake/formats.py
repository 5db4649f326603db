r"""Which format a file of encounters has, told by what it holds; its name says nothing.

>>> format_of(b"\x0bMSH|^~\\&|A"), format_of(b'{"resourceType": "Bundle"}'), format_of(b"patient_id,last_name\n")
('hl7v2', 'fhir_r4', None)
>>> import gzip
>>> packed = gzip.compress(b"MSH|^~")
>>> unpacked(packed), unpacked(packed[:-4]) == packed[:-4], unpacked(b"MSH")
(b'MSH|^~', True, b'MSH')
"""

import gzip
import io
import re
import zlib

# A file that begins with another segment lacks its first MSH: its message is said to be broken.
_HL7 = re.compile(rb"(?:MSH|FHS|BHS)[^\w\s]|(?:EVN|PID|PV1|FT1|DG1|IN1)\|")
_MOST_UNPACKED = 1 << 29


def format_of(content: bytes) -> str | None:
    """`hl7v2`, `fhir_r4`, or None for a table or anything else."""
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x0b")
    if _HL7.match(head):
        return "hl7v2"
    return "fhir_r4" if head[:1] in {b"{", b"["} and b'"resourceType"' in content else None


def unpacked(content: bytes) -> bytes:
    """What a gzip file holds; any other file, one that is torn, or holds more than 512 MB, as it is."""
    if content[:2] != b"\x1f\x8b":
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            found = packed.read(_MOST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error):
        return content
    return content if len(found) > _MOST_UNPACKED else found
