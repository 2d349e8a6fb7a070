import { ACCOUNTS, OraclePolicy, OracleStatement, Principals, SERVICES } from './policies';
import { arnParts, bytesOfAddress, inAnyCase, patternOf, pow, textOf } from './smt-text';
import { S3_ACTION_ROWS } from '../../../src/policy/s3-actions.generated';

/**
 * The meaning of policies as SMT-LIB, written from the page on semantics alone: it shares nothing with the search of
 * `src/policy/search`, and takes from `src/policy` only AWS's table of S3 actions.
 */

/** How many values a multivalued key has at most: one for each clause that may ask for one of its own. */
const SLOTS = 5;

const ACTIONS = S3_ACTION_ROWS.map(([name, , types, keys]) => ({
  name: `s3:${name}`,
  types: types.split(' '),
  keys: new Set(keys.toLowerCase().split(' ')),
}));

const KNOWN_ACTION_KEYS = new Set(ACTIONS.flatMap(({ keys }) => [...keys]));

/** A script, and the condition keys whose values its model tells. */
export interface Query {
  readonly script: string;
  readonly keys: readonly string[];
}

export const ACTION_NAMES: readonly string[] = ACTIONS.map(({ name }) => name);

export const CALLERS = ['anonymous', 'AWS', 'Service', 'Federated'] as const;

type Sort = 'text' | 'number' | 'real' | 'ip' | 'bool' | 'set';

interface Key {
  readonly sort: Sort;
  /** What is true of presence and value in every request. */
  readonly law: (present: string, value: string, constants: readonly string[]) => string[];
}

const choice = (name: string, index: number) => `(= ${name} (_ bv${index} 2))`;
const is = (kind: typeof CALLERS[number]) => choice('kind', CALLERS.indexOf(kind));
const [INTERNET, ENDPOINT, VIA_SERVICE, FROM_SERVICE] = [0, 1, 2, 3].map((i) => choice('route', i));
const [IS_ROOT, IS_USER] = [0, 1].map((i) => choice('role', i));
const iff = (a: string, b: string) => `(= ${a} ${b})`;
const implies = (a: string, b: string) => `(=> ${a} ${b})`;
export const or = (terms: readonly string[]) => terms.length === 0 ? 'false' : terms.length === 1 ? terms[0] : `(or ${terms.join(' ')})`;
const and = (terms: readonly string[]) => terms.length === 0 ? 'true' : terms.length === 1 ? terms[0] : `(and ${terms.join(' ')})`;
const not = (term: string) => `(not ${term})`;
const isIn = (value: string, pattern: string) => `(str.in_re ${value} ${pattern})`;

const range = (from: string, to: string) => `(re.range "${from}" "${to}")`;
const DIGIT = range('0', '9');
const LOWER = range('a', 'z');
const oneOf = (value: string, texts: readonly string[]) => or(texts.map((text) => `(= ${value} ${textOf(text)})`));
/** The policies write accounts and services only as a whole or as `*`, so one more of each stands for all others. */
const anAccount = (value: string) => oneOf(value, [...ACCOUNTS, '999900001111']);
const aService = (value: string) => oneOf(value, [...SERVICES, 'unnamed.amazonaws.com']);
const ORGANIZATION = `(re.++ (str.to_re "o-") ((_ re.^ 10) (re.union ${LOWER} ${DIGIT})) (re.* (re.union ${LOWER} ${DIGIT})))`;
const hexId = (prefix: string) => `(re.++ (str.to_re "${prefix}") (re.+ (re.union ${DIGIT} ${range('a', 'f')})))`;
const BUCKET = `(re.++ (str.to_re "arn:aws:s3:::") (re.+ (re.union ${LOWER} ${DIGIT} (str.to_re ".") (str.to_re "-"))))`;
const OBJECT = `(re.++ ${BUCKET} (str.to_re "/") (re.+ re.allchar))`;

/** In this format or, lest the format be narrower than AWS's, as the policies write it. */
function formatted(pattern: string): Key['law'] {
  return (_, value, constants) => [or([isIn(value, pattern), ...constants.map((constant) => `(= ${value} ${textOf(constant)})`)])];
}

function both(...laws: readonly Key['law'][]): Key['law'] {
  return (present, value, constants) => laws.flatMap((law) => law(present, value, constants));
}

const onlyOf = (term: string): Key['law'] => (present) => [implies(present, term)];
const exactlyOf = (term: string): Key['law'] => (present) => [iff(present, term)];
const notEmpty: Key['law'] = (_, value) => [`(not (= ${value} ""))`];
const NO_LAW: Key['law'] = () => [];

