import { AskedPolicy, askedPolicy, deniesNothing, PolicyOwner } from './asked-policy';
import { isForNetworkLoadBalancer } from './load-balancer-accounts';
import { whicheverAccounts } from './open-accounts';
import { fromOutside } from './outside';
import { all, COMPLIANT, NOT_APPLICABLE, Rule, RuleContext, unknownVerdict, Verdict, violated } from './rule';
import { authorsOf, forWhom, nameOf } from './statement-author';
import { statementFinding } from './statement-finding';
import { verdictOf } from './unwanted-requests';
import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { AccessPointDelegation, delegationIn, delegationsIn, without } from '../policy/access-point-delegation';
import { certain, Certainty, every, some } from '../policy/certainty';
import { hasWildcard } from '../policy/glob';
import { PolicyDocument, PolicyStatement, PolicyText, statementName } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { allowsOutside, isNot } from '../policy/questions/allows-outside';
import { allowed } from '../policy/questions/compare';
import { DeadBecause, deadStatements } from '../policy/questions/dead-statements';
import { REPAIRS } from '../policy/questions/lockout';
import { unlessDelegated } from '../policy/questions/open-to-anyone';
import { grantOf, undenied } from '../policy/questions/undenied';
import { Caller } from '../policy/search/caller';
import { SearchResult } from '../policy/search/goal';
import { vocabularyOf } from '../policy/search/vocabulary';
import { UnknownValue } from '../policy/unknown-value';

const DOCUMENT = 'BucketPolicy.PolicyDocument';

type PolicyCheck = (policy: PolicyFacts, owner: PolicyOwner, context: RuleContext, bucket?: BucketFacts) => Verdict;

/** A rule that each policy of a bucket has to keep on its own, whichever of them the bucket ends up with. */
function ofEachPolicy(
  check: PolicyCheck,
  whichever: PolicyCheck = (policy, owner, context, bucket) => whicheverAccounts(policy, owner, (one) => check(one, owner, context, bucket), context.trustZone?.accounts),
): Pick<Rule, 'check' | 'checkLoosePolicy'> {
  return {
    check: (facts: BucketFacts, context = {}) => all(facts.policies.map((policy) => whichever(policy, facts, context, facts))),
    checkLoosePolicy: (policy, owner, context = {}) => whichever(policy, owner, context),
  };
}

/** A rule on single statements: whether one breaks it, and what is said of it then, as the end of a sentence. */
/** Judges each statement by itself. */
export function ofEachStatement(breaks: (statement: PolicyStatement) => Certainty, message: (statement: PolicyStatement) => string): Pick<Rule, 'check' | 'checkLoosePolicy'> {
  return ofEachPolicy(({ address, document }) => all([
    ...document.unknowns.map((unknown) => unknownVerdict(`bucket policy ${address.logicalId}: ${unknown.message}`)),
    ...document.statements.map((statement): Verdict => {
      switch (breaks(statement)) {
        case 'no': return COMPLIANT;
        case 'yes': return violatedBy(address.logicalId, statement, message(statement));
        case 'unknown': return unknownVerdict(`who may do what by statement ${statement.index} of bucket policy ${address.logicalId} is decided at deployment`);
      }
    }),
  ]));
}

