//! The server crate.

use super::item::{Item, Kind, Scope};
use super::rust;
use crate::ir::{
    Absence, Access, Anonymous, Api, Codec, Group, Media, Operation, Parts, Payload, RequestBody, Response, Routing,
    Scalar, Type,
};

/// Its items.
pub fn list(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    if api.exchanges().any(is_restricted) {
        credentials(api, root, items);
    }
    if filled(&api.groups).chain(filled(&api.incoming)).next().is_some() {
        items.push(root.item(Kind::Trait, "Service", ""));
        let service = root.within("Service");
        items.push(service.item(Kind::AssociatedType, "Error", ": IntoResponse + Send"));
        if api.exchanges().any(is_restricted) {
            items.push(service.item(Kind::AssociatedType, "Identity", ": Send + 'static"));
        }
    }
    for group in filled(&api.groups).chain(filled(&api.incoming)) {
        self::group(api, group, root, items);
    }
    if filled(&api.groups).chain(filled(&api.incoming)).next().is_some() {
        fake(api, root, items);
    }
    let traits: Vec<&str> = filled(&api.groups).map(|group| group.name.as_str()).collect();
    if traits.is_empty() {
        return;
    }
    let restricted = api.operations().any(|(_, operation)| is_restricted(operation));
    let authenticator =
        if restricted { ", authenticator: impl Authenticator<Credentials, Identity = S::Identity>" } else { "" };
    let signature = format!("<S: {}>(implementation: S{authenticator}) -> Router", traits.join(" + "));
    items.push(root.item(Kind::Function, "router", signature));
    let identity = if restricted { "<S::Identity>" } else { "" };
    let signature = format!("<S: {}>(implementation: S{authenticator}) -> Routes{identity}", traits.join(" + "));
    items.push(root.item(Kind::Function, "routes", signature));
}

fn fake(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Module, "fake", ""));
    let module = root.within("fake");
    items.push(module.item(Kind::Structure, "Fake", ""));
    let signature = "(operation: &Operation, headers: &HeaderMap) -> Option<Response>";
    items.push(module.item(Kind::Function, "example", signature));
    for group in filled(&api.incoming) {
        let name = group.module.as_str();
        items.push(module.within("Fake").item(Kind::Function, name, "(paths: &Paths) -> Router"));
    }
    if filled(&api.groups).next().is_some() {
        let restricted = api.operations().any(|(_, operation)| is_restricted(operation));
        let identity = if restricted { "<()>" } else { "" };
        items.push(module.item(Kind::Function, "router", "() -> Router"));
        items.push(module.item(Kind::Function, "routes", format!("() -> Routes{identity}")));
    }
}

fn filled(groups: &[Group]) -> impl Iterator<Item = &Group> {
    groups.iter().filter(|group| !group.operations.is_empty())
}

fn is_restricted(operation: &Operation) -> bool {
    matches!(operation.access, Access::Restricted { .. })
}

fn credentials(api: &Api, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Module, "auth", ""));
    let module = root.within("auth");
    items.push(module.item(Kind::Enum, "Credentials", ""));
    for alternative in &api.alternatives {
        let fields = alternative.arguments.iter().flatten().map(|name| format!("{}: Secret", name.as_str()));
        let fields: Vec<String> = fields.collect();
        let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) };
        items.push(module.within("Credentials").item(Kind::Variant, alternative.type_name.as_str(), fields));
    }
    let constants = api.alternatives.iter();
    items.extend(constants.map(|it| module.item(Kind::Constant, it.constant.as_str(), ": Alternative")));
}

fn group(api: &Api, group: &Group, root: &Scope, items: &mut Vec<Item>) {
    items.push(root.item(Kind::Module, group.module.as_str(), ""));
    let module = root.within(group.module.as_str());
    let name = group.name.as_str();
    items.push(module.item(Kind::Trait, name, ""));
    for operation in &group.operations {
        let (request, response) = (operation.items.request.as_str(), operation.items.response.as_str());
        let identity = match &operation.access {
            Access::Open => "",
            Access::Restricted { anonymous: Anonymous::Refused, .. } => ", identity: Self::Identity",
            Access::Restricted { anonymous: Anonymous::Allowed, .. } => ", identity: Option<Self::Identity>",
        };
        let output = format!("Result<{response}, Self::Error>");
        let signature = format!("(&self, request: {request}{identity}) -> impl Future<Output = {output}> + Send");
        items.push(module.within(name).item(Kind::Function, operation.name.as_str(), signature));
    }
    let routes_type = match group.operations.iter().any(is_restricted) {
        true => "Routes<S::Identity>",
        false => "Routes<impl Send + 'static>",
    };
    if group.operations.iter().any(|operation| matches!(operation.target, crate::ir::Target::Receiver(_))) {
        items.push(module.item(Kind::Structure, "Paths", ""));
        let paths = module.within("Paths");
        let fields = group.operations.iter();
        items.extend(fields.map(|it| paths.item(Kind::Field, it.name.as_str(), ": &'static str")));
        let routes = format!("<S: {name}>(routes: &mut {routes_type}, implementation: &Arc<S>, paths: &Paths)");
        items.push(module.item(Kind::Function, "add_routes", routes));
        let restricted = group.operations.iter().any(is_restricted);
        let authenticator =
            if restricted { ", authenticator: impl Authenticator<Credentials, Identity = S::Identity>" } else { "" };
        let router = format!("<S: {name}>(implementation: S, paths: Paths{authenticator}) -> Router");
        items.push(module.item(Kind::Function, "router", router));
    } else {
        // What adds nothing names no arguments.
        let is_routed = |operation: &Operation| !matches!(operation.routing, Routing::Shadowed(_));
        let (routes, implementation) =
            if group.operations.iter().any(is_routed) { ("routes", "implementation") } else { ("_", "_") };
        let routes = format!("<S: {name}>({routes}: &mut {routes_type}, {implementation}: &Arc<S>)");
        items.push(module.item(Kind::Function, "add_routes", routes));
    }
    for operation in &group.operations {
        self::request(api, operation, &module, items);
        self::response(api, operation, &module, items);
    }
}

