/** Fills `{port:NAME}` and `{dir}` of a case. */
export class Placeholders {
  constructor(
    private readonly ports: ReadonlyMap<string, number>,
    private readonly folder: string,
  ) {}

  fill(text: string): string {
    return text
      .replace(/\{port:([A-Za-z0-9_]+)\}/g, (whole, name: string) => String(this.ports.get(name) ?? whole))
      .replaceAll('{dir}', this.folder)
      .replaceAll('{d}', this.folder);
  }

  /** A port given by its name, by a placeholder, or as a number. */
  port(value: string | number): number {
    if (typeof value === 'number') return value;
    const port = this.ports.get(value) ?? Number(this.fill(value));
    if (!Number.isInteger(port)) throw new Error(`No port is named "${value}"`);
    return port;
  }

  portName(value: string | number): string {
    return /^\{port:([A-Za-z0-9_]+)\}$/.exec(String(value))?.[1] ?? String(value);
  }
}
