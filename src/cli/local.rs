//! An address of this machine that serves a site, and the browser that is sent there.

use super::args::Failure;
use super::built_site::BuiltSite;
use super::terminal::{print, tell};
use plumbline_server::{Address, Found, Served, Source};
use plumbline_site::headers;

/// The port when none is asked for.
const PORT: u16 = 8080;

/// An address that is reserved before anything slow is done.
pub(super) struct Local(Address);

impl Local {
    /// Reserves the port that is asked for; without one, the usual port or the next one that is free, and says which.
    ///
    /// # Errors
    /// When the port cannot be used.
    pub(super) fn reserve(port: Option<u16>) -> Result<Self, Failure> {
        let address = match port {
            Some(port) => Address::take(port),
            None => Address::take_from(PORT),
        };
        let address = address.map_err(Failure::Unusable)?;
        let taken = address.port();
        if port.is_none() && taken != PORT {
            tell(&format!("port {PORT} is in use by another program: {taken} is used instead"));
        }
        Ok(Self(address))
    }

    /// Says where something is, and opens a browser there. It is served once [`Local::serve`] is called.
    pub(super) fn announce(&self, what: &str, path: &str, opens_browser: bool) {
        let place = format!("http://127.0.0.1:{}/{path}", self.0.port());
        print(&format!("{what} at {place} (end it with Ctrl+C)"));
        if opens_browser && let Err(error) = open::that_detached(&place) {
            tell(&format!("note: no browser could be opened ({error}): open the address yourself"));
        }
    }

    /// Serves a site with this page until the program is ended.
    ///
    /// # Errors
    /// When nothing can be served.
    pub(super) fn serve(self, index: &str, source: impl Source) -> Result<(), Failure> {
        let served = Served { sub_path: "/".to_owned(), compresses: false, headers: headers(index), source };
        self.0.serve(served).map_err(Failure::Unusable)
    }
}

impl Source for BuiltSite {
    fn find(&self, path: &str) -> Found {
        match self.file(path) {
            Ok(Some(bytes)) => Found::Bytes(bytes),
            Ok(None) => Found::Nothing,
            Err(Failure::Usage(why) | Failure::Unusable(why)) => Found::Unreadable(why),
        }
    }
}
