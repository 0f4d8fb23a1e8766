//! The shapes of secrets, wherever in a text they stand: tokens of known services, private keys, values behind a secret's name, logins
//! in addresses. One place knows them, for what is shown and for what is published.

use super::REDACTED;
use super::constants::is_constant;
use super::names::holds_secret;
use super::quoted::{length_in_braces, quoted_length};
use std::ops::Range;
use std::sync::LazyLock;

/// How tokens of services begin that are secrets wherever they stand, and how long such a token is at least.
const PREFIXES: &[(&str, usize)] = &[
    ("AKIA", 16),
    ("ASIA", 16),
    ("ghp_", 16),
    ("gho_", 16),
    ("ghs_", 16),
    ("ghu_", 16),
    ("ghr_", 16),
    ("github_pat_", 16),
    ("glpat-", 16),
    ("gldt-", 16),
    ("glrt-", 16),
    ("glcbt-", 16),
    ("glptt-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("xoxa-", 16),
    ("xoxe-", 16),
    ("xoxe.", 16),
    ("xoxr-", 16),
    ("xoxs-", 16),
    ("xapp-", 16),
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("rk_live_", 16),
    ("whsec_", 16),
    ("sk-proj-", 20),
    ("sk-ant-", 20),
    ("AIza", 16),
    ("GOCSPX-", 16),
    ("ya29.", 16),
    ("npm_", 16),
    ("pypi-", 16),
    ("hvs.", 16),
    ("hvb.", 16),
    ("dop_v1_", 16),
    ("doo_v1_", 16),
    ("SG.", 16),
    ("shpat_", 16),
    ("shpss_", 16),
    ("sq0csp-", 16),
    ("ATATT3", 20),
    ("NRAK-", 16),
    ("PMAK-", 16),
    ("lin_api_", 16),
    ("figd_", 16),
    ("glsa_", 16),
    ("glc_eyJ", 16),
    ("AGE-SECRET-KEY-", 20),
    ("dckr_pat_", 16),
    ("pul-", 40),
    ("dapi", 36),
    ("hf_", 20),
    ("rubygems_", 20),
];

/// Addresses whose path is the secret.
const SECRET_PATHS: &[&str] = &[
    "hooks.slack.com/services/",
    "hooks.slack.com/workflows/",
    "hooks.slack.com/triggers/",
    "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/",
    ".webhook.office.com/webhookb2/",
    "outlook.office.com/webhook/",
    "api.telegram.org/bot",
    "hooks.zapier.com/hooks/catch/",
    "events.pagerduty.com/integration/",
    "alert.victorops.com/integrations/generic/20131114/alert/",
    "chat.googleapis.com/v1/spaces/",
];

/// Parameters of an address that sign it.
const SIGNING: &[&str] = &["sig", "signature", "code", "xamzsignature", "xamzsecuritytoken", "xgoogsignature", "key", "auth"];

/// Secrets in a text.
#[derive(Debug, Default)]
struct Found(Vec<Range<usize>>);

impl Found {
    /// Takes a range, unless it is empty or what stands there was redacted already.
    fn take(&mut self, text: &str, range: Range<usize>) {
        let value = text.get(range.clone()).unwrap_or_default();
        if !value.is_empty() && value != REDACTED {
            self.0.push(range);
        }
    }
}

/// Where in a text secrets stand: in order, none inside of another. `from_secret_scanner` says that whatever looks random is one.
pub(crate) fn secrets_in(text: &str, from_secret_scanner: bool) -> Vec<Range<usize>> {
    let mut found = Found::default();
    let marks = Marks::of(text);
    tokens(text, from_secret_scanner, &mut found);
    if marks.has(b'-') && marks.has(b' ') {
        private_keys(text, &mut found);
    }
    if marks.has(b' ') || marks.has(b'=') || marks.has(b':') {
        named_values(text, &mut found);
    }
    if marks.has(b'<') {
        super::heredocs::values(text, |range| found.take(text, range));
    }
    if marks.has(b':') {
        addresses(text, &mut found);
    }
    let mut ranges = found.0;
    if ranges.len() < 2 {
        return ranges;
    }
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut last = 0;
    ranges.retain(|range| {
        let is_new = range.start >= last;
        if is_new {
            last = range.end;
        }
        is_new
    });
    ranges
}

/// Which marks stand in a text: most texts are short, have few, and need not be searched for what begins with another.
struct Marks(u64);

impl Marks {
    fn of(text: &str) -> Self {
        // marks are below 64 in ASCII
        Marks(text.bytes().filter(|b| *b < 64).fold(0, |marks, b| marks | 1 << b))
    }

    const fn has(&self, mark: u8) -> bool {
        self.0 & (1 << mark) != 0
    }
}

/// The first bytes of [`PREFIXES`], which are ASCII, as bits.
static FIRST_BYTES: LazyLock<u128> =
    LazyLock::new(|| PREFIXES.iter().filter_map(|(prefix, _)| prefix.bytes().next()).fold(0, |bits, b| bits | 1 << b));

/// Whether a token may begin with one of [`PREFIXES`], by its first byte.
fn may_have_prefix(token: &str) -> bool {
    token.bytes().next().is_some_and(|b| b < 128 && *FIRST_BYTES & (1 << b) != 0)
}

#[inline]
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'_' | b'-' | b'.' | b'~' | b'!' | b'@' | b'$' | b'%')
}

