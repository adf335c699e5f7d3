//! Addresses that may be asked.
//!
//! Takes texts; gives an [`Address`], or why it is none. Promises that it is `https`, or `http` to the machine itself, and that it holds no credentials. Never resolves a name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address, in parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    text: String,
    scheme: &'static str,
    /// With the port, in lower case.
    authority: String,
    /// From the first `/` on, with the query, without the fragment.
    path: String,
}

impl Address {
    /// Reads one.
    ///
    /// # Errors
    /// Why it may not be asked, as a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err("an address has no blanks".to_owned());
        }
        let (scheme, rest) = match (text.strip_prefix("https://"), text.strip_prefix("http://")) {
            (Some(rest), _) => ("https", rest),
            (_, Some(rest)) => ("http", rest),
            _ => return Err("it is asked for by `https://` alone".to_owned()),
        };
        let rest = rest.split('#').next().unwrap_or_default();
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        if authority.is_empty() {
            return Err("an address names a host".to_owned());
        }
        if authority.contains(['@', '\\']) {
            return Err("an address here holds no credentials, as it is recorded".to_owned());
        }
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let authority = authority.to_ascii_lowercase();
        let address = Self { text: format!("{scheme}://{authority}{path}"), scheme, authority, path };
        if scheme == "http" && !address.is_loopback() {
            return Err("plain HTTP can be changed on its way, so that it is asked for by `https://` alone".to_owned());
        }
        Ok(address)
    }

    /// Where a redirect leads from here; `first` is the address that the caller named.
    pub(super) fn follow(&self, target: &str, first: &Self) -> Result<Self, String> {
        let next = Self::parse(&self.join(target))?;
        if next.scheme == "http" && self.scheme == "https" {
            return Err("it leads from `https` to plain HTTP".to_owned());
        }
        let private = next.host().parse::<IpAddr>().map_or(next.is_loopback(), is_private);
        if private && !next.same_origin(first) {
            return Err(format!("`{}` is a private address", next.host()));
        }
        Ok(next)
    }

    /// A reference from here, as an address.
    pub fn join(&self, target: &str) -> String {
        let origin = format!("{}://{}", self.scheme, self.authority);
        if target.contains("://") {
            target.to_owned()
        } else if target.starts_with("//") {
            format!("{}:{target}", self.scheme)
        } else if target.starts_with('/') {
            format!("{origin}{target}")
        } else {
            let path = self.path.split('?').next().unwrap_or_default();
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{origin}{folder}/{target}")
        }
    }

    /// The whole of it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its path, without the query.
    pub fn path(&self) -> &str {
        self.path.split('?').next().unwrap_or_default()
    }

    /// Whether scheme, host and port are the same.
    pub fn same_origin(&self, other: &Self) -> bool {
        (self.scheme, &self.authority) == (other.scheme, &other.authority)
    }

    fn host(&self) -> &str {
        match self.authority.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => self.authority.split(':').next().unwrap_or_default(),
        }
    }

    fn is_loopback(&self) -> bool {
        self.host() == "localhost" || self.host().parse::<IpAddr>().is_ok_and(|it| it.is_loopback())
    }
}

/// Whether an address belongs to no machine that everybody can reach: the machine itself, a local network, a cloud's own services.
pub fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(it) => is_private_v4(it),
        IpAddr::V6(it) => is_private_v6(it),
    }
}

fn is_private_v4(it: Ipv4Addr) -> bool {
    let [a, b, c, _] = it.octets();
    it.is_private()
        || it.is_loopback()
        || it.is_link_local()
        || it.is_broadcast()
        || it.is_documentation()
        || it.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 198 && (b == 18 || b == 19))
}

fn is_private_v6(it: Ipv6Addr) -> bool {
    let [first, second, .., last_but_one, last] = it.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    if let Some(mapped) = it.to_ipv4_mapped() {
        return is_private_v4(mapped);
    }
    it.is_loopback()
        || it.is_unspecified()
        || it.is_multicast()
        || (first & 0xfe00) == 0xfc00
        || (first & 0xffc0) == 0xfe80
        || (first & 0xffc0) == 0xfec0
        || (first == 0x2001 && second == 0xdb8)
        // Addresses of version 4 within: NAT64, 6to4, Teredo.
        || (first == 0x64 && second == 0xff9b && embedded(last_but_one, last))
        || (first == 0x2002 && embedded(second, it.segments().get(2).copied().unwrap_or_default()))
        || (first == 0x2001 && second == 0)
        || (it.segments().iter().take(6).all(|part| *part == 0))
}

#[cfg(test)]
mod tests {
    use super::{Address, is_private};

    #[test]
    fn addresses_are_https_or_the_machine_itself() {
        for good in [
            "https://a.example",
            "https://a.example:8443/b?c#d",
            "http://127.0.0.1:80/a",
            "http://[::1]/a",
            "http://localhost/",
        ] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "http://a.example/",
            "http://127.0.0.1.example/",
            "http://localhost.example/",
            "file:///etc/passwd",
            "https://",
            "https:///a",
            "https://user:secret@a.example/",
            "https://a.example/a b",
            "https://a.example\\@b.example/",
            "http://127.0.0.1@b.example/",
        ] {
            assert!(Address::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn redirects_lead_to_no_private_place() {
        let first = Address::parse("https://a.example/docs/openapi.yaml?v=1").expect("an address");
        let to = |target: &str| first.follow(target, &first).map(|it| it.text().to_owned());
        assert_eq!(to("other.yaml").as_deref(), Ok("https://a.example/docs/other.yaml"));
        assert_eq!(to("/x").as_deref(), Ok("https://a.example/x"));
        assert_eq!(to("//b.example/x").as_deref(), Ok("https://b.example/x"));
        for bad in [
            "http://a.example/x",
            "http://127.0.0.1/x",
            "https://127.0.0.1/x",
            "https://localhost/x",
            "https://10.1.2.3/x",
            "https://169.254.169.254/latest/meta-data",
            "https://[::ffff:10.0.0.1]/x",
            "https://[fd00::1]/x",
            "ftp://b.example/x",
        ] {
            assert!(to(bad).is_err(), "{bad}");
        }
        let own = Address::parse("http://127.0.0.1:8080/a").expect("an address");
        assert!(own.follow("/b", &own).is_ok());
        assert!(own.follow("http://127.0.0.1:8081/b", &own).is_err());
    }

    #[test]
    fn private_addresses_are_known_in_every_spelling() {
        for private in [
            "10.0.0.1",
            "172.16.0.1",
            "192.168.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "198.18.0.1",
            "224.0.0.1",
            "::",
            "::1",
            "fe80::1",
            "fc00::1",
            "fec0::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
            "2001::1",
            "::127.0.0.1",
            "ff02::1",
        ] {
            assert!(is_private(private.parse().expect("an address")), "{private}");
        }
        for public in ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "64:ff9b::101:101", "::ffff:1.1.1.1"] {
            assert!(!is_private(public.parse().expect("an address")), "{public}");
        }
    }
}
