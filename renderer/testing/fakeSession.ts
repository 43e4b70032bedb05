import type { ClientRequest, Hello, Notice } from '../../core/contract/clientLink.ts';
import { clientMessageSchema } from '../../core/contract/clientLink.ts';
import { contractVersion } from '../../core/contract/contractVersion.ts';
import type { InstanceView, ShowView, WireView } from '../../core/contract/showView.ts';
import { encodeValueFrame } from '../../core/contract/valueFrame.ts';
import type { OpenTransport, TransportHandlers } from '../link/transport.ts';

type Answer = (
  request: ClientRequest,
) => { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string } | undefined;

/** The other end of a link, in memory: keeps what it was asked, answers by a function, and can be cut. */
export class FakeSession {
  readonly requests: ClientRequest[] = [];
  readonly acknowledged: number[] = [];
  connections = 0;
  private handlers: TransportHandlers | undefined;

  constructor(private answer: Answer = () => ({ ok: true, value: { ok: true, revision: 1 } })) {}

  readonly open: OpenTransport = (handlers) => {
    this.connections += 1;
    this.handlers = handlers;
    return {
      send: (text) => this.take(text),
      close: () => undefined,
    };
  };

  answerBy(answer: Answer): void {
    this.answer = answer;
  }

  accept(): void {
    this.handlers?.onOpen();
  }

  notify(notice: Notice): void {
    this.handlers?.onText(JSON.stringify(notice));
  }

  sendText(text: string): void {
    this.handlers?.onText(text);
  }

  sendFrame(sequence: number, rows: readonly number[], values: readonly number[]): void {
    const frame = encodeValueFrame({ sequence, rows: Uint32Array.from(rows), values: Float32Array.from(values) });
    this.handlers?.onFrame(frame.buffer);
  }

  cut(reason: string): void {
    this.handlers?.onClose(reason);
  }

  private take(text: string): void {
    const message = clientMessageSchema.parse(JSON.parse(text));
    if ('ackFrame' in message) {
      this.acknowledged.push(message.ackFrame);
      return;
    }
    this.requests.push(message);
    const answer = this.answer(message);
    if (answer) this.handlers?.onText(JSON.stringify({ reply: message.id, ...answer }));
  }
}

export function helloOf(view: ShowView, more: Partial<Hello> = {}): Notice {
  const hello: Hello = {
    contractVersion,
    view,
    viewNumber: 1,
    protocols: [],
    channels: [],
    statuses: [],
    stats: { wallMs: 0, instances: [], loops: [], worstTurnMs: 0 },
    console: [],
    engine: { phase: 'running', reason: '' },
    history: { undoTitle: null, redoTitle: null },
    trust: { isTrusted: true, modules: [] },
    recovery: null,
    externalChanges: [],
    ...more,
  };
  return { notice: 'hello', hello };
}

export function viewOf(parts: Partial<ShowView> = {}): ShowView {
  return {
    revision: 1,
    title: 'show',
    path: '/shows/club/show.cfg',
    isDirty: false,
    files: [{ path: 'show.cfg', role: 'main', isDirty: false }],
    instances: [],
    wires: [],
    problems: [],
    layout: { nodes: {} },
    ...parts,
  };
}

const place = { file: 'show.cfg', line: 1, column: 1, endLine: 1, endColumn: 2 };

export function instanceOf(name: string, backend: string, parts: Partial<InstanceView> = {}): InstanceView {
  return { name, backend, isKnownBackend: true, options: [], inputs: [], outputs: [], place, ...parts };
}

/** From `a.x > b.y` or `a.x <> b.y`. */
export function wireOf(line: string, parts: Partial<WireView> = {}): WireView {
  const [from = '', operator = '>', to = ''] = line.split(' ');
  const end = (text: string) => ({ instance: text.slice(0, text.indexOf('.')), spec: text.slice(text.indexOf('.') + 1) });
  return {
    key: line,
    from: end(from),
    to: end(to),
    direction: operator === '<>' ? 'both' : 'forward',
    isMuted: false,
    count: 1,
    place,
    ...parts,
  };
}
