import type { Problem } from '../contract/problem.ts';
import type { ProtocolCatalog } from '../contract/protocol.ts';
import type { FileView, InstanceView, LayoutView, PortView, ShowView, WireView } from '../contract/showView.ts';
import type { InstanceModel, ShowModel, WireEndModel, WireModel } from './model.ts';

/** What the session knows beside the text. */
export interface ViewState {
  readonly revision: number;
  /** Absolute paths of configuration files that differ from the disk. */
  readonly dirtyFiles: ReadonlySet<string>;
  readonly readOnlyReason?: string;
  /** Modules that the instances use, with paths as in `FileView.path`. */
  readonly moduleFiles: readonly FileView[];
  readonly problems: readonly Problem[];
  readonly layout: LayoutView;
}

export function viewOf(model: ShowModel, catalog: ProtocolCatalog, state: ViewState): ShowView {
  const ports = new PortCollector(model.wires);
  return {
    revision: state.revision,
    title: model.document.title,
    path: model.document.mainPath,
    isDirty: state.dirtyFiles.size > 0,
    ...(state.readOnlyReason === undefined ? {} : { readOnlyReason: state.readOnlyReason }),
    files: [...configFiles(model, state.dirtyFiles), ...state.moduleFiles],
    instances: model.instances.map((instance) => instanceView(instance, catalog, ports)),
    wires: model.wires.map(wireView),
    problems: state.problems,
    layout: state.layout,
  };
}

function configFiles(model: ShowModel, dirtyFiles: ReadonlySet<string>): FileView[] {
  return model.files.flatMap((path) => {
    const file = model.document.files.get(path);
    return file ? [{ path: file.displayPath, role: file.role, isDirty: dirtyFiles.has(path) }] : [];
  });
}

function instanceView(instance: InstanceModel, catalog: ProtocolCatalog, ports: PortCollector): InstanceView {
  return {
    name: instance.name,
    backend: instance.backend,
    isKnownBackend: catalog.has(instance.backend),
    options: instance.options.map(({ name, value, place }, index) => ({ index, name, value, place })),
    inputs: ports.inputsOf(instance.name),
    outputs: ports.outputsOf(instance.name),
    place: instance.place,
  };
}

/** Wires and their ends are immutable, and so is what is shown of them: the same objects cost nothing to compare with the last view. */
const wireView = remembering(
  (wire: WireModel): WireView => ({
    key: wire.key,
    from: { instance: wire.from.instance, spec: wire.from.spec },
    to: { instance: wire.to.instance, spec: wire.to.spec },
    direction: wire.direction,
    isMuted: wire.isMuted,
    count: wire.isValid || wire.isMuted ? Math.max(wire.from.count, wire.to.count) : 0,
    place: wire.place,
  }),
);

const portView = remembering((end: WireEndModel): PortView => ({ spec: end.spec, count: end.count }));

function remembering<From extends object, To>(make: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const before = known.get(from);
    if (before !== undefined) return before;
    const made = make(from);
    known.set(from, made);
    return made;
  };
}

/** Ports by instance and side, as written, in order of first use. */
class PortCollector {
  private readonly inputs = new Map<string, Map<string, PortView>>();
  private readonly outputs = new Map<string, Map<string, PortView>>();

  constructor(wires: readonly WireModel[]) {
    for (const wire of wires) {
      add(this.outputs, wire.from);
      add(this.inputs, wire.to);
      if (wire.direction === 'both') {
        add(this.inputs, wire.from);
        add(this.outputs, wire.to);
      }
    }
  }

  inputsOf(instance: string): PortView[] {
    return [...(this.inputs.get(instance)?.values() ?? [])];
  }

  outputsOf(instance: string): PortView[] {
    return [...(this.outputs.get(instance)?.values() ?? [])];
  }
}

function add(ports: Map<string, Map<string, PortView>>, end: WireEndModel): void {
  let ofInstance = ports.get(end.instance);
  if (!ofInstance) {
    ofInstance = new Map();
    ports.set(end.instance, ofInstance);
  }
  if (!ofInstance.has(end.spec)) ofInstance.set(end.spec, portView(end));
}
