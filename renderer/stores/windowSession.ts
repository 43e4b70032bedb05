import type { Clock } from '../../core/base/clock.ts';
import { type Disposable, DisposableStore } from '../../core/base/disposable.ts';
import type { Notice } from '../../core/contract/clientLink.ts';
import { MeterBus } from '../link/meterBus.ts';
import { SessionLink } from '../link/sessionLink.ts';
import type { OpenTransport } from '../link/transport.ts';
import type { FrameLoop } from '../meters/frameLoop.ts';
import { createGraphMemo } from '../patch/graphMemo.ts';
import type { GraphInput, GraphModel } from '../patch/graphModel.ts';
import { type CodeActions, createCodeActions } from './codeActions.ts';
import { type CodeStore, createCodeStore } from './codeStore.ts';
import { type ConsoleStore, createConsoleStore, withLines } from './consoleStore.ts';
import { createEditActions, type EditActions } from './editActions.ts';
import { createInject } from './injectActions.ts';
import { keepWorkspaceSaved, readSavedWorkspace } from './savedWorkspace.ts';
import { afterNotice, createShowStore, type ShowStore } from './showStore.ts';
import { createToaster, type Tell } from './toasts.ts';
import { createWorkspaceStore, type WorkspaceStore } from './workspaceStore.ts';

/** Everything of one window on one show. Made by a function and passed down; nothing here is global. */
export interface WindowSession extends Disposable {
  readonly clock: Clock;
  readonly link: SessionLink;
  readonly bus: MeterBus;
  readonly frames: FrameLoop;
  readonly show: ShowStore;
  readonly consoleLines: ConsoleStore;
  readonly workspace: WorkspaceStore;
  readonly code: CodeStore;
  readonly edits: EditActions;
  readonly files: CodeActions;
  readonly graphOf: (input: GraphInput) => GraphModel;
  /** Makes an event on a channel as if its instance had put it out. */
  inject(instance: string, spec: string, value: number): void;
  readonly tell: Tell;
}

export interface WindowSessionOptions {
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly frames: FrameLoop;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

export function createWindowSession({ open, clock, frames, storage }: WindowSessionOptions): WindowSession {
  const disposables = new DisposableStore();
  const bus = new MeterBus();
  const show = createShowStore();
  const consoleLines = createConsoleStore();
  const code = createCodeStore();
  const workspace = createWorkspaceStore(readSavedWorkspace(storage));
  disposables.add(keepWorkspaceSaved(workspace, storage));
  const tell = createToaster(workspace, clock);

  const link = disposables.add(
    new SessionLink(open, clock, {
      onState: (state) => show.setState({ link: state }),
      onNotice: takeNotice,
      onFrame: (frame) => bus.takeFrame(frame, clock.nowMs()),
    }),
  );
  const edits = createEditActions(link, show, tell);
  const files = createCodeActions({ link, show, workspace, code, edits, clock, tell });

  let isAskingForView = false;

  function takeNotice(notice: Notice): void {
    if (notice.notice === 'hello') {
      bus.reset();
      bus.nameChannels(notice.hello.channels, 0);
      consoleLines.setState((state) => withLines({ ...state, rows: [] }, notice.hello.console));
    }
    if (notice.notice === 'channels') bus.nameChannels(notice.channels, notice.first);
    if (notice.notice === 'console') consoleLines.setState((state) => withLines(state, notice.lines));
    if (notice.notice === 'fileChanged') void files.didChangeElsewhere(notice.path, notice.version);
    if (notice.notice === 'refused') tell('error', notice.message);
    if (notice.notice === 'viewChange' && notice.before !== show.getState().viewNumber && !isAskingForView) void askForView();
    show.setState((state) => afterNotice(state, notice), true);
  }

  /** A change went missing. Those that come until the answer are part of it or follow it. */
  async function askForView(): Promise<void> {
    isAskingForView = true;
    const whole = await link.call<'view'>({ method: 'view' });
    isAskingForView = false;
    if (whole.ok) show.setState((state) => afterNotice(state, { notice: 'view', ...whole.value }), true);
  }

  return {
    clock,
    link,
    bus,
    frames,
    show,
    consoleLines,
    workspace,
    code,
    edits,
    files,
    graphOf: createGraphMemo(),
    inject: createInject(link, tell),
    tell,
    dispose: () => disposables.dispose(),
  };
}