/** Whether one of the texts passes the test. */
export function anyText(texts: readonly PolicyText[], test: (text: string) => boolean): Certainty {
  return some(texts.map((text) => text instanceof UnknownValue ? 'unknown' : certain(test(text))));
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-6 */
export const ADMINISTRATION = ['s3:DeleteBucketPolicy', 's3:PutBucketAcl', 's3:PutBucketPolicy', 's3:PutEncryptionConfiguration', 's3:PutObjectAcl'];

export const NO_FOREIGN_ADMINISTRATION: Rule = {
  id: 'HardenedBucket-NoForeignAdministration',
  title: 'no other account may administer the bucket',
  why: 'A principal that may write the policy, the ACLs, or the encryption of a bucket controls it.',
  fix: 'remove s3:DeleteBucketPolicy, s3:PutBucketAcl, s3:PutBucketPolicy, s3:PutEncryptionConfiguration and s3:PutObjectAcl from what the policy allows to others',
  example: "bucket.grants.readWrite(new iam.AccountPrincipal('444455556666'));",
  level: 'BASELINE',
  severity: 'error',
  controls: { securityHub: ['S3.6'], config: ['s3-bucket-blacklisted-actions-prohibited'] },
  ...ofEachPolicy((policy, owner) => {
    const asked = askedPolicy(policy, owner);
    // Through an access point nobody administers a bucket, and whose objects change hands the access points of its own account decide.
    const toOwn = delegationsIn(asked.document).filter(({ accounts }) => accounts.every((account) => account === asked.account));
    const direct = without(asked.document, toOwn.map(({ statement }) => statement));
    const ask = (what: string, callers: (caller: Caller) => boolean) => asked.ask(`administration by ${what}`, () => unlessDelegated(direct, (part) => allowed(part, {
      vocabulary: [asked.account], callers, actions: ({ name }) => ADMINISTRATION.includes(name),
    }), () => !asked.accountIsDecided));
    const isOther = ({ type, identity, stranger }: Caller) => type === 'AWS' ? identity!.account !== asked.account : stranger;
    return all([
      verdictOf(ask('others', (caller) => isOther(caller) && !mayBeOwn(caller, asked)), policy.address.logicalId, (request) => violated(
        'Administration', `has a bucket policy (${policy.address.logicalId}) that allows ${callerOf(request)} to call ${request.action}`, DOCUMENT, { request })),
      ...asked.accountIsDecided ? [] : [verdictOf(ask('what may be the account of the bucket', (caller) => isOther(caller) && mayBeOwn(caller, asked)), policy.address.logicalId, ownAccountIsOpen)],
      verdictOf(ask('canonical users', ({ type }) => type === 'CanonicalUser'), policy.address.logicalId, (request) =>
        unknownVerdict(`which account ${callerOf(request)} belongs to, who may do ${request.action}, is not known`)),
    ]);
  }),
};

export const WITHIN_TRUST_ZONE: Rule = {
  id: 'HardenedBucket-WithinTrustZone',
  title: 'nothing outside the declared trust zone is allowed',
  why: 'A grant to a former partner, or to anyone with the right tag, stays until someone reads the policy.',
  fix: 'narrow the statement to the accounts, organizations or networks that you declared, or declare the intended one',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.OrganizationPrincipal('o-a1b2c3d4e5')],\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: { config: ['s3-bucket-policy-grantee-check'] },
  ...ofEachPolicy((policy, owner, { trustZone }) => {
    if (!trustZone) {
      return NOT_APPLICABLE;
    }
    const asked = askedPolicy(policy, owner);
    const { accounts = [], organizations = [] } = trustZone;
    const zone = accounts.length + organizations.length > 0 ? { ...trustZone, accounts: [...accounts, asked.account] } : trustZone;
    const isInside = ({ accounts: delegated }: AccessPointDelegation) => delegated.every((account) => [...accounts, asked.account].includes(account));
    return verdictOf(asked.ask(`outside ${JSON.stringify(zone)}`, () => unlessDelegated(asked.document, (part) => allowsOutside(part, zone), isInside)), policy.address.logicalId, (request) =>
      isOfUndecidedAccount(request, asked) ? ownAccountIsOpen(request) : violated(
        'Outside', `has a bucket policy (${policy.address.logicalId}) that allows ${callerOf(request)} to call ${request.action} from outside the trust zone`, DOCUMENT, { request }));
  }),
};

