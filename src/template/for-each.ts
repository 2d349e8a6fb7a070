import { MAXIMUM_DEPTH } from './evaluation-budget';
import { isRecord } from './read-json';
import { hasSymbol } from './symbol';
import { LoopFate, Template, TemplatePath } from './template';
import { UnknownValue } from '../policy/unknown-value';

/**
 * Replaces the loops of a template by what they make, where the collection is known.
 *
 * A loop over anything else stays where it is inside a resource, and makes the object around it unknown. In a section of
 * the template it makes what it would for any item: `${Item}` stays in names and texts, and nothing is known of it but that
 * it is the same in all of what the loop makes.
 *
 * @param evaluate gives the items of a collection, or anything else if they are not known
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(template: Template, evaluate: (collection: unknown) => unknown): Template {
  const loops = new LoopExpansion(evaluate);
  return {
    ...template,
    resources: loops.expandSection(template.resources, 'Resources'),
    outputs: loops.expandSection(template.outputs, 'Outputs'),
    conditions: template.conditions && loops.expandSection(template.conditions, 'Conditions'),
    ...loops.anyItems.size > 0 ? { anyItems: new Set(loops.anyItems.keys()) } : {},
    ...loops.fates.size > 0 ? { loopFates: [...loops.fates.values()] } : {},
  };
}

/** Says whether a key of an object stands for what a loop makes. */
export function isLoop(key: string): boolean {
  return key.startsWith('Fn::ForEach');
}

/** Of the objects that loops made: by its key, where each value is written below the object that the loop stands in. */
const WRITTEN_AT = new WeakMap<object, ReadonlyMap<string, TemplatePath>>();

/** The path on which a value of an expanded object is written, below what the object stands for. */
export function writtenAt(expanded: object, key: string): TemplatePath {
  return WRITTEN_AT.get(expanded)?.get(key) ?? [key];
}

/** An object with these entries, which remembers where they are written. */
function remembering(entries: readonly ExpandedEntry[]): object {
  const made = Object.fromEntries(entries.map(([key, value]) => [key, value]));
  WRITTEN_AT.set(made, new Map(entries.map(([key, , path]) => [key, path])));
  return made;
}

/** What an item is written as, and what of it comes into logical ids. */
interface Item {
  readonly text: string;
  readonly letters: string;
}

type ExpandedEntry = readonly [key: string, value: unknown, path: TemplatePath];

class LoopExpansion {
  private expansions = 0;
  /** Nodes copied, and texts by their length. */
  private copied = 0;
  /** The names of items that stand for any, with the collections that they are from. */
  readonly anyItems = new Map<string, string>();
  /** What became of the loops of a section whose collections are not known, by where they stand. */
  readonly fates = new Map<string, LoopFate>();

  constructor(private readonly evaluate: (collection: unknown) => unknown) {}

  expandSection<T>(section: Readonly<Record<string, T>>, name: string): Readonly<Record<string, T>> {
    const expanded = this.expand(section, 0, [name]);
    return isRecord(expanded) && Object.keys(expanded).some(isLoop)
      ? remembering(Object.entries(expanded).filter(([key]) => !isLoop(key)).map(([key, value]) => [key, value, writtenAt(expanded, key)])) as Record<string, T>
      : expanded as Record<string, T>;
  }

  /**
   * The value itself where there is no loop inside.
   *
   * @param section where the loops of a section stand; absent inside of resources
   */
  private expand(value: unknown, depth: number, section?: TemplatePath): unknown {
    if (depth > MAXIMUM_DEPTH) {
      return value;
    }
    if (Array.isArray(value)) {
      const items = value.map((item) => this.expand(item, depth + 1));
      return items.some((item, index) => item !== value[index]) ? items : value;
    }
    if (!isRecord(value)) {
      return value;
    }
    let changed = false;
    const entries = Object.entries(value).flatMap(([key, item]): ExpandedEntry[] => {
      const made = isLoop(key) ? this.expandLoop(item, depth, section && [...section, key]) : undefined;
      const expanded = made || isLoop(key) ? item : this.expand(item, depth + 1);
      changed ||= made !== undefined || expanded !== item;
      return made?.map(([name, one, path]) => [name, one, [key, ...path]]) ?? [[key, expanded, writtenAt(value, key)]];
    });
    return changed ? remembering(entries) : value;
  }

