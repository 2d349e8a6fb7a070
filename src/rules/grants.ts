import { grantsOfAccessPoints } from './access-point-grants';
import { AskedPolicy, askedPolicy, deniesNothing, PolicyOwner } from './asked-policy';
import { fixesOf } from './grant-fixes';
import { Grantee, granteeOf, granteeOfIdentity, identityOf } from './grantee';
import { isForNetworkLoadBalancer } from './load-balancer-accounts';
import { whicheverAccounts } from './open-accounts';
import { fromOutside } from './outside';
import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { authorsOf, forWhom } from './statement-author';
import { statementFinding } from './statement-finding';
import { BucketFacts, GrantFacts, PolicyFacts } from '../facts/bucket-facts';
import { GranteeFacts } from '../facts/grantee-facts';
import { spelledKey } from '../policy/condition-keys';
import { ConditionClause, PolicyStatement, PolicyText, statementName } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { effectsOf, GrantEffect, grantOfStatements } from '../policy/questions/dead-grants';
import { UnknownValue } from '../policy/unknown-value';
import { constructNameOf } from '../template/construct-name';
import { known, Known } from '../template/known';
import { UNDECIDED_ACCOUNT, withoutSymbols } from '../template/symbol';

export const GRANTS_EFFECTIVE: Rule = {
  id: 'HardenedBucket-GrantsEffective',
  title: 'every grant on the bucket is effective',
  why: 'A Deny overrides every Allow: a function outside the networks that the policy lists is denied what it was granted, and no one notices before it runs.',
  fix: 'let the grantee through the Deny that is named: a role with ArnNotLikeIfExists aws:PrincipalArn, an account or a service by its own key, a function by running it inside the VPC. Or remove the grant',
  example: "bucket.addToResourcePolicy(new iam.PolicyStatement({\n  effect: iam.Effect.DENY,\n  actions: ['s3:GetObject*', 's3:PutObject*', 's3:DeleteObject*'],\n  resources: [bucket.arnForObjects('*')],\n  principals: [new iam.AnyPrincipal()],\n  conditions: {\n    StringNotEqualsIfExists: { 'aws:SourceVpce': 'vpce-0123456789abcdef0' },\n    BoolIfExists: { 'aws:ViaAWSService': 'false', 'aws:PrincipalIsAWSService': 'false' },\n    ArnNotLikeIfExists: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/Reader' },\n  },\n}));",
  level: 'STRICT',
  severity: 'error',
  controls: {},
  notLive: 'it is about the policies of identities, which are not read from the account',
  check: (facts) => all(facts.policies.map((each) => whicheverAccounts(each, facts, (policy) => {
    const asked = askedPolicy(policy, facts);
    const grants = () => [
      ...used(grantsInside(asked, policy, facts.account, facts), facts), ...grantsThrough(asked, facts), ...facts.grants.map((grant) => grantOutside(asked, grant, facts)),
    ];
    return deniesNothing(asked.document) ? COMPLIANT : verdictOn(grants(), asked, policy);
  }))),
  checkLoosePolicy: (each, owner: PolicyOwner) => whicheverAccounts(each, owner, (policy) => {
    const asked = askedPolicy(policy, owner);
    return deniesNothing(asked.document) ? COMPLIANT : verdictOn(grantsInside(asked, policy, owner.account), asked, policy);
  }),
};

/** A statement that allows something on the bucket, with the stand-ins of its policy. */
interface Grant {
  readonly finding: string;
  /** Where it stands, in words. */
  readonly place: string;
  /** It stands there for another construct, or resource. */
  readonly hasAuthor?: boolean;
  /** Whom it is for, in words. */
  readonly grantee: string;
  readonly version: string;
  readonly statement: PolicyStatement;
  /** The same as it is written, and whom a part of that is for. */
  readonly original: PolicyStatement;
  readonly granteeOf: (part: PolicyStatement) => Grantee;
  /** How many of its conditions are written there. Those after them say who the grantee is. */
  readonly written: number;
  readonly outsideVpc: Known<boolean>;
  /** Whether it is there whenever the bucket is. */
  readonly deployed: Known<boolean>;
}

