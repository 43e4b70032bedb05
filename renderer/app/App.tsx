import { lazy, Suspense, useEffect, useMemo } from 'react';
import type { DesktopHost, MenuCommand } from '../../core/contract/desktopHost.ts';
import { BottomPanel } from '../panels/BottomPanel.tsx';
import { Inspector } from '../panels/Inspector.tsx';
import { LeftPanel } from '../panels/LeftPanel.tsx';
import { createPatchActions, PatchActionsContext, usePatchActions } from '../patch/patchActions.ts';
import { windowStaleness } from '../stores/staleness.ts';
import type { WindowSession } from '../stores/windowSession.ts';
import { isTyping } from '../ui/isTyping.ts';
import { Banners } from './Banners.tsx';
import { type Commands, createCommands } from './commands.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { MainView } from './MainView.tsx';
import { Splitter } from './Splitter.tsx';
import { StatusBar } from './StatusBar.tsx';
import { SessionContext, useSession, useShow, useWorkspace } from './sessionContext.ts';
import { Toasts } from './Toasts.tsx';
import { TopBar } from './TopBar.tsx';
import { useWindowKeys } from './useWindowKeys.ts';

/** Not needed to see the show; asked for with the first picture, so that it is there before anyone opens one. */
const Dialogs = lazy(async () => ({ default: (await import('../dialogs/Dialogs.tsx')).Dialogs }));

/** The whole window on one show. */
export function App({ session, host }: { readonly session: WindowSession; readonly host: DesktopHost | undefined }) {
  const patch = useMemo(() => createPatchActions(session), [session]);
  return (
    <SessionContext.Provider value={session}>
      <PatchActionsContext.Provider value={patch}>
        <ErrorBoundary what="The window">
          <Desk host={host} />
        </ErrorBoundary>
      </PatchActionsContext.Provider>
    </SessionContext.Provider>
  );
}

function Desk({ host }: { readonly host: DesktopHost | undefined }) {
  const session = useSession();
  const patch = usePatchActions();
  const hasShow = useShow((state) => state.view !== undefined);
  const panels = useWorkspace((state) => state.panels);
  const theme = useWorkspace((state) => state.theme);
  const isStale = useShow((state) => windowStaleness(state) !== undefined);
  const title = useShow((state) => (state.view ? `${state.view.isDirty ? '● ' : ''}${state.view.title} – PatchMonster` : 'PatchMonster'));
  const commands = useMemo(() => createCommands(session, patch, host), [session, patch, host]);
  useWindowKeys(commands);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  useEffect(() => host?.onMenuCommand((command) => runMenuCommand(command, commands)), [host, commands]);

  return (
    <div className={isStale ? 'app is-stale' : 'app'}>
      <TopBar commands={commands} />
      <Banners commands={commands} />
      {panels.left.isOpen && (
        <aside className="panel-frame" aria-label="Instances">
          <div className="panel panel-left" style={{ width: panels.left.px }}>
            <ErrorBoundary what="The list">{hasShow && <LeftPanel />}</ErrorBoundary>
          </div>
          <Splitter panel="left" />
        </aside>
      )}
      <main className="main-view">
        <ErrorBoundary what="The patch">
          <MainView />
        </ErrorBoundary>
      </main>
      {panels.right.isOpen && (
        <aside className="panel-frame" aria-label="Inspector">
          <Splitter panel="right" />
          <div className="panel panel-right" style={{ width: panels.right.px }}>
            <ErrorBoundary what="The inspector">{hasShow && <Inspector />}</ErrorBoundary>
          </div>
        </aside>
      )}
      {panels.bottom.isOpen && (
        <section className="panel-frame" aria-label="Editor, console and problems">
          <Splitter panel="bottom" />
          <div className="panel panel-bottom" style={{ height: panels.bottom.px }}>
            <ErrorBoundary what="This panel">{hasShow && <BottomPanel />}</ErrorBoundary>
          </div>
        </section>
      )}
      <StatusBar />
      <Toasts />
      <Suspense>
        <Dialogs commands={commands} />
      </Suspense>
    </div>
  );
}

/** Undo and redo of a menu mean the text field that has the keyboard, if one has. */
function runMenuCommand(command: MenuCommand, commands: Commands): void {
  const isText = document.activeElement !== null && isTyping(document.activeElement);
  if (isText && (command === 'undo' || command === 'redo')) document.execCommand(command);
  else commands.run(command);
}
