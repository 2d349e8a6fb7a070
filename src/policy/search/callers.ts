import { absent, fixed, free, KeyTable, NEVER, remembered, within } from './availability';
import { Caller } from './caller';
import { ACCOUNT_ID, IDENTITY_KEYS, MFA_KEYS, ORGANIZATION, SERVICE_KEYS } from './key-domains';
import { anyText, atLeast, LinearPattern, literal, sequence } from './linear-pattern';
import { inOrganizations } from './organizations';
import { accountOfNobody, serviceCallers } from './service-callers';
import { freshAccount, freshOf, freshOrganization, Vocabulary } from './vocabulary';
import { AwsIdentity, PRINCIPAL_TYPES, readAwsIdentity } from '../policy-request';

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

function* anyCallersOf(vocabulary: Vocabulary): Iterable<Caller> {
  yield anonymous();
  yield* unnamed(vocabulary, undefined, true);
  for (const identity of namedIdentities(vocabulary)) {
    yield* identity.kind === 'session' ? sessionCallers(vocabulary, identity) : [awsCaller(vocabulary, identity, 'named')];
  }
  for (const account of vocabulary.accounts) {
    if (account !== 'cloudfront') {
      yield* unnamed(vocabulary, account, false);
    }
  }
  if (['aws:principalorgid', 'aws:principalorgpaths', 'aws:userid'].some((key) => vocabulary.keys.has(key))) {
    // An account that nobody names may still be in an organization that someone names.
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

const NO_SERVICE = absent(...SERVICE_KEYS);
const UNNAMED_CANONICAL_USER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';

/** Those named, and for each named session another one of its role. */
function namedIdentities({ identities }: Vocabulary): AwsIdentity[] {
  const arns = new Set(identities.map(({ arn }) => arn));
  const roles = identities.filter(({ kind, principalArn }) => kind === 'session' && !arns.has(principalArn)).map(({ principalArn }) => readAwsIdentity(principalArn)!);
  return [...identities, ...roles.filter((role, i) => roles.findIndex(({ arn }) => arn === role.arn) === i)];
}

/**
 * A session as one of each role that it may be of: those of its name that are named, and one with another path, since the ARN
 * of a session does not show the path of its role.
 */
function sessionCallers(vocabulary: Vocabulary, session: AwsIdentity): Caller[] {
  const roleName = session.name.split('/')[0];
  const named = vocabulary.identities.filter(({ kind, account, name }) => kind === 'role' && account === session.account && name.split('/').pop() === roleName);
  const caller = awsCaller(vocabulary, session, 'named');
  const prefix = `${arnPrefix(vocabulary, 'role')}${session.account}:role/`;
  const anyPath = [literal(`${prefix}${roleName}`), sequence(prefix, anyText(1), '/', roleName)];
  return [
    ...named.map((role): Caller => ({
      ...caller, identity: { ...session, principalArn: role.arn }, givesPrincipalArn: true, keys: { ...caller.keys, 'aws:principalarn': fixed(role.arn) },
    })),
    {
      ...caller,
      // The role is none of those that are named.
      identity: { ...session, principalArn: '' },
      givesPrincipalArn: named.length > 0 || vocabulary.keys.has('aws:principalarn'),
      keys: { ...caller.keys, 'aws:principalarn': () => within('aws:principalarn', false, anyPath, named.map(({ arn }) => literal(arn))) },
    },
  ];
}

function anonymous(): Caller {
  return {
    type: 'anonymous',
    principal: 'anonymous',
    named: false,
    stranger: true,
    forwarded: false,
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
  return freshOf(taken, (i) => i === 0 ? 'someone' : `someone${i}`);
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
    forwarded: true,
    accountPrefix: fixedness === 'elsewhere' ? prefix : undefined,
    keys: {
      ...NO_SERVICE,
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
      'aws:username': kind === 'user' ? fixedness === 'named' ? fixed(name.split('/').pop()!) : free(vocabulary, 'aws:username', false) : () => NEVER,
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
  const of = (key: string, mayBeAbsent: boolean, domain: () => readonly LinearPattern[], except: () => readonly LinearPattern[]): KeyTable => ({
    [key]: () => remembered(vocabulary, `of a stranger ${kind} ${key}`, () => within(key, mayBeAbsent, domain(), except())),
  });
  return {
    ...of('aws:principalorgid', true, () => [literal(fresh), ORGANIZATION], () => organizations.map(literal)),
    ...of(
      'aws:principalorgpaths', true,
      () => [sequence(fresh, '/r-', anyText(1)), sequence(ORGANIZATION, '/r-', anyText(1))], () => organizations.map((organization) => sequence(organization, '/', anyText(0))),
    ),
    // `AROAEXAMPLE:*` names the role of that unique id.
    ...of('aws:userid', false, () => [...kind === 'role' ? [sequence('AROAOUTSIDER0000000:', anyText(1))] : [], USER_IDS[kind]],
      () => userIds.filter((id) => !/[*?]/.test(id.split(':')[0])).flatMap((id) => [literal(id), sequence(`${id.split(':')[0]}:`, anyText(0))])),
  };
}

function otherCaller(principal: { Federated: string } | { CanonicalUser: string }, vocabulary: Vocabulary): Caller {
  const isFederated = 'Federated' in principal;
  // Anybody can have an account with a web identity provider; a SAML provider is part of an AWS account.
  const isOpenToAnyone = isFederated && !principal.Federated.includes(':saml-provider/');
  return {
    type: isFederated ? 'Federated' : 'CanonicalUser',
    principal,
    named: true,
    stranger: isOpenToAnyone,
    forwarded: !isOpenToAnyone,
    keys: {
      ...NO_SERVICE,
      'aws:principalarn': free(vocabulary, 'aws:principalarn', true),
      'aws:principalaccount': free(vocabulary, 'aws:principalaccount', false),
      'aws:principaltype': free(vocabulary, 'aws:principaltype', false),
      'aws:principalisawsservice': fixed('false'),
    },
  };
}
