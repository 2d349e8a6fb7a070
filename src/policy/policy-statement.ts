import { hasWildcard } from './glob';
import { UnknownValue } from './unknown-value';

/** A text of a policy, or what is known of its absence. */
export type PolicyText = string | UnknownValue;

export type PrincipalType = 'AWS' | 'Service' | 'Federated' | 'CanonicalUser';

/** Who a statement speaks of. */
export interface PrincipalPattern {
  readonly type: PrincipalType;
  readonly value: PolicyText;
  /** It is written `"*"`, which means everyone; whether `{"AWS": "*"}` includes AWS services is not documented. */
  readonly everyone?: true;
}

/**
 * Whether the principal is a pattern, of which S3 accepts none: it could be meant for anything.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function isPartialWildcard({ type, value }: PrincipalPattern): boolean {
  return typeof value === 'string' && hasWildcard(value) && (value !== '*' || type === 'CanonicalUser');
}

/** One operator on one key; its values are alternatives. */
export interface ConditionClause {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly PolicyText[];
}

/** One statement, its one-or-many shorthands spelled out. An absent element is an empty list. */
export interface PolicyStatement {
  readonly index: number;
  /** Tells it from the others of its policy, wherever it stands; absent for one that was not read. */
  readonly id?: string;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly principals: readonly PrincipalPattern[];
  readonly notPrincipals: readonly PrincipalPattern[];
  readonly actions: readonly PolicyText[];
  readonly notActions: readonly PolicyText[];
  readonly resources: readonly PolicyText[];
  readonly notResources: readonly PolicyText[];
  readonly conditions: readonly ConditionClause[];
  /** Some part of the statement could not be read, so nothing may be concluded from what it seems to say. */
  readonly malformed: boolean;
}

/** What people find a statement by. */
export function statementName({ index, sid }: Pick<PolicyStatement, 'index' | 'sid'>): string {
  return `statement ${index}${sid ? ` (${sid})` : ''}`;
}

/** Something in a document that could not be read as IAM would read it. */
export interface PolicyProblem {
  /** Where it stands: `Statement[2].Condition.Bool`. */
  readonly where: string;
  readonly message: string;
  /** S3 does not accept a policy with this. */
  readonly refused?: true;
  /** Only this condition is not known, and the rest of the statement is. */
  readonly confined?: true;
}
