//! Streams between a generated client and a generated server, over loopback HTTP and in one process. Run by `tests/streams.rs`.

use futures_core::Stream;
use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;
use streams_client::api::{completions, log, news};
use streams_client::{Client, ErrorKind, Event, Items, RawResponse, StreamError, TowerTransport, types};
use streams_server::completions as serve_completions;
use streams_server::log as serve_log;
use streams_server::news as serve_news;
use streams_server::runtime::{self, Problem};
use tokio::sync::mpsc;
use types::{Article, Entry, News, NewsArticle, NewsText, Piece, Question, Reply};

/// What a channel receives, as a stream.
struct Received<T>(mpsc::Receiver<T>);

impl<T> Stream for Received<T> {
    type Item = T;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        self.0.poll_recv(cx)
    }
}

fn channel<T>() -> (mpsc::Sender<T>, Received<T>) {
    let (sender, receiver) = mpsc::channel(1);
    (sender, Received(receiver))
}

/// Something every few milliseconds.
fn ticks(every: u64) -> Received<()> {
    let (sender, ticks) = channel();
    tokio::spawn(async move {
        while sender.send(()).await.is_ok() {
            tokio::time::sleep(Duration::from_millis(every)).await;
        }
    });
    ticks
}

async fn all<T, S: Stream<Item = T>>(stream: S) -> Vec<T> {
    let mut stream = pin!(stream);
    let mut all = Vec::new();
    while let Some(item) = poll_fn(|cx| stream.as_mut().poll_next(cx)).await {
        all.push(item);
    }
    all
}

fn piece(text: &str) -> Piece {
    Piece::new(text)
}

fn raw(media_type: &str, body: impl Into<axum::body::Body>) -> axum::response::Response {
    axum::response::Response::builder().header("content-type", media_type).body(body.into()).unwrap()
}

/// The lines that a log holds are those that were sent last.
struct Service(tokio::sync::Mutex<Vec<Entry>>);

impl streams_server::Service for Service {
    type Error = Problem;
}

impl serve_completions::Completions for Service {
    async fn create_completion(&self, request: serve_completions::CreateCompletionRequest) -> Result<serve_completions::CreateCompletionResponse, Problem> {
        use serve_completions::{CreateCompletionContent as Content, CreateCompletionResponse as Response};
        Ok(match (request.body.prompt.as_str(), request.body.stream) {
            ("too many", _) => Response::TooManyRequests(types::Problem { message: "later".to_owned() }),
            ("end mark", _) => Response::Other(raw("text/event-stream", "data: {\"text\":\"a\"}\n\ndata: [DONE]\n\n")),
            ("no item", _) => Response::Other(raw("text/event-stream", "data: {\"text\":\"a\"}\n\ndata: pong\n\n")),
            (prompt, Some(true)) => {
                let pieces: Vec<_> = prompt.split(' ').map(|word| runtime::Event::new(piece(word))).collect();
                Response::Ok(Content::Events(pieces.into()))
            }
            (prompt, _) => Response::Ok(Content::Json(Reply { text: prompt.to_owned() })),
        })
    }

    async fn follow_completion(&self, request: serve_completions::FollowCompletionRequest) -> Result<serve_completions::FollowCompletionResponse, Problem> {
        use serve_completions::{FollowCompletionContent as Content, FollowCompletionResponse as Response};
        Ok(match request.id.as_str() {
            "lines" => Response::Ok(Content::JsonLines([piece("a"), piece("b")].into())),
            "events" => Response::Ok(Content::Events(runtime::Items::from_iter([piece("a").into()]))),
            "json" => Response::Ok(Content::Json(Reply { text: "whole".to_owned() })),
            "nothing" => Response::NoContent,
            _ => Response::NotFound(types::Problem { message: "no such completion".to_owned() }),
        })
    }
}

impl serve_news::News for Service {
    async fn watch_news(&self, _: serve_news::WatchNewsRequest) -> Result<serve_news::WatchNewsResponse, Problem> {
        let text = |data: Option<&str>| {
            News::Text(NewsText {
                data: data.map(str::to_owned),
                id: Some("7".to_owned()),
                retry: Some(1500),
            })
        };
        let article = News::Article(NewsArticle {
            data: Article { title: "one\ntwo".to_owned() },
            id: None,
            retry: None,
        });
        let (sender, news) = channel();
        tokio::spawn(async move {
            for item in [text(Some("123")), article, text(Some("two\nlines"))] {
                let _ = sender.send(item).await;
                tokio::time::sleep(Duration::from_millis(250)).await;
            }
        });
        Ok(serve_news::WatchNewsResponse::Ok(runtime::Items::stream(news).keep_alive(ticks(20))))
    }

