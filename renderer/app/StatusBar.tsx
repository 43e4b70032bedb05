import './StatusBar.css';
import { useSession, useShow } from './sessionContext.ts';

/** What one wants to know without asking: how much runs, what was lost, what is wrong. */
export function StatusBar() {
  const { workspace } = useSession();
  const view = useShow((state) => state.view);
  const stats = useShow((state) => state.stats);
  if (!view) return <footer className="status-bar" />;
  const sum = (name: 'dropped' | 'coalesced' | 'late' | 'errors') =>
    (stats?.instances ?? []).reduce((total, { counters }) => total + counters[name], 0);
  const [dropped, coalesced, late, errors] = [sum('dropped'), sum('coalesced'), sum('late'), sum('errors')];
  const routes = view.wires.reduce((total, wire) => total + (wire.isMuted ? 0 : wire.count * (wire.direction === 'both' ? 2 : 1)), 0);
  const loops = stats?.loops ?? [];
  return (
    <footer className="status-bar">
      <span>
        {view.instances.length} instances · {routes} routes
      </span>
      <span className={dropped + late > 0 ? 'is-alert' : ''}>
        {dropped} dropped · {coalesced} coalesced · {late} late
      </span>
      <span className={errors > 0 ? 'is-alert' : ''}>{errors} Python errors</span>
      {loops.length > 0 && <span className="is-alert">Feedback loop: {loops[0]?.channels.join(' → ')}</span>}
      <span className="grow" />
      <button
        type="button"
        className="button is-plain"
        onClick={() =>
          workspace.setState(({ panels }) => ({ bottomTab: 'problems', panels: { ...panels, bottom: { ...panels.bottom, isOpen: true } } }))
        }
      >
        {problemText(view.problems)}
      </button>
    </footer>
  );
}

function problemText(problems: readonly { readonly severity: string }[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  if (errors + warnings === 0) return '✓ No problems in the text';
  return `▲ ${errors} ${errors === 1 ? 'error' : 'errors'} · ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
}
