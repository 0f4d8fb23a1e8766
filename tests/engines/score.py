"""The results of the roll-up in the form of `plumbline score --json`, and how the two differ."""

import datetime
import decimal

PRECISION = 1e-9


def plain(value):
    """A value as both engines mean it: whole numbers as int, moments in UTC."""
    if isinstance(value, decimal.Decimal):
        return int(value)
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc) if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)
    return value


class Score:
    """Reads the results of an engine."""

    def __init__(self, engine, period_length):
        self.engine = engine
        self.period_length = period_length

    def rows(self, name, **where):
        rows = [{key: plain(value) for key, value in row.items()} for row in self.engine.rows(name)]
        return [row for row in rows if all(row[key] == value for key, value in where.items())]

    def codes(self, code_list):
        rows = sorted(self.rows("code", code_list=code_list), key=lambda row: row["place"])
        return [row["code"] for row in rows]

    def dictionary(self, table, column):
        rows = self.rows("dictionary", table_name=table, column_name=column)
        return [row["value"] for row in sorted(rows, key=lambda row: row["place"])]

    @staticmethod
    def confidence(row, keys="n verified verified_low verified_high perceived perceived_low perceived_high stated implied gap"):
        return {camel(key): row[key] for key in keys.split()}

    def graded(self, row, grades):
        counted = {
            "grades": {grade: 0 for grade in self.dictionary("requirement", "grade")},
            "conditions": {condition: 0 for condition in self.dictionary("requirement", "condition")},
        }
        for grade in grades:
            counted["grades"][grade["grade"]] += grade["n"]
            if grade["condition"] is not None:
                counted["conditions"][grade["condition"]] += grade["n"]
        return self.confidence(row) | counted

    def gates(self):
        grades = self.rows("gate_grades")
        rows = self.rows("confidence", figure="gates")
        return {row["code"]: self.graded(row, [g for g in grades if g["gate"] == row["code"]]) for row in rows}

    def risks(self):
        grades = self.rows("risk_grades")
        rows = self.rows("confidence", figure="risks")
        return {row["code"]: self.graded(row, [g for g in grades if g["risk"] == row["code"]]) for row in rows}

    def authorship(self):
        grades = self.rows("authorship_grades")
        found = {}
        for row in self.rows("confidence", figure="authorship"):
            own = [g for g in grades if g["gate"] == row["code"] and g["authorship"] == row["authorship"]]
            found.setdefault(row["authorship"], {})[row["code"]] = self.graded(row, own)
        return found

    def drift(self):
        found = {gate: [] for gate in self.codes("gate")}
        rows = self.rows("confidence", figure="drift", period_length=self.period_length)
        for row in sorted(rows, key=lambda row: row["period"]):
            keys = "n verified verified_low verified_high perceived perceived_low perceived_high stated gap"
            found[row["code"]].append({"period": row["period"]} | self.confidence(row, keys))
        return found

    def matrix(self):
        keys = "type family strength required present verified reproduced diverged not_tried not_reproducible".split()
        rows = sorted(self.rows("matrix"), key=lambda row: row["place"])
        return [{camel(key): row[key] for key in keys} for row in rows]

    def matrix_items(self):
        return {camel(row["runs"].replace("-", "_")): row["n"] for row in self.rows("matrix_items")}

    def patterns(self):
        teams = self.rows("pattern_teams")
        found = []
        for row in sorted(self.rows("patterns"), key=lambda row: row["place"]):
            own = {t["team"]: t["occurrences"] for t in teams if t["pattern"] == row["pattern"] and t["team"] is not None}
            found.append({key: row[key] for key in "pattern occurrences changes escaped recurrences".split()} | {"teams": own})
        return found

    def funnel(self, is_watched_only):
        rows = sorted(self.rows("funnel", is_watched_only=is_watched_only), key=lambda row: row["place"])
        return [{key: row[key] for key in "step reached lost bypassed leaked".split()} for row in rows]

    def debt(self):
        [now] = self.rows("debt")
        rows = sorted(self.rows("debt_series", period_length=self.period_length), key=lambda row: row["period"])
        series = [
            {"period": row["period"], "shipped": row["shipped"], "inDebt": row["in_debt"], "weighted": row["weighted"]} for row in rows
        ]
        return {"inDebt": now["in_debt"], "weighted": now["weighted"], "series": series}

    def timeliness(self):
        rows = sorted(self.rows("figure_timeliness"), key=lambda row: row["due_month"])
        return [{"period": r["due_month"], "n": r["n"], "within7": r["within_7"], "within30": r["within_30"]} for r in rows]

    def within_teams(self):
        rows = self.rows("figure_within_teams")
        return {r["authorship"]: {"teams": r["teams"], "pooled": r["pooled"], "within": r["within_mean"]} for r in rows}

    def calibration(self):
        [row] = self.rows("figure_calibration")
        filled = {r["bin"]: r for r in self.rows("figure_calibration_bins")}
        empty = {"n": 0, "stated": None, "resolved": None}
        bins = [
            {"low": b / 10, "high": (b + 1) / 10} | {key: filled.get(b, empty)[key] for key in ("n", "stated", "resolved")}
            for b in range(10)
        ]
        return row | {"bins": bins}

    def teams(self):
        criteria = self.rows("figure_criteria", ladder_window="now")
        found = []
        for row in sorted(self.rows("figure_teams"), key=lambda row: row["team"].encode()):
            own = sorted((c for c in criteria if c["team"] == row["team"]), key=lambda c: c["place"])
            keys = "rung criterion value low n threshold state".split()
            found.append(
                {"team": row["team"], "rung": row["rung"], "claimedRung": row["claimed_rung"], "previousRung": row["previous_rung"]}
                | {"criteria": [{"id" if key == "criterion" else key: c[key] for key in keys} for c in own]}
            )
        return found

    def reviews(self):
        rows = sorted(self.rows("figure_reviews"), key=lambda row: row["team"].encode())
        return [{camel(key): value for key, value in row.items()} for row in rows]

    def workflow(self):
        rows = self.rows("figure_workflow")
        return {r["practice"]: {"n": r["n"], "value": r["share"], "low": r["low"], "high": r["high"]} for r in rows}

    def detection(self, now):
        rows = self.rows("detection", period_length=self.period_length)
        lanes = sorted({(lane["place"], lane["lane"]) for lane in self.rows("policy_lane")})
        keys = "validated contradicted missing unverified".split()
        found = []
        for _, lane in lanes:
            own = sorted((row for row in rows if row["lane"] == lane), key=lambda row: row["period"])
            checks = [row["last_verified_check_at"] for row in own if row["last_verified_check_at"] is not None]
            days = (now - max(checks)) / datetime.timedelta(days=1) if checks else None
            periods = [{"period": row["period"]} | {key: row[key] for key in keys} for row in own]
            total = {key: sum(row[key] for row in own) for key in keys}
            found.append({"lane": lane} | total | {"daysSinceVerified": days, "periods": periods})
        return found

    def surface(self):
        opened = self.rows("surface_open")
        cells = {(row["surface"], row["gate"]): row for row in self.rows("surface")}
        found = []
        for surface in self.codes("surface"):
            for gate in self.codes("gate"):
                row = cells[surface, gate]
                own = {severity: 0 for severity in self.codes("severity")}
                own |= {o["severity"]: o["n_open"] for o in opened if o["surface"] == surface and o["gate"] == gate}
                assert sum(own.values()) == row["n_open"]
                found.append({"surface": surface, "gate": gate, "open": own, "required": row["required"], "verified": row["verified"]})
        return found

    def threats(self):
        rows = sorted(self.rows("threats"), key=lambda row: row["place"])
        return [{"gate": r["gate"], "required": r["required"], "verified": r["verified"], "open": r["n_open"]} for r in rows]

    def chain(self):
        rows = sorted(self.rows("chain"), key=lambda row: row["place"])
        return [{"link": row["link"], "changes": row["changes"]} for row in rows]

    def changes(self):
        return sum(row["n"] for row in self.rows("cube_change"))


