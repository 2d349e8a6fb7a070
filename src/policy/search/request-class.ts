import { ACCOUNT_ID, domainOf, hasWholeNumbers, isTyped, MULTIVALUED_KEYS, ORGANIZATION, vpcArns } from './key-domains';
import { KeyAvailability } from './key-theory';
import { anyText, atLeast, LinearPattern, literal, sequence } from './linear-pattern';
import { freshAccount, freshOrganization, Vocabulary } from './vocabulary';
import { AwsIdentity, PRINCIPAL_TYPES, readAwsIdentity, RequestPrincipal } from '../policy-request';
import { canCarry, S3Action } from '../s3-actions';

/** What a key can be, worked out only for keys that are asked about. */
type KeyTable = Readonly<Record<string, () => KeyAvailability>>;

/** Who sends a request, as far as the policies can tell callers apart. */
export interface Caller {
  readonly type: 'anonymous' | 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';
  /** Exactly who it is; of a caller that no policy names only the kind is fixed, and its ARN is solved for. */
  readonly principal: RequestPrincipal;
  readonly identity?: AwsIdentity;
  readonly named: boolean;
  /** Its account and organization are none that the policies or the question name. */
  readonly stranger: boolean;
  readonly keys: KeyTable;
  /** Of a caller in any account that is not named: what its ARN has before the account. */
  readonly accountPrefix?: string;
  /** The account that a service acts for: an id, or `elsewhere` for one that is not named. */
  readonly sourceAccount?: string;
}

/** From where it comes. */
export interface Route {
  readonly name: 'internet' | 'endpoint' | 'awsService' | 'servicePrincipal';
  readonly keys: KeyTable;
}

/** The key is never there. */
export const NEVER: KeyAvailability = { mayBeAbsent: true, multivalued: false, wholeNumbers: false };
const ABSENT = () => NEVER;

function fixed(...values: string[]): () => KeyAvailability {
  return () => ({ mayBeAbsent: false, fixed: values, domain: values.map(literal), multivalued: false, wholeNumbers: false });
}

function free(vocabulary: Vocabulary, key: string, mayBeAbsent: boolean): () => KeyAvailability {
  return () => remembered(vocabulary, `${mayBeAbsent} ${key}`, () => within(key, mayBeAbsent, domainOf(key, vocabulary.constants.get(key))));
}

function within(key: string, mayBeAbsent: boolean, domain: readonly LinearPattern[], except?: readonly LinearPattern[]): KeyAvailability {
  return { mayBeAbsent, domain, except, multivalued: MULTIVALUED_KEYS.has(key), wholeNumbers: hasWholeNumbers(key), typed: isTyped(key) };
}

const IDENTITY_KEYS = ['aws:principalarn', 'aws:principalorgid', 'aws:principalorgpaths', 'aws:principalisawsservice', 'aws:username', 'aws:federatedprovider', 'aws:sourceidentity'];
const SERVICE_KEYS = ['aws:sourcearn', 'aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths', 'aws:principalservicename', 'aws:principalservicenameslist'];
const MFA_KEYS = ['aws:multifactorauthpresent', 'aws:multifactorauthage', 'aws:tokenissuetime'];
const ENDPOINT_KEYS = ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip', 'aws:vpceaccount', 'aws:vpceorgid', 'aws:vpceorgpaths', 'aws:sourcevpcarn'];

function absent(...keys: readonly string[]): KeyTable {
  return Object.fromEntries(keys.map((key) => [key, ABSENT]));
}

/**
 * Every caller that the policies can tell from the others: the anonymous one, those named, and for each account, service
 * and provider one that is not named.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function* callersOf(vocabulary: Vocabulary): Iterable<Caller> {
  for (const caller of anyCallersOf(vocabulary)) {
    yield* inOrganizations(caller, vocabulary);
  }
}

/**
 * Where policies speak of an organization both by its id and by its paths, the caller in each organization, since the
 * path begins with the id, and one is there whenever the other is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalorgpaths
 */
