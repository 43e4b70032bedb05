import { messageOf } from '../../core/base/errorText.ts';
import { EventRing } from '../../core/contract/eventRing.ts';
import type { RunProblem } from '../../core/contract/instanceState.ts';
import type { RunSettings } from '../../core/contract/plan.ts';
import { type PythonAssignment, type PythonNotice, type PythonRequest, pythonEntry, pythonWord } from '../../core/contract/pythonLink.ts';
import type { PythonSockets } from '../sockets/installSockets.ts';
import { blockedMs } from '../sockets/socketService.ts';
import type { BootedInterpreter } from './bootInterpreter.ts';
import { mountFolders, pythonPathOf } from './folders.ts';
import type { MemoryCap } from './memoryCap.ts';
import { OutputPublisher } from './outputPublisher.ts';
import { PythonRuntime } from './pythonRuntime.ts';
import { makeStreams, type StandardStreams } from './standardStreams.ts';
import { WorkerLoop } from './workerLoop.ts';
import type { WorkerWords } from './workerWords.ts';

export interface WorkerParts {
  readonly words: WorkerWords;
  readonly post: (notice: PythonNotice) => void;
  readonly ringDoorbell: () => void;
  readonly memoryCap: MemoryCap;
  readonly sockets: PythonSockets;
  readonly socketControl: SharedArrayBuffer;
  /** Undefined means: without it. */
  readonly fastOutputWasm: Uint8Array<ArrayBuffer> | undefined;
}

/** The answer of `start.load`. */
interface LoadedModules {
  readonly created: string[];
  readonly problems: RunProblem[];
  readonly sources: Record<string, string>;
}

/** One interpreter from its boot to its end: waits for an assignment, loads, starts, runs, cleans up. */
export class InstanceWorker {
  readonly outputKind: 'wasm' | 'python';
  private readonly runtime: PythonRuntime;
  private loop: WorkerLoop | undefined;
  private hasStarted = false;
  private hasEnded = false;
  private waitedForStreamsMs = 0;
  private streams: StandardStreams = { write: (_stream, bytes) => bytes.length, flush: () => undefined };

  constructor(
    private readonly booted: BootedInterpreter,
    private readonly parts: WorkerParts,
  ) {
    const { pyodide } = booted;
    pyodide.setInterruptBuffer(parts.words.interrupt);
    pyodide.setStdin({ stdin: () => null });
    pyodide.setStdout({ write: (bytes: Uint8Array) => this.streams.write('stdout', bytes), isatty: false });
    pyodide.setStderr({ write: (bytes: Uint8Array) => this.streams.write('stderr', bytes), isatty: false });
    this.runtime = new PythonRuntime(booted, {
      words: parts.words,
      post: parts.post,
      flushOutputs: () => this.loop?.stageOutputs(),
      blockedMs: () => this.waitedForStreamsMs + blockedMs(parts.socketControl),
      sockets: parts.sockets,
    });
    this.outputKind = this.runtime.offerModule(parts.fastOutputWasm);
    this.runtime.warmUp();
  }

  /** Blocks this thread until the instance has ended. */
  run(nextRequest: () => PythonRequest | undefined): void {
    const readMail = () => {
      for (let request = nextRequest(); request && !this.hasEnded; request = nextRequest()) this.take(request, readMail);
    };
    while (!this.hasEnded) {
      const sequence = this.parts.words.wakeSequence;
      readMail();
      if (this.hasStarted && this.loop && !this.hasEnded && !this.parts.words.isHalted) this.loop.run();
      else if (!this.hasEnded) this.parts.words.sleep(sequence, 1000);
    }
  }

  private take(request: PythonRequest, readMail: () => void): void {
    switch (request.type) {
      case 'assign':
        this.load(request.assignment, readMail);
        break;
      case 'start':
      case 'channels': {
        this.runtime.setNow(performance.now());
        const call = request.type === 'start' ? 'start' : 'change_channels';
        const problems = parseProblems(this.runtime.setChannels(call, request.channels));
        this.hasStarted = true;
        this.parts.post({ type: 'live', problems });
        this.loop?.publish(0);
        break;
      }
      case 'settings':
        this.applySettings(request.settings);
        break;
      case 'fileChanged':
        this.takeOver(request.id, request.path);
        break;
      case 'cleanUp':
        this.cleanUp();
        break;
    }
  }