    async fn tell_news(&self, request: serve_news::TellNewsRequest) -> Result<serve_news::TellNewsResponse, Problem> {
        let told = all(request.body).await;
        let told: Result<Vec<_>, _> = told.into_iter().collect();
        match told {
            Ok(told) if told.iter().map(|event| event.data.text.as_str()).eq(["one", "two"]) => {
                assert_eq!(told[1].event.as_deref(), Some("named"));
                Ok(serve_news::TellNewsResponse::NoContent)
            }
            Ok(told) => Err(Problem::new(axum::http::StatusCode::CONFLICT, format!("{told:?}"))),
            Err(error) => Err(error.into()),
        }
    }

    async fn watch_clock(&self, _: serve_news::WatchClockRequest) -> Result<serve_news::WatchClockResponse, Problem> {
        let (sender, ticks) = channel();
        tokio::spawn(async move {
            let data = types::WatchClockResponseItemData { at: 5 };
            let _ = sender.send(types::WatchClockResponseItem { id: None, data }).await;
            tokio::time::sleep(Duration::from_secs(5)).await;
            drop(sender);
        });
        Ok(serve_news::WatchClockResponse::Ok(runtime::Items::stream(ticks)))
    }
}

impl serve_log::Log for Service {
    async fn read_log(&self, _: serve_log::ReadLogRequest) -> Result<serve_log::ReadLogResponse, Problem> {
        let entries = self.0.lock().await.clone();
        Ok(serve_log::ReadLogResponse::Ok(entries.into()))
    }

    async fn write_log(&self, mut request: serve_log::WriteLogRequest) -> Result<serve_log::WriteLogResponse, Problem> {
        let mut log = self.0.lock().await;
        log.clear();
        let mut stored = Vec::new();
        while let Some(entry) = request.body.next().await {
            match entry {
                Ok(entry) => log.push(entry),
                Err(error) if stored.is_empty() => return Err(error.into()),
                Err(_) => stored.push(types::WriteLogResponseItem { stored: Some(false) }),
            }
            stored.push(types::WriteLogResponseItem { stored: Some(true) });
        }
        Ok(serve_log::WriteLogResponse::Ok(stored.into()))
    }

    async fn replace_log(&self, request: serve_log::ReplaceLogRequest) -> Result<serve_log::ReplaceLogResponse, Problem> {
        let entries = match request.body {
            None => Vec::new(),
            Some(serve_log::ReplaceLogBody::Json(entries)) => entries,
            Some(serve_log::ReplaceLogBody::JsonLines(entries)) => match all(entries).await.into_iter().collect() {
                Ok(entries) => entries,
                Err(error) => return Err(error.into()),
            },
        };
        *self.0.lock().await = entries;
        Ok(serve_log::ReplaceLogResponse::NoContent)
    }

    async fn read_raw_log(&self, _: serve_log::ReadRawLogRequest) -> Result<serve_log::ReadRawLogResponse, Problem> {
        let (sender, chunks) = channel::<Result<Vec<u8>, Infallible>>();
        tokio::spawn(async move {
            for _ in 0..64 {
                let _ = sender.send(Ok(vec![b'x'; 1 << 16])).await;
            }
        });
        Ok(serve_log::ReadRawLogResponse::PartialContent(axum::body::Body::from_stream(chunks)))
    }
}

