import { useEffect, useState } from 'react';
import type { PreviewReply } from '../../core/contract/clientLink.ts';
import { useSession, useShow } from '../app/sessionContext.ts';
import { DifferenceList } from './DifferenceList.tsx';
import { ModalFrame } from './ModalFrame.tsx';
import { Refusal } from './Refusal.tsx';
import { useExternalChangeAnswer } from './useExternalChangeAnswer.ts';

/** What taking a file that another program changed would change in what runs, and the choice. */
export function ExternalChangeDialog({ path, onClose }: { readonly path: string; onClose(): void }) {
  const { link } = useSession();
  const [preview, setPreview] = useState<PreviewReply | undefined>(undefined);
  const answer = useExternalChangeAnswer();
  const version = useShow(({ externalChanges }) => externalChanges.find((change) => change.path === path)?.version);
  const view = useShow((state) => state.view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another edit here or another content there is compared anew
  useEffect(() => {
    setPreview(undefined);
    void link
      .call<'previewExternalChange'>({ method: 'previewExternalChange', path })
      .then((result) => setPreview(result.ok ? result.value : { ok: false, message: result.error }));
  }, [link, path, version, view]);
  const choose = async (choice: 'disk' | 'mine') => {
    await answer(path, choice);
    onClose();
  };
  return (
    <ModalFrame title={`${path} on disk`} onClose={onClose}>
      <div aria-live="polite">
        <h3 className="key-title">Taking the file would change</h3>
        {preview?.ok === false ? <Refusal text={preview.message} /> : <DifferenceList difference={preview?.difference} />}
      </div>
      <p className="dialog-text">Unsaved changes of yours in this file would be dropped; undo brings them back.</p>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onClose}>
          Cancel
        </button>
        <button type="button" className="button" disabled={!preview?.ok} onClick={() => void choose('mine')}>
          Keep mine
        </button>
        <button type="button" className="button is-primary" disabled={!preview?.ok} onClick={() => void choose('disk')}>
          Take the file
        </button>
      </div>
    </ModalFrame>
  );
}
