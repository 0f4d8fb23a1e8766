-- Names the tables of `plumbline facts` for Apache Spark. The setting `spark.plumbline.facts` says where they are:
--   spark-sql --conf spark.plumbline.facts=s3a://bucket/facts

SET spark.sql.session.timeZone = UTC;
-- Without it the guard would answer with null where it has to fail. Spark 4 has it by default.
SET spark.sql.ansi.enabled = true;
-- The months of the paths are text.
SET spark.sql.sources.partitionColumnTypeInference.enabled = false;

CREATE OR REPLACE TEMP VIEW change USING parquet OPTIONS (path '${spark.plumbline.facts}/table=change');
CREATE OR REPLACE TEMP VIEW gate USING parquet OPTIONS (path '${spark.plumbline.facts}/table=gate');
CREATE OR REPLACE TEMP VIEW risk USING parquet OPTIONS (path '${spark.plumbline.facts}/table=risk');
CREATE OR REPLACE TEMP VIEW requirement USING parquet OPTIONS (path '${spark.plumbline.facts}/table=requirement');
CREATE OR REPLACE TEMP VIEW offer USING parquet OPTIONS (path '${spark.plumbline.facts}/table=offer');
CREATE OR REPLACE TEMP VIEW finding USING parquet OPTIONS (path '${spark.plumbline.facts}/table=finding');
CREATE OR REPLACE TEMP VIEW occurrence USING parquet OPTIONS (path '${spark.plumbline.facts}/table=occurrence');
CREATE OR REPLACE TEMP VIEW review USING parquet OPTIONS (path '${spark.plumbline.facts}/table=review');
CREATE OR REPLACE TEMP VIEW debt_span USING parquet OPTIONS (path '${spark.plumbline.facts}/table=debt_span');

CREATE OR REPLACE TEMP VIEW policy USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy.parquet');
CREATE OR REPLACE TEMP VIEW policy_type USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_type.parquet');
CREATE OR REPLACE TEMP VIEW policy_family USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_family.parquet');
CREATE OR REPLACE TEMP VIEW policy_risk USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_risk.parquet');
CREATE OR REPLACE TEMP VIEW policy_pattern USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_pattern.parquet');
CREATE OR REPLACE TEMP VIEW policy_prevention USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_prevention.parquet');
CREATE OR REPLACE TEMP VIEW policy_lane USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_lane.parquet');
CREATE OR REPLACE TEMP VIEW policy_criterion USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/policy_criterion.parquet');
CREATE OR REPLACE TEMP VIEW dictionary USING parquet OPTIONS (path '${spark.plumbline.facts}/rules/dictionary.parquet');

CREATE OR REPLACE TEMP VIEW shard USING parquet OPTIONS (path '${spark.plumbline.facts}/shards/table=shard');
CREATE OR REPLACE TEMP VIEW shard_team USING parquet OPTIONS (path '${spark.plumbline.facts}/shards/table=shard_team');
CREATE OR REPLACE TEMP VIEW shard_table USING parquet OPTIONS (path '${spark.plumbline.facts}/shards/table=shard_table');
