import { useSession } from '../app/sessionContext.ts';

/** A module that was saved keeps raising: shows what bringing back the version before it would change. */
export function RollBackButton() {
  const { workspace } = useSession();
  return (
    <button type="button" className="button" onClick={() => workspace.setState({ dialog: { kind: 'versions', isRollBack: true } })}>
      Bring back the version before…
    </button>
  );
}
