import { isSame } from '../template/same-value';

/** Whether two values of a template are the same once deployed: undecided where deployment decides. */
export type Sameness = 'same' | 'different' | 'undecided';

/** Where two values differ: by property names, without the places in lists. */
export interface ValueDifference {
  readonly path: readonly string[];
  readonly sameness: Exclude<Sameness, 'same'>;
}

/** What a name of a template stands for on both sides. */
export interface Meanings {
  /** Of a parameter or a resource, or of an attribute of a resource. */
  reference(name: string, attribute?: string): Sameness;
  condition(name: string): Sameness;
  mapping(name: string): Sameness;
  /** Whether both are resources: two of them are never the same. */
  areResources(one: string, other: string): boolean;
}

/** Where nothing is known but the two values, names stand for the same. */
export const SAME_MEANINGS: Meanings = { reference: () => 'same', condition: () => 'same', mapping: () => 'same', areResources: () => false };

/** Finds where two values of a template differ once deployed; the order of keys does not matter, that of lists does. */
export function differencesOf(one: unknown, other: unknown, meanings: Meanings): ValueDifference[] {
  const found = new Map<string, ValueDifference>();
  for (const difference of new Comparison(meanings).differences(one, other, [])) {
    const key = JSON.stringify(difference.path);
    if (difference.sameness === 'different' || !found.has(key)) {
      found.set(key, difference);
    }
  }
  return [...found.values()];
}

/** What a value costs to compare multiplies with every `Fn::If` in an `Fn::If`. */
const MAXIMUM_STEPS = 100_000;

class Comparison {
  private steps = 0;

  constructor(private readonly meanings: Meanings) {}

  differences(one: unknown, other: unknown, path: readonly string[]): ValueDifference[] {
    const [first, second] = [present(one), present(other)];
    if (isPlainObject(first) && isPlainObject(second)) {
      return keysOf(first, second).flatMap((key) => this.differences(first[key], second[key], [...path, key]));
    }
    if (Array.isArray(first) && Array.isArray(second) && first.length === second.length && ![...first, ...second].some(mayBeLeftOut)) {
      return first.flatMap((item, i) => this.differences(item, second[i], path));
    }
    const sameness = this.sameness(first, second);
    return sameness === 'same' ? [] : [{ path, sameness }];
  }

  private sameness(one: unknown, other: unknown): Sameness {
    const [first, second] = [present(one), present(other)];
    this.steps += 1;
    if (this.steps > MAXIMUM_STEPS) {
      return 'undecided';
    }
    const [choice, otherChoice] = [choiceIn(first), choiceIn(second)];
    if (choice && otherChoice && choice.condition === otherChoice.condition && this.meanings.condition(choice.condition) === 'same') {
      return agreed([this.sameness(choice.then, otherChoice.then), this.sameness(choice.otherwise, otherChoice.otherwise)]);
    }
    if (choice) {
      return agreed([choice.then, choice.otherwise].map((branch) => this.sameness(branch, second)));
    }
    if (otherChoice) {
      return agreed([otherChoice.then, otherChoice.otherwise].map((branch) => this.sameness(first, branch)));
    }
    if (isDecidedAtDeployment(first) || isDecidedAtDeployment(second)) {
      return this.samenessAtDeployment(first, second);
    }
    return this.samenessOfLiterals(first, second);
  }

  private samenessOfLiterals(one: unknown, other: unknown): Sameness {
    if (isPlainObject(one) && isPlainObject(other)) {
      return worst(keysOf(one, other).map((key) => this.sameness(one[key], other[key])));
    }
    if (Array.isArray(one) && Array.isArray(other)) {
      const pairs = one.length === other.length ? worst(one.map((item, i) => this.sameness(item, other[i]))) : 'different';
      return pairs === 'different' && [...one, ...other].some(mayBeLeftOut) ? 'undecided' : pairs;
    }
    // CloudFormation accepts "true" for true and 1 for "1", where the type of the property is the other one.
    return one === other ? 'same' : isScalar(one) && isScalar(other) && String(one) === String(other) ? 'undecided' : 'different';
  }

  /** One of both is an intrinsic function, or not known. */
  private samenessAtDeployment(one: unknown, other: unknown): Sameness {
    if (one === undefined || other === undefined) {
      return 'different';
    }
    if (isSame(one, other)) {
      return isUnknown(one) && one !== other ? 'undecided' : this.meaningOf(one);
    }
    const [first, second] = [refIn(one), refIn(other)];
    return first !== undefined && second !== undefined && this.meanings.areResources(first, second) ? 'different' : 'undecided';
  }

