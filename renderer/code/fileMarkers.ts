import type { InstanceStatus } from '../../core/contract/instanceState.ts';
import type { Problem, Severity } from '../../core/contract/problem.ts';

export interface FileMarker {
  readonly severity: Severity;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Undefined marks to the end of the line. */
  readonly endColumn: number | undefined;
}

/** What to underline in one file: the document's own problems, and what instances say of it while they run. */
export function fileMarkers(
  path: string,
  problems: readonly Problem[],
  statuses: ReadonlyMap<string, InstanceStatus>,
): readonly FileMarker[] {
  const written = problems.flatMap(({ place, severity, message }): FileMarker[] =>
    place?.file === path
      ? [{ severity, message, line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn }]
      : [],
  );
  const running = [...statuses].flatMap(([instance, { problems: own }]) =>
    own.flatMap(({ file, line, column, message }): FileMarker[] =>
      file === path && line !== undefined
        ? [{ severity: 'error', message: `${instance}: ${message}`, line, column: column ?? 1, endLine: line, endColumn: undefined }]
        : [],
    ),
  );
  return [...running, ...written.filter(({ line }) => !running.some((marker) => marker.line === line))];
}

/** Instances that do not run what the file now says. */
export function keptBy(
  path: string,
  statuses: ReadonlyMap<string, InstanceStatus>,
): readonly { readonly instance: string; readonly message: string; readonly line: number | undefined }[] {
  return [...statuses].flatMap(([instance, { problems }]) => {
    const own = problems.find(({ file }) => file === path);
    return own ? [{ instance, message: own.message, line: own.line }] : [];
  });
}
