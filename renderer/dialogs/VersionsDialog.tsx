import './VersionsDialog.css';
import { useEffect, useState } from 'react';
import type { DifferenceView, VersionView } from '../../core/contract/clientLink.ts';
import { useSession } from '../app/sessionContext.ts';
import { beforeLastCode } from './beforeLastCode.ts';
import { DifferenceList } from './DifferenceList.tsx';
import { ModalFrame } from './ModalFrame.tsx';

/** What was done to the show, newest first; each version can be brought back as one step that undo takes away again. */
export function VersionsDialog({ isRollBack, onClose }: { readonly isRollBack: boolean; onClose(): void }) {
  const { link, tell } = useSession();
  const [versions, setVersions] = useState<readonly VersionView[] | undefined>(undefined);
  const [chosen, setChosen] = useState<VersionView | undefined>(undefined);
  useEffect(() => {
    void link.call<'versions'>({ method: 'versions' }).then((result) => {
      if (!result.ok) return tell('error', result.error);
      setVersions(result.value);
      if (isRollBack) setChosen(beforeLastCode(result.value));
    });
  }, [link, tell, isRollBack]);
  return (
    <ModalFrame title="Versions" isWide onClose={onClose}>
      {versions === undefined && <p className="dialog-text">Reading…</p>}
      <ul className="dialog-list version-list">
        {(versions ?? []).map((version) => (
          <li key={version.id}>
            <button
              type="button"
              className="version"
              aria-pressed={chosen?.id === version.id}
              disabled={version.isCurrent}
              onClick={() => setChosen(version)}
            >
              <time>{new Date(version.wallMs).toLocaleTimeString()}</time>
              <span>{version.title}</span>
              <span className="option-hint">{version.isCurrent ? 'this is what runs' : version.lines.slice(0, 1).join('')}</span>
            </button>
          </li>
        ))}
      </ul>
      {chosen && <RestorePreview key={chosen.id} version={chosen} onClose={onClose} />}
      {!chosen && (
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            Close
          </button>
        </div>
      )}
    </ModalFrame>
  );
}

function RestorePreview({ version, onClose }: { readonly version: VersionView; onClose(): void }) {
  const { link, tell } = useSession();
  const [difference, setDifference] = useState<DifferenceView | undefined>(undefined);
  useEffect(() => {
    void link.call<'previewVersion'>({ method: 'previewVersion', version: version.id }).then((result) => {
      if (!result.ok) tell('error', result.error);
      else if (result.value.ok) setDifference(result.value.difference);
      else tell('error', result.value.message);
    });
  }, [link, tell, version]);
  const restore = async () => {
    const result = await link.call<'restoreVersion'>({ method: 'restoreVersion', version: version.id });
    const refusal = result.ok ? (result.value.ok ? undefined : result.value.message) : result.error;
    if (refusal === undefined) onClose();
    else tell('error', refusal);
  };
  return (
    <div className="restore" aria-live="polite">
      <h3 className="key-title">Bringing this version back would change</h3>
      <DifferenceList difference={difference} />
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button is-primary" disabled={difference === undefined} onClick={() => void restore()}>
          Bring back
        </button>
      </div>
    </div>
  );
}
