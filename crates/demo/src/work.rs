//! The kinds of infrastructure work that the made-up organisation does.

use plumbline_domain::Family;

/// What a change does to a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// It is new.
    Create,
    /// It is another than before.
    Modify,
    /// It goes.
    Delete,
}

/// One resource that a kind of work touches: what happens to it, its Terraform type, its name.
pub type Touched = (Action, &'static str, &'static str);

/// A kind of work.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// The title of the change; `{}` stands for the service.
    pub title: &'static str,
    /// What must not go wrong.
    pub threat: &'static str,
    /// The control families that it touches, besides deployment safety.
    pub touches: &'static [Family],
    /// The resources that it touches.
    pub resources: &'static [Touched],
}

impl Kind {
    /// How many resources it creates, modifies and deletes.
    pub fn counts(&self) -> (u64, u64, u64) {
        let of = |action| self.resources.iter().filter(|(a, _, _)| *a == action).count() as u64;
        (of(Action::Create), of(Action::Modify), of(Action::Delete))
    }
}

use Action::{Create, Delete, Modify};
use Family::{DataProtection, Identity, Monitoring, Network};

/// The least of all kinds of work.
pub const PINNING: Kind = Kind {
    title: "Pin the {} modules and providers",
    threat: "A pinned module brings an older default back.",
    touches: &[],
    resources: &[(Modify, "azurerm_linux_web_app", "main")],
};

