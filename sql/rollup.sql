-- Every figure of `plumbline score`, counted over the tables that `plumbline facts` writes. Integers only: shares, means and
-- intervals are derived in figures.sql.
--
-- It runs unchanged on DuckDB and on Apache Spark (4 or later, or 3 with spark.sql.ansi.enabled), after duckdb.sql or spark.sql
-- has named the tables. Each result is a temporary view; docs/roll-up.md says what its columns mean.
--
-- Sections: the guard, the cubes (by team and month), the results (over the cubes), and the results that no cube can hold.

-- ---------------------------------------------------------------------------------------------------------------- the guard
-- A roll-up over part of the shards, or over shards that do not belong together, would be wrong without looking wrong. Every
-- result therefore asks the guard, and the guard fails with a sentence that names what is wrong: it converts that sentence to
-- a number.

CREATE OR REPLACE TEMP VIEW guard_problem AS
WITH first_shard AS (
  SELECT s.* FROM shard s WHERE s.shard = (SELECT MIN(shard) FROM shard)
)
SELECT 'no shard is here: the table shard is empty' AS problem
FROM (SELECT COUNT(*) AS n FROM shard) counted
WHERE counted.n = 0
UNION ALL
SELECT CONCAT('shard ', CAST(wanted.shard AS STRING), ' of ', CAST(wanted.n AS STRING), ' is missing')
FROM (
  SELECT 1 AS shard, MAX(n_shards) AS n FROM shard
  UNION ALL
  SELECT s.shard + 1, m.n FROM shard s CROSS JOIN (SELECT MAX(n_shards) AS n FROM shard) m
) wanted
WHERE wanted.shard <= wanted.n AND wanted.shard NOT IN (SELECT shard FROM shard)
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' of ', CAST(MAX(s.n_shards) AS STRING), ' is here ', CAST(COUNT(*) AS STRING), ' times')
FROM shard s
GROUP BY s.shard
HAVING COUNT(*) > 1
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' is one of ', CAST(s.n_shards AS STRING), ', shard ', CAST(f.shard AS STRING),
  ' one of ', CAST(f.n_shards AS STRING))
FROM shard s CROSS JOIN first_shard f
WHERE s.n_shards <> f.n_shards
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' has ', CAST(s.n_buckets AS STRING), ' buckets, shard ', CAST(f.shard AS STRING),
  ' has ', CAST(f.n_buckets AS STRING))
FROM shard s CROSS JOIN first_shard f
WHERE s.n_buckets <> f.n_buckets
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' was written by ', s.program, ', shard ', CAST(f.shard AS STRING),
  ' by ', f.program)
FROM shard s CROSS JOIN first_shard f
WHERE s.program <> f.program OR s.format <> f.format OR s.schema <> f.schema
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' was judged by the policy ', s.policy_sha256, ', shard ', CAST(f.shard AS STRING),
  ' by the policy ', f.policy_sha256)
FROM shard s CROSS JOIN first_shard f
WHERE s.policy_sha256 <> f.policy_sha256
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' read other records than shard ', CAST(f.shard AS STRING))
FROM shard s CROSS JOIN first_shard f
WHERE s.input_sha256 <> f.input_sha256
UNION ALL
SELECT CONCAT('shard ', CAST(s.shard AS STRING), ' was assessed at ', CAST(s.now AS STRING), ', shard ', CAST(f.shard AS STRING),
  ' at ', CAST(f.now AS STRING))
FROM shard s CROSS JOIN first_shard f
WHERE s.now <> f.now
UNION ALL
SELECT CONCAT('team ', t.team, ' lies in shard ', CAST(MIN(t.shard) AS STRING), ' and in shard ', CAST(MAX(t.shard) AS STRING))
FROM shard_team t
GROUP BY t.team
HAVING MIN(t.shard) <> MAX(t.shard);

-- One row, n_problems = 0; or an error that says what is wrong.
CREATE OR REPLACE TEMP VIEW guard AS
SELECT CAST(COALESCE(MIN(problem), '0') AS INT) AS n_problems
FROM guard_problem;

-- Rows that each table has, and those that its shards wrote: a file that is lost, or there twice, shows here.
CREATE OR REPLACE TEMP VIEW guard_rows AS
WITH found AS (
  SELECT 'change' AS table_name, COUNT(*) AS n FROM change
  UNION ALL SELECT 'gate', COUNT(*) FROM gate
  UNION ALL SELECT 'risk', COUNT(*) FROM risk
  UNION ALL SELECT 'requirement', COUNT(*) FROM requirement
  UNION ALL SELECT 'offer', COUNT(*) FROM offer
  UNION ALL SELECT 'finding', COUNT(*) FROM finding
  UNION ALL SELECT 'occurrence', COUNT(*) FROM occurrence
  UNION ALL SELECT 'review', COUNT(*) FROM review
  UNION ALL SELECT 'debt_span', COUNT(*) FROM debt_span
),
stated AS (
  SELECT table_name, SUM(n_rows) AS n FROM shard_table GROUP BY table_name
),
problem AS (
  SELECT CONCAT('table ', f.table_name, ' has ', CAST(f.n AS STRING), ' rows, and its shards wrote ',
    CAST(COALESCE(s.n, 0) AS STRING)) AS problem
  FROM found f LEFT JOIN stated s ON s.table_name = f.table_name
  WHERE f.n <> COALESCE(s.n, 0)
)
SELECT CAST(COALESCE(MIN(problem), '0') AS INT) AS n_problems
FROM problem;

-- The script stops here when a shard or a file is missing.
SELECT g.n_problems + r.n_problems AS n_problems
FROM guard g CROSS JOIN guard_rows r;

-- ---------------------------------------------------------------------------------------------------------------- the cubes
-- Grouped by team and by the month of the change's date. Whoever filters by team or month filters a cube and adds up.

-- The closed lists of the rules, in their order, also where no row has a value.
CREATE OR REPLACE TEMP VIEW code AS
SELECT d.column_name AS code_list, d.value AS code, d.place
FROM dictionary d
WHERE (d.table_name = 'gate' AND d.column_name = 'gate')
  OR (d.table_name = 'risk' AND d.column_name = 'risk')
  OR (d.table_name = 'change' AND d.column_name = 'authorship')
  OR (d.table_name = 'offer' AND d.column_name IN ('family', 'runs'))
  OR (d.table_name = 'finding' AND d.column_name IN ('surface', 'severity'));

