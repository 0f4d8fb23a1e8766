#!/usr/bin/env python3
"""The worked example counted a second time, from the text of docs/scoring.md alone; nothing here is taken from the product's code.

    python3 tests/worked/oracle.py            # compares with quayside.expected.json, ends with 1 where they differ
    python3 tests/worked/oracle.py --write    # writes quayside.expected.json

It reads only what the example uses: gate reports and verifications as JSON and NDJSON, SARIF, Azure what-if, role assignments and
metric alerts. Headings of docs/scoring.md stand above the code that follows them.
"""
import datetime, fnmatch, hashlib, json, math, pathlib, sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE / "quayside"
NOW = "2026-11-22T12:00:00Z"
GATES = ["intent", "validation", "execution", "observation"]
FAMILIES = ["identity", "network", "data-protection", "monitoring"]
GRADES = ["missing", "claimed", "attached", "checked", "signed", "reproduced"]
CONDITIONS = ["contradicted", "stale", "inconclusive"]
AUTHORSHIPS = ["human", "ai-assisted", "ai-generated", "unknown"]
POLICY = json.loads((HERE / "quayside.policy.json").read_bytes())
TYPES = {t["id"]: t for t in POLICY["artifactTypes"]}
time = lambda text: datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
now = time(NOW)
mean = lambda values: sum(values) / len(values) if values else None


def past(text):
    """A time that is stated and not after the assessment; an absent one is None."""
    return time(text) if text and time(text) <= now else None


# ---- reading
reports, verifications, errors = [], [], []
for path in sorted((ROOT / "reports").iterdir()):
    if path.suffix == ".ndjson":
        records = []
        for n, line in enumerate(path.read_text().splitlines(), 1):
            try:
                records.append(json.loads(line))
            except ValueError:
                errors.append(f"{path.name}:{n}")
    else:
        whole = json.loads(path.read_text())
        records = whole if isinstance(whole, list) else [whole]
    for n, r in enumerate(records):
        if r["format"] == "plumbline.verification/1":
            verifications.append(r)
        elif r["gate"] in GATES:
            reports.append(r)
            errors += [f"{path.name} [{n}] confidence" for s in r.get("perceived", []) if not 0 <= s["confidence"] <= 1]
        else:
            errors.append(f"{path.name} [{n}] gate")

def part_of(record):
    """The part that a report or a verification names; a blank name is none."""
    return (record.get("part") or "").strip() and record["part"]


changes = {}
for r in reports:
    changes.setdefault(r["change"]["id"], {"id": r["change"]["id"], "all": {g: [] for g in GATES}, "reviews": [], "fields": {}})
    changes[r["change"]["id"]]["all"][r["gate"]].append(r)
for c in changes.values():
    known = [r for g in GATES for r in c["all"][g] if past(r["recordedAt"])]
    for r in sorted(known, key=lambda r: time(r["recordedAt"])):      # the latest that states a field wins
        c["fields"].update(r["change"])
    c["counting"] = {}
    for g in GATES:
        ordered = sorted((r for r in known if r["gate"] == g), key=lambda r: time(r["recordedAt"]))
        for r in ordered:                                             # of each part the latest counts
            c["counting"].setdefault(g, {})[part_of(r)] = r
        c["reviews"] += [r["review"] for r in ordered if "review" in r and not ("at" in r["review"] and not past(r["review"]["at"]))]
changes = sorted((c for c in changes.values() if c["counting"]), key=lambda c: int(c["id"].split("#")[1]))
orphans = 0
for v in verifications:
    c = next((c for c in changes if c["id"] == v["change"]), None)
    parts = c["counting"].get(v["gate"], {}) if c else {}
    meant = [r for name, r in parts.items() if not part_of(v) or name == part_of(v)]
    found = [i for r in meant for i in r.get("evidence", []) if i["id"] == v["evidence"]]
    orphans += not found
    for i in found:
        i.setdefault("verified by", []).append(v)

# ---- Due gates
for c in changes:
    f = c["fields"]
    c["merged"], c["deployed"] = past(f.get("mergedAt")), past(f.get("deployedAt"))
    c["shipped"] = bool(c["merged"] or c["deployed"])
    c["past grace"] = bool(c["deployed"] and c["deployed"] + datetime.timedelta(days=POLICY["observationGraceDays"]) <= now)
    ready = {"intent": True, "validation": c["shipped"], "execution": c["deployed"], "observation": c["past grace"]}
    c["due"] = [g for g in GATES if ready[g] or g in c["counting"]]
    c["date"] = time(f.get("mergedAt") or f.get("deployedAt") or f.get("openedAt") or min(r["recordedAt"] for parts in c["counting"].values() for r in parts.values()))
    c["week"] = "{}-W{:02}".format(*c["date"].isocalendar()[:2])
    c["touches"] = f.get("touches", FAMILIES)
    stated = [r["change"]["environment"] for parts in c["counting"].values() for r in parts.values() if "environment" in r["change"]]
    c["critical"] = not stated or any(e.lower() in POLICY["criticalEnvironments"] for e in stated)
    c["author"], c["team"] = f.get("author"), f.get("team")
    c["authorship"] = f.get("authorship", "unknown")


