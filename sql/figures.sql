-- Shares, means, intervals and rungs, derived from the integers of rollup.sql by the formulas of docs/scoring.md. Run it after
-- rollup.sql, in the same session. It runs unchanged on DuckDB and on Apache Spark.
--
-- Values are DOUBLE, from 0 to 1. Null means that there is no data: never read it as 0.

-- ------------------------------------------------------------------------------------------------------------ confidence
-- Perceived beside verified confidence: of `gates` (code is the gate), `risks` (code is the risk), `drift` (with a period),
-- `authorship` (with a gate), and over all gates `pooled` (all changes), `pooled-authorship`, `pooled-team` and
-- `pooled-team-authorship`.

CREATE OR REPLACE TEMP VIEW confidence_sum AS
SELECT u.figure, u.period_length, u.period, u.team, u.authorship, u.code,
  CAST(SUM(u.n) AS BIGINT) AS n,
  CAST(SUM(CASE WHEN u.owed > 0 THEN u.n ELSE 0 END) AS BIGINT) AS n_shares,
  SUM(CASE WHEN u.owed > 0 THEN CAST(u.verified AS DOUBLE) / u.owed ELSE 0E0 END) AS shares,
  CAST(SUM(u.n_passed) AS BIGINT) AS n_passed,
  CAST(SUM(u.n_stated) AS BIGINT) AS n_stated,
  CAST(SUM(u.stated_e9) AS DECIMAL(38, 0)) AS stated_e9,
  CAST(SUM(u.stated_e18) AS DECIMAL(38, 0)) AS stated_e18
FROM (
  SELECT 'gates' AS figure, CAST(NULL AS STRING) AS period_length, CAST(NULL AS STRING) AS period, CAST(NULL AS STRING) AS team,
    CAST(NULL AS STRING) AS authorship, g.gate AS code, g.owed, g.n, g.verified, g.n_passed, g.n_stated, g.stated_e9, g.stated_e18
  FROM gates g
  UNION ALL
  -- a gate without a due change has a row too
  SELECT 'gates', NULL, NULL, NULL, NULL, c.code, 0, 0, 0, 0, 0, 0, 0 FROM code c WHERE c.code_list = 'gate'
  UNION ALL
  SELECT 'risks', NULL, NULL, NULL, NULL, r.risk, r.owed, r.n, r.verified, r.n_passed, r.n_stated, r.stated_e9, r.stated_e18
  FROM risks r
  UNION ALL
  SELECT 'risks', NULL, NULL, NULL, NULL, c.code, 0, 0, 0, 0, 0, 0, 0 FROM code c WHERE c.code_list = 'risk'
  UNION ALL
  SELECT 'drift', d.period_length, d.period, NULL, NULL, d.gate, d.owed, d.n, d.verified, d.n_passed, d.n_stated, d.stated_e9,
    d.stated_e18
  FROM drift d
  UNION ALL
  SELECT 'authorship', NULL, NULL, NULL, a.authorship, a.gate, a.owed, a.n, a.verified, a.n_passed, a.n_stated, a.stated_e9,
    a.stated_e18
  FROM authorship a
  UNION ALL
  SELECT 'authorship', NULL, NULL, NULL, a.code, g.code, 0, 0, 0, 0, 0, 0, 0
  FROM code a CROSS JOIN code g
  WHERE a.code_list = 'authorship' AND g.code_list = 'gate'
  UNION ALL
  SELECT 'pooled', NULL, NULL, NULL, NULL, NULL, w.owed, w.n, w.verified, w.n_passed, w.n_stated, w.stated_e9, w.stated_e18
  FROM within_teams w
  UNION ALL
  SELECT 'pooled-authorship', NULL, NULL, NULL, w.authorship, NULL, w.owed, w.n, w.verified, w.n_passed, w.n_stated, w.stated_e9,
    w.stated_e18
  FROM within_teams w
  UNION ALL
  SELECT 'pooled-team', NULL, NULL, w.team, NULL, NULL, w.owed, w.n, w.verified, w.n_passed, w.n_stated, w.stated_e9, w.stated_e18
  FROM within_teams w
  WHERE w.team IS NOT NULL
  UNION ALL
  SELECT 'pooled-team-authorship', NULL, NULL, w.team, w.authorship, NULL, w.owed, w.n, w.verified, w.n_passed, w.n_stated,
    w.stated_e9, w.stated_e18
  FROM within_teams w
  WHERE w.team IS NOT NULL
) u
GROUP BY u.figure, u.period_length, u.period, u.team, u.authorship, u.code;

