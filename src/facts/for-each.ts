import { MAXIMUM_DEPTH } from './evaluation-budget';
import { isRecord } from './read-json';
import { hasSymbol } from './symbol';
import { Template } from './template';

/**
 * Replaces the loops of a template by what they make, where the collection is known.
 *
 * A loop over anything else stays where it is inside a resource, and makes the object around it unknown. In a section of
 * the template it is left out: nothing can be said of what it makes.
 *
 * @param evaluate gives the items of a collection, or anything else if they are not known
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
 */
export function expandLoops(template: Template, evaluate: (collection: unknown) => unknown): Template {
  const loops = new LoopExpansion(evaluate);
  return {
    ...template,
    resources: loops.expandSection(template.resources),
    outputs: loops.expandSection(template.outputs),
    conditions: template.conditions && loops.expandSection(template.conditions),
  };
}

/** Says whether a key of an object stands for what a loop makes. */
export function isLoop(key: string): boolean {
  return key.startsWith('Fn::ForEach');
}

class LoopExpansion {
  private expansions = 0;
  /** Nodes copied, and texts by their length. */
  private copied = 0;

  constructor(private readonly evaluate: (collection: unknown) => unknown) {}

  expandSection<T>(section: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
    const expanded = this.expand(section, 0);
    return isRecord(expanded) && Object.keys(expanded).some(isLoop)
      ? Object.fromEntries(Object.entries(expanded).filter(([key]) => !isLoop(key))) as Record<string, T>
      : expanded as Record<string, T>;
  }

  /** The value itself where there is no loop inside. */
  private expand(value: unknown, depth: number): unknown {
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
    const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      const made = isLoop(key) ? this.expandLoop(item, depth) : undefined;
      const expanded = made || isLoop(key) ? item : this.expand(item, depth + 1);
      changed ||= made !== undefined || expanded !== item;
      return made ?? [[key, expanded]];
    });
    return changed ? Object.fromEntries(entries) : value;
  }

  private expandLoop(loop: unknown, depth: number): [string, unknown][] | undefined {
    const [identifier, collection, fragment] = Array.isArray(loop) && loop.length === 3 ? loop : [];
    if (typeof identifier !== 'string' || identifier === '' || !isRecord(fragment)) {
      return undefined;
    }
    const items = this.evaluate(collection);
    if (!Array.isArray(items) || !items.every(isDecided)) {
      return undefined;
    }
    this.expansions += items.length;
    if (this.expansions > MAXIMUM_EXPANSIONS) {
      return undefined;
    }
    const made = items.map((item) => this.replace(fragment, identifier, String(item), depth));
    return this.copied > MAXIMUM_COPIED ? undefined : made.flatMap((fragment_) => Object.entries(this.expand(fragment_, depth + 1) as object));
  }

  private replace(value: unknown, identifier: string, item: string, depth: number): unknown {
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
      ? item
      : Object.fromEntries(entries.map(([key, each]) => [this.replaceIn(key, identifier, item), this.replace(each, identifier, item, depth + 1)]));
  }

  private replaceIn(text: string, identifier: string, item: string): string {
    // Logical ids are letters and digits, so this form leaves out the rest.
    const forms = [[`\${${identifier}}`, item], [`&{${identifier}}`, item.replace(/[^A-Za-z0-9]/g, '')]];
    return forms.reduce((replaced, [placeholder, by]) => {
      const parts = replaced.split(placeholder);
      this.copied += (replaced.length + (parts.length - 1) * by.length) >> 6;
      return this.copied > MAXIMUM_COPIED ? replaced : parts.join(by);
    }, text);
  }
}

/** More than a template may have resources. */
const MAXIMUM_EXPANSIONS = 1000;
const MAXIMUM_COPIED = 250_000;

function isDecided(item: unknown): item is string | number | boolean {
  return typeof item === 'number' || typeof item === 'boolean' || (typeof item === 'string' && !hasSymbol(item));
}