# ---- Grades and Conditions
def facts(data, name):
    """What the example's artifacts say: the formats that they fit, and the facts that the conditions ask for."""
    said = {"formats": {"any"} if data.strip() else set(), "findings": []}
    try:
        doc = json.loads(data)
    except ValueError:
        if name.endswith((".json", ".sarif")):
            said["formats"] = set()
        return said
    if isinstance(doc, dict) and "runs" in doc:
        said["formats"].add("sarif-2.1.0")
        run = doc["runs"][0]
        said["stopped"] = not run["invocations"][0]["executionSuccessful"]
        for r in run["results"]:
            score, place = r.get("properties", {}).get("security-severity"), r["locations"][0]["physicalLocation"]
            severity = {"error": "high", "warning": "medium", "note": "low"}[r["level"]] if score is None else "critical" if float(score) >= 9 else "high"
            said["findings"].append({"ruleId": r["ruleId"], "severity": severity, "tool": run["tool"]["driver"]["name"],
                                     "location": {"path": place["artifactLocation"]["uri"], "line": place["region"]["startLine"]}})
    elif isinstance(doc, dict) and "changes" in doc:
        said["formats"].add("azure-what-if")
        kinds = [x["changeType"] for x in doc["changes"]]
        said["drift"] = any(k in ("Create", "Modify", "Delete") for k in kinds)
        said["blind"] = all(k in ("Unsupported", "Ignore") for k in kinds)
    elif isinstance(doc, dict) and "before" in doc and isinstance(doc["after"], list):
        wide = ("Owner", "Contributor", "User Access Administrator", "*")
        added = [a for a in doc["after"] if a not in doc["before"]]
        said["inflated"] = any(a["roleDefinitionName"] in wide and "justification" not in a for a in added)
    elif isinstance(doc, list) and doc[0]["type"].endswith("metricAlerts"):
        said["reaches nobody"] = any(a.get("enabled") and not a["actions"] for a in doc if a["type"].endswith("metricAlerts"))
    return said


def replaced_at(c):
    """When a later deployment of the same team, service and environment took the place of this change; else now."""
    key = lambda x: [str(x["fields"].get(k)).lower() if k == "environment" else x["fields"].get(k) for k in ("team", "service", "environment")]
    if not c["deployed"] or not all(c["fields"].get(k) for k in ("team", "service", "environment")):
        return now
    return min([x["deployed"] for x in changes if key(x) == key(c) and x["deployed"] and x["deployed"] > c["deployed"]] + [now])


