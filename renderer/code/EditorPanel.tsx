import './EditorPanel.css';
import { lazy, Suspense } from 'react';
import { rollbackOffered } from '../../core/contract/instanceState.ts';
import { ErrorBoundary } from '../app/ErrorBoundary.tsx';
import { useCode, useSession, useShow } from '../app/sessionContext.ts';
import { RollBackButton } from '../panels/RollBackButton.tsx';
import type { OpenFile } from '../stores/codeStore.ts';
import { keptBy } from './fileMarkers.ts';

const MonacoEditor = lazy(() => import('./MonacoEditor.tsx'));

/** Tabs of the open files, what is to be known of the shown one, and the editor. */
export function EditorPanel({ isShown }: { readonly isShown: boolean }) {
  const files = useCode((state) => state.files);
  const active = useCode((state) => state.active);
  const file = active === null ? undefined : files.get(active);
  return (
    <div className="code">
      <nav className="file-tabs" aria-label="Open files">
        {[...files.values()].map((open) => (
          <FileTab key={open.path} file={open} isActive={open.path === active} />
        ))}
        {files.size > 0 && <OpenFileMenu />}
        {file && <SaveTools file={file} />}
      </nav>
      {file ? (
        <>
          <FileNotes file={file} />
          {file.load === 'failed' && <p className="empty">{file.failure}</p>}
          {file.load === 'loading' && <p className="empty">Reading {file.path}…</p>}
          <div className="code-body" hidden={file.load !== 'ready'}>
            <ErrorBoundary what="The editor">
              <Suspense fallback={<p className="empty">Loading the editor…</p>}>
                {(isShown || files.size > 0) && <MonacoEditor file={file} />}
              </Suspense>
            </ErrorBoundary>
          </div>
        </>
      ) : (
        <NothingOpen />
      )}
    </div>
  );
}

function FileTab({ file, isActive }: { readonly file: OpenFile; readonly isActive: boolean }) {
  const { code, files } = useSession();
  const statuses = useShow((state) => state.statuses);
  const isKept = keptBy(file.path, statuses).length > 0;
  return (
    <span className={`file-tab${isActive ? ' is-active' : ''}`}>
      <button type="button" aria-current={isActive} onClick={() => code.setState({ active: file.path })}>
        {file.path}
        {file.isDirty && <span className="unsaved"> ● unsaved</span>}
        {isKept && <span className="count"> ▲</span>}
      </button>
      <button
        type="button"
        className="file-close"
        aria-label={`Close ${file.path}`}
        title={file.isDirty ? 'Save or undo your changes first' : 'Close'}
        disabled={file.isDirty}
        onClick={() => files.close(file.path)}
      >
        ✕
      </button>
    </span>
  );
}

function OpenFileMenu() {
  const { files } = useSession();
  const known = useShow((state) => state.view?.files);
  const open = useCode((state) => state.files);
  const rest = (known ?? []).filter(({ path }) => !open.has(path));
  if (rest.length === 0) return null;
  return (
    <select aria-label="Open a file of the show" className="open-file" value="" onChange={({ target }) => void files.open(target.value)}>
      <option value="" disabled>
        Open…
      </option>
      {rest.map(({ path }) => (
        <option key={path} value={path}>
          {path}
        </option>
      ))}
    </select>
  );
}

/** Sentences about the shown file: a conflict, a version that does not run, and the way to save. */
function FileNotes({ file }: { readonly file: OpenFile }) {
  const { files, code } = useSession();
  const statuses = useShow((state) => state.statuses);
  const kept = keptBy(file.path, statuses);
  return (
    <>
      {file.conflict !== null && (
        <div className="banner" role="alert">
          <strong>◆ Changed elsewhere</strong>
          <span className="grow">{file.conflict}</span>
          <button type="button" className="button" onClick={() => void files.reload(file.path)}>
            Take the other text
          </button>
          <button type="button" className="button" onClick={() => void files.keepMine(file.path)}>
            Keep mine
          </button>
        </div>
      )}
      {file.saveFailure !== null && (
        <div className="banner is-fail" role="alert">
          <strong>▲ {file.path}</strong>
          <span className="grow">{file.saveFailure}</span>
        </div>
      )}
      {kept.map(({ instance, message, line }) => (
        <div key={instance} className="banner is-fail" role="alert">
          <strong>▲ {instance}</strong>
          <span className="grow">{message}</span>
          {line !== undefined && (
            <button type="button" className="button" onClick={() => code.setState({ jump: { path: file.path, line, column: 1 } })}>
              Line {line}
            </button>
          )}
          {statuses.get(instance)?.problems.some(({ code }) => code === rollbackOffered) && <RollBackButton />}
        </div>
      ))}
    </>
  );
}

function SaveTools({ file }: { readonly file: OpenFile }) {
  const { code, clock } = useSession();
  const isKept = useShow((state) => keptBy(file.path, state.statuses).length > 0);
  return (
    <div className="code-tools">
      <span className="stat">{saveNote(file, isKept, clock.wallMs())}</span>
      <button
        type="button"
        className="button"
        disabled={!file.isDirty || file.isSaving}
        title={file.kind === 'module' ? 'Save and run this version (Ctrl+S)' : 'Apply and save (Ctrl+S)'}
        onClick={() => code.setState(({ saveRequests }) => ({ saveRequests: saveRequests + 1 }))}
      >
        {file.isSaving ? 'Saving…' : file.kind === 'module' ? 'Save and run' : 'Apply and save'} <kbd>Ctrl S</kbd>
      </button>
    </div>
  );
}

function saveNote(file: OpenFile, isKept: boolean, nowMs: number): string {
  if (file.isDirty) return file.kind === 'module' ? 'The saved version runs until you save this one.' : 'Not applied yet.';
  if (!file.lastSave || nowMs < file.lastSave.wallMs) return '';
  const time = new Date(file.lastSave.wallMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const slowest = Math.max(0, ...file.lastSave.outcomes.map(({ tookMs }) => tookMs));
  const swap = file.kind === 'module' && !isKept && file.lastSave.outcomes.length > 0 ? `, running after ${Math.round(slowest)} ms` : '';
  return `Saved ${time}${swap}.`;
}

function NothingOpen() {
  const { files } = useSession();
  const known = useShow((state) => state.view?.files);
  return (
    <div className="empty">
      <p>Open a file of the show; Enter or a double click on a Python node opens its module.</p>
      <div className="button-row open-buttons">
        {(known ?? []).map(({ path }) => (
          <button key={path} type="button" className="button" onClick={() => void files.open(path)}>
            {path}
          </button>
        ))}
      </div>
    </div>
  );
}
