/** One page of the browser, as a window holds it: loads, tells what happens in it, carries messages to its preload. */
import { readFileSync } from 'node:fs';
import { preloadWorldName, receiveFunctionName, sendBindingName, type ToMain, type ToPage } from '../shared/wire.ts';
import { browser } from './browser.ts';
import type { Cdp, CdpEvent, Protocol } from './cdp.ts';
import { toAppUrl, toBrowserUrl } from './schemeServers.ts';

export interface PageListener {
  onMessage(message: ToMain): void;
  onNavigated(appUrl: string): void;
  onDomReady(): void;
  onLoaded(): void;
  onCrashed(): void;
  /** False stops the page from going there. */
  mayNavigate(appUrl: string): boolean;
}

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  readonly preload: string | undefined;
}

const script = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');

export class Page {
  /** As the browser knows it. */
  url = 'about:blank';
  readonly #listener: PageListener;
  readonly #opened: Promise<void>;
  #cdp: Cdp | undefined;
  #target = '';
  #session = '';
  #preloadContext: number | undefined;
  /** The next document is one that the app asked for, not the page. */
  #isLoadedByApp = false;
  #resolveLoad: () => void = () => {};

  constructor(options: PageOptions, listener: PageListener) {
    this.#listener = listener;
    this.#opened = this.#open(options);
  }

  async load(appUrl: string): Promise<void> {
    await this.#opened;
    const url = await toBrowserUrl(appUrl);
    this.#isLoadedByApp = true;
    const loaded = new Promise<void>((resolve) => {
      this.#resolveLoad = resolve;
    });
    const { errorText } = await this.#send('Page.navigate', { url });
    if (errorText) throw new Error(`${errorText} loading '${appUrl}'`);
    await loaded;
  }

  async reload(): Promise<void> {
    await this.#opened;
    this.#isLoadedByApp = true;
    await this.#send('Page.reload', {});
  }

  async evaluate(code: string): Promise<unknown> {
    await this.#opened;
    const { result, exceptionDetails } = await this.#send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async crash(): Promise<void> {
    await this.#opened;
    this.#forgetFailure(this.#send('Page.crash', {}));
  }

  /** To the preload; nobody hears it while no page is loaded. */
  post(message: ToPage): void {
    const contextId = this.#preloadContext;
    if (contextId === undefined) return;
    const expression = `${receiveFunctionName}(${JSON.stringify(JSON.stringify(message))})`;
    this.#forgetFailure(this.#send('Runtime.evaluate', { expression, contextId }));
  }

  close(): void {
    this.#forgetFailure(this.#opened.then(() => this.#cdp?.send('Target.closeTarget', { targetId: this.#target })));
  }

  async #open({ width, height, preload }: PageOptions): Promise<void> {
    const { cdp } = await browser();
    this.#cdp = cdp;
    this.#target = (await cdp.send('Target.createTarget', { url: 'about:blank', width, height, newWindow: true })).targetId;
    this.#session = (await cdp.send('Target.attachToTarget', { targetId: this.#target, flatten: true })).sessionId;
    cdp.listen(this.#session, (event) => this.#onEvent(event));
    await this.#send('Page.enable', {});
    await this.#send('Inspector.enable', {});
    await this.#send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    await this.#send('Runtime.addBinding', { name: sendBindingName, executionContextName: preloadWorldName });
    await this.#addScripts(preload === undefined ? '' : readFileSync(preload, 'utf8'));
    await this.#send('Runtime.enable', {});
    await this.#send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document', requestStage: 'Request' }] });
  }

  async #addScripts(preload: string): Promise<void> {
    await this.#send('Page.addScriptToEvaluateOnNewDocument', { source: script('./pageWorld.js') });
    const run = `preloadWorld.runPreload(${JSON.stringify(preload)}, ${JSON.stringify(process.platform)});`;
    await this.#send('Page.addScriptToEvaluateOnNewDocument', {
      worldName: preloadWorldName,
      source: `${script('./preloadWorld.js')}\n${run}`,
    });
  }

  #onEvent(event: CdpEvent): void {
    switch (event.method) {
      case 'Runtime.executionContextCreated':
        if (event.params.context.name === preloadWorldName) this.#preloadContext = event.params.context.id;
        break;
      case 'Runtime.executionContextDestroyed':
        if (event.params.executionContextId === this.#preloadContext) this.#preloadContext = undefined;
        break;
      case 'Runtime.bindingCalled':
        if (event.params.name === sendBindingName) this.#listener.onMessage(JSON.parse(event.params.payload));
        break;
      case 'Page.frameNavigated':
        if (!event.params.frame.parentId) this.#onNavigated(event.params.frame.url);
        break;
      case 'Page.domContentEventFired':
        this.#listener.onDomReady();
        break;
      case 'Page.loadEventFired':
        this.#resolveLoad();
        this.#listener.onLoaded();
        break;
      case 'Fetch.requestPaused':
        this.#onDocumentRequest(event.params);
        break;
      case 'Inspector.targetCrashed':
        this.#preloadContext = undefined;
        this.#listener.onCrashed();
    }
  }

  #onNavigated(url: string): void {
    this.url = url;
    this.#listener.onNavigated(toAppUrl(url));
  }

  #onDocumentRequest({ requestId, request }: Protocol.Fetch.requestPausedPayload): void {
    const isAskedByPage = !this.#isLoadedByApp && this.url !== 'about:blank' && request.url !== this.url;
    this.#isLoadedByApp = false;
    const mayGo = !isAskedByPage || this.#listener.mayNavigate(toAppUrl(request.url));
    this.#forgetFailure(
      mayGo ? this.#send('Fetch.continueRequest', { requestId }) : this.#send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }),
    );
  }

  #send<C extends keyof Protocol.CommandParameters & keyof Protocol.CommandReturnValues>(
    method: C,
    params: Protocol.CommandParameters[C],
  ): Promise<Protocol.CommandReturnValues[C]> {
    if (!this.#cdp) throw new Error('electron double: the page is not open yet');
    return this.#cdp.send(method, params, this.#session);
  }

  /** For commands whose page may be gone meanwhile; a command that is wrong shows in what doesn't happen. */
  #forgetFailure(command: Promise<unknown>): void {
    command.catch(() => {});
  }
}