def grade(c, report, item):
    kind, gate = TYPES[item["type"]], report["gate"]
    artifact = item.get("artifact", {})
    recorded, path = artifact.get("sha256"), ROOT / artifact.get("path", "none")
    data = path.read_bytes() if path.is_file() else None
    said = facts(data, path.name) if data is not None else {"formats": set(), "findings": []}
    differs = data is not None and recorded is not None and hashlib.sha256(data).hexdigest() != recorded
    accepted = bool(said["formats"] & set(kind["accepts"]))
    level = "claimed"
    if recorded or data is not None:
        level = "checked" if data is not None and not differs and accepted else "attached"
    # runs of the item, of the same item in superseded reports, and of verifications
    own = item.get("runs", [])
    older = [r for x in c["all"][gate] if x is not report and part_of(x) == part_of(report) and past(x["recordedAt"]) for i in x.get("evidence", []) if (i["type"], i["id"]) == (item["type"], item["id"]) for r in i.get("runs", [])]
    verified_by = item.get("verified by", [])
    runs = [(r, False) for r in own + older] + [(r, True) for r in verified_by]
    runs = [(r, v) for r, v in runs if "at" not in r or past(r["at"])]

    def repeats(some):
        """Whether these runs reproduce: enough actors with the same inputs and output, one of them a verification by somebody else."""
        for inputs, output in {(r["inputs"], r["output"]) for r, _ in some}:
            alike = [(r, v) for r, v in some if (r["inputs"], r["output"]) == (inputs, output)]
            by_others = any(v and c["author"] and r["by"] != c["author"] for r, v in alike)
            enough = len({r["by"] for r, _ in alike}) >= POLICY["reproduction"]["independentActors"]
            if enough and by_others and output == (recorded or output):
                return True
        return False

    diverged, reproduced = False, False
    if kind["reproducible"]:
        outputs = {}
        for r, _ in runs:
            outputs.setdefault(r["inputs"], set()).add(r["output"])
        diverged = any(len(o) > 1 for o in outputs.values()) or bool(own and recorded and outputs[own[0]["inputs"]] - {recorded})
        reproduced = repeats(runs)
    if level != "claimed" and reproduced and not diverged:
        level = "reproduced"
    could_stop = report["outcome"] == "passed" and report.get("mode", "enforce") == "enforce"
    refuted = item["type"] in ("policy-diagnostics", "secret-scan") and could_stop and any(f["severity"] in ("critical", "high") for f in said["findings"])
    refuted |= item["type"] == "alert-linkage" and said.get("reaches nobody", False) or item["type"] == "drift-check" and said.get("drift", False)
    refuted &= accepted                                                # of a file that is not accepted nothing is asked
    until = replaced_at(c)
    checked = max([time(r["at"]) for r, _ in runs if "at" in r], default=time(report["recordedAt"]))
    old = kind["freshDays"] is not None and until - checked > datetime.timedelta(days=kind["freshDays"])
    expired = "expiresAt" in item and time(item["expiresAt"]) < until
    vague = data is not None and not accepted or said.get("stopped") or said.get("blind")
    condition = "contradicted" if differs or diverged or refuted else "stale" if old or expired else "inconclusive" if vague else None
    # ---- Times of a requirement: when the proof of this item was complete, and when it went stale
    alone = "checked" if data is not None and not differs and accepted else "attached" if recorded or data is not None else "claimed"
    is_enough = lambda level: GRADES.index(level) >= GRADES.index(POLICY["minGrade"])
    recorded_at = time(report["recordedAt"])
    proved = None
    if condition in (None, "stale") and not vague and is_enough(level):
        moments = [recorded_at] if is_enough(alone) else sorted({max(recorded_at, time(r["at"]) if "at" in r else recorded_at) for r, _ in runs})
        proved = next(at for at in moments if is_enough(alone) or repeats([(r, v) for r, v in runs if "at" not in r or time(r["at"]) <= at]))
    ends = [checked + datetime.timedelta(days=days) for days in [kind["freshDays"]] if days is not None] + [time(item[k]) for k in ["expiresAt"] if k in item]
    stale = min(ends) if condition == "stale" else None
    runs_say = "notReproducible" if not kind["reproducible"] else "diverged" if diverged else "reproduced" if reproduced else "notTried"
    return {"grade": level, "condition": condition, "runs": runs_say, "checked": checked, "proved": proved, "stale": stale, "part": part_of(report), "controls": item.get("controls"), "said": said if level in ("checked", "reproduced") and accepted and not differs else None, "inflated": said.get("inflated", False)}


# ---- Requirements
def owed(c, gate):
    for rule in POLICY["requirements"][gate]:
        conditional = "touches" in rule or "critical" in rule
        if not conditional or set(rule.get("touches", [])) & set(c["touches"]) or rule.get("critical") and c["critical"]:
            yield rule["type"]


def best_of(items):
    rank = lambda n: (items[n]["condition"] == "contradicted", items[n]["condition"] is None, GRADES.index(items[n]["grade"]), n)
    return items[max(range(len(items)), key=rank)] if items else {"grade": "missing", "condition": None}


# ---- Parts
def worst_of(bests):
    """Of the best items of several parts, by part, the one that stands for all of them."""
    def rank(name):
        b = bests[name]
        missing = b["grade"] == "missing"
        level = 0 if b["condition"] == "contradicted" else 1 if missing else 2 if b["condition"] else 3
        return level, GRADES.index(b["grade"]), b["condition"] != "stale", b.get("runs") != "diverged", b.get("checked", now), name
    name = min(bests, key=rank)
    return {"part": name, **bests[name]}


def standing(c, gate, kind, speaks=lambda item: True):
    """What stands for a type at its gate: over all parts when it is owed, else over those that offer it."""
    is_owed = any(r["type"] == kind and r["gate"] == gate for r in c["requirements"])
    offered = {name: [i for i in items if i["type"] == kind] for name, items in c["items"].get(gate, {}).items()}
    bests = {name: best_of([i for i in items if speaks(i)]) for name, items in offered.items() if items or is_owed}
    return worst_of(bests) if bests else best_of([])


