import './PanelToggles.css';
import type { PanelName } from '../stores/workspaceStore.ts';
import { useSession, useWorkspace } from './sessionContext.ts';

const toggles: readonly { readonly panel: PanelName; readonly name: string; readonly area: string }[] = [
  { panel: 'left', name: 'instances', area: 'M2 3h4v10H2Z' },
  { panel: 'bottom', name: 'editor and console', area: 'M2 9h12v4H2Z' },
  { panel: 'right', name: 'inspector', area: 'M10 3h4v10h-4Z' },
];

/** Shows and hides the panels round the patch; always in reach, so that a hidden one is never lost. */
export function PanelToggles() {
  const { workspace } = useSession();
  const panels = useWorkspace((state) => state.panels);
  return (
    <div className="panel-toggles" role="toolbar" aria-label="Panels">
      {toggles.map(({ panel, name, area }) => {
        const { isOpen } = panels[panel];
        return (
          <button
            key={panel}
            type="button"
            className="button is-plain"
            aria-label={`Panel of ${name}`}
            aria-pressed={isOpen}
            title={`${isOpen ? 'Hide' : 'Show'} ${name}`}
            onClick={() => workspace.setState({ panels: { ...panels, [panel]: { ...panels[panel], isOpen: !isOpen } } })}
          >
            <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
              <rect x="1.5" y="2.5" width="13" height="11" rx="1.5" fill="none" stroke="currentColor" />
              <path d={area} fill="currentColor" opacity={isOpen ? 1 : 0.25} />
            </svg>
          </button>
        );
      })}
    </div>
  );
}