const CUSTOMER_TYPES = ['Account', 'User', 'AssumedRole', 'FederatedUser', 'Anonymous'];

/** Written anew here, from the registries of IANA. */
const NOT_ON_THE_INTERNET = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', 'fc00::/7', 'fe80::/10', '::1/128'];

const KEYS: Readonly<Record<string, Key>> = {
  'aws:securetransport': { sort: 'bool', law: (present, value) => [present, iff(value, 'secure')] },
  'aws:principalorgid': { sort: 'text', law: both(onlyOf(or([is('AWS'), is('Federated')])), formatted(ORGANIZATION)) },
  'aws:principalaccount': {
    sort: 'text',
    law: (present, value) => [
      implies(is('AWS'), and([present, `(= ${value} account)`])),
      implies(is('anonymous'), and([present, `(= ${value} "anonymous")`])),
      implies(is('Federated'), and([present, anAccount(value)])),
      // What it is for a service AWS does not say, but it is no customer's.
      implies(is('Service'), and([present, oneOf(value, ['999900001111'])])),
    ],
  },
  'aws:principalarn': {
    sort: 'text',
    law: (present, value) => [
      implies(is('AWS'), and([present, `(= ${value} arn)`])),
      implies(or([is('anonymous'), is('Service')]), not(present)),
      `(not (= ${value} ""))`,
    ],
  },
  'aws:principaltype': {
    sort: 'text',
    law: (present, value) => [
      implies(is('AWS'), and([present, `(= ${value} (ite ${IS_ROOT} "Account" (ite ${IS_USER} "User" "AssumedRole")))`])),
      implies(is('anonymous'), and([present, `(= ${value} "Anonymous")`])),
      // What it is for a service AWS does not say, only that it is there.
      implies(is('Service'), and([present, not(`(= ${value} "")`), not(or(CUSTOMER_TYPES.map((type) => `(= ${value} "${type}")`)))])),
      implies(not(is('Service')), and([present, or(CUSTOMER_TYPES.map((type) => `(= ${value} "${type}")`))])),
    ],
  },
  'aws:principaltag/team': { sort: 'text', law: onlyOf(or([is('AWS'), is('Federated')])) },
  'aws:sourceip': {
    sort: 'ip',
    law: (present, value) => [implies(INTERNET, present), implies(ENDPOINT, not(present)), ...NOT_ON_THE_INTERNET.map((block) => not(inBlock('aws:sourceip', value, block)))],
  },
  'aws:vpcsourceip': { sort: 'ip', law: exactlyOf(ENDPOINT) },
  'aws:sourcevpce': { sort: 'text', law: both(exactlyOf(ENDPOINT), formatted(hexId('vpce-'))) },
  'aws:sourcevpc': { sort: 'text', law: both(exactlyOf(ENDPOINT), formatted(hexId('vpc-'))) },
  'aws:sourceaccount': { sort: 'text', law: (present, value) => [iff(present, 'forAccount'), iff(value, 'sourceAccount')] },
  'aws:sourcearn': {
    sort: 'text',
    law: (present, value) => [
      implies(present, is('Service')),
      `(= ${value} (str.++ "arn:aws:" sourceService ":" sourceRegion ":" sourceArnAccount ":" sourceRest))`,
      not('(= sourceService "")'), not('(= sourceRest "")'), not('(str.contains sourceService ":")'), not('(str.contains sourceRegion ":")'),
      or(['(= sourceArnAccount "")', '(and forAccount (= sourceArnAccount sourceAccount))', and([not('forAccount'), anAccount('sourceArnAccount')])]),
    ],
  },
  'aws:principalisawsservice': { sort: 'bool', law: (present, value) => [iff(present, not(is('anonymous'))), iff(value, is('Service'))] },
  'aws:viaawsservice': { sort: 'bool', law: (present, value) => [present, iff(value, VIA_SERVICE)] },
  'aws:principalservicename': { sort: 'text', law: (present, value) => [iff(present, is('Service')), iff(value, 'service')] },
  // The versions that there are: S3 speaks no others.
  's3:tlsversion': { sort: 'real', law: both(exactlyOf('secure'), (_, value) => [or(['1.0', '1.1', '1.2', '1.3'].map((version) => `(= ${value} ${version})`))]) },
  's3:max-keys': { sort: 'number', law: NO_LAW },
  's3:prefix': { sort: 'text', law: NO_LAW },
  'aws:currenttime': { sort: 'number', law: (present) => [present] },
  'aws:tagkeys': { sort: 'set', law: NO_LAW },
  's3:requestobjecttagkeys': { sort: 'set', law: NO_LAW },
  'aws:referer': { sort: 'text', law: notEmpty },
};

