"""Rolls up what `plumbline facts` wrote, with DuckDB or with Apache Spark, and writes every result as a Parquet file.

    pip install duckdb && python sql/run.py duckdb FACTS --out ROLLUP
    pip install pyspark && python sql/run.py spark FACTS --out ROLLUP     # Java 17; a cluster: --master URL

It runs duckdb.sql or spark.sql, rollup.sql and figures.sql. It adds nothing to them but that it keeps each result, so that a
result over another one does not count again. In Spark each result is a folder with one file.
"""

import argparse
import re
import sys
import time
from pathlib import Path

SQL = Path(__file__).resolve().parent

# Views with a row for each fact: reading them again costs less than keeping them.
NOT_KEPT = {"touched", "ladder_change", "ladder_requirement"}


def statements(name):
    """The statements of a file, without comments."""
    text = re.sub(r"--[^\n]*", "", (SQL / name).read_text(encoding="utf-8"))
    return [statement.strip() for statement in text.split(";") if statement.strip()]


def view_of(statement):
    """The view that a statement makes, if it makes one."""
    found = re.match(r"CREATE OR REPLACE TEMP VIEW (\w+)", statement)
    return found and found.group(1)


def results():
    """The names of all results, in their order: those of rollup.sql and of figures.sql, cubes among them."""
    names = [view_of(statement) for name in ("rollup.sql", "figures.sql") for statement in statements(name)]
    return [name for name in names if name and not name.startswith("guard") and name not in NOT_KEPT]


class DuckDb:
    """The facts of a folder in DuckDB, in memory."""

    def __init__(self, facts):
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("SET VARIABLE facts = ?", [str(facts)])
        for statement in statements("duckdb.sql"):
            self.connection.execute(statement)

    def roll_up(self):
        """Runs the roll-up and keeps each result; raises when the guard finds shards that do not belong together."""
        for statement in statements("rollup.sql") + statements("figures.sql"):
            self.connection.execute(statement).fetchall()
            name = view_of(statement)
            if name and name not in NOT_KEPT and name != "guard_problem":
                self.connection.execute(f"CREATE OR REPLACE TEMP TABLE kept_{name} AS SELECT * FROM {name}")
                self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT * FROM kept_{name}")

    def rows(self, name):
        """The rows of a view, each as a dictionary."""
        found = self.connection.execute(f"SELECT * FROM {name}")
        columns = [column[0] for column in found.description]
        return [dict(zip(columns, row)) for row in found.fetchall()]

    def write(self, folder):
        """Writes each result as a file."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in results():
            self.connection.execute(f"COPY (SELECT * FROM {name} ORDER BY ALL) TO '{folder}/{name}.parquet' (COMPRESSION zstd)")

    def close(self):
        """Ends it."""
        self.connection.close()


class Spark:
    """The facts of a folder in Apache Spark, and the results in another."""

    def __init__(self, facts, session, out):
        self.session, self.out = session, out
        session.conf.set("spark.plumbline.facts", str(facts))
        for statement in statements("spark.sql"):
            session.sql(statement)

    def roll_up(self):
        """Runs the roll-up and writes each result; raises when the guard finds shards that do not belong together."""
        for statement in statements("rollup.sql") + statements("figures.sql"):
            found = self.session.sql(statement).collect()
            name = view_of(statement)
            if name == "guard":
                # asked once: what it says holds for all results
                [found] = self.rows(name)
                self.session.sql(f"CREATE OR REPLACE TEMP VIEW guard AS SELECT {found['n_problems']} AS n_problems")
            elif name in results():
                path = f"{self.out}/{name}.parquet"
                self.session.table(name).coalesce(1).write.mode("overwrite").parquet(path)
                # what follows reads the file: a plan over plans over plans takes longer to make than the results
                self.session.read.parquet(path).createOrReplaceTempView(name)

    def rows(self, name):
        """The rows of a view, each as a dictionary."""
        return [row.asDict() for row in self.session.sql(f"SELECT * FROM {name}").collect()]

    def close(self):
        """Ends the session."""
        self.session.stop()


def spark_session(master=None, **settings):
    """A session of Spark: of `spark-submit`, or at a master."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.appName("plumbline")
    builder = builder.master(master) if master else builder
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def main():
    """Rolls up a folder."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("engine", choices=["duckdb", "spark"])
    arguments.add_argument("facts", help="the folder of the facts; for Spark also an address such as s3a://bucket/facts")
    arguments.add_argument("--out", required=True, help="the folder for the results")
    arguments.add_argument("--master", help="of Spark: such as local[*] or spark://host:7077")
    given = arguments.parse_args()
    began = time.monotonic()
    on_duckdb = given.engine == "duckdb"
    engine = DuckDb(given.facts) if on_duckdb else Spark(given.facts, spark_session(given.master), given.out)
    try:
        engine.roll_up()
        if on_duckdb:
            engine.write(Path(given.out))
    except Exception as error:
        sys.exit(f"nothing is rolled up: {str(error).splitlines()[0]}")
    finally:
        engine.close()
    print(f"{len(results())} results in {given.out} after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