function* inOrganizations(caller: Caller, { keys, organizations, constants }: Vocabulary): Iterable<Caller> {
  if (caller.type !== 'AWS' || !keys.has('aws:principalorgid') || !keys.has('aws:principalorgpaths')) {
    yield caller;
    return;
  }
  const written = (organization: string) => [...constants.get('aws:principalorgpaths') ?? []].filter((path) => path.startsWith(`${organization}/`)).map(literal);
  yield { ...caller, keys: { ...caller.keys, ...absent('aws:principalorgid', 'aws:principalorgpaths') } };
  // Of organizations that are not named there are as many as patterns can tell apart, so theirs is left open.
  yield { ...caller, keys: { ...caller.keys, ...keysOfNoNamedOrganization(organizations) } };
  for (const organization of caller.stranger ? [] : organizations) {
    const path = sequence(organization, '/r-', atLeast(4, 'a-z0-9'), '/');
    const unit = sequence(organization, '/r-', atLeast(4, 'a-z0-9'), '/ou-', atLeast(4, 'a-z0-9-'), '/', atLeast(0, 'a-z0-9/-'));
    yield { ...caller, keys: { ...caller.keys, 'aws:principalorgid': fixed(organization), 'aws:principalorgpaths': () => within('aws:principalorgpaths', false, [path, unit, ...written(organization)]) } };
  }
}

function keysOfNoNamedOrganization(organizations: ReadonlySet<string>): KeyTable {
  const fresh = freshOrganization(organizations);
  const named = [...organizations];
  return {
    'aws:principalorgid': () => within('aws:principalorgid', false, [literal(fresh), ORGANIZATION], named.map(literal)),
    'aws:principalorgpaths': () => within(
      'aws:principalorgpaths', false, [sequence(fresh, '/r-', anyText(1)), sequence(ORGANIZATION, '/r-', anyText(1))], named.map((organization) => sequence(organization, '/', anyText(0)))),
  };
}

function* anyCallersOf(vocabulary: Vocabulary): Iterable<Caller> {
  yield anonymous();
  yield* unnamed(vocabulary, undefined, true);
  for (const identity of namedIdentities(vocabulary)) {
    yield awsCaller(vocabulary, identity, 'named');
  }
  for (const account of vocabulary.accounts) {
    if (account !== 'cloudfront') {
      yield* unnamed(vocabulary, account, false);
    }
  }
  if (['aws:principalorgid', 'aws:principalorgpaths', 'aws:userid'].some((key) => vocabulary.keys.has(key))) {
    // An account that nobody names may still be in an organization that somebody names.
    yield* unnamed(vocabulary, undefined, false);
  }
  for (const provider of vocabulary.federated) {
    yield otherCaller({ Federated: provider === '*' ? 'unnamed.example.com' : provider }, vocabulary);
  }
  for (const id of vocabulary.canonicalUsers) {
    yield otherCaller({ CanonicalUser: id === '*' ? UNNAMED_CANONICAL_USER : id }, vocabulary);
  }
  yield* serviceCallers(vocabulary);
}

const UNNAMED_CANONICAL_USER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

/** Those named, and for each named session another one of its role. */
function namedIdentities({ identities }: Vocabulary): AwsIdentity[] {
  const arns = new Set(identities.map(({ arn }) => arn));
  const roles = identities.filter(({ kind, principalArn }) => kind === 'session' && !arns.has(principalArn)).map(({ principalArn }) => readAwsIdentity(principalArn)!);
  return [...identities, ...roles.filter((role, i) => roles.findIndex(({ arn }) => arn === role.arn) === i)];
}

function anonymous(): Caller {
  return {
    type: 'anonymous',
    principal: 'anonymous',
    named: false,
    stranger: true,
    keys: {
      ...absent(...IDENTITY_KEYS, ...SERVICE_KEYS, ...MFA_KEYS),
      'aws:principalaccount': fixed('anonymous'),
      'aws:principaltype': fixed('Anonymous'),
      'aws:userid': fixed('anonymous'),
    },
  };
}