async fn completions_are_whole_or_in_pieces(client: &Client) {
    use completions::{CreateCompletionContent as Created, CreateCompletionError, FollowCompletionContent as Followed};
    let ask = |prompt: &str, stream| Question { prompt: prompt.to_owned(), stream };
    let Created::Json(reply) = client.completions().create_completion(&ask("a b", None)).await.unwrap() else {
        panic!()
    };
    assert_eq!(reply.text, "a b");
    let answer = client.completions().create_completion(&ask("a b", Some(true))).send().await.unwrap();
    assert_eq!((answer.status.as_u16(), answer.headers["cache-control"].as_bytes()), (200, &b"no-cache"[..]));
    let Created::Events(mut pieces) = answer.body else { panic!() };
    assert_eq!(pieces.next().await.unwrap().unwrap(), Event::new(piece("a")));
    assert_eq!(pieces.next().await.unwrap().unwrap(), Event::new(piece("b")));
    assert!(pieces.next().await.is_none() && pieces.next().await.is_none());

    let events = async |prompt: &str| match client.completions().create_completion(&ask(prompt, Some(true))).await.unwrap() {
        Created::Events(pieces) => pieces,
        Created::Json(_) => panic!(),
    };
    // The end that the description names is no item.
    let items = all(events("end mark").await).await;
    let [Ok(first)] = items.as_slice() else { panic!("{items:?}") };
    assert_eq!(first.data.text, "a");
    let items = all(events("no item").await).await;
    let [Ok(first), Err(error)] = items.as_slice() else { panic!("{items:?}") };
    assert_eq!((first.data.text.as_str(), error.text()), ("a", Some("pong")));
    assert!(error.to_string().starts_with("item 2 of the stream cannot be read: "), "{error}");
    let texts: Vec<_> = all(events("no item").await.raw()).await.into_iter().map(|event| event.unwrap().data).collect();
    assert_eq!(texts, ["{\"text\":\"a\"}", "pong"]);

    // Asked for by itself, a stream is no variant of an enum; what is none keeps its body.
    let stream = async |prompt: &str, stream| client.completions().create_completion(&ask(prompt, stream)).send_items().await;
    assert_eq!(all(stream("one two", Some(true)).await.unwrap()).await.len(), 2);
    let whole = stream("whole", None).await.unwrap_err();
    let reply: Reply = whole.response().unwrap().decode().unwrap();
    assert!(matches!(whole.kind, ErrorKind::Decode(_)) && reply.text == "whole", "{whole}");

    for error in [
        client.completions().create_completion(&ask("too many", Some(true))).await.unwrap_err(),
        stream("too many", Some(true)).await.unwrap_err(),
    ] {
        let CreateCompletionError::TooManyRequests(problem) = error.api().unwrap();
        assert_eq!(problem.message, "later");
    }

    let follow = async |id: &str| client.completions().follow_completion(id).await;
    let Ok(completions::FollowCompletionOutput::Ok(Followed::JsonLines(lines))) = follow("lines").await else {
        panic!()
    };
    assert_eq!(all(lines).await.into_iter().map(|line| line.unwrap().text).collect::<String>(), "ab");
    let Ok(completions::FollowCompletionOutput::Ok(Followed::Events(events))) = follow("events").await else {
        panic!()
    };
    assert_eq!(all(events).await.len(), 1);
    let Ok(completions::FollowCompletionOutput::Ok(Followed::Json(reply))) = follow("json").await else { panic!() };
    assert_eq!(reply.text, "whole");
    assert!(matches!(follow("nothing").await, Ok(completions::FollowCompletionOutput::NoContent)));
    assert!(follow("other").await.is_err_and(|error| error.api().is_some()));
}

async fn events_are_typed_and_kept_alive(client: &Client) {
    // Each pause is longer than the time limit; comments come in between.
    let mut news = client.news().watch_news().with_timeout(Duration::from_millis(150)).await.unwrap();
    let News::Text(text) = news.next().await.unwrap().unwrap() else { panic!() };
    assert_eq!((text.data.as_deref(), text.retry), (Some("123"), Some(1500)));
    let News::Article(article) = news.next().await.unwrap().unwrap() else { panic!() };
    assert_eq!((article.data.title.as_str(), article.id), ("one\ntwo", None));
    assert_eq!((news.last_event_id(), news.retry()), ("7", Some(Duration::from_millis(1500))));
    let News::Text(text) = news.next().await.unwrap().unwrap() else { panic!() };
    assert_eq!(text.data.as_deref(), Some("two\nlines"));
    assert!(news.next().await.is_none());

    let named = Event { event: Some("named".to_owned()), ..Event::new(piece("two")) };
    client.news().tell_news([Event::new(piece("one")), named]).await.unwrap();
    let error = client.news().tell_news(vec![piece("one").into()]).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 409);

    let mut clock = client.news().watch_clock().with_timeout(Duration::from_millis(200)).await.unwrap();
    assert_eq!(clock.next().await.unwrap().unwrap().data.at, 5);
    assert!(matches!(clock.next().await, Some(Err(StreamError::Timeout(_)))));
    assert!(clock.next().await.is_none());
}