def times(c, gate, kind):
    """When a requirement fell due, was verified (over parts the latest) and went stale (over parts the earliest)."""
    f, recorded = c["fields"], [time(r["recordedAt"]) for r in c["counting"].get(gate, {}).values()]
    earliest = min(time(r["recordedAt"]) for g in GATES for r in c["all"][g] if past(r["recordedAt"]))
    grace = [c["deployed"] + datetime.timedelta(days=POLICY["observationGraceDays"])] if c["deployed"] else []
    due = {"intent": [past(f.get("openedAt")) or earliest], "validation": [c["merged"], c["deployed"]] + recorded,
           "execution": [c["deployed"]] + recorded, "observation": grace + recorded}[gate]
    bests = [best_of([i for i in items if i["type"] == kind]) for items in c["items"].get(gate, {}).values()]
    proofs, ends = [b.get("proved") for b in bests], [b["stale"] for b in bests if b.get("stale")]
    verified = max(proofs) if proofs and None not in proofs else None
    return min(at for at in due if at and at <= now), verified, min(ends, default=None) if verified else None


is_verified = lambda item: item["condition"] is None and GRADES.index(item["grade"]) >= GRADES.index(POLICY["minGrade"])
for c in changes:
    c["items"] = {g: {name: [{"type": i["type"], **grade(c, r, i)} for i in r.get("evidence", []) if TYPES[i["type"]]["gate"] == g] for name, r in parts.items()}
                  for g, parts in c["counting"].items()}
    c["requirements"] = [{"change": c["id"], "gate": g, "type": kind} for g in c["due"] for kind in owed(c, g)]
    for r in c["requirements"]:
        best = standing(c, r["gate"], r["type"])
        r["times"] = times(c, r["gate"], r["type"])
        r.update({"part": best.get("part") or None, "grade": best["grade"], "condition": best["condition"], "verified": is_verified(best)})
of = lambda c, *gates: [r for r in c["requirements"] if r["gate"] in gates]
all_verified = lambda c, g: g in c["due"] and all(r["verified"] for r in of(c, g))
share = lambda rs: sum(r["verified"] for r in rs) / len(rs)


def stated_in(reports, risk):
    said = [s for r in reports for s in r.get("perceived", []) if s.get("risk") == risk and 0 <= s["confidence"] <= 1]
    return mean([s["confidence"] for s in said if s["role"] == "author"] or [s["confidence"] for s in said])


def statement(c, gates, risk=None):
    """Of a gate the mean of what its parts state; of a risk all statements of all gates and parts together."""
    reports = [r for g in gates for r in c["counting"].get(g, {}).values()]
    if risk:
        return stated_in(reports, risk)
    return mean([s for s in (stated_in([r], None) for r in reports) if s is not None])


def outcome(c, gate):
    said = [r["outcome"] for r in c["counting"].get(gate, {}).values()]
    return next((word for word in ("failed", "bypassed") if word in said), None if not said else "skipped" if set(said) == {"skipped"} else "passed")


# ---- Verified, Perceived and Implied confidence, Gap
def wilson(v, n):
    z = 1.959963984540054
    middle, half, whole = v + z * z / (2 * n), z * math.sqrt(v * (1 - v) / n + z * z / (4 * n * n)), 1 + z * z / n
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def figures(cases):
    """Of cases (requirements, statement, passed): a change at a gate, or at the gates of a risk."""
    cases = list(cases)
    shares, stated = [share(rs) for rs, _, _ in cases], [s for _, s, _ in cases if s is not None]
    v, p = mean(shares), mean(stated)
    low, high = wilson(v, len(cases)) if cases else (None, None)
    p_low = p_high = None
    if len(stated) >= 2:
        half = 1.959963984540054 * math.sqrt(sum((s - p) ** 2 for s in stated) / (len(stated) - 1) / len(stated))
        p_low, p_high = max(0.0, p - half), min(1.0, p + half)
    everything = [r for rs, _, _ in cases for r in rs]
    return {"n": len(cases), "verified": v, "verifiedLow": low, "verifiedHigh": high, "perceived": p, "perceivedLow": p_low, "perceivedHigh": p_high,
            "stated": len(stated), "implied": mean([float(passed) for _, _, passed in cases]), "gap": None if p is None or v is None else p - v,
            "grades": {g: sum(r["grade"] == g for r in everything) for g in GRADES}, "conditions": {k: sum(r["condition"] == k for r in everything) for k in CONDITIONS}}


at_gate = lambda some, g: [(of(c, g), statement(c, [g]), outcome(c, g) == "passed") for c in some if g in c["due"]]


# ---- Confidence in a risk
def of_risk(risk):
    for c in changes:
        rs = [r for r in c["requirements"] if r["type"] in POLICY["risks"][risk]]
        gates = {r["gate"] for r in rs}
        if rs:
            yield rs, statement(c, gates, risk), all(outcome(c, g) == "passed" for g in gates)