/**
 * A role and, where the policies could tell, a user, a federated user and the root user, none of them named; without an
 * account, of any account that is not named.
 */
function unnamed(vocabulary: Vocabulary, account: string | undefined, stranger: boolean): Caller[] {
  const tellsKinds = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username', ...MFA_KEYS].some((key) => vocabulary.keys.has(key));
  const name = unusedName(vocabulary);
  const home = account ?? freshAccount(vocabulary.accounts);
  return (tellsKinds ? ['role', 'user', 'federated-user', 'root'] as const : ['role'] as const).map((kind) => {
    const arn = `${arnPrefix(vocabulary, kind)}${home}:${kind === 'root' ? 'root' : `${kind}/${name}`}`;
    const identity: AwsIdentity = { partition: vocabulary.partition, account: home, kind, principalArn: arn, arn, name: kind === 'root' ? '' : name };
    return awsCaller(vocabulary, identity, account === undefined ? 'elsewhere' : 'unnamed', stranger);
  });
}

function arnPrefix({ partition }: Vocabulary, kind: AwsIdentity['kind']): string {
  return `arn:${partition}:${kind === 'federated-user' ? 'sts' : 'iam'}::`;
}

function unusedName(vocabulary: Vocabulary): string {
  const taken = new Set(vocabulary.identities.map(({ name }) => name));
  return ['someone', ...Array.from({ length: 100 }, (_, i) => `someone${i}`)].find((name) => !taken.has(name))!;
}

/** How much of an identity is fixed: all of it, all but its name, or only that its account is none that is named. */
type Fixedness = 'named' | 'unnamed' | 'elsewhere';

function awsCaller(vocabulary: Vocabulary, identity: AwsIdentity, fixedness: Fixedness, stranger = false): Caller {
  const { kind, account, principalArn, name } = identity;
  const prefix = arnPrefix(vocabulary, kind);
  const end = (): LinearPattern => kind === 'root' ? literal(':root') : sequence(`:${kind}/`, anyText(1));
  const domain = () => [sequence(prefix, account, end()), ...fixedness === 'elsewhere' ? [sequence(prefix, ACCOUNT_ID, end())] : []];
  const isFixed = fixedness === 'named' || (kind === 'root' && fixedness === 'unnamed');
  return {
    type: 'AWS',
    principal: { AWS: identity.arn },
    identity,
    named: isFixed,
    stranger,
    accountPrefix: fixedness === 'elsewhere' ? prefix : undefined,
    keys: {
      ...absent(...SERVICE_KEYS),
      'aws:principalarn': isFixed ? fixed(principalArn) : () => within('aws:principalarn', false, domain(), [
        ...vocabulary.identities.map((other) => literal(other.principalArn)),
        ...fixedness === 'elsewhere' ? [...vocabulary.accounts].map((other) => sequence(prefix, other, ':', anyText(0))) : [],
      ]),
      'aws:principalaccount': fixedness === 'elsewhere' ? accountOfNobody(vocabulary, 'aws:principalaccount', false) : fixed(account),
      'aws:principaltype': fixed(PRINCIPAL_TYPES[kind]),
      'aws:principalisawsservice': fixed('false'),
      'aws:principalorgid': free(vocabulary, 'aws:principalorgid', true),
      'aws:principalorgpaths': free(vocabulary, 'aws:principalorgpaths', true),
      'aws:userid': () => remembered(vocabulary, `of a ${kind} aws:userid`, () => within('aws:userid', false, [USER_IDS[kind]])),
      ...stranger ? keysOfStranger(vocabulary, kind) : {},
      'aws:username': kind === 'user' ? fixedness === 'named' ? fixed(name.split('/').pop()!) : free(vocabulary, 'aws:username', false) : ABSENT,
      ...kind === 'root' ? absent(...MFA_KEYS) : {},
    },
  };
}

