import { documentOf, PolicyJson, StatementJson, withStatementsAt } from './bucket-policy';
import { EditPolicy, planPolicyStep } from './policy-step';
import { provePolicyChange } from './prove-policy-change';
import { Repair, RepairOptions } from './repair';
import { LiveBucket } from '../facts/live-bucket';
import { delegationIn, withOnly } from '../policy/access-point-delegation';
import { PolicyDocument, PolicyStatement, statementName } from '../policy/policy-document';
import { readAwsIdentity } from '../policy/policy-request';
import { TRUST_ZONE_FORMATS } from '../policy/questions/allows-outside';
import { anyoneAllowed } from '../policy/questions/anyone-allowed';
import { statementInWords } from '../policy/questions/explain';
import { s3Public } from '../policy/s3-public';
import { Caller } from '../policy/search/caller';
import { vocabularyOf } from '../policy/search/vocabulary';
import { unusedSid } from '../policy/unused-sid';
import { POLICY_NOT_PUBLIC } from '../rules/exposure';
import { BadRequests } from '../rules/policy-change';

/**
 * Strangers, and services that the policy does not name: all that a public statement lets in and nobody meant. Of an account that nobody names it
 * is a stranger who is in none of the organizations that are named, unless a statement names its unique id.
 */
function strangersTo({ organizations }: Trusted, { statements }: PolicyDocument): BadRequests {
  const isElsewhere = ({ accountPrefix }: Caller) => accountPrefix !== undefined && !statements.some(({ conditions }) => conditions.some(({ key }) => key === 'aws:userid'));
  return {
    kind: 'callers',
    isBad: (caller) => caller.stranger || (caller.type === 'Service' && !caller.named) || (organizations.length === 0 && isElsewhere(caller)),
    ...organizations.length === 0 ? {} : { unless: { organizations, isMeant: isElsewhere } },
  };
}

/**
 * Narrows each public statement to whom the policy names, and removes it where nothing is left: the account of the bucket, or the organization
 * of the options, and the accounts, organizations and services that other statements name keep what they had.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
export const REPAIR_PUBLIC_STATEMENTS: Repair = {
  id: 'public-statements',
  title: 'Narrow public statements to the principals that the policy names, or remove them',
  rules: [POLICY_NOT_PUBLIC.id],
  permissions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  plan: (bucket, account, options) => planPolicyStep(bucket, account, options, POLICY_NOT_PUBLIC.checkLoosePolicy!, narrowing(bucket, options)),
};

function narrowing(bucket: LiveBucket, options: RepairOptions): EditPolicy {
  return (policy) => {
    const document = documentOf(bucket, policy);
    const who = trusted(bucket, document, options);
    if ('refused' in who) {
      return who;
    }
    const bad = strangersTo(who, document);
    const before: string[] = [];
    const after: string[] = [];
    let edited = policy;
    // From the last on, so that the places of the others stay.
    for (const statement of publicStatements(bucket, document).reverse()) {
      const tried = narrowed(bucket, edited, statement, who, bad, options);
      if ('refused' in tried) {
        return tried;
      }
      before.unshift(`${statementName(statement)}: ${statementInWords(statement)}`);
      after.unshift(`${statementName(statement)}: ${tried.statements.length === 0 ? 'removed' : tried.statements.map((one) => statementInWords(one)).join('; ')}`);
      edited = tried.policy;
    }
    return { policy: edited, bad, before: before.join('\n'), after: after.join('\n') };
  };
}

/** The statements that S3 calls public, or by which a stranger gets in. Who gets in through access points those decide. */
function publicStatements(bucket: LiveBucket, document: PolicyDocument): PolicyStatement[] {
  const forS3 = s3Public(document).statements;
  return document.statements.filter((statement) => statement.effect === 'Allow' && delegationIn(statement) === undefined
    && (forS3.includes(statement) || anyoneAllowed(withOnly(document, statement), [bucket.account]).kind !== 'none'));
}

/** Whom the policy and the options name. */
interface Trusted {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
  readonly principals: Readonly<Record<string, readonly string[]>>;
}