  /** What has become of a value that is written the same on both sides. */
  private meaningOf(value: unknown): Sameness {
    const named = refIn(value);
    if (named !== undefined) {
      return this.meanings.reference(named);
    }
    const meanings = this.meaningsIn(value);
    return meanings.every((meaning) => meaning === 'same') ? 'same'
      // A text changes with the one part of it that does.
      : isText(value) && meanings.filter((meaning) => meaning !== 'same').length === 1 ? worst(meanings) : 'undecided';
  }

  private meaningsIn(value: unknown): Sameness[] {
    if (typeof value !== 'object' || value === null) {
      return [];
    }
    return Object.entries(value).flatMap(([key, argument]): Sameness[] => {
      switch (key) {
        case 'Ref': return typeof argument === 'string' ? [this.meanings.reference(argument)] : this.meaningsIn(argument);
        case 'Fn::GetAtt': return [this.meaningOfAttribute(argument)];
        case 'Fn::Sub': return this.meaningsInText(argument);
        case 'Fn::If': case 'Condition':
          return [...typeof argument === 'string' || Array.isArray(argument) ? [this.meanings.condition(String(Array.isArray(argument) ? argument[0] : argument))] : [], ...this.meaningsIn(argument)];
        case 'Fn::FindInMap': return [...Array.isArray(argument) && typeof argument[0] === 'string' ? [this.meanings.mapping(argument[0])] : [], ...this.meaningsIn(argument)];
        default: return this.meaningsIn(argument);
      }
    });
  }

  private meaningOfAttribute(argument: unknown): Sameness {
    const [name, ...attribute] = typeof argument === 'string' ? argument.split('.') : Array.isArray(argument) ? argument : [];
    return typeof name === 'string' ? this.meanings.reference(name, attribute.join('.')) : 'undecided';
  }

  private meaningsInText(argument: unknown): Sameness[] {
    const [text, values] = Array.isArray(argument) ? argument : [argument, {}];
    const own = typeof values === 'object' && values !== null ? values : {};
    const names = typeof text === 'string' ? [...text.matchAll(/\$\{\s*([^!{}][^{}]*?)\s*\}/g)].map(([, name]) => name) : [];
    return [
      ...names.filter((name) => !Object.hasOwn(own, name)).map((name) => {
        const dot = name.indexOf('.');
        return dot < 0 ? this.meanings.reference(name) : this.meanings.reference(name.slice(0, dot), name.slice(dot + 1));
      }),
      ...this.meaningsIn(own),
    ];
  }
}

/** Same iff all parts are, and different iff one part is. */
export function worst(parts: readonly Sameness[]): Sameness {
  return parts.includes('different') ? 'different' : parts.includes('undecided') ? 'undecided' : 'same';
}

/** What all branches come to, of which one will be taken. */
function agreed(branches: readonly Sameness[]): Sameness {
  return branches.every((branch) => branch === branches[0]) ? branches[0] : 'undecided';
}

/** Nothing for what is left out, and a list without the items that are. */
function present(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.filter((item) => present(item) !== undefined);
  }
  return value === null || refIn(value) === 'AWS::NoValue' ? undefined : value;
}

/** Items of a list behind such an item may move up. */
function mayBeLeftOut(item: unknown): boolean {
  return choiceIn(item) !== undefined;
}

function choiceIn(value: unknown): { readonly condition: string; readonly then: unknown; readonly otherwise: unknown } | undefined {
  const argument = isIntrinsic(value) ? (value as Record<string, unknown>)['Fn::If'] : undefined;
  return Array.isArray(argument) && argument.length === 3 && typeof argument[0] === 'string' ? { condition: argument[0], then: argument[1], otherwise: argument[2] } : undefined;
}

function refIn(value: unknown): string | undefined {
  const name = isIntrinsic(value) ? (value as Record<string, unknown>).Ref : undefined;
  return typeof name === 'string' ? name : undefined;
}

function isText(value: unknown): boolean {
  return isIntrinsic(value) && ['Fn::Sub', 'Fn::Join', 'Fn::GetAtt'].includes(Object.keys(value)[0]);
}

/** What a function stands for, or puts keys into: `Fn::Transform` and `Fn::ForEach` may stand among others. */
function isIntrinsic(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return false;
  }
  const keys = Object.keys(value);
  return keys.some((key) => key.startsWith('Fn::')) || (keys.length === 1 && keys[0] === 'Ref');
}

function isUnknown(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null;
}

function isDecidedAtDeployment(value: unknown): boolean {
  return isIntrinsic(value) || isUnknown(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecidedAtDeployment(value);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function keysOf(one: object, other: object): string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])];
}