  private load(assignment: PythonAssignment, readMail: () => void): void {
    const { words, post } = this.parts;
    const startedMs = performance.now();
    this.streams = makeStreams(assignment.stdio, {
      waitBriefly: () => this.waitForReader(),
      print: (stream, text) => post({ type: 'print', stream, text }),
      warn: (message) => post({ type: 'note', level: 'warning', message }),
    });
    const output = new EventRing(assignment.output, assignment.ringCapacity);
    const publisher = new OutputPublisher(output, words, this.parts.ringDoorbell);
    const input = new EventRing(assignment.input, assignment.ringCapacity);
    this.loop = new WorkerLoop({ runtime: this.runtime, words, input, publisher, readMail, post, flushPrints: () => this.streams.flush() });
    this.parts.memoryCap.capMiB = assignment.settings.memoryCapMiB;
    const loaded = this.loadModules(assignment);
    this.flush();
    post({ type: 'loaded', ...loaded, tookMs: performance.now() - startedMs });
  }

  private loadModules(assignment: PythonAssignment): LoadedModules {
    const { modules, defaultHandler, settings, held } = assignment;
    try {
      const folders = mountFolders(this.booted.module, assignment.folder, assignment.showFolder);
      this.runtime.setNow(performance.now());
      const text = this.runtime.enterWith(pythonEntry.load, () =>
        this.runtime.python.load(JSON.stringify({ ...folders, modules, defaultHandler, settings, held })),
      );
      return JSON.parse(text) as LoadedModules;
    } catch (error) {
      // The folder is gone, or one that Python can't have. A broken interpreter is noticed by the next call into it.
      const reason = messageOf(error);
      return { created: [], problems: [{ code: 'python-folder', message: `No module was loaded: ${reason}` }], sources: {} };
    }
  }

  private flush(): void {
    this.runtime.flushStreams();
    this.streams.flush();
  }

  private applySettings(settings: RunSettings): void {
    this.parts.memoryCap.capMiB = settings.memoryCapMiB;
    this.runtime.python.set_settings(JSON.stringify({ settings }));
  }

  private takeOver(id: number, path: string): void {
    const startedMs = performance.now();
    this.runtime.setNow(startedMs);
    const pythonPath = pythonPathOf(path);
    this.parts.post({ type: 'takingOver', path: pythonPath });
    const text = this.runtime.enterWith(pythonEntry.load, () => this.runtime.python.file_changed(pythonPath));
    this.loop?.publish(0);
    this.flush();
    const result = JSON.parse(text) as {
      outcome: 'swapped' | 'kept' | 'untouched';
      problem: RunProblem | null;
      problems: RunProblem[];
      created: string[];
      sources: Record<string, string>;
    };
    this.parts.post({ type: 'reloaded', id, path: pythonPath, tookMs: performance.now() - startedMs, ...result });
  }

  private cleanUp(): void {
    this.runtime.setNow(performance.now());
    this.runtime.enterWith(pythonEntry.cleanup, () => this.runtime.python.clean_up());
    this.loop?.reportAtEnd();
    this.flush();
    this.hasEnded = true;
    this.parts.post({ type: 'cleaned' });
  }

  /** Waits a moment for whoever reads our stdout. False when Python has to look at its signals first. */
  private waitForReader(): boolean {
    const { words } = this.parts;
    if (words.isInterrupted) return false;
    const startedMs = performance.now();
    Atomics.wait(words.words, pythonWord.never, 0, 5);
    this.waitedForStreamsMs += performance.now() - startedMs;
    return true;
  }
}

function parseProblems(text: string): RunProblem[] {
  return JSON.parse(text) as RunProblem[];
}
