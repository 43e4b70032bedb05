import { encodeClone } from '../shared/codec.ts';
import { emitPreventable, KnownEvents } from './events.ts';
import { answerInvoke, deliverSend } from './ipcMain.ts';
import { closePortsOf, handOverPort, takeFromPage } from './messagePorts.ts';
import { Page, type PageOptions } from './page.ts';
import { toAppUrl } from './schemeServers.ts';
import { defaultSession } from './session.ts';

type OpenHandler = (details: { readonly url: string; readonly frameName: string }) => { readonly action: string };

/** A page's frame, as far as a sender check looks at it. */
export interface Frame {
  readonly url: string;
  readonly parent: null;
}

export const webContentsEvents = [
  'did-finish-load',
  'did-navigate',
  'dom-ready',
  'preload-error',
  'render-process-gone',
  'will-attach-webview',
  'will-navigate',
] as const;

// What its window may do with it, and an app may not: assigned inside of the class, which alone sees its fields.
/** `self` is the object that the app knows this one by. */
export let adoptContents: (contents: WebContents, self: WebContents) => void;
export let loadContents: (contents: WebContents, url: string) => Promise<void>;
export let destroyContents: (contents: WebContents) => void;

export class WebContents extends KnownEvents {
  readonly id: number;
  readonly session = defaultSession;
  readonly mainFrame: Frame;
  readonly #page: Page;
  readonly #carrier = { carry: (message: Parameters<Page['post']>[0]) => this.#page.post(message) };
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #isDestroyed = false;
  #self: WebContents = this;

  static {
    adoptContents = (contents, self) => {
      contents.#self = self;
    };
    loadContents = (contents, url) => contents.#page.load(url);
    destroyContents = (contents) => {
      contents.#isDestroyed = true;
      closePortsOf(contents.#carrier);
      contents.#page.close();
    };
  }

  constructor(id: number, options: PageOptions, onReady: () => void) {
    super('WebContents', webContentsEvents);
    this.id = id;
    this.#page = new Page(options, {
      onMessage: (message) => this.#onMessage(message),
      onNavigated: (url) => this.#onNavigated(url),
      onDomReady: () => this.emit('dom-ready'),
      onLoaded: () => {
        this.emit('did-finish-load');
        onReady();
      },
      onCrashed: () => this.#onCrashed(),
      mayNavigate: (url) => emitPreventable(this, 'will-navigate', { url, isMainFrame: true, isSameDocument: false }),
    });
    const page = this.#page;
    this.mainFrame = {
      get url() {
        return toAppUrl(page.url);
      },
      parent: null,
    };
  }

  getURL(): string {
    return this.mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page.post({ type: 'message', channel, data: encodeClone(args), ports: [] });
  }

  postMessage(channel: string, message: unknown, transfer: readonly unknown[] = []): void {
    const data = encodeClone([message]);
    const ports = transfer.map((port) => handOverPort(port, this.#carrier));
    this.#page.post({ type: 'message', channel, data, ports: ports.map(({ id }) => id) });
    for (const { flush } of ports) flush();
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  executeJavaScript(code: string): Promise<unknown> {
    return this.#page.evaluate(code);
  }

  reload(): void {
    void this.#page.reload();
  }

  forcefullyCrashRenderer(): void {
    void this.#page.crash();
  }

  #onNavigated(url: string): void {
    closePortsOf(this.#carrier);
    this.emit('did-navigate', {}, url, 200, 'OK');
  }

  #onOpenAsked(url: string, frameName: string): void {
    if (this.#openHandler({ url, frameName }).action !== 'deny') {
      throw new Error('electron double: windows that a page opens are not implemented');
    }
  }

  #onCrashed(): void {
    closePortsOf(this.#carrier);
    this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 });
  }

  #onMessage(message: Parameters<ConstructorParameters<typeof Page>[1]['onMessage']>[0]): void {
    const event = { sender: this.#self, senderFrame: this.mainFrame, processId: 1, frameId: 1 };
    switch (message.type) {
      case 'send':
        deliverSend(message.channel, event, message.data);
        break;
      case 'invoke':
        void answerInvoke(message.channel, event, message.data, message.call).then((reply) => this.#page.post(reply));
        break;
      case 'port':
        takeFromPage(message.port, message.data);
        break;
      case 'portClosed':
        takeFromPage(message.port, undefined);
        break;
      case 'open':
        this.#onOpenAsked(toAppUrl(message.url), message.frameName);
        break;
      case 'preloadError':
        process.stderr.write(`electron double: the preload failed: ${message.message}\n`);
        this.emit('preload-error', {}, '', new Error(message.message));
    }
  }
}