-- Due gates. Changes that owe equally much at a gate stand together, so that the sum of their verified shares is exact:
-- verified / owed.
CREATE OR REPLACE TEMP VIEW cube_gate AS
SELECT g.team, g.month, g.authorship, g.gate, g.owed,
  COUNT(*) AS n,
  CAST(SUM(g.verified) AS BIGINT) AS verified,
  CAST(SUM(CASE WHEN g.has_passed THEN 1 ELSE 0 END) AS BIGINT) AS n_passed,
  COUNT(g.stated_e9) AS n_stated,
  COALESCE(SUM(CAST(g.stated_e9 AS DECIMAL(38, 0))), 0) AS stated_e9,
  COALESCE(SUM(CAST(g.stated_e9 AS DECIMAL(38, 0)) * g.stated_e9), 0) AS stated_e18
FROM gate g
WHERE g.is_due AND (SELECT n_problems FROM guard) = 0
GROUP BY g.team, g.month, g.authorship, g.gate, g.owed;

-- Risks, in the same form: has_passed says that all gates with something that serves the risk have passed.
CREATE OR REPLACE TEMP VIEW cube_risk AS
SELECT r.team, r.month, r.risk, r.owed,
  COUNT(*) AS n,
  CAST(SUM(r.verified) AS BIGINT) AS verified,
  CAST(SUM(CASE WHEN r.has_passed THEN 1 ELSE 0 END) AS BIGINT) AS n_passed,
  COUNT(r.stated_e9) AS n_stated,
  COALESCE(SUM(CAST(r.stated_e9 AS DECIMAL(38, 0))), 0) AS stated_e9,
  COALESCE(SUM(CAST(r.stated_e9 AS DECIMAL(38, 0)) * r.stated_e9), 0) AS stated_e18
FROM risk r
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY r.team, r.month, r.risk, r.owed;

-- Requirements by what became of their best item.
CREATE OR REPLACE TEMP VIEW cube_requirement AS
SELECT r.team, r.month, r.authorship, r.gate, r.type, r.grade, r.condition,
  COUNT(*) AS n,
  CAST(SUM(CASE WHEN r.is_verified THEN 1 ELSE 0 END) AS BIGINT) AS n_verified,
  MAX(CASE WHEN r.is_verified THEN r.checked_at END) AS last_verified_check_at
FROM requirement r
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY r.team, r.month, r.authorship, r.gate, r.type, r.grade, r.condition;

-- What is true of changes.
CREATE OR REPLACE TEMP VIEW cube_change AS
SELECT c.team, c.month, c.authorship, c.is_watched_only,
  COUNT(*) AS n,
  CAST(SUM(CASE WHEN c.is_shipped THEN 1 ELSE 0 END) AS BIGINT) AS n_shipped,
  CAST(SUM(CASE WHEN c.is_deployed THEN 1 ELSE 0 END) AS BIGINT) AS n_deployed,
  CAST(SUM(CASE WHEN c.is_intent_verified THEN 1 ELSE 0 END) AS BIGINT) AS n_intent_verified,
  CAST(SUM(CASE WHEN c.is_shipped AND c.is_attached THEN 1 ELSE 0 END) AS BIGINT) AS n_shipped_attached,
  CAST(SUM(CASE WHEN c.is_shipped AND c.is_clean THEN 1 ELSE 0 END) AS BIGINT) AS n_shipped_clean,
  CAST(SUM(CASE WHEN c.is_validation_due THEN 1 ELSE 0 END) AS BIGINT) AS n_validation_due,
  CAST(SUM(CASE WHEN c.is_validation_due AND c.is_reviewed THEN 1 ELSE 0 END) AS BIGINT) AS n_independent,
  CAST(SUM(CASE WHEN c.is_validation_due AND c.is_reviewed_blind THEN 1 ELSE 0 END) AS BIGINT) AS n_blind,
  CAST(SUM(CASE WHEN c.link IS NOT NULL THEN 1 ELSE 0 END) AS BIGINT) AS n_default,
  CAST(SUM(CASE WHEN c.link IN ('missed', 'deployed', 'silent') THEN 1 ELSE 0 END) AS BIGINT) AS n_missed,
  CAST(SUM(CASE WHEN c.link IN ('deployed', 'silent') THEN 1 ELSE 0 END) AS BIGINT) AS n_chain_deployed,
  CAST(SUM(CASE WHEN c.link = 'silent' THEN 1 ELSE 0 END) AS BIGINT) AS n_silent,
  CAST(SUM(CASE WHEN c.reached_opened THEN 1 ELSE 0 END) AS BIGINT) AS reached_opened,
  CAST(SUM(CASE WHEN c.reached_intent THEN 1 ELSE 0 END) AS BIGINT) AS reached_intent,
  CAST(SUM(CASE WHEN c.reached_validated THEN 1 ELSE 0 END) AS BIGINT) AS reached_validated,
  CAST(SUM(CASE WHEN c.reached_risk_assessed THEN 1 ELSE 0 END) AS BIGINT) AS reached_risk_assessed,
  CAST(SUM(CASE WHEN c.reached_approved THEN 1 ELSE 0 END) AS BIGINT) AS reached_approved,
  CAST(SUM(CASE WHEN c.reached_deployed THEN 1 ELSE 0 END) AS BIGINT) AS reached_deployed,
  CAST(SUM(CASE WHEN c.reached_observed THEN 1 ELSE 0 END) AS BIGINT) AS reached_observed,
  CAST(SUM(CASE WHEN c.leaked_intent THEN 1 ELSE 0 END) AS BIGINT) AS leaked_intent,
  CAST(SUM(CASE WHEN c.leaked_validated THEN 1 ELSE 0 END) AS BIGINT) AS leaked_validated,
  CAST(SUM(CASE WHEN c.leaked_risk_assessed THEN 1 ELSE 0 END) AS BIGINT) AS leaked_risk_assessed,
  CAST(SUM(CASE WHEN c.leaked_approved THEN 1 ELSE 0 END) AS BIGINT) AS leaked_approved,
  CAST(SUM(CASE WHEN c.leaked_deployed THEN 1 ELSE 0 END) AS BIGINT) AS leaked_deployed,
  CAST(SUM(CASE WHEN c.leaked_observed THEN 1 ELSE 0 END) AS BIGINT) AS leaked_observed,
  CAST(SUM(CASE WHEN c.bypassed_intent THEN 1 ELSE 0 END) AS BIGINT) AS bypassed_intent,
  CAST(SUM(CASE WHEN c.bypassed_validation THEN 1 ELSE 0 END) AS BIGINT) AS bypassed_validation,
  CAST(SUM(CASE WHEN c.bypassed_execution THEN 1 ELSE 0 END) AS BIGINT) AS bypassed_execution,
  CAST(SUM(CASE WHEN c.bypassed_observation THEN 1 ELSE 0 END) AS BIGINT) AS bypassed_observation
FROM change c
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY c.team, c.month, c.authorship, c.is_watched_only;

