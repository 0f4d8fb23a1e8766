//! One file per page. A page takes its view as a signal, and draws it; it never computes a number.

mod about;
mod funnel;
mod matrix;
mod matrix_panel;
mod overview;
mod sources;
mod team;
mod team_patterns;
mod teams;

pub use about::AboutPage;
pub use funnel::FunnelPage;
pub use matrix::MatrixPage;
pub use overview::OverviewPage;
pub use sources::SourcesPage;
pub use team::TeamPage;
pub use teams::TeamsPage;
