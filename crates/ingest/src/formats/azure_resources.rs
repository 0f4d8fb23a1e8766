//! Other answers of Azure that serve as evidence of what is there: network security groups.

use super::{Reading, Refusal, Shape, elements_of, resource_type, tree};

/// Whether a document lists network security groups.
pub(super) fn fits_nsg(shape: &Shape<'_>) -> bool {
    resource_type(shape).is_some_and(|t| t == "microsoft.network/networksecuritygroups")
}

/// Reads network security groups.
pub(super) fn read_nsg(text: &str, reading: &mut Reading) -> Result<(), Refusal> {
    reading.items = elements_of(&tree(text, &mut reading.log)?, &mut reading.log).len() as u64;
    reading.tool = Some("azure network".to_owned());
    Ok(())
}