CREATE OR REPLACE TEMP VIEW confidence AS
WITH mean AS (
  SELECT s.figure, s.period_length, s.period, s.team, s.authorship, s.code, s.n, s.n_shares, s.n_stated,
    CASE WHEN s.n > 0 THEN CAST(s.n_passed AS DOUBLE) / s.n END AS implied,
    CASE WHEN s.n_shares > 0 THEN s.shares / s.n_shares END AS verified,
    CASE WHEN s.n_stated > 0 THEN CAST(s.stated_e9 AS DOUBLE) / 1E9 / s.n_stated END AS perceived,
    -- the half width of the interval of the mean: z times the standard error
    CASE WHEN s.n_stated > 1 THEN 1.959963984540054E0 * SQRT(
      CAST(s.n_stated * s.stated_e18 - s.stated_e9 * s.stated_e9 AS DOUBLE) / 1E18 / s.n_stated / (s.n_stated - 1) / s.n_stated
    ) END AS half,
    3.8414588206941236E0 AS z2
  FROM confidence_sum s
),
wilson AS (
  SELECT m.*,
    (m.verified + m.z2 / (2 * m.n_shares)) / (1 + m.z2 / m.n_shares) AS centre,
    1.959963984540054E0 / (1 + m.z2 / m.n_shares)
      * SQRT(m.verified * (1 - m.verified) / m.n_shares + m.z2 / (4E0 * m.n_shares * m.n_shares)) AS wilson_half
  FROM mean m
  WHERE m.n_shares > 0
  UNION ALL
  SELECT m.*, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE)
  FROM mean m
  WHERE m.n_shares = 0
)
SELECT w.figure, w.period_length, w.period, w.team, w.authorship, w.code, w.n,
  w.verified,
  CASE WHEN w.centre - w.wilson_half < 0 THEN 0E0 WHEN w.centre - w.wilson_half > w.verified THEN w.verified
    ELSE w.centre - w.wilson_half END AS verified_low,
  CASE WHEN w.centre + w.wilson_half > 1 THEN 1E0 WHEN w.centre + w.wilson_half < w.verified THEN w.verified
    ELSE w.centre + w.wilson_half END AS verified_high,
  w.perceived,
  CASE WHEN w.perceived - w.half < 0 THEN 0E0 ELSE w.perceived - w.half END AS perceived_low,
  CASE WHEN w.perceived + w.half > 1 THEN 1E0 ELSE w.perceived + w.half END AS perceived_high,
  w.n_stated AS stated,
  w.implied,
  w.perceived - w.verified AS gap
FROM wilson w;

-- The gap of each other authorship less that of people: over all changes, and as the mean of the differences within teams.
CREATE OR REPLACE TEMP VIEW figure_within_teams AS
WITH compared AS (
  SELECT c.code AS authorship, c.place FROM code c WHERE c.code_list = 'authorship' AND c.code <> 'human'
),
pair AS (
  SELECT it.authorship, it.gap - people.gap AS difference,
    CAST(it.stated AS DOUBLE) * people.stated / (it.stated + people.stated) AS weight
  FROM confidence it
  JOIN confidence people ON people.figure = 'pooled-team-authorship' AND people.authorship = 'human' AND people.team = it.team
  CROSS JOIN policy a
  WHERE it.figure = 'pooled-team-authorship' AND it.gap IS NOT NULL AND people.gap IS NOT NULL
    AND it.stated > 0 AND it.stated >= a.too_few AND people.stated > 0 AND people.stated >= a.too_few
),
within_each AS (
  SELECT p.authorship, COUNT(*) AS teams, SUM(p.weight * p.difference) / SUM(p.weight) AS within_mean
  FROM pair p
  GROUP BY p.authorship
)
SELECT c.authorship, c.place, COALESCE(w.teams, 0) AS teams, it.gap - people.gap AS pooled, w.within_mean
FROM compared c
LEFT JOIN confidence it ON it.figure = 'pooled-authorship' AND it.authorship = c.authorship
LEFT JOIN confidence people ON people.figure = 'pooled-authorship' AND people.authorship = 'human'
LEFT JOIN within_each w ON w.authorship = c.authorship;

