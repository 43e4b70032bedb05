import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';
import type { ClientCall, ClientReplies, Notice, ServerMessage } from '../../core/contract/clientLink.ts';
import { decodeValueFrame, type ValueFrame } from '../../core/contract/valueFrame.ts';
import type { ServedShow } from './servedShow.ts';

const timeoutMs = 10_000;

/** A client of the session without a page: what a browser window sends and hears. Acknowledges each value frame. */
export class LinkClient {
  readonly notices: Notice[] = [];
  readonly frames: ValueFrame[] = [];
  private readonly watchers = new Set<() => void>();
  private readonly replies = new Map<number, ServerMessage>();
  private nextId = 1;
  closeCode: number | undefined;

  private constructor(readonly socket: WebSocket) {
    socket.binaryType = 'arraybuffer';
    socket.on('message', (data, isBinary) => {
      if (isBinary && data instanceof ArrayBuffer) this.takeFrame(data);
      else this.takeMessage(JSON.parse(textOf(data)));
      this.wake();
    });
    socket.on('close', (code) => {
      this.closeCode = code;
      this.wake();
    });
    // The close event follows.
    socket.on('error', () => this.wake());
  }

  static async connect(show: ServedShow, options: ClientOptions = {}, token = show.token): Promise<LinkClient> {
    const url = `${show.origin.replace('http', 'ws')}/link?token=${token}`;
    const client = new LinkClient(new WebSocket(url, { origin: show.origin, ...options }));
    await once(client.socket, 'open');
    await client.waitForNotice('hello');
    return client;
  }

  /** Resolves with the reply's value; throws what the session refused. */
  async call<Method extends ClientCall['method']>(call: Extract<ClientCall, { method: Method }>): Promise<ClientReplies[Method]> {
    const id = this.nextId++;
    this.socket.send(JSON.stringify({ id, ...call }));
    const reply = await this.until(() => this.replies.get(id), `a reply to ${call.method}`);
    if (!('reply' in reply)) throw new Error('Not a reply');
    if (!reply.ok) throw new Error(reply.message);
    // The contract says which value answers which method; the session is trusted to keep it, tests see when it does not.
    return reply.value as ClientReplies[Method];
  }

  waitForNotice<Name extends Notice['notice']>(
    name: Name,
    matches: (notice: Extract<Notice, { notice: Name }>) => boolean = () => true,
  ): Promise<Extract<Notice, { notice: Name }>> {
    const isWanted = (notice: Notice): notice is Extract<Notice, { notice: Name }> => notice.notice === name;
    return this.until(() => this.notices.filter(isWanted).find(matches), `the notice ${name}`);
  }

  /** Waits until `look` gives something, looking again whenever something arrives. */
  async until<T>(look: () => T | undefined, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (end: () => void) => {
        clearTimeout(timer);
        this.watchers.delete(attempt);
        end();
      };
      const attempt = () => {
        const found = look();
        if (found !== undefined) settle(() => resolve(found));
        else if (this.closeCode !== undefined) settle(() => reject(new Error(`The link closed while waiting for ${what}`)));
      };
      const timer = setTimeout(() => settle(() => reject(new Error(`No sign of ${what} within ${timeoutMs} ms`))), timeoutMs);
      this.watchers.add(attempt);
      attempt();
    });
  }

  /** Waits for the end of the link and gives its close code. */
  async closed(): Promise<number> {
    if (this.closeCode === undefined) await once(this.socket, 'close');
    return this.closeCode ?? 0;
  }

  close(): void {
    this.socket.terminate();
  }

  private takeFrame(data: ArrayBuffer): void {
    const frame = decodeValueFrame(data);
    if (!frame) throw new Error('A binary message was no value frame');
    this.frames.push(frame);
    this.socket.send(JSON.stringify({ ackFrame: frame.sequence }));
  }

  private takeMessage(message: ServerMessage): void {
    if ('reply' in message) this.replies.set(message.reply, message);
    else this.notices.push(message);
  }

  private wake(): void {
    for (const watcher of [...this.watchers]) watcher();
  }
}

function textOf(data: unknown): string {
  if (data instanceof ArrayBuffer) return Buffer.from(data).toString();
  return String(data);
}
