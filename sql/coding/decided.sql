-- The codes that coders gave, in place of what was sent or mapped: core.code_decision, the last one for a part.

CREATE OR REPLACE TEMP TABLE coding_decided AS
-- one row per diagnosis, service line or place of an encounter under evaluation that a person coded
SELECT
    d.received_id,
    d.part,
    d.number,
    arg_max(d.code_system, d.decided_order) AS code_system,
    arg_max(d.code, d.decided_order) AS code,
    -- arg_max would pass over the NULL that leaves the modifiers as they are
    arg_max(coalesce(d.modifiers, '-'), d.decided_order) AS modifiers,
    arg_max(d.correction_id, d.decided_order) AS correction_id
FROM core.code_decision AS d
INNER JOIN edit_encounter AS e ON d.received_id = e.received_id
GROUP BY d.received_id, d.part, d.number;
