import type { Clock } from '../base/clock.ts';
import { type Disposable, DisposableStore } from '../base/disposable.ts';
import { Emitter, type Event } from '../base/emitter.ts';
import type { Result } from '../base/result.ts';
import type { DifferenceView, EngineState, ExportReply, Hello, Notice, SaveReply } from '../contract/clientLink.ts';
import { contractVersion } from '../contract/contractVersion.ts';
import type { EngineNotice, FileChangeOutcome } from '../contract/engineLink.ts';
import type { InstanceStatus } from '../contract/instanceState.ts';
import type { Problem } from '../contract/problem.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import type { LayoutView, ShowView } from '../contract/showView.ts';
import type { ShowDocument } from '../show/loadShow.ts';
import { relativeTo } from '../show/paths.ts';
import { type AnswerContext, answerRequest } from './clients/answerRequest.ts';
import { ClientHub } from './clients/ClientHub.ts';
import type { ClientPort } from './clients/ClientPort.ts';
import { type ExportWish, exportBundle } from './clients/exportBundle.ts';
import { protocolViews } from './clients/protocolViews.ts';
import { ViewFeed } from './clients/ViewFeed.ts';
import type { ConsoleLog } from './console/ConsoleLog.ts';
import { Deeds } from './Deeds.ts';
import type { StartEngine } from './engine/EngineLink.ts';
import { DiskWatch } from './files/DiskWatch.ts';
import { Drafts } from './files/Drafts.ts';
import { ExternalChanges } from './files/ExternalChanges.ts';
import type { LayoutFile } from './files/LayoutFile.ts';
import type { ModuleCache } from './files/ModuleCache.ts';
import { ModuleDesk } from './files/ModuleDesk.ts';
import { SaveDesk } from './files/SaveDesk.ts';
import type { ShowFiles } from './files/ShowFiles.ts';
import type { ShowLock } from './files/showLock.ts';
import type { WorkJournal } from './files/WorkJournal.ts';
import { LiveShow } from './live/LiveShow.ts';
import type { LiveState } from './live/LiveState.ts';
import { Recovery } from './Recovery.ts';
import { SerialQueue } from './SerialQueue.ts';
import type { ShowState } from './show/ShowState.ts';
import { sessionView } from './show/sessionView.ts';
import { Trust, type TrustOptions } from './Trust.ts';
import { WorkKeeper } from './WorkKeeper.ts';

/** Everything that `openSession` reads and makes before the session begins. */
export interface SessionParts {
  readonly clock: Clock;
  readonly catalog: ProtocolCatalog;
  readonly console: ConsoleLog;
  readonly files: ShowFiles;
  readonly modules: ModuleCache;
  readonly state: ShowState;
  readonly startEngine: StartEngine;
  readonly lock: ShowLock;
  readonly layoutFile: LayoutFile;
  readonly journal: WorkJournal;
  readonly leftover: WorkJournal;
  readonly trust: TrustOptions;
  /** Take over what others save. */
  readonly isWatching: boolean;
  /** A text with mistakes doesn't replace what runs (`run --watch`); otherwise what is valid of it does. */
  readonly isStrict: boolean;
}

const stopBudgetMs = 2_500;

/**
 * One open show: the document, the engine that runs it, its files and its clients. This class only ties its parts together;
 * what each does is in its own file.
 */
export class Session {
  readonly console: ConsoleLog;
  private readonly parts: SessionParts;
  private readonly running: LiveShow;
  private readonly hub: ClientHub;
  private readonly views: ViewFeed;
  private readonly deeds: Deeds;
  private readonly saving: SaveDesk;
  private readonly external: ExternalChanges;
  private readonly recovery: Recovery;
  private readonly trust: Trust;
  private readonly drafts: Drafts;
  private readonly work: WorkKeeper;
  private readonly queue = new SerialQueue();
  private readonly store = new DisposableStore();
  private readonly changeEmitter: Emitter<void>;
  private readonly answerContext: AnswerContext;
  private disk: DiskWatch | undefined;
  private keptLayout: LayoutView;
  private isClosed = false;

