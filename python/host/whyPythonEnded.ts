/** What took an interpreter down, for people; engines of WebAssembly have their own words for it. */
export function whyPythonEnded(reason: string): string {
  const firstLine = firstLineOf(reason);
  if (firstLine.includes('Maximum call stack size')) return 'something in it recurses or is nested too deeply';
  if (/unreachable|null function|out of bounds|signature mismatch|InterpreterEnded/.test(firstLine))
    return `the interpreter broke down (${firstLine})`;
  return firstLine;
}

export function firstLineOf(reason: string): string {
  return reason.split('\n')[0] ?? reason;
}
