import { domainOf, hasWholeNumbers, MULTIVALUED_KEYS } from './key-domains';
import { KeyAvailability } from './key-theory';
import { anyText, LinearPattern, literal, sequence } from './linear-pattern';
import { freshAccount, freshOrganization, Vocabulary } from './vocabulary';
import { AwsIdentity, PRINCIPAL_TYPES, RequestPrincipal } from '../policy-request';
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
}

/** From where it comes. */
export interface Route {
  readonly name: 'internet' | 'endpoint' | 'awsService' | 'servicePrincipal';
  readonly keys: KeyTable;
}

const NEVER: KeyAvailability = { mayBeAbsent: true, multivalued: false, wholeNumbers: false };
const ABSENT = () => NEVER;

function fixed(...values: string[]): () => KeyAvailability {
  return () => ({ mayBeAbsent: false, fixed: values, domain: values.map(literal), multivalued: false, wholeNumbers: false });
}

function free(vocabulary: Vocabulary, key: string, mayBeAbsent: boolean, domain?: () => readonly LinearPattern[]): () => KeyAvailability {
  return () => ({
    mayBeAbsent,
    domain: domain?.() ?? domainOf(key, vocabulary.constants.get(key)),
    multivalued: MULTIVALUED_KEYS.has(key),
    wholeNumbers: hasWholeNumbers(key),
  });
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
export function callersOf(vocabulary: Vocabulary): Caller[] {
  const stranger = freshAccount(vocabulary.accounts);
  const accounts = [...vocabulary.accounts].filter((account) => account !== 'cloudfront');
  return [
    anonymous(),
    ...unnamed(vocabulary, stranger, true),
    ...vocabulary.identities.map((identity) => awsCaller(vocabulary, identity, true, false)),
    ...accounts.flatMap((account) => unnamed(vocabulary, account, false)),
    // An account that nobody names may still be in an organization that somebody names.
    ...['aws:principalorgid', 'aws:principalorgpaths', 'aws:userid'].some((key) => vocabulary.keys.has(key)) ? unnamed(vocabulary, stranger, false) : [],
    ...[...vocabulary.federated].map((provider) => otherCaller({ Federated: provider }, vocabulary)),
    ...[...vocabulary.canonicalUsers].map((id) => otherCaller({ CanonicalUser: id }, vocabulary)),
    ...serviceCallers(vocabulary, stranger),
  ];
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

/** A role and, where the policies could tell, a user and the root user, none of them named. */
function unnamed(vocabulary: Vocabulary, account: string, stranger: boolean): Caller[] {
  const tellsKinds = ['aws:principalarn', 'aws:principaltype', 'aws:userid', 'aws:username', ...MFA_KEYS].some((key) => vocabulary.keys.has(key));
  const identity = (kind: AwsIdentity['kind'], rest: string): AwsIdentity => {
    const arn = `arn:${vocabulary.partition}:iam::${account}:${rest}`;
    return { partition: vocabulary.partition, account, kind, principalArn: arn, arn, name: rest.split('/').slice(1).join('/') };
  };
  return [
    awsCaller(vocabulary, identity('role', `role/${unusedName(vocabulary)}`), false, stranger),
    ...tellsKinds ? [awsCaller(vocabulary, identity('user', `user/${unusedName(vocabulary)}`), false, stranger), awsCaller(vocabulary, identity('root', 'root'), true, stranger)] : [],
  ];
}

function unusedName(vocabulary: Vocabulary): string {
  const taken = new Set(vocabulary.identities.map(({ name }) => name));
  return ['someone', ...Array.from({ length: 100 }, (_, i) => `someone${i}`)].find((name) => !taken.has(name))!;
}

function awsCaller(vocabulary: Vocabulary, identity: AwsIdentity, named: boolean, stranger: boolean): Caller {
  const { kind, account, principalArn, partition, name } = identity;
  const taken = vocabulary.organizations;
  const ifStranger = (domain: () => readonly LinearPattern[]) => stranger ? domain : undefined;
  return {
    type: 'AWS',
    principal: { AWS: identity.arn },
    identity,
    named,
    stranger,
    keys: {
      ...absent(...SERVICE_KEYS),
      'aws:principalarn': named || kind === 'root' ? fixed(principalArn) : () => ({
        ...free(vocabulary, 'aws:principalarn', false, () => [sequence(`arn:${partition}:iam::${account}:${kind}/`, anyText(1))])(),
        except: vocabulary.identities.length > 0 ? vocabulary.identities.map((other) => literal(other.principalArn)) : undefined,
      }),
      'aws:principalaccount': fixed(account),
      'aws:principaltype': fixed(PRINCIPAL_TYPES[kind]),
      'aws:principalisawsservice': fixed('false'),
      'aws:principalorgid': free(vocabulary, 'aws:principalorgid', true, ifStranger(() => [literal(freshOrganization(taken))])),
      'aws:principalorgpaths': free(vocabulary, 'aws:principalorgpaths', true, ifStranger(() => [sequence(freshOrganization(taken), '/r-', anyText(1))])),
      // The unique id of somebody whom the policies do not name is none of theirs.
      'aws:userid': free(vocabulary, 'aws:userid', false, ifStranger(() => [sequence('AROAOUTSIDER0000000:', anyText(1)), literal('AIDAOUTSIDER0000000')])),
      'aws:username': kind === 'user' ? named ? fixed(name.split('/').pop()!) : free(vocabulary, 'aws:username', false) : ABSENT,
      ...kind === 'root' ? absent(...MFA_KEYS) : {},
    },
  };
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
      ...Object.fromEntries(['aws:principalarn', 'aws:principalaccount', 'aws:principaltype'].map((key) => [key, free(vocabulary, key, true)])),
      'aws:principalisawsservice': fixed('false'),
    },
  };
}

