import { longForm } from './read-yaml-text';
import { WrittenNode } from './written-value';
import { TemplatePath } from '../template/template';

/** What a value stands in. */
export type Holder =
  | { readonly kind: 'map'; readonly map: WrittenNode; readonly key: WrittenNode }
  | { readonly kind: 'list'; readonly list: WrittenNode };

/** Where the path of an operation leads to in a text, as far as it does. */
export interface PatchPlace {
  readonly holder: Holder | undefined;
  /** Null where nothing is written. */
  readonly node: WrittenNode | null;
  /** The steps for which nothing is there. */
  readonly rest: TemplatePath;
  /** The path leads to what stands behind the short form, which is no value of its own. */
  readonly isBehindTag: boolean;
}

/** Why a text is not changed, and where the reason stands. */
export class Refusal extends Error {
  constructor(message: string, readonly at: number) {
    super(message);
  }
}

/** Finds where to change a text. @throws Refusal where the change would not stay where it is meant */
export function placeOf(document: WrittenNode | null, path: TemplatePath): PatchPlace {
  const shared = targetsOfAliases(document);
  let place: PatchPlace = { holder: undefined, node: document, rest: path, isBehindTag: false };
  let isInTag = false;
  while (place.rest.length > 0) {
    const [step, ...rest] = place.rest;
    const { node } = place;
    refuseShared(node, shared);
    if (!node) {
      return place;
    }
    const tag: string | undefined = isInTag ? undefined : node.tag;
    if (tag?.startsWith('!')) {
      if (longForm(tag) !== step || node.kind === 'scalar' || node.kind === 'empty') {
        throw new Refusal(`${tag} decides this value`, node.start);
      }
      isInTag = true;
      place = { ...place, rest, isBehindTag: true };
      continue;
    }
    isInTag = false;
    if (node.kind === 'empty' || node.kind === 'scalar') {
      return place;
    }
    const next = node.kind === 'sequence' ? itemAt(node, step) : valueAt(node, String(step));
    if (!next) {
      return place;
    }
    place = { ...next, rest, isBehindTag: false };
  }
  refuseShared(place.node, shared);
  return place;
}

function itemAt(list: WrittenNode, step: string | number): Pick<PatchPlace, 'holder' | 'node'> | undefined {
  if (typeof step !== 'number' || step >= list.items.length) {
    return undefined;
  }
  const node = list.items[step];
  refuseBarePair(list, node);
  return { holder: { kind: 'list', list }, node };
}

/** The parser has no place for the map in `[a: 1]`. */
export function refuseBarePair(list: WrittenNode, item: WrittenNode | null): void {
  if (item?.kind === 'mapping' && item.start === list.start) {
    throw new Refusal('an item of this list is a map without brackets of its own', list.start);
  }
}

function valueAt(map: WrittenNode, name: string): Pick<PatchPlace, 'holder' | 'node'> | undefined {
  const names = map.pairs.map(([key]) => nameOf(key));
  const intrinsic = names.length === 1 && names[0] !== name && /^(?:Ref|Fn::.*)$/.test(names[0] ?? '') && !names[0]?.startsWith('Fn::ForEach::') ? names[0] : undefined;
  const macro = name === 'Fn::Transform' ? -1 : names.indexOf('Fn::Transform');
  if (intrinsic !== undefined || macro >= 0) {
    throw new Refusal(macro >= 0 ? 'Fn::Transform writes keys of this map' : `${intrinsic} decides this value`, map.pairs[Math.max(macro, 0)][0]!.start);
  }
  const own = map.pairs.filter(([key]) => nameOf(key) === name);
  if (own.length > 1) {
    throw new Refusal(`the key ${name} stands twice`, own[1][0]!.start);
  }
  const [pair] = own;
  if (!pair) {
    const merge = map.pairs.find(([key, value]) => nameOf(key) === '<<' && provides(value, name));
    if (merge) {
      throw new Refusal(`<< brings ${name}`, merge[0]!.start);
    }
    return undefined;
  }
  return { holder: { kind: 'map', map, key: pair[0]! }, node: pair[1] };
}

function provides(merged: WrittenNode | null | undefined, name: string): boolean {
  const value = merged?.kind === 'alias' ? merged.target : merged;
  return value?.kind === 'sequence' ? value.items.some((item) => provides(item, name))
    : value?.kind === 'mapping' && value.pairs.some(([key, below]) => nameOf(key) === name || (nameOf(key) === '<<' && provides(below, name)));
}

function nameOf(key: WrittenNode | undefined): string | undefined {
  return (key?.kind === 'alias' ? key.target : key)?.text;
}

/** What an alias stands for changes everywhere. */
function refuseShared(node: WrittenNode | null, shared: ReadonlySet<WrittenNode>): void {
  if (node?.kind === 'alias') {
    throw new Refusal(`an alias stands here${node.target?.anchor === undefined ? '' : `, *${node.target.anchor}`}: what it stands for is written elsewhere`, node.start);
  }
  if (node && shared.has(node)) {
    throw new Refusal(`aliases repeat what the anchor &${node.anchor} marks`, node.start);
  }
}

function targetsOfAliases(document: WrittenNode | null): ReadonlySet<WrittenNode> {
  const targets = new Set<WrittenNode>();
  const look = (node: WrittenNode | null | undefined): void => {
    if (node?.kind === 'alias' && node.target) {
      targets.add(node.target);
    } else if (node?.kind === 'sequence') {
      node.items.forEach(look);
    } else if (node?.kind === 'mapping') {
      node.pairs.forEach(([key, value]) => [key, value].forEach(look));
    }
  };
  look(document);
  return targets;
}
