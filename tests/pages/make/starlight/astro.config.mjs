import { readFileSync } from 'node:fs';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import starlightOpenAPI from 'starlight-openapi';

// One entry for each document: the folder of its pages and its file.
const documents = JSON.parse(readFileSync(new URL('documents.json', import.meta.url), 'utf8'));

export default defineConfig({
  telemetry: false,
  integrations: [
    starlight({
      title: 'API Docs',
      pagefind: false,
      plugins: [starlightOpenAPI(documents.map(({ name, file }) => ({ base: name, schema: file })))],
    }),
  ],
});
