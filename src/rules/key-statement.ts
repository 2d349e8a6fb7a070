import { keyActionPattern, KeyNeed } from './key-needs';
import { BucketFacts } from '../facts/bucket-facts';
import { spelledKey } from '../policy/condition-keys';
import { ConditionClause, PolicyStatement, PolicyText } from '../policy/policy-document';
import { UnknownValue } from '../policy/unknown-value';
import { UNDECIDED_ACCOUNT } from '../template/symbol';

/**
 * The statement that a key policy needs for a grant on objects, as JSON that a template takes.
 *
 * It has the principals of the grant, and those of its conditions that KMS can check for a request of S3. A service is bound to
 * the account of the bucket where the grant names no other.
 */
export function keyStatementFor({ principals, conditions }: PolicyStatement, needs: readonly KeyNeed[], { account = UNDECIDED_ACCOUNT, encryption }: BucketFacts): object {
  const template = encryption.keyAccess.address?.template;
  const texts = (values: readonly PolicyText[]) => oneOrMany(values.map((value) => asIntrinsic(value, template)));
  const types = [...new Set(principals.map(({ type }) => type))];
  const isEveryone = principals.some(({ type, value }) => type === 'AWS' && value === '*');
  const checked = conditions.filter(({ key }) => CHECKED_BY_KMS.test(key)).map(withoutResources);
  const ofAccount: ConditionClause = { operator: 'StringEquals', key: 'aws:sourceaccount', values: [account] };
  return {
    Effect: 'Allow',
    Principal: isEveryone ? '*' : Object.fromEntries(types.map((type) => [type, texts(principals.filter((one) => one.type === type).map(({ value }) => value))])),
    Action: oneOrMany([...new Set(needs.map(({ keyAction }) => keyActionPattern(keyAction)))]),
    Resource: '*',
    ...conditionsOf([...types.includes('Service') && !namesSources({ conditions: checked }) ? [ofAccount] : [], ...checked], texts),
  };
}

/** The statement that a policy of an identity needs for a grant on objects, where the key policy lets its account decide. */
export function identityStatementFor(needs: readonly KeyNeed[], { encryption: { keyAccess: { address, name } } }: BucketFacts): object {
  return {
    Effect: 'Allow',
    Action: oneOrMany([...new Set(needs.map(({ keyAction }) => keyActionPattern(keyAction)))]),
    Resource: address ? { 'Fn::GetAtt': [address.logicalId, 'Arn'] } : name,
  };
}

/** Whether the conditions say for which accounts a service may act. */
export function namesSources({ conditions }: Pick<PolicyStatement, 'conditions'>): boolean {
  return conditions.some(({ key, values }) => ['aws:sourceaccount', 'aws:sourceowner', 'aws:sourceorgid', 'aws:sourceorgpaths'].includes(key)
    || (key === 'aws:sourcearn' && values.some((value) => typeof value === 'string' && ACCOUNT_OF_ARN.test(value))));
}

const ACCOUNT_OF_ARN = /^arn:[^:]*:[^:]*:[^:]*:(\d{12}|⟦AWS#AccountId⟧):/;

/** A resource that uses the bucket depends on its key, so a key policy that referred to it would be a cycle: any of its kind. */
function withoutResources(clause: ConditionClause): ConditionClause {
  const refers = (value: PolicyText) => typeof value === 'string' && /⟦(?!AWS#)/.test(value);
  return clause.key !== 'aws:sourcearn' || !clause.values.some(refers) ? clause : {
    ...clause,
    operator: clause.operator.replace(/^(Arn|String)Equals/, '$1Like'),
    values: [...new Set(clause.values.map((value) => typeof value === 'string' ? value.replace(/⟦(?!AWS#)[^⟧]*⟧/g, '*') : value))],
  };
}

/** What a key policy can ask of a request that S3 sends: who sent it, and for whom a service acts. */
const CHECKED_BY_KMS = /^aws:(source(arn|account|orgid|orgpaths)|principal(arn|account|orgid|orgpaths|tag\/.*|isawsservice|servicename))$/;

function conditionsOf(clauses: readonly ConditionClause[], texts: (values: readonly PolicyText[]) => unknown): { readonly Condition?: object } {
  const byOperator: Record<string, Record<string, unknown>> = {};
  for (const { operator, key, values } of clauses) {
    (byOperator[operator] ??= {})[spelledKey(key)] = texts(values);
  }
  return clauses.length === 0 ? {} : { Condition: byOperator };
}

function oneOrMany<T>(values: readonly T[]): T | readonly T[] {
  return values.length === 1 ? values[0] : values;
}

/** A text with `Ref` and `Fn::Sub` for what AWS chooses at deployment, as far as the template can name it. */
export function asIntrinsic(value: PolicyText, template: string | undefined): unknown {
  if (value instanceof UnknownValue) {
    return '<decided at deployment>';
  }
  let refers = false;
  const text = value.replace(/⟦([^⟦⟧#]*)#([^⟦⟧]*)⟧/g, (_, owner: string, name: string) => {
    refers ||= owner === 'AWS' || owner === template;
    return owner === 'AWS' ? `\${AWS::${name}}` : owner === template ? `\${${name}}` : `<${name}>`;
  });
  const [, whole] = /^\$\{([^.}]+)\}$/.exec(text) ?? [];
  return !refers ? text : whole !== undefined ? { Ref: whole } : { 'Fn::Sub': text };
}
