import * as fc from 'fast-check';
import { RequestPrincipal } from './caller';
import { CONDITION_KEYS, MISSPELLED_KEYS, OPERATORS, REFUSED_OPERATORS } from './condition-vocabulary';
import { decider, Request } from './decide';
import { isRecord } from './json';
import {
  ACTION_PATTERNS, BUCKET_ACTIONS, BUCKETS, CALLERS, KEYS, MISSPELLED_ELEMENTS, OBJECT_ACTIONS, ODD_ELEMENTS, OTHER_PRINCIPALS, REFUSED_ACTIONS, REFUSED_PRINCIPALS,
  REFUSED_RESOURCES, RESOURCE_PATTERNS, VARIABLE_RESOURCES, WILD_PRINCIPALS,
} from './vocabulary';

/** A random policy, and requests of which most are about what it speaks of. */
export interface PolicyAndRequests {
  readonly policy: Json;
  readonly requests: readonly Request[];
}

type Json = Record<string, unknown>;
type Type = keyof typeof CALLERS;

/** One arbitrary for all choices: fast-check would look for each among all that it has made. */
const NUMBERS = () => fc.nat(0xffffff);

/** Random choices. */
class Dice {
  public constructor(private readonly value: fc.GeneratorValue) {}

  public upTo(most: number): number {
    return this.value(NUMBERS) % (most + 1);
  }

  public percent(chance: number): boolean {
    return this.upTo(99) < chance;
  }

  public one<T>(items: readonly T[]): T {
    return items[this.upTo(items.length - 1)];
  }

  /** As IAM writes lists: one value may stand alone. */
  public oneOrMore<T>(draw: () => T): T | T[] {
    const items = Array.from({ length: this.one([1, 1, 1, 2, 2, 3]) }, draw);
    return items.length === 1 && this.percent(60) ? items[0] : items;
  }
}

export function policiesAndRequests(requests: number): fc.Arbitrary<PolicyAndRequests> {
  return fc.gen().map((value) => {
    const dice = new Dice(value);
    const policy = randomPolicy(dice);
    return { policy, requests: randomRequests(dice, policy, requests) };
  });
}

/** A request that no statement speaks of shows little: most of those are drawn again. */
function randomRequests(dice: Dice, policy: Json, length: number): Request[] {
  const statements = [policy.Statement].flat() as Json[];
  const decide = decider(policy);
  return Array.from({ length }, () => {
    let request = randomRequest(dice, dice.one(statements));
    for (let again = 2; again > 0 && dice.percent(90) && decide(request) === 'ImplicitDeny'; again--) {
      request = randomRequest(dice, dice.one(statements));
    }
    return request;
  });
}

