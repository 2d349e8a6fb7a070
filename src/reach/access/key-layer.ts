import { allowing, aws, boundTo, Sourced, statementsFrom, undecided } from './bound-statement';
import { ChainIdentity } from './chain-facts';
import { conjunction } from './conjunction';
import { BucketFacts } from '../../facts/bucket-facts';
import { globCovers } from '../../policy/glob';
import { ConditionClause, PolicyStatement } from '../../policy/policy-document';
import { readAwsIdentity } from '../../policy/policy-request';
import { UnknownValue } from '../../policy/unknown-value';
import { ConcreteNames } from '../concrete-names';

/**
 * The actions on objects for which S3 asks KMS, on behalf of anyone who sends the request.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'kms:Decrypt': ['s3:GetObject', 's3:GetObjectVersion', 's3:GetObjectVersionForReplication'],
  'kms:GenerateDataKey': ['s3:PutObject'],
};

const NEEDING = Object.values(NEEDS).flat();

/** What a key adds to the chain. */
export interface KeyLayer {
  /** One of these has to match; absent where no key is asked. */
  readonly level?: readonly Sourced[];
  readonly denies: readonly Sourced[];
  /** The account in which policies of identities are enough, because the key policy leaves it to them. */
  readonly delegatesTo?: string;
}

/** The key of a bucket, as statements on its objects: reading them needs kms:Decrypt, and writing them kms:GenerateDataKey. */
export function keyLayer(bucket: BucketFacts, identities: readonly ChainIdentity[], names: ConcreteNames): KeyLayer {
  const { algorithm, keyAccess } = bucket.encryption;
  if (algorithm.known && !algorithm.value?.startsWith('aws:kms')) {
    return { denies: [] };
  }
  const others = allowing({ actions: [], notActions: NEEDING });
  const open = (reason: string) => allowing({ actions: NEEDING, conditions: [undecided(reason)] });
  if (!algorithm.known) {
    return { level: [others, open(algorithm.reason)], denies: [] };
  }
  if (!keyAccess.policy.known) {
    return { level: [others, open(`whether the policy of key ${keyAccess.name} lets them, which is not known: ${keyAccess.policy.reason}`)], denies: [] };
  }
  const document = names.document(keyAccess.policy.value);
  const name = keyAccess.isAwsManaged ? 'the AWS managed key' : `the policy of key ${keyAccess.name}`;
  const account = names.plain(keyAccess.account);
  const known = identities.filter((identity) => names.plain(identity.account) === account).map(({ arn }) => names.plain(arn));
  const own = identities.map((identity) => onKeyBy(identity, bucket, names));
  const elsewhere = own.filter((identity) => identity.account !== account);
  const allows = statementsFrom(document, 'Allow', name).flatMap((one) => onObjects(one, bucket, names)).flatMap((one) => delegated(one, account, known)).flatMap((one) => inBothAccounts(one, account, elsewhere));
  const byIdentities = lets(document.statements, account) ? keyAccess.grants.filter(({ statement: { effect }, grantee }) => effect === 'Allow' && names.plain(grantee.account) === account).flatMap(({ statement, version, grantee, address }) => onObjects({
    document: { version, isIdentityPolicy: false, statements: [], problems: [], unknowns: [] },
    statement: {
      ...names.document({ version, isIdentityPolicy: true, statements: [statement], problems: [], unknowns: [] }).statements[0],
      principals: aws(...grantee.arns.map((arn) => names.plain(arn))),
    },
    source: `a policy on key ${keyAccess.name} in ${names.nameOf(address)}`,
  }, bucket, names)) : [];
  return { ...lets(document.statements, account) ? { delegatesTo: account } : {}, level: [others, ...allows, ...byIdentities], denies: [...statementsFrom(document, 'Deny', name).flatMap((one) => onObjects(one, bucket, names)), ...own.flatMap(({ denies }) => denies)] };
}

/** What the policies of an identity say of the key, as statements on objects. */
interface KeyIdentity {
  readonly arn: string;
  readonly account: string;
  readonly allows: readonly Sourced[];
  readonly denies: readonly Sourced[];
}

function onKeyBy(identity: ChainIdentity, bucket: BucketFacts, names: ConcreteNames): KeyIdentity {
  const arn = names.plain(identity.arn);
  const key = bucket.encryption.key.known ? names.plain(bucket.encryption.key.value ?? '') : '';
  const isOnKey = ({ statement: { resources, notResources } }: Sourced) => notResources.length > 0 || resources.some((text) => typeof text !== 'string' || globCovers(text, key));
  const of = (effect: 'Allow' | 'Deny') => identity.policies.flatMap((policy) => statementsFrom(names.document(policy), effect, `a policy of ${names.nameOf(identity.address)}`))
    .filter(isOnKey).map((one) => boundTo(aws(arn), one)).flatMap((one) => onObjects(one, bucket, names));
  return { arn, account: names.plain(identity.account), allows: of('Allow'), denies: of('Deny') };
}

