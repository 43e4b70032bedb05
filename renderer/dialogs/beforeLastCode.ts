import type { VersionView } from '../../core/contract/clientLink.ts';

/** The version that ran before a module was saved last; versions stand newest first. */
export function beforeLastCode(versions: readonly VersionView[]): VersionView | undefined {
  const saved = versions.findIndex(({ kind }) => kind === 'code');
  return saved < 0 ? undefined : versions[saved + 1];
}
