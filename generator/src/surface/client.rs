//! The client crate.

use super::item::{Item, Kind, Scope};
use super::rust;
use crate::ir::{
    Api, Codec, Group, Media, Operation, Outcome, Output, ParameterPresence, ParameterScope, Payload, RequestBody,
    Response, SchemeKind, Server, ServerReach, ServerValues, Target,
};

/// Its items.
pub fn list(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    client(api, root, items);
    if !api.alternatives.is_empty() {
        auth(api, root, items);
    }
    let below = root.within("api");
    items.push(root.item(Kind::Module, "api", ""));
    for group in groups(api) {
        items.push(below.item(Kind::Module, group.module.as_str(), ""));
        items.push(below.item(Kind::Structure, group.name.as_str(), ""));
        let module = below.within(group.module.as_str());
        let handle = below.within(group.name.as_str());
        for operation in &group.operations {
            self::operation(api, operation, &module, &handle, items);
        }
    }
    servers(api, root, items);
    headers(api, root, items);
}

fn groups(api: &Api) -> impl Iterator<Item = &Group> {
    api.groups.iter().chain(&api.incoming)
}

fn client(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Structure, "Client", ""));
    let (within, builder) = (root.within("Client"), root.within("ClientBuilder"));
    let required = api.client_parameters.iter().filter(|it| it.presence == ParameterPresence::Required);
    let arguments = std::iter::once("base_url: impl Into<BaseUrl>".to_owned());
    let arguments: Vec<String> = arguments.chain(required.map(|it| rust::parameter(api, it))).collect();
    items.push(within.item(Kind::Function, "builder", format!("({}) -> ClientBuilder", arguments.join(", "))));
    for group in groups(api) {
        let signature = format!("(&self) -> {}<'_>", group.name.as_str());
        items.push(within.item(Kind::Function, group.module.as_str(), signature));
    }
    if !api.alternatives.is_empty() {
        items.push(builder.item(Kind::Function, "auth", "(self, auth: Auth) -> Self"));
    }
    for parameter in api.client_parameters.iter().filter(|it| it.presence == ParameterPresence::Optional) {
        let signature = format!("(self, {}) -> Self", rust::parameter(api, parameter));
        items.push(builder.item(Kind::Function, parameter.name.as_str(), signature));
    }
}

fn auth(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Structure, "Auth", ""));
    for alternative in &api.alternatives {
        let mut arguments = Vec::new();
        for (scheme, names) in alternative.schemes.iter().zip(&alternative.arguments) {
            let ty = match api.schemes.get(*scheme).map(|scheme| &scheme.kind) {
                Some(SchemeKind::Bearer | SchemeKind::OAuth2 { .. } | SchemeKind::OpenIdConnect { .. }) => {
                    "impl Into<Token>"
                }
                Some(
                    SchemeKind::Basic { .. }
                    | SchemeKind::Http { .. }
                    | SchemeKind::ApiKey { .. }
                    | SchemeKind::MutualTls,
                )
                | None => "&str",
            };
            arguments.extend(names.iter().map(|name| format!("{}: {ty}", name.as_str())));
        }
        let signature = format!("({}) -> Self", arguments.join(", "));
        items.push(root.within("Auth").item(Kind::Function, alternative.name.as_str(), signature));
    }
    if api.alternatives.iter().flat_map(|it| &it.variables).any(|variables| !variables.is_empty()) {
        let signature = "() -> Result<Self, MissingVariables>";
        items.push(root.within("Auth").item(Kind::Function, "from_env", signature));
    }
}

fn operation(api: &Api, operation: &Operation, module: &Scope, handle: &Scope, items: &mut Vec<Item>) {
    let marker = operation.items.marker.as_str();
    let call = module.within(&format!("Call<{marker}>"));
    let mut arguments = vec!["&self".to_owned()];
    if let Target::Receiver(receiver) = &operation.target {
        arguments.push(format!("{}: &str", receiver.url.as_str()));
    }
    let given = operation.parameters.iter().filter(|parameter| parameter.scope == ParameterScope::Operation);
    let (required, optional): (Vec<_>, Vec<_>) =
        given.partition(|parameter| parameter.presence == ParameterPresence::Required);
    arguments.extend(required.into_iter().map(|parameter| rust::parameter(api, parameter)));
    let mut setters: Vec<(String, String)> = optional
        .into_iter()
        .map(|parameter| (parameter.name.as_str().to_owned(), rust::parameter(api, parameter)))
        .collect();
    if let Some(body) = &operation.request
        && let Some(argument) = body_argument(api, body)
    {
        match body.presence {
            ParameterPresence::Required => arguments.push(argument),
            ParameterPresence::Optional => setters.push((body.name.as_str().to_owned(), argument)),
        }
    }
    let signature = format!("({}) -> Call<{marker}>", arguments.join(", "));
    items.push(handle.item(Kind::Function, operation.name.as_str(), signature));
    items.push(module.item(Kind::Enum, marker, ""));
    let within = module.within(marker);
    let associated = |name: &str, ty: String| within.item(Kind::AssociatedType, name, format!(": {ty}"));
    items.push(associated("Output", output(api, operation)));
    let error = operation.items.error.as_ref().map_or("Infallible", |name| name.as_str());
    items.push(associated("Error", error.to_owned()));
    items.extend(operation.pagination.iter().map(|it| associated("Item", rust::owned(api, &it.item))));
    let setter =
        |(name, argument): (String, String)| call.item(Kind::Function, &name, format!("(self, {argument}) -> Self"));
    items.extend(setters.into_iter().map(setter));
    if let Some(RequestBody { payload: Payload::Several { name, media }, .. }) = &operation.request {
        several(name.as_str(), media, module, &|media| sent(api, media), items);
    }
    for response in &operation.responses {
        if let Payload::Several { name, media } = &response.payload {
            several(name.as_str(), media, module, &|media| rust::received(api, media), items);
        }
    }
    if let Output::Several(name) = &operation.items.output {
        responses(api, operation, name.as_str(), Outcome::Failure, module, items);
    }
    if let Some(name) = &operation.items.error {
        responses(api, operation, name.as_str(), Outcome::Success, module, items);
    }
}