-- ----------------------------------------------------------------------------------------------------------- calibration

CREATE OR REPLACE TEMP VIEW figure_calibration_bins AS
SELECT c.bin, c.bin / 10E0 AS low, (c.bin + 1) / 10E0 AS high, c.n,
  CAST(c.stated_e9 AS DOUBLE) / 1E9 / c.n AS stated,
  CAST(c.resolved AS DOUBLE) / c.n AS resolved
FROM calibration c;

CREATE OR REPLACE TEMP VIEW figure_calibration AS
WITH sums AS (
  SELECT CAST(COALESCE(SUM(c.n), 0) AS BIGINT) AS n,
    SUM(c.stated_e18) AS stated_e18, SUM(c.stated_resolved_e9) AS stated_resolved_e9, CAST(SUM(c.resolved) AS BIGINT) AS resolved
  FROM calibration c
),
base AS (
  SELECT s.n, CASE WHEN s.n > 0 THEN CAST(s.resolved AS DOUBLE) / s.n END AS base_rate,
    CASE WHEN s.n > 0 THEN
      CAST(s.stated_e18 - 2 * s.stated_resolved_e9 * 1000000000 + s.resolved * CAST(1000000000000000000 AS DECIMAL(38, 0)) AS DOUBLE)
        / 1E18 / s.n
    END AS brier
  FROM sums s
),
bins AS (
  SELECT SUM(b.n * (b.stated - b.resolved) * (b.stated - b.resolved)) AS reliability,
    SUM(b.n * (b.resolved - base.base_rate) * (b.resolved - base.base_rate)) AS resolution
  FROM figure_calibration_bins b CROSS JOIN base
)
SELECT base.n, base.brier,
  CASE WHEN base.n > 0 THEN bins.reliability / base.n END AS reliability,
  CASE WHEN base.n > 0 THEN bins.resolution / base.n END AS resolution,
  base.base_rate * (1 - base.base_rate) AS uncertainty,
  0.25E0 AS baseline
FROM base CROSS JOIN bins;

-- ---------------------------------------------------------------------------------------------- timeliness and the practices

CREATE OR REPLACE TEMP VIEW figure_timeliness AS
SELECT t.due_month, t.n, CAST(t.within_7 AS DOUBLE) / t.n AS within_7, CAST(t.within_30 AS DOUBLE) / t.n AS within_30
FROM timeliness t;

CREATE OR REPLACE TEMP VIEW figure_workflow AS
WITH share AS (
  SELECT w.place, w.practice, w.n, CAST(w.k AS DOUBLE) / w.n AS p, 3.8414588206941236E0 AS z2
  FROM workflow w
  WHERE w.n > 0
),
wilson AS (
  SELECT s.place, s.practice, s.n, s.p,
    (s.p + s.z2 / (2 * s.n)) / (1 + s.z2 / s.n) AS centre,
    1.959963984540054E0 / (1 + s.z2 / s.n) * SQRT(s.p * (1 - s.p) / s.n + s.z2 / (4E0 * s.n * s.n)) AS half
  FROM share s
)
SELECT o.place, o.practice, o.n, w.p AS share,
  CASE WHEN w.centre - w.half < 0 THEN 0E0 WHEN w.centre - w.half > w.p THEN w.p ELSE w.centre - w.half END AS low,
  CASE WHEN w.centre + w.half > 1 THEN 1E0 WHEN w.centre + w.half < w.p THEN w.p ELSE w.centre + w.half END AS high
