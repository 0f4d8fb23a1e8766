"""The roll-up on DuckDB and on Apache Spark gives the numbers of `plumbline score`, and refuses shards that do not belong together.

`cargo xtask test --only engines` runs it. PLUMBLINE_BIN is the program; PLUMBLINE_WORKED may name a folder of worked examples.
"""

import datetime
import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent.parent
sys.path[:0] = [str(PROJECT / "sql"), str(HERE)]

import run  # noqa: E402
from edges import edges  # noqa: E402
from score import differences, plain, score_of  # noqa: E402

BIN = os.environ.get("PLUMBLINE_BIN", str(PROJECT / "target/debug/plumbline"))
QUAYSIDE = PROJECT / "tests/worked/quayside"
DEMO_NOW = "2026-11-20T17:00:00Z"


def plumbline(*arguments):
    """Starts the program."""
    return subprocess.Popen([BIN, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finished(process):
    """What a program printed. It ends with 1 when a file could not be read, and works with the others."""
    out, error = process.communicate()
    assert process.returncode in (0, 1) and b"panicked" not in error, error.decode()
    return out

WORKED = os.environ.get("PLUMBLINE_WORKED")


class Case:
    """A data set at a time: its facts, from one process or from two at once, and its score."""

    def __init__(self, folder, name, data, now, rules=(), shards=1):
        self.facts = folder / f"{name}-{shards}"
        every = [("--shard", f"{n}/{shards}") if shards > 1 else () for n in range(1, shards + 1)]
        started = [plumbline("facts", data, "--out", self.facts, "--now", now, "--buckets", 4, *rules, *shard) for shard in every]
        score = plumbline("score", data, "--now", now, "--json", *rules)
        *_, score = [finished(process) for process in [*started, score]]
        self.score = json.loads(score)


def expected(case):
    """The score without what the facts do not count."""
    return {key: value for key, value in case.score.items() if key not in ("now", "policy")}


def rolled_up(case):
    """The facts in DuckDB, rolled up."""
    engine = run.DuckDb(case.facts)
    engine.roll_up()
    return engine


class RollUp(unittest.TestCase):
    """What both engines count."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="plumbline-engines-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.edges = cls.folder / "edges.ndjson"
        cls.edges.write_text("".join(json.dumps(report) + "\n" for report in edges()), encoding="utf-8")
        cls.demo = Case(cls.folder, "demo", PROJECT / "public/demo", DEMO_NOW, ["--trust-input-policy"], shards=2)
        # Two workers beside the driver, each a process of its own; they end with the session.
        settings = {
            "spark.ui.enabled": "false",
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.codegen.wholeStage": "false",
            "spark.sql.codegen.factoryMode": "NO_CODEGEN",
            "spark.log.level": "OFF",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.warehouse.dir": str(cls.folder / "warehouse"),
            "spark.local.dir": str(cls.folder),
            "spark.plumbline.facts": "",
        }
        # a query that fails on purpose is no news
        logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
        os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
        os.environ["PYSPARK_PYTHON"] = sys.executable
        cls.session = run.spark_session("local-cluster[2,1,1024]", **settings)
        cls.addClassCleanup(cls.session.stop)

    def same_as_score(self, engine, case):
        self.assertEqual(differences(expected(case), score_of(engine, case.score)), [])

    def same_in_duckdb(self, *case, **how):
        case = Case(self.folder, *case, **how)
        engine = rolled_up(case)
        self.addCleanup(engine.close)
        self.same_as_score(engine, case)
        return engine

    def same_in_both(self, case):
        """The same rows from both engines, and the numbers of the score from the cluster."""
        duckdb, spark = rolled_up(case), run.Spark(case.facts, self.session, f"{case.facts}-spark")
        self.addCleanup(duckdb.close)
        spark.roll_up()
        for name in run.results():
            with self.subTest(result=name):
                self.assertEqual(comparable(spark.rows(name)), comparable(duckdb.rows(name)))
        self.same_as_score(duckdb, case)
        self.same_as_score(spark, case)

    def test_two_engines_count_the_same_over_the_shards_of_two_processes(self):
        self.same_in_both(self.demo)

    def test_two_engines_count_the_same_in_odd_records(self):
        self.same_in_both(Case(self.folder, "edges-both", self.edges, "2027-01-04T00:00:00Z", shards=2))

    def test_one_process_and_two_give_the_same(self):
        one = Case(self.folder, "demo", PROJECT / "public/demo", DEMO_NOW, ["--trust-input-policy"])
        first, second = rolled_up(one), rolled_up(self.demo)
        for name in run.results():
            self.assertEqual(comparable(first.rows(name)), comparable(second.rows(name)), name)

    def test_the_demo_at_other_times(self):
        for n, now in enumerate(["2026-08-01T00:00:00Z", "2027-06-01T12:30:00Z"]):
            self.same_in_duckdb(f"demo-at-{n}", PROJECT / "public/demo", now, ["--trust-input-policy"])

    def test_the_worked_example_at_several_times(self):
        rules = ["--policy", PROJECT / "tests/worked/quayside.policy.json"]
        # at the last of these there is no change
        for n, now in enumerate(["2026-11-22T12:00:00Z", "2026-10-20T00:00:00Z", "2020-01-01T00:00:00Z"]):
            self.same_in_duckdb(f"quayside-{n}", QUAYSIDE, now, rules)

    def test_odd_records_at_the_edges_of_periods(self):
        # the ladder's window begins at the last microsecond of the year, or at the first of the next one, in the last two
        for n, now in enumerate(["2026-12-31T23:59:59.999999Z", "2027-01-01T00:00:00Z", "2027-03-31T23:59:59.999999Z", "2027-04-01T00:00:00Z"]):
            self.same_in_duckdb(f"edges-{n}", self.edges, now)

    def test_the_edges_by_hand(self):
        engine = self.same_in_duckdb("edges-by-hand", self.edges, "2027-01-04T00:00:00Z")
        # edges.py: seven changes; the one of nobody states no team, and that of the last microsecond of the year is of December
        months = {row["month"]: 0 for row in engine.rows("cube_change")}
        for row in engine.rows("cube_change"):
            months[row["month"]] += row["n"]
        self.assertEqual(months, {"2026-12": 5, "2027-01": 2})
        weeks = {row["period"] for row in engine.rows("drift") if row["period_length"] == "week"}
        # 31 December 2026 and 1 January 2027 lie in week 53 of 2026
        self.assertEqual(weeks, {"2026-W51", "2026-W53"})
        self.assertEqual(sum(row["n"] for row in engine.rows("gates") if row["gate"] == "intent"), 7)

    # where a folder of worked examples is named, these too
    if WORKED:

        def test_worked_examples_from_elsewhere(self):
            names = sorted(file.name.removesuffix(".expected.json") for file in Path(WORKED).glob("*.expected.json"))
            self.assertNotEqual(names, [])
            for name in names:
                for n, now in enumerate(["2026-11-22T12:00:00Z", "2026-10-15T00:00:00Z"]):
                    policy = ["--policy", Path(WORKED) / "policy.json"]
                    self.same_in_duckdb(f"worked-{name}-{n}", Path(WORKED) / name, now, policy, shards=2)

    def test_a_changed_value_is_found(self):
        facts = self.copy("changed")
        file = max((facts / "table=gate").glob("*/*/*.parquet"), key=lambda file: file.stat().st_size)
        edit(file, "UPDATE rows SET verified = verified - 1 WHERE change = (SELECT MIN(change) FROM rows WHERE verified > 0)")
        engine = run.DuckDb(facts)
        self.addCleanup(engine.close)
        engine.roll_up()
        found = differences(expected(self.demo), score_of(engine, self.demo.score))
        self.assertTrue(any(difference.startswith(".gates") for difference in found), found)

    def refused(self, facts, sentence, on_spark=False):
        """The script stops with a sentence."""
        duckdb = run.DuckDb(facts)
        self.addCleanup(duckdb.close)
        for engine in [duckdb] + ([run.Spark(facts, self.session, f"{facts}-spark")] if on_spark else []):
            with self.assertRaisesRegex(Exception, sentence):
                engine.roll_up()

    def refused_everywhere(self, facts, sentence, on_spark=False):
        """So does each result that somebody reads without running the script to its end."""
        self.refused(facts, sentence, on_spark)
        engine = run.DuckDb(facts)
        self.addCleanup(engine.close)
        for statement in run.statements("rollup.sql") + run.statements("figures.sql"):
            if run.view_of(statement):
                engine.connection.execute(statement)
        # the words of the rules, without a number
        words = {"code", "rung"}
        for name in run.results():
            if name not in words:
                with self.subTest(result=name), self.assertRaisesRegex(Exception, sentence):
                    engine.rows(name)

    def copy(self, name):
        """A copy of the demo's facts, to be broken."""
        return Path(shutil.copytree(self.demo.facts, self.folder / f"broken-{name}"))

    def test_a_missing_shard_is_named(self):
        facts = self.copy("missing")
        for file in (facts / "shards").rglob("shard-2-of-2*"):
            file.unlink()
        self.refused_everywhere(facts, "shard 2 of 2 is missing", on_spark=True)

    def test_a_team_in_two_shards_is_named(self):
        facts = self.copy("team")
        [other] = (facts / "shards/table=shard_team").glob("shard-2*")
        edit(other, "INSERT INTO rows SELECT * REPLACE ('Billing' AS team) FROM rows LIMIT 1")
        [own] = (facts / "shards/table=shard_team").glob("shard-1*")
        edit(own, "INSERT INTO rows SELECT * REPLACE ('Billing' AS team) FROM rows LIMIT 1")
        self.refused_everywhere(facts, "team Billing lies in shard 1 and in shard 2", on_spark=True)

    def test_shards_that_do_not_belong_together_are_named(self):
        broken = {
            "program": ("'plumbline 9'", "shard 2 was written by plumbline 9, shard 1 by plumbline"),
            "policy_sha256": ("'abc'", "shard 2 was judged by the policy abc, shard 1 by the policy"),
            "now": ("now + INTERVAL 1 MICROSECOND", "shard 2 was assessed at 2026-11-20 17:00:00.000001"),
            "n_buckets": ("5", "shard 2 has 5 buckets, shard 1 has 4"),
            "input_sha256": ("'abc'", "shard 2 read other records than shard 1"),
            "n_shards": ("3", "shard 2 is one of 3, shard 1 one of 2|shard 3 of 3 is missing"),
        }
        for column, (value, sentence) in broken.items():
            facts = self.copy(column)
            [second] = (facts / "shards/table=shard").glob("shard-2*")
            edit(second, f"UPDATE rows SET {column} = {value}")
            self.refused(facts, sentence, on_spark=column == "now")

    def test_a_lost_file_and_one_that_is_there_twice_are_named(self):
        for name in ("lost", "twice"):
            facts = self.copy(name)
            file = max((facts / "table=requirement").glob("*/*/*.parquet"), key=lambda file: file.stat().st_size)
            if name == "lost":
                file.unlink()
            else:
                shutil.copy(file, file.with_name("again.parquet"))
            self.refused(facts, "table requirement has [0-9]+ rows, and its shards wrote [0-9]+")


def edit(file, statement):
    """Changes the rows of a Parquet file."""
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute("CREATE TABLE rows AS SELECT * FROM read_parquet(?, hive_partitioning = false)", [str(file)])
    connection.execute(statement)
    connection.execute(f"COPY rows TO '{file}' (FORMAT parquet)")
    connection.close()


def comparable(rows):
    """Rows in an order of their own, their numbers to a billionth: sums of shares differ in their last bit."""
    def value(cell):
        cell = plain(cell)
        if isinstance(cell, float):
            return round(cell, 9) + 0.0
        return cell.isoformat() if isinstance(cell, datetime.datetime) else cell

    return sorted(([(key, value(cell)) for key, cell in row.items()] for row in rows), key=repr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
