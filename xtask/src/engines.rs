//! The browser engines that the smoke tests run in beside Chromium: Firefox and WebKit.

use crate::Failure;
use crate::browser::{Wanted, install_missing};

const FIREFOX: Wanted = Wanted {
    names: &["firefox-esr", "firefox"],
    variable: Some("FIREFOX"),
    elsewhere: &["/Applications/Firefox.app/Contents/MacOS/firefox"],
    debian: "firefox-esr",
};
const WEBKIT_DRIVER: Wanted =
    Wanted { names: &["WebKitWebDriver"], variable: Some("WEBKIT_DRIVER"), elsewhere: &[], debian: "webkit2gtk-driver" };
/// WebKit has no mode without a display.
const XVFB: Wanted = Wanted { names: &["Xvfb"], variable: None, elsewhere: &[], debian: "xvfb" };

/// Installs the engines that are missing, as for Chromium. Where that cannot be done, continuous integration (`CI` is set) fails;
/// elsewhere the tests skip what is missing and say so.
pub fn ready() -> Result<(), Failure> {
    let Err(failure) = install_missing(&[FIREFOX, WEBKIT_DRIVER, XVFB]) else { return Ok(()) };
    if std::env::var_os("CI").is_some_and(|value| !value.is_empty()) {
        return Err(failure);
    }
    eprintln!("{failure}\nThe smoke tests skip the engines that are not installed.");
    Ok(())
}