/** What the bucket policy allows itself: to roles that only functions outside of any VPC use, each by itself. */
function grantsInside(asked: AskedPolicy, policy: PolicyFacts, account: string = UNDECIDED_ACCOUNT, bucket?: BucketFacts): Grant[] {
  const { address: { logicalId }, document } = policy;
  const identities = bucket?.encryption.keyAccess.identities ?? [];
  return document.statements.filter(({ effect, malformed }) => effect === 'Allow' && !malformed).flatMap((written) => byOutsideVpc(written, identities).map(({ original, outsideVpc }): Grant => {
    const statement = asked.standInStatement(original);
    // An identity that it names is the grantee.
    const authors = authorsOf(original, policy, bucket).filter(({ type }) => !type.startsWith('AWS::IAM::'));
    return {
      hasAuthor: authors.length > 0,
      finding: statementFinding(logicalId, statement),
      place: `${statementName(statement)} of its own${forWhom(authors)}`,
      grantee: granteeInWords(statement, asked.readable, (i) => constructNameOf(identityOf(original.principals[i], identities)?.constructPath)) + insideOnly(outsideVpc),
      version: document.version,
      statement,
      original,
      granteeOf: (part) => granteeOf(part, account, identities),
      written: statement.conditions.length,
      outsideVpc,
      deployed: known(true),
    };
  }));
}

/** What the policies of its access points allow. */
function grantsThrough(asked: AskedPolicy, facts: BucketFacts): Grant[] {
  return grantsOfAccessPoints(facts).map(({ finding, place, version, statement, written }): Grant => ({
    finding,
    place,
    hasAuthor: false,
    grantee: granteeInWords(statement, withoutSymbols),
    version,
    statement: asked.standInStatement(statement),
    original: statement,
    granteeOf: (part) => granteeOf(part, facts.account ?? UNDECIDED_ACCOUNT, facts.encryption.keyAccess.identities),
    written,
    outsideVpc: known(false),
    deployed: known(true),
  }));
}

/** The statement for each principal whose requests may leave from outside of any VPC only, and for all others. */
function byOutsideVpc(statement: PolicyStatement, identities: readonly GranteeFacts[]): { readonly original: PolicyStatement; readonly outsideVpc: Known<boolean> }[] {
  const each = statement.principals.map((principal) => ({ principal, outsideVpc: identityOf(principal, identities)?.outsideVpc ?? known(false) }));
  const others = each.filter(({ outsideVpc }) => outsideVpc.known && !outsideVpc.value).map(({ principal }) => principal);
  return [
    ...others.length > 0 || each.length === 0 ? [{ original: { ...statement, principals: others }, outsideVpc: known(false) }] : [],
    ...each.filter(({ principal }) => !others.includes(principal)).map(({ principal, outsideVpc }) => ({ original: { ...statement, principals: [principal] }, outsideVpc })),
  ];
}

function insideOnly(outsideVpc: Known<boolean>): string {
  return outsideVpc.known && outsideVpc.value ? ', used by functions outside of any VPC only,' : '';
}

function granteeInWords({ principals }: PolicyStatement, readable: (text: string) => string, nameOf: (index: number) => string | undefined = () => undefined): string {
  return principals.length === 0 ? 'everyone it names'
    : principals.map(({ value }, i) => nameOf(i) ?? (value instanceof UnknownValue ? 'someone' : value === '*' ? 'everyone' : readable(value))).join(', ');
}

/** The grants without the principals that would make no use of them. */
function used(grants: readonly Grant[], facts: BucketFacts): Grant[] {
  return grants.flatMap((grant) => {
    const isUsed = grant.statement.principals.map((principal) => !isForNetworkLoadBalancer(principal, facts));
    const withUsed = (statement: PolicyStatement): PolicyStatement => ({ ...statement, principals: statement.principals.filter((_, i) => isUsed[i]) });
    return !isUsed.includes(false) ? [grant] : !isUsed.includes(true) ? [] : [{ ...grant, statement: withUsed(grant.statement), original: withUsed(grant.original) }];
  });
}

/** What an identity's policy allows. */
function grantOutside(asked: AskedPolicy, { address: { logicalId }, constructPath, id, path, deployed, version, statement, grantee }: GrantFacts, bucket: BucketFacts): Grant {
  const original = toGrantee(statement, grantee);
  const at = `${logicalId}.${path}`;
  const policy = constructNameOf(constructPath);
  return {
    finding: `${logicalId}.${id}`,
    place: policy === undefined ? at : `${policy} (${at})`,
    grantee: `${constructNameOf(grantee.constructPath) ?? grantee.name}${forHandlers(grantee, bucket)}${insideOnly(grantee.outsideVpc)}`,
    version,
    statement: asked.standInStatement(original),
    original,
    granteeOf: () => granteeOfIdentity(grantee, bucket.account ?? UNDECIDED_ACCOUNT),
    written: statement.conditions.length,
    outsideVpc: grantee.outsideVpc,
    deployed,
  };
}