function trusted(bucket: LiveBucket, document: PolicyDocument, { organizationId, keepAccess = [] }: RepairOptions): Trusted | { readonly refused: string } {
  const [isOrganization, expected] = TRUST_ZONE_FORMATS.organizations;
  if (organizationId !== undefined && !isOrganization(organizationId)) {
    return { refused: `'${organizationId}' is not ${expected}` };
  }
  const { accounts, organizations, services, federated, canonicalUsers, identities } = vocabularyOf([document], [bucket.account]);
  const principals = {
    Service: [...services].filter((service) => service !== '*'),
    Federated: [...federated].filter((provider) => provider.includes(':saml-provider/')),
    CanonicalUser: [...canonicalUsers].filter((id) => id !== '*'),
    AWS: identities.filter(({ account }) => account === 'cloudfront').map(({ arn }) => arn),
  };
  return {
    accounts: [...new Set([bucket.account, ...accounts, ...keepAccess.flatMap((arn) => readAwsIdentity(arn)?.account ?? [])])].filter((id) => /^\d{12}$/.test(id)),
    organizations: [...new Set([...organizationId === undefined ? [] : [organizationId], ...organizations])],
    principals: Object.fromEntries(Object.entries(principals).filter(([, values]) => values.length > 0)),
  };
}

interface Narrowed {
  readonly policy: PolicyJson;
  /** What stands in the place of the statement. */
  readonly statements: readonly PolicyStatement[];
}

/** The smallest change of a statement that leaves out strangers and nobody else, as it is proved. */
function narrowed(
  bucket: LiveBucket, policy: PolicyJson, statement: PolicyStatement, who: Trusted, bad: BadRequests, { organizationId, keepAccess = [] }: RepairOptions,
): Narrowed | { readonly refused: string } {
  const json = policy.Statement[statement.index];
  const byAccount = withCondition(json, 'aws:PrincipalAccount', who.accounts);
  const byOrganization = who.organizations.length === 0 ? undefined : withCondition(json, 'aws:PrincipalOrgID', who.organizations);
  const byName = Object.keys(who.principals).length === 0 ? undefined : withPrincipals(json, who.principals);
  const choices: (readonly (StatementJson | undefined)[])[] = [
    [], [byName], [byAccount], [byOrganization], [byAccount, byName], [byOrganization, byName], [byAccount, byOrganization], [byAccount, byOrganization, byName],
  ];
  // Anyone who names an organization wants it to keep what it had. That it is the one of the bucket's account is not known.
  const wanted = organizationId === undefined ? choices : choices.filter((choice) => choice.length === 0 || choice.includes(byOrganization));
  let reason = 'it has conditions that leave no way to narrow it';
  for (const choice of wanted) {
    if (choice.includes(undefined)) {
      continue;
    }
    const edited = withStatementsAt(policy, statement.index, withSids(policy, choice as StatementJson[]));
    const proof = provePolicyChange({ bucket, before: policy, after: edited, bad, keepAccess });
    if (proof.kind === 'proved') {
      const first = statement.index;
      return { policy: edited, statements: documentOf(bucket, edited).statements.filter(({ index }) => index >= first && index < first + choice.length) };
    }
    reason = proof.reason;
  }
  return { refused: `${statementName(statement)} could not be narrowed: ${reason}` };
}

/** Operators that compare with fixed values, for where one of them is in use already. */
const OPERATORS = ['StringEquals', 'StringLike', 'StringEqualsIgnoreCase'];

function withCondition(json: StatementJson, key: string, values: readonly string[]): StatementJson | undefined {
  const conditions = (json.Condition ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const operator = OPERATORS.find((name) => !Object.keys(conditions[name] ?? {}).some((used) => used.toLowerCase() === key.toLowerCase()));
  return operator === undefined ? undefined : { ...json, Condition: { ...conditions, [operator]: { ...conditions[operator], [key]: values.length === 1 ? values[0] : values } } };
}

function withPrincipals({ NotPrincipal, ...json }: StatementJson, principals: Trusted['principals']): StatementJson {
  const { Sid, Effect, ...others } = json;
  return { ...Sid === undefined ? {} : { Sid }, Effect, ...others, Principal: principals };
}

/** The first has the name of the statement in whose place they come. */
function withSids(policy: PolicyJson, statements: readonly StatementJson[]): StatementJson[] {
  return statements.map((statement, i) => i === 0 || typeof statement.Sid !== 'string' ? statement : { ...statement, Sid: unusedSid(policy.Statement.map(({ Sid }) => Sid), `${statement.Sid}${i + 1}`) });
}

