import { arrivalPolicy, routesOf, sentFrom, withoutLuck } from './arrival-policy';
import { isCaller } from './chain-caller';
import { ConcreteNames } from './concrete-names';
import { ReachAction } from './reach-actions';
import { CutKind } from './reach-report';
import { allOf, allowedBy, Asked, findSuch, Requirement } from './requirement';
import { Sent } from './sent-requests';
import { addressBlocksIn } from '../policy/address-blocks';
import { PolicyRequest } from '../policy/policy-request';
import { SearchResult } from '../policy/search/goal';
import { unknown } from '../template/known';
import { ResourceAddress } from '../template/template';

/** Something in the chain that may stop a request: a policy, or a setting. */
export interface Layer {
  readonly kind: CutKind;
  readonly at: ResourceAddress;
  readonly requirement: Requirement;
  /** What else the layer may let through, if what is not known turns out so; with the reason. */
  readonly possible?: { readonly requirement: Requirement; readonly reason: string };
  /** Says why the layer stops this request, or all of them where there is none. */
  readonly why: (action: string, request: PolicyRequest | undefined) => string;
}

export interface ChainCut {
  readonly kind: CutKind;
  readonly at: ResourceAddress;
  readonly reason: string;
}

/** Whether requests with an action pass all layers. */
export interface ActionAnswer {
  readonly action: ReachAction;
  readonly verdict: 'passes' | 'cut' | 'unknown';
  /** The layers that stop all of them, in order; empty if the verdict is another. */
  readonly cuts: readonly ChainCut[];
  readonly unknowns: readonly string[];
  /** Of an action that is cut: the identity alone would let it pass. */
  readonly isGranted?: boolean;
  /** A request that passes. */
  readonly request?: PolicyRequest;
}

/** Says of requests that are sent so whether one with this action passes all layers, and if none does, which layers stop them. */
export function passesAll(action: ReachAction, layers: readonly Layer[], sent: Sent, names: ConcreteNames): ActionAnswer {
  // Most questions are answered already, for another place, so nothing is made before it is needed.
  const documents = () => layers.flatMap(({ requirement, possible: open }) => [...requirement.documents, ...open?.requirement.documents ?? []]);
  const mentioned = once(() => new Set(documents().flatMap(({ statements }) => statements.flatMap(({ conditions }) => conditions.map(({ key }) => key)))));
  const arrives = once(() => allowedBy(arrivalPolicy(sent, names, mentioned())));
  const asked: Asked = { callers: isCaller(sent.caller), routes: routesOf(sent.arrival, sent.caller), actions: ({ name }) => name === action };
  const ask = (requirements: readonly Requirement[]) => findSuch(allOf([arrives(), ...requirements]), asked);
  const certain = (all: readonly Layer[]) => all.map(({ requirement }) => requirement);
  const possible = (all: readonly Layer[]) => all.map((layer) => layer.possible?.requirement ?? layer.requirement);

  // Where a layer lets nothing through in the first place, there is nothing to look for.
  const passing: SearchResult = layers.some(({ requirement }) => requirement.branches.length === 0) ? { kind: 'none' } : ask(certain(layers));
  if (passing.kind === 'found') {
    const luck = withoutLuck(sent, mentioned(), addressBlocksIn(documents()));
    const sure = luck.keys.length === 0 ? passing : ask([...certain(layers), allowedBy(luck.document)]);
    return sure.kind === 'found' ? { action, verdict: 'passes', cuts: [], unknowns: [], request: sure.request }
      : { action, verdict: 'unknown', cuts: [], unknowns: [`${action} depends on ${luck.keys.join(' and ')}, which is decided at deployment`], request: passing.request };
  }
  const elsewhere = addressChosenAtDeployment(sent) ? addressBlocksIn(documents()).filter((block) => names.readable(block) === block) : [];
  if (elsewhere.length > 0 && possible(layers).every(({ branches }) => branches.length > 0)) {
    const there = allowedBy(arrivalPolicy({ ...sent, arrival: { kind: 'internet', sourceIp: unknown('') } }, names, mentioned()));
    const inBlocks = findSuch(allOf([there, allowedBy(sentFrom(sent, elsewhere)), ...possible(layers)]), asked);
    if (inBlocks.kind !== 'none') {
      return { action, verdict: 'unknown', cuts: [], unknowns: [`whether the address that AWS chooses is in ${elsewhere.join(', ')} is decided at deployment`] };
    }
  }
  const isClosed = possible(layers).some(({ branches }) => branches.length === 0);
  const open: SearchResult = isClosed ? { kind: 'none' } : layers.some((layer) => layer.possible) ? ask(possible(layers)) : passing;
  if (open.kind !== 'none') {
    const reasons = open.kind === 'unknown' ? [open.reason.message] : layers.flatMap((layer) => layer.possible ? [layer.possible.reason] : []);
    return { action, verdict: 'unknown', cuts: [], unknowns: [...new Set(reasons)] };
  }
  const cutBy = (layer: Layer, before: SearchResult): ChainCut => ({ kind: layer.kind, at: layer.at, reason: layer.why(action, before.kind === 'found' ? before.request : undefined) });
  const any = () => names.memory.remember(`${action} any`, [], sent, () => ask([]));
  const isCutAlone = (layer: Layer) => {
    const [requirement] = possible([layer]);
    return requirement.branches.length === 0 || names.memory.remember(`${action} ${layer.kind}`, requirement.documents, sent, () => ask([requirement]).kind === 'none');
  };
  const cutAlone = (layer: Layer) => layer.kind === 'identity' ? cutBy(layer, any())
    : names.memory.remember(`${action} cut by ${layer.kind}`, layer.requirement.documents, sent, () => cutBy(layer, any()));
  const alone = layers.filter(isCutAlone).map(cutAlone);
  const isGranted = !alone.some(({ kind }) => kind === 'identity');
  return { action, verdict: 'cut', cuts: alone.length > 0 ? alone : together(layers, (some) => ask(possible(some)), cutBy), unknowns: [], isGranted };
}

/** The layers of which each would let something through if the others were all there is, where none stops all by itself. */
function together(layers: readonly Layer[], ask: (layers: readonly Layer[]) => SearchResult, cutBy: (layer: Layer, before: SearchResult) => ChainCut): ChainCut[] {
  const needed = layers.flatMap((layer) => {
    const without = ask(layers.filter((other) => other !== layer));
    return without.kind === 'found' ? [cutBy(layer, without)] : [];
  });
  // That an identity allows no more is no reason where something denies what it does allow.
  const others = needed.filter(({ kind }) => kind !== 'identity');
  return others.length > 0 ? others : needed.length > 0 ? needed : firstTogether(layers, ask, cutBy);
}

/** The first layer that stops what those before it let through, where none stops all by itself. */
function firstTogether(layers: readonly Layer[], ask: (layers: readonly Layer[]) => SearchResult, cutBy: (layer: Layer, before: SearchResult) => ChainCut): ChainCut[] {
  let before = ask([]);
  for (let count = 1; count <= layers.length; count++) {
    const passing = ask(layers.slice(0, count));
    if (passing.kind === 'none') {
      return [cutBy(layers[count - 1], before)];
    }
    before = passing;
  }
  return [];
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function addressChosenAtDeployment({ arrival }: Sent): boolean {
  return arrival.kind === 'internet' && arrival.sourceIp.known && arrival.sourceIp.value.includes('⟦');
}