-- The families that each change touches, a row for each.
CREATE OR REPLACE TEMP VIEW touched AS
SELECT c.change, c.team, c.month, f.code AS family
FROM change c JOIN code f ON f.code_list = 'family'
WHERE (c.touches_identity AND f.code = 'identity')
  OR (c.touches_network AND f.code = 'network')
  OR (c.touches_data_protection AND f.code = 'data-protection')
  OR (c.touches_monitoring AND f.code = 'monitoring')
  OR (c.touches_deployment_safety AND f.code = 'deployment-safety');

-- What is owed in each cell of the matrix.
CREATE OR REPLACE TEMP VIEW cube_matrix_owed AS
SELECT r.team, r.month, r.type, f.family, COUNT(*) AS required
FROM requirement r
JOIN touched f ON f.change = r.change
JOIN policy_family p ON p.type = r.type AND p.family = f.family
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY r.team, r.month, r.type, f.family;

-- What is offered there.
CREATE OR REPLACE TEMP VIEW cube_matrix_offered AS
SELECT o.team, o.month, o.type, o.family,
  COUNT(o.runs) AS present,
  CAST(SUM(CASE WHEN o.is_verified THEN 1 ELSE 0 END) AS BIGINT) AS verified,
  CAST(SUM(CASE WHEN o.runs = 'reproduced' THEN 1 ELSE 0 END) AS BIGINT) AS reproduced,
  CAST(SUM(CASE WHEN o.runs = 'diverged' THEN 1 ELSE 0 END) AS BIGINT) AS diverged,
  CAST(SUM(CASE WHEN o.runs = 'not-tried' THEN 1 ELSE 0 END) AS BIGINT) AS not_tried,
  CAST(SUM(CASE WHEN o.runs = 'not-reproducible' THEN 1 ELSE 0 END) AS BIGINT) AS not_reproducible
FROM offer o
JOIN policy_family p ON p.type = o.type AND p.family = o.family
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY o.team, o.month, o.type, o.family;

-- The items that stand in the matrix, each once.
CREATE OR REPLACE TEMP VIEW cube_matrix_item AS
SELECT o.team, o.month, o.runs, COUNT(*) AS n
FROM offer o
WHERE o.is_counted AND o.runs IS NOT NULL AND (SELECT n_problems FROM guard) = 0
GROUP BY o.team, o.month, o.runs;

CREATE OR REPLACE TEMP VIEW cube_finding AS
SELECT f.team, f.month, f.gate, f.surface, f.severity,
  COUNT(*) AS n,
  CAST(SUM(CASE WHEN f.status = 'open' THEN 1 ELSE 0 END) AS BIGINT) AS n_open
FROM finding f
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY f.team, f.month, f.gate, f.surface, f.severity;

-- A change is of one month, so the changes of a pattern can be added up over months.
CREATE OR REPLACE TEMP VIEW cube_pattern AS
SELECT o.team, o.month, o.pattern,
  COUNT(*) AS occurrences,
  COUNT(DISTINCT o.change) AS changes,
  COUNT(o.escaped_gate) AS escaped
FROM occurrence o
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY o.team, o.month, o.pattern;

-- Statements at due gates that ask for something, in ten bins of the stated confidence. A statement resolves to 1 when it came
-- true: all that the gate asks for is verified, and no failure of the change escaped there.
CREATE OR REPLACE TEMP VIEW cube_calibration AS
SELECT g.team, g.month, g.gate, g.calibration_bin AS bin,
  COUNT(*) AS n,
  SUM(CAST(g.stated_e9 AS DECIMAL(38, 0))) AS stated_e9,
  SUM(CAST(g.stated_e9 AS DECIMAL(38, 0)) * g.stated_e9) AS stated_e18,
  CAST(SUM(CASE WHEN g.came_true THEN 1 ELSE 0 END) AS BIGINT) AS resolved,
  SUM(CASE WHEN g.came_true THEN CAST(g.stated_e9 AS DECIMAL(38, 0)) ELSE CAST(0 AS DECIMAL(38, 0)) END) AS stated_resolved_e9
FROM gate g
WHERE g.calibration_bin IS NOT NULL AND (SELECT n_problems FROM guard) = 0
GROUP BY g.team, g.month, g.gate, g.calibration_bin;

-- Two judgements of the same thing, where both were made: the verdict of an independent review and the evidence (`evidence`),
-- or the verdicts of two reviewers (`reviewers`).
CREATE OR REPLACE TEMP VIEW cube_review AS
WITH pair AS (
  SELECT r.team, r.month, 'evidence' AS kind, r.intent AS first_verdict,
    CASE WHEN r.is_intent_proved THEN 'upheld' WHEN NOT r.is_intent_proved THEN 'not-upheld' END AS second_verdict
  FROM review r
  WHERE r.is_independent
  UNION ALL
  SELECT r.team, r.month, 'evidence', r.controls,
    CASE WHEN r.is_controls_proved THEN 'upheld' WHEN NOT r.is_controls_proved THEN 'not-upheld' END
  FROM review r
  WHERE r.is_independent
  UNION ALL
  SELECT r.team, r.month, 'evidence', r.outcome,
    CASE WHEN r.is_outcome_proved THEN 'upheld' WHEN NOT r.is_outcome_proved THEN 'not-upheld' END
  FROM review r
  WHERE r.is_independent
  UNION ALL
  SELECT a.team, a.month, 'reviewers', a.intent, b.intent
  FROM review a JOIN review b ON b.change = a.change
  WHERE a.reviewer = 1 AND b.reviewer = 2
  UNION ALL
  SELECT a.team, a.month, 'reviewers', a.controls, b.controls
  FROM review a JOIN review b ON b.change = a.change
  WHERE a.reviewer = 1 AND b.reviewer = 2
  UNION ALL
  SELECT a.team, a.month, 'reviewers', a.outcome, b.outcome
  FROM review a JOIN review b ON b.change = a.change
  WHERE a.reviewer = 1 AND b.reviewer = 2
)
SELECT p.team, p.month, p.kind,
  CAST(SUM(CASE WHEN p.first_verdict = 'upheld' AND p.second_verdict = 'upheld' THEN 1 ELSE 0 END) AS BIGINT) AS both_upheld,
  CAST(SUM(CASE WHEN p.first_verdict = 'upheld' AND p.second_verdict = 'not-upheld' THEN 1 ELSE 0 END) AS BIGINT) AS only_first,
  CAST(SUM(CASE WHEN p.first_verdict = 'not-upheld' AND p.second_verdict = 'upheld' THEN 1 ELSE 0 END) AS BIGINT) AS only_second,
  CAST(SUM(CASE WHEN p.first_verdict = 'not-upheld' AND p.second_verdict = 'not-upheld' THEN 1 ELSE 0 END) AS BIGINT) AS neither
FROM pair p
WHERE p.first_verdict IN ('upheld', 'not-upheld') AND p.second_verdict IN ('upheld', 'not-upheld')
  AND (SELECT n_problems FROM guard) = 0