# ---- Failure patterns
OPENNESS = ["open", "fixed", "suppressed", "false-positive"]


def findings(c, gate):
    """The findings of a gate, joined within each part: (status, severity, pattern, fingerprint)."""
    for name, report in sorted(c["counting"].get(gate, {}).items()):
        yield from findings_of(report, c["items"][gate][name])


def findings_of(report, items):
    native = [dict(f, native=True) for f in report.get("findings", [])]
    joined = {}
    for f in native + [f for i in items if i["said"] for f in i["said"]["findings"]]:
        place = f.get("location", {})
        key = f.get("fingerprint") or ((f["ruleId"], f["resource"]) if "resource" in f else (f["ruleId"], place["path"], place["line"]) if place else id(f))
        joined.setdefault(key, []).append(f)
    for key, alike in joined.items():
        alike = [f for f in alike if f.get("native")] or alike
        statuses = ["open" if f.get("status") == "suppressed" and not f.get("justification") else f.get("status", "open") for f in alike]
        rules = [r["pattern"] for r in POLICY["rules"] for f in alike if fnmatch.fnmatch(f["ruleId"], r["ruleId"]) and f.get("tool") == r["tool"]]
        pattern = next((f["pattern"] for f in alike if "pattern" in f), rules[0] if rules else None)
        yield min(statuses, key=OPENNESS.index), alike[0]["severity"], pattern, key


for c in changes:
    found = {}
    for g in GATES:
        c["open", g] = [severity for status, severity, _, _ in findings(c, g) if status == "open"]
        for status, _, pattern, key in findings(c, g):
            if pattern and status in ("open", "fixed"):
                found.setdefault((pattern, key), g)
        for i in [i for items in c["items"].get(g, {}).values() for i in items]:
            if i["type"] == "role-assignment-diff" and i["inflated"] and "identity" in c["touches"]:
                found.setdefault(("privilege-inflation", "evidence:" + i["type"]), g)
    for r in c["requirements"]:
        illusion = r["type"] == "alert-linkage" and r["condition"] == "contradicted" or r["type"] == "alert-test" and not r["verified"]
        gap = r["type"] == "rollback-rehearsal" and not r["verified"] and c["deployed"]
        drift = r["type"] == "drift-check" and r["condition"] == "contradicted"
        for pattern in ["alert-illusion"] * illusion + ["recovery-gap"] * bool(gap) + ["environment-drift"] * drift:
            found.setdefault((pattern, "evidence:" + r["type"]), r["gate"])
    responsible = {p["id"]: p["responsible"] for p in POLICY["patterns"]}
    open_for = lambda pattern, g: GATES.index(g) >= GATES.index(responsible[pattern]) and outcome(c, responsible[pattern]) in ("passed", "bypassed")
    c["occurrences"] = [(pattern, responsible[pattern] if open_for(pattern, g) else None) for (pattern, _), g in found.items()]
    c["clean"] = not any(s in ("critical", "high") for g in GATES for s in c["open", g])
teams = sorted({c["team"] for c in changes if c["team"]})


def pattern_row(pattern):
    has = lambda c: [o for o in c["occurrences"] if o[0] == pattern]
    n_changes = {t: sum(bool(has(c)) for c in changes if c["team"] == t) for t in teams}
    return {"pattern": pattern, "occurrences": sum(len(has(c)) for c in changes), "changes": sum(bool(has(c)) for c in changes),
            "escaped": sum(o[1] is not None for c in changes for o in has(c)), "recurrences": sum(max(0, n - 1) for n in n_changes.values()),
            "teams": {t: sum(len(has(c)) for c in changes if c["team"] == t) for t in teams if n_changes[t]}}


# ---- Policy enforcement funnel
def approves(c, r):
    return c["author"] and r["by"] != c["author"] and r["intent"] == r["controls"] == "upheld"


def funnel(some):
    risk = lambda c: "validation" in c["counting"] and not any(s in ("critical", "high") for s in c["open", "validation"])
    steps = [("opened", None, lambda c: True, None), ("intent", "intent", lambda c: all_verified(c, "intent"), "shipped"),
             ("validated", "validation", lambda c: all_verified(c, "validation"), "shipped"), ("risk-assessed", "validation", risk, "shipped"),
             ("approved", "validation", lambda c: any(approves(c, r) for r in c["reviews"]), "shipped"),
             ("deployed", "execution", lambda c: all_verified(c, "execution"), "deployed"), ("observed", "observation", lambda c: all_verified(c, "observation"), "past grace")]
    left = some
    for step, gate, met, went_past in steps:
        reached = [c for c in left if met(c)]
        yield {"step": step, "reached": len(reached), "lost": len(left) - len(reached), "bypassed": sum(outcome(c, gate) == "bypassed" for c in some),
               "leaked": sum(bool(went_past and c[went_past]) and not met(c) for c in some)}
        left = reached


