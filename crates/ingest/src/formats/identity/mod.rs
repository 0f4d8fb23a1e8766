//! Grants of roles.

mod aws_access_analyzer;
mod aws_iam_policies;
mod gcp_iam_policy;
mod k8s_rbac;

use super::{Descriptor, Reading, Refusal, Shape, documents, tree};
use plumbline_domain::Format;

/// The formats, in the order in which they are tried.
pub(in crate::formats) const FORMATS: &[Descriptor] = &[
    Descriptor { format: Format::AwsIamPolicies, fits: aws_iam_policies::fits, read: aws_iam_policies::read },
    Descriptor { format: Format::AwsAccessAnalyzer, fits: aws_access_analyzer::fits, read: aws_access_analyzer::read },
    Descriptor { format: Format::GcpIamPolicy, fits: gcp_iam_policy::fits, read: gcp_iam_policy::read },
    Descriptor { format: Format::K8sRbac, fits: k8s_rbac::fits, read: k8s_rbac::read },
];
