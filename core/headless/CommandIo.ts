/** Where a command writes. Handed in, so that several commands can run in one process one after the other. */
export interface CommandIo {
  readonly stdout: TextSink;
  readonly stderr: TextSink;
}

export interface TextSink {
  write(text: string): unknown;
}
