import { askedPolicy, PolicyOwner } from './asked-policy';
import { PolicyFacts } from '../facts/bucket-facts';
import { SOURCES } from '../facts/service-sources';
import { PolicyStatement, PolicyText, statementName } from '../policy/policy-document';

/** The services of which AWS documents that they send `aws:SourceAccount`. */
export const SERVICES_NAMING_ACCOUNT: readonly string[] = SOURCES.filter(({ namesAccount }) => namesAccount).map(({ service }) => service);

/**
 * Explains why the policy may allow some of these services for the sake of another account, as for a trail of an organization. To deny
 * that would lose deliveries.
 *
 * A statement is for the bucket's own account if a condition has that account as the source, or if its objects are in a path with the
 * id of the account, which is where services write to on its behalf.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function whyForOthers(policy: PolicyFacts, owner: PolicyOwner): string | undefined {
  const { document, account, readable } = askedPolicy(policy, owner);
  for (const statement of document.statements) {
    const reason = statement.effect === 'Allow' && isOfServices(statement) && !isForAccount(statement, account) ? doubtOn(statement, account) : undefined;
    if (reason !== undefined) {
      return `${statementName(statement)} of bucket policy ${policy.address.logicalId} ${readable(reason)}`;
    }
  }
  return undefined;
}

/** The services that a policy allows without a condition on the account of the bucket. */
export function servicesWithoutAccount(policy: PolicyFacts, owner: PolicyOwner): readonly string[] {
  const { document, account } = askedPolicy(policy, owner);
  const open = document.statements.filter((statement) => statement.effect === 'Allow' && !isForAccount(statement, account));
  return [...new Set(open.flatMap(({ principals }) => principals.flatMap(({ type, value }) => type === 'Service' ? [String(value)] : [])))];
}

function isOfServices({ principals, notPrincipals, conditions }: PolicyStatement): boolean {
  const isNamed = principals.some(({ type, value }) => typeof value !== 'string' || (type === 'Service' && SERVICES_NAMING_ACCOUNT.includes(value)));
  const isEveryone = notPrincipals.length > 0 || principals.some(({ value }) => value === '*');
  return isNamed || (isEveryone && conditions.some(({ key }) => /^aws:(source(account|arn|owner|org)|principal(isawsservice|servicename))/i.test(key)));
}

function isForAccount({ conditions }: PolicyStatement, account: string): boolean {
  return conditions.some(({ operator, key, values }) => /^(String|Arn)(Equals|Like)(IgnoreCase)?$/.test(operator) && values.length > 0
    && values.every((value) => key.toLowerCase() === 'aws:sourceaccount' ? value === account : key.toLowerCase() === 'aws:sourcearn' && accountIn(value) === account));
}

function accountIn(arn: PolicyText): string | undefined {
  return typeof arn === 'string' ? arn.split(':')[4] : undefined;
}

function doubtOn({ principals, resources, notResources, conditions }: PolicyStatement, account: string): string | undefined {
  const texts: readonly PolicyText[] = [...principals.map(({ value }) => value), ...resources, ...notResources, ...conditions.flatMap(({ values }) => values)];
  const named = texts.flatMap((text) => typeof text === 'string' ? text.match(/(?<!\d)\d{12}(?!\d)/g) ?? [] : []).find((id) => id !== account);
  if (named !== undefined) {
    return `names account ${named}`;
  }
  if (conditions.some(({ key }) => /^aws:sourceorg/i.test(key))) {
    return 'allows services on behalf of an organization';
  }
  if (texts.some((text) => typeof text !== 'string')) {
    return 'is decided at deployment';
  }
  const open = resources.find((resource) => (resource as string).includes('/') && !(resource as string).split('/').includes(account)) ?? notResources[0];
  return open === undefined ? undefined : `allows services to use ${open as string}, which does not name the account of the bucket`;
}