export const SERVICES_BOUND_TO_SOURCE: Rule = {
  id: 'HardenedBucket-ServicesBoundToSource',
  title: 'AWS services may act for named sources only',
  why: 'A service principal acts for any account that uses the service. Without a condition on the source, a stranger can make the service use your bucket (the confused deputy).',
  fix: 'add StringEquals aws:SourceAccount, and ArnLike aws:SourceArn where the service sends it, to the statement that allows the service',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:PutObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.ServicePrincipal('cloudtrail.amazonaws.com')],\n  conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  ...ofEachPolicy((policy, owner) => {
    const asked = askedPolicy(policy, owner);
    const { accounts, organizations } = vocabularyOf([asked.document], [asked.account]);
    const denies = asked.document.statements.filter(({ effect }) => effect === 'Deny');
    return all(asked.document.statements.filter(({ effect, principals }) => effect === 'Allow' && principals.some(({ type, value }) => type === 'Service' || value instanceof UnknownValue)).map((statement) => {
      const alone: PolicyDocument = { ...asked.document, statements: [statement, ...denies] };
      const result = asked.ask(`services for any source by ${statement.index}`, () => allowsOutside(alone, { accounts: [...accounts].filter((id) => /^\d{12}$/.test(id)), organizations: [...organizations] }, {
        callers: ({ type }) => type === 'Service',
        demands: sourceBuckets(alone),
      }));
      return verdictOf(result, policy.address.logicalId, (request) => violatedBy(policy.address.logicalId, statement, `allows ${callerOf(request)} to act for any account`, request));
    }));
  }),
};

/** A bucket's ARN names no account, but it is a source that the policy names. */
function sourceBuckets(document: PolicyDocument) {
  const named = [...vocabularyOf([document]).constants.get('aws:sourcearn') ?? []].filter((arn) => /^arn:[^:]*:s3:::[^*?]+$/.test(arn));
  return named.length === 0 ? [] : [isNot('aws:sourcearn', 'text', named)];
}

export const NO_ALLOW_WITH_NOT_PRINCIPAL: Rule = {
  id: 'HardenedBucket-NoAllowWithNotPrincipal',
  title: 'no Allow has NotPrincipal',
  why: 'Allow with NotPrincipal allows everyone but the few that it names, anonymous callers included.',
  fix: 'name the intended principals with Principal',
  example: "bucket.grantRead(new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader'));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  ...ofEachStatement(({ effect, notPrincipals }) => certain(effect === 'Allow' && notPrincipals.length > 0), () => 'allows everyone but those in NotPrincipal'),
};

export const NO_WILDCARD_ACTION_FOR_EVERYONE: Rule = {
  id: 'HardenedBucket-NoWildcardActionForEveryone',
  title: 'no statement allows a wildcard of actions to a wildcard of principals',
  why: 'One condition stands between everyone and whatever the wildcard comes to mean: actions that S3 adds later included.',
  fix: 'list the actions, or name the principals',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:GetObject'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.OrganizationPrincipal('o-a1b2c3d4e5')],\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  // The policy of the access point has the last word on what is delegated to it.
  ...ofEachStatement((statement) => statement.effect === 'Deny' || delegationIn(statement) ? 'no' : every([
    anyText(statement.principals.filter(({ type }) => type === 'AWS').map(({ value }) => value), (principal) => principal === '*'),
    statement.notActions.length > 0 ? 'yes' : anyText(statement.actions, hasWildcard),
  ]), ({ actions, notActions }) => `allows everyone ${notActions.length > 0 ? 'all actions but a few' : actions.filter((action) => typeof action === 'string' && hasWildcard(action)).join(', ')}`),
};