/// Runs of letters, digits and the marks of tokens.
fn tokens(text: &str, from_secret_scanner: bool, found: &mut Found) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(start) = bytes.iter().skip(at).position(|b| is_token_byte(*b)).map(|n| n + at) {
        let length = bytes.iter().skip(start).position(|b| !is_token_byte(*b)).unwrap_or(bytes.len() - start);
        at = start + length;
        let token = text.get(start..at).unwrap_or_default();
        if length < 12 {
            continue;
        }
        let n_known = found.0.len();
        known_tokens(text, start, token, found);
        if from_secret_scanner && found.0.len() == n_known && looks_random(token) {
            found.take(text, start..at);
        }
    }
}

/// The tokens of known services in a run: at its start, or behind a mark in it, as in `key=AKIA…` and `https://a/ghp_…`.
fn known_tokens(text: &str, start: usize, run: &str, found: &mut Found) {
    let mut from = 0;
    for part in run.split_inclusive(['=', '/', '@', '$', '%', '+', '!']) {
        let token = part.trim_end_matches(['=', '/', '@', '$', '%', '!', '.']);
        let at = start + from;
        from += part.len();
        let prefix = PREFIXES
            .iter()
            .filter(|_| token.len() >= 16 && may_have_prefix(token))
            .find(|(prefix, least)| token.len() >= *least && token.starts_with(prefix));
        if let Some((prefix, _)) = prefix.filter(|(prefix, _)| is_of_service(prefix, token)) {
            found.take(text, at + prefix.len()..at + token.len());
        } else if is_signed_token(token) || is_application_secret(token) {
            found.take(text, at..at + token.len());
        } else if let Some(range) = token_in_a_name(token) {
            found.take(text, at + range.start..at + range.end);
        }
    }
    // the key of a storage account: 64 bytes in base 64
    if run.ends_with("==") && !run.contains(['-', '_', '.']) {
        let behind_name = run.trim_end_matches('=').rfind('=').map_or(0, |n| n + 1);
        if run.len() - behind_name == 88 {
            found.take(text, start + behind_name..start + run.len());
        }
    }
}

/// A token of a service behind another word, as in `x-ghp_…`: what stands behind its prefix.
fn token_in_a_name(name: &str) -> Option<Range<usize>> {
    let starts = name.match_indices(['-', '_', '.', ':', '~']).map(|(at, mark)| at + mark.len());
    starts.take(64).find_map(|at| {
        let token = name.get(at..).filter(|token| token.len() >= 20 && may_have_prefix(token))?;
        let (prefix, _) = PREFIXES.iter().find(|(prefix, least)| {
            prefix.len() >= 4 && prefix.ends_with(['_', '-']) && token.len() >= (*least).max(20) && token.starts_with(prefix)
        })?;
        let is_one = is_of_service(prefix, token);
        is_one.then(|| at + prefix.len()..name.len())
    })
}

