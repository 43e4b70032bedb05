import { useSession } from '../app/sessionContext.ts';
import type { Side } from '../link/meterBus.ts';
import type { ChannelRename } from '../stores/editActions.ts';

/** Renames a channel at once, or asks first when Python of its instance names it too. */
export function useChannelRename(): (rename: ChannelRename, side: Side) => Promise<void> {
  const { edits, link, tell, workspace } = useSession();
  return async (rename, side) => {
    const isAsking = () => workspace.getState().dialog?.kind === 'renameChannel';
    const preview = await link.call<'previewRename'>({ method: 'previewRename', ...rename });
    if (!preview.ok) {
      tell('error', preview.error);
      return;
    }
    // Confirmed by Enter and by leaving the field: one question is enough.
    if (isAsking()) return;
    if (preview.value.modules.length > 0) {
      workspace.setState({ dialog: { kind: 'renameChannel', ...rename, side, modules: preview.value.modules } });
      return;
    }
    const { instance, spec, newSpec } = rename;
    if (await edits.edit([{ kind: 'renameChannel', instance, spec, newSpec }]))
      workspace.setState({ selection: { kind: 'port', instance, side, spec: newSpec } });
  };
}