def camel(name):
    """`verified_low` as `verifiedLow`."""
    first, *others = name.split("_")
    return first + "".join(other.capitalize() for other in others)


def score_of(engine, expected):
    """Everything that `plumbline score --json` prints, but for its policy's digest and its time, as an engine counts it."""
    now = datetime.datetime.fromisoformat(expected["now"].replace("Z", "+00:00"))
    periods = [point["period"] for points in expected["drift"].values() for point in points]
    score = Score(engine, "week" if any("W" in period for period in periods) else "month")
    return {
        "changes": score.changes(),
        "gates": score.gates(),
        "risks": score.risks(),
        "drift": score.drift(),
        "authorship": score.authorship(),
        "matrix": score.matrix(),
        "matrixItems": score.matrix_items(),
        "patterns": score.patterns(),
        "funnel": score.funnel(False),
        "funnelEvaluate": score.funnel(True),
        "debt": score.debt(),
        "timeliness": score.timeliness(),
        "withinTeams": score.within_teams(),
        "calibration": score.calibration(),
        "teams": score.teams(),
        "reviews": score.reviews(),
        "workflow": score.workflow(),
        "detection": score.detection(now),
        "surface": score.surface(),
        "threats": score.threats(),
        "chain": score.chain(),
    }


def differences(expected, found, path=""):
    """Where two scores differ: whole numbers and words exactly, all other numbers by more than a billionth."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if sorted(expected) != sorted(found):
            return [f"{path}: the keys {sorted(expected)}, found {sorted(found)}"]
        return [difference for key in expected for difference in differences(expected[key], found[key], f"{path}.{key}")]
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{path}: {len(expected)} entries, found {len(found)}"]
        pairs = enumerate(zip(expected, found))
        return [difference for i, (a, b) in pairs for difference in differences(a, b, f"{path}[{i}]")]
    if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        return [] if abs(expected - found) <= PRECISION else [f"{path}: {expected!r}, found {found!r}"]
    return [] if type(expected) is type(found) and expected == found else [f"{path}: {expected!r}, found {found!r}"]