FROM workflow o LEFT JOIN wilson w ON w.practice = o.practice;

-- --------------------------------------------------------------------------------------------------------------- reviews

CREATE OR REPLACE TEMP VIEW figure_reviews AS
WITH agreement AS (
  SELECT r.team, r.kind, r.both_upheld + r.only_first + r.only_second + r.neither AS n,
    CAST(r.both_upheld + r.neither AS DOUBLE) / (r.both_upheld + r.only_first + r.only_second + r.neither) AS observed,
    CAST(r.both_upheld + r.only_first AS DOUBLE) / (r.both_upheld + r.only_first + r.only_second + r.neither) AS first_yes,
    CAST(r.both_upheld + r.only_second AS DOUBLE) / (r.both_upheld + r.only_first + r.only_second + r.neither) AS second_yes
  FROM review_agreement r
),
kappa AS (
  SELECT a.team, a.kind, a.n, a.observed,
    CASE WHEN a.first_yes * a.second_yes + (1 - a.first_yes) * (1 - a.second_yes) < 1 THEN
      (a.observed - (a.first_yes * a.second_yes + (1 - a.first_yes) * (1 - a.second_yes)))
        / (1 - (a.first_yes * a.second_yes + (1 - a.first_yes) * (1 - a.second_yes)))
    END AS kappa
  FROM agreement a
)
SELECT r.team, r.changes, r.independent,
  CASE WHEN r.changes > 0 THEN CAST(r.independent AS DOUBLE) / r.changes END AS independent_share,
  r.blind,
  CASE WHEN r.independent > 0 THEN CAST(r.blind AS DOUBLE) / r.independent END AS blind_share,
  COALESCE(e.n, 0) AS evidence_n, e.observed AS evidence_agreement, e.kappa AS evidence_kappa,
  COALESCE(b.n, 0) AS reviewers_n, b.observed AS reviewers_agreement, b.kappa AS reviewers_kappa
FROM reviews r
LEFT JOIN kappa e ON e.team = r.team AND e.kind = 'evidence'
LEFT JOIN kappa b ON b.team = r.team AND b.kind = 'reviewers';

-- ------------------------------------------------------------------------------------------------------------ the ladder