const UNIQUE_ID = atLeast(16, 'A-Z0-9');

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const USER_IDS: Readonly<Record<AwsIdentity['kind'], LinearPattern>> = {
  'root': ACCOUNT_ID,
  'user': UNIQUE_ID,
  'role': sequence(UNIQUE_ID, ':', anyText(1)),
  'session': sequence(UNIQUE_ID, ':', anyText(1)),
  'federated-user': sequence(ACCOUNT_ID, ':', anyText(1)),
};

/** Organization and unique id of a stranger: any but those that are named. */
function keysOfStranger(vocabulary: Vocabulary, kind: AwsIdentity['kind']): KeyTable {
  const organizations = [...vocabulary.organizations];
  const fresh = freshOrganization(vocabulary.organizations);
  const userIds = [...vocabulary.constants.get('aws:userid') ?? [], ...vocabulary.globs.get('aws:userid') ?? []];
  const of = (key: string, mayBeAbsent: boolean, domain: readonly LinearPattern[], except: readonly LinearPattern[]): KeyTable => ({
    [key]: () => remembered(vocabulary, `of a stranger ${kind} ${key}`, () => within(key, mayBeAbsent, domain, except)),
  });
  return {
    ...of('aws:principalorgid', true, [literal(fresh), ORGANIZATION], organizations.map(literal)),
    ...of(
      'aws:principalorgpaths', true, [sequence(fresh, '/r-', anyText(1)), sequence(ORGANIZATION, '/r-', anyText(1))], organizations.map((organization) => sequence(organization, '/', anyText(0))),
    ),
    // `AROAEXAMPLE:*` names the role of that unique id.
    ...of('aws:userid', false, [...kind === 'role' ? [sequence('AROAOUTSIDER0000000:', anyText(1))] : [], USER_IDS[kind]],
      userIds.filter((id) => !/[*?]/.test(id.split(':')[0])).flatMap((id) => [literal(id), sequence(`${id.split(':')[0]}:`, anyText(0))])),
  };
}

/** An account id that is none of those named. */
function accountOfNobody(vocabulary: Vocabulary, key: string, mayBeAbsent: boolean): () => KeyAvailability {
  return () => remembered(vocabulary, `of nobody ${mayBeAbsent} ${key}`, () =>
    within(key, mayBeAbsent, [literal(freshAccount(vocabulary.accounts)), ACCOUNT_ID], [...vocabulary.accounts].map(literal)));
}

function otherCaller(principal: { Federated: string } | { CanonicalUser: string }, vocabulary: Vocabulary): Caller {
  const isFederated = 'Federated' in principal;
  return {
    type: isFederated ? 'Federated' : 'CanonicalUser',
    principal,
    named: true,
    // Anybody can have an account with a web identity provider; a SAML provider is part of an AWS account.
    stranger: 'Federated' in principal && !principal.Federated.includes(':saml-provider/'),
    keys: {
      ...absent(...SERVICE_KEYS),
      'aws:principalarn': free(vocabulary, 'aws:principalarn', true),
      'aws:principalaccount': free(vocabulary, 'aws:principalaccount', false),
      'aws:principaltype': free(vocabulary, 'aws:principaltype', false),
      'aws:principalisawsservice': fixed('false'),
    },
  };
}