/// Whether a token that begins like one of a service is one: ids of keys have capitals and digits alone, the others no words.
fn is_of_service(prefix: &str, token: &str) -> bool {
    let rest = token.get(prefix.len()..).unwrap_or_default();
    match prefix {
        "AKIA" | "ASIA" => rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
        "npm_" | "pypi-" | "pul-" | "dapi" | "hf_" | "figd_" | "SG." => rest.bytes().any(|b| b.is_ascii_digit()),
        _ => true,
    }
}

/// Whether a token is a JSON Web Token: a header and a body at least, each a JSON object in base 64.
fn is_signed_token(token: &str) -> bool {
    let mut parts = token.split('.');
    let is_part = |part: Option<&str>, least: usize| {
        part.is_some_and(|p| p.len() >= least && p.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-'))
    };
    token.starts_with("eyJ") && is_part(parts.next(), 10) && is_part(parts.next(), 10)
}

/// Whether a token is a client secret of Entra ID, which has `8Q~` at its fourth letter.
fn is_application_secret(token: &str) -> bool {
    (34..=44).contains(&token.len()) && matches!(token.as_bytes().get(3..6), Some([b'0'..=b'9', b'Q', b'~']))
}

/// Whether a token looks like nothing that a person would write: letters and digits together, and no file name.
fn looks_random(token: &str) -> bool {
    let bare = token.trim_end_matches(['.', '!', '=']);
    let has = |test: fn(&char) -> bool| bare.chars().any(|c| test(&c));
    bare.len() >= 12
        && !bare.contains('/')
        && has(char::is_ascii_digit)
        && has(char::is_ascii_alphabetic)
        && !bare
            .rsplit('.')
            .next()
            .is_some_and(|end| (1..=5).contains(&end.len()) && bare.contains('.') && end.chars().all(|c| c.is_ascii_alphabetic()))
}

/// Private keys in PEM: every line between the first and the last one. A key that is cut reaches to the end.
fn private_keys(text: &str, found: &mut Found) {
    if !text.contains('-') {
        return;
    }
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("-----BEGIN ")).map(|n| n + from) {
        let line = text.get(at + 11..).unwrap_or_default();
        let Some(head) = line.find("-----").filter(|n| *n < 80) else {
            from = at + 11;
            continue;
        };
        let body = at + 11 + head + 5;
        from = body;
        if !line.get(..head).unwrap_or_default().contains("PRIVATE KEY") {
            continue;
        }
        let end = text.get(body..).and_then(|rest| rest.find("-----END")).map_or(text.len(), |n| n + body);
        let mut start = body;
        for line in text.get(body..end).unwrap_or_default().split_inclusive('\n') {
            let indent = line.len() - line.trim_start().len();
            let length = line.trim().len();
            found.take(text, start + indent..start + indent + length);
            start += line.len();
        }
        from = end;
    }
}

/// Values behind the name of a secret: `password=…`, `"password": "…"`, `--password …`, `Authorization: Bearer …`.
fn named_values(text: &str, found: &mut Found) {
    let bytes = text.as_bytes();
    // where the word ends that was looked at last: names inside of it end at the same place
    let mut word_end = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'=' | b':' => {
                let Some(name) = name_before(text, at) else { continue };
                let is_query =
                    *byte == b'=' && SIGNING.contains(&super::names::plain(name).as_str()) && in_query(bytes, at - name.len());
                // `…:secret:name` is a part of an id
                let is_in_id = *byte == b':' && ends_with_colon(bytes, at, name);
                if is_query || (holds_secret(name) && !is_in_id) {
                    take_value(text, at + 1, *byte, is_query, &mut word_end, found);
                }
            }
            b' ' => take_flag(text, at, found),
            _ => {}
        }
    }
    if text.contains(' ') {
        scheme_values(text, found);
    }
}

