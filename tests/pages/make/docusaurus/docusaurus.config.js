const { readFileSync } = require('node:fs');
const { join } = require('node:path');

// One entry for each document: the folder of its pages and its file.
const documents = JSON.parse(readFileSync(join(__dirname, 'documents.json'), 'utf8'));

module.exports = {
  title: 'API Docs',
  url: 'https://docs.example.com',
  baseUrl: '/',
  onBrokenLinks: 'ignore',
  onBrokenMarkdownLinks: 'ignore',
  presets: [['classic', { docs: { docItemComponent: '@theme/ApiItem' }, blog: false, theme: {} }]],
  plugins: [
    [
      'docusaurus-plugin-openapi-docs',
      {
        id: 'api',
        docsPluginId: 'classic',
        config: Object.fromEntries(documents.map(({ name, file }) => [name, { specPath: file, outputDir: `docs/${name}` }])),
      },
    ],
  ],
  themes: ['docusaurus-theme-openapi-docs'],
};
