import './StatusBar.css';
import type { InstanceStatus } from '../../core/contract/instanceState.ts';
import { countProblems } from '../panels/listProblems.ts';
import { useProblems } from '../panels/useProblems.ts';
import { windowStaleness } from '../stores/staleness.ts';
import { PanelToggles } from './PanelToggles.tsx';
import { useSession, useShow } from './sessionContext.ts';

/** What one wants to know without asking: how much runs, what was lost, what is wrong. */
export function StatusBar() {
  const view = useShow((state) => state.view);
  const stats = useShow((state) => state.stats);
  const statuses = useShow((state) => state.statuses);
  const isStale = useShow((state) => windowStaleness(state) !== undefined);
  if (!view) return <footer className="status-bar" />;
  const sum = (name: 'dropped' | 'coalesced' | 'late' | 'errors') =>
    (stats?.instances ?? []).reduce((total, { counters }) => total + counters[name], 0);
  const [dropped, coalesced, late, errors] = [sum('dropped'), sum('coalesced'), sum('late'), sum('errors')];
  const routes = view.wires.reduce((total, wire) => total + (wire.isMuted ? 0 : wire.count * (wire.direction === 'both' ? 2 : 1)), 0);
  const loops = stats?.loops ?? [];
  const notLive = notLiveText(
    view.instances.map(({ name }) => name),
    statuses,
  );
  return (
    <footer className="status-bar">
      {isStale && <span className="is-alert">Last known:</span>}
      <span>
        {counted(view.instances.length, 'instance')} · {counted(routes, 'route')}
      </span>
      {notLive !== '' && <span className="is-alert">{notLive}</span>}
      <span>
        <Count count={dropped} what="dropped" isAlert /> · <Count count={coalesced} what="coalesced" /> ·{' '}
        <Count count={late} what="late" isAlert />
      </span>
      {errors > 0 && <span className="is-alert">{counted(errors, 'exception')} in Python</span>}
      {loops.length > 0 && <span className="is-alert">Feedback loop: {loops[0]?.channels.join(' → ')}</span>}
      <span className="grow" />
      <ProblemCount />
      <PanelToggles />
    </footer>
  );
}

function Count({ count, what, isAlert = false }: { readonly count: number; readonly what: string; readonly isAlert?: boolean }) {
  return (
    <span className={isAlert && count > 0 ? 'is-alert' : ''}>
      {count.toLocaleString()} {what}
    </span>
  );
}

function ProblemCount() {
  const { workspace } = useSession();
  const { errors, warnings } = countProblems(useProblems());
  return (
    <button
      type="button"
      className="button is-plain problem-count"
      title="Show the problems"
      onClick={() =>
        workspace.setState(({ panels }) => ({ bottomTab: 'problems', panels: { ...panels, bottom: { ...panels.bottom, isOpen: true } } }))
      }
    >
      {errors + warnings === 0 && '✓ No problems'}
      {errors > 0 && <span className="is-error">▲ {counted(errors, 'error')}</span>}
      {warnings > 0 && <span className="is-alert">◆ {counted(warnings, 'warning')}</span>}
    </button>
  );
}

/** `1 waiting · 2 failed`; empty when all are live. */
function notLiveText(instances: readonly string[], statuses: ReadonlyMap<string, InstanceStatus>): string {
  const phases = instances.map((name) => statuses.get(name)?.phase ?? 'stopped');
  const words = { starting: 'starting', waiting: 'waiting', failed: 'failed', stopped: 'not running' } as const;
  return Object.entries(words)
    .map(([phase, word]) => [phases.filter((other) => other === phase).length, word] as const)
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count} ${word}`)
    .join(' · ');
}

function counted(count: number, what: string): string {
  return `${count.toLocaleString()} ${what}${count === 1 ? '' : 's'}`;
}
