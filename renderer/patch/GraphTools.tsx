import './GraphTools.css';
import { Panel, useReactFlow } from '@xyflow/react';
import { travelMs } from './viewMotion.ts';

/** Zoom, fit and arrange, at the lower left of the graph. */
export function GraphTools({ onFit, onArrange }: { readonly onFit: () => void; readonly onArrange: () => void }) {
  const flow = useReactFlow();
  return (
    <Panel position="bottom-left" className="graph-tools" role="toolbar" aria-label="Graph view">
      <button type="button" onClick={() => void flow.zoomIn({ duration: travelMs(120) })} aria-label="Zoom in" title="Zoom in">
        +
      </button>
      <button type="button" onClick={() => void flow.zoomOut({ duration: travelMs(120) })} aria-label="Zoom out" title="Zoom out">
        −
      </button>
      <button type="button" onClick={onFit} title="Show everything (F)">
        Fit
      </button>
      <button type="button" onClick={onArrange} title="Arrange all nodes from left to right; undo brings the old places back">
        Arrange
      </button>
    </Panel>
  );
}
