// Makes documentation pages of OpenAPI documents with the plugins that vendors use, each beside the document of its one operation.
//
//     node tests/pages/make/make.mjs OUT DOCUMENT …
//
// A document is YAML or JSON of OpenAPI 3. OUT gets one folder for each format, with NAME.txt (the page) and NAME.json (its document), and a list of all,
// INDEX.tsv. The plugins are installed below OUT/work at the versions that stand beside this file.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cut } from './cut.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const [out, ...documents] = process.argv.slice(2).map((path) => resolve(path));
if (!documents.length) {
  console.error('usage: node make.mjs OUT DOCUMENT …');
  process.exit(2);
}

// Pages of other documents are none of these.
for (const format of ['starlight', 'docusaurus', 'docusaurus-lost']) rmSync(join(out, format), { recursive: true, force: true });

const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };

// Runs a program, whose output is shown where it fails.
function run(cwd, command, ...rest) {
  const { status, stdout, stderr } = spawnSync(command, rest, { cwd, env, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status === 0) return stdout;
  console.error(stdout, stderr);
  throw new Error(`${command} ${rest.join(' ')}: ${status}`);
}

// A plugin with what it needs.
function installed(format) {
  const folder = join(out, 'work', format);
  mkdirSync(folder, { recursive: true });
  cpSync(join(here, format), folder, { recursive: true });
  if (!existsSync(join(folder, 'node_modules'))) run(folder, 'npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts');
  return folder;
}

// The documents of one operation each, under names that become addresses of pages.
const { parse } = await import(join(installed('starlight'), 'node_modules/yaml/dist/index.js'));
const operations = documents.flatMap((path) => {
  const document = parse(readFileSync(path, 'utf8'), { merge: true });
  return cut(document).map((one) => ({ ...one, name: `${basename(path).replace(/\W.*$/, '').toLowerCase()}__${one.name}` }));
});

// A site of the plugin with one document for each operation, so that a page has nothing but its own.
function site(format) {
  const folder = installed(format);
  for (const made of ['documents', 'docs', 'dist', 'build', '.astro', '.docusaurus']) rmSync(join(folder, made), { recursive: true, force: true });
  mkdirSync(join(folder, 'documents'));
  const list = operations.map(({ name, document }) => {
    const file = join(folder, 'documents', `${name}.json`);
    writeFileSync(file, JSON.stringify(document));
    return { name, file };
  });
  writeFileSync(join(folder, 'documents.json'), JSON.stringify(list));
  return folder;
}

// The page of each operation on a built site.
function pages(folder, wanted) {
  return operations.flatMap((operation) => {
    const below = join(folder, operation.name);
    const found = existsSync(below) ? readdirSync(below, { recursive: true }).filter((path) => path.endsWith('index.html')) : [];
    const own = found.filter((path) => wanted(path, operation));
    if (own.length === 1) return [{ ...operation, html: join(below, own[0]) }];
    console.error(`${operation.name}: ${own.length} pages`);
    return [];
  });
}

const index = ['file\tformat\tmethod\tpath\ttruth\topenapi\tleaf_names'];
function keep(format, names, operation, text) {
  const file = `${format}/${operation.name}`;
  mkdirSync(join(out, format), { recursive: true });
  writeFileSync(join(out, `${file}.txt`), text);
  writeFileSync(join(out, `${file}.json`), JSON.stringify(operation.document, null, 2));
  index.push([`${file}.txt`, format, operation.method.toUpperCase(), operation.path, `${file}.json`, operation.document.openapi, names].join('\t'));
}

async function starlight() {
  const folder = site('starlight');
  // Astro wants a newer Node than a machine may have; the package `node` brings it.
  if (!existsSync(join(folder, 'node_modules/node/bin/node'))) run(join(folder, 'node_modules/node'), 'node', 'installArchSpecificPackage.js');
  run(folder, join(folder, 'node_modules/node/bin/node'), 'node_modules/astro/bin/astro.mjs', 'build');
  const { markdown } = await import(join(folder, 'markdown.mjs'));
  for (const operation of pages(join(folder, 'dist'), (path) => path.startsWith('operations/'))) {
    keep('starlight', 'kept', operation, markdown(readFileSync(operation.html, 'utf8')));
  }
}

function docusaurus() {
  const folder = site('docusaurus');
  for (const { name } of operations) mkdirSync(join(folder, 'docs', name), { recursive: true });
  run(folder, 'npx', 'docusaurus', 'gen-api-docs', 'all');
  run(folder, 'npx', 'docusaurus', 'build');
  const python = join(out, 'work/python');
  if (!existsSync(python)) {
    run(here, 'python3', '-m', 'venv', python);
    run(here, join(python, 'bin/pip'), 'install', '--quiet', '--requirement', 'requirements.txt');
  }
  // The other page of a document is about the whole of it.
  const isOperation = (path, { name }) => existsSync(join(folder, 'docs', name, `${dirname(path)}.api.mdx`));
  const made = pages(join(folder, 'build/docs'), isOperation);
  for (const [format, form] of [['docusaurus', 'whole'], ['docusaurus-lost', 'lost']]) {
    const texts = JSON.parse(run(here, join(python, 'bin/python'), 'text.py', form, ...made.map(({ html }) => html)));
    for (const [at, operation] of made.entries()) {
      const names = form === 'whole' && texts[at].endsWith('Loading...') ? 'kept' : 'lost';
      keep(format, names, operation, texts[at]);
    }
  }
}

await starlight();
docusaurus();
writeFileSync(join(out, 'INDEX.tsv'), index.join('\n') + '\n');
