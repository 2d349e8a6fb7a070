import { keepsAttributes, ResourceJson, UpdateBehavior, updateBehaviorOf } from './update-behavior';
import { differencesOf, Meanings, Sameness, worst } from './value-differences';
import { isSame } from '../template/same-value';
import { Template } from '../template/template';

/** A template before or after a change. */
export interface TemplateSide extends Pick<Template, 'parameters' | 'parameterValues' | 'mappings' | 'conditions'> {
  readonly resources: Readonly<Record<string, ResourceJson>>;
}

/** What an update of the stack does to one resource. */
export interface ResourceUpdate extends UpdateBehavior {
  readonly logicalId: string;
  readonly type: string;
  /** For a resource that is created: the logical id of one of its type that is removed, in whose place it stands. */
  readonly renamedFrom?: string;
  /** For a resource that is removed: the logical id of the one that is created in its place. */
  readonly renamedTo?: string;
}

/**
 * Says what an update of a stack from one template to the other does to each resource, by logical id. What a change of a parameter,
 * a condition or a mapping, or the replacement of another resource, brings with it counts.
 *
 * A resource that gets another logical id is a new one to CloudFormation: it makes that, and deletes the old one.
 */
export function updateBehaviorsOf(before: TemplateSide, after: TemplateSide): ReadonlyMap<string, ResourceUpdate> {
  const updates = new Updates(before, after);
  const ids = [...new Set([...Object.keys(before.resources), ...Object.keys(after.resources)])];
  const behaviors = new Map(ids.map((id): [string, ResourceUpdate] => {
    const type = own(after.resources, id)?.Type ?? own(before.resources, id)?.Type;
    return [id, { logicalId: id, type: typeof type === 'string' ? type : '', ...updates.behaviorOf(id)! }];
  }));
  for (const [from, to] of renamesAmong(before, after, [...behaviors.values()])) {
    const because = `renamed: logical id ${from} → ${to}. CloudFormation creates ${to} and ${remains(before.resources[from]) ? `leaves ${from} behind` : `deletes ${from}`}`;
    behaviors.set(from, { ...behaviors.get(from)!, because, renamedTo: to });
    behaviors.set(to, { ...behaviors.get(to)!, because, renamedFrom: from });
  }
  return behaviors;
}

/** Knows what the names in both templates stand for. */
class Updates implements Meanings {
  private readonly known = new Map<string, UpdateBehavior | undefined>();
  private readonly conditions = new Map<string, Sameness>();

  constructor(private readonly before: TemplateSide, private readonly after: TemplateSide) {}

  behaviorOf(id: string): UpdateBehavior | undefined {
    if (!this.known.has(id)) {
      // A circle, which CloudFormation refuses.
      this.known.set(id, undefined);
      this.known.set(id, updateBehaviorOf(own(this.before.resources, id), own(this.after.resources, id), this));
    }
    return this.known.get(id);
  }

  reference(name: string, attribute?: string): Sameness {
    if (own(this.before.resources, name) || own(this.after.resources, name)) {
      return this.resource(name, attribute);
    }
    return this.parameter(name);
  }

  condition(name: string): Sameness {
    const known = this.conditions.get(name);
    if (known === undefined) {
      this.conditions.set(name, 'same');
      // In a function, so that a condition that is another one is looked up.
      const [one, other] = [this.before, this.after].map(({ conditions }) => ({ 'Fn::Not': [own(conditions, name)] }));
      this.conditions.set(name, differencesOf(one, other, this).length === 0 ? 'same' : 'undecided');
    }
    return this.conditions.get(name)!;
  }

  mapping(name: string): Sameness {
    return isSame(own(this.before.mappings, name), own(this.after.mappings, name)) ? 'same' : 'undecided';
  }

  areResources(one: string, other: string): boolean {
    return one !== other && own(this.before.resources, one) !== undefined && own(this.after.resources, other) !== undefined;
  }

  private resource(name: string, attribute: string | undefined): Sameness {
    switch (this.behaviorOf(name)?.kind) {
      case undefined: case 'unchanged': return 'same';
      // The id of a resource stays while it is updated.
      case 'inPlace': return attribute === undefined || keepsAttributes(own(this.after.resources, name)?.Type) ? 'same' : 'undecided';
      case 'unknown': return 'undecided';
      default: return attribute === undefined || attribute === 'Arn' ? 'different' : 'undecided';
    }
  }

  /** A stack may keep the value that it has, or take the default of the new template. */
  private parameter(name: string): Sameness {
    const [one, other] = [this.before, this.after].map(({ parameters, parameterValues }) => ({
      declared: own(parameters, name) as { Type?: unknown; Default?: unknown } | undefined,
      given: own(parameterValues, name),
    }));
    const isAlike = isSame(one.declared?.Type, other.declared?.Type) && (one.declared === undefined) === (other.declared === undefined);
    if (one.given !== undefined && other.given !== undefined) {
      return isAlike && one.given === other.given ? 'same' : 'undecided';
    }
    return worst([isAlike, isSame(one.given, other.given), isSame(one.declared?.Default, other.declared?.Default)].map((same) => same ? 'same' : 'undecided'));
  }
}

/** Resources of one type that go and come: first those that are the same, then the last one left on each side. */
function renamesAmong(before: TemplateSide, after: TemplateSide, updates: readonly ResourceUpdate[]): [from: string, to: string][] {
  const [gone, come] = ['removed', 'created'].map((kind) => updates.filter((update) => update.kind === kind));
  const renames: [string, string][] = [];
  const left = new Set(come);
  const without: ResourceUpdate[] = [];
  for (const old of gone) {
    const twin = [...left].find((now) => now.type === old.type && isSame(before.resources[old.logicalId].Properties, after.resources[now.logicalId].Properties));
    if (twin) {
      renames.push([old.logicalId, twin.logicalId]);
      left.delete(twin);
    } else {
      without.push(old);
    }
  }
  for (const old of without) {
    const candidates = [...left].filter(({ type }) => type === old.type);
    if (candidates.length === 1 && without.filter(({ type }) => type === old.type).length === 1) {
      renames.push([old.logicalId, candidates[0].logicalId]);
    }
  }
  return renames;
}

function remains(resource: object): boolean {
  const policy = (resource as { DeletionPolicy?: unknown }).DeletionPolicy;
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
