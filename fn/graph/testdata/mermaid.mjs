// Reads a diagram on standard input with Mermaid's own parser and prints what it
// understood. The argument is the node_modules folder that holds mermaid.
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const load = async (file) => (await import(pathToFileURL(`${process.argv[2]}/${file}`))).default;

// It cleans HTML with the browser's help, which is not there; texts stay as they are.
Object.assign(await load('dompurify/dist/purify.es.mjs'), { addHook() {}, sanitize: (s) => s });
const mermaid = await load('mermaid/dist/mermaid.core.mjs');

const source = await text(process.stdin);
await mermaid.parse(source);
const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
console.log(JSON.stringify({
  nodes: [...db.getVertices().values()].map((v) => v.text),
  edges: db.getEdges().map((e) => ({ from: e.start, to: e.end, text: e.text })),
  boxes: db.getSubGraphs().map((s) => s.title),
}));
