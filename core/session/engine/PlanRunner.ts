import type { Logger } from '../../base/logger.ts';
import type { InstanceStatus } from '../../contract/instanceState.ts';
import type { Plan } from '../../contract/plan.ts';
import type { LiveState } from '../live/LiveState.ts';
import type { EvaluatedShow } from '../show/evaluateShow.ts';
import { planWithout } from '../show/planWithout.ts';
import type { EngineHost } from './EngineHost.ts';

const untrusted: InstanceStatus = { phase: 'waiting', reason: 'Waits until you allow the Python of this show to run.', problems: [] };

export interface PlanRunnerOptions {
  readonly host: EngineHost;
  readonly live: LiveState;
  readonly logger: Logger;
  readonly isPythonAllowed: () => boolean;
}

/** Brings what is valid of a show to run: leaves out what the text forbids and, until the person allows it, Python. */
export class PlanRunner {
  private runningPlan: Plan | undefined;

  constructor(private readonly options: PlanRunnerOptions) {}

  /** What the engine was last asked to run. */
  get running(): Plan | undefined {
    return this.runningPlan;
  }

  /** The part of a show that may run now. */
  planOf(show: EvaluatedShow): Plan {
    return this.options.isPythonAllowed() ? show.plan : planWithout(show.plan, (instance) => this.isPython(show, instance));
  }

  async run(show: EvaluatedShow): Promise<void> {
    const { host, live, logger } = this.options;
    const plan = this.planOf(show);
    this.runningPlan = plan;
    const held = new Map(show.invalid);
    for (const { name } of show.plan.instances) if (!plan.instances.some((kept) => kept.name === name)) held.set(name, untrusted);
    live.setPlanned(
      plan.instances.map(({ name }) => name),
      held,
    );
    const applied = await host.apply(plan);
    if (!applied.ok) logger.log('error', 'engine', applied.error);
  }

  private isPython(show: EvaluatedShow, instance: string): boolean {
    return show.plan.instances.some(({ name, backend }) => name === instance && backend === 'python');
  }
}
