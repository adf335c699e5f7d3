// Calls of every operation of a document: one with what is required, one with everything.
//
// Takes the document, as OpenAPI 3.1, the address of the server, and the file to write; writes the calls. What a document shows as an example is sent, where
// it is valid; the rest is made up of the schemas.
import jsf from "json-schema-faker";
import { readFileSync, writeFileSync } from "node:fs";
import { parse } from "yaml";

const [file, base, out] = process.argv.slice(2);
const document = parse(readFileSync(file, "utf8"), { maxAliasCount: -1 });
const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

function resolved(node) {
  while (node?.$ref) {
    const keys = node.$ref.split("/").slice(1).map((key) => decodeURIComponent(key).replaceAll("~1", "/").replaceAll("~0", "~"));
    node = keys.reduce((at, key) => at?.[key], document);
  }
  return node ?? {};
}

let seed = 1;
const random = () => {
  seed = (seed * 16807) % 2147483647;
  return seed / 2147483647;
};

// The schema with what it refers to in its place, as deep as values are made.
function inlined(schema, full, depth = 0, names = []) {
  if (schema?.$ref) {
    if (names.filter((name) => name === schema.$ref).length > 1) return depth > 3 ? {} : inlined({ ...resolved(schema) }, full, depth + 1, names);
    return inlined(resolved(schema), full, depth, [...names, schema.$ref]);
  }
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = (value) => inlined(value, full, depth + 1, names);
  const copy = { ...schema };
  for (const key of ["allOf", "oneOf", "anyOf", "prefixItems"]) if (copy[key]) copy[key] = copy[key].map(inner);
  for (const key of ["items", "additionalProperties", "not", "contains"]) if (typeof copy[key] === "object") copy[key] = inner(copy[key]);
  if (copy.properties) {
    const required = new Set([copy.required ?? []].flat());
    const wanted = Object.entries(copy.properties).filter(([name, value]) => (required.has(name) || (full && depth < 6)) && !resolved(value).readOnly);
    copy.properties = Object.fromEntries(wanted.map(([name, value]) => [name, inner(value)]));
    if (copy.required) copy.required = copy.required.filter((name) => !(name in schema.properties) || name in copy.properties);
  }
  // What is said of an object is said of one.
  if (!copy.type && copy.properties) copy.type = "object";
  if (copy.type === "array") copy.items ??= {};
  if (copy.pattern) delete copy.format;
  if (copy.type === "object" || copy.properties) copy.additionalProperties ??= false;
  delete copy.discriminator;
  delete copy.examples;
  delete copy.example;
  delete copy.default;
  return copy;
}

function made(schema, full) {
  jsf.option({ random, alwaysFakeOptionals: full, optionalsProbability: full ? 1 : 0, fillProperties: false, failOnInvalidTypes: false, minItems: full ? 1 : 0, maxItems: 2, maxLength: 40, failOnInvalidFormat: false });
  return jsf.generate(inlined(schema, full));
}

function value(holder, full) {
  const content = Object.values(holder.content ?? {})[0];
  const schema = holder.schema ?? content?.schema ?? {};
  return made(schema, full);
}

// Bodies in the form that is documented first.
function body(operation, full) {
  const described = resolved(operation.requestBody);
  if (!described.content || (!full && !described.required)) return {};
  const forms = Object.entries(described.content);
  const [media_type, media] = forms.find(([name]) => name.includes("json")) ?? forms[0];
  if (/json|form/.test(media_type)) return { media_type, value: made(media.schema ?? {}, full) };
  return { media_type, text: "text" };
}

const calls = [];
for (const [path, item] of Object.entries(document.paths ?? {})) {
  for (const method of METHODS.filter((method) => method in item)) {
    const operation = item[method];
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map(resolved);
    for (const full of [false, true]) {
      const given = { path: {}, query: {}, header: {}, cookie: {}, querystring: {} };
      for (const parameter of parameters) {
        if (!full && !parameter.required && parameter.in !== "path") continue;
        let own = value(parameter, full);
        // An empty segment addresses another resource.
        if (parameter.in === "path" && own === "") own = "a";
        given[parameter.in][parameter.name] = own;
      }
      const name = `${method.toUpperCase()} ${path} with ${full ? "everything" : "what is required"}`;
      const call = { name, operation: operation.operationId, method: method.toUpperCase(), path, base, given };
      try {
        calls.push({ ...call, ...body(operation, full) });
      } catch (error) {
        calls.push({ ...call, unmade: `no body can be made up: ${error.message}` });
      }
    }
  }
}
writeFileSync(out, JSON.stringify(calls, null, 1));
