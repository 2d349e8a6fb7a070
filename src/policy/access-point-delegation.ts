import { globCovers } from './glob';
import { ConditionClause, PolicyDocument, PolicyStatement } from './policy-document';
import { isPinningClause } from './s3-public';

/** An Allow that is for requests through the access points of fixed accounts only, whose own policies say who gets in. */
export interface AccessPointDelegation {
  readonly statement: PolicyStatement;
  /** The accounts, as the statement names them; for an access point of the same templates its symbol. */
  readonly accounts: readonly string[];
  /** Its conditions on access points. */
  readonly clauses: readonly ConditionClause[];
}

/** The condition keys that come with every request through an access point, and with no other. */
const ACCOUNT = 's3:dataaccesspointaccount';
const ARN = 's3:dataaccesspointarn';

/**
 * Answers the delegation iff a bucket policy's Allow holds only for requests through access points of accounts that it fixes:
 * a request has to pass the policy of the access point as well as that of the bucket.
 *
 * A condition that a request without access point fulfils (`…IfExists`, a negated one, `ForAllValues`), or one for any account,
 * delegates nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
export function delegationIn(statement: PolicyStatement): AccessPointDelegation | undefined {
  const { effect, malformed, conditions } = statement;
  const fixing = effect === 'Deny' || malformed ? [] : conditions.filter((clause) => (clause.key === ACCOUNT || clause.key === ARN) && clause.values.length > 0 && isPinningClause(clause) === 'yes');
  if (fixing.length === 0) {
    return undefined;
  }
  const [first] = fixing;
  return { statement, accounts: [...new Set(first.values.map((value) => first.key === ACCOUNT ? String(value) : accountIn(String(value))))], clauses: fixing };
}

/** All delegations of a policy. */
export function delegationsIn({ statements }: PolicyDocument): AccessPointDelegation[] {
  return statements.flatMap((statement) => delegationIn(statement) ?? []);
}

/** The policy without these statements. */
export function without(document: PolicyDocument, statements: readonly PolicyStatement[]): PolicyDocument {
  const left = new Set(statements);
  return left.size === 0 ? document : { ...document, statements: document.statements.filter((statement) => !left.has(statement)) };
}

/** The policy with this Allow as its only one. */
export function withOnly(document: PolicyDocument, statement: PolicyStatement): PolicyDocument {
  return { ...document, statements: document.statements.filter((other) => other === statement || other.effect === 'Deny') };
}

/** An access point, as far as it is known. */
export interface NamedAccessPoint {
  /** Undefined where it is decided at deployment, as the account of the policy that names it may be. */
  readonly account: string | undefined;
  readonly arn: string;
  /** Empty where it is chosen at deployment. */
  readonly name: string;
}

/** Whether the delegation is to this access point, among others, or may be: both as they are written, with symbols. */
export function mayDelegateTo({ clauses }: AccessPointDelegation, accessPoint: NamedAccessPoint): boolean {
  return clauses.every(({ key, values }) => values.some((value) => {
    const text = String(value);
    return text === accessPoint.arn || (key === ACCOUNT ? mayBeAccount(text, accessPoint)
      : isArn(text) && mayBeAccount(accountIn(text), accessPoint) && mayBeNamed(nameIn(text), accessPoint));
  }));
}

/** The ARN of an access point of the same templates is a symbol, and no other one. */
function isArn(text: string): boolean {
  return text.split(':').length > 5;
}

function mayBeAccount(text: string, { account }: NamedAccessPoint): boolean {
  return account === undefined || text.includes('⟦') || text === account;
}

function mayBeNamed(pattern: string, { name }: NamedAccessPoint): boolean {
  return name === '' || name.includes('⟦') || pattern.includes('⟦') || globCovers(pattern, name);
}

function accountIn(arn: string): string {
  return arn.split(':')[4] ?? arn;
}

function nameIn(arn: string): string {
  return arn.split(':').slice(5).join(':').replace(/^accesspoint[/:]/, '');
}

/** Says whose access points decide, as a sentence without its end; `own` is the account of the bucket, where it is known. */
export function decidedByAccessPoints(accounts: readonly string[], own?: string): string {
  const others = accounts.filter((account) => account !== own && !account.includes('#'));
  const points = accounts.filter((account) => account !== own && account.includes('#'));
  const whose = [
    ...accounts.length > others.length + points.length ? ['its own account'] : [],
    ...others.length === 0 ? [] : [`${others.length === 1 ? 'account' : 'accounts'} ${others.join(' and ')}`],
  ];
  const deciders = [...whose.length === 0 ? [] : [`the access points of ${whose.join(' and of ')}`], ...points.map((point) => `access point ${point}`)];
  return `${deciders.join(' and ')} ${whose.length === 0 && points.length === 1 ? 'decides' : 'decide'} who gets in`;
}