/** The statement as a bucket policy would allow it to the same identity. */
export function toGrantee(statement: PolicyStatement, { account, arns }: GranteeFacts): PolicyStatement {
  const [arn, ...others] = arns;
  return others.length === 0 && !arn.includes('*') ? { ...statement, principals: [{ type: 'AWS', value: arn }] } : {
    ...statement,
    principals: [{ type: 'AWS', value: account }],
    conditions: [
      ...statement.conditions,
      { operator: 'ArnLike', key: 'aws:principalarn', values: arns },
      { operator: 'ArnNotLike', key: 'aws:principalarn', values: [SERVICE_LINKED_ROLES] },
    ],
  };
}

/** The custom resources that a handler of CDK's works for on this bucket: they were granted what it may. */
function forHandlers({ constructPath = '' }: GranteeFacts, { producers }: BucketFacts): string {
  return forWhom(/Custom::/.test(constructPath) ? producers.filter(({ row: { type } }) => type.startsWith('Custom::') && constructPath.includes(type)).map(({ address, constructPath: path, row: { type } }) => ({ address, constructPath: path, type })) : []);
}

/** What nobody can attach a policy to, so a role that has one is none of these, whatever its path. */
const SERVICE_LINKED_ROLES = 'arn:*:iam::*:role/aws-service-role/*';

/** All grants of a bucket together may take so long. */
const MILLISECONDS = 3_000;

function verdictOn(grants: readonly Grant[], asked: AskedPolicy, policy: PolicyFacts): Verdict {
  const deadline = Date.now() + MILLISECONDS;
  return all(grants.map((grant) => ofGrant(grant, asked, policy, deadline)));
}

/** One verdict on all parts of a grant: what has no effect is one finding. */
function ofGrant(grant: Grant, asked: AskedPolicy, policy: PolicyFacts, deadline: number): Verdict {
  const effects = effectsOn(grant, asked, deadline);
  if (effects.every(({ kind }) => kind === 'alive')) {
    return COMPLIANT;
  }
  const originals = partsOf({ statement: grant.original, written: grant.written }, asked);
  const parts = partsOf(grant, asked).map((part, i) => ({ ...part, original: originals[i], effect: effects[i] }));
  const isDead = (effect: GrantEffect) => effect.kind === 'dead' && effect.example !== undefined;
  // Where an action is dead as a whole, that it is so for each value as well says nothing more.
  const dead = parts.filter(({ whole }) => whole === undefined || !isDead(effects[whole])).flatMap(({ part, value, original, effect }) => effect.kind === 'dead' && effect.example ? [{ part, value, original, ...effect.example }] : []);
  const open = parts.map(({ effect }) => reasonIn(effect)).find((reason) => reason !== undefined);
  if (dead.length === 0) {
    return open === undefined ? COMPLIANT : unknownVerdict(`whether bucket policy ${policy.address.logicalId} leaves anything of the grant in ${grant.place}: ${open}`);
  }
  if (!grant.deployed.known) {
    return unknownVerdict(grant.deployed.reason);
  }
  const [{ request, statement, original }] = dead;
  const { place, hasAuthor } = grant;
  const deny = policy.document.statements.find(({ index }) => index === statement.index) ?? statement;
  const actions = [...new Set(dead.map(({ part, value }) => `${actionsInWords(part)}${value === undefined ? '' : ` for ${asked.readable(value)}`}`))];
  return violated(
    grant.finding,
    `has a bucket policy (${policy.address.logicalId}) that cancels a grant: ${grant.grantee} is granted ${actions.join(', ')} by ${grant.place}, and no such request gets past ${statementName(statement)}`,
    `BucketPolicy.PolicyDocument.Statement.${statement.index}`,
    {
      request: JSON.parse(asked.readable(JSON.stringify(request))) as PolicyRequest,
      statement: { index: statement.index, sid: statement.sid },
      fixes: fixesOf({ grant: original.part, only: original.only, place, hasAuthor, grantee: grant.granteeOf(original.part), deny, policy: policy.address }),
    },
  );
}