GROUP BY p.team, p.month, p.kind;

-- By the month in which the requirements fell due, not by that of the change.
CREATE OR REPLACE TEMP VIEW cube_due AS
SELECT g.team, g.due_month, g.gate,
  CAST(SUM(g.owed) AS BIGINT) AS n,
  COUNT(*) AS pairs,
  CAST(SUM(g.within_7) AS BIGINT) AS within_7,
  CAST(SUM(g.within_30) AS BIGINT) AS within_30,
  CAST(SUM(CASE WHEN g.has_had_7 THEN 0 ELSE 1 END) AS BIGINT) AS pairs_before_7,
  CAST(SUM(CASE WHEN g.has_had_30 THEN 0 ELSE 1 END) AS BIGINT) AS pairs_before_30
FROM gate g
WHERE g.due_month IS NOT NULL AND g.owed > 0 AND (SELECT n_problems FROM guard) = 0
GROUP BY g.team, g.due_month, g.gate;

-- Spans of debt, by the months in which they began and ended; ended_month is null while they are open.
CREATE OR REPLACE TEMP VIEW cube_debt AS
SELECT s.team, s.began_month, s.ended_month,
  COUNT(*) AS n,
  SUM(CAST(s.blast_radius AS DECIMAL(38, 0))) AS weighted
FROM debt_span s
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY s.team, s.began_month, s.ended_month;

-- -------------------------------------------------------------------------------------------------------------- the results
-- Each has the name of its key in `plumbline score --json`.

