//! A recording of requests and answers: HAR 1.2.
//!
//! Takes exchanges; writes each into the file as soon as it is over. Promises that the file is whole JSON after every exchange, and that what
//! [`Secrets`] knows is masked in it. A body that cannot be looked through for secrets is left out, and its size is told.

use super::secrets::Secrets;
use axum::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// What stands after the last exchange.
const END: &str = "\n]}}\n";

/// A file that a recording goes to.
#[derive(Debug)]
pub struct Recording {
    file: File,
    entries: usize,
}

/// A message as it went over the wire.
pub struct Message<'m> {
    /// Its headers.
    pub headers: &'m HeaderMap,
    /// Its body.
    pub body: &'m [u8],
}

/// A request with its answer.
pub struct Exchange<'e> {
    /// When the request came.
    pub at: SystemTime,
    /// Until it was answered.
    pub took: Duration,
    /// The request's method.
    pub method: &'e str,
    /// The request's URL up to the query.
    pub url: String,
    /// The request's query.
    pub query: Option<&'e str>,
    /// The request.
    pub request: Message<'e>,
    /// The answer's status.
    pub status: StatusCode,
    /// The answer.
    pub answer: Message<'e>,
}

impl Recording {
    /// Begins a file, in the place of what is there.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn begin(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        let creator = json!({ "name": "specwright mock", "version": env!("CARGO_PKG_VERSION") });
        write!(file, "{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"entries\":[{END}")?;
        Ok(Self { file, entries: 0 })
    }

    /// Adds an exchange.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn add(&mut self, exchange: &Exchange<'_>, secrets: &Secrets) -> io::Result<()> {
        let entry = entry(exchange, secrets);
        let end = i64::try_from(END.len()).unwrap_or_default();
        self.file.seek(SeekFrom::End(-end))?;
        let comma = if self.entries == 0 { "\n" } else { ",\n" };
        self.entries += 1;
        write!(self.file, "{comma}{entry}{END}")
    }
}

fn entry(exchange: &Exchange<'_>, secrets: &Secrets) -> Value {
    let query = exchange.query.map(|query| secrets.query(query));
    let pairs: Vec<Value> = query
        .iter()
        .flat_map(|query| query.split('&'))
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| json!({ "name": name, "value": value }))
        .collect();
    let url = query.map_or_else(|| exchange.url.clone(), |query| format!("{}?{query}", exchange.url));
    let time = exchange.took.as_secs_f64() * 1000.0;
    let (sent, answered) = (&exchange.request, &exchange.answer);
    let mut request = json!({
        "method": exchange.method, "url": url, "httpVersion": "HTTP/1.1", "cookies": [], "queryString": pairs,
        "headers": headers(sent, secrets), "headersSize": -1, "bodySize": sent.body.len(),
    });
    if let (false, Some(request)) = (sent.body.is_empty(), request.as_object_mut()) {
        let text = secrets.body(sent.media_type(), sent.body).unwrap_or_default();
        request.insert("postData".to_owned(), json!({ "mimeType": sent.media_type(), "text": text }));
    }
    let mut content = json!({ "size": answered.body.len(), "mimeType": answered.media_type() });
    if let (Some(text), Some(content)) = (secrets.body(answered.media_type(), answered.body), content.as_object_mut()) {
        content.insert("text".to_owned(), text.into());
    }
    let response = json!({
        "status": exchange.status.as_u16(), "statusText": exchange.status.canonical_reason().unwrap_or_default(),
        "httpVersion": "HTTP/1.1", "cookies": [], "headers": headers(answered, secrets), "content": content,
        "redirectURL": "", "headersSize": -1, "bodySize": answered.body.len(),
    });
    json!({
        "startedDateTime": date_time(exchange.at), "time": time, "request": request, "response": response,
        "cache": {}, "timings": { "send": 0, "wait": time, "receive": 0 },
    })
}

impl Message<'_> {
    /// What `Content-Type` says.
    pub fn media_type(&self) -> &str {
        self.headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn headers(message: &Message<'_>, secrets: &Secrets) -> Vec<Value> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        let value = text(value.as_bytes());
        json!({ "name": name.as_str(), "value": secrets.shown(name.as_str(), &value) })
    };
    message.headers.iter().map(header).collect()
}

/// A moment as RFC 3339 has it, in UTC.
fn date_time(at: SystemTime) -> String {
    let since = at.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let (seconds, millis) = (since.as_secs(), since.subsec_millis());
    let (mut days, time) = (seconds / 86_400, seconds % 86_400);
    let is_leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let mut year = 1970;
    while days >= if is_leap(year) { 366 } else { 365 } {
        days -= if is_leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 1;
    for length in [31, if is_leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    let (day, hour, minute, second) = (days + 1, time / 3600, time / 60 % 60, time % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        for (seconds, expected) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_735_689_599, "2024-12-31T23:59:59.000Z"),
        ] {
            assert_eq!(date_time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)), expected);
        }
    }
}