export const NOBODY_LOCKED_OUT: Rule = {
  id: 'HardenedBucket-NobodyLockedOut',
  title: 'the owner can still change the policy',
  why: 'A Deny that catches every principal of the account leaves the root user alone to repair it, and one on the network makes the next deployment fail.',
  fix: 'deny by network the actions on data only (s3:GetObject*, s3:PutObject*, …), or exempt the roles that deploy and repair with ArnNotLike aws:PrincipalArn',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  effect: iam.Effect.DENY,\n  actions: ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n  conditions: { StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' } },\n}));",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  ...ofEachPolicy((policy, owner) => {
    const asked = askedPolicy(policy, owner);
    if (deniesNothing(asked.document)) {
      return COMPLIANT;
    }
    const repairs = grantOf({ Principal: '*', Action: REPAIRS, Resource: asked.bucket });
    const ask = (what: string, callers: (caller: Caller) => boolean, byDeployment: boolean) => asked.ask(`repair by ${what}, ${byDeployment}`, () => undenied(asked.document, repairs, {
      vocabulary: [asked.account],
      callers: (caller) => caller.type === 'AWS' && caller.identity!.kind !== 'root' && callers(caller),
      // As CloudFormation's service role sends them.
      ...byDeployment ? fromOutside(asked.document, ['internet', 'awsService']) : {},
    }));
    const isOwn = ({ identity }: Caller) => identity!.account === asked.account;
    const can = (byDeployment: boolean): SearchResult => {
      const own = ask('the owner', isOwn, byDeployment);
      return own.kind !== 'none' || asked.accountIsDecided ? own : unlessFound(ask('what may be the account of the bucket', (caller) => mayBeOwn(caller, asked), byDeployment));
    };
    return whoCan(can(false), policy, 'Everyone', 'denies every principal of its own account but the root user to change the policy')
      ?? whoCan(can(true), policy, 'Deployment', 'denies every change of the policy that comes from CloudFormation: only the networks that it lists may change it')
      ?? COMPLIANT;
  }),
};

/** What is said of a statement without any effect, as the end of a sentence, and what to do about it. */
const WITHOUT_EFFECT: Readonly<Record<DeadBecause, readonly [message: string, fix: string]>> = {
  matchesNothing: ['matches no request', 'correct its actions, resources or conditions: an object action needs the ARN of objects, a bucket action that of the bucket'],
  denied: ['has no effect: the Deny statements deny every request that it allows', 'let it through the Deny that HardenedBucket-GrantsEffective names, or remove the statement'],
  implied: ['repeats what other statements say', 'leave it: to say a thing twice is harmless. Acknowledge the finding, or remove the statement if it is yours'],
};

export const NO_DEAD_STATEMENT: Rule = noDeadStatement(['matchesNothing', 'denied', 'implied']);

/** What to do about such a statement where it is for another construct. */
const FOR_OTHERS: Readonly<Record<DeadBecause, (author: string) => string>> = {
  matchesNothing: (author) => `change ${author}, for which the statement is there: its actions, resources and conditions fit no request`,
  denied: (author) => `let ${author} through the Deny that HardenedBucket-GrantsEffective names`,
  implied: (author) => `leave it: it is there for ${author}, and to say a thing twice is harmless. Acknowledge the finding`,
};

/** The same for statements that are mistakes: what others, CDK among them, say a second time is harmless. */
export const NO_MISTAKEN_STATEMENT: Rule = noDeadStatement(['matchesNothing', 'denied']);