  constructor(parts: SessionParts) {
    const { clock, console, files, state } = parts;
    this.parts = parts;
    this.keptLayout = state.layout;
    this.console = console;
    const onListenerError = (error: unknown) => console.log('error', 'session', `A listener failed: ${String(error)}`);
    this.changeEmitter = new Emitter<void>(onListenerError);
    const broadcast = (notice: Notice) => this.hub.broadcast(notice);
    this.trust = new Trust(parts.trust, () => this.pythonFiles());
    this.running = this.store.add(
      new LiveShow({
        clock,
        console,
        startEngine: parts.startEngine,
        isPythonAllowed: () => this.trust.isTrusted,
        broadcast,
        onDidChangeEngine: () => this.changeEmitter.fire(),
        onListenerError,
      }),
    );
    this.saving = new SaveDesk({ state, files, clock, lock: parts.lock });
    this.drafts = new Drafts(() => this.work.keep());
    this.work = new WorkKeeper({ state, files, drafts: this.drafts, journal: parts.journal, leftover: parts.leftover });
    this.deeds = new Deeds({
      state,
      files,
      onDidChange: () => this.didChangeShow(),
      onDidChangeModule: (path, version) => this.didChangeModule(path, version),
      preview: (document) => ({ ok: true, difference: this.difference(document) }),
    });
    this.external = new ExternalChanges({
      logger: console,
      files,
      revision: () => state.revision,
      configFile: (path) => state.document.files.get(path),
      isDirty: (path) => state.dirtyFiles().some((file) => file.path === path),
      isModule: (path) => state.evaluated.modules.has(path) || state.evaluated.helperPaths.includes(path),
      merge: (step, title) => this.deeds.doStep(step, title, 'external'),
      preview: (step) => this.deeds.previewStep(step),
      onDidChangeModule: (path, version) => {
        void this.didChangeModule(path, version);
        state.take(state.document, state.layout);
        this.didChangeShow();
      },
      onDidChangeOffers: () => broadcast({ notice: 'externalChanges', changes: this.external.open }),
    });
    this.recovery = new Recovery({
      state,
      journal: parts.journal,
      leftover: parts.leftover,
      linesOf: (step) => {
        const document = state.afterStep(step);
        return document.ok ? this.difference(document.value).lines : [];
      },
      restore: (step) => this.deeds.doStep(step, 'Restore unsaved work', 'recover'),
    });
    this.answerContext = {
      deeds: this.deeds,
      state,
      catalog: parts.catalog,
      system: files.system,
      host: this.running.host,
      desk: new ModuleDesk(files, () => ({
        folder: state.document.folder,
        namedFiles: new Set([...state.document.files.keys(), ...state.evaluated.modulePaths]),
        openBytes: (path) => state.document.files.get(path)?.syntax.bytes,
      })),
      external: this.external,
      recovery: this.recovery,
      drafts: this.drafts,
      save: () => this.save(),
      view: () => this.views.current(),
      allowPython: () => this.allowPython(),
      broadcast,
    };
    this.hub = this.store.add(
      new ClientHub({
        sampler: this.running.sampler,
        logger: console,
        hello: () => this.hello(),
        answer: (request) => answerRequest(request, this.answerContext, this.queue),
      }),
    );
    this.views = new ViewFeed({ makeView: () => this.view(), hasClients: () => this.hub.count > 0, broadcast });
    this.store.add(console.onDidAdd((lines) => broadcast({ notice: 'console', lines })));
  }

  /** Brings the show to run. */
  async start(): Promise<void> {
    await this.running.start(this.parts.state.evaluated);
    if (!this.parts.isWatching) return;
    const { clock, files, state } = this.parts;
    const { console: logger, external, queue } = this;
    const onDidChangeSettings = () => this.didChangeShow();
    this.disk = this.store.add(new DiskWatch({ clock, logger, system: files.system, state, external, queue, onDidChangeSettings }));
  }

  /** The states of the instances. */
  get live(): LiveState {
    return this.running.state;
  }

  /** Absolute path of the main configuration file. */
  get path(): string {
    return this.parts.state.document.mainPath;
  }

  /** Absolute paths of the show's files: configuration files and modules. */
  get files(): readonly string[] {
    const { document, evaluated } = this.parts.state;
    return [...document.files.keys(), ...evaluated.modulePaths];
  }

  get title(): string {
    return this.parts.state.document.title;
  }

  get isDirty(): boolean {
    return this.parts.state.dirtyFiles().length > 0 || this.drafts.all.length > 0;
  }

  /** Title, dirtiness, problems or the engine's state are different now. */
  get onDidChange(): Event<void> {
    return this.changeEmitter.event;
  }

  get engine(): EngineState {
    return this.running.host.state;
  }

  /** The process of ours that has the show open for editing, when it is not this one. */
  get otherOwner(): number | undefined {
    return this.parts.lock.otherOwner();
  }

  /** What keeps a part of the show from running. */
  get errors(): readonly Problem[] {
    return this.parts.state.evaluated.errors;
  }

