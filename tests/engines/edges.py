"""Records at the edges: of months and weeks, of teams and statements, of gates and parts.

Seven changes. Five are dated in December 2026 and two in January 2027; three lie in week 53 of 2026 and four in week 51.
"""

SHA = "ab" * 32
INPUTS = "cd" * 32


def report(change, gate, at, outcome="passed", evidence=(), **more):
    """A report of a gate."""
    evidence = [{"id": kind, "type": kind, **item} for kind, item in evidence]
    return {"format": "plumbline.gate-report/1", "gate": gate, "recordedAt": at, "outcome": outcome, "change": change,
            "evidence": evidence, **more}


def attached(**more):
    """An item with a digest, whose bytes are not at hand."""
    return {"artifact": {"path": "evidence/file.txt", "sha256": SHA}} | more


def repeated(at):
    """An item that a pipeline ran once; a verification may repeat it."""
    return attached(runs=[{"by": "ci:edge", "at": at, "inputs": INPUTS, "output": SHA}])


def verification(change, gate, evidence, at):
    """Somebody else got the same output."""
    return {"format": "plumbline.verification/1", "change": change, "gate": gate, "evidence": evidence, "by": "u-other", "at": at,
            "inputs": INPUTS, "output": SHA}


def stated(*values):
    """What the author states, each for itself."""
    return {"perceived": [{"confidence": value, "role": "author"} for value in values]}


def edges():
    """All records."""
    everything = ["identity", "network", "data-protection", "monitoring"]
    year_end = {
        "id": "edge#1", "team": "Ünï 'q' \"d\" %_", "service": "s;--", "environment": "prod", "release": "r1", "author": "u-ada",
        "authorship": "ai-generated", "touches": everything, "openedAt": "2026-12-30T00:00:00Z",
        "mergedAt": "2026-12-31T23:59:59.999999Z", "deployedAt": "2027-01-02T00:00:00Z",
        "resources": {"created": 3, "modified": 0, "deleted": 2},
    }
    new_year = year_end | {
        "id": "edge#2", "release": "r2", "authorship": "human", "openedAt": "2026-12-31T00:00:00Z", "mergedAt": "2027-01-01T00:00:00Z",
        "deployedAt": "2027-01-01T00:00:00Z", "resources": None,
    }
    nobody = {"id": "edge#3", "authorship": "human", "openedAt": "2026-12-14T00:00:00Z", "mergedAt": "2026-12-15T00:00:00Z"}
    bypassed = {
        "id": "edge#4", "team": "alpha", "release": "r1", "author": "u-ada", "authorship": "ai-assisted", "touches": ["identity"],
        "openedAt": "2026-12-14T00:00:00Z", "mergedAt": "2026-12-16T00:00:00Z", "deployedAt": "2026-12-16T12:00:00Z",
    }
    watched = bypassed | {"id": "edge#5", "authorship": "unknown", "mergedAt": "2026-12-17T00:00:00Z", "deployedAt": None}
    parts = bypassed | {"id": "edge#6", "authorship": "human", "touches": [], "mergedAt": "2026-12-18T00:00:00Z"}
    sunday = bypassed | {"id": "edge#7", "openedAt": "2027-01-03T00:00:00Z", "mergedAt": "2027-01-03T23:59:59.999999Z", "deployedAt": None}
    finding = {"severity": "high", "ruleId": "EDGE_1", "title": "open to all", "pattern": "unsafe-defaults", "control": "network"}
    review = {"by": "u-ben", "intent": "upheld", "controls": "upheld", "outcome": "not-assessed", "blind": True}
    other_review = {"by": "u-cid", "intent": "upheld", "controls": "not-upheld", "outcome": "upheld", "blind": False}
    return [
        report(year_end, "intent", "2026-12-30T01:00:00Z", evidence=[("threat-intent", attached())], **stated(1)),
        report(year_end, "validation", "2026-12-31T01:00:00Z", evidence=[
            ("lint-diagnostics", repeated("2026-12-31T00:30:00Z")), ("policy-diagnostics", repeated("2026-12-31T00:30:00Z")),
            ("network-intent", repeated("2026-12-31T00:30:00Z")),
        ], findings=[finding | {"status": "fixed"}], review=review, **stated(0.3)),
        # the repetition comes at the very end of the month
        verification("edge#1", "validation", "lint-diagnostics", "2027-01-01T00:00:00Z"),
        verification("edge#1", "validation", "policy-diagnostics", "2026-12-31T23:59:59.999999Z"),
        verification("edge#1", "validation", "network-intent", "2027-01-03T23:59:59.999999Z"),
        report(year_end, "execution", "2027-01-02T00:00:00Z", evidence=[("deployment-outputs", repeated("2027-01-02T00:00:00Z"))]),
        report(new_year, "validation", "2027-01-01T00:00:00Z", outcome="failed", findings=[finding], review=other_review, **stated(0)),
        report(nobody, "intent", "2026-12-14T01:00:00Z", **stated(0.9)),
        report(nobody, "validation", "2026-12-15T00:00:00Z", findings=[finding]),
        report(bypassed, "validation", "2026-12-16T00:00:00Z", outcome="bypassed", findings=[finding], review=review),
        report(bypassed, "observation", "2026-12-20T00:00:00Z", evidence=[("alert-test", attached()), ("drift-check", attached())]),
        report(watched, "validation", "2026-12-17T00:00:00Z", mode="evaluate", evidence=[("secret-scan", attached())], **stated(0.1)),
        # the mean of the parts is slightly below 0.4, and still falls into the bin that begins there
        report(parts, "validation", "2026-12-18T00:00:00Z", part="a", evidence=[("lint-diagnostics", attached(runs=[
            {"by": "ci:edge", "at": "2026-12-18T00:00:00Z", "inputs": INPUTS, "output": SHA},
            {"by": "u-ada", "at": "2026-12-18T00:00:00Z", "inputs": INPUTS, "output": "ef" * 32},
        ]))], **stated(0.1)),
        report(parts, "validation", "2026-12-18T00:00:00Z", part="b", evidence=[("lint-diagnostics", attached())], findings=[finding],
               **stated(0.7)),
        report(sunday, "intent", "2027-01-03T01:00:00Z", evidence=[("threat-intent", {"statement": "we thought about it"})], **stated(0.999999999)),
    ]