fn request(api: &Api, operation: &Operation, module: &Scope, items: &mut Vec<Item>) {
    let name = operation.items.request.as_str();
    items.push(module.item(Kind::Structure, name, ""));
    let within = module.within(name);
    for parameter in &operation.parameters {
        let ty = rust::owned(api, &parameter.ty);
        let ty = match parameter.absence {
            Absence::Refused | Absence::Default(_) => ty,
            Absence::Nothing => format!("Option<{ty}>"),
        };
        items.push(within.item(Kind::Field, parameter.name.as_str(), format!(": {ty}")));
    }
    if let Some(body) = &operation.request
        && let Some(ty) = rust::payload(&body.payload, &|media| taken(api, media))
    {
        let ty = rust::perhaps(ty, body.presence);
        items.push(within.item(Kind::Field, body.name.as_str(), format!(": {ty}")));
    }
    items.push(within.item(Kind::Field, operation.items.context.as_str(), ": RequestContext"));
    if let Some(RequestBody { payload: Payload::Several { name, media }, .. }) = &operation.request {
        several(name.as_str(), media, module, &|media| taken(api, media), items);
    }
}

fn response(api: &Api, operation: &Operation, module: &Scope, items: &mut Vec<Item>) {
    let name = operation.items.response.as_str();
    items.push(module.item(Kind::Enum, name, ""));
    let within = module.within(name);
    let responses = operation.responses.iter();
    items.extend(responses.map(|it| within.item(Kind::Variant, it.name.as_str(), fields(api, it))));
    items.push(within.item(Kind::Variant, operation.items.other.as_str(), "(Response)"));
    for response in &operation.responses {
        if let Payload::Several { name, media } = &response.payload {
            several(name.as_str(), media, module, &|media| given(api, media), items);
        }
    }
}

/// What the variant of a response holds.
fn fields(api: &Api, response: &Response) -> String {
    let body = rust::payload(&response.payload, &|media| given(api, media));
    if let (Some(body), None, true) = (&body, &response.status_field, response.headers.is_empty()) {
        return format!("({body})");
    }
    let status = response.status_field.iter().map(|name| format!("{}: StatusCode", name.as_str()));
    let body = response.body_field.iter().zip(body).map(|(name, ty)| format!("{}: {ty}", name.as_str()));
    let headers = response.headers.iter().map(|header| {
        format!("{}: {}", header.name.as_str(), rust::perhaps(rust::owned(api, &header.ty), header.presence))
    });
    let fields: Vec<String> = status.chain(body).chain(headers).collect();
    if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join(", ")) }
}

fn several(name: &str, media: &[Media], module: &Scope, of: &dyn Fn(&Media) -> String, items: &mut Vec<Item>) {
    items.push(module.item(Kind::Enum, name, ""));
    let within = module.within(name);
    items.extend(media.iter().map(|it| within.item(Kind::Variant, it.name.as_str(), format!("({})", of(it)))));
}

/// What a handler is given of a body.
fn taken(api: &Api, media: &Media) -> String {
    match (media.codec, &media.ty) {
        (Codec::Text, Type::Scalar(Scalar::Bytes)) | (Codec::Bytes, _) => "Bytes".to_owned(),
        (Codec::Multipart, ty) if api.types.parts(ty) == Parts::Untyped => "Vec<BodyPart>".to_owned(),
        (Codec::EventStream(_), _) => format!("EventStream<{}>", rust::item(api, media)),
        (Codec::JsonLines, _) => format!("JsonLines<{}>", rust::item(api, media)),
        (Codec::Json | Codec::Text | Codec::Form | Codec::Multipart | Codec::Xml, ty) => rust::owned(api, ty),
    }
}

/// What a handler gives for a body.
fn given(api: &Api, media: &Media) -> String {
    match media.codec {
        Codec::Json | Codec::Text | Codec::Xml => rust::owned(api, &media.ty),
        Codec::EventStream(_) | Codec::JsonLines => format!("Items<{}>", rust::item(api, media)),
        Codec::Form | Codec::Multipart | Codec::Bytes => "Body".to_owned(),
    }
}
