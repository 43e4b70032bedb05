import type { Side } from '../link/meterBus.ts';
import type { WorkspaceStore } from './workspaceStore.ts';

/** Chooses an instance and brings it into view. */
export function showInstance(workspace: WorkspaceStore, name: string): void {
  workspace.setState({ selectedInstances: [name], selectedWires: [], selection: { kind: 'instance', name }, reveal: { instance: name } });
}

/** The same for a channel. */
export function showPort(workspace: WorkspaceStore, instance: string, side: Side, spec: string): void {
  const port = { instance, side, spec } as const;
  workspace.setState({ selectedInstances: [instance], selectedWires: [], selection: { kind: 'port', ...port }, reveal: port });
}
