import type { useStoreApi } from '@xyflow/react';
import { type Disposable, DisposableStore, toDisposable } from '../../core/base/disposable.ts';
import type { GraphModel } from '../patch/graphModel.ts';
import { metrics } from '../patch/nodeMetrics.ts';
import type { ShowState } from '../stores/showStore.ts';
import { windowStaleness } from '../stores/staleness.ts';
import type { WindowSession } from '../stores/windowSession.ts';
import type { WorkspaceState } from '../stores/workspaceStore.ts';
import { headerTexts } from './headerTexts.ts';
import { paintMeters } from './meterPainter.ts';
import { type MeterPlan, planMeters } from './meterPlan.ts';
import { readPalette } from './palette.ts';
import { placeNodes } from './placeNodes.ts';
import type { Scene } from './scene.ts';

type FlowStore = ReturnType<typeof useStoreApi>;
type MeterSession = Pick<WindowSession, 'bus' | 'show' | 'workspace' | 'frames'>;

/**
 * Keeps the canvas over one graph painted. A frame is painted only when a value, the view, a node's place or the size changed, or while
 * a lamp still fades; what changes in between is only noted.
 */
export class MeterCanvas implements Disposable {
  private readonly store = new DisposableStore();
  private readonly motion = matchMedia('(prefers-reduced-motion: reduce)');
  private plan: MeterPlan;
  private scene: Scene;
  private isAllStale: boolean;
  private namesVersion: number;
  private busVersion = -1;
  private nodes: unknown;
  private transform: readonly [number, number, number];
  private size = { width: 0, height: 0 };
  private arePlacesOld = true;
  private isSceneOld = false;
  private isDirty = true;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly context: CanvasRenderingContext2D,
    private readonly graph: GraphModel,
    private readonly session: MeterSession,
    private readonly flow: FlowStore,
  ) {
    const { bus, show, workspace, frames } = session;
    this.isAllStale = windowStaleness(show.getState()) !== undefined;
    this.namesVersion = bus.namesVersion;
    this.plan = planMeters(graph, bus, this.isAllStale);
    this.scene = this.makeScene();
    const { nodes, transform } = flow.getState();
    this.nodes = nodes;
    this.transform = transform;
    this.store.add(toDisposable(flow.subscribe((state) => this.didMove(state))));
    this.store.add(toDisposable(show.subscribe((state, before) => this.didHear(state, before))));
    this.store.add(toDisposable(workspace.subscribe((state, before) => this.didChoose(state, before))));
    const observer = new ResizeObserver(([entry]) => this.didResize(entry));
    observer.observe(canvas);
    this.store.add(toDisposable(() => observer.disconnect()));
    this.store.add(frames.add((nowMs) => this.paint(nowMs)));
  }

  dispose(): void {
    this.store.dispose();
  }

  private didMove({ nodes, transform }: ReturnType<FlowStore['getState']>): void {
    if (nodes !== this.nodes) this.arePlacesOld = true;
    if (transform !== this.transform) this.isDirty = true;
    this.nodes = nodes;
    this.transform = transform;
  }

  private didHear(state: ShowState, before: ShowState): void {
    const { rates, statuses, link, engine } = state;
    if (rates === before.rates && statuses === before.statuses && link === before.link && engine === before.engine) return;
    const isAllStale = windowStaleness(state) !== undefined;
    if (isAllStale !== this.isAllStale) {
      this.isAllStale = isAllStale;
      // Planned anew with the next frame.
      this.namesVersion = -1;
    }
    this.scene = { ...this.scene, headerTexts: headerTexts(state) };
    this.isDirty = true;
  }

  private didChoose(state: WorkspaceState, before: WorkspaceState): void {
    const { selectedWires, selectedInstances, theme } = state;
    const isSame = selectedWires === before.selectedWires && selectedInstances === before.selectedInstances && theme === before.theme;
    // Read again with the next frame: the page takes on a new theme's colours only after this.
    if (!isSame) this.isSceneOld = true;
  }

  private didResize(entry: ResizeObserverEntry | undefined): void {
    if (entry) this.size = { width: entry.contentRect.width, height: entry.contentRect.height };
    this.isDirty = true;
  }

  private paint(nowMs: number): void {
    const { bus } = this.session;
    this.renew();
    if (!this.isDirty && bus.version === this.busVersion) return;
    this.busVersion = bus.version;
    const pixelRatio = window.devicePixelRatio;
    const [width, height] = [Math.round(this.size.width * pixelRatio), Math.round(this.size.height * pixelRatio)];
    if (width === 0 || height === 0) return;
    if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
    const [x, y, zoom] = this.transform;
    this.isDirty = paintMeters(this.context, this.scene, bus, { x, y, zoom, ...this.size, pixelRatio }, nowMs);
  }

  /** Makes again what was noted as old. */
  private renew(): void {
    const { bus } = this.session;
    if (bus.namesVersion !== this.namesVersion) {
      this.namesVersion = bus.namesVersion;
      this.plan = planMeters(this.graph, bus, this.isAllStale);
      this.isSceneOld = true;
    }
    if (this.isSceneOld) {
      this.isSceneOld = false;
      this.scene = this.makeScene();
      this.isDirty = true;
    }
    if (this.arePlacesOld) {
      this.arePlacesOld = false;
      this.scene = { ...this.scene, placed: this.placedNow() };
      this.isDirty = true;
    }
  }

  private makeScene(): Scene {
    const { show, workspace } = this.session;
    const { selectedWires, selectedInstances } = workspace.getState();
    const chosen = new Set(selectedInstances);
    const touched = this.graph.wires.filter(({ from, to }) => chosen.has(from.instance) || chosen.has(to.instance)).map(({ key }) => key);
    return {
      plan: this.plan,
      placed: this.placedNow(),
      palette: readPalette(document.documentElement),
      headerTexts: headerTexts(show.getState()),
      labelledWires: new Set([...selectedWires, ...touched]),
      isStill: this.motion.matches,
    };
  }

  private placedNow(): Scene['placed'] {
    const { nodeLookup } = this.flow.getState();
    return placeNodes(
      this.plan.nodes.map(({ id, height }) => {
        const node = nodeLookup.get(id);
        return node && { ...node.internals.positionAbsolute, width: metrics.nodeWidth, height, z: node.internals.z };
      }),
    );
  }
}
