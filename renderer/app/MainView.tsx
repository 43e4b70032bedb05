import './MainView.css';
import { PatchGraph } from '../patch/PatchGraph.tsx';
import { PatchTable } from '../patch/PatchTable.tsx';
import { useShow, useWorkspace } from './sessionContext.ts';

/** The patch, as a graph or as a table, or why there is none yet. */
export function MainView() {
  const view = useShow((state) => state.view);
  const link = useShow((state) => state.link);
  const mainView = useWorkspace((state) => state.mainView);
  if (!view) {
    return (
      <div className="graph-wait" role="status">
        {link.phase === 'lost' ? link.reason : 'Opening the show…'}
      </div>
    );
  }
  if (mainView === 'table') return <PatchTable />;
  return (
    <>
      <PatchGraph />
      {view.instances.length === 0 && (
        <div className="empty-show">
          <p>This show is empty.</p>
          <p>Choose a protocol at the left to add the first instance, or double-click here.</p>
        </div>
      )}
    </>
  );
}