  private expandLoop(loop: unknown, depth: number, section?: TemplatePath): ExpandedEntry[] | undefined {
    const [identifier, collection, fragment] = Array.isArray(loop) && loop.length === 3 ? loop : [];
    const isLoopBody = typeof identifier === 'string' && identifier !== '' && isRecord(fragment);
    const items = isLoopBody ? this.evaluate(collection) : undefined;
    const isKnown = Array.isArray(items) && items.every(isDecided);
    const known = isKnown && (this.expansions += items.length) <= MAXIMUM_EXPANSIONS
      ? this.make(fragment as object, identifier, items.map((item) => ({ text: String(item), letters: lettersOf(String(item)) })), depth, section) : undefined;
    if (known || !section) {
      return known;
    }
    const hasAnyItem = isLoopBody && (Array.isArray(items) || items instanceof UnknownValue) && this.copied <= MAXIMUM_COPIED;
    const any = hasAnyItem ? this.make(fragment, identifier, [this.anyItem(identifier, collection)], depth, section) : undefined;
    this.fates.set(JSON.stringify(section), { path: section, judgedOnce: any !== undefined });
    return any;
  }

  private make(fragment: object, identifier: string, items: readonly Item[], depth: number, section: TemplatePath | undefined): ExpandedEntry[] | undefined {
    const made = items.map((item) => this.replace(fragment, identifier, item, depth));
    return this.copied > MAXIMUM_COPIED ? undefined : made.flatMap((copy) => {
      const expanded = this.expand(copy, depth + 1, section && [...section, 2]) as object;
      return Object.entries(expanded).map(([key, value]): ExpandedEntry => [key, value, [2, ...writtenAt(expanded, key)]]);
    });
  }

  /** Stands for any item of a collection: the same name for the same items only. */
  private anyItem(identifier: string, collection: unknown): Item {
    const from = JSON.stringify(collection);
    let name = identifier;
    while ((this.anyItems.get(name) ?? from) !== from) {
      name += "'";
    }
    this.anyItems.set(name, from);
    return { text: `\${${name}}`, letters: `&{${name}}` };
  }

  private replace(value: unknown, identifier: string, item: Item, depth: number): unknown {
    this.copied += depth > MAXIMUM_DEPTH ? Infinity : 1;
    if (this.copied > MAXIMUM_COPIED) {
      return value;
    }
    if (typeof value === 'string') {
      return this.replaceIn(value, identifier, item);
    }
    if (Array.isArray(value)) {
      return value.map((each) => this.replace(each, identifier, item, depth + 1));
    }
    if (!isRecord(value)) {
      return value;
    }
    const entries = Object.entries(value);
    return entries.length === 1 && entries[0][0] === 'Ref' && entries[0][1] === identifier
      ? item.text
      : remembering(entries.map(([key, each]) => [this.replaceIn(key, identifier, item), this.replace(each, identifier, item, depth + 1), writtenAt(value, key)]));
  }

  private replaceIn(text: string, identifier: string, { text: itself, letters }: Item): string {
    const forms = [[`\${${identifier}}`, itself], [`&{${identifier}}`, letters]];
    return forms.reduce((replaced, [placeholder, by]) => {
      const parts = replaced.split(placeholder);
      this.copied += (replaced.length + (parts.length - 1) * by.length) >> 6;
      return this.copied > MAXIMUM_COPIED ? replaced : parts.join(by);
    }, text);
  }
}

/** Logical ids are letters and digits, so this form of an item leaves out the rest. */
function lettersOf(item: string): string {
  return item.replace(/[^A-Za-z0-9]/g, '');
}

/** More than a template may have resources. */
const MAXIMUM_EXPANSIONS = 1000;
const MAXIMUM_COPIED = 250_000;

function isDecided(item: unknown): item is string | number | boolean {
  return typeof item === 'number' || typeof item === 'boolean' || (typeof item === 'string' && !hasSymbol(item));
}