# ---- Calibration
def calibration():
    cases = [(statement(c, [g]), float(all_verified(c, g) and not any(o[1] == g for o in c["occurrences"]))) for c in changes for g in c["due"] if statement(c, [g]) is not None]
    n, base, bins = len(cases), mean([r for _, r in cases]), []
    for k in range(10):
        inside = [(s, r) for s, r in cases if min(9, math.floor(s * 10 + 1e-9)) == k]
        bins.append({"n": len(inside), "stated": mean([s for s, _ in inside]), "resolved": mean([r for _, r in inside])})
    filled = [b for b in bins if b["n"]]
    return {"n": n, "bins": bins, "brier": mean([(s - r) ** 2 for s, r in cases]), "uncertainty": base * (1 - base),
            "reliability": sum(b["n"] * (b["stated"] - b["resolved"]) ** 2 for b in filled) / n, "resolution": sum(b["n"] * (b["resolved"] - base) ** 2 for b in filled) / n}


# ---- Verification debt
for c in changes:
    c["shipped at"] = min((at for at in (c["merged"], c["deployed"]) if at), default=None)
    c["radius"] = sum(c["fields"].get("resources", {}).values()) if c["fields"].get("resources") else POLICY["unknownRadius"]


def is_open(requirement, at):
    due, verified, stale = requirement["times"]
    return due <= at and not (verified and verified <= at and (stale is None or at < stale))


def in_debt(c, at):
    return c["shipped at"] and c["shipped at"] <= at and any(is_open(r, at) for r in c["requirements"])


def debt():
    count = lambda at: {"inDebt": sum(bool(in_debt(c, at)) for c in changes), "weighted": sum(c["radius"] for c in changes if in_debt(c, at))}
    shipped_in = lambda w: sum(c["shipped"] and c["week"] == w for c in changes)
    weeks = sorted({c["week"] for c in changes if c["shipped"]})
    last_moment = lambda w: datetime.datetime.strptime(w + "-1 +0000", "%G-W%V-%u %z") + datetime.timedelta(days=7, microseconds=-1)
    return {**count(now), "series": [{"period": w, "shipped": shipped_in(w), **count(now if w == weeks[-1] else last_moment(w))} for w in weeks]}


# ---- Timeliness
def timeliness():
    dues = [r["times"] for c in changes for r in c["requirements"]]
    for month in sorted({due.strftime("%Y-%m") for due, _, _ in dues}):
        some = [(due, verified) for due, verified, _ in dues if due.strftime("%Y-%m") == month]

        def within(days):
            span = datetime.timedelta(days=days)
            too_early = any(now - due < span for due, _ in some)
            return None if too_early else sum(bool(verified) and verified - due <= span for due, verified in some) / len(some)
        yield {"period": month, "n": len(some), "within7": within(7), "within30": within(30)}


# ---- Within teams
def within_teams(authorship):
    def gap(who, some):
        cases = [case for g in GATES for case in at_gate([c for c in some if c["authorship"] == who], g)]
        f = figures(cases)
        return f["gap"], f["stated"]
    difference = lambda some: None if None in (gap(authorship, some)[0], gap("human", some)[0]) else gap(authorship, some)[0] - gap("human", some)[0]
    compared = []
    for team in teams:
        some = [c for c in changes if c["team"] == team]
        n, n_human = gap(authorship, some)[1], gap("human", some)[1]
        if min(n, n_human) >= max(1, POLICY["tooFew"]):
            compared.append((n * n_human / (n + n_human), difference(some)))
    within = sum(w * d for w, d in compared) / sum(w for w, _ in compared) if compared else None
    return {"teams": len(compared), "pooled": difference(changes), "within": within}


# ---- Audit reproducibility matrix
def matrix():
    for kind, rules in TYPES.items():
        for family in FAMILIES + ["deployment-safety"]:
            strength = "strong" if family in rules["strong"] else "supporting"
            touching = [c for c in changes if family in c["touches"] + ["deployment-safety"]]
            offers = [standing(c, rules["gate"], kind, lambda i: i["controls"] is None or family in i["controls"]) for c in touching]
            present = [i for i in offers if GRADES.index(i["grade"]) >= GRADES.index("attached")]
            if family in rules[strength]:
                yield {"type": kind, "family": family, "strength": strength, "required": sum(r["type"] == kind for c in touching for r in c["requirements"]), "present": len(present),
                       "verified": sum(map(is_verified, offers)), **{say: sum(i["runs"] == say for i in present) for say in ("reproduced", "diverged", "notTried", "notReproducible")}}


