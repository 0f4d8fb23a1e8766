//! The default policy, content aside: of what an artifact contains it asks what the worked example asks, so that tests of the arithmetic
//! need no files of real tools.

use plumbline_domain::Policy;
use plumbline_ingest::{DEFAULT_POLICY_JSON, policy_from_json, sha256_hex};
use serde_json::Value;

/// The policy, and the digest of its bytes.
pub fn content_aside() -> (Policy, String) {
    let mut policy: Value = serde_json::from_str(DEFAULT_POLICY_JSON).unwrap();
    let example: Value = serde_json::from_str(include_str!("quayside.policy.json")).unwrap();
    let types = policy["artifactTypes"].as_array_mut().unwrap();
    for (artifact_type, of_example) in types.iter_mut().zip(example["artifactTypes"].as_array().unwrap()) {
        assert_eq!(artifact_type["id"], of_example["id"]);
        for key in ["accepts", "proves"] {
            artifact_type[key] = of_example[key].clone();
        }
    }
    let text = policy.to_string();
    (policy_from_json(text.as_bytes()).unwrap(), sha256_hex(text.as_bytes()))
}
