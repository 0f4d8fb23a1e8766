//! Which command a change is shown: that of the tool and the platform that it is made with.

use plumbline_domain::{Cloud, Format};

/// What a command is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Every platform.
    Any,
    /// Terraform, on every platform.
    Terraform,
    /// One platform, with its own tools.
    On(Cloud),
}

/// A command, and what it is of.
pub type Command = (Platform, &'static str);

/// What a change is made with, as far as it is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setting {
    /// The platform that it goes to.
    pub cloud: Option<Cloud>,
    /// Whether Terraform makes it.
    pub by_terraform: bool,
}

impl Setting {
    /// On a platform, with its own tools.
    pub const fn on(cloud: Option<Cloud>) -> Self {
        Setting { cloud, by_terraform: false }
    }

    /// What a format says of it.
    pub const fn of_format(format: Format) -> Self {
        let by_terraform = matches!(
            format,
            Format::TerraformPlan
                | Format::TerraformPlanBinary
                | Format::TerraformPlanRedacted
                | Format::TerraformState
                | Format::TerraformUiLog
                | Format::TerraformOutput
                | Format::TerraformValidate
                | Format::Tflint
                | Format::Tfsec
        );
        Setting { cloud: format.cloud(), by_terraform }
    }

    /// Whether nothing is known.
    pub const fn is_unknown(self) -> bool {
        self.cloud.is_none() && !self.by_terraform
    }

    /// The command for it: Terraform's where Terraform makes the change, else the platform's, else the one of every platform.
    pub fn command(self, commands: &[Command]) -> Option<&'static str> {
        self.chosen(commands).map(|(_, command)| *command)
    }

    fn chosen(self, commands: &[Command]) -> Option<&Command> {
        let of = |wanted: Platform| commands.iter().find(|(platform, _)| *platform == wanted);
        let terraform = || of(Platform::Terraform);
        let own = self.by_terraform.then(terraform).flatten();
        let on = || self.cloud.and_then(|cloud| of(Platform::On(cloud)));
        own.or_else(on).or_else(|| of(Platform::Any)).or_else(terraform).or(commands.first())
    }

    /// The command for it, and, where nothing is known, those of the platforms.
    pub fn with_alternatives(self, commands: &[Command]) -> Vec<Command> {
        let Some(first) = self.chosen(commands) else { return Vec::new() };
        let others = commands.iter().filter(|other| self.is_unknown() && *other != first && matches!(other.0, Platform::On(_)));
        std::iter::once(first).chain(others).copied().collect()
    }
}