CREATE OR REPLACE TEMP VIEW gates AS
SELECT c.gate, c.owed,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.verified) AS BIGINT) AS verified,
  CAST(SUM(c.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(c.n_stated) AS BIGINT) AS n_stated,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18
FROM cube_gate c
GROUP BY c.gate, c.owed;

CREATE OR REPLACE TEMP VIEW gate_grades AS
SELECT c.gate, c.grade, c.condition, CAST(SUM(c.n) AS BIGINT) AS n, CAST(SUM(c.n_verified) AS BIGINT) AS n_verified
FROM cube_requirement c
GROUP BY c.gate, c.grade, c.condition;

CREATE OR REPLACE TEMP VIEW risks AS
SELECT c.risk, c.owed,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.verified) AS BIGINT) AS verified,
  CAST(SUM(c.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(c.n_stated) AS BIGINT) AS n_stated,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18
FROM cube_risk c
GROUP BY c.risk, c.owed;

CREATE OR REPLACE TEMP VIEW risk_grades AS
SELECT p.risk, c.grade, c.condition, CAST(SUM(c.n) AS BIGINT) AS n, CAST(SUM(c.n_verified) AS BIGINT) AS n_verified
FROM cube_requirement c JOIN policy_risk p ON p.type = c.type
GROUP BY p.risk, c.grade, c.condition;

CREATE OR REPLACE TEMP VIEW drift AS
SELECT 'month' AS period_length, c.month AS period, c.gate, c.owed,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.verified) AS BIGINT) AS verified,
  CAST(SUM(c.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(c.n_stated) AS BIGINT) AS n_stated,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18
FROM cube_gate c
GROUP BY c.month, c.gate, c.owed
UNION ALL
SELECT 'week', g.week, g.gate, g.owed,
  COUNT(*),
  CAST(SUM(g.verified) AS BIGINT),
  CAST(SUM(CASE WHEN g.has_passed THEN 1 ELSE 0 END) AS BIGINT),
  COUNT(g.stated_e9),
  COALESCE(SUM(CAST(g.stated_e9 AS DECIMAL(38, 0))), 0),
  COALESCE(SUM(CAST(g.stated_e9 AS DECIMAL(38, 0)) * g.stated_e9), 0)
FROM gate g
WHERE g.is_due AND (SELECT n_problems FROM guard) = 0
GROUP BY g.week, g.gate, g.owed;

CREATE OR REPLACE TEMP VIEW authorship AS
SELECT c.authorship, c.gate, c.owed,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.verified) AS BIGINT) AS verified,
  CAST(SUM(c.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(c.n_stated) AS BIGINT) AS n_stated,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18
FROM cube_gate c
GROUP BY c.authorship, c.gate, c.owed;

CREATE OR REPLACE TEMP VIEW authorship_grades AS
SELECT c.authorship, c.gate, c.grade, c.condition, CAST(SUM(c.n) AS BIGINT) AS n, CAST(SUM(c.n_verified) AS BIGINT) AS n_verified
FROM cube_requirement c
GROUP BY c.authorship, c.gate, c.grade, c.condition;

-- Over all gates: a change counts once at each gate that is due.
CREATE OR REPLACE TEMP VIEW within_teams AS
SELECT c.team, c.authorship, c.owed,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.verified) AS BIGINT) AS verified,
  CAST(SUM(c.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(c.n_stated) AS BIGINT) AS n_stated,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18
FROM cube_gate c
GROUP BY c.team, c.authorship, c.owed;

CREATE OR REPLACE TEMP VIEW matrix AS
SELECT p.type, p.family, p.strength, p.place,
  COALESCE(owed.required, 0) AS required,
  COALESCE(offered.present, 0) AS present,
  COALESCE(offered.verified, 0) AS verified,
  COALESCE(offered.reproduced, 0) AS reproduced,
  COALESCE(offered.diverged, 0) AS diverged,
  COALESCE(offered.not_tried, 0) AS not_tried,
  COALESCE(offered.not_reproducible, 0) AS not_reproducible
FROM policy_family p
LEFT JOIN (
  SELECT c.type, c.family, CAST(SUM(c.required) AS BIGINT) AS required FROM cube_matrix_owed c GROUP BY c.type, c.family
) owed ON owed.type = p.type AND owed.family = p.family
LEFT JOIN (
  SELECT c.type, c.family,
    CAST(SUM(c.present) AS BIGINT) AS present,
    CAST(SUM(c.verified) AS BIGINT) AS verified,
    CAST(SUM(c.reproduced) AS BIGINT) AS reproduced,
    CAST(SUM(c.diverged) AS BIGINT) AS diverged,
    CAST(SUM(c.not_tried) AS BIGINT) AS not_tried,
    CAST(SUM(c.not_reproducible) AS BIGINT) AS not_reproducible
  FROM cube_matrix_offered c
  GROUP BY c.type, c.family
) offered ON offered.type = p.type AND offered.family = p.family
WHERE (SELECT n_problems FROM guard) = 0;

CREATE OR REPLACE TEMP VIEW matrix_items AS
SELECT v.code AS runs, CAST(COALESCE(SUM(c.n), 0) AS BIGINT) AS n
FROM code v LEFT JOIN cube_matrix_item c ON c.runs = v.code
WHERE v.code_list = 'runs' AND (SELECT n_problems FROM guard) = 0
GROUP BY v.code;

-- Each pattern in each team; the team is null for changes that state none. It recurs in a team when a second change has it.
CREATE OR REPLACE TEMP VIEW pattern_teams AS
SELECT c.pattern, c.team,
  CAST(SUM(c.occurrences) AS BIGINT) AS occurrences,
  CAST(SUM(c.changes) AS BIGINT) AS changes,
  CAST(SUM(c.escaped) AS BIGINT) AS escaped,
  CASE WHEN c.team IS NULL THEN 0 ELSE CAST(SUM(c.changes) AS BIGINT) - 1 END AS recurrences
FROM cube_pattern c
GROUP BY c.pattern, c.team;

CREATE OR REPLACE TEMP VIEW patterns AS
SELECT p.pattern, p.place,
  CAST(COALESCE(SUM(t.occurrences), 0) AS BIGINT) AS occurrences,
  CAST(COALESCE(SUM(t.changes), 0) AS BIGINT) AS changes,
  CAST(COALESCE(SUM(t.escaped), 0) AS BIGINT) AS escaped,
  CAST(COALESCE(SUM(t.recurrences), 0) AS BIGINT) AS recurrences
FROM policy_pattern p LEFT JOIN pattern_teams t ON t.pattern = p.pattern
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY p.pattern, p.place;

-- `funnel` of the changes that validation can stop (is_watched_only false), and `funnelEvaluate` of those where it only watches.
CREATE OR REPLACE TEMP VIEW funnel AS
WITH sums AS (
  SELECT each_funnel.is_watched_only,
    CAST(COALESCE(SUM(c.reached_opened), 0) AS BIGINT) AS reached_opened,
    CAST(COALESCE(SUM(c.reached_intent), 0) AS BIGINT) AS reached_intent,
    CAST(COALESCE(SUM(c.reached_validated), 0) AS BIGINT) AS reached_validated,
    CAST(COALESCE(SUM(c.reached_risk_assessed), 0) AS BIGINT) AS reached_risk_assessed,
    CAST(COALESCE(SUM(c.reached_approved), 0) AS BIGINT) AS reached_approved,
    CAST(COALESCE(SUM(c.reached_deployed), 0) AS BIGINT) AS reached_deployed,
    CAST(COALESCE(SUM(c.reached_observed), 0) AS BIGINT) AS reached_observed,
    CAST(COALESCE(SUM(c.leaked_intent), 0) AS BIGINT) AS leaked_intent,
    CAST(COALESCE(SUM(c.leaked_validated), 0) AS BIGINT) AS leaked_validated,
    CAST(COALESCE(SUM(c.leaked_risk_assessed), 0) AS BIGINT) AS leaked_risk_assessed,
    CAST(COALESCE(SUM(c.leaked_approved), 0) AS BIGINT) AS leaked_approved,
    CAST(COALESCE(SUM(c.leaked_deployed), 0) AS BIGINT) AS leaked_deployed,
    CAST(COALESCE(SUM(c.leaked_observed), 0) AS BIGINT) AS leaked_observed,
    CAST(COALESCE(SUM(c.bypassed_intent), 0) AS BIGINT) AS bypassed_intent,
    CAST(COALESCE(SUM(c.bypassed_validation), 0) AS BIGINT) AS bypassed_validation,
    CAST(COALESCE(SUM(c.bypassed_execution), 0) AS BIGINT) AS bypassed_execution,
    CAST(COALESCE(SUM(c.bypassed_observation), 0) AS BIGINT) AS bypassed_observation
  FROM (SELECT FALSE AS is_watched_only FROM guard UNION ALL SELECT TRUE FROM guard) each_funnel
  LEFT JOIN cube_change c ON c.is_watched_only = each_funnel.is_watched_only
  GROUP BY each_funnel.is_watched_only
)
SELECT s.is_watched_only, 0 AS place, 'opened' AS step, s.reached_opened AS reached, CAST(0 AS BIGINT) AS lost,
  CAST(0 AS BIGINT) AS bypassed, CAST(0 AS BIGINT) AS leaked
FROM sums s
UNION ALL
SELECT s.is_watched_only, 1, 'intent', s.reached_intent, s.reached_opened - s.reached_intent, s.bypassed_intent, s.leaked_intent
FROM sums s
UNION ALL
SELECT s.is_watched_only, 2, 'validated', s.reached_validated, s.reached_intent - s.reached_validated, s.bypassed_validation,
  s.leaked_validated
FROM sums s
UNION ALL
SELECT s.is_watched_only, 3, 'risk-assessed', s.reached_risk_assessed, s.reached_validated - s.reached_risk_assessed,
  s.bypassed_validation, s.leaked_risk_assessed
FROM sums s
UNION ALL
SELECT s.is_watched_only, 4, 'approved', s.reached_approved, s.reached_risk_assessed - s.reached_approved, s.bypassed_validation,
  s.leaked_approved
FROM sums s
UNION ALL
SELECT s.is_watched_only, 5, 'deployed', s.reached_deployed, s.reached_approved - s.reached_deployed, s.bypassed_execution,
  s.leaked_deployed
FROM sums s
UNION ALL
SELECT s.is_watched_only, 6, 'observed', s.reached_observed, s.reached_deployed - s.reached_observed, s.bypassed_observation,
  s.leaked_observed
FROM sums s;

CREATE OR REPLACE TEMP VIEW timeliness AS
SELECT c.due_month,
  CAST(SUM(c.n) AS BIGINT) AS n,
  CAST(SUM(c.pairs) AS BIGINT) AS pairs,
  CASE WHEN SUM(c.pairs_before_7) = 0 THEN CAST(SUM(c.within_7) AS BIGINT) END AS within_7,
  CASE WHEN SUM(c.pairs_before_30) = 0 THEN CAST(SUM(c.within_30) AS BIGINT) END AS within_30
FROM cube_due c
GROUP BY c.due_month;

CREATE OR REPLACE TEMP VIEW calibration AS
SELECT c.bin,
  CAST(SUM(c.n) AS BIGINT) AS n,
  SUM(c.stated_e9) AS stated_e9,
  SUM(c.stated_e18) AS stated_e18,
  CAST(SUM(c.resolved) AS BIGINT) AS resolved,
  SUM(c.stated_resolved_e9) AS stated_resolved_e9
FROM cube_calibration c
GROUP BY c.bin;

CREATE OR REPLACE TEMP VIEW reviews AS
SELECT c.team,
  CAST(SUM(c.n_validation_due) AS BIGINT) AS changes,
  CAST(SUM(c.n_independent) AS BIGINT) AS independent,
  CAST(SUM(c.n_blind) AS BIGINT) AS blind
FROM cube_change c
WHERE c.team IS NOT NULL
GROUP BY c.team;

-- The tables behind Cohen's kappa: kind `evidence` (a review's verdict and the evidence) and `reviewers` (two reviewers).
CREATE OR REPLACE TEMP VIEW review_agreement AS
SELECT c.team, c.kind,
  CAST(SUM(c.both_upheld) AS BIGINT) AS both_upheld,
  CAST(SUM(c.only_first) AS BIGINT) AS only_first,
  CAST(SUM(c.only_second) AS BIGINT) AS only_second,
  CAST(SUM(c.neither) AS BIGINT) AS neither
