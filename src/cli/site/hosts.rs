//! What static hosts need beside a site.

use super::super::args::Failure;
use plumbline_site::headers;
use serde_json::{Map, Value, json};

/// Where nothing is. It is shown at any depth, and knows no address of the site: all of its places are behind the `#` of one page.
const NOT_FOUND: &str = "\
<!doctype html>
<html lang=\"en\">
<head>
  <meta charset=\"utf-8\">
  <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'\">
  <meta name=\"referrer\" content=\"no-referrer\">
  <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
  <meta name=\"color-scheme\" content=\"light dark\">
  <title>Not found – Plumbline</title>
</head>
<body>
  <main>
    <h1>There is nothing at this address</h1>
    <p>Every page of the dashboard has the site's own address, followed by <code>#/</code> and its name, such as <code>#/overview</code>.
      Shorten the address to the part that is the site's.</p>
  </main>
</body>
</html>
";

/// The files, by their paths.
///
/// # Errors
/// When one cannot be written as text.
pub(super) fn files(index: &str, paths: &[String]) -> Result<[(&'static str, String); 3], Failure> {
    Ok([
        ("404.html", NOT_FOUND.to_owned()),
        // GitHub Pages leaves names out that begin with an underscore otherwise
        (".nojekyll", String::new()),
        ("staticwebapp.config.json", azure(index, paths)?),
    ])
}

/// What Azure Static Web Apps is told: the headers, and that a program of a release never changes.
fn azure(index: &str, paths: &[String]) -> Result<String, Failure> {
    let fields: Map<String, Value> = headers(index).into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    let mut folders = paths.iter().filter_map(|path| path.split_once('/')).map(|(folder, _)| folder);
    let programs = folders.find(|folder| folder.starts_with("programs-"));
    let routes: Vec<Value> = programs
        .map(|folder| {
            json!({ "route": format!("/{folder}/*"), "headers": { "cache-control": "public, max-age=31536000, immutable" } })
        })
        .into_iter()
        .collect();
    let config = json!({
        "globalHeaders": fields,
        "mimeTypes": { ".wasm": "application/wasm", ".json": "application/json", ".bin": "application/octet-stream", ".webp": "image/webp" },
        "responseOverrides": { "404": { "rewrite": "/404.html" } },
        "routes": routes,
    });
    let text = serde_json::to_string_pretty(&config).map_err(|e| Failure::Unusable(format!("staticwebapp.config.json: {e}")))?;
    Ok(format!("{}\n", plumbline_text::json(&text)))
}