/// What a call gives when it succeeds.
fn output(api: &Api, operation: &Operation) -> String {
    let body = match &operation.items.output {
        Output::Nothing => None,
        Output::Body(index) => operation.responses.get(*index).map(|it| &it.payload),
        Output::Several(name) => return name.as_str().to_owned(),
    };
    body.and_then(|it| rust::payload(it, &|media| rust::received(api, media))).unwrap_or_else(|| "()".to_owned())
}

/// The enum of an operation's responses but for those of one outcome.
fn responses(api: &Api, operation: &Operation, name: &str, but: Outcome, module: &Scope, items: &mut Vec<Item>) {
    items.push(module.item(Kind::Enum, name, ""));
    let variant = |response: &Response| {
        let payload = rust::payload(&response.payload, &|media| rust::received(api, media));
        let content = payload.map(|ty| format!("({ty})")).unwrap_or_default();
        module.within(name).item(Kind::Variant, response.name.as_str(), content)
    };
    items.extend(operation.responses.iter().filter(|response| response.outcome != but).map(variant));
}

/// The enum of a body in one of several media types.
fn several(name: &str, media: &[Media], module: &Scope, of: &dyn Fn(&Media) -> String, items: &mut Vec<Item>) {
    items.push(module.item(Kind::Enum, name, ""));
    let variant =
        |media: &Media| module.within(name).item(Kind::Variant, media.name.as_str(), format!("({})", of(media)));
    items.extend(media.iter().map(variant));
}

/// What a client sends in one of several media types.
fn sent(api: &Api, media: &Media) -> String {
    match media.codec {
        Codec::Json | Codec::Form | Codec::Multipart | Codec::Xml => rust::owned(api, &media.ty),
        Codec::EventStream(_) | Codec::JsonLines => format!("Items<{}>", rust::item(api, media)),
        Codec::Text | Codec::Bytes => "Body".to_owned(),
    }
}

fn body_argument(api: &Api, body: &RequestBody) -> Option<String> {
    let ty = match &body.payload {
        Payload::Empty => return None,
        Payload::Several { name, .. } => name.as_str().to_owned(),
        Payload::One(media) => match media.codec {
            Codec::Json | Codec::Form | Codec::Multipart | Codec::Xml => rust::argument(api, &media.ty),
            Codec::EventStream(_) | Codec::JsonLines | Codec::Text | Codec::Bytes => {
                format!("impl Into<{}>", sent(api, media))
            }
        },
    };
    Some(format!("{}: {ty}", body.name.as_str()))
}

fn servers(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    let all: Vec<&Server> = api.servers.iter().chain(&api.operation_servers).collect();
    if all.is_empty() {
        return;
    }
    items.push(root.item(Kind::Module, "servers", ""));
    let module = root.within("servers");
    for server in all {
        let ty = match server.reach {
            ServerReach::Relative => "RelativeUrl",
            ServerReach::Public | ServerReach::Local => "BaseUrl",
        };
        items.push(module.item(Kind::Constant, server.name.as_str(), format!(": {ty}")));
        if !server.has_type() {
            continue;
        }
        items.push(module.item(Kind::Structure, server.type_name.as_str(), ""));
        let within = module.within(server.type_name.as_str());
        for variable in &server.variables {
            let ty = match &variable.values {
                ServerValues::Any => "Cow<'static, str>",
                ServerValues::Listed { type_name, .. } => type_name.as_str(),
            };
            items.push(within.item(Kind::Field, variable.name.as_str(), format!(": {ty}")));
        }
        for variable in &server.variables {
            let ServerValues::Listed { type_name, values } = &variable.values else { continue };
            items.push(module.item(Kind::Enum, type_name.as_str(), ""));
            let within = module.within(type_name.as_str());
            items.extend(values.iter().map(|(name, _)| within.item(Kind::Variant, name.as_str(), "")));
            items.push(within.item(Kind::Function, "as_str", "(self) -> &'static str"));
        }
    }
}

fn headers(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    if api.headers.is_empty() {
        return;
    }
    items.push(root.item(Kind::Module, "headers", ""));
    let module = root.within("headers");
    for set in &api.headers {
        items.push(module.item(Kind::Structure, set.name.as_str(), ""));
        let within = module.within(set.name.as_str());
        for header in &set.headers {
            let ty = rust::perhaps(rust::owned(api, &header.ty), header.presence);
            items.push(within.item(Kind::Field, header.name.as_str(), format!(": {ty}")));
        }
        items.push(within.item(Kind::Function, "read", "(headers: &HeaderMap) -> Result<Self, HeaderError>"));
    }
}
