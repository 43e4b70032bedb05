/** Runs tasks one after the other, so that two clients' changes of files never interleave. */
export class SerialQueue {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    // The next task runs whether or not this one threw; who called it gets the error.
    this.last = result.catch(() => undefined);
    return result;
  }
}