  /** Errors and everything else that lint finds. */
  get problems(): readonly Problem[] {
    return this.parts.state.evaluated.problems;
  }

  get statuses(): readonly { readonly instance: string; readonly status: InstanceStatus }[] {
    return this.live.statuses;
  }

  /** Stats, profiles and Python's output as they come from the engine. */
  get onDidReport(): Event<EngineNotice> {
    return this.live.onDidReport;
  }

  /** Routes of the plan that runs. */
  get routeCount(): number {
    return this.running.routeCount;
  }

  view(): ShowView {
    return sessionView(this.parts.state, this.parts.catalog, this.saving, this.drafts);
  }

  attachClient(port: ClientPort): Disposable {
    return this.hub.attach(port);
  }

  save(): Promise<SaveReply> {
    return this.queue.run(async () => {
      const saved = await this.saving.save();
      // Settles what is written, and raises the question where another program was quicker.
      for (const { path } of this.parts.state.configFiles()) await this.external.look(path);
      this.announceShow();
      return saved;
    });
  }

  /** Writes the whole show, unsaved changes too, to another place. This session stays with the old one. */
  saveAs(mainPath: string): Promise<Result<void, string>> {
    return this.queue.run(() => this.saving.saveAs(mainPath));
  }

  /** Writes what is open now as a bundle for another machine. */
  exportBundle(wish: ExportWish): Promise<ExportReply> {
    return exportBundle(wish, this.answerContext);
  }

  /** The person threw the unsaved work away: it is not offered at the next start. Without this, closing keeps it. */
  forgetUnsavedWork(): void {
    this.work.forget();
  }

  /** Resolves when all unsaved work of this moment would survive a crash. */
  journalSettled(): Promise<void> {
    return this.work.settled();
  }

  /** Stops the show within the budget and closes everything. */
  async dispose(budgetMs = stopBudgetMs): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.disk?.dispose();
    await this.running.host.stop(budgetMs);
    await Promise.all([this.parts.layoutFile.flush(), this.journalSettled()]);
    await this.parts.lock.release();
    this.console.flush();
    this.store.dispose();
    this.changeEmitter.dispose();
    this.console.dispose();
  }

  private hello(): Hello {
    return {
      contractVersion,
      ...this.views.current(),
      protocols: protocolViews(this.parts.catalog),
      channels: this.running.channels.entries,
      statuses: this.live.statuses,
      stats: this.live.stats,
      console: this.console.lines,
      engine: this.engine,
      history: this.parts.state.history.state,
      trust: this.trust.state,
      recovery: this.recovery.offer,
      externalChanges: this.external.open,
    };
  }

  private difference(document: ShowDocument): DifferenceView {
    return this.running.difference(this.parts.state.evaluate(document));
  }

  /** The document is another one: run it and tell everyone. The engine gets it first; looking for problems can wait. */
  private didChangeShow(): readonly string[] {
    const { state, isStrict, layoutFile } = this.parts;
    const { errors } = state.evaluated;
    let lines: readonly string[] = [];
    if (isStrict && errors.length > 0) {
      this.console.log(
        'error',
        'session',
        `The changed text has mistakes, so the version before goes on running. ${errors[0]?.message ?? ''}`,
      );
    } else lines = this.running.run(state.evaluated);
    if (state.layout !== this.keptLayout) layoutFile.keep(state.layout);
    this.keptLayout = state.layout;
    this.announceShow();
    this.disk?.refresh();
    return lines;
  }

  private announceShow(): void {
    const { state } = this.parts;
    this.views.announce();
    this.hub.broadcast({ notice: 'history', history: state.history.state });
    this.hub.broadcast({ notice: 'trust', trust: this.trust.state });
    this.work.keep();
    this.changeEmitter.fire();
  }

  private async didChangeModule(path: string, version: string | null): Promise<readonly FileChangeOutcome[]> {
    this.parts.modules.forget(path);
    if (version !== null) this.hub.broadcast({ notice: 'fileChanged', path: relativeTo(this.parts.state.document.folder, path), version });
    return this.running.changeFile(path);
  }

  private async allowPython(): Promise<void> {
    if (this.trust.isTrusted) return;
    const isRemembered = await this.trust.allow();
    if (!isRemembered) this.console.log('warning', 'session', 'The permission could not be remembered; you will be asked again.');
    this.running.run(this.parts.state.evaluated);
    this.announceShow();
  }

  private pythonFiles(): readonly string[] {
    const { evaluated, document } = this.parts.state;
    return evaluated.modulePaths.map((path) => relativeTo(document.folder, path));
  }
}