CREATE OR REPLACE TEMP VIEW figure_criteria AS
WITH team_window AS (
  SELECT t.team, 'now' AS ladder_window, t.n_now AS n_changes FROM ladder_team t
  UNION ALL SELECT t.team, 'before', t.n_before FROM ladder_team t
),
sums AS (
  SELECT c.place, c.team, c.ladder_window,
    CAST(SUM(c.n) AS BIGINT) AS n_due,
    CAST(SUM(c.k) AS BIGINT) AS k,
    CAST(SUM(CASE WHEN c.owed > 0 THEN c.n ELSE 0 END) AS BIGINT) AS n_shares,
    SUM(CASE WHEN c.owed > 0 THEN CAST(c.k AS DOUBLE) / c.owed ELSE 0E0 END) AS shares
  FROM criterion_case c
  GROUP BY c.place, c.team, c.ladder_window
),
measure AS (
  SELECT t.team, t.ladder_window, t.n_changes, p.place, p.rung, p.rung_place, p.criterion, p.metric, p.is_every, p.is_none,
    CASE WHEN p.is_every THEN 1E0 WHEN p.is_none THEN 0E0 ELSE COALESCE(p.at_least_e9, 1000000000) / 1E9 END AS threshold,
    CASE WHEN s.n_shares > 0 THEN s.n_due ELSE 0 END AS n,
    COALESCE(s.n_shares, 0) AS n_shares,
    CASE
      WHEN t.n_changes = 0 THEN NULL
      WHEN p.metric = 'unpreventedRecurrence' THEN CAST(COALESCE(s.k, 0) AS DOUBLE)
      WHEN s.n_shares > 0 THEN s.shares / s.n_shares
    END AS value
  FROM team_window t
  CROSS JOIN policy_criterion p
  LEFT JOIN sums s ON s.place = p.place AND s.team = t.team AND s.ladder_window = t.ladder_window
),
bounded AS (
  SELECT m.*,
    CASE WHEN m.n_shares > 0 AND m.metric <> 'unpreventedRecurrence' THEN
      (m.value + 3.8414588206941236E0 / (2 * m.n_shares)) / (1 + 3.8414588206941236E0 / m.n_shares)
      - 1.959963984540054E0 / (1 + 3.8414588206941236E0 / m.n_shares)
        * SQRT(m.value * (1 - m.value) / m.n_shares + 3.8414588206941236E0 / (4E0 * m.n_shares * m.n_shares))
    END AS wilson_low,
    -- the lower end if every case met the criterion
    CASE WHEN m.n > 0 THEN 1 / (1 + 3.8414588206941236E0 / m.n) END AS best_low
  FROM measure m
),
lower_end AS (
  SELECT b.*, CASE WHEN b.wilson_low < 0 THEN 0E0 WHEN b.wilson_low > b.value THEN b.value ELSE b.wilson_low END AS low
  FROM bounded b
)
SELECT l.team, l.ladder_window, l.place, l.rung, l.rung_place, l.criterion, l.metric, l.n, l.value,
  CASE WHEN l.is_every OR l.is_none THEN NULL ELSE l.low END AS low,
  l.threshold,
  CASE
    WHEN l.n = 0 AND l.n_changes > 0 AND l.metric IN ('rollbackRehearsed', 'alertPathPerRelease', 'unpreventedRecurrence')
      THEN 'not-applicable'
    WHEN l.n = 0 THEN 'not-enough-data'
    WHEN l.is_none THEN CASE WHEN l.value = 0 THEN 'met' ELSE 'not-met' END
    WHEN l.is_every THEN CASE WHEN l.value >= 1 THEN 'met' ELSE 'not-met' END
    WHEN l.low >= l.threshold THEN 'met'
    WHEN l.best_low >= l.threshold THEN 'not-met'
    ELSE 'not-enough-data'
  END AS state
FROM lower_end l;

CREATE OR REPLACE TEMP VIEW rung AS
SELECT DISTINCT p.rung, p.rung_place AS place FROM policy_criterion p;

-- The highest rung of which a team meets every criterion, and every criterion of all rungs below.
CREATE OR REPLACE TEMP VIEW figure_teams AS
WITH standing AS (
  SELECT t.team, w.ladder_window, r.rung, r.place,
    CAST(COALESCE(SUM(CASE WHEN c.state IN ('not-met', 'not-enough-data') THEN 1 ELSE 0 END), 0) AS BIGINT) AS held_back
  FROM ladder_team t
  CROSS JOIN (SELECT 'now' AS ladder_window UNION ALL SELECT 'before') w
  CROSS JOIN rung r
  LEFT JOIN figure_criteria c ON c.team = t.team AND c.ladder_window = w.ladder_window AND c.rung_place <= r.place
  GROUP BY t.team, w.ladder_window, r.rung, r.place
),
highest AS (
  SELECT s.team, s.ladder_window, MAX(s.place) AS place
  FROM standing s
  WHERE s.held_back = 0
  GROUP BY s.team, s.ladder_window
)
SELECT t.team,
  COALESCE(now_rung.rung, 'ad-hoc') AS rung,
  claim.claimed_rung,
  CASE WHEN t.n_before > 0 THEN COALESCE(before_rung.rung, 'ad-hoc') END AS previous_rung
FROM ladder_team t
LEFT JOIN shard_team claim ON claim.team = t.team
LEFT JOIN highest n ON n.team = t.team AND n.ladder_window = 'now'
LEFT JOIN rung now_rung ON now_rung.place = n.place
LEFT JOIN highest b ON b.team = t.team AND b.ladder_window = 'before'
LEFT JOIN rung before_rung ON before_rung.place = b.place;
