// The scenarios of TypeSpec as OpenAPI documents, and calls of their operations.
//
// Takes the folder to write into, and the address of the server that plays them; writes `document-N.json`, in each of which no path stands twice, and
// `calls-N.json`: for each request that a scenario describes the operation, and the values of its parameters and its body. Prints, as one
// JSON object, why scenarios have no call.
import { compile, NodeHost } from "@typespec/compiler";
import { getOpenAPI3 } from "@typespec/openapi3";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const [out, baseUrl] = process.argv.slice(2);
const root = join(process.cwd(), "node_modules/@typespec/http-specs");
const text = (content) => (typeof content?.serialize === "function" ? content.serialize({ baseUrl }) : content);

function* specs(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* specs(join(folder, entry.name));
    else if (entry.name === "main.tsp") yield folder;
  }
}

// The emitter asks plain objects for the examples of a parameter by its name, which one called `constructor` has of every object.
async function withoutConstructor(run) {
  const kept = Object.getOwnPropertyDescriptor(Object.prototype, "constructor");
  delete Object.prototype.constructor;
  try {
    return await run();
  } finally {
    Object.defineProperty(Object.prototype, "constructor", kept);
  }
}

async function documents(folder) {
  const options = { noEmit: true, additionalImports: ["@typespec/spector"] };
  const program = await compile(NodeHost, join(folder, "main.tsp"), options);
  const emitted = await withoutConstructor(() => getOpenAPI3(program, { "openapi-versions": ["3.1.0"] }));
  const all = emitted.flatMap((service) => (service.versioned ? service.versions : [service]));
  return all.map((one) => JSON.parse(JSON.stringify(one.document)));
}

// Documents that are put together until a path stands twice.
const buckets = [];

function put(document, spec) {
  const paths = Object.keys(document.paths);
  let bucket = buckets.find((one) => paths.every((path) => !(path in one.document.paths)));
  if (!bucket) {
    const info = { title: "Scenarios", version: "1" };
    bucket = { document: { openapi: "3.1.0", info, paths: {}, components: {} }, operations: [], calls: [] };
    buckets.push(bucket);
  }
  const components = bucket.document.components;
  const renamed = new Map();
  for (const [kind, all] of Object.entries(document.components ?? {})) {
    components[kind] ??= {};
    for (const name of Object.keys(all)) {
      const free = name in components[kind] ? `${spec.replaceAll("/", "_")}_${name}` : name;
      renamed.set(`#/components/${kind}/${name}`, `#/components/${kind}/${free}`);
      if (kind === "securitySchemes") renamed.set(name, free);
    }
  }
  const rename = (node, key) => {
    if (typeof node === "string") return node.startsWith("#/components/") ? (renamed.get(node) ?? node) : node;
    if (Array.isArray(node)) return node.map((item) => rename(item, key));
    if (node === null || typeof node !== "object") return node;
    const name = (own) => (key === "security" ? (renamed.get(own) ?? own) : own);
    return Object.fromEntries(Object.entries(node).map(([own, value]) => [name(own), rename(value, own)]));
  };
  for (const [kind, all] of Object.entries(document.components ?? {})) {
    for (const [name, value] of Object.entries(all)) {
      const [, , , free] = renamed.get(`#/components/${kind}/${name}`).split("/");
      components[kind][free] = rename(value);
    }
  }
  for (const [path, item] of Object.entries(rename(document.paths))) {
    for (const [method, operation] of Object.entries(item)) {
      if (typeof operation !== "object" || Array.isArray(operation)) continue;
      operation.operationId = `${spec}_${operation.operationId ?? `${method} ${path}`}`;
      operation.tags = [spec];
      if (document.security && !operation.security) operation.security = rename(document.security, "security");
      const servers = (document.servers ?? [{ url: baseUrl }]).map((server) => address(server, document.info.version));
      bucket.operations.push({ spec, method: method.toUpperCase(), path, operation, item, servers, bucket });
    }
    bucket.document.paths[path] = item;
  }
}

// A server of a document at the address of the one that plays scenarios.
function address({ url, variables = {} }, version) {
  const first = ({ default: given, enum: all = [] } = {}) => (all.includes(version) ? version : (given ?? all[0] ?? ""));
  const value = (_, name) => (name === "endpoint" ? baseUrl : first(variables[name]));
  return url.replace(/\{([^}]*)\}/g, value).replace(/^https?:\/\/(localhost|127\.0\.0\.1):3000/, baseUrl);
}

function resolved(node, document) {
  while (node?.$ref) node = node.$ref.split("/").slice(1).reduce((at, key) => at?.[key], document);
  return node ?? {};
}

