// The text of a page as sites serve it with `index.md`: the content between the heading and the end, as Markdown.

import rehypeParse from 'rehype-parse';
import rehypeRemark from 'rehype-remark';
import remarkGfm from 'remark-gfm';
import remarkStringify from 'remark-stringify';
import { unified } from 'unified';

// The first element with a class, in the order of the page.
function find(node, name) {
  if (node.properties?.className?.includes(name)) return node;
  for (const child of node.children ?? []) {
    const found = find(child, name);
    if (found) return found;
  }
}

// A node without the elements of a class.
function drop(node, name) {
  const kept = (child) => !child.properties?.className?.includes(name);
  return node.children ? { ...node, children: node.children.filter(kept).map((child) => drop(child, name)) } : node;
}

const has = (node, tag) => node.tagName === tag || (node.children ?? []).some((child) => has(child, tag));

const text = (node) => node.value ?? (node.children ?? []).map(text).join('');

export function markdown(html) {
  const page = unified().use(rehypeParse).parse(html);
  const title = text(unified().use(rehypeParse).parse(/<title>[^]*?<\/title>/.exec(html)?.[0] ?? ''));
  const content = drop(find(page, 'sl-markdown-content'), 'sl-anchor-link');
  const tree = unified().use(rehypeRemark).runSync({ type: 'root', children: [content] });
  const writer = unified().use(remarkStringify, { bullet: '-' });
  // Tables need the extension, which escapes less.
  const body = (has(content, 'table') ? writer.use(remarkGfm) : writer).stringify(tree);
  return `---\ntitle: ${title}\n---\n\n${body}`;
}