/**
 * Anyone who is of another account than the key needs the key policy and a policy of their own; those of whom nothing is known are left to
 * their accounts.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
function inBothAccounts(of: Sourced, account: string, elsewhere: readonly KeyIdentity[]): Sourced[] {
  const { principals } = of.statement;
  const concerned = elsewhere.filter(({ arn, account: own }) => principals.length === 0
    || principals.some(({ type, value }) => type === 'AWS' && (value === '*' || value === arn || (typeof value === 'string' && readAwsIdentity(value)?.kind === 'root' && readAwsIdentity(value)?.account === own && own !== account))));
  return concerned.length === 0 ? [of] : [
    { ...of, statement: { ...of.statement, conditions: [...of.statement.conditions, ...notOneOf(concerned.map(({ arn }) => arn))] } },
    ...concerned.flatMap(({ arn, allows }) => allows.flatMap((allow) => {
      const both = conjunction(boundTo(aws(arn), of), allow);
      return both === undefined || both === 'nothing' ? [] : [both];
    })),
  ];
}

/** Whether the key policy leaves it to the account of the key who may use it. @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function lets(statements: readonly PolicyStatement[], account: string): boolean {
  return statements.some(({ effect, principals }) => effect === 'Allow' && principals.some((pattern) => isAccount(pattern.value, account)));
}

function isAccount(value: unknown, account: string): boolean {
  return typeof value === 'string' && readAwsIdentity(value)?.kind === 'root' && readAwsIdentity(value)?.account === account;
}

/** What the key policy leaves to its own account is open for those of it that are not in these templates. */
function delegated({ document, statement, source }: Sourced, account: string, known: readonly string[]): Sourced[] {
  const own = statement.principals.filter(({ value }) => isAccount(value, account));
  const others = statement.principals.filter((pattern) => !own.includes(pattern));
  return [
    ...own.length === 0 ? [{ document, statement, source }] : others.length === 0 ? [] : [{ document, statement: { ...statement, principals: others }, source }],
    ...own.length === 0 ? [] : [{
      document, statement: { ...statement, principals: own, conditions: [...statement.conditions, ...notOneOf(known), undecided('whether their own policies let them use the key')] }, source,
    }],
  ];
}

function notOneOf(arns: readonly string[]): ConditionClause[] {
  return arns.length === 0 ? [] : [{ operator: 'ArnNotEquals', key: 'aws:principalarn', values: arns }];
}

/** The statement on the key as one on objects; none if it is about no action that they need. */
function onObjects(of: Sourced, bucket: BucketFacts, names: ConcreteNames): Sourced[] {
  const { statement } = of;
  const speaks = (action: string) => {
    const named = (texts: PolicyStatement['actions']) => texts.some((text) => text instanceof UnknownValue || globCovers(text.toLowerCase(), action.toLowerCase()));
    return statement.notActions.length > 0 ? !named(statement.notActions) : named(statement.actions);
  };
  const actions = Object.entries(NEEDS).flatMap(([keyAction, needing]) => speaks(keyAction) ? needing : []);
  const open = [...statement.actions, ...statement.resources].find((text): text is UnknownValue => text instanceof UnknownValue);
  const conditions = statement.conditions.flatMap((clause) => translated(clause, bucket, names));
  return actions.length === 0 ? [] : [boundTo(statement.principals, {
    ...of, statement: { ...statement, actions, notActions: [], resources: ['*'], notResources: [], conditions: [...conditions, ...open ? [undecided(open.reason)] : []] },
  }).statement].map((made) => ({ ...of, statement: { ...made, notPrincipals: statement.notPrincipals } }));
}

/** What S3 sends to KMS. What AWS does not document of it may be or not. */
function translated(clause: ConditionClause, { region }: BucketFacts, names: ConcreteNames): ConditionClause[] {
  const isPlain = /^(String|Arn)(Equals|Like)(IfExists)?$/.test(clause.operator);
  if (clause.key === 'kms:calleraccount') {
    return [{ ...clause, key: 'aws:principalaccount' }];
  }
  if (clause.key === 'kms:viaservice' && isPlain) {
    const service = `s3.${region ?? names.plain('⟦AWS#Region⟧')}.amazonaws.com`;
    return clause.values.some((value) => typeof value === 'string' && globCovers(value, service)) ? [] : [undecided('whether the key is used through S3')];
  }
  return clause.key.startsWith('aws:principal') || clause.key === 'aws:sourceaccount' || clause.key === 'aws:sourcearn' ? [clause] : [undecided(`what S3 sends to KMS for ${clause.key} is not documented`)];
}
