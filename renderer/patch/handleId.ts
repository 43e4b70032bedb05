import type { Side } from '../link/meterBus.ts';

/** Ids of the circles at a node: a port's, or that of the row which offers a new channel. */
export interface HandleRef {
  readonly side: Side;
  /** Null for the row that offers a new channel. */
  readonly spec: string | null;
}

export function handleId({ side, spec }: HandleRef): string {
  return spec === null ? `${side}+` : `${side}:${spec}`;
}

export function parseHandleId(id: string | null | undefined): HandleRef | undefined {
  const match = /^(in|out)(?:(\+)$|:(.*)$)/su.exec(id ?? '');
  if (!match) return undefined;
  const side = match[1] === 'in' ? 'in' : 'out';
  return { side, spec: match[2] === '+' ? null : (match[3] ?? '') };
}
