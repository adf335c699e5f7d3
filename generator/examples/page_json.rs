use specwright::{diagnostic::Diagnostics, source::Sources};
fn main() {
    for path in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&path).unwrap();
        let rec = specwright::page::docusaurus::recognises(&text);
        let mut s = Sources::default();
        let id = s.add(path.clone(), text);
        let mut d = Diagnostics::default();
        let t0 = std::time::Instant::now();
        let node = specwright::page::docusaurus::read(&s, id, &mut d);
        let el = t0.elapsed();
        let out = node.map(|n| specwright::tree::write::json(&n));
        let base = std::path::Path::new(&path).file_name().unwrap().to_str().unwrap().to_owned();
        let dir = std::path::Path::new(&path).parent().unwrap().file_name().unwrap().to_str().unwrap().to_owned();
        std::fs::create_dir_all(format!("/tmp/out/{dir}")).unwrap();
        std::fs::write(format!("/tmp/out/{dir}/{base}.json"), out.unwrap_or("null".into())).unwrap();
        let mut m = format!("recognised {rec} in {el:?}\n");
        for x in d.iter() {
            let loc = x.span.and_then(|sp| s.locate(sp)).map(|l| l.line).unwrap_or(0);
            m += &format!("{} line {}: {}\n", x.code.id, loc, x.message);
        }
        std::fs::write(format!("/tmp/out/{dir}/{base}.diag"), m).unwrap();
    }
}
