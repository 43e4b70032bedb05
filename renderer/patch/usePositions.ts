import { useEffect, useMemo, useState } from 'react';
import type { LayoutView } from '../../core/contract/showView.ts';
import { useSession, useWorkspace } from '../app/sessionContext.ts';
import type { GraphModel } from './graphModel.ts';
import { layoutNodes, type Positions } from './layoutNodes.ts';
import { placeMissing } from './placeMissing.ts';

const layoutBudgetMs = 8_000;

export interface NodePlaces {
  /** Undefined while the first layout is being made. */
  readonly positions: Positions | undefined;
  /** A drag in this window; wins until the session has it. */
  move(moved: Positions): void;
  /** Lays everything out anew, wherever it stood. */
  layOutAgain(): Promise<Positions>;
}

/**
 * Where nodes stand: what was dragged just now, else what the show's layout says, else a place beside their neighbours. A show
 * without any saved place is laid out as a whole.
 */
export function usePositions(graph: GraphModel, layout: LayoutView): NodePlaces {
  const { workspace } = useSession();
  const automatic = useWorkspace((state) => state.automaticPlaces);
  const [moved, setMoved] = useState<Positions>({});
  const hasAnyPlace = graph.nodes.some(({ name }) => layout.nodes[name] ?? automatic?.[name]);
  const needsLayout = !hasAnyPlace && graph.nodes.length > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the graph of the moment when the layout became needed is laid out; later nodes find their place beside it
  useEffect(() => {
    if (!needsLayout) return;
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), layoutBudgetMs);
    let isCurrent = true;
    void layoutNodes(graph, abort.signal).then((positions) => {
      clearTimeout(timer);
      if (isCurrent) workspace.setState({ automaticPlaces: positions });
    });
    return () => {
      isCurrent = false;
      clearTimeout(timer);
      abort.abort();
    };
  }, [needsLayout]);

  // What the session has taken over needs no remembering here.
  useEffect(() => {
    setMoved((now) => {
      const rest = Object.entries(now).filter(([name, { x, y }]) => layout.nodes[name]?.x !== x || layout.nodes[name]?.y !== y);
      return rest.length === Object.keys(now).length ? now : Object.fromEntries(rest);
    });
  }, [layout]);

  const positions = useMemo(() => {
    if (needsLayout) return undefined;
    return placeMissing(graph, { ...automatic, ...layout.nodes, ...moved });
  }, [needsLayout, graph, automatic, layout, moved]);

  return {
    positions,
    move: (more) => setMoved((now) => ({ ...now, ...more })),
    layOutAgain: () => layoutNodes(graph, AbortSignal.timeout(layoutBudgetMs)),
  };
}