const VERSIONS = [{ Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2012-10-17' }, { Version: '2008-10-17' }, {}];

function randomPolicy(dice: Dice): Json {
  const statements = Array.from({ length: dice.one([1, 1, 2, 2, 3]) }, () => randomStatement(dice));
  return {
    ...dice.one(VERSIONS),
    Statement: statements.length === 1 && dice.percent(50) ? statements[0] : statements,
    ...(dice.percent(1) ? dice.one([{ statement: [] }, { Version: '2012-10-18' }, { Statement: [...statements, {}] }]) : {}),
  };
}

function randomStatement(dice: Dice): Json {
  const statement: Json = {
    ...(dice.percent(10) ? { Sid: 'S' } : {}),
    Effect: dice.percent(42) ? 'Allow' : 'Deny',
    [dice.percent(12) ? 'NotPrincipal' : 'Principal']: dice.percent(55) ? '*' : randomPrincipals(dice),
    [dice.percent(8) ? 'NotAction' : 'Action']: dice.oneOrMore(() => randomAction(dice)),
    [dice.percent(8) ? 'NotResource' : 'Resource']: dice.percent(30) ? [BUCKETS[0], `${BUCKETS[0]}/*`] : dice.oneOrMore(() => randomResource(dice)),
    ...(dice.percent(55) ? { Condition: randomCondition(dice) } : {}),
  };
  return dice.percent(2) ? misspelled(dice, statement) : statement;
}

/** An element too much, too little, of another shape, or under another name. */
function misspelled(dice: Dice, statement: Json): Json {
  if (dice.percent(30)) {
    return { ...statement, ...dice.one(ODD_ELEMENTS) };
  }
  const name = dice.one(Object.keys(statement));
  const { [name]: value, ...others } = statement;
  const wrong = MISSPELLED_ELEMENTS[name];
  return dice.percent(30) || wrong === undefined ? others : { ...others, [wrong]: value };
}

function randomPrincipals(dice: Dice): Json {
  const types = dice.one<readonly Type[]>([['AWS'], ['AWS'], ['AWS'], ['Service'], ['Federated'], ['CanonicalUser'], ['AWS', 'Service'], ['AWS', 'CanonicalUser'], ['AWS', 'Federated']]);
  const entries = types.map((type) => [type, dice.oneOrMore(() => randomPrincipal(dice, type))] as const);
  return dice.percent(1) ? { Aws: '*' } : Object.fromEntries(entries);
}

function randomPrincipal(dice: Dice, type: Type): string {
  const kind = dice.upTo(99);
  if (kind < 12) {
    return '*';
  }
  if (kind < 13) {
    return dice.one(WILD_PRINCIPALS[type]);
  }
  if (kind < 14) {
    return type === 'AWS' ? dice.one(REFUSED_PRINCIPALS) : dice.one(CALLERS[type]);
  }
  return dice.one<string>(kind < 25 ? OTHER_PRINCIPALS[type] : CALLERS[type]);
}

function randomAction(dice: Dice): string {
  const kind = dice.upTo(99);
  return dice.one(kind < 1 ? REFUSED_ACTIONS : kind < 80 ? ACTION_PATTERNS : [...BUCKET_ACTIONS, ...OBJECT_ACTIONS]);
}

function randomResource(dice: Dice): string {
  const kind = dice.upTo(99);
  if (kind < 1) {
    return dice.one(REFUSED_RESOURCES);
  }
  if (kind < 18) {
    return dice.one(VARIABLE_RESOURCES);
  }
  return kind < 88 ? dice.one(RESOURCE_PATTERNS) : randomArn(dice, dice.percent(70));
}

const randomBucket = (dice: Dice) => (dice.percent(88) ? BUCKETS[0] : dice.one(BUCKETS));
const randomArn = (dice: Dice, isObject: boolean) => (isObject ? `${randomBucket(dice)}/${dice.one(KEYS)}` : randomBucket(dice));

function randomCondition(dice: Dice): Json {
  const condition: Record<string, Json> = {};
  for (let tests = dice.one([1, 1, 1, 1, 2, 2, 3]); tests > 0; tests--) {
    const key = dice.one(Object.keys(CONDITION_KEYS));
    const operator = randomOperator(dice, key);
    const name = dice.percent(20) ? MISSPELLED_KEYS[key] ?? key : key;
    const block = condition[operator] ??= {};
    if (!Object.keys(block).some((other) => other.toLowerCase() === name.toLowerCase())) {
      block[name] = operator.endsWith('Null') ? dice.one(['true', 'false', 'true', 'false', true, false, dice.percent(10) ? 'maybe' : 'true']) : randomValues(dice, key);
    }
  }
  return condition;
}

/** What an ARN operator makes of what is no ARN, AWS does not say. */
const MISPLACED = (Object.keys(OPERATORS) as Array<keyof typeof OPERATORS>).filter((family) => family !== 'Arn');

function randomOperator(dice: Dice, key: string): string {
  if (dice.percent(1)) {
    return dice.one(REFUSED_OPERATORS);
  }
  const { families, multivalued } = CONDITION_KEYS[key];
  const set = dice.percent(multivalued ? 75 : 6) ? dice.one(['ForAllValues:', 'ForAnyValue:']) : '';
  if (dice.percent(8)) {
    return `${dice.percent(90) ? '' : set}Null`;
  }
  const family = dice.percent(96) ? dice.one(families) : dice.one(MISPLACED);
  return `${set}${dice.one(OPERATORS[family])}${dice.percent(22) ? 'IfExists' : ''}`;
}

/** Mostly values that the operators of the key can read. */
function randomValues(dice: Dice, key: string): unknown {
  const { policy, refused = policy } = CONDITION_KEYS[key];
  return dice.percent(2) ? [] : dice.oneOrMore(() => dice.one(dice.percent(1) ? refused : policy));
}

function randomRequest(dice: Dice, statement: Json): Request {
  const isObject = dice.percent(80);
  const principal = randomCaller(dice, statement);
  return {
    principal,
    action: randomAim(dice, [...(isObject ? OBJECT_ACTIONS : BUCKET_ACTIONS)], statement.Action),
    resource: isObject ? aimedObject(dice, statement.Resource) : randomBucket(dice),
    context: withRole(dice, principal, randomContext(dice, statement)),
  };
}

/** Who sends a request says which ARN that has. A session leaves the path of its role open, which the request may say. */
function withRole(dice: Dice, principal: RequestPrincipal, { 'aws:PrincipalArn': given, ...context }: Request['context']): Request['context'] {
  if (principal === 'anonymous' || principal.AWS === undefined) {
    return given === undefined ? context : { ...context, 'aws:PrincipalArn': given };
  }
  const [, partition, account, role] = /^arn:([^:]+):sts::([^:]+):assumed-role\/([^/]+)\//.exec(principal.AWS) ?? [];
  return role === undefined || dice.percent(60) ? context : { ...context, 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${dice.one(['', 'team/', 'x/'])}${role}` };
}

/** Mostly a caller that the statement names, if it names any. */
function randomCaller(dice: Dice, statement: Json): RequestPrincipal {
  const named = dice.percent(80) ? statement.Principal ?? statement.NotPrincipal : undefined;
  const callers = isRecord(named) ? Object.entries(named).flatMap(([type, values]) => (
    [values].flat().filter((value) => (CALLERS[type as Type] as readonly unknown[] | undefined)?.includes(value)).map((value) => ({ [type]: value as string }))
  )) : [];
  if (callers.length > 0) {
    return dice.one(callers);
  }
  const type = dice.one<Type | 'anonymous'>(['anonymous', 'anonymous', 'AWS', 'AWS', 'AWS', 'AWS', 'AWS', 'AWS', 'Service', 'Federated', 'CanonicalUser']);
  return type === 'anonymous' ? type : { [type]: dice.one<string>(CALLERS[type]) };
}

const randomAim = (dice: Dice, all: readonly string[], named: unknown) => {
  const aims = [named].flat().filter((name): name is string => all.includes(name as string));
  return aims.length > 0 && dice.percent(85) ? dice.one(aims) : dice.one(all);
};

function aimedObject(dice: Dice, named: unknown): string {
  const aims = [named].flat().filter((name): name is string => typeof name === 'string' && /:::[^/]+\/[^*?]+$/.test(name) && !name.includes('${'));
  return aims.length > 0 && dice.percent(80) ? dice.one(aims) : randomArn(dice, true);
}

/** The keys that the statement speaks of, mostly with a value that it speaks of, and a few others. */
function randomContext(dice: Dice, statement: Json): Record<string, string | string[]> {
  const context: Record<string, string | string[]> = {};
  const add = (key: string, values: readonly unknown[]) => {
    const words = CONDITION_KEYS[key];
    const fitting = values.filter((value): value is string => typeof value === 'string' && words.request.includes(value));
    const value = () => (fitting.length > 0 && dice.percent(70) ? dice.one(fitting) : dice.one(words.request));
    const isList = dice.percent(words.multivalued ? 90 : 2);
    context[key] = isList ? Array.from({ length: dice.one([0, 1, 1, 1, 1, 2, 2, 3]) }, value) : value();
  };
  for (const [key, values] of conditionsOf(statement)) {
    if (dice.percent(85)) {
      add(key, values);
    }
  }
  for (const key of ['aws:username', 'aws:PrincipalTag/team', dice.one(Object.keys(CONDITION_KEYS))]) {
    if (!(key in context) && dice.percent(35)) {
      add(key, []);
    }
  }
  return context;
}

function conditionsOf({ Condition: condition }: Json): Array<[key: string, values: unknown[]]> {
  const names = Object.keys(CONDITION_KEYS);
  return Object.values((condition ?? {}) as Record<string, Json>).flatMap((block) => Object.entries(block)).flatMap(([name, values]) => {
    const key = names.find((one) => one.toLowerCase() === name.toLowerCase());
    return key ? [[key, [values].flat()] as [string, unknown[]]] : [];
  });
}
