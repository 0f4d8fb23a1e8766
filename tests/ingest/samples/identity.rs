//! Samples of what lists role grants.

use super::{Sample, sample};

pub const SAMPLES: &[Sample] = &[
    sample(
        "azure-role-assignment",
        1,
        0,
        r#"[{"principalId": "p-1", "principalName": "deployer", "roleDefinitionName": "Reader", "scope": "/subscriptions/s",
            "type": "Microsoft.Authorization/roleAssignments", "condition": "VALUE"}]"#,
    ),
    sample(
        "aws-iam-policies",
        2,
        0,
        r#"{"RoleDetailList": [{"RoleName": "ci", "Arn": "arn:aws:iam::000000000000:role/ci", "Tags": [{"Key": "justification", "Value": "runs with TOKEN"}],
            "AttachedManagedPolicies": [{"PolicyName": "ReadOnlyAccess", "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
            "RolePolicyList": [{"PolicyName": "inline", "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/key": "VALUE"}}}]}}]}]}"#,
    ),
    sample(
        "aws-access-analyzer",
        1,
        0,
        r#"{"findings": [{"id": "f", "changeType": "NEW", "status": "ACTIVE", "resource": "arn:aws:s3:::b", "resourceType": "AWS::S3::Bucket",
            "resourceOwnerAccount": "000000000000", "principal": {"AWS": "000000000001"}, "action": ["s3:GetObject"], "condition": {"aws:SourceVpc": "VALUE"}}]}"#,
    ),
    sample(
        "gcp-iam-policy",
        1,
        0,
        r#"{"bindings": [{"role": "roles/viewer", "members": ["group:ops@example.com"],
            "condition": {"title": "t", "description": "until TOKEN is gone", "expression": "request.host == 'VALUE'"}}], "etag": "BwY=", "version": 3}"#,
    ),
    sample(
        "k8s-rbac",
        1,
        0,
        r#"{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "b", "namespace": "n",
            "annotations": {"example.com/justification": "reads with TOKEN", "other": "VALUE"}},
            "roleRef": {"kind": "ClusterRole", "name": "view"}, "subjects": [{"kind": "Group", "name": "ops"}]}"#,
    ),
];
