//! Samples of threat intents and threat models.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "threat-intent-markdown",
        3,
        0,
        r#"# Storage for invoices

## Deployment objective

Give the ledger a bucket of its own, and take TOKEN out of the old one.

## Threat assumptions

- The network of the office is not trusted, and TOKEN is known to nobody outside.

## Threat model

Spoofing of the ledger's identity (T1078), and a leak by a log line such as `VALUE`.

```sh
export KEY=VALUE
```
"#,
    ),
    sample(
        "threat-dragon-json",
        1,
        0,
        r#"{"version": "2.2.0", "summary": {"title": "Ledger", "owner": "u", "description": "Takes in invoices with TOKEN", "id": 0},
            "detail": {"contributors": [], "diagramTop": 1, "threatTop": 1, "reviewer": "", "diagrams": [{"id": 0, "title": "d", "diagramType": "STRIDE",
                "cells": [{"id": "a", "shape": "store", "data": {"type": "tm.Store", "name": "bucket", "outOfScope": true,
                    "reasonOutOfScope": "kept by another team with TOKEN", "threats": [{"id": "t", "title": "Leak", "status": "Open", "severity": "High",
                        "type": "Information disclosure", "description": "reads VALUE", "mitigation": "rotate VALUE", "modelType": "STRIDE"}]}}]}]}}"#,
    ),
    sample(
        "otm",
        1,
        0,
        r#"otmVersion: 0.2.0
project:
  name: Ledger
  id: ledger
  description: Takes in invoices with TOKEN
  attributes:
    key: VALUE
representations:
  - name: Architecture
    id: architecture
    type: diagram
trustZones:
  - id: internet
    name: Internet
    type: internet
    description: Nobody here is trusted, not even with TOKEN
    risk:
      trustRating: 0
threats:
  - name: Leak of VALUE
    id: leak
    categories:
      - Information Disclosure
    cwes:
      - CWE-200
    risk:
      likelihood: 50
      impact: 90
mitigations:
  - name: Rotate VALUE
    id: rotate
    riskReduction: 80
"#,
    ),
    sample(
        "threagile-risks-json",
        1,
        0,
        r#"[{"category": "unencrypted-asset", "risk_status": "unchecked", "severity": "high", "exploitation_likelihood": "unlikely",
            "exploitation_impact": "high", "title": "<b>Unencrypted</b> asset with TOKEN", "synthetic_id": "unencrypted-asset@VALUE",
            "most_relevant_data_asset": "VALUE", "most_relevant_technical_asset": "bucket", "data_breach_probability": "improbable",
            "data_breach_technical_assets": ["VALUE"]}]"#,
    ),
    sample(
        "threat-composer-json",
        1,
        0,
        r#"{"schema": 1, "applicationInfo": {"name": "Ledger", "description": "Takes in invoices with TOKEN"},
            "architecture": {"image": "data:image/png;base64,VALUE", "description": "VALUE"}, "dataflow": {"image": "", "description": ""},
            "assumptions": [{"id": "a", "numericId": 1, "content": "Nobody outside knows TOKEN", "tags": [], "metadata": []}],
            "mitigations": [{"id": "m", "numericId": 1, "content": "Rotate VALUE"}], "assumptionLinks": [], "mitigationLinks": [],
            "threats": [{"id": "t", "numericId": 1, "threatSource": "insider", "threatAction": "read VALUE", "statement": "An insider reads VALUE",
                "metadata": [{"key": "STRIDE", "value": ["I"]}, {"key": "Comments", "value": "VALUE"}], "tags": ["CWE-200"]}]}"#,
    ),
];
