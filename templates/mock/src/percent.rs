//! Percent-encoding (RFC 3986 §2.1).
//!
//! Takes a part of a URL or of a form; gives the text that it writes. What is no encoding stays as it stands.

/// The text of a segment of a path.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let encoded = match (first, after) {
            (b'%', [high, low, ..]) => digit(*high).zip(digit(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(encoded.unwrap_or(*first));
        rest = if encoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The text of a name or value in a query or a form, in which `+` writes a blank.
pub fn decoded_form(text: &str) -> String {
    decoded(&text.replace('+', " "))
}

fn digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_encoded_is_decoded_and_the_rest_stays() {
        for (text, expected) in [("a%20b", "a b"), ("a+b", "a+b"), ("%C3%A9", "é"), ("50%", "50%"), ("%zz%4", "%zz%4")]
        {
            assert_eq!(decoded(text), expected);
        }
        assert_eq!(decoded_form("api%5Fkey+x"), "api_key x");
    }
}
