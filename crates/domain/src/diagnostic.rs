//! What there is to know about a file: what kind of thing it is, where, and in words.

/// How much was lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DiagnosticSeverity {
    /// Something could not be used.
    Error,
    /// Something is odd, and was used.
    Warning,
    /// Something worth knowing.
    Note,
}

/// What happened to a file, or to a part of it. Decisions hang on the kind, never on the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub enum DiagnosticKind {
    /// There is nothing in the file.
    EmptyFile,
    /// There is nothing in a file of one record a line: it holds no record, and is whole.
    NoRecord,
    /// The file is of no format that is read.
    UnknownFormat,
    /// The same of a file that a report names as evidence: some types accept any file.
    AnyFormat,
    /// The file is of a format that is recognised and not read, such as SARIF 1.0.0.
    UnreadFormat,
    /// The file names one of our record formats, and cannot be read.
    OwnFormat,
    /// A tool's file, or a part of it, is not what its format allows.
    Malformed,
    /// A key stands twice in an object of a tool's file.
    DuplicateKey,
    /// A tool says that it did not do all of its work, or did it in a way that is not known.
    ToolReport,
    /// Findings beyond the limit are counted and not kept.
    MoreFindings,
    /// The lines before a tool's document are left out.
    LinesBefore,
    /// An empty list may be that of several tools.
    EmptyList,
    /// A file or folder could not be opened.
    NotOpened,
    /// A file is left aside by rule (a link out of the folder, a pipe, more bytes than are read), or a link leads to nothing.
    NotFollowed,
    /// A file, or an entry of a container, could not be unpacked.
    NotUnpacked,
    /// A container is kept as one file.
    Kept,
    /// The file is larger than any that is read, or holds more entries.
    TooLarge,
    /// The file is left out on purpose.
    LeftOut,

    /// A record could not be read.
    LostRecord,
    /// An item of evidence, or a part of one, could not be read.
    LostEvidence,
    /// A finding, or a part of one, could not be read.
    LostFinding,
    /// A time that decides which gates are due could not be read.
    LostDueTime,
    /// A digest of a repetition could not be read.
    LostDigest,
    /// A statement, a review, a name or a title could not be read.
    LostDetail,
    /// Diagnostics beyond those that are listed: records among them could not be read.
    MoreLostRecords,
    /// Diagnostics beyond those that are listed: parts of records among them could not be read.
    MoreLostParts,
    /// Diagnostics beyond those that are listed: errors of a tool's file among them.
    MoreErrors,
    /// Diagnostics beyond those that are listed, none of them an error.
    MoreDiagnostics,
    /// A value is beyond a limit, and cut.
    Cut,
    /// Keys that nobody knows are ignored.
    UnknownKeys,
    /// An id stands twice in its list.
    RepeatedId,
    /// A word is none of those that the policy has.
    UnknownWord,
    /// A finding is suppressed without a justification, and counts as open.
    Unjustified,
    /// A verification does not say who made it.
    Unnamed,
    /// A policy stands among the records, and is not in force by that.
    PolicyAmongRecords,

    /// Something is dated after the assessment time, and ignored.
    DatedLater,
    /// A verification is of an unknown change, gate, part or evidence.
    Orphan,
    /// Evidence stands at a gate at which its type does not count.
    WrongGate,
    /// A stated path is never followed.
    UnsafePath,
    /// A file that a report names is not at hand.
    NotAtHand,
    /// A file is not what the index says of it.
    NotAsListed,
    /// The index carries another policy than the one in force.
    OtherPolicy,
    /// A change does not state its scope, so that the largest is assumed.
    UnknownScope,
    /// A record comes from another repository than its change, and is kept apart.
    AnotherOrigin,
    /// A team is spelled otherwise than in most changes, and counts as the same team.
    TeamSpelling,
    /// Times of a change are out of order, or lie ahead of the report that states them and hide that a gate is due.
    OddTimes,

    /// A policy cannot be used.
    PolicyError,
    /// Nothing reads a key of a policy.
    UnreadPolicyKey,
}

impl DiagnosticKind {
    /// How much is lost by it.
    pub const fn severity(self) -> DiagnosticSeverity {
        use DiagnosticKind as K;
        match self {
            K::EmptyFile
            | K::UnknownFormat
            | K::UnreadFormat
            | K::OwnFormat
            | K::Malformed
            | K::NotOpened
            | K::NotFollowed
            | K::NotUnpacked
            | K::TooLarge
            | K::LostRecord
            | K::LostEvidence
            | K::LostFinding
            | K::LostDueTime
            | K::LostDigest
            | K::LostDetail
            | K::MoreLostRecords
            | K::MoreLostParts
            | K::MoreErrors
            | K::NotAsListed
            | K::PolicyError => DiagnosticSeverity::Error,
            K::NoRecord
            | K::DuplicateKey
            | K::ToolReport
            | K::MoreFindings
            | K::RepeatedId
            | K::UnknownWord
            | K::Unnamed
            | K::DatedLater
            | K::Orphan
            | K::WrongGate
            | K::UnsafePath
            | K::OtherPolicy
            | K::AnotherOrigin
            | K::TeamSpelling
            | K::OddTimes
            | K::UnreadPolicyKey => DiagnosticSeverity::Warning,
            K::AnyFormat
            | K::LinesBefore
            | K::EmptyList
            | K::Kept
            | K::LeftOut
            | K::MoreDiagnostics
            | K::Cut
            | K::UnknownKeys
            | K::Unjustified
            | K::PolicyAmongRecords
            | K::NotAtHand
            | K::UnknownScope => DiagnosticSeverity::Note,
        }
    }
}

/// One thing to know about a file, with its place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Diagnostic {
    /// What kind of thing it is.
    #[serde(skip)]
    pub kind: DiagnosticKind,
    /// How much was lost.
    pub severity: DiagnosticSeverity,
    /// What is wrong: a lower-case phrase without a full stop.
    pub message: String,
    /// The path inside the file, such as `runs[0].results[3]`; empty for the whole file.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// The line, from 1, for syntax errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// The column, from 1, for syntax errors.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u64>,
}

impl Diagnostic {
    /// A diagnostic of this kind, with the severity that the kind has, and without line and column.
    pub fn new(kind: DiagnosticKind, path: impl Into<String>, message: impl Into<String>) -> Self {
        Diagnostic { kind, severity: kind.severity(), message: message.into(), path: path.into(), line: None, column: None }
    }

    /// Where it stands in the file: `:12:5 evidence[0].type`; empty for the whole file.
    pub fn place(&self) -> String {
        let mut place = String::new();
        for part in [self.line, self.column].into_iter().flatten() {
            place.push_str(&format!(":{part}"));
        }
        if !self.path.is_empty() {
            place.push_str(&format!(" {}", self.path));
        }
        place
    }

    /// The same, at a line and column (from 1).
    #[must_use]
    pub fn at(mut self, line: u64, column: u64) -> Self {
        self.line = Some(line);
        self.column = Some(column);
        self
    }
}
