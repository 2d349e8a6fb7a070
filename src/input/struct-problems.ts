import { Token } from 'aws-cdk-lib';
import { version as installedCdk } from 'aws-cdk-lib/package.json';
import { nearestName } from './nearest-name';
import { CDK_VERSION, STRUCTS } from './structs.generated';

/** A struct that this library takes, or one of CDK inside such a one. */
export type StructName = keyof typeof STRUCTS;

/** What to do about names that a struct does not have on purpose. */
export type NameAdvice = Readonly<Record<string, string>>;

/** What is wrong with the shape of an object that a caller gives for a struct. */
export interface StructProblems {
  /** Names that the struct does not have. What they stand for is not there, and everything else can be checked. */
  readonly names: readonly string[];
  /** What is missing, or something else than it has to be: code that counts on it would fail. */
  readonly values: readonly string[];
}

/**
 * Compares an object, and all structs inside it, with what the assembly of this library says.
 *
 * TypeScript finds most of this, but neither JavaScript nor a cast does, and an option with a mistyped name is an option that was
 * not given. Undefined values and tokens pass.
 */
export function structProblems(struct: StructName, given: object, place = '', advice: NameAdvice = {}): StructProblems {
  const properties: Readonly<Record<string, string>> = STRUCTS[struct];
  const at = (name: string) => place === '' ? name : `${place}.${name}`;
  const found = [
    ...ownNames(given).filter((name) => !Object.hasOwn(properties, name) && isRefused(struct, name))
      .map((name): StructProblems => ({ names: [unknownName(struct, at, name, advice)], values: [] })),
    ...Object.entries(properties).map(([name, kind]): StructProblems => kindProblems(kind, (given as Record<string, unknown>)[name], at(name))),
  ];
  return joined(found);
}

/** What has a value. Of an instance of a class, members of its own are nobody's business but the class's. */
function ownNames(given: object): string[] {
  return isPlain(given) ? Object.keys(given).filter((name) => (given as Record<string, unknown>)[name] !== undefined) : [];
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A newer CDK may have given a struct of its own a property that this library does not know. */
function isRefused(struct: StructName, name: string): boolean {
  return !struct.includes('.') || installedCdk === CDK_VERSION || nearestName(name, Object.keys(STRUCTS[struct])) !== undefined;
}

function unknownName(struct: StructName, at: (name: string) => string, name: string, advice: NameAdvice): string {
  const known = Object.keys(STRUCTS[struct]);
  const nearest = Object.hasOwn(advice, name) ? name : nearestName(name, [...known, ...Object.keys(advice)]);
  const instead = nearest === undefined ? `It has ${known.join(', ')}`
    : known.includes(nearest) ? `Use ${at(nearest)}`
      : nearest === name ? advice[name] : `Of ${nearest}: ${advice[nearest]}`;
  return `${at(name)} is not a property of ${struct}. ${instead}`;
}

/** @param kind as in the generated table: `string[]?` is a list of texts that may be left out */
function kindProblems(kind: string, value: unknown, place: string): StructProblems {
  if (value === undefined || value === null) {
    return kind.endsWith('?') ? NO_PROBLEMS : { names: [], values: [`${place} is missing. Give it ${expected(kind)}`] };
  }
  const required = kind.replace(/\?$/, '');
  if (required === 'any' || Token.isUnresolved(value)) {
    return NO_PROBLEMS;
  }
  if (!isOfKind(required, value)) {
    return { names: [], values: [`${place} is ${shown(value)}. Use ${expected(required)}`] };
  }
  if (required.endsWith('[]')) {
    return joined((value as unknown[]).map((element, i) => kindProblems(required.slice(0, -2), element, `${place}[${i}]`)));
  }
  if (required.endsWith('{}')) {
    return joined(Object.entries(value as object).map(([key, element]) => kindProblems(required.slice(0, -2), element, `${place}['${key}']`)));
  }
  return Object.hasOwn(STRUCTS, required) ? structProblems(required as StructName, value as object, place) : NO_PROBLEMS;
}

function isOfKind(kind: string, value: unknown): boolean {
  if (kind.endsWith('[]')) {
    return Array.isArray(value);
  }
  if (['string', 'number', 'boolean'].includes(kind)) {
    return typeof value === kind;
  }
  // Anyone may implement an interface; an instance of a class has methods.
  const isStruct = kind.endsWith('{}') || Object.hasOwn(STRUCTS, kind) || /^I[A-Z]/.test(kind);
  return typeof value === 'object' && !Array.isArray(value) && (isStruct || !isPlain(value!));
}

function expected(kind: string): string {
  if (kind.endsWith('[]')) {
    return 'a list';
  }
  if (kind.endsWith('{}')) {
    return 'an object';
  }
  return { any: 'a value', string: 'a string', number: 'a number', boolean: 'true or false' }[kind] ?? `${/^([AEIO]|s3)/.test(kind) ? 'an' : 'a'} ${kind}`;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `'${value}'`
    : typeof value === 'object' ? Array.isArray(value) ? 'a list' : 'an object'
      : typeof value === 'function' ? 'a function' : String(value);
}

const NO_PROBLEMS: StructProblems = { names: [], values: [] };

function joined(problems: readonly StructProblems[]): StructProblems {
  return { names: problems.flatMap(({ names }) => names), values: problems.flatMap(({ values }) => values) };
}