# ---- Maturity ladder
def practice(cases):
    v = mean([float(bool(x)) for x in cases])
    low, high = wilson(v, len(cases)) if cases else (None, None)
    return {"n": len(cases), "value": v, "low": low, "high": high}


def independent(c):
    return [r for r in c["reviews"] if c["author"] and r["by"] != c["author"]]


def prevented(pattern, some):
    kinds = next(p["prevention"] for p in POLICY["patterns"] if p["id"] == pattern)
    owing = [c for c in some if any(r["type"] in kinds for r in c["requirements"])]
    latest = max(owing, key=lambda c: (c["date"], c["id"]), default=None)
    return latest is not None and all(r["verified"] for r in latest["requirements"] if r["type"] in kinds)


def metric(name, gate, some):
    rs = [r for c in some for r in c["requirements"]]
    if name == "verified":
        f = figures(at_gate(some, gate))
        return {"n": f["n"], "value": f["verified"], "low": f["verifiedLow"]}
    if name == "strongFamilies":
        proved = lambda f: any(r["grade"] in ("reproduced", "signed") and r["condition"] is None and f in TYPES[r["type"]]["strong"] for r in rs)
        return practice([proved(f) for f in FAMILIES + ["deployment-safety"]] if some else [])
    if name == "unpreventedRecurrence":
        recurring = [p["id"] for p in POLICY["patterns"] if sum(any(o[0] == p["id"] for o in c["occurrences"]) for c in some) > 1]
        return {"n": len(recurring), "value": sum(not prevented(p, some) for p in recurring)}
    releases = {c["fields"]["release"] for c in some if c["deployed"] and "release" in c["fields"]}
    tested = lambda c: is_verified(standing(c, "observation", "alert-test"))
    return practice({"shippedClean": [c["clean"] for c in some if c["shipped"]],
                     "reproducedShare": [r["grade"] == "reproduced" and r["condition"] is None for r in rs if TYPES[r["type"]]["reproducible"]],
                     "rollbackRehearsed": [r["verified"] for r in rs if r["type"] == "rollback-rehearsal"],
                     "alertPathPerRelease": [any(tested(c) for c in some if c["fields"].get("release") == x) for x in releases],
                     "blindReview": [any(r.get("blind") for r in independent(c)) for c in some if "validation" in c["due"]]}[name])


def ladder(team, until):
    since = until - datetime.timedelta(days=POLICY["ladderDays"])
    some = [c for c in changes if c["team"] == team and since <= c["date"] <= until and (until == now or c["date"] < until)]
    rung, stands = "ad-hoc", True
    rows = []
    for step in POLICY["ladder"]:
        for criterion in step["criteria"]:
            m = metric(criterion["metric"], criterion.get("gate"), some)
            exact = "every" in criterion or "none" in criterion
            threshold = 1 if "every" in criterion else 0 if "none" in criterion else criterion["atLeast"]
            if not m["n"]:
                may_be_absent = criterion["metric"] in ("rollbackRehearsed", "alertPathPerRelease", "unpreventedRecurrence")
                state = "not-applicable" if some and may_be_absent else "not-enough-data"
            elif exact:
                state = "met" if m["value"] == threshold else "not-met"
            else:
                state = "met" if m["low"] >= threshold else "not-enough-data" if wilson(1, m["n"])[0] < threshold else "not-met"
            stands = stands and state in ("met", "not-applicable")
            rows.append({"rung": step["rung"], "id": criterion["id"], "value": m["value"], "low": None if exact or not m["n"] else m["low"], "n": m["n"], "threshold": threshold, "state": state})
        rung = step["rung"] if stands else rung
    return rung if some else None, rows


def team_row(team):
    rung, criteria = ladder(team, now)
    before, _ = ladder(team, now - datetime.timedelta(days=POLICY["ladderDays"]))
    claimed = next((t["claimedRung"] for t in POLICY["teams"] if t["team"] == team), None)
    return {"team": team, "rung": rung or "ad-hoc", "claimedRung": claimed, "previousRung": before, "criteria": criteria}


# ---- Detection pipeline, Threat map, Authoring-time chain, Workflow adherence, Double-blind review
def lane(types):
    rs = [r for c in changes for r in c["requirements"] if r["type"] in types]
    sums = {"validated": sum(r["verified"] for r in rs), "contradicted": sum(r["condition"] == "contradicted" for r in rs), "missing": sum(r["grade"] == "missing" for r in rs)}
    return {**sums, "unverified": len(rs) - sum(sums.values())}


