//! One word each, everywhere: the closed lists of the scoring rules, section 2.

macro_rules! ids {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $id)] $variant,)+
        }

        impl $name {
            /// Every value, in the order of the rules.
            pub const ALL: &'static [$name] = &[$($name::$variant,)+];

            /// The id of every value, in the same order.
            pub const IDS: &'static [&'static str] = &[$($id,)+];

            /// The published id.
            pub const fn id(self) -> &'static str {
                match self { $($name::$variant => $id,)+ }
            }

            /// The name a person reads.
            pub const fn title(self) -> &'static str {
                match self { $($name::$variant => $title,)+ }
            }

            /// The value with this id, exactly as published.
            pub fn from_id(id: &str) -> Option<Self> {
                match id { $($id => Some($name::$variant),)+ _ => None }
            }

            /// The place of the value in [`Self::ALL`].
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.id())
            }
        }
    };
}

ids! {
    /// The four checkpoints of a change, in this order.
    Gate {
        /// Why the change is made, and what it must not do.
        Intent = "intent", "Intent";
        /// What was checked before the merge.
        Validation = "validation", "Validation";
        /// What the deployment did.
        Execution = "execution", "Execution";
        /// What is true afterwards.
        Observation = "observation", "Observation";
    }
}

ids! {
    /// What a piece of evidence protects.
    Family {
        /// Who may do what.
        Identity = "identity", "Identity";
        /// Who may reach what.
        Network = "network", "Network";
        /// Encryption, keys and secrets.
        DataProtection = "data-protection", "Data protection";
        /// Alerts and telemetry.
        Monitoring = "monitoring", "Monitoring";
        /// The way into production and back.
        DeploymentSafety = "deployment-safety", "Deployment safety";
    }
}

ids! {
    /// The three dimensions of the confidence gap.
    Risk {
        /// A secret leaves its vault.
        SecretExposure = "secret-exposure", "Secret exposure";
        /// A role grants more than is needed.
        IamOverPermission = "iam-over-permission", "IAM over-permission";
        /// What runs is not what was written.
        MisconfigurationDrift = "misconfiguration-drift", "Misconfiguration drift";
    }
}

ids! {
    /// How far one piece of evidence has been proved, weakest first.
    Grade {
        /// Nothing was offered.
        Missing = "missing", "Missing";
        /// Prose only.
        Claimed = "claimed", "Claimed";
        /// An artifact exists.
        Attached = "attached", "Attached";
        /// Its bytes were read, match, and parse.
        Checked = "checked", "Checked";
        /// A trusted key vouches for the digest.
        Signed = "signed", "Signed";
        /// Somebody else got the same output from the same inputs.
        Reproduced = "reproduced", "Reproduced";
    }
}

ids! {
    /// What overrides a grade.
    Condition {
        /// The evidence refutes its claim.
        Contradicted = "contradicted", "Contradicted";
        /// Older than its type stays fresh.
        Stale = "stale", "Stale";
        /// Read, and says nothing either way.
        Inconclusive = "inconclusive", "Inconclusive";
    }
}

ids! {
    /// How bad a finding is, worst first.
    Severity {
        /// Critical.
        Critical = "critical", "Critical";
        /// High.
        High = "high", "High";
        /// Medium.
        Medium = "medium", "Medium";
        /// Low.
        Low = "low", "Low";
        /// Informational.
        Info = "info", "Info";
    }
}

ids! {
    /// What became of a finding.
    FindingStatus {
        /// Still there.
        Open = "open", "Open";
        /// Was there.
        Fixed = "fixed", "Fixed";
        /// Accepted, with a justification.
        Suppressed = "suppressed", "Suppressed";
        /// Never was.
        FalsePositive = "false-positive", "False positive";
    }
}

ids! {
    /// What a gate said.
    Outcome {
        /// Let through.
        Passed = "passed", "Passed";
        /// Stopped.
        Failed = "failed", "Failed";
        /// Gone around.
        Bypassed = "bypassed", "Bypassed";
        /// Not run.
        Skipped = "skipped", "Skipped";
    }
}

ids! {
    /// Whether a gate can stop a change.
    Mode {
        /// It can.
        Enforce = "enforce", "Enforce";
        /// It only watches.
        Evaluate = "evaluate", "Evaluate";
    }
}

ids! {
    /// Who wrote the change.
    Authorship {
        /// A person.
        Human = "human", "Human";
        /// A person with an assistant.
        AiAssisted = "ai-assisted", "AI-assisted";
        /// A model.
        AiGenerated = "ai-generated", "AI-generated";
        /// Not stated.
        Unknown = "unknown", "Unknown";
    }
}

ids! {
    /// Where a security decision is taken.
    Surface {
        /// Where resources are defined.
        Provisioning = "provisioning", "Provisioning";
        /// Where access is granted.
        Access = "access", "Access";
        /// The way changes travel.
        DeploymentChannel = "deployment-channel", "Deployment channel";
    }
}

ids! {
    /// What a reviewer concluded.
    Verdict {
        /// The claim holds.
        Upheld = "upheld", "Upheld";
        /// It does not.
        NotUpheld = "not-upheld", "Not upheld";
        /// Not looked at.
        NotAssessed = "not-assessed", "Not assessed";
    }
}

ids! {
    /// How well a type of evidence serves a family.
    Strength {
        /// Proves it.
        Strong = "strong", "Strong";
        /// Helps.
        Supporting = "supporting", "Supporting";
    }
}

/// The role in which a statement was made. Only `author` has a meaning of its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum Role {
    /// The author of the change.
    Author,
    /// Anybody else, by the word that was used.
    Other(String),
}