/** Each named service, and one that is not, on behalf of each account, of one that is not named, and of none. */
function serviceCallers(vocabulary: Vocabulary): Caller[] {
  const tellsSources = SERVICE_KEYS.some((key) => vocabulary.keys.has(key));
  const sources = tellsSources ? [...vocabulary.accounts, 'elsewhere', undefined] : [undefined];
  return [...[...vocabulary.services].filter((service) => service !== '*'), undefined].flatMap((service) => sources.map((source): Caller => {
    const sourceAccount = (key: string) => source === undefined ? ABSENT : source === 'elsewhere' ? accountOfNobody(vocabulary, key, false) : fixed(source);
    const serviceName = service === undefined ? unnamedService(vocabulary) : fixed(service);
    return {
      type: 'Service',
      principal: { Service: service ?? UNNAMED_SERVICE },
      named: service !== undefined,
      stranger: false,
      sourceAccount: source,
      keys: {
        ...absent(...IDENTITY_KEYS, ...MFA_KEYS),
        'aws:principalisawsservice': fixed('true'),
        'aws:principalservicename': serviceName,
        'aws:principalservicenameslist': () => ({ ...serviceName(), multivalued: true }),
        // What they are for a service AWS does not say, only that they are there; they are no customer's.
        'aws:principalaccount': accountOfNobody(vocabulary, 'aws:principalaccount', false),
        'aws:principaltype': () => within('aws:principaltype', false, [literal('Service'), anyText(1)], CUSTOMER_TYPES),
        'aws:userid': () => within('aws:userid', false, [anyText(1)], [literal('anonymous')]),
        'aws:sourceaccount': sourceAccount('aws:sourceaccount'),
        'aws:sourceowner': sourceAccount('aws:sourceowner'),
        'aws:sourceorgid': free(vocabulary, 'aws:sourceorgid', true),
        'aws:sourceorgpaths': free(vocabulary, 'aws:sourceorgpaths', true),
        'aws:sourcearn': () => remembered(vocabulary, `from ${source} aws:sourcearn`, () => sourceArns(vocabulary, source)),
      },
    };
  }));
}

const CUSTOMER_TYPES = ['Account', 'User', 'AssumedRole', 'FederatedUser', 'Anonymous'].map(literal);
const UNNAMED_SERVICE = 'unnamed.amazonaws.com';

function unnamedService(vocabulary: Vocabulary): () => KeyAvailability {
  return () => within('aws:principalservicename', false, [literal(UNNAMED_SERVICE), sequence(atLeast(1, 'a-z0-9.-'), '.amazonaws.com')], [...vocabulary.services].map(literal));
}

/** An ARN that names an account names the one that the service acts for; those of buckets name none. */
function sourceArns(vocabulary: Vocabulary, source: string | undefined): KeyAvailability {
  const part = (minimum: number): LinearPattern => anyText(minimum).map((step) => ({ ...step, chars: { listed: ':', complement: true } }));
  const of = (account: string | LinearPattern) => sequence(`arn:${vocabulary.partition}:`, part(1), ':', part(0), ':', account, ':', anyText(1));
  const domain = source === undefined ? [of('')] : source === 'elsewhere' ? [of(freshAccount(vocabulary.accounts)), of(ACCOUNT_ID), of('')] : [of(source), of('')];
  return within('aws:sourcearn', true, domain, source === 'elsewhere' ? [...vocabulary.accounts].map(of) : undefined);
}