/// The name that ends before a place, with the quotes and spaces behind it left out.
fn name_before(text: &str, at: usize) -> Option<&str> {
    const LONGEST: usize = 64;
    let bytes = text.as_bytes();
    let mut end = at;
    let back = |end: usize| end.checked_sub(1).and_then(|n| bytes.get(n)).copied();
    let mut spaces = 0;
    while let Some(b' ' | b'"' | b'\'' | b'\\' | b'`') = back(end) {
        end -= 1;
        spaces += 1;
        if spaces > 32 {
            return None;
        }
    }
    let mut start = end;
    while let Some(byte) = back(start).filter(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.')) {
        let _ = byte;
        start -= 1;
        if end - start > LONGEST {
            return None;
        }
    }
    text.get(start..end).filter(|name| !name.is_empty())
}

/// Whether a name stands right between two colons.
fn ends_with_colon(bytes: &[u8], at: usize, name: &str) -> bool {
    let before = at.checked_sub(name.len() + 1).and_then(|n| bytes.get(n));
    before == Some(&b':') && bytes.get(at + 1) != Some(&b' ')
}

/// Whether a name is that of a parameter of an address.
fn in_query(bytes: &[u8], start: usize) -> bool {
    matches!(start.checked_sub(1).and_then(|n| bytes.get(n)), Some(b'?' | b'&' | b';'))
}

/// Takes the value that stands from a place.
fn take_value(text: &str, from: usize, mark: u8, is_query: bool, word_end: &mut usize, found: &mut Found) {
    let rest = text.get(from..).unwrap_or_default();
    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let value = rest.get(spaces..).unwrap_or_default();
    let start = from + spaces;
    // `==` compares, `:=` and `=>` introduce what is no constant more often than one
    if value.starts_with(['=', '~']) {
        return;
    }
    let quote = value.strip_prefix('\\').unwrap_or(value).chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    if let Some(quote) = quote {
        let opening = value.find(quote).unwrap_or_default() + 1;
        let inner = value.get(opening..).unwrap_or_default();
        let length = quoted_length(inner, quote, opening > 1);
        let inner = inner.get(..length).unwrap_or_default();
        if is_constant(inner) {
            found.take(text, start + opening..start + opening + length);
        }
        return;
    }
    // a value of ODBC in braces, which may hold any mark
    if let Some(length) = length_in_braces(value).filter(|_| mark == b'=' && spaces == 0) {
        if is_constant(value.get(1..=length).unwrap_or_default()) {
            found.take(text, start + 1..start + 1 + length);
        }
        return;
    }
    let ends: &[char] = &[';', '&', '"', '\'', '<', '>', ',', ' ', '\t', '\r', '\n', '\\', '`', '|', ')', '}', ']'];
    if value.starts_with(REDACTED) {
        return;
    }
    if *word_end <= start {
        *word_end = start + value.find(ends).unwrap_or(value.len());
    }
    let length = *word_end - start;
    let value = value.get(..length).unwrap_or_default();
    // in prose a name and a colon introduce words
    let is_written_tight = mark == b'=' && spaces == 0;
    let is_secret = if is_written_tight || is_query { value.len() >= 2 } else { is_mixed(value) };
    if is_secret && is_constant(value) {
        found.take(text, start..start + length);
    }
}

/// Whether a word is no word of prose: it has letters and digits, or marks in between, and is not short.
fn is_mixed(value: &str) -> bool {
    let has_letter = value.bytes().any(|b| b.is_ascii_alphabetic());
    let has_digit = value.bytes().any(|b| b.is_ascii_digit());
    value.len() >= 6 && has_letter && has_digit && !value.contains("://")
}