/** Each service on behalf of each account, and of no account. */
function serviceCallers(vocabulary: Vocabulary, stranger: string): Caller[] {
  const services = [...vocabulary.services, 'unnamed.amazonaws.com'];
  const tellsSources = SERVICE_KEYS.some((key) => vocabulary.keys.has(key));
  const sources = tellsSources ? [stranger, ...vocabulary.accounts, undefined] : [undefined];
  return services.flatMap((service) => sources.map((source): Caller => ({
    type: 'Service',
    principal: { Service: service },
    named: true,
    stranger: false,
    keys: {
      ...absent(...IDENTITY_KEYS, ...MFA_KEYS),
      'aws:principalisawsservice': fixed('true'),
      'aws:principalservicename': fixed(service),
      'aws:principalservicenameslist': () => ({ ...fixed(service)(), multivalued: true }),
      'aws:principalaccount': free(vocabulary, 'aws:principalaccount', true),
      'aws:principaltype': free(vocabulary, 'aws:principaltype', true),
      'aws:userid': free(vocabulary, 'aws:userid', true),
      'aws:sourceaccount': source === undefined ? ABSENT : fixed(source),
      'aws:sourceowner': source === undefined ? ABSENT : fixed(source),
      'aws:sourceorgid': free(vocabulary, 'aws:sourceorgid', true),
      'aws:sourceorgpaths': free(vocabulary, 'aws:sourceorgpaths', true),
      // An ARN that names an account names the one that the service acts for; those of buckets name none.
      'aws:sourcearn': free(vocabulary, 'aws:sourcearn', true, () => sourceArns(vocabulary, source)),
    },
  })));
}

function sourceArns({ partition }: Vocabulary, source: string | undefined): LinearPattern[] {
  const part = (minimum: number) => Array.from(anyText(minimum), (step) => ({ ...step, chars: { listed: ':', complement: true } }));
  const of = (account: string) => sequence(`arn:${partition}:`, part(1), ':', part(0), `:${account}:`, anyText(1));
  return source === undefined ? [of('')] : [of(source), of('')];
}

/** The ways on which requests come, as far as the policies can tell them apart. */
export function routesOf(vocabulary: Vocabulary, caller: Caller): Route[] {
  const { keys } = vocabulary;
  const direct: KeyTable = { 'aws:viaawsservice': fixed('false'), 'aws:calledvia': ABSENT, 'aws:calledviafirst': ABSENT, 'aws:calledvialast': ABSENT };
  const address = (mayBeAbsent: boolean): KeyTable => ({ 'aws:sourceip': free(vocabulary, 'aws:sourceip', mayBeAbsent) });
  const noEndpoint = absent(...ENDPOINT_KEYS);
  if (caller.type === 'Service') {
    return [{ name: 'servicePrincipal', keys: { ...direct, ...address(true), ...noEndpoint } }];
  }
  const routes: Route[] = [{ name: 'internet', keys: { ...direct, ...address(false), ...noEndpoint } }];
  if (['aws:sourceip', ...ENDPOINT_KEYS].some((key) => keys.has(key))) {
    routes.push({
      name: 'endpoint',
      keys: {
        ...direct,
        'aws:sourceip': ABSENT,
        ...Object.fromEntries(ENDPOINT_KEYS.map((key) => [key, free(vocabulary, key, !['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip'].includes(key))])),
      },
    });
  }
  if (caller.type === 'AWS' && ['aws:sourceip', 'aws:viaawsservice', 'aws:calledvia', 'aws:calledviafirst', 'aws:calledvialast', ...ENDPOINT_KEYS].some((key) => keys.has(key))) {
    routes.push({ name: 'awsService', keys: { 'aws:viaawsservice': fixed('true'), ...address(true), ...noEndpoint } });
  }
  return routes;
}

/** What every request has, whoever sends it. */
const ALWAYS_PRESENT: ReadonlySet<string> = new Set(['aws:currenttime', 'aws:epochtime', 'aws:useragent', 'aws:requestedregion', 'aws:userid']);

/** What a request of this kind can have for a key. */
export function availabilityOf(vocabulary: Vocabulary, caller: Caller, route: Route, action: S3Action, secure: boolean, key: string): KeyAvailability {
  const own = caller.keys[key] ?? route.keys[key];
  if (own) {
    return own();
  }
  if (key === 'aws:securetransport') {
    return fixed(String(secure))();
  }
  const never = (key === 's3:tlsversion' && !secure) || (key.startsWith('aws:principaltag/') && caller.type !== 'AWS') || (key.startsWith('s3:') && !canCarry(action, key));
  return never ? NEVER : free(vocabulary, key, !ALWAYS_PRESENT.has(key))();
}
