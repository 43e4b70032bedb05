import './InstanceCountersList.css';
import type { InstanceCounters } from '../../core/contract/instanceState.ts';
import { useShow } from '../app/sessionContext.ts';
import { formatRate } from '../meters/headerTexts.ts';
import { windowStaleness } from '../stores/staleness.ts';

interface Loss {
  readonly counter: 'dropped' | 'coalesced' | 'late' | 'errors';
  readonly name: string;
  readonly meaning: string;
  /** Something was lost or went wrong; coalescing is by design. */
  readonly isBad: boolean;
}

const losses: readonly Loss[] = [
  {
    counter: 'dropped',
    name: 'dropped',
    meaning: 'Lost: could not be read, came faster than it was taken, or hung its handler.',
    isBad: true,
  },
  { counter: 'coalesced', name: 'coalesced', meaning: 'Left out because a newer value of the same channel had come.', isBad: false },
  { counter: 'late', name: 'late', meaning: 'Timers and rounds that came later than they should.', isBad: true },
  { counter: 'errors', name: 'errors', meaning: 'Exceptions that its Python raised; see the console.', isBad: true },
];

/** Honest counters of one instance: what came, what went, what was lost, and what that means. */
export function InstanceCountersList({ instance }: { readonly instance: string }) {
  const counters = useShow((state) => state.stats?.instances.find((entry) => entry.instance === instance)?.counters);
  const rate = useShow((state) => (windowStaleness(state) === undefined ? state.rates.perInstance.get(instance) : undefined));
  if (!counters) return null;
  return (
    <section aria-label={`Events of ${instance}`}>
      <h3 className="heading">Events since it started</h3>
      <dl className="counters">
        <Flow name="arrived" total={counters.in} perSecond={rate?.in} />
        <Flow name="put out" total={counters.out} perSecond={rate?.out} />
        {losses.map((loss) => (
          <LossRow key={loss.counter} loss={loss} counters={counters} />
        ))}
      </dl>
    </section>
  );
}

function Flow({ name, total, perSecond }: { readonly name: string; readonly total: number; readonly perSecond: number | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {total.toLocaleString()}
        {perSecond !== undefined && ` · ${formatRate(perSecond)}/s`}
      </dd>
    </div>
  );
}

/** What the number means stands below it once it is not 0. */
function LossRow({ loss, counters }: { readonly loss: Loss; readonly counters: InstanceCounters }) {
  const count = counters[loss.counter];
  return (
    <div className={loss.isBad && count > 0 ? 'is-alert' : ''} title={loss.meaning}>
      <dt>{loss.name}</dt>
      <dd>{count.toLocaleString()}</dd>
      {count > 0 && <dd className="counter-meaning">{loss.meaning}</dd>}
    </div>
  );
}