/** A request that the first policy allows, and the second does not. */
export function differenceQuery(first: OraclePolicy, second: OraclePolicy): Query {
  return query([first, second], [allows(first, 'surely'), not(allows(second, 'maybe'))]);
}

/** A request of a stranger that the policy allows: anonymous, of a web identity, or of an account and an organization that the policy does not name. */
export function strangerQuery(policy: OraclePolicy): Query {
  const texts = JSON.stringify(policy);
  const organizations = texts.match(/\bo-[a-z0-9]+/g) ?? [];
  const keys = keysOf([policy]);
  const unlisted = (term: string, names: readonly string[]) => names.map((name) => not(`(= ${term} "${name}")`));
  const ofNoNamedOrganization = keys.includes('aws:principalorgid') ? [or([not(presence('aws:principalorgid')), and(unlisted(variable('aws:principalorgid'), organizations))])] : [];
  return query([policy], [allows(policy, 'surely'), or([
    is('anonymous'),
    and([is('Federated'), ...keys.includes('aws:principalaccount') ? unlisted(variable('aws:principalaccount'), texts.match(/\d{12}/g) ?? []) : [], ...ofNoNamedOrganization]),
    and([is('AWS'), ...unlisted('account', texts.match(/\d{12}/g) ?? []), ...ofNoNamedOrganization]),
  ])]);
}

function query(policies: readonly OraclePolicy[], goal: readonly string[]): Query {
  const keys = keysOf(policies);
  const declarations = keys.flatMap((key) => [...declarationsOf(key, constantsOf(policies, key)), ...emptyTexts(policies, key)]);
  const texts = textsIn([...declarations, ...goal, '(resource)']);
  const script = [
    '(set-option :timeout 5000)',
    '(declare-const action (_ BitVec 8))',
    ...['kind', 'role', 'route'].map((name) => `(declare-const ${name} (_ BitVec 2))`),
    ...['secure', 'forAccount', 'onObject'].map((name) => `(declare-const ${name} Bool)`),
    ...texts.map(({ name }) => `(declare-const ${name} String)`),
    ...[...REQUEST_LAWS, ...texts.flatMap(({ laws }) => laws)].map((law) => `(assert ${law})`),
    ...declarations,
    ...goal.map((term) => `(assert ${term})`),
    '(check-sat)',
    `(get-value (kind role action secure ${[...texts.map(({ name }) => name), ...keys.flatMap(termsOf)].join(' ')}))`,
  ].join('\n');
  return { script, keys };
}

function termsOf(key: string): string[] {
  const { sort } = KEYS[key];
  return [presence(key), ...sort === 'set' ? slots(key).flatMap(({ used, value }) => [used, value]) : [variable(key), ...sort === 'ip' ? [familyOf(key)] : []]];
}

const REQUEST_LAWS = [
  iff(is('Service'), FROM_SERVICE),
  implies(VIA_SERVICE, is('AWS')),
  implies('forAccount', is('Service')),
  `(ite onObject ${actionIn(({ types }) => types.includes('object'))} ${actionIn(({ types }) => types.includes('bucket'))})`,
  `(ite onObject ${isIn('resource', OBJECT)} ${isIn('resource', BUCKET)})`,
];

/** Texts that a request has only if something is said of them: what nobody speaks of would only cost time. */
const TEXTS: readonly { readonly name: string; readonly laws: readonly string[] }[] = [
  { name: 'account', laws: [anAccount('account')] },
  { name: 'name', laws: ['(not (= name ""))'] },
  { name: 'arn', laws: [`(= arn (str.++ "arn:aws:iam::" account ":" (ite ${IS_ROOT} "root" (ite ${IS_USER} (str.++ "user/" name) (str.++ "role/" name)))))`] },
  { name: 'service', laws: [aService('service')] },
  { name: 'provider', laws: [] },
  { name: 'resource', laws: [] },
  { name: 'sourceAccount', laws: [anAccount('sourceAccount')] },
  ...['sourceService', 'sourceRegion', 'sourceArnAccount', 'sourceRest'].map((name) => ({ name, laws: [] })),
];

function textsIn(terms: readonly string[]): typeof TEXTS {
  const all = terms.join(' ');
  const uses = (name: string) => new RegExp(`[( ]${name}[) ]`).test(all);
  return TEXTS.filter(({ name }) => uses(name) || (uses('arn') && ['account', 'name'].includes(name)));
}

