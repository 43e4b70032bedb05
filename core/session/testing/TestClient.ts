import type { ChannelEntry, ClientCall, ClientReplies, Hello, Notice, NumberedView, ServerMessage } from '../../contract/clientLink.ts';
import { decodeValueFrame } from '../../contract/valueFrame.ts';
import { patched } from '../../contract/valuePatch.ts';
import { type MemoryLink, memoryLink } from './memoryPort.ts';

const patienceMs = 15_000;

/** A client as the window is one: knows what hello and the notices said, and asks. */
export class TestClient {
  readonly link: MemoryLink = memoryLink();
  readonly notices: Notice[] = [];
  readonly values = new Map<number, number>();
  frames = 0;
  /** False lets frames pile up unacknowledged. */
  doesAcknowledge = true;
  private current: NumberedView | undefined;
  private channels: readonly ChannelEntry[] = [];
  private nextId = 1;
  private readonly replies = new Map<number, (message: ServerMessage) => void>();
  private readonly waiting = new Set<() => void>();

  constructor() {
    this.link.onMessage((message) => this.take(message));
  }

  get hello(): Hello {
    const first = this.notices[0];
    if (first?.notice !== 'hello') throw new Error('There was no hello yet.');
    return first.hello;
  }

  /** The newest view. */
  get view(): Hello['view'] {
    if (!this.current) throw new Error('There was no hello yet.');
    return this.current.view;
  }

  last<Name extends Notice['notice']>(name: Name): Extract<Notice, { notice: Name }> | undefined {
    return this.notices.filter((notice): notice is Extract<Notice, { notice: Name }> => notice.notice === name).at(-1);
  }

  call<Call extends ClientCall>(call: Call): Promise<ClientReplies[Call['method']]> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.replies.set(id, (message) => {
        if ('reply' in message && message.ok) resolve(message.value as ClientReplies[Call['method']]);
        else reject(new Error('reply' in message && !message.ok ? message.message : 'no reply'));
      });
      this.link.send(JSON.stringify({ ...call, id }));
    });
  }

  /** Resolves when the claim holds; looks again at every message. */
  until(what: string, isTrue: () => boolean): Promise<void> {
    if (isTrue()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(look);
        reject(new Error(`Waited in vain: ${what}. Last notices: ${JSON.stringify(this.notices.slice(-5)).slice(0, 2000)}`));
      }, patienceMs);
      const look = () => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
    });
  }

  /** Keeps hello and the newest notices only: a long show's views are large. */
  forgetOldNotices(): void {
    this.notices.splice(1, Math.max(0, this.notices.length - 20));
  }

  /** Last value of a channel's `in` or `out` row, as it came in frames. */
  valueOf(name: string, side: 'in' | 'out'): number | undefined {
    const channel = this.channels.find(({ instance, spec }) => `${instance}.${spec}` === name);
    return channel && this.values.get(channel.id * 2 + (side === 'out' ? 1 : 0));
  }

  phaseOf(instance: string): string | undefined {
    const changes = this.notices.filter((notice) => notice.notice === 'status' && notice.instance === instance);
    const last = changes.at(-1);
    if (last?.notice === 'status') return last.status.phase;
    return this.hello.statuses.find((named) => named.instance === instance)?.status.phase;
  }

  private take(message: string | Uint8Array): void {
    if (typeof message === 'string') this.takeText(JSON.parse(message));
    else this.takeFrame(message);
    for (const look of [...this.waiting]) look();
  }

  private takeText(message: ServerMessage): void {
    if ('notice' in message) {
      this.notices.push(message);
      this.takeParts(message);
    } else {
      const resolve = this.replies.get(message.reply);
      this.replies.delete(message.reply);
      resolve?.(message);
    }
  }

  private takeParts(notice: Notice): void {
    if (notice.notice === 'hello') {
      this.current = notice.hello;
      this.channels = notice.hello.channels;
    }
    if (notice.notice === 'channels') this.channels = [...this.channels.slice(0, notice.first), ...notice.channels];
    if (notice.notice === 'view') this.current = notice;
    if (notice.notice !== 'viewChange') return;
    if (this.current?.viewNumber !== notice.before) throw new Error('A change of another view arrived.');
    this.current = { view: patched(this.current.view, notice.patch), viewNumber: notice.viewNumber };
  }

  private takeFrame(bytes: Uint8Array): void {
    const frame = decodeValueFrame(bytes.slice().buffer);
    if (!frame) throw new Error('A frame was malformed.');
    this.frames++;
    for (const [index, row] of frame.rows.entries()) this.values.set(row, frame.values[index] ?? Number.NaN);
    if (this.doesAcknowledge) this.link.send(JSON.stringify({ ackFrame: frame.sequence }));
  }
}