/** The ways on which requests of such callers come, as far as the policies can tell them apart. */
export function routesOf(vocabulary: Vocabulary, type: Caller['type']): Route[] {
  const { keys } = vocabulary;
  const direct: KeyTable = { 'aws:viaawsservice': fixed('false'), 'aws:calledvia': ABSENT, 'aws:calledviafirst': ABSENT, 'aws:calledvialast': ABSENT };
  const address = (mayBeAbsent: boolean): KeyTable => ({ 'aws:sourceip': free(vocabulary, 'aws:sourceip', mayBeAbsent) });
  const noEndpoint = absent(...ENDPOINT_KEYS);
  if (type === 'Service') {
    return [{ name: 'servicePrincipal', keys: { ...direct, ...address(true), ...noEndpoint } }];
  }
  const routes: Route[] = [{ name: 'internet', keys: { ...direct, ...address(false), ...noEndpoint } }];
  if (['aws:sourceip', ...ENDPOINT_KEYS].some((key) => keys.has(key))) {
    const endpoint: KeyTable = {
      ...direct,
      'aws:sourceip': ABSENT,
      ...Object.fromEntries(ENDPOINT_KEYS.map((key) => [key, free(vocabulary, key, !['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].includes(key))])),
    };
    routes.push(...inVpcs(vocabulary).map((vpc): Route => ({ name: 'endpoint', keys: { ...endpoint, ...vpc } })));
  }
  if (type === 'AWS' && ['aws:sourceip', 'aws:viaawsservice', 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', ...ENDPOINT_KEYS].some((key) => keys.has(key))) {
    routes.push({ name: 'awsService', keys: { 'aws:viaawsservice': fixed('true'), ...address(true), ...noEndpoint } });
  }
  return routes;
}

/**
 * Where policies speak of a VPC both by its id and by its ARN, each VPC that is named and one that is not, since the ARN ends
 * in the id, and one is there whenever the other is.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourcevpcarn
 */
function inVpcs(vocabulary: Vocabulary): KeyTable[] {
  const { keys, vpcs } = vocabulary;
  if (!keys.has('aws:sourcevpc') || !keys.has('aws:sourcevpcarn')) {
    return [{}];
  }
  const of = (key: string, name: string, domain: readonly LinearPattern[], except?: readonly LinearPattern[]): KeyTable => ({
    [key]: () => remembered(vocabulary, `of VPC ${name} ${key}`, () => within(key, false, domain, except)),
  });
  const written = (key: string) => [...vocabulary.constants.get(key) ?? []];
  const named = [...vpcs];
  return [
    ...named.map((id): KeyTable => ({
      'aws:sourcevpc': fixed(id),
      ...of('aws:sourcevpcarn', id, [...written('aws:sourcevpcarn').filter((arn) => arn.endsWith(`:vpc/${id}`)).map(literal), ...vpcArns(id)]),
    })),
    {
      ...of('aws:sourcevpc', 'of no name', domainOf('aws:sourcevpc', vocabulary.constants.get('aws:sourcevpc')), named.map(literal)),
      ...of('aws:sourcevpcarn', 'of no name', domainOf('aws:sourcevpcarn', vocabulary.constants.get('aws:sourcevpcarn')), named.map((id) => sequence(anyText(0), `:vpc/${id}`))),
    },
  ];
}

/** What every request has, whoever sends it. */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime', 'aws:useragent', 'aws:requestedregion', 'aws:userid']);

const availabilities = new WeakMap<object, Map<string, KeyAvailability>>();

/** The same key of the same owner always has the same availability, also as an object. */
function remembered(owner: object, key: string, make: () => KeyAvailability): KeyAvailability {
  const ofOwner = availabilities.get(owner) ?? new Map<string, KeyAvailability>();
  availabilities.set(owner, ofOwner);
  const availability = ofOwner.get(key) ?? make();
  ofOwner.set(key, availability);
  return availability;
}

/** Whether the key can only come with some actions; all other keys come with who sends a request and from where. */
export function isActionKey(key: string): boolean {
  return key.startsWith('s3:') && key !== 's3:tlsversion';
}

/** What requests from this sender can have for a key that does not depend on the action. */
export function availabilityFor(vocabulary: Vocabulary, caller: Caller, route: Route, secure: boolean, key: string): KeyAvailability {
  for (const owner of [caller, route]) {
    if (Object.hasOwn(owner.keys, key)) {
      return remembered(owner, key, owner.keys[key]);
    }
  }
  if (key === 'aws:securetransport') {
    return SECURE[String(secure) as 'true' | 'false'];
  }
  if (key === 's3:tlsversion' && secure) {
    // Every TLS connection has a version, so that a Deny below a version that there is not locks everybody out, as
    // https://github.com/aws/aws-cdk/issues/30226 reports.
    return free(vocabulary, key, false)();
  }
  const never = key === 's3:tlsversion' || (key.startsWith('aws:principaltag/') && caller.type !== 'AWS');
  return never ? NEVER : free(vocabulary, key, !ALWAYS_PRESENT.has(key))();
}

const SECURE = { true: fixed('true')(), false: fixed('false')() };

/** What requests with this action can have for a key that depends on it. */
export function availabilityWith(vocabulary: Vocabulary, action: S3Action, key: string): KeyAvailability {
  return canCarry(action, key) ? free(vocabulary, key, true)() : NEVER;
}