/** One of these actions, as ranges of their numbers. */
function actionIn(accepts: (action: typeof ACTIONS[number]) => boolean): string {
  const ranges: [number, number][] = [];
  ACTIONS.forEach((action, i) => {
    const last = ranges[ranges.length - 1];
    if (accepts(action) && last?.[1] === i - 1) {
      last[1] = i;
    } else if (accepts(action)) {
      ranges.push([i, i]);
    }
  });
  return or(ranges.map(([from, to]) => from === to ? `(= action (_ bv${from} 8))` : `(and (bvule (_ bv${from} 8) action) (bvule action (_ bv${to} 8)))`));
}

function keysOf(policies: readonly OraclePolicy[]): string[] {
  const clauses = policies.flatMap(({ Statement }) => Statement.flatMap(({ Condition }) => Object.values(Condition ?? {})));
  return [...new Set(clauses.flatMap((keys) => Object.keys(keys).map((key) => key.toLowerCase())))];
}

function constantsOf(policies: readonly OraclePolicy[], key: string): string[] {
  return policies.flatMap(({ Statement }) => Statement.flatMap(({ Condition }) => Object.values(Condition ?? {}).flatMap((keys) =>
    Object.entries(keys).flatMap(([name, values]) => name.toLowerCase() === key ? values.filter((value) => !/[*?]/.test(value)) : []))));
}

const variable = (key: string) => `|v_${key}|`;
const presence = (key: string) => `|p_${key}|`;
/** Whether an address is one of IPv4. */
const familyOf = (key: string) => `|f_${key}|`;
const slots = (key: string) => Array.from({ length: SLOTS }, (_, i) => ({ used: `|u${i}_${key}|`, value: `|v${i}_${key}|` }));

const SORTS: Readonly<Record<Exclude<Sort, 'set'>, string>> = { text: 'String', number: 'Int', real: 'Real', ip: '(_ BitVec 128)', bool: 'Bool' };

function declarationsOf(key: string, constants: readonly string[]): string[] {
  const { sort, law } = KEYS[key];
  const [value, present] = [variable(key), presence(key)];
  const carried = (key.startsWith('s3:') || key === 'aws:tagkeys') && KNOWN_ACTION_KEYS.has(key) ? [`(assert (=> ${present} ${actionIn(({ keys }) => keys.has(key))}))`] : [];
  return [
    `(declare-const ${present} Bool)`,
    ...sort === 'set' ? slots(key).flatMap((slot) => [`(declare-const ${slot.used} Bool)`, `(declare-const ${slot.value} String)`])
      : [`(declare-const ${value} ${SORTS[sort]})`],
    ...sort === 'ip' ? [`(declare-const ${familyOf(key)} Bool)`, `(assert (=> ${familyOf(key)} (= ((_ extract 127 32) ${value}) (_ bv0 96))))`] : [],
    ...carried,
    ...law(present, value, constants).map((term) => `(assert ${term})`),
  ];
}

/** What an operator on sets makes of an empty text AWS does not say, so none is asked about. */
function emptyTexts(policies: readonly OraclePolicy[], key: string): string[] {
  const isSet = policies.some(({ Statement }) => Statement.some(({ Condition }) => Object.entries(Condition ?? {}).some(([operator, keys]) =>
    /^For(Any|All)Value/.test(operator) && Object.keys(keys).some((name) => name.toLowerCase() === key))));
  const values = KEYS[key].sort === 'set' ? slots(key).map(({ value }) => value) : KEYS[key].sort === 'text' ? [variable(key)] : [];
  return isSet ? values.map((value) => `(assert (not (= ${value} "")))`) : [];
}

/** Whether a statement speaks of a caller AWS does not always say: what is asked about is sure. */
type Reading = 'surely' | 'maybe';

function otherwise(reading: Reading): Reading {
  return reading === 'surely' ? 'maybe' : 'surely';
}

function allows({ Statement }: OraclePolicy, reading: Reading): string {
  const matching = (effect: OracleStatement['Effect'], read: Reading) => or(Statement.filter(({ Effect }) => Effect === effect).map((statement) => matchesStatement(statement, read)));
  return and([matching('Allow', reading), not(matching('Deny', otherwise(reading)))]);
}

function matchesStatement({ Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition }: OracleStatement, reading: Reading): string {
  return and([
    Principal ? isPrincipal(Principal, reading) : not(isPrincipal(NotPrincipal!, otherwise(reading))),
    Action ? isAction(Action) : not(isAction(NotAction!)),
    Resource ? isResource(Resource) : not(isResource(NotResource!)),
    ...Object.entries(Condition ?? {}).flatMap(([operator, keys]) => Object.entries(keys).map(([key, values]) => holds(operator, key.toLowerCase(), values))),
  ]);
}

