"""The X12 engine: bytes to segments to loops to tables. It knows delimiters, envelopes and loops, and no guide.

scan (segments: positions of all segments and elements) > control (ISA, GS, ST and their counts) > loops (which loop
each segment lies in) > tables (columns) > checks and balance (findings). What a segment means is said by the guides in
data_contracts/x12. `read` gives tables of a whole file, `envelope` splits and wraps transaction sets, `convert` serves
`cleanclaim x12`; `write` goes the other way. Every step works on arrays of positions over all segments at once; nothing
in a file raises: it is a finding with its place. Invariant: every segment of a transaction set is in a table.
"""
