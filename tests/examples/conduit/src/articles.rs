//! Articles, comments, favourites and tags.

use crate::Conduit;
use crate::failure::Failure;
use crate::state::{Data, Story, UserId, now, slug};
use conduit_server::articles::*;
use conduit_server::comments::*;
use conduit_server::favorites::*;
use conduit_server::tags::*;
use conduit_types::{self as types, Comment, MultipleArticles};
use std::collections::BTreeSet;

/// A part of the articles that are wanted, and how many these are.
fn page(
    data: &Data,
    viewer: Option<UserId>,
    offset: i64,
    limit: i64,
    is_wanted: impl Fn(&Story) -> bool,
) -> Result<MultipleArticles, Failure> {
    let all: Vec<&Story> = data.stories.iter().filter(|story| is_wanted(story)).collect();
    let part = all.iter().skip(offset as usize).take(limit as usize);
    let articles = part.map(|story| data.seen(story, viewer)).collect::<Result<_, _>>()?;
    Ok(MultipleArticles { articles, articles_count: all.len() as i64 })
}

impl Articles for Conduit {
    async fn get_articles_feed(
        &self,
        request: GetArticlesFeedRequest,
        caller: UserId,
    ) -> Result<GetArticlesFeedResponse, Failure> {
        let data = self.data();
        let is_wanted = |story: &Story| data.follows(Some(caller), story.author);
        page(&data, Some(caller), request.offset, request.limit, is_wanted).map(GetArticlesFeedResponse::Ok)
    }

    async fn get_articles(
        &self,
        request: GetArticlesRequest,
        viewer: Option<UserId>,
    ) -> Result<GetArticlesResponse, Failure> {
        let data = self.data();
        let is = |name: &String, id: &UserId| data.named(name).is_ok_and(|named| named == *id);
        let is_wanted = |story: &Story| {
            request.tag.as_ref().is_none_or(|tag| story.article.tag_list.contains(tag))
                && request.author.as_ref().is_none_or(|name| is(name, &story.author))
                && request.favorited.as_ref().is_none_or(|name| story.fans.iter().any(|fan| is(name, fan)))
        };
        page(&data, viewer, request.offset, request.limit, is_wanted).map(GetArticlesResponse::Ok)
    }

    async fn create_article(
        &self,
        request: CreateArticleRequest,
        caller: UserId,
    ) -> Result<CreateArticleResponse, Failure> {
        self.data().publish(request.body.article, caller).map(CreateArticleResponse::Created)
    }

    async fn get_article(
        &self,
        request: GetArticleRequest,
        viewer: Option<UserId>,
    ) -> Result<GetArticleResponse, Failure> {
        self.data().article(&request.slug, viewer).map(GetArticleResponse::Ok)
    }

    async fn update_article(
        &self,
        request: UpdateArticleRequest,
        caller: UserId,
    ) -> Result<UpdateArticleResponse, Failure> {
        let (mut data, given) = (self.data(), request.body.article);
        let new = given.title.as_deref().map_or(request.slug.clone(), slug);
        if new != request.slug && data.story(&new).is_ok() {
            return Err(Failure::taken("title"));
        }
        let article = &mut data.own(&request.slug, caller)?.article;
        article.slug.clone_from(&new);
        article.title = given.title.unwrap_or(std::mem::take(&mut article.title));
        article.description = given.description.unwrap_or(std::mem::take(&mut article.description));
        article.body = given.body.unwrap_or(std::mem::take(&mut article.body));
        article.updated_at = now();
        data.article(&new, Some(caller)).map(UpdateArticleResponse::Ok)
    }

    async fn delete_article(
        &self,
        request: DeleteArticleRequest,
        caller: UserId,
    ) -> Result<DeleteArticleResponse, Failure> {
        let mut data = self.data();
        data.own(&request.slug, caller)?;
        data.stories.retain(|story| story.article.slug != request.slug);
        Ok(DeleteArticleResponse::NoContent)
    }
}

impl Comments for Conduit {
    async fn get_article_comments(
        &self,
        request: GetArticleCommentsRequest,
        viewer: Option<UserId>,
    ) -> Result<GetArticleCommentsResponse, Failure> {
        let mut data = self.data();
        let mut comments = data.story(&request.slug)?.comments.clone();
        for (author, comment) in &mut comments {
            comment.author = data.profile(*author, viewer)?;
        }
        let comments = comments.into_iter().map(|(_, comment)| comment).collect();
        Ok(GetArticleCommentsResponse::Ok(types::GetArticleCommentsResponse { comments }))
    }

    async fn create_article_comment(
        &self,
        request: CreateArticleCommentRequest,
        caller: UserId,
    ) -> Result<CreateArticleCommentResponse, Failure> {
        let mut data = self.data();
        let (id, author) = (data.comments + 1, data.profile(caller, Some(caller))?);
        let comment = Comment { id, created_at: now(), updated_at: now(), body: request.body.comment.body, author };
        data.story(&request.slug)?.comments.push((caller, comment.clone()));
        data.comments = id;
        Ok(CreateArticleCommentResponse::Created(Box::new(types::CreateArticleCommentResponse { comment })))
    }

    async fn delete_article_comment(
        &self,
        request: DeleteArticleCommentRequest,
        caller: UserId,
    ) -> Result<DeleteArticleCommentResponse, Failure> {
        let mut data = self.data();
        let comments = &mut data.story(&request.slug)?.comments;
        let found = comments.iter().find(|(_, comment)| comment.id == request.id);
        match found.map(|(author, _)| *author == caller) {
            None => return Err(Failure::not_found("comment")),
            Some(false) => return Err(Failure::forbidden("comment")),
            Some(true) => comments.retain(|(_, comment)| comment.id != request.id),
        }
        Ok(DeleteArticleCommentResponse::NoContent)
    }
}

impl Favorites for Conduit {
    async fn create_article_favorite(
        &self,
        request: CreateArticleFavoriteRequest,
        caller: UserId,
    ) -> Result<CreateArticleFavoriteResponse, Failure> {
        let mut data = self.data();
        data.story(&request.slug)?.fans.insert(caller);
        data.article(&request.slug, Some(caller)).map(CreateArticleFavoriteResponse::Ok)
    }

    async fn delete_article_favorite(
        &self,
        request: DeleteArticleFavoriteRequest,
        caller: UserId,
    ) -> Result<DeleteArticleFavoriteResponse, Failure> {
        let mut data = self.data();
        data.story(&request.slug)?.fans.remove(&caller);
        data.article(&request.slug, Some(caller)).map(DeleteArticleFavoriteResponse::Ok)
    }
}

impl Tags for Conduit {
    async fn get_tags(&self, _: GetTagsRequest) -> Result<GetTagsResponse, Failure> {
        let data = self.data();
        let tags: BTreeSet<&String> = data.stories.iter().flat_map(|story| &story.article.tag_list).collect();
        Ok(GetTagsResponse::Ok(types::GetTagsResponse { tags: tags.into_iter().cloned().collect() }))
    }
}