// The value of a schema that a text stands for.
function read(given, schema, document) {
  schema = resolved(schema, document);
  const branches = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (branches && !schema.type) {
    const fits = branches.map((branch) => read(given, branch, document)).filter((value) => typeof value !== "string");
    return fits[0] ?? given;
  }
  const types = [schema.type].flat();
  if (typeof given !== "string") return given;
  const isNumber = types.some((type) => type === "integer" || type === "number");
  if (isNumber && given.trim() !== "" && !Number.isNaN(Number(given))) return Number(given);
  if (types.includes("boolean") && ["true", "false"].includes(given)) return given === "true";
  return given;
}

const DELIMITERS = { spaceDelimited: " ", pipeDelimited: "|" };

function parameterValue(parameter, given, document) {
  const schema = resolved(parameter.schema ?? Object.values(parameter.content ?? {})[0]?.schema, document);
  const style = parameter.style ?? (["query", "cookie"].includes(parameter.in) ? "form" : "simple");
  const explode = parameter.explode ?? style === "form";
  if (parameter.in === "path" && typeof given === "string") {
    if (style === "label") given = given.replace(/^\./, "");
    const isObject = [schema.type].flat().includes("object");
    if (style === "matrix") given = explode && isObject ? given.replace(/^;/, "") : given.replace(/^;[^=]*=/, "");
  }
  const between = parameter.in === "path" && explode ? ({ label: ".", matrix: ";" }[style] ?? ",") : (DELIMITERS[style] ?? ",");
  if ([schema.type].flat().includes("array") || schema.items) {
    const items = Array.isArray(given) ? given : String(given).split(between);
    const own = (item) => (style === "matrix" && explode ? String(item).replace(/^[^=]*=/, "") : item);
    return items.map((item) => read(own(item), schema.items, document));
  }
  const property = (name) => schema.properties?.[name] ?? schema.additionalProperties ?? schema.unevaluatedProperties ?? {};
  if ([schema.type].flat().includes("object") && typeof given === "string") {
    const pieces = given.split(between);
    const pairs = explode ? pieces.map((piece) => piece.split("=")) : pieces.flatMap((piece, at) => (at % 2 ? [] : [[piece, pieces[at + 1]]]));
    return Object.fromEntries(pairs.map(([name, value]) => [name, read(value, property(name), document)]));
  }
  if (typeof given === "object" && given !== null) {
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, read(value, property(name), document)]));
  }
  return read(given, schema, document);
}

// The place of a request in the document: the operation, the server, and the texts of the parameters in the path.
function find(spec, method, path) {
  const candidates = buckets.flatMap((bucket) => bucket.operations).filter((one) => one.spec === spec && one.method === method);
  const found = candidates.flatMap((one) =>
    one.servers.flatMap((server) => {
      const names = [];
      const prefix = new URL(server).pathname.replace(/\/$/, "");
      const quoted = (piece) => piece.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      const template = one.path.split("?")[0].replace(/\/$/, "");
      const pattern = template.split(/(\{[^}]*\})/).map((piece) => {
        if (!piece.startsWith("{")) return quoted(piece);
        names.push(piece.slice(1, -1));
        return "([^/]+)";
      });
      const match = new RegExp(`^${quoted(prefix)}${pattern.join("")}/?$`).exec(path);
      return match ? [{ ...one, server, texts: Object.fromEntries(names.map((name, at) => [name, match[at + 1]])) }] : [];
    }),
  );
  return found.sort((a, b) => Object.keys(a.texts).length - Object.keys(b.texts).length)[0];
}

