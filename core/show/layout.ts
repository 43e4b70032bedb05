/** The layout sidecar `<name>.layout.json`: looks only. Losing it loses nothing else. */
import { z } from 'zod';
import type { Edit } from '../contract/edit.ts';
import type { Problem } from '../contract/problem.ts';
import type { LayoutView } from '../contract/showView.ts';
import { decodeEscaped } from './escapedText.ts';

const positionSchema = z.object({ x: z.number(), y: z.number() });
const layoutSchema = z.looseObject({ nodes: z.record(z.string(), z.unknown()).optional() });

export const emptyLayout: LayoutView = { nodes: {} };

export function layoutPath(showPath: string): string {
  return `${showPath.replace(/\.cfg$/i, '')}.layout.json`;
}

/** Takes what it understands; a broken file gives an empty layout and a problem. Undefined bytes mean that there is no file. */
export function parseLayout(bytes: Uint8Array | undefined, file: string): { readonly layout: LayoutView; readonly problem?: Problem } {
  if (bytes === undefined) return { layout: emptyLayout };
  const parsed = layoutSchema.safeParse(parseJson(decodeEscaped(bytes)));
  if (!parsed.success) return { layout: emptyLayout, problem: brokenLayout(file) };
  const nodes: Record<string, { x: number; y: number }> = {};
  let isBroken = false;
  for (const [name, value] of Object.entries(parsed.data.nodes ?? {})) {
    const position = positionSchema.safeParse(value);
    if (position.success) nodes[name] = position.data;
    else isBroken = true;
  }
  return isBroken ? { layout: { nodes }, problem: brokenLayout(file) } : { layout: { nodes } };
}

/** One node per line, so that a version control system shows what moved. */
export function formatLayout(layout: LayoutView): string {
  return `${JSON.stringify(layout, null, 2)}\n`;
}

/** The looks after edits: nodes that were placed, renamed or removed. The old layout is what undoes it. */
export function editLayout(layout: LayoutView, edits: readonly Edit[]): LayoutView {
  let nodes = layout.nodes;
  for (const edit of edits) {
    if (edit.kind === 'placeNodes') nodes = { ...nodes, ...edit.nodes };
    else if (edit.kind === 'renameInstance') nodes = renameNode(nodes, edit.name, edit.newName);
    else if (edit.kind === 'removeInstance') nodes = Object.fromEntries(Object.entries(nodes).filter(([name]) => name !== edit.name));
  }
  return nodes === layout.nodes ? layout : { ...layout, nodes };
}

function renameNode(nodes: LayoutView['nodes'], name: string, newName: string): LayoutView['nodes'] {
  return Object.fromEntries(Object.entries(nodes).map(([key, value]) => [key === name ? newName : key, value]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the caller reports a broken file.
    return undefined;
  }
}

function brokenLayout(file: string): Problem {
  const message = `${file} is damaged, so some nodes are laid out anew. The show itself is not touched.`;
  return { code: 'layout-broken', severity: 'warning', message };
}
