//! The security headers: the one place where they are written down.
//!
//! From here they go into the service worker (which puts them on all that it serves), the page's meta tag (which covers the
//! very first load where a host sends nothing), the local server, and the files by which hosts are told.

use serde_json::{Map, Value, json};

/// The content policy. `connect-src 'self'` is a promise to schools: the app cannot send a child's data anywhere.
const POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "connect-src 'self'",
    "img-src 'self' blob: data:",
    "style-src 'self'",
    "font-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
];

/// What the app uses stays open to itself; the rest of what a browser offers to pages is shut.
const PERMISSIONS: &[&str] = &[
    "camera=(self)",
    "screen-wake-lock=(self)",
    "accelerometer=()",
    "autoplay=()",
    "browsing-topics=()",
    "display-capture=()",
    "geolocation=()",
    "gyroscope=()",
    "hid=()",
    "magnetometer=()",
    "microphone=()",
    "midi=()",
    "payment=()",
    "publickey-credentials-get=()",
    "serial=()",
    "usb=()",
    "xr-spatial-tracking=()",
];

/// The content policy as a header carries it.
pub fn policy() -> String {
    POLICY.join("; ")
}

/// The content policy as a meta tag may carry it: browsers refuse `frame-ancestors` there.
pub fn meta_policy() -> String {
    POLICY.iter().filter(|part| !part.starts_with("frame-ancestors")).copied().collect::<Vec<_>>().join("; ")
}

/// Name and value of every security header, for every answer.
pub fn security() -> Vec<(&'static str, String)> {
    vec![
        ("Content-Security-Policy", policy()),
        ("Cross-Origin-Opener-Policy", "same-origin".into()),
        ("Cross-Origin-Embedder-Policy", "require-corp".into()),
        ("Cross-Origin-Resource-Policy", "same-origin".into()),
        ("Referrer-Policy", "no-referrer".into()),
        ("X-Content-Type-Options", "nosniff".into()),
        ("Permissions-Policy", PERMISSIONS.join(", ")),
    ]
}

/// How long a browser may keep a file: those with a hash in their name for ever, the others not without asking.
pub fn cache_control(hashed: bool) -> &'static str {
    if hashed { "public, max-age=31536000, immutable" } else { "no-cache" }
}

/// The security headers as JSON, for the service worker.
pub fn as_json() -> Value {
    Value::Object(security().into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

/// What `headers.json` says: the security headers, and which files carry a hash.
pub fn server_json(hashed: &[String]) -> Value {
    json!({ "every": as_json(), "hashed": hashed })
}

/// A `_headers` file, as Netlify and Cloudflare Pages read it.
pub fn netlify(hashed: &[String]) -> String {
    let mut text = String::from("/*\n");
    for (name, value) in security() {
        text += &format!("  {name}: {value}\n");
    }
    text += &format!("  Cache-Control: {}\n", cache_control(false));
    for file in hashed {
        // A host joins values of one name with a comma unless the first is taken away.
        text += &format!("/{file}\n  ! Cache-Control\n  Cache-Control: {}\n", cache_control(true));
    }
    text
}

/// An `.htaccess` file for Apache with mod_headers.
pub fn apache(hashed: &[String]) -> String {
    let mut text = String::from("AddType application/wasm .wasm\nAddType application/manifest+json .webmanifest\n");
    for (name, value) in security() {
        text += &format!("Header always set {name} \"{value}\"\n");
    }
    text += &format!("Header set Cache-Control \"{}\"\n", cache_control(false));
    let names: Vec<_> =
        hashed.iter().filter_map(|path| path.rsplit('/').next()).map(|name| name.replace('.', "\\.")).collect();
    if !names.is_empty() {
        text += &format!(
            "<FilesMatch \"^({})$\">\n  Header set Cache-Control \"{}\"\n</FilesMatch>\n",
            names.join("|"),
            cache_control(true)
        );
    }
    text
}

/// The lines that nginx wants inside its `location`.
pub fn nginx() -> String {
    let mut text = String::from("types { application/wasm wasm; application/manifest+json webmanifest; }\n");
    for (name, value) in security() {
        text += &format!("add_header {name} \"{value}\" always;\n");
    }
    text += &format!("add_header Cache-Control \"{}\" always;\n", cache_control(false));
    text
}

/// What a `headers.json` says.
#[derive(Debug)]
pub struct Served {
    /// Name and value of each header for every answer.
    pub every: Vec<(String, String)>,
    /// The files with a hash in their name.
    pub hashed: Vec<String>,
}

/// Reads a `headers.json`; `None` if it is not one.
pub fn parse(text: &str) -> Option<Served> {
    let value: Map<String, Value> = serde_json::from_str(text).ok()?;
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let every = value.get("every")?.as_object()?;
    let hashed = value.get("hashed")?.as_array()?;
    Some(Served {
        every: every.iter().map(|(name, value)| Some((name.clone(), text(value)?))).collect::<Option<_>>()?,
        hashed: hashed.iter().map(text).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_for_the_server_is_read_back() {
        let hashed = vec!["boot.0a1b.js".to_owned()];
        let Served { every, hashed: names } = parse(&server_json(&hashed).to_string()).expect("our own file");
        assert_eq!(names, hashed);
        for (name, value) in security() {
            assert!(every.contains(&(name.to_owned(), value)), "{name}");
        }
    }

    #[test]
    fn the_app_can_send_nothing_anywhere() {
        let connect: Vec<_> = POLICY.iter().filter(|part| part.starts_with("connect-src")).collect();
        assert_eq!(connect, [&"connect-src 'self'"]);
        assert_eq!(POLICY[0], "default-src 'none'");
    }

    #[test]
    fn the_meta_tag_lacks_only_what_a_meta_tag_may_not_say() {
        assert_eq!(meta_policy(), policy().replace("frame-ancestors 'none'; ", ""));
    }
}
