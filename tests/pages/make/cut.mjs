// Cuts a document into documents of one operation each, with the components that it reaches.

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

// All references of a value.
function* references(value) {
  if (Array.isArray(value)) for (const item of value) yield* references(item);
  else if (value && typeof value === 'object') {
    if (typeof value.$ref === 'string') yield value.$ref;
    for (const [key, item] of Object.entries(value)) if (!['example', 'examples'].includes(key) || item?.$ref === undefined) yield* references(item);
  }
}

// The components that a value reaches, and the security schemes.
function reached(document, from) {
  const found = {};
  if (document.components?.securitySchemes) found.securitySchemes = document.components.securitySchemes;
  const waiting = [...references(from)];
  while (waiting.length) {
    const [, kind, name] = /^#\/components\/([^/]+)\/([^/]+)/.exec(waiting.pop()) ?? [];
    const target = document.components?.[kind]?.[name?.replaceAll('~1', '/').replaceAll('~0', '~')];
    if (target === undefined || found[kind]?.[name] !== undefined) continue;
    (found[kind] ??= {})[name] = target;
    waiting.push(...references(target));
  }
  return found;
}

export function cut(document) {
  const found = [];
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((method) => item[method])) {
      const { parameters } = item;
      const paths = { [path]: { ...(parameters && { parameters }), [method]: item[method] } };
      const { openapi, info, servers, security } = document;
      const kept = { openapi, info, ...(servers && { servers }), ...(security && { security }), paths, components: reached(document, paths) };
      const name = `${method}_${path.toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '')}`;
      if (!found.some((other) => other.name === name)) found.push({ name, method, path, document: kept });
    }
  }
  return found;
}
