import { absent, fixed, free, KeyTable, remembered, within } from './availability';
import { Caller } from './caller';
import { ACCOUNT_ID, IDENTITY_KEYS, MFA_KEYS, SERVICE_KEYS } from './key-domains';
import { KeyAvailability } from './key-theory';
import { anyText, atLeast, LinearPattern, literal, sequence } from './linear-pattern';
import { freshAccount, Vocabulary } from './vocabulary';

/** For whom a service acts: no one that it names, or an account, by both keys of a source or by its ARN alone. */
interface Source {
  readonly account?: string;
  /** `aws:SourceAccount` is there; a service may as well name the ARN of the source alone. */
  readonly namesAccount: boolean;
}

/**
 * Each named service, and one that is not, on behalf of each account, of one that is not named, and of none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function serviceCallers(vocabulary: Vocabulary): Caller[] {
  const tellsSources = SERVICE_KEYS.some((key) => vocabulary.keys.has(key));
  const accounts = tellsSources ? [...vocabulary.accounts, 'elsewhere'] : [];
  const sources: Source[] = [
    ...accounts.map((account) => ({ account, namesAccount: true })),
    ...vocabulary.keys.has('aws:sourcearn') ? accounts.map((account) => ({ account, namesAccount: false })) : [],
    { namesAccount: false },
  ];
  return [...[...vocabulary.services].filter((service) => service !== '*'), undefined].flatMap((service) => sources.map(({ account: source, namesAccount }): Caller => {
    const sourceAccount = (key: string): KeyTable => !namesAccount ? absent(key) : { [key]: source === 'elsewhere' ? accountOfNobody(vocabulary, key, false) : fixed(source!) };
    return {
      type: 'Service',
      principal: { Service: service ?? UNNAMED_SERVICE },
      named: service !== undefined,
      stranger: false,
      forwarded: false,
      sourceAccount: source,
      keys: {
        ...NO_IDENTITY,
        'aws:principalisawsservice': fixed('true'),
        ...service === undefined ? namesOfUnnamed(vocabulary) : namesOf(service),
        // What they are for a service AWS does not say, only that they are there; they are no customer's.
        'aws:principalaccount': accountOfNobody(vocabulary, 'aws:principalaccount', false),
        'aws:principaltype': () => within('aws:principaltype', false, [literal('Service'), anyText(1)], CUSTOMER_TYPES),
        'aws:userid': () => within('aws:userid', false, [anyText(1)], [literal('anonymous')]),
        ...sourceAccount('aws:sourceaccount'),
        ...sourceAccount('aws:sourceowner'),
        'aws:sourceorgid': free(vocabulary, 'aws:sourceorgid', true),
        'aws:sourceorgpaths': free(vocabulary, 'aws:sourceorgpaths', true),
        'aws:sourcearn': () => remembered(vocabulary, `from ${source} ${namesAccount} aws:sourcearn`, () => sourceArns(vocabulary, source, namesAccount)),
      },
    };
  }));
}

const NO_IDENTITY = absent(...IDENTITY_KEYS, ...MFA_KEYS);
const CUSTOMER_TYPES = ['Account', 'User', 'AssumedRole', 'FederatedUser', 'Anonymous'].map(literal);
const UNNAMED_SERVICE = 'unnamed.amazonaws.com';

const SERVICE_DOMAINS = ['.amazonaws.com', '.amazonaws.com.cn', '.amazonaws.eu', '.c2s.ic.gov', '.sc2s.sgov.gov'];

/** The names that services have, in any partition. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-services */
function serviceNames(start: LinearPattern): LinearPattern[] {
  return SERVICE_DOMAINS.map((domain) => sequence(start, domain));
}

function withoutDomain(service: string): string {
  const domain = SERVICE_DOMAINS.find((end) => service.endsWith(end));
  return domain === undefined ? service : service.slice(0, -domain.length);
}

/**
 * A service's own name is one of its names; others, such as those of single Regions, have a word of it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicenameslist
 */
function namesOf(service: string): KeyTable {
  const alike = () => {
    const some = atLeast(1, 'a-z0-9.-');
    return withoutDomain(service).split('.').flatMap((word) => [literal(word), sequence(word, '.', some), sequence(some, '.', word), sequence(some, '.', word, '.', some)]).flatMap(serviceNames);
  };
  return {
    'aws:principalservicename': fixed(service),
    'aws:principalservicenameslist': () => ({
      ...within('aws:principalservicenameslist', false, [literal(service), ...alike()]), contained: service,
    }),
  };
}

function namesOfUnnamed(vocabulary: Vocabulary): KeyTable {
  const domain = () => [literal(UNNAMED_SERVICE), ...serviceNames(atLeast(1, 'a-z0-9.-'))];
  const names = (key: string) => () => remembered(vocabulary, `of no named service ${key}`, () => within(key, false, domain(), [...vocabulary.services].map(literal)));
  return { 'aws:principalservicename': names('aws:principalservicename'), 'aws:principalservicenameslist': names('aws:principalservicenameslist') };
}

/** An ARN that names an account names the one that the service acts for; those of buckets name none. */
function sourceArns(vocabulary: Vocabulary, source: string | undefined, namesAccount: boolean): KeyAvailability {
  const part = (minimum: number): LinearPattern => anyText(minimum).map((step) => ({ ...step, chars: { listed: ':', complement: true } }));
  const of = (account: string | LinearPattern) => sequence(`arn:${vocabulary.partition}:`, part(1), ':', part(0), ':', account, ':', anyText(1));
  const own = source === undefined ? [] : source === 'elsewhere' ? [of(freshAccount(vocabulary.accounts)), of(ACCOUNT_ID)] : [of(source)];
  // Without the key of the account it is the ARN that names it.
  const domain = source !== undefined && !namesAccount ? own : [...own, of('')];
  return within('aws:sourcearn', namesAccount || source === undefined, domain, source === 'elsewhere' ? [...vocabulary.accounts].map(of) : undefined);
}

/** An account id that is none of those named. */
export function accountOfNobody(vocabulary: Vocabulary, key: string, mayBeAbsent: boolean): () => KeyAvailability {
  return () => remembered(vocabulary, `of nobody ${mayBeAbsent} ${key}`, () =>
    within(key, mayBeAbsent, [literal(freshAccount(vocabulary.accounts)), ACCOUNT_ID], [...vocabulary.accounts].map(literal)));
}
