import './TopBar.css';
import type { ReactNode } from 'react';
import type { EngineState } from '../../core/contract/clientLink.ts';
import { formatRate } from '../meters/headerTexts.ts';
import { windowStaleness } from '../stores/staleness.ts';
import type { Commands } from './commands.ts';
import { useShow, useWorkspace } from './sessionContext.ts';

export function TopBar({ commands }: { readonly commands: Commands }) {
  const view = useShow((state) => state.view);
  return (
    <header className="top-bar">
      <div className="show-title">
        <h1>{view?.title ?? 'PatchMonster'}</h1>
        {view?.isDirty && <span className="unsaved">● unsaved</span>}
        {view && (
          <span className="path" title={view.path}>
            <bdi>{view.path}</bdi>
          </span>
        )}
      </div>
      <EnginePill />
      <EventRate />
      <TopActions commands={commands} />
    </header>
  );
}

/** One group, so that a narrow window gives them a line of their own instead of breaking between two of them. */
function TopActions({ commands }: { readonly commands: Commands }) {
  const view = useShow((state) => state.view);
  const history = useShow((state) => state.history);
  const mainView = useWorkspace((state) => state.mainView);
  return (
    <div className="top-actions">
      <ActionButton
        onClick={() => commands.run('undo')}
        isDisabled={history.undoTitle === null}
        title={history.undoTitle ? `Undo: ${history.undoTitle} (Ctrl+Z)` : 'Nothing to undo'}
      >
        Undo
      </ActionButton>
      <ActionButton
        onClick={() => commands.run('redo')}
        isDisabled={history.redoTitle === null}
        title={history.redoTitle ? `Redo: ${history.redoTitle} (Ctrl+Y)` : 'Nothing to redo'}
      >
        Redo
      </ActionButton>
      <ActionButton
        onClick={() => commands.run('save')}
        isDisabled={!view?.isDirty || view.readOnlyReason !== undefined}
        title={view?.readOnlyReason ?? 'Save the configuration (Ctrl+S)'}
      >
        Save
      </ActionButton>
      <ActionButton onClick={() => commands.run('versions')} title="See what was done, and bring an earlier version back">
        Versions
      </ActionButton>
      <ActionButton onClick={() => commands.run('export')} title="Write the show for a box without a screen">
        Export…
      </ActionButton>
      <span className="bar-gap" />
      <ActionButton
        onClick={() => commands.run('toggleTable')}
        title={mainView === 'graph' ? 'Show the patch as a table (T)' : 'Show the patch as a graph (T)'}
      >
        {mainView === 'graph' ? 'Table' : 'Graph'}
      </ActionButton>
      <ActionButton onClick={() => commands.run('find')} title="Find (Ctrl+F)">
        Find
      </ActionButton>
      <ActionButton onClick={() => commands.run('commands')} title="Do anything (Ctrl+K)">
        Do anything <kbd>Ctrl K</kbd>
      </ActionButton>
      <button
        type="button"
        className="button is-plain"
        onClick={() => commands.run('keys')}
        title="List of keys (?)"
        aria-label="List of keys"
      >
        ?
      </button>
    </div>
  );
}

interface ActionButtonProps {
  readonly children: ReactNode;
  readonly title: string;
  readonly isDisabled?: boolean;
  onClick(): void;
}

function ActionButton({ children, title, isDisabled = false, onClick }: ActionButtonProps) {
  return (
    <button type="button" className="button" title={title} disabled={isDisabled} onClick={onClick}>
      {children}
    </button>
  );
}

const phases: Readonly<Record<EngineState['phase'], { text: string; tone: string; mark: string }>> = {
  starting: { text: 'Starting', tone: 'is-wait', mark: '◐' },
  running: { text: 'Running', tone: 'is-live', mark: '●' },
  restarting: { text: 'Restarting', tone: 'is-wait', mark: '◐' },
  failed: { text: 'Not running', tone: 'is-fail', mark: '▲' },
  stopped: { text: 'Stopped', tone: '', mark: '■' },
};

function EnginePill() {
  const engine = useShow((state) => state.engine);
  const link = useShow((state) => state.link);
  const isConnected = link.phase === 'connected';
  const { text, tone, mark } = isConnected ? phases[engine.phase] : { text: 'No connection', tone: 'is-fail', mark: '▲' };
  return (
    <span className={`pill ${tone}`} role="status" title={engine.reason}>
      <span aria-hidden="true">{mark}</span>
      {text}
    </span>
  );
}

function EventRate() {
  const rate = useShow((state) => (windowStaleness(state) === undefined ? formatRate(state.rates.total) : '–'));
  return (
    <span className="stat" title="Events per second that all instances put out">
      <b>{rate}</b> ev/s
    </span>
  );
}