/// Takes the value behind a flag such as `--password` or `-u user:`.
fn take_flag(text: &str, space: usize, found: &mut Found) {
    const LONGEST: usize = 48;
    let bytes = text.as_bytes();
    let mut start = space;
    while let Some(byte) = start.checked_sub(1).and_then(|n| bytes.get(n)) {
        if byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'') || space - start > LONGEST {
            break;
        }
        start -= 1;
    }
    let word = text.get(start..space).unwrap_or_default();
    // most words are no flags
    if !word.starts_with('-') {
        return;
    }
    let rest = text.get(space + 1..).unwrap_or_default();
    let quoted = rest.trim_start_matches(['"', '\'']);
    let from = space + 1 + rest.len() - quoted.len();
    let length = quoted.find([' ', '\t', '\n', '\r', '"', '\'', ';', '|', '&', '\\']).unwrap_or(quoted.len());
    let value = quoted.get(..length).unwrap_or_default();
    if let Some(name) = word.strip_prefix("--").or_else(|| word.strip_prefix('-').filter(|name| name.len() > 2)) {
        let is_value = value.len() >= 2 && !value.starts_with('-') && is_constant(value);
        if !name.contains('=') && holds_secret(name) && is_value {
            found.take(text, from..from + length);
        }
    } else if word == "-u"
        && let Some((user, password)) = value.split_once(':')
        && !password.starts_with("//")
        && is_constant(password)
    {
        found.take(text, from + user.len() + 1..from + length);
    }
}

/// `Bearer …`, and `Basic …` with a long value.
fn scheme_values(text: &str, found: &mut Found) {
    // each ends with a letter and a space, which are rare: searching the text for each of them takes longer
    let spaces = text.as_bytes().windows(2).enumerate().filter(|(_, pair)| matches!(pair, [b'r' | b'c' | b'n', b' ']));
    for at in spaces.map(|(n, _)| n + 2) {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let schemes = [("Bearer ", 12), ("bearer ", 12), ("Basic ", 12), ("Token ", 20)];
        if let Some((_, least)) = schemes.into_iter().find(|(scheme, _)| before.ends_with(scheme)) {
            let length = rest.bytes().position(|b| !is_token_byte(b)).unwrap_or(rest.len());
            let value = rest.get(..length).unwrap_or_default();
            let is_random = value.bytes().any(|b| b.is_ascii_digit()) || value.ends_with('=');
            if value.len() >= least && is_random && is_constant(value) {
                found.take(text, at..at + length);
            }
        }
    }
}

/// Logins in addresses, and addresses whose path is a secret.
fn addresses(text: &str, found: &mut Found) {
    if !text.contains(':') {
        return;
    }
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("://")).map(|n| n + from + 3) {
        from = at;
        let rest = text.get(at..).unwrap_or_default();
        let length = rest.find([' ', '"', '\'', '<', '>', '\\', '\n', '\r', '\t', '`', '|']).unwrap_or(rest.len());
        let address = rest.get(..length).unwrap_or_default();
        from += length;
        let host_end = address.find(['/', '?', '#']).unwrap_or(address.len());
        let authority = address.get(..host_end).unwrap_or_default();
        if let Some((login, _host)) = authority.rsplit_once('@') {
            match login.split_once(':') {
                Some((user, password)) if is_constant(password) => {
                    found.take(text, at + user.len() + 1..at + login.len());
                }
                None if login.len() >= 20 && is_mixed(login) => found.take(text, at..at + login.len()),
                _ => {}
            }
        }
        // a login whose end was cut off: what follows the colon is no port
        if let Some((host, password)) =
            authority.split_once(':').filter(|(host, _)| !authority.contains('@') && !host.starts_with('['))
            && is_mixed(password)
            && is_constant(password)
        {
            found.take(text, at + host.len() + 1..at + authority.len());
        }
        // the address itself may be a parameter of another one: the first that fits counts
        let behind = SECRET_PATHS.iter().find_map(|path| address.find(path).map(|n| n + path.len()));
        if let Some(behind) = behind.filter(|behind| *behind < length) {
            let end = address.trim_end_matches([')', ']', ',', '.', ';', '}']).len().max(behind);
            if !address.get(behind..).unwrap_or_default().starts_with(REDACTED) {
                found.take(text, at + behind..at + end);
            }
        }
    }
}