FROM cube_review c
WHERE c.team IS NOT NULL
GROUP BY c.team, c.kind;

CREATE OR REPLACE TEMP VIEW detection AS
SELECT l.lane, 'month' AS period_length, c.month AS period,
  CAST(SUM(c.n_verified) AS BIGINT) AS validated,
  CAST(SUM(CASE WHEN c.condition = 'contradicted' THEN c.n - c.n_verified ELSE 0 END) AS BIGINT) AS contradicted,
  CAST(SUM(CASE WHEN c.condition = 'contradicted' THEN 0 WHEN c.grade = 'missing' THEN c.n - c.n_verified ELSE 0 END) AS BIGINT)
    AS missing,
  CAST(SUM(CASE WHEN c.condition = 'contradicted' OR c.grade = 'missing' THEN 0 ELSE c.n - c.n_verified END) AS BIGINT) AS unverified,
  MAX(c.last_verified_check_at) AS last_verified_check_at
FROM policy_lane l JOIN cube_requirement c ON c.type = l.type
GROUP BY l.lane, c.month
UNION ALL
SELECT l.lane, 'week', r.week,
  CAST(SUM(CASE WHEN r.is_verified THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN NOT r.is_verified AND r.condition = 'contradicted' THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN r.is_verified OR r.condition = 'contradicted' THEN 0 WHEN r.grade = 'missing' THEN 1 ELSE 0 END) AS BIGINT),
  CAST(SUM(CASE WHEN r.is_verified OR r.condition = 'contradicted' OR r.grade = 'missing' THEN 0 ELSE 1 END) AS BIGINT),
  MAX(CASE WHEN r.is_verified THEN r.checked_at END)
FROM policy_lane l JOIN requirement r ON r.type = l.type
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY l.lane, r.week;

-- Open findings, by severity.
CREATE OR REPLACE TEMP VIEW surface_open AS
SELECT c.surface, c.gate, c.severity, CAST(SUM(c.n_open) AS BIGINT) AS n_open
FROM cube_finding c
GROUP BY c.surface, c.gate, c.severity;

CREATE OR REPLACE TEMP VIEW surface AS
SELECT s.code AS surface, g.code AS gate,
  COALESCE(r.required, 0) AS required,
  COALESCE(r.verified, 0) AS verified,
  COALESCE(o.n_open, 0) AS n_open
FROM code s
JOIN code g ON g.code_list = 'gate'
LEFT JOIN (
  SELECT p.surface, c.gate, CAST(SUM(c.n) AS BIGINT) AS required, CAST(SUM(c.n_verified) AS BIGINT) AS verified
  FROM cube_requirement c JOIN policy_type p ON p.type = c.type
  GROUP BY p.surface, c.gate
) r ON r.surface = s.code AND r.gate = g.code
LEFT JOIN (
  SELECT c.surface, c.gate, CAST(SUM(c.n_open) AS BIGINT) AS n_open
  FROM cube_finding c
  GROUP BY c.surface, c.gate
) o ON o.surface = s.code AND o.gate = g.code
WHERE s.code_list = 'surface' AND (SELECT n_problems FROM guard) = 0;

CREATE OR REPLACE TEMP VIEW threats AS
SELECT g.code AS gate, g.place,
  COALESCE(r.required, 0) AS required,
  COALESCE(r.verified, 0) AS verified,
  COALESCE(o.n_open, 0) AS n_open
FROM code g
LEFT JOIN (
  SELECT c.gate, CAST(SUM(c.n) AS BIGINT) AS required, CAST(SUM(c.n_verified) AS BIGINT) AS verified
  FROM cube_requirement c
  GROUP BY c.gate
) r ON r.gate = g.code
LEFT JOIN (
  SELECT c.gate, CAST(SUM(c.n_open) AS BIGINT) AS n_open FROM cube_finding c GROUP BY c.gate
) o ON o.gate = g.code
WHERE g.code_list = 'gate' AND (SELECT n_problems FROM guard) = 0;

CREATE OR REPLACE TEMP VIEW chain AS
WITH sums AS (
  SELECT CAST(COALESCE(SUM(c.n_default), 0) AS BIGINT) AS n_default,
    CAST(COALESCE(SUM(c.n_missed), 0) AS BIGINT) AS n_missed,
    CAST(COALESCE(SUM(c.n_chain_deployed), 0) AS BIGINT) AS n_deployed,
    CAST(COALESCE(SUM(c.n_silent), 0) AS BIGINT) AS n_silent
  FROM cube_change c
)
SELECT 0 AS place, 'default' AS link, s.n_default AS changes FROM sums s
UNION ALL SELECT 1, 'missed', s.n_missed FROM sums s
UNION ALL SELECT 2, 'deployed', s.n_deployed FROM sums s
UNION ALL SELECT 3, 'silent', s.n_silent FROM sums s;

-- ------------------------------------------------------------------------------------ the results that no cube can hold

-- The debt at the assessment time, and at the end of each month and week in which a change shipped.
CREATE OR REPLACE TEMP VIEW debt AS
SELECT COUNT(*) AS in_debt, COALESCE(SUM(CAST(s.blast_radius AS DECIMAL(38, 0))), 0) AS weighted
FROM debt_span s CROSS JOIN policy a
WHERE s.began_at <= a.now AND (s.ended_at IS NULL OR s.ended_at > a.now) AND (SELECT n_problems FROM guard) = 0;

CREATE OR REPLACE TEMP VIEW debt_series AS
WITH period_shipped AS (
  SELECT 'month' AS period_length, c.month AS period, c.month_end_at AS end_at, COUNT(*) AS shipped
  FROM change c
  WHERE c.is_shipped
  GROUP BY c.month, c.month_end_at
  UNION ALL
  SELECT 'week', c.week, c.week_end_at, COUNT(*)
  FROM change c
  WHERE c.is_shipped
  GROUP BY c.week, c.week_end_at
),
-- the last period, and one that is not over, are counted at the assessment time
point AS (
  SELECT p.period_length, p.period, p.shipped,
    CASE WHEN p.end_at > a.now OR p.period = MAX(p.period) OVER (PARTITION BY p.period_length) THEN 1 ELSE 0 END AS is_now
  FROM period_shipped p CROSS JOIN policy a
),
span AS (
  SELECT 'month' AS period_length, c.began_month AS from_period, c.ended_month AS until_period,
    CAST(SUM(c.n) AS BIGINT) AS n, SUM(c.weighted) AS weighted
  FROM cube_debt c
  GROUP BY c.began_month, c.ended_month
  UNION ALL
  SELECT 'week', s.began_week, s.ended_week, COUNT(*), SUM(CAST(s.blast_radius AS DECIMAL(38, 0)))
  FROM debt_span s
  GROUP BY s.began_week, s.ended_week
)
SELECT p.period_length, p.period, p.shipped,
  CASE WHEN p.is_now = 1 THEN MAX(d.in_debt) ELSE CAST(COALESCE(SUM(s.n), 0) AS BIGINT) END AS in_debt,
  CASE WHEN p.is_now = 1 THEN MAX(d.weighted) ELSE COALESCE(SUM(s.weighted), 0) END AS weighted
