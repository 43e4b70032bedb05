import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ConsoleLine } from '../../core/contract/clientLink.ts';

/** One row on the screen: a message of several lines makes several. */
export interface ConsoleRow {
  /** Grows; never used twice. */
  readonly id: number;
  readonly wallMs: number;
  readonly tone: 'plain' | 'quiet' | 'warning' | 'error';
  readonly source: string;
  readonly text: string;
  /** Characters of a fixed pitch font that the text is wide, at most. */
  readonly columns: number;
  /** False for the second and further lines of one message. */
  readonly isFirst: boolean;
}

export interface ConsoleState {
  readonly rows: readonly ConsoleRow[];
  readonly nextId: number;
  /** Show only this source; null shows all. */
  readonly source: string | null;
}

export type ConsoleStore = StoreApi<ConsoleState>;

/** Rows kept; older ones are in the terminal or the log file, not here. */
export const maxConsoleRows = 5_000;

export function createConsoleStore(): ConsoleStore {
  return createStore<ConsoleState>(() => ({ rows: [], nextId: 1, source: null }));
}

export function withLines(state: ConsoleState, lines: readonly ConsoleLine[]): ConsoleState {
  const added: ConsoleRow[] = [];
  let nextId = state.nextId;
  for (const line of lines) {
    const row = { wallMs: line.wallMs, source: line.source };
    if (line.skipped !== undefined && line.skipped > 0) {
      const text = `${line.skipped} lines left out here: too many at once`;
      added.push({ ...row, id: nextId++, tone: 'quiet', text, columns: text.length, isFirst: true });
    }
    const tone = toneOf(line);
    line.text
      .replace(/\n$/, '')
      .split('\n')
      .forEach((text, index) => {
        added.push({ ...row, id: nextId++, tone, text, columns: columnsOf(text), isFirst: index === 0 });
      });
  }
  const rows = [...state.rows, ...added];
  return { ...state, rows: rows.length > maxConsoleRows ? rows.slice(-maxConsoleRows) : rows, nextId };
}

const tabColumns = 8;

/** Characters outside of ASCII may be twice as wide. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) columns += character === '\t' ? tabColumns : character < '\x7f' ? 1 : 2;
  return columns;
}

function toneOf(line: ConsoleLine): ConsoleRow['tone'] {
  if (line.level === 'error' || line.stream === 'stderr') return 'error';
  if (line.level === 'warning') return 'warning';
  return line.level === 'debug' ? 'quiet' : 'plain';
}
