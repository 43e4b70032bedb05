import './InstanceCountersList.css';
import { useShow } from '../app/sessionContext.ts';
import { formatRate } from '../meters/headerTexts.ts';

/** Honest counters of one instance: what came, what went, what was lost. */
export function InstanceCountersList({ instance }: { readonly instance: string }) {
  const counters = useShow((state) => state.stats?.instances.find((entry) => entry.instance === instance)?.counters);
  const rate = useShow((state) => state.rates.perInstance.get(instance));
  if (!counters) return null;
  const rows: [string, string, boolean][] = [
    ['in', `${counters.in.toLocaleString()} · ${formatRate(rate?.in ?? 0)}/s`, false],
    ['out', `${counters.out.toLocaleString()} · ${formatRate(rate?.out ?? 0)}/s`, false],
    ['dropped', String(counters.dropped), counters.dropped > 0],
    ['coalesced', String(counters.coalesced), false],
    ['late', String(counters.late), counters.late > 0],
    ['errors', String(counters.errors), counters.errors > 0],
  ];
  return (
    <>
      <h3 className="heading">Events</h3>
      <dl className="counters">
        {rows.map(([name, text, isAlert]) => (
          <div key={name} className={isAlert ? 'is-alert' : ''}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