/// Every kind of work.
pub const KINDS: &[Kind] = &[
    Kind {
        title: "Add a private endpoint for {} storage",
        threat: "The account keeps answering on its public name, or the zone link resolves for networks that should not see it.",
        touches: &[Network, DataProtection],
        resources: &[
            (Create, "azurerm_private_endpoint", "blob"),
            (Create, "azurerm_private_dns_zone_virtual_network_link", "blob"),
            (Modify, "azurerm_storage_account", "main"),
        ],
    },
    Kind {
        title: "Rotate the {} keys and drop the old version",
        threat: "A consumer still holds the old version and stops, or the new key leaves its vault by way of an output.",
        touches: &[DataProtection],
        resources: &[
            (Create, "azurerm_key_vault_key", "current"),
            (Modify, "azurerm_disk_encryption_set", "main"),
            (Delete, "azurerm_key_vault_key", "previous"),
        ],
    },
    Kind {
        title: "Let {} read its queue with an identity of its own",
        threat: "The role reaches further than the queue, and a broken consumer can delete what it should only read.",
        touches: &[Identity],
        resources: &[(Create, "azurerm_user_assigned_identity", "reader"), (Create, "azurerm_role_assignment", "reader")],
    },
    Kind {
        title: "Scale the {} node pool for the season",
        threat: "The pool outgrows its subnet and evicts what runs there.",
        touches: &[],
        resources: &[
            (Modify, "azurerm_kubernetes_cluster_node_pool", "work"),
            (Modify, "azurerm_monitor_autoscale_setting", "work"),
        ],
    },
    Kind {
        title: "Alert on {} dead letters",
        threat: "The rule fires into an action group that nobody reads.",
        touches: &[Monitoring],
        resources: &[
            (Create, "azurerm_monitor_metric_alert", "dead_letters"),
            (Create, "azurerm_monitor_action_group", "on_call"),
        ],
    },
    Kind {
        title: "Open {} to the partner subnet",
        threat: "The allowance is wider than the partner's range, or outranks the explicit deny below it.",
        touches: &[Network],
        resources: &[
            (Create, "azurerm_network_security_rule", "partner_in"),
            (Modify, "azurerm_subnet", "main"),
            (Modify, "azurerm_route_table", "main"),
        ],
    },
    Kind {
        title: "Move {} secrets to the regional vault",
        threat: "A secret is written to state or log on its way, or stays readable in the old vault.",
        touches: &[Identity, DataProtection],
        resources: &[
            (Create, "azurerm_key_vault", "regional"),
            (Create, "azurerm_key_vault_secret", "connection"),
            (Create, "azurerm_role_assignment", "vault_reader"),
            (Modify, "azurerm_linux_web_app", "main"),
            (Delete, "azurerm_key_vault_secret", "legacy"),
        ],
    },
    Kind {
        title: "Replace {} allow rules with deny by default",
        threat: "A path that must stay closed is open for the minutes between the old rules and the new.",
        touches: &[Network],
        resources: &[
            (Create, "azurerm_network_security_rule", "deny_all_in"),
            (Create, "azurerm_network_security_rule", "gateway_in"),
            (Modify, "azurerm_network_security_group", "main"),
            (Modify, "azurerm_subnet_network_security_group_association", "main"),
            (Delete, "azurerm_network_security_rule", "any_in"),
            (Delete, "azurerm_network_security_rule", "legacy_in"),
        ],
    },
    Kind {
        title: "Send {} diagnostics to the log workspace",
        threat: "The category that an investigation would need is the one that is left out.",
        touches: &[Monitoring],
        resources: &[
            (Create, "azurerm_monitor_diagnostic_setting", "app"),
            (Create, "azurerm_monitor_diagnostic_setting", "vault"),
            (Modify, "azurerm_log_analytics_workspace", "main"),
        ],
    },
    Kind {
        title: "Upgrade the {} cluster by a minor version",
        threat: "A removed interface stops the rollout half way, with no way back to the old control plane.",
        touches: &[],
        resources: &[
            (Modify, "azurerm_kubernetes_cluster", "main"),
            (Modify, "azurerm_kubernetes_cluster_node_pool", "system"),
            (Modify, "azurerm_kubernetes_cluster_node_pool", "work"),
        ],
    },
    Kind {
        title: "Give the {} pipeline a deployment identity",
        threat: "The pipeline can grant itself more than it deploys.",
        touches: &[Identity],
        resources: &[
            (Create, "azurerm_user_assigned_identity", "deploy"),
            (Create, "azurerm_federated_identity_credential", "deploy"),
            (Create, "azurerm_role_assignment", "deploy"),
            (Delete, "azuread_application_password", "deploy"),
        ],
    },
    Kind {
        title: "Build the second region of {}",
        threat: "The copy is made with the defaults of the module, which are wider than what the first region was hardened to.",
        touches: &[Identity, Network, DataProtection, Monitoring],
        resources: &[
            (Create, "azurerm_virtual_network", "second"),
            (Create, "azurerm_subnet", "second"),
            (Create, "azurerm_network_security_group", "second"),
            (Create, "azurerm_storage_account", "second"),
            (Create, "azurerm_key_vault", "second"),
            (Create, "azurerm_linux_web_app", "second"),
            (Create, "azurerm_monitor_metric_alert", "second"),
            (Create, "azurerm_role_assignment", "second"),
            (Modify, "azurerm_traffic_manager_profile", "main"),
        ],
    },
    Kind {
        title: "Retire the old {} load balancer",
        threat: "Something nobody remembered still goes through it.",
        touches: &[Network],
        resources: &[
            (Modify, "azurerm_dns_a_record", "main"),
            (Delete, "azurerm_lb_rule", "https"),
            (Delete, "azurerm_lb", "old"),
            (Delete, "azurerm_public_ip", "old"),
        ],
    },
    Kind {
        title: "Encrypt {} backups with our own key",
        threat: "A restore fails on the day it is needed, because the vault's identity cannot unwrap the key.",
        touches: &[Identity, DataProtection],
        resources: &[
            (Create, "azurerm_key_vault_key", "backup"),
            (Create, "azurerm_role_assignment", "backup"),
            (Modify, "azurerm_data_protection_backup_vault", "main"),
        ],
    },
    PINNING,
    Kind {
        title: "Tune the {} alert thresholds",
        threat: "The threshold that stops the noise also stops the signal.",
        touches: &[Monitoring],
        resources: &[(Modify, "azurerm_monitor_metric_alert", "latency"), (Modify, "azurerm_monitor_metric_alert", "errors")],
    },
];

/// A kind of finding.
#[derive(Clone, Copy, Debug)]
pub struct Flaw {
    /// The scanner's id of the rule.
    pub rule: &'static str,
    /// The scanner.
    pub tool: &'static str,
    /// How bad it is.
    pub severity: &'static str,
    /// What it says.
    pub message: &'static str,
    /// The Terraform type of the resource.
    pub resource: &'static str,
    /// The control family.
    pub control: Family,
    /// The failure pattern, if it is one of them.
    pub pattern: Option<&'static str>,
    /// Where the decision is taken.
    pub surface: &'static str,
}

