//! GitHub: the issues of a repository, a new one, an asset for a release, and the source as an archive.

use github_client::types::{Issue, IssuesCreateBody, ReleaseAsset};
use github_client::{Auth, Client, Error, Redirects, servers};
use std::io::Write;

/// With the token that the environment holds.
pub fn connect() -> Result<Client, Error> {
    Ok(Client::builder(servers::DEFAULT).auth(Auth::from_env()?).build()?)
}

pub async fn bugs(client: &Client, owner: &str, repo: &str) -> Result<Vec<Issue>, Error> {
    let issues = client.issues().list_for_repo(owner, repo).labels("bug").per_page(100);
    Ok(issues.items().all().await?)
}

pub async fn report(client: &Client, owner: &str, repo: &str, title: &str) -> Result<String, Error> {
    let issue = IssuesCreateBody { labels: Some(vec!["bug".into()]), ..IssuesCreateBody::new(title) };
    Ok(client.issues().create(owner, repo, &issue).await?.html_url)
}

pub async fn attach(client: &Client, owner: &str, repo: &str, tag: &str, file: Vec<u8>) -> Result<ReleaseAsset, Error> {
    let release = client.repos().get_release_by_tag(owner, repo, tag).await?;
    let upload = client.repos().upload_release_asset(owner, repo, release.id, "program.zip");
    Ok(upload.body(file).with_content_type("application/zip").await?)
}

/// The archive is at another host, which is not told the token.
pub async fn source(
    client: &Client,
    owner: &str,
    repo: &str,
    file: &mut impl Write,
) -> Result<(), Box<dyn std::error::Error>> {
    let archive = client.repos().download_tarball_archive(owner, repo, "main");
    let mut chunks = archive.with_redirects(Redirects::All).send_stream().await?.body;
    while let Some(chunk) = chunks.next().await {
        file.write_all(&chunk?)?;
    }
    Ok(())
}