FROM point p
CROSS JOIN debt d
LEFT JOIN span s ON s.period_length = p.period_length
  AND s.from_period <= p.period AND (s.until_period IS NULL OR s.until_period > p.period)
WHERE (SELECT n_problems FROM guard) = 0
GROUP BY p.period_length, p.period, p.shipped, p.is_now;

-- The ladder looks at the changes of its window (`now`), and of the window of the same length before it (`before`).
CREATE OR REPLACE TEMP VIEW ladder_change AS
SELECT c.change, c.team, c.release, c.date, c.is_shipped, c.is_deployed, c.is_clean, c.is_validation_due, c.is_reviewed_blind,
  c.is_alert_tested,
  CASE WHEN c.date < a.ladder_before_from OR c.date > a.now THEN 'outside' WHEN c.date < a.ladder_from THEN 'before' ELSE 'now' END
    AS ladder_window
FROM change c CROSS JOIN policy a
WHERE c.team IS NOT NULL AND (SELECT n_problems FROM guard) = 0;

CREATE OR REPLACE TEMP VIEW ladder_requirement AS
SELECT r.change, r.team, r.date, r.type, r.grade, r.condition, r.is_verified,
  CASE WHEN r.date < a.ladder_before_from OR r.date > a.now THEN 'outside' WHEN r.date < a.ladder_from THEN 'before' ELSE 'now' END
    AS ladder_window
FROM requirement r CROSS JOIN policy a
WHERE r.team IS NOT NULL AND (SELECT n_problems FROM guard) = 0;

-- Each team and pattern that occurred, by window, with the number of changes that have it.
CREATE OR REPLACE TEMP VIEW recurrence AS
SELECT o.team, 'all' AS ladder_window, o.pattern, COUNT(DISTINCT o.change) AS changes
FROM occurrence o
WHERE o.team IS NOT NULL AND (SELECT n_problems FROM guard) = 0
GROUP BY o.team, o.pattern
UNION ALL
SELECT w.team, w.ladder_window, w.pattern, COUNT(DISTINCT w.change)
FROM (
  SELECT o.team, o.pattern, o.change,
    CASE WHEN o.date < a.ladder_before_from OR o.date > a.now THEN 'outside' WHEN o.date < a.ladder_from THEN 'before' ELSE 'now' END
      AS ladder_window
  FROM occurrence o CROSS JOIN policy a
  WHERE o.team IS NOT NULL AND (SELECT n_problems FROM guard) = 0
) w
WHERE w.ladder_window <> 'outside'
GROUP BY w.team, w.ladder_window, w.pattern;

-- Whether the prevention of a pattern is in place in a team: the latest change that owes any of the types that would stop the
-- pattern has verified all of them. In each window, and over all changes (`all`).
CREATE OR REPLACE TEMP VIEW prevention AS
WITH owed AS (
  SELECT r.team, r.ladder_window, p.pattern, r.change, r.date, MIN(CASE WHEN r.is_verified THEN 1 ELSE 0 END) AS is_verified
  FROM ladder_requirement r JOIN policy_prevention p ON p.type = r.type
  GROUP BY r.team, r.ladder_window, p.pattern, r.change, r.date
),
latest AS (
  SELECT o.team, o.ladder_window, o.pattern, o.is_verified, o.date, o.change,
    ROW_NUMBER() OVER (PARTITION BY o.team, o.ladder_window, o.pattern ORDER BY o.date DESC, o.change DESC) AS place
  FROM owed o
),
latest_of_all AS (
  SELECT l.team, l.pattern, l.is_verified,
    ROW_NUMBER() OVER (PARTITION BY l.team, l.pattern ORDER BY l.date DESC, l.change DESC) AS place
  FROM latest l
  WHERE l.place = 1
)
SELECT l.team, l.ladder_window, l.pattern, l.is_verified
FROM latest l
WHERE l.place = 1 AND l.ladder_window <> 'outside'
UNION ALL
SELECT l.team, 'all', l.pattern, l.is_verified
FROM latest_of_all l
WHERE l.place = 1;

-- The patterns that recur in a team, by window.
CREATE OR REPLACE TEMP VIEW recurring AS
SELECT r.team, r.ladder_window, r.pattern, r.changes - 1 AS recurrences, COALESCE(p.is_verified, 0) AS is_prevented
FROM recurrence r
LEFT JOIN prevention p ON p.team = r.team AND p.ladder_window = r.ladder_window AND p.pattern = r.pattern
WHERE r.changes > 1;

-- The releases of a team with a deployed change, by window.
CREATE OR REPLACE TEMP VIEW releases AS
SELECT c.team, 'all' AS ladder_window, c.release, MAX(CASE WHEN c.is_alert_tested THEN 1 ELSE 0 END) AS is_alert_tested
FROM ladder_change c
WHERE c.release IS NOT NULL
GROUP BY c.team, c.release
HAVING MAX(CASE WHEN c.is_deployed THEN 1 ELSE 0 END) = 1
UNION ALL
SELECT c.team, c.ladder_window, c.release, MAX(CASE WHEN c.is_alert_tested THEN 1 ELSE 0 END)
FROM ladder_change c
WHERE c.release IS NOT NULL AND c.ladder_window <> 'outside'
GROUP BY c.team, c.ladder_window, c.release
HAVING MAX(CASE WHEN c.is_deployed THEN 1 ELSE 0 END) = 1;

