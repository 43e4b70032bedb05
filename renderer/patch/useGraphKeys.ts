import { useReactFlow } from '@xyflow/react';
import { type KeyboardEvent, useCallback } from 'react';
import { useSession } from '../app/sessionContext.ts';
import { isTyping } from '../ui/isTyping.ts';
import { openInstance } from './graphGestures.ts';
import type { GraphModel } from './graphModel.ts';
import type { Positions } from './layoutNodes.ts';
import { type Direction, type NodeBox, neighbourOf } from './neighbours.ts';
import { metrics } from './nodeMetrics.ts';
import { usePatchActions } from './patchActions.ts';
import { travelMs } from './viewMotion.ts';

const directions: Readonly<Record<string, Direction>> = { ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down' };
const nudge = 22;

/** Keys while the focus is in the graph: arrows go to the next node (with Shift they move it), Enter opens. */
export function useGraphKeys(graph: GraphModel, positions: Positions): (event: KeyboardEvent<HTMLElement>) => void {
  const session = useSession();
  const patch = usePatchActions();
  const flow = useReactFlow();

  return useCallback(
    (event) => {
      if (isTyping(event.target)) return;
      const { workspace } = session;
      const state = workspace.getState();
      const current = state.selectedInstances.at(-1) ?? graph.nodes[0]?.name;
      const direction = directions[event.key];
      if (direction && current !== undefined && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (event.shiftKey) void patch.place(shifted(positions, state.selectedInstances, direction));
        else focusNode(state.selectedInstances.length === 0 ? current : neighbourOf(boxes(graph, positions), current, direction)?.id);
      } else if (
        event.key === 'Enter' &&
        current !== undefined &&
        event.target instanceof HTMLElement &&
        event.target.closest('button') === null
      ) {
        openInstance(session, current);
      } else if (event.key === 'Escape') {
        workspace.setState({ quickAdd: null, pendingWire: null, selectedInstances: [], selectedWires: [], selection: { kind: 'none' } });
      }

      function focusNode(name: string | undefined): void {
        if (name === undefined) return;
        workspace.setState({ selectedInstances: [name], selectedWires: [], selection: { kind: 'instance', name }, reveal: null });
        const node = flow.getNode(name);
        if (node)
          void flow.setCenter(node.position.x + metrics.nodeWidth / 2, node.position.y + 80, {
            zoom: flow.getZoom(),
            duration: travelMs(150),
          });
        // The node may come into the page only now.
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(name)}"]`)?.focus({ preventScroll: true }),
        );
      }
    },
    [graph, positions, session, patch, flow],
  );
}

function boxes(graph: GraphModel, positions: Positions): NodeBox[] {
  return graph.nodes.flatMap(({ name, height }) => {
    const at = positions[name];
    return at ? [{ id: name, x: at.x, y: at.y, width: metrics.nodeWidth, height }] : [];
  });
}

const steps: Readonly<Record<Direction, { readonly dx: number; readonly dy: number }>> = {
  left: { dx: -nudge, dy: 0 },
  right: { dx: nudge, dy: 0 },
  up: { dx: 0, dy: -nudge },
  down: { dx: 0, dy: nudge },
};

function shifted(positions: Positions, names: readonly string[], direction: Direction): Record<string, { x: number; y: number }> {
  const { dx, dy } = steps[direction];
  return Object.fromEntries(
    names.flatMap((name) => (positions[name] ? [[name, { x: positions[name].x + dx, y: positions[name].y + dy }]] : [])),
  );
}