/// Findings that block, of which careless changes leave some open.
pub const SERIOUS: &[Flaw] = &[
    Flaw {
        rule: "AZU-0012",
        tool: "trivy",
        severity: "critical",
        message: "The storage account's network rules allow by default",
        resource: "azurerm_storage_account.main",
        control: Network,
        pattern: Some("unsafe-defaults"),
        surface: "provisioning",
    },
    Flaw {
        rule: "AZU-0047",
        tool: "trivy",
        severity: "critical",
        message: "An inbound rule allows traffic from any address",
        resource: "azurerm_network_security_rule.any_in",
        control: Network,
        pattern: Some("unsafe-defaults"),
        surface: "access",
    },
    Flaw {
        rule: "TWF_IAM_004",
        tool: "conftest",
        severity: "high",
        message: "Contributor on the resource group, where a reader's role was asked for",
        resource: "azurerm_role_assignment.reader",
        control: Identity,
        pattern: Some("privilege-inflation"),
        surface: "access",
    },
    Flaw {
        rule: "TWF_IAM_007",
        tool: "conftest",
        severity: "high",
        message: "The deployment identity may assign roles",
        resource: "azurerm_role_assignment.deploy",
        control: Identity,
        pattern: Some("privilege-inflation"),
        surface: "deployment-channel",
    },
    Flaw {
        rule: "AZU-0013",
        tool: "trivy",
        severity: "high",
        message: "The key vault answers on its public endpoint",
        resource: "azurerm_key_vault.regional",
        control: DataProtection,
        pattern: Some("unsafe-defaults"),
        surface: "provisioning",
    },
    Flaw {
        rule: "TWF_REC_001",
        tool: "conftest",
        severity: "high",
        message: "A stateful resource is replaced without a backup taken first",
        resource: "azurerm_data_protection_backup_vault.main",
        control: Family::DeploymentSafety,
        pattern: Some("recovery-gap"),
        surface: "deployment-channel",
    },
];

/// Findings that do not block.
pub const MINOR: &[Flaw] = &[
    Flaw {
        rule: "CKV_AZURE_33",
        tool: "checkov",
        severity: "medium",
        message: "Queue requests are not logged",
        resource: "azurerm_storage_account.main",
        control: Monitoring,
        pattern: None,
        surface: "provisioning",
    },
    Flaw {
        rule: "CKV_AZURE_44",
        tool: "checkov",
        severity: "medium",
        message: "The account accepts an old TLS version",
        resource: "azurerm_storage_account.main",
        control: DataProtection,
        pattern: Some("unsafe-defaults"),
        surface: "provisioning",
    },
    Flaw {
        rule: "CKV_AZURE_206",
        tool: "checkov",
        severity: "low",
        message: "The account keeps a single copy of its data",
        resource: "azurerm_storage_account.main",
        control: DataProtection,
        pattern: None,
        surface: "provisioning",
    },
    Flaw {
        rule: "TWF_TAG_001",
        tool: "conftest",
        severity: "info",
        message: "The cost centre tag is missing",
        resource: "azurerm_subnet.main",
        control: Family::DeploymentSafety,
        pattern: None,
        surface: "provisioning",
    },
    Flaw {
        rule: "TWF_NET_011",
        tool: "conftest",
        severity: "low",
        message: "The route table has no explicit deny path",
        resource: "azurerm_route_table.main",
        control: Network,
        pattern: None,
        surface: "access",
    },
];

/// What a check after the deployment finds.
pub const AFTERWARDS: &[Flaw] = &[
    Flaw {
        rule: "TWF_DRIFT_001",
        tool: "drift-watch",
        severity: "medium",
        message: "A rule that is not in the source was added by hand",
        resource: "azurerm_network_security_group.main",
        control: Network,
        pattern: Some("environment-drift"),
        surface: "provisioning",
    },
    Flaw {
        rule: "TWF_DRIFT_002",
        tool: "drift-watch",
        severity: "high",
        message: "A tag and a replica count differ from the source",
        resource: "azurerm_linux_web_app.main",
        control: Family::DeploymentSafety,
        pattern: Some("environment-drift"),
        surface: "provisioning",
    },
    Flaw {
        rule: "TWF_MON_003",
        tool: "drift-watch",
        severity: "medium",
        message: "The action group's only receiver is a mailbox that was closed",
        resource: "azurerm_monitor_action_group.on_call",
        control: Monitoring,
        pattern: Some("alert-illusion"),
        surface: "deployment-channel",
    },
];
