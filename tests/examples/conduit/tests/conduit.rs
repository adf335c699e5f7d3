//! The service and the generated client of the same document, in one process.

use conduit_client::api::articles::{GetArticleError, UpdateArticleError};
use conduit_client::types::{
    CreateArticleBody, CreateArticleCommentBody, CreateUserBody, LoginUser, NewArticle, NewComment, NewUser,
    UpdateArticle, UpdateArticleBody, UpdateCurrentUserBody, UpdateUser, UsersLoginBody,
};
use conduit_client::{Auth, Client, Error, TowerTransport};

/// Who registers at a service, and calls it with the token that is given out.
struct Visitor {
    router: axum::Router,
}

impl Visitor {
    fn new() -> Self {
        Self { router: conduit_example::router("a key").expect("a key") }
    }

    fn client(&self, token: Option<&str>) -> Client {
        let builder = Client::builder("http://in.process").transport(TowerTransport::new(self.router.clone()));
        match token {
            Some(token) => builder.auth(Auth::token(token)).build().expect("a client"),
            None => builder.build().expect("a client"),
        }
    }

    async fn register(&self, name: &str) -> Client {
        let user =
            NewUser { username: name.to_owned(), email: format!("{name}@example.com"), password: "secret".into() };
        let created = self.client(None).users().create_user(&CreateUserBody { user }).await.expect("a user");
        self.client(Some(&created.user.token))
    }
}

fn article(title: &str) -> CreateArticleBody {
    let article =
        NewArticle { tag_list: Some(vec!["dragons".to_owned()]), ..NewArticle::new(title, "A text", "It is long.") };
    CreateArticleBody { article }
}

/// The status of an error, with what it says of a property.
fn said(error: impl Into<Error>, what: &str) -> (u16, String) {
    let error = error.into();
    let body: conduit_client::types::GenericError = error.json().expect("the schema of errors");
    (error.status().expect("a status").as_u16(), body.errors.get(what).cloned().unwrap_or_default().join(", "))
}

#[tokio::test]
async fn users_register_log_in_and_change() {
    let visitor = Visitor::new();
    let ada = visitor.register("ada").await;
    let user = ada.users().get_current_user().await.expect("a user").user;
    assert_eq!((user.username.as_str(), user.email.as_str(), user.bio), ("ada", "ada@example.com", None));

    let change =
        UpdateUser { bio: "counts".to_owned().into(), password: Some("other".into()), ..UpdateUser::default() };
    let changed = ada.users().update_current_user(&UpdateCurrentUserBody { user: change }).await.expect("a user").user;
    assert_eq!(changed.bio.as_deref(), Some("counts"));

    let login = |password: &str| UsersLoginBody {
        user: LoginUser { email: "ada@example.com".to_owned(), password: password.into() },
    };
    let none = visitor.client(None);
    let token = none.users().login(&login("other")).await.expect("it is right").user.token;
    assert!(visitor.client(Some(&token)).users().get_current_user().await.is_ok());
    assert_eq!(
        said(none.users().login(&login("secret")).await.expect_err("it is old"), "credentials"),
        (401, "are invalid".to_owned())
    );

    let again = NewUser { username: "ada".to_owned(), email: "b@example.com".to_owned(), password: "x".into() };
    let taken = none.users().create_user(&CreateUserBody { user: again }).await.expect_err("it is taken");
    assert_eq!(said(taken, "username"), (422, "has already been taken".to_owned()));
    let empty = NewUser { username: String::new(), email: "c@example.com".to_owned(), password: "x".into() };
    let invalid =
        said(none.users().create_user(&CreateUserBody { user: empty }).await.expect_err("it is empty"), "username");
    assert!(invalid.0 == 422 && !invalid.1.is_empty(), "{invalid:?}");

    for token in ["0.9999999999.00", "no token", &token.replace("0.", "1.")] {
        let forged = visitor.client(Some(token)).users().get_current_user().await.expect_err("it is forged");
        assert_eq!(said(forged, "").0, 401);
    }
}