function noDeadStatement(causes: readonly DeadBecause[]): Rule {
  const check: PolicyCheck = (policy, owner, _context, bucket) => {
    const { address: { logicalId }, document: { statements } } = policy;
    const asked = askedPolicy(policy, owner);
    const effects = asked.remember('dead statements', () => deadStatements(asked.document).map(({ statement: { index }, dead, because }) => ({ index, dead, because })));
    const isForOthers = ({ principals }: PolicyStatement) => principals.length > 0 && principals.every((principal) => isForNetworkLoadBalancer(principal, owner));
    const undecided = effects.find(({ dead }) => dead === undefined);
    return all([
      ...effects.flatMap(({ index, because }): Verdict[] => {
        const statement = statements.find((one) => one.index === index);
        if (because === undefined || !causes.includes(because) || !statement || isForOthers(statement)) {
          return [];
        }
        const [message, fix] = WITHOUT_EFFECT[because];
        const authors = statement.effect === 'Allow' ? authorsOf(statement, policy, bucket) : [];
        // Nobody is advised to remove what CDK wrote for another construct.
        return [violatedBy(logicalId, statement, `${forWhom(authors).replace(/.$/, '$&,')}${authors.length > 0 ? ' ' : ''}${message}`, undefined, authors.length === 0 ? fix : FOR_OTHERS[because](nameOf(authors[0])))];
      }),
      ...undecided ? [unknownVerdict(`whether statement ${undecided.index} of bucket policy ${logicalId} has any effect is decided at deployment`)] : [],
    ]);
  };
  return {
    id: 'HardenedBucket-NoDeadStatement',
    title: 'no statement of the policy is dead',
    why: 'A statement without any effect is either a mistake, such as an object action on the bucket ARN, or hides one.',
    fix: 'remove the statement, or correct its actions, resources or conditions',
    example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  actions: ['s3:ListBucket'],\n  resources: [bucket.bucketArn], // objects have no s3:ListBucket\n  principals: [new iam.ArnPrincipal('arn:aws:iam::111122223333:role/Reader')],\n}));",
    level: 'STRICT',
    severity: 'warning',
    controls: {},
    // A statement with an effect is no mistake, although another may say the same of what turns out to be the same account.
    ...ofEachPolicy(check, (policy, owner, context, bucket) => check(policy, owner, context, bucket).kind === 'compliant' ? COMPLIANT
      : whicheverAccounts(policy, owner, (one) => check(one, owner, context, bucket))),
  };
}

/** The verdict if nobody can, or if that is unknown; undefined if someone can. */
function whoCan(result: SearchResult, { address }: PolicyFacts, finding: string, message: string): Verdict | undefined {
  switch (result.kind) {
    case 'found': return undefined;
    case 'none': return violated(finding, `has a bucket policy (${address.logicalId}) that ${message}`, DOCUMENT);
    case 'unknown': return verdictOf(result, address.logicalId, () => COMPLIANT);
  }
}

function unlessFound(result: SearchResult): SearchResult {
  return result.kind === 'found' ? { kind: 'unknown', reason: { code: 'unknownValue', message: 'whether an account that it names is the bucket\'s own is decided at deployment', where: undefined } } : result;
}

/** The account that a policy names may be the bucket's own, as long as that is not decided. */
function mayBeOwn({ identity, accountPrefix }: Caller, { accountIsDecided, account }: AskedPolicy): boolean {
  return !accountIsDecided && identity !== undefined && accountPrefix === undefined && identity.account !== account;
}

function isOfUndecidedAccount({ principal }: PolicyRequest, { accountIsDecided, document }: AskedPolicy): boolean {
  const account = typeof principal === 'object' && 'AWS' in principal ? /\d{12}/.exec(principal.AWS)?.[0] : undefined;
  return !accountIsDecided && account !== undefined && JSON.stringify(document).includes(account);
}

function ownAccountIsOpen(request: PolicyRequest): Verdict {
  return unknownVerdict(`whether ${callerOf(request)}, who may do ${request.action}, is of the bucket's own account is decided at deployment`);
}

function callerOf({ principal }: PolicyRequest): string {
  return typeof principal === 'string' ? 'anonymous callers' : Object.values(principal)[0];
}

function violatedBy(policy: string, { id, index, sid }: PolicyStatement, message: string, request?: PolicyRequest, fix?: string): Verdict {
  return violated(statementFinding(policy, { id, index }), `has a bucket policy (${policy}) whose ${statementName({ index, sid })}${message.startsWith(',') ? '' : ' '}${message}`, `${DOCUMENT}.Statement.${index}`, { statement: { index, sid }, request, fix });
}