-- k of n cases follow the practice.
CREATE OR REPLACE TEMP VIEW workflow AS
WITH sums AS (
  SELECT CAST(COALESCE(SUM(c.n), 0) AS BIGINT) AS n,
    CAST(COALESCE(SUM(c.n_shipped), 0) AS BIGINT) AS n_shipped,
    CAST(COALESCE(SUM(c.n_intent_verified), 0) AS BIGINT) AS n_intent_verified,
    CAST(COALESCE(SUM(c.n_shipped_attached), 0) AS BIGINT) AS n_shipped_attached,
    CAST(COALESCE(SUM(c.n_shipped_clean), 0) AS BIGINT) AS n_shipped_clean
  FROM cube_change c
)
SELECT 0 AS place, 'threatIntentVerified' AS practice, s.n_intent_verified AS k, s.n AS n FROM sums s
UNION ALL SELECT 1, 'diagnosticsAndOutputsAttached', s.n_shipped_attached, s.n_shipped FROM sums s
UNION ALL SELECT 2, 'noOpenCriticalOrHigh', s.n_shipped_clean, s.n_shipped FROM sums s
UNION ALL
SELECT 3, 'alertPathTestedPerRelease', CAST(COALESCE(SUM(r.is_alert_tested), 0) AS BIGINT), COUNT(*)
FROM releases r
WHERE r.ladder_window = 'all'
UNION ALL
SELECT 4, 'recurringPatternsPrevented', CAST(COALESCE(SUM(r.is_prevented), 0) AS BIGINT), COUNT(*)
FROM recurring r
WHERE r.ladder_window = 'all';

-- Teams that have a change at any date, with their changes in each window of the ladder.
CREATE OR REPLACE TEMP VIEW ladder_team AS
SELECT c.team,
  CAST(SUM(CASE WHEN c.ladder_window = 'now' THEN 1 ELSE 0 END) AS BIGINT) AS n_now,
  CAST(SUM(CASE WHEN c.ladder_window = 'before' THEN 1 ELSE 0 END) AS BIGINT) AS n_before
FROM ladder_change c
GROUP BY c.team;

-- The cases of each criterion in each team and window. Of `verified` they are the changes due at the gate, grouped by how much
-- they owe there as in `gates`, and k counts verified requirements; of the others k of n cases are good, and owed is 1.
CREATE OR REPLACE TEMP VIEW criterion_case AS
SELECT p.place, g.team, g.ladder_window, g.owed, g.n, g.k
FROM policy_criterion p
JOIN (
  SELECT w.team, w.ladder_window, w.gate, w.owed, COUNT(*) AS n, CAST(SUM(w.verified) AS BIGINT) AS k
  FROM (
    SELECT g.team, g.gate, g.owed, g.verified,
      CASE WHEN g.date < a.ladder_before_from OR g.date > a.now THEN 'outside' WHEN g.date < a.ladder_from THEN 'before' ELSE 'now' END
        AS ladder_window
    FROM gate g CROSS JOIN policy a
    WHERE g.is_due AND g.team IS NOT NULL AND (SELECT n_problems FROM guard) = 0
  ) w
  WHERE w.ladder_window <> 'outside'
  GROUP BY w.team, w.ladder_window, w.gate, w.owed
) g ON g.gate = COALESCE(p.gate, 'intent')
WHERE p.metric = 'verified'
UNION ALL
SELECT p.place, c.team, c.ladder_window, 1,
  CASE p.metric WHEN 'shippedClean' THEN c.n_shipped ELSE c.n_due END,
  CASE p.metric WHEN 'shippedClean' THEN c.n_clean ELSE c.n_blind END
FROM policy_criterion p
CROSS JOIN (
  SELECT c.team, c.ladder_window,
    CAST(SUM(CASE WHEN c.is_shipped THEN 1 ELSE 0 END) AS BIGINT) AS n_shipped,
    CAST(SUM(CASE WHEN c.is_shipped AND c.is_clean THEN 1 ELSE 0 END) AS BIGINT) AS n_clean,
    CAST(SUM(CASE WHEN c.is_validation_due THEN 1 ELSE 0 END) AS BIGINT) AS n_due,
    CAST(SUM(CASE WHEN c.is_validation_due AND c.is_reviewed_blind THEN 1 ELSE 0 END) AS BIGINT) AS n_blind
  FROM ladder_change c
  WHERE c.ladder_window <> 'outside'
  GROUP BY c.team, c.ladder_window
) c
WHERE p.metric IN ('shippedClean', 'blindReview')
UNION ALL
SELECT p.place, r.team, r.ladder_window, 1,
  CASE p.metric WHEN 'reproducedShare' THEN r.n_reproducible ELSE r.n_rollback END,
  CASE p.metric WHEN 'reproducedShare' THEN r.n_reproduced ELSE r.n_rehearsed END
FROM policy_criterion p
CROSS JOIN (
  SELECT r.team, r.ladder_window,
    CAST(SUM(CASE WHEN t.is_reproducible THEN 1 ELSE 0 END) AS BIGINT) AS n_reproducible,
    CAST(SUM(CASE WHEN t.is_reproducible AND r.grade = 'reproduced' AND r.condition IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS n_reproduced,
    CAST(SUM(CASE WHEN t.is_rollback_rehearsal THEN 1 ELSE 0 END) AS BIGINT) AS n_rollback,
    CAST(SUM(CASE WHEN t.is_rollback_rehearsal AND r.is_verified THEN 1 ELSE 0 END) AS BIGINT) AS n_rehearsed
  FROM ladder_requirement r
  JOIN policy_type t ON t.type = r.type
  WHERE r.ladder_window <> 'outside'
  GROUP BY r.team, r.ladder_window
) r
WHERE p.metric IN ('reproducedShare', 'rollbackRehearsed')
UNION ALL
SELECT p.place, r.team, r.ladder_window, 1, COUNT(*), CAST(SUM(r.is_alert_tested) AS BIGINT)
FROM policy_criterion p CROSS JOIN releases r
WHERE p.metric = 'alertPathPerRelease' AND r.ladder_window <> 'all'
GROUP BY p.place, r.team, r.ladder_window
UNION ALL
SELECT p.place, s.team, s.ladder_window, 1, CAST(5 AS BIGINT), s.n_proved
FROM policy_criterion p
CROSS JOIN (
  SELECT w.team, w.ladder_window, COUNT(DISTINCT f.family) AS n_proved
  FROM (
    SELECT c.team, c.ladder_window FROM ladder_change c WHERE c.ladder_window <> 'outside' GROUP BY c.team, c.ladder_window
  ) w
  LEFT JOIN ladder_requirement r ON r.team = w.team AND r.ladder_window = w.ladder_window
    AND r.condition IS NULL AND r.grade IN ('signed', 'reproduced')
  LEFT JOIN policy_family f ON f.type = r.type AND f.strength = 'strong'
  GROUP BY w.team, w.ladder_window
) s
WHERE p.metric = 'strongFamilies'
UNION ALL
SELECT p.place, r.team, r.ladder_window, 1, COUNT(*), CAST(SUM(1 - r.is_prevented) AS BIGINT)
FROM policy_criterion p CROSS JOIN recurring r
WHERE p.metric = 'unpreventedRecurrence' AND r.ladder_window <> 'all'
GROUP BY p.place, r.team, r.ladder_window;
