import { buildGraph, type GraphInput, type GraphModel } from './graphModel.ts';

/** The picture of a show, made once per change for all who look at it, each time starting from the one before. */
export function createGraphMemo(): (input: GraphInput) => GraphModel {
  let last: { readonly input: GraphInput; readonly graph: GraphModel } | undefined;
  return (input) => {
    if (!last || !isSameInput(last.input, input)) last = { input, graph: buildGraph(input, last?.graph) };
    return last.graph;
  };
}

function isSameInput(a: GraphInput, b: GraphInput): boolean {
  return a.view === b.view && a.protocols === b.protocols && a.statuses === b.statuses;
}
