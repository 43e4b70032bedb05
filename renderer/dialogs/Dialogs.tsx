import type { Commands } from '../app/commands.ts';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import { AddInstanceDialog } from './AddInstanceDialog.tsx';
import { AddWireDialog } from './AddWireDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ExternalChangeDialog } from './ExternalChangeDialog.tsx';
import { Finder } from './Finder.tsx';
import { KeysDialog } from './KeysDialog.tsx';
import { RenameChannelDialog } from './RenameChannelDialog.tsx';
import { VersionsDialog } from './VersionsDialog.tsx';

/** At most one dialog is open. */
export function Dialogs({ commands }: { readonly commands: Commands }) {
  const { workspace } = useSession();
  const dialog = useWorkspace((state) => state.dialog);
  const close = () => workspace.setState({ dialog: null });
  switch (dialog?.kind) {
    case 'addInstance':
      return <AddInstanceDialog request={dialog} onClose={close} />;
    case 'addWire':
      return <AddWireDialog from={dialog.from ?? ''} to={dialog.to ?? ''} onClose={close} />;
    case 'finder':
      return <Finder key={dialog.mode} request={dialog} commands={commands} onClose={close} />;
    case 'renameChannel':
      return <RenameChannelDialog request={dialog} onClose={close} />;
    case 'export':
      return <ExportDialog onClose={close} />;
    case 'versions':
      return <VersionsDialog isRollBack={dialog.isRollBack ?? false} onClose={close} />;
    case 'externalChange':
      return <ExternalChangeDialog path={dialog.path} onClose={close} />;
    case 'keys':
      return <KeysDialog commands={commands} onClose={close} />;
    case undefined:
      return null;
  }
}
