//! What the service holds, and what of it a viewer sees.

use crate::failure::Failure;
use conduit_types as types;
use std::collections::BTreeSet;

/// What a title becomes in a URL.
pub fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

pub fn now() -> types::chrono::DateTime<types::chrono::FixedOffset> {
    chrono::Utc::now().into()
}

/// A user, by number. Users are never removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct UserId(pub usize);

pub struct Account {
    /// Without a token.
    pub user: types::User,
    pub password: String,
    pub follows: BTreeSet<UserId>,
}

pub struct Story {
    /// As the author wrote it; who sees it decides the rest.
    pub article: types::Article,
    pub author: UserId,
    pub fans: BTreeSet<UserId>,
    pub comments: Vec<(UserId, types::Comment)>,
}

#[derive(Default)]
pub struct Data {
    pub accounts: Vec<Account>,
    /// The newest first.
    pub stories: Vec<Story>,
    pub comments: i64,
}

impl Data {
    pub fn account(&mut self, UserId(id): UserId) -> Result<&mut Account, Failure> {
        self.accounts.get_mut(id).ok_or(Failure::CREDENTIALS)
    }

    pub fn named(&self, name: &str) -> Result<UserId, Failure> {
        let position = self.accounts.iter().position(|account| account.user.username == name);
        position.map(UserId).ok_or(Failure::not_found("profile"))
    }

    pub fn story(&mut self, slug: &str) -> Result<&mut Story, Failure> {
        self.stories.iter_mut().find(|story| story.article.slug == slug).ok_or(Failure::not_found("article"))
    }

    /// The article of this author.
    pub fn own(&mut self, slug: &str, author: UserId) -> Result<&mut Story, Failure> {
        let story = self.story(slug)?;
        if story.author == author { Ok(story) } else { Err(Failure::forbidden("article")) }
    }

    pub fn follows(&self, viewer: Option<UserId>, other: UserId) -> bool {
        viewer.and_then(|UserId(id)| self.accounts.get(id)).is_some_and(|account| account.follows.contains(&other))
    }

    pub fn profile(&self, id: UserId, viewer: Option<UserId>) -> Result<types::Profile, Failure> {
        let user = self.accounts.get(id.0).map(|account| account.user.clone()).ok_or(Failure::not_found("profile"))?;
        let following = self.follows(viewer, id);
        Ok(types::Profile { username: user.username, bio: user.bio, image: user.image, following })
    }

    pub fn seen(&self, story: &Story, viewer: Option<UserId>) -> Result<types::Article, Failure> {
        Ok(types::Article {
            favorited: viewer.is_some_and(|viewer| story.fans.contains(&viewer)),
            favorites_count: story.fans.len() as i64,
            author: self.profile(story.author, viewer)?,
            ..story.article.clone()
        })
    }

    pub fn publish(&mut self, given: types::NewArticle, author: UserId) -> Result<Box<types::SingleArticle>, Failure> {
        let slug = slug(&given.title);
        if self.story(&slug).is_ok() {
            return Err(Failure::taken("title"));
        }
        let article = types::Article {
            slug: slug.clone(),
            title: given.title,
            description: given.description,
            body: given.body,
            tag_list: given.tag_list.unwrap_or_default(),
            created_at: now(),
            updated_at: now(),
            favorited: false,
            favorites_count: 0,
            author: self.profile(author, None)?,
        };
        self.stories.insert(0, Story { article, author, fans: BTreeSet::new(), comments: Vec::new() });
        self.article(&slug, Some(author))
    }

    pub fn article(&self, slug: &str, viewer: Option<UserId>) -> Result<Box<types::SingleArticle>, Failure> {
        let story =
            self.stories.iter().find(|story| story.article.slug == slug).ok_or(Failure::not_found("article"))?;
        Ok(Box::new(types::SingleArticle { article: self.seen(story, viewer)? }))
    }
}