def chain():
    has = lambda c, *ps: any(o[0] in ps for o in c["occurrences"])
    links = [("default", lambda c: has(c, "unsafe-defaults", "privilege-inflation")), ("missed", lambda c: outcome(c, "validation") in ("passed", "bypassed")),
             ("deployed", lambda c: c["deployed"]), ("silent", lambda c: has(c, "alert-illusion"))]
    left = changes
    for name, holds in links:
        left = [c for c in left if holds(c)]
        yield {"link": name, "changes": len(left)}


def attached(c):
    kinds = ["policy-diagnostics"] + ["deployment-outputs"] * ("execution" in c["due"])
    return all(GRADES.index(r["grade"]) >= 2 for r in c["requirements"] if r["type"] in kinds)


def reviewed(team):
    some = [c for c in changes if c["team"] == team and "validation" in c["due"]]
    return {"team": team, "changes": len(some), "independent": sum(bool(independent(c)) for c in some), "blind": sum(any(r.get("blind") for r in independent(c)) for c in some)}


shipped = [c for c in changes if c["shipped"]]
evaluated = [c for c in changes if {r.get("mode", "enforce") for r in c["counting"].get("validation", {}).values()} == {"evaluate"}]
pairs = [case for g in GATES for case in at_gate(changes, g)]
threats = [{"gate": g, "required": sum(len(of(c, g)) for c in changes), "verified": sum(r["verified"] for c in changes for r in of(c, g)), "open": sum(len(c["open", g]) for c in changes)} for g in GATES]
by_period = lambda g: [(w, at_gate([c for c in changes if c["week"] == w], g)) for w in sorted({c["week"] for c in changes})]
without = lambda figures, *keys: {k: v for k, v in figures.items() if k not in keys}
expected = {
    # as `plumbline score --json` names them
    "now": NOW, "changes": len(changes), "gates": {g: figures(at_gate(changes, g)) for g in GATES}, "risks": {r: figures(of_risk(r)) for r in POLICY["risks"]},
    "authorship": {a: {g: figures(at_gate([c for c in changes if c["authorship"] == a], g)) for g in GATES} for a in AUTHORSHIPS},
    "drift": {g: [{"period": w, **without(figures(cases), "grades", "conditions", "implied")} for w, cases in by_period(g) if cases] for g in GATES},
    "matrix": list(matrix()), "patterns": [pattern_row(p["id"]) for p in POLICY["patterns"]], "funnel": list(funnel([c for c in changes if c not in evaluated])), "funnelEvaluate": list(funnel(evaluated)),
    "debt": debt(), "timeliness": list(timeliness()), "withinTeams": {a: within_teams(a) for a in AUTHORSHIPS[1:]}, "calibration": calibration(), "threats": threats, "chain": list(chain()), "detection": [{"lane": k, **lane(types)} for k, types in POLICY["lanes"].items()],
    "workflow": {"threatIntentVerified": practice([all_verified(c, "intent") for c in changes]), "diagnosticsAndOutputsAttached": practice([attached(c) for c in shipped]),
                 "noOpenCriticalOrHigh": practice([c["clean"] for c in shipped])}, "reviews": [reviewed(t) for t in teams], "teams": [team_row(t) for t in teams],
    # what no key of the score says
    "oracle": {"reports": len(reports), "verifications": len(verifications), "orphans": orphans, "errors": errors,
               # ---- Pooled
               "pooled": without(figures(pairs), "grades", "conditions"), "requirements": [without(r, "times") for c in changes for r in c["requirements"]],
               # ---- Times of a requirement
               "times": [[r["change"], r["gate"], r["type"], *(at and at.strftime("%Y-%m-%dT%H:%M:%SZ") for at in r["times"])] for c in changes for r in c["requirements"]]},
}


def lines(value, depth=0):
    """JSON with one short object a line."""
    flat = json.dumps(value, ensure_ascii=False)
    if len(flat) <= 150 or not isinstance(value, (dict, list)):
        return flat
    inner = [f"{json.dumps(k)}: {lines(v, depth + 1)}" for k, v in value.items()] if isinstance(value, dict) else [lines(v, depth + 1) for v in value]
    left, right = "{}" if isinstance(value, dict) else "[]"
    return left + "\n" + ",\n".join(" " * (depth + 1) + line for line in inner) + "\n" + " " * depth + right


text, file = lines(expected) + "\n", HERE / "quayside.expected.json"
if "--write" in sys.argv:
    file.write_text(text)
elif not file.is_file() or file.read_text() != text:
    sys.exit(f"{file.name} differs")
