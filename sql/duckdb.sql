-- Names the tables of `plumbline facts` for DuckDB. The variable `facts` says where they are:
--   SET VARIABLE facts = 'facts';                  a folder
--   SET VARIABLE facts = 's3://bucket/facts';      a bucket, after INSTALL httpfs; LOAD httpfs; and CREATE SECRET

SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP VIEW change AS SELECT * FROM read_parquet(getvariable('facts') || '/table=change/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW gate AS SELECT * FROM read_parquet(getvariable('facts') || '/table=gate/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW risk AS SELECT * FROM read_parquet(getvariable('facts') || '/table=risk/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW requirement AS SELECT * FROM read_parquet(getvariable('facts') || '/table=requirement/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW offer AS SELECT * FROM read_parquet(getvariable('facts') || '/table=offer/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW finding AS SELECT * FROM read_parquet(getvariable('facts') || '/table=finding/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW occurrence AS SELECT * FROM read_parquet(getvariable('facts') || '/table=occurrence/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW review AS SELECT * FROM read_parquet(getvariable('facts') || '/table=review/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);
CREATE OR REPLACE TEMP VIEW debt_span AS SELECT * FROM read_parquet(getvariable('facts') || '/table=debt_span/*/*/*.parquet', hive_partitioning = true, hive_types_autocast = false);

CREATE OR REPLACE TEMP VIEW policy AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy.parquet');
CREATE OR REPLACE TEMP VIEW policy_type AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_type.parquet');
CREATE OR REPLACE TEMP VIEW policy_family AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_family.parquet');
CREATE OR REPLACE TEMP VIEW policy_risk AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_risk.parquet');
CREATE OR REPLACE TEMP VIEW policy_pattern AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_pattern.parquet');
CREATE OR REPLACE TEMP VIEW policy_prevention AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_prevention.parquet');
CREATE OR REPLACE TEMP VIEW policy_lane AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_lane.parquet');
CREATE OR REPLACE TEMP VIEW policy_criterion AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/policy_criterion.parquet');
CREATE OR REPLACE TEMP VIEW dictionary AS SELECT * FROM read_parquet(getvariable('facts') || '/rules/dictionary.parquet');

CREATE OR REPLACE TEMP VIEW shard AS SELECT * FROM read_parquet(getvariable('facts') || '/shards/table=shard/*.parquet');
CREATE OR REPLACE TEMP VIEW shard_team AS SELECT * FROM read_parquet(getvariable('facts') || '/shards/table=shard_team/*.parquet');
CREATE OR REPLACE TEMP VIEW shard_table AS SELECT * FROM read_parquet(getvariable('facts') || '/shards/table=shard_table/*.parquet');