/** A part of a grant that may be dead alone. */
interface GrantPart {
  readonly part: PolicyStatement;
  /** The one value of a condition that it is for, in words. */
  readonly value?: string;
  /** The condition, with that value. */
  readonly only?: ConditionClause;
  /** The place of the part for all values. */
  readonly whole?: number;
}

/** The parts of a statement that may be dead each on its own: one action on one resource by one principal, and each of these for one that a condition names. */
function partsOf({ statement, written }: Pick<Grant, 'statement' | 'written'>, { account }: AskedPolicy): GrantPart[] {
  const each = (element: 'principals' | 'actions' | 'resources') => (part: PolicyStatement): PolicyStatement[] =>
    part[element].length < 2 ? [part] : part[element].map((one) => ({ ...part, [element]: [one] }));
  const wholes = each('principals')(statement).flatMap(each('actions')).flatMap(each('resources'));
  const named = statement.conditions.slice(0, written)
    .filter(({ operator, key, values }) => (values.length > 1 || isOrganization(key)) && POSITIVE.test(operator) && NAMES_SOMEBODY.test(key));
  const byValue = wholes.flatMap((part, whole) => named.flatMap((clause) => clause.values.map((value): GrantPart => ({
    part: {
      ...part,
      conditions: [...part.conditions.map((one) => one === clause ? { ...clause, values: [value] } : one), ...isOrganization(clause.key) ? inOtherAccounts(clause, account) : []],
    },
    only: { ...clause, values: [value] },
    value: `${spelledKey(clause.key)} ${value instanceof UnknownValue ? 'that is decided at deployment' : value}${isOrganization(clause.key) ? ', in any account but its own' : ''}`,
    whole,
  }))));
  return [...wholes.map((part) => ({ part })), ...byValue.slice(0, MOST_VALUES)];
}

/** Values of these are alternatives: each is granted by itself. */
const POSITIVE = /^(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/;

/** The keys with which a statement lists who sends a request, for whom, or from which network. */
const NAMES_SOMEBODY = /^aws:(source(arn|account|owner|orgid|orgpaths|vpc|vpce|vpcarn)|principal(arn|account|orgid|orgpaths|servicename)|vpce(account|orgid|orgpaths))$/;

function isOrganization(key: string): boolean {
  return /^aws:(source|principal)org(id|paths)$/.test(key);
}

/** Who grants something to an organization means more of it than the account of the bucket, which guards always let in. */
function inOtherAccounts({ key }: ConditionClause, account: string): ConditionClause[] {
  const ofAccount = key.replace(/org(id|paths)$/, 'account');
  return [{ operator: 'Null', key: ofAccount, values: ['false'] }, { operator: 'StringNotEquals', key: ofAccount, values: [account] }];
}

/** A statement that names more is judged by its first ones. */
const MOST_VALUES = 100;

function effectsOn(grant: Grant, asked: AskedPolicy, deadline: number): readonly GrantEffect[] {
  const { outsideVpc } = grant;
  if (outsideVpc.known) {
    return effectsFrom(outsideVpc.value ? 'outside' : 'anywhere', grant, asked, deadline);
  }
  const outside = effectsFrom('outside', grant, asked, deadline);
  return effectsFrom('anywhere', grant, asked, deadline).map((effect, i) => effect.kind === outside[i].kind ? effect : undecided(outsideVpc.reason));
}

function effectsFrom(where: 'outside' | 'anywhere', grant: Grant, asked: AskedPolicy, deadline: number): readonly GrantEffect[] {
  const { statement, version } = grant;
  return asked.remember(`effects from ${where} of ${JSON.stringify([version, statement])}`, () => effectsOf(grantOfStatements(partsOf(grant, asked).map(({ part }) => part), version), asked.document, {
    milliseconds: deadline - Date.now(), ...where === 'outside' ? fromOutside(asked.document, ['internet']) : {},
  }));
}

function undecided(message: string): GrantEffect {
  return { kind: 'unknown', reason: { code: 'unknownValue', message, where: undefined } };
}

function reasonIn(effect: GrantEffect): string | undefined {
  return effect.kind === 'unknown' ? effect.reason.message : effect.kind === 'dead' && !effect.example ? 'it is not known what it allows' : undefined;
}

function actionsInWords({ actions, notActions }: PolicyStatement): string {
  const words = (texts: readonly PolicyText[]) => texts.map((text) => text instanceof UnknownValue ? 'some action' : text).join(', ');
  return actions.length > 0 ? words(actions) : `all actions but ${words(notActions)}`;
}