/** `{"AWS": "*"}` is everyone but, as AWS does not say, perhaps not services. */
function isPrincipal(principals: Principals, reading: Reading): string {
  if (principals === '*') {
    return 'true';
  }
  return or([
    ...(principals.AWS ?? []).map((id) => {
      const account = /^(?:arn:aws:iam::)?(\d{12})(?::root)?$/.exec(id)?.[1];
      return id === '*' ? reading === 'maybe' ? 'true' : not(is('Service')) : and([is('AWS'), account ? `(= account "${account}")` : `(= arn ${textOf(id)})`]);
    }),
    ...(principals.Service ?? []).map((name) => and([is('Service'), `(= service ${textOf(name)})`])),
    ...(principals.Federated ?? []).map((name) => and([is('Federated'), `(= provider ${textOf(name)})`])),
  ]);
}

function isAction(patterns: readonly string[]): string {
  const expressions = patterns.map((pattern) => new RegExp(`^${[...pattern].map((c) => c === '*' ? '.*' : c === '?' ? '.' : `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}$`, 'i'));
  return actionIn(({ name }) => expressions.some((expression) => expression.test(name)));
}

function isResource(patterns: readonly string[]): string {
  return or(patterns.map((pattern) => isIn('resource', patternOf(pattern))));
}

/** What a clause says, where its key is there and where it is not. */
function holds(operator: string, key: string, values: readonly string[]): string {
  const present = presence(key);
  if (operator === 'Null') {
    return or(values.map((value) => value === 'true' ? not(present) : present));
  }
  const [, set, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator)!;
  const negated = name.includes('Not');
  const plain = name.replace('Not', '');
  const whenAbsent = ifExists !== undefined || set === 'ForAllValues' || (negated && set === undefined);
  const ofValue = (value: string): string => {
    const any = or(values.map((wanted) => matchesValue(plain, KEYS[key].sort, key, value, wanted)));
    return negated ? not(any) : any;
  };
  const whenPresent = KEYS[key].sort !== 'set' ? ofValue(variable(key))
    : set === 'ForAllValues' ? and(slots(key).map(({ used, value }) => implies(used, ofValue(value))))
      : or(slots(key).map(({ used, value }) => and([used, ofValue(value)])));
  return `(ite ${present} ${whenPresent} ${whenAbsent})`;
}

function matchesValue(operator: string, sort: Sort, key: string, value: string, wanted: string): string {
  const order = { LessThan: '<', LessThanEquals: '<=', GreaterThan: '>', GreaterThanEquals: '>=', Equals: '=' }[operator.replace(/^(Numeric|Date)/, '')];
  switch (operator) {
    case 'StringEquals': return `(= ${value} ${textOf(wanted)})`;
    case 'StringEqualsIgnoreCase': return isIn(value, inAnyCase(wanted));
    case 'StringLike': return isIn(value, patternOf(wanted));
    case 'ArnLike': case 'ArnEquals': return isIn(value, arnParts(wanted));
    case 'Bool': return wanted === 'true' ? value : not(value);
    case 'IpAddress': return inBlock(key, value, wanted);
    default: return `(${order} ${sort === 'real' ? value : `(to_real ${value})`} ${realOf(operator.startsWith('Date') && !/^\d+$/.test(wanted) ? Date.parse(wanted) / 1000 : Number(wanted))})`;
  }
}

function realOf(value: number): string {
  const magnitude = Number.isInteger(value) ? `${Math.abs(value)}.0` : String(Math.abs(value));
  return value < 0 ? `(- ${magnitude})` : magnitude;
}

function inBlock(key: string, value: string, block: string): string {
  const [base, length] = block.split('/');
  const isV4 = !base.includes(':');
  const bytes = bytesOfAddress(base);
  const size = bytes.length * 8;
  const bits = length === undefined ? size : Number(length);
  const number = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  const family = isV4 ? familyOf(key) : not(familyOf(key));
  return bits === 0 ? family : and([family, `(= ((_ extract ${size - 1} ${size - bits}) ${value}) (_ bv${number / pow(size - bits)} ${bits}))`]);
}

export interface KeyNames {
  readonly present: string;
  readonly value: string;
  /** Of an address: whether it is one of IPv4. */
  readonly family: string;
  readonly slots: readonly { readonly used: string; readonly value: string }[];
  readonly sort: Sort;
}

/** What get-value calls the parts of a key's value. */
export function namesOf(key: string): KeyNames {
  return { present: presence(key), value: variable(key), family: familyOf(key), slots: slots(key), sort: KEYS[key].sort };
}
