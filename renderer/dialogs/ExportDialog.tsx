import './ExportDialog.css';
import { useEffect, useState } from 'react';
import type { ExportReply } from '../../core/contract/clientLink.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import { ModalFrame } from './ModalFrame.tsx';

type Target = 'midimonster' | 'patchmonster';
type Outcome =
  | { readonly phase: 'asking' }
  | { readonly phase: 'answered'; readonly reply: ExportReply }
  | { readonly phase: 'written'; readonly files: readonly string[] };

const targets: readonly { readonly value: Target; readonly title: string; readonly text: string }[] = [
  { value: 'midimonster', title: 'For MIDIMonster', text: 'A flat configuration, modules that survive an exception, a unit for systemd.' },
  { value: 'patchmonster', title: 'For PatchMonster', text: 'The show as it is, to run with “patchmonster run”.' },
];

/** Writes a bundle for a box without a screen; says first what would be written and what the target can't do. */
export function ExportDialog({ onClose }: { onClose(): void }) {
  const { link } = useSession();
  const path = useShow((state) => state.view?.path ?? '');
  const [target, setTarget] = useState<Target>('midimonster');
  const [folder, setFolder] = useState(() => `${path.slice(0, path.lastIndexOf('/') + 1)}export`);
  const [outcome, setOutcome] = useState<Outcome>({ phase: 'asking' });

  useEffect(() => {
    let isCurrent = true;
    setOutcome({ phase: 'asking' });
    void link.call<'export'>({ method: 'export', target, folder, mayOverwrite: false, isPreview: true }).then((result) => {
      if (isCurrent) setOutcome({ phase: 'answered', reply: result.ok ? result.value : { ok: false, message: result.error } });
    });
    return () => {
      isCurrent = false;
    };
  }, [link, target, folder]);

  const write = async (mayOverwrite: boolean) => {
    const result = await link.call<'export'>({ method: 'export', target, folder, mayOverwrite, isPreview: false });
    const reply: ExportReply = result.ok ? result.value : { ok: false, message: result.error };
    setOutcome(reply.ok ? { phase: 'written', files: reply.files } : { phase: 'answered', reply });
  };
  const refusal = outcome.phase === 'answered' && !outcome.reply.ok ? outcome.reply : undefined;

  return (
    <ModalFrame title="Export the show" isWide onClose={onClose}>
      <fieldset className="export-targets">
        <legend className="visually-hidden">Target</legend>
        {targets.map(({ value, title, text }) => (
          <label key={value} className="export-target">
            <input type="radio" name="target" checked={target === value} onChange={() => setTarget(value)} />
            <span>
              <b>{title}</b>
              <br />
              {text}
            </span>
          </label>
        ))}
      </fieldset>
      <label className="dialog-field">
        <span>Folder on the machine that runs the show</span>
        <input value={folder} spellCheck={false} onChange={(event) => setFolder(event.target.value)} />
      </label>
      <div aria-live="polite">
        {outcome.phase === 'asking' && <p className="dialog-text">Looking what would be written…</p>}
        {outcome.phase === 'written' && (
          <p className="export-done">
            ✓ Written: {outcome.files.length} files into {folder}.
          </p>
        )}
        {refusal && <p className="field-problem">▲ {refusal.message}</p>}
        {outcome.phase === 'answered' && outcome.reply.ok && <Preview files={outcome.reply.files} report={outcome.reply.report} />}
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          {outcome.phase === 'written' ? 'Close' : 'Cancel'}
        </button>
        {refusal?.needsOverwrite && (
          <button type="button" className="button is-danger" onClick={() => void write(true)}>
            Overwrite
          </button>
        )}
        {outcome.phase !== 'written' && (
          <button
            type="button"
            className="button is-primary"
            disabled={folder.trim() === '' || outcome.phase !== 'answered' || !outcome.reply.ok}
            onClick={() => void write(false)}
          >
            Export
          </button>
        )}
      </div>
    </ModalFrame>
  );
}

function Preview({ files, report }: Pick<Extract<ExportReply, { ok: true }>, 'files' | 'report'>) {
  return (
    <>
      <h3 className="key-title">What the target can’t do or does differently</h3>
      {report.length === 0 && <p className="dialog-text">✓ Nothing: it runs there as it runs here.</p>}
      <ul className="dialog-list">
        {report.map(({ code, severity, message, place }) => (
          <li key={`${code} ${place?.file} ${place?.line} ${message}`} className={`is-${severity}`}>
            <span className="problem-mark">{severity === 'error' ? '▲' : '◆'}</span> {message}
            {place && ` (${place.file}:${place.line})`}
          </li>
        ))}
      </ul>
      <h3 className="key-title">{files.length} files</h3>
      <ul className="dialog-list mono">
        {files.map((file) => (
          <li key={file}>{file}</li>
        ))}
      </ul>
    </>
  );
}
