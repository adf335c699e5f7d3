//! Signatures of webhooks, with the vectors that their schemes publish.

use http::HeaderMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use template_types::runtime::webhook::{Scheme, UnfitKey, Verifier, WebhookError};

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs.iter().filter_map(|(name, value)| Some((name.parse().ok()?, value.parse().ok()?))).collect()
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

/// The example of the specification's libraries.
#[test]
fn standard_webhooks() {
    let verifier = Verifier::new(Scheme::standard_webhooks(), "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let verifier = verifier.at(at(1_614_265_330));
    let sent = |signature: &str, timestamp: &str| {
        headers(&[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", timestamp),
            ("webhook-signature", signature),
        ])
    };
    let right = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    let body = br#"{"test": 2432232314}"#;
    verifier.verify(&sent(right, "1614265330"), body).unwrap();
    verifier.verify(&sent(&format!("v1,AAAA v1a,BBBB {right}"), "1614265330"), body).unwrap();
    let refused = |headers: &HeaderMap, body: &[u8]| verifier.verify(headers, body).unwrap_err();
    assert!(matches!(refused(&sent(right, "1614265330"), br#"{"test": 2432232315}"#), WebhookError::Signature));
    assert!(matches!(refused(&sent(right, "1614265331"), body), WebhookError::Signature));
    assert!(matches!(refused(&sent(right, "1614265000"), body), WebhookError::Time));
    assert!(matches!(refused(&sent(right, "now"), body), WebhookError::Time));
    assert!(matches!(refused(&sent("", "1614265330"), body), WebhookError::Signature));
    assert!(matches!(refused(&headers(&[]), body), WebhookError::MissingHeader("webhook-signature")));
}

/// The example of GitHub's documentation.
#[test]
fn a_signature_of_the_body() {
    let scheme = Scheme::hmac_sha256("x-hub-signature-256").prefix("sha256=");
    let verifier = Verifier::new(scheme, "It's a Secret to Everybody").unwrap();
    let right = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    verifier.verify(&headers(&[("x-hub-signature-256", right)]), b"Hello, World!").unwrap();
    for wrong in [&right[7..], &right[..right.len() - 1], &right.replace('7', "8"), "sha256="] {
        let refused = verifier.verify(&headers(&[("x-hub-signature-256", wrong)]), b"Hello, World!");
        assert!(matches!(refused, Err(WebhookError::Signature)), "{wrong}");
    }
}

#[test]
fn fields_with_a_time() {
    let body = br#"{"id":"evt_1"}"#;
    // printf '1492774577.{"id":"evt_1"}' | openssl dgst -sha256 -hmac whsec_test
    let right = "7656fc2882a7ca0a651666b36bf2f2f22ee204f54f608f227498a2419f2890b2";
    let old = Verifier::new(Scheme::timestamped("payments-signature"), "whsec_old").unwrap();
    let verifier = old.clone().or("whsec_test").unwrap().at(at(1_492_774_600));
    let sent = headers(&[("payments-signature", &format!("t=1492774577,v1=00ff,v0=6ffbb5,v1={right}"))]);
    verifier.verify(&sent, body).unwrap();
    assert!(matches!(old.at(at(1_492_774_600)).verify(&sent, body), Err(WebhookError::Signature)));
    let late = verifier.clone().at(at(1_492_774_577 + 301));
    assert!(matches!(late.verify(&sent, body), Err(WebhookError::Time)));
    let without_time = headers(&[("payments-signature", &format!("v1={right}"))]);
    assert!(verifier.verify(&without_time, body).is_err());
}

#[test]
fn a_key_that_is_none() {
    assert_eq!(Verifier::new(Scheme::standard_webhooks(), "whsec_ä").unwrap_err(), UnfitKey);
    assert_eq!(Verifier::new(Scheme::timestamped("payments-signature"), "").unwrap_err(), UnfitKey);
    let shown = format!("{:?}", Verifier::new(Scheme::timestamped("payments-signature"), "hunter2").unwrap());
    assert!(!shown.contains("hunter2"), "{shown}");
}