#[tokio::test]
async fn articles_are_written_read_and_fed() {
    let visitor = Visitor::new();
    let (ada, bob, none) = (visitor.register("ada").await, visitor.register("bob").await, visitor.client(None));
    let first = ada.articles().create_article(&article("How to train your dragon")).await.expect("an article").article;
    assert_eq!((first.slug.as_str(), first.author.username.as_str()), ("how-to-train-your-dragon", "ada"));
    ada.articles().create_article(&article("Once more")).await.expect("an article");
    let taken = bob.articles().create_article(&article("Once more")).await.expect_err("it is taken");
    assert_eq!(said(taken, "title").0, 422);

    assert_eq!(bob.articles().get_articles_feed().await.expect("a feed").articles_count, 0);
    assert!(bob.profile().follow_user_by_username("ada").await.expect("a profile").profile.following);
    let feed = bob.articles().get_articles_feed().limit(1).offset(1).await.expect("a feed");
    assert_eq!(
        (feed.articles_count, feed.articles[0].slug.as_str(), feed.articles[0].author.following),
        (2, first.slug.as_str(), true)
    );
    assert!(!none.profile().get_profile_by_username("ada").await.expect("a profile").profile.following);
    assert!(!bob.profile().unfollow_user_by_username("ada").await.expect("a profile").profile.following);

    let liked = bob.favorites().create_article_favorite(&first.slug).await.expect("an article").article;
    assert_eq!((liked.favorited, liked.favorites_count), (true, 1));
    let found = none.articles().get_articles().favorited("bob").tag("dragons").author("ada").await.expect("articles");
    assert_eq!((found.articles_count, found.articles[0].favorited), (1, false));
    assert_eq!(none.articles().get_articles().tag("cats").await.expect("articles").articles, []);
    assert_eq!(
        bob.favorites().delete_article_favorite(&first.slug).await.expect("an article").article.favorites_count,
        0
    );
    assert_eq!(none.tags().get_tags().await.expect("tags").tags, ["dragons"]);

    let change =
        UpdateArticleBody { article: UpdateArticle { title: Some("Dragons".to_owned()), ..UpdateArticle::default() } };
    let other = bob.articles().update_article(&first.slug, &change).await.expect_err("it is another's");
    assert!(matches!(other.api(), Some(UpdateArticleError::Forbidden(_))), "{other}");
    assert_eq!(ada.articles().update_article(&first.slug, &change).await.expect("an article").article.slug, "dragons");
    ada.articles().delete_article("dragons").await.expect("it is gone");
    let gone = none.articles().get_article("dragons").await.expect_err("it is gone");
    assert!(matches!(gone.api(), Some(GetArticleError::NotFound(_))), "{gone}");
}

#[tokio::test]
async fn comments_come_and_go() {
    let visitor = Visitor::new();
    let (ada, bob) = (visitor.register("ada").await, visitor.register("bob").await);
    ada.articles().create_article(&article("Dragons")).await.expect("an article");
    let body = CreateArticleCommentBody { comment: NewComment { body: "Indeed.".to_owned() } };
    let comment = bob.comments().create_article_comment("dragons", &body).await.expect("a comment").comment;
    let all = visitor.client(None).comments().get_article_comments("dragons").await.expect("comments").comments;
    assert_eq!(all, std::slice::from_ref(&comment));
    let other = ada.comments().delete_article_comment("dragons", comment.id).await.expect_err("it is another's");
    assert_eq!(said(other, "comment").0, 403);
    bob.comments().delete_article_comment("dragons", comment.id).await.expect("it is gone");
    let gone = bob.comments().delete_article_comment("dragons", comment.id).await.expect_err("it is gone");
    assert_eq!(said(gone, "comment").0, 404);
    assert_eq!(said(bob.comments().get_article_comments("none").await.expect_err("there is none"), "article").0, 404);
}