async fn lines_go_both_ways(client: &Client) {
    let entries = || ["one", "two"].map(Entry::new);
    let stored = client.log().write_log(entries()).await.unwrap();
    assert_eq!(all(stored).await.into_iter().filter(|item| item.as_ref().unwrap().stored == Some(true)).count(), 2);
    let lines = all(client.log().read_log().await.unwrap()).await;
    assert_eq!(lines.into_iter().map(Result::unwrap).collect::<Vec<_>>(), entries());

    let (sender, stream) = channel();
    tokio::spawn(async move {
        for number in 0..100 {
            let _ = sender.send(Entry::new(format!("line {number}\n{}", "é".repeat(number * 300)))).await;
        }
    });
    client.log().replace_log().body(log::ReplaceLogBody::JsonLines(Items::stream(stream))).await.unwrap();
    let mut log = client.log().read_log().await.unwrap();
    let mut count = 0;
    while let Some(entry) = log.next().await {
        assert!(entry.unwrap().line.starts_with(&format!("line {count}\n")));
        count += 1;
    }
    assert_eq!(count, 100);

    let invalid = vec![Entry::new("")];
    let error = client.log().write_log(invalid).await.unwrap_err();
    let answer = error.response().unwrap();
    let problem: types::serde_json::Value = RawResponse::decode(answer).unwrap();
    assert_eq!(problem["errors"][0]["pointer"], "#/line", "{problem}");
    assert!(problem["errors"][0]["detail"].as_str().unwrap().starts_with("item 1: "), "{problem}");

    client.log().replace_log().await.unwrap();
    assert!(client.log().read_log().await.unwrap().next().await.is_none());
}

async fn a_body_larger_than_the_limit_is_read_as_it_comes(client: &Client) {
    let answer = client.log().read_raw_log().send_stream().await.unwrap();
    assert_eq!(answer.status.as_u16(), 206);
    let mut body = answer.body;
    let mut length = 0;
    while let Some(chunk) = body.next().await {
        length += chunk.unwrap().len();
    }
    assert_eq!(length, 1 << 22);
    let error = client.log().read_raw_log().await.unwrap_err();
    assert!(matches!(error.kind, ErrorKind::BodyTooLarge { .. }), "{error}");
    let error = client.completions().follow_completion("other").send_stream().await.unwrap_err();
    assert!(error.api().is_some());
}

async fn the_fake_answers_streams(client: &Client) {
    let completions::CreateCompletionContent::Json(_) =
        client.completions().create_completion(&Question::new("x")).await.unwrap()
    else {
        panic!()
    };
    let mut news = client.news().watch_news().await.unwrap();
    assert!(matches!(news.next().await, Some(Ok(News::Text(_)))));
    let error = client.news().watch_news().with_header("Prefer", "code=500").await.unwrap_err();
    assert!(matches!(error.api(), Some(news::WatchNewsError::Default(_))), "{error}");
    assert_eq!(client.news().watch_clock().await.unwrap().next().await.unwrap().unwrap().data.at, 1);
    assert!(client.log().read_log().await.unwrap().next().await.unwrap().is_ok());
}

fn connect(url: &str) -> streams_client::ClientBuilder {
    Client::builder(url).max_body(1 << 20)
}

async fn serve(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::main]
async fn main() {
    let router = streams_server::routes(Service(tokio::sync::Mutex::new(Vec::new()))).on_deviation(|_| {}).into_router();
    let fake = streams_server::fake::router();
    let near = |router: &axum::Router| connect("http://in.process").transport(TowerTransport::new(router.clone()));
    for (client, fake) in [
        (near(&router).build().unwrap(), near(&fake).build().unwrap()),
        (connect(&serve(router.clone()).await).build().unwrap(), connect(&serve(fake.clone()).await).build().unwrap()),
    ] {
        completions_are_whole_or_in_pieces(&client).await;
        events_are_typed_and_kept_alive(&client).await;
        lines_go_both_ways(&client).await;
        a_body_larger_than_the_limit_is_read_as_it_comes(&client).await;
        the_fake_answers_streams(&fake).await;
    }
    println!("all is well");
}
