import type { RunProblem } from '../../core/contract/instanceState.ts';
import type { PythonNotice } from '../../core/contract/pythonLink.ts';

const maxPlaces = 10;

/** Collects what user code raises, so that a handler that fails a thousand times a second makes few messages. */
export class RaisedReport {
  private count = 0;
  private readonly places = new Map<string, RunProblem>();

  constructor(private readonly post: (notice: PythonNotice) => void) {}

  get isEmpty(): boolean {
    return this.count === 0;
  }

  /** `text` is the problem as JSON. */
  add(text: string): void {
    this.count++;
    const problem: RunProblem = JSON.parse(text);
    this.places.set(`${problem.file}:${problem.line}`, problem);
    if (this.places.size > maxPlaces) this.places.delete(this.places.keys().next().value!);
  }

  send(): void {
    if (this.isEmpty) return;
    this.post({ type: 'raised', count: this.count, places: [...this.places.values()] });
    this.count = 0;
    this.places.clear();
  }
}