function call(name, api, place) {
  const { document } = place.bucket;
  const { request = {} } = api;
  const uri = new URL(api.uri, baseUrl);
  const query = { ...Object.fromEntries([...uri.searchParams.keys()].map((key) => [key, uri.searchParams.getAll(key)])), ...request.query };
  for (const [key, value] of Object.entries(query)) if (Array.isArray(value) && value.length === 1) query[key] = value[0];
  const headers = Object.fromEntries(Object.entries(request.headers ?? {}).map(([key, value]) => [key.toLowerCase(), text(value)]));
  const parameters = [...(place.item.parameters ?? []), ...(place.operation.parameters ?? [])].map((one) => resolved(one, document));
  const given = { path: {}, query: {}, header: {}, cookie: {} };
  for (const parameter of parameters) {
    const own = { path: { ...place.texts, ...request.pathParams }, query, header: headers, cookie: {} }[parameter.in];
    const key = parameter.in === "header" ? parameter.name.toLowerCase() : parameter.name;
    let value = own[key];
    const schema = resolved(parameter.schema, document);
    const isObject = [schema.type].flat().includes("object");
    if (parameter.in === "query" && isObject && value === undefined) {
      const inner = (name) => (parameter.style === "deepObject" ? `${parameter.name}[${name}]` : name);
      const names = Object.keys(schema.properties ?? (parameter.style === "deepObject" ? {} : query));
      const all = Object.keys(query).length && !schema.properties && parameter.style !== "deepObject" ? Object.keys(query) : names;
      const pairs = all.map((name) => [name, query[inner(name)]]).filter(([, value]) => value !== undefined);
      if (pairs.length) value = Object.fromEntries(pairs);
    }
    if (value === undefined) continue;
    if (parameter.in === "path") value = decodeURIComponent(value);
    given[parameter.in][parameter.name] = parameterValue(parameter, text(value), document);
  }
  const secret_in = Object.keys(headers).find((key) => key === "authorization" || key.includes("key")) ?? null;
  const secret = (headers[secret_in] ?? "").replace(/^\S+ /, "");
  const { texts: _, bucket: _bucket, item: _item, operation, ...at } = place;
  return { name, method: at.method, path: at.path, base: at.server, given, secret, secret_in, accept: headers.accept ?? null, expected: api.response.status, ...body(request, operation, document) };
}

// The body of a request: a value; a text, where it is in no form of JSON; parts by themselves, where it has files.
function body(request, operation, document) {
  const sent = request.body;
  // Where the server leaves open what is sent, nothing is.
  if (!sent) return resolved(operation.requestBody, document).required ? { value: {} } : {};
  const media_type = sent.contentType;
  const described = resolved(operation.requestBody, document).content ?? {};
  const schema = resolved((described[media_type] ?? Object.values(described)[0])?.schema, document);
  if (sent.kind === "multipart") {
    const value = {};
    const parts = [];
    for (const [name, part] of Object.entries(sent.parts ?? {})) {
      const type = resolved(schema.properties?.[name], document);
      value[name] = typeof part === "object" ? part : read(String(part), type, document);
    }
    for (const file of sent.files ?? []) {
      const isList = resolved(schema.properties?.[file.fieldname], document).type === "array";
      value[file.fieldname] = isList ? [] : "";
      const { fieldname: name, originalname: file_name, mimetype } = file;
      parts.push({ name, file_name, media_type: mimetype, bytes: [...file.buffer] });
    }
    return { media_type, value, parts };
  }
  const content = text(sent.rawContent);
  if (/jsonl$/.test(media_type)) return { media_type, value: content.toString().trim().split("\n").map((line) => JSON.parse(line)) };
  if (Buffer.isBuffer(content)) {
    // A range says nothing of which one is sent.
    const is_range = Object.keys(described).some((name) => name.includes("*"));
    return { media_type, bytes: [...content], content_type: is_range ? media_type : null };
  }
  if (/[/+]json$/.test(media_type)) return { media_type, value: JSON.parse(content) };
  return { media_type, text: content };
}

const lost = {};
for (const folder of specs(join(root, "specs"))) {
  const spec = relative(join(root, "specs"), folder);
  const mock = join(root, "dist/specs", spec, "mockapi.js");
  if (!existsSync(mock)) continue;
  try {
    for (const document of await documents(folder)) put(document, spec);
  } catch (error) {
    lost[spec] = `it is no OpenAPI document: ${error.message}`;
  }
  const { Scenarios } = await import(pathToFileURL(mock));
  for (const [name, scenario] of Object.entries(Scenarios)) {
    let before;
    for (const api of scenario.apis) {
      // A colon is escaped there, as the server's router wants it.
      api.uri = api.uri.replaceAll("\\:", ":");
      const url = new URL(api.uri, baseUrl);
      const place = find(spec, api.method.toUpperCase(), url.pathname);
      if (place) {
        before = place;
        place.bucket.calls.push(call(name, api, place));
      } else if (before) {
        // What an answer has named, and the document has not.
        const follow = { ...call(name, { ...api, uri: before.path }, before), url: url.href };
        before.bucket.calls.push(follow);
      } else {
        lost[name] = lost[spec] ?? `no operation of the document has ${api.method.toUpperCase()} ${api.uri}`;
      }
    }
    lost[name] ??= undefined;
  }
}
mkdirSync(out, { recursive: true });
buckets.forEach(({ document, calls }, at) => {
  writeFileSync(join(out, `document-${at}.json`), JSON.stringify(document, null, 1));
  writeFileSync(join(out, `calls-${at}.json`), JSON.stringify(calls, null, 1));
});
console.log(JSON.stringify({ documents: buckets.length, lost }));
