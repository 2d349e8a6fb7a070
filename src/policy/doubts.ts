import { knowledgeOf } from './condition-keys';
import { readOperator, UNKNOWN_OPERATOR } from './operators';
import { isPartialWildcard, PolicyDocument, PolicyStatement, PolicyText } from './policy-document';
import { S3_ACTIONS_DATE } from './s3-actions.generated';
import { S3PublicResult } from './s3-public';
import { UnknownReason } from './search/goal';
import { MULTIVALUED_KEYS } from './search/key-domains';
import { valueSet } from './search/value-set';
import { UnknownValue } from './unknown-value';

/** What in a document keeps an answer from being known: what is decided at deployment, and what AWS does not define. */
export function doubtsIn(document: PolicyDocument): UnknownReason[] {
  return [
    ...document.unknowns.map(({ where, message }): UnknownReason => ({ code: 'unknownValue', message, where })),
    ...document.problems.map(({ where, message }): UnknownReason => ({ code: 'malformedStatement', message, where })),
    ...document.statements.flatMap((statement) => doubtsInStatement(statement, document)),
    ...document.statements.flatMap(doubtsAboutPrincipals),
  ];
}

/** Why it is unknown whether S3 considers the policy public; undefined where it is known. */
export function doubtAboutS3Public(document: PolicyDocument, { verdict, statements, reason }: S3PublicResult): UnknownReason | undefined {
  return verdict !== 'unknown' ? undefined
    : doubtsIn(document)[0] ?? { code: 'unknownValue', message: reason!, where: statements.length > 0 ? `Statement[${statements[0].index}]` : undefined };
}

function doubtsInStatement(
  { index, effect, principals, notPrincipals, actions, notActions, resources, notResources, conditions }: PolicyStatement, { isIdentityPolicy }: PolicyDocument,
): UnknownReason[] {
  const at = (where: string) => `Statement[${index}].${where}`;
  const doubts: UnknownReason[] = [];
  for (const [where, texts] of Object.entries<readonly PolicyText[]>({
    Principal: principals.map(({ value }) => value),
    NotPrincipal: notPrincipals.map(({ value }) => value),
    Action: actions,
    NotAction: notActions,
    Resource: resources,
    NotResource: notResources,
    ...Object.fromEntries(conditions.map(({ operator, key, values }) => [`Condition.${operator}.${key}`, values])),
  })) {
    const unknown = texts.find((text): text is UnknownValue => text instanceof UnknownValue);
    if (unknown) {
      doubts.push({ code: 'unknownValue', message: unknown.reason, where: at(where) });
    }
  }
  const partial = [...principals, ...notPrincipals].find(isPartialWildcard);
  if (partial) {
    doubts.push({ code: 'partialWildcard', message: `S3 accepts no wildcard inside a principal such as '${String(partial.value)}'`, where: at('Principal') });
  }
  if (effect === 'Deny' && notPrincipals.length > 0) {
    doubts.push({ code: 'notPrincipalDeny', message: 'AWS defines a Deny with NotPrincipal only for callers whose account, role and session are all listed', where: at('NotPrincipal') });
  }
  if (principals.length === 0 && notPrincipals.length === 0 && !isIdentityPolicy) {
    doubts.push({ code: 'malformedStatement', message: 'a statement of a bucket policy names its principals', where: at('Principal') });
  }
  for (const { operator, key, values } of conditions) {
    const where = at(`Condition.${operator}`);
    const read = readOperator(operator);
    const texts = values.filter((value) => typeof value === 'string').map((text) => ({ text, escaped: new Set<number>() }));
    if (!read) {
      doubts.push(...operator === UNKNOWN_OPERATOR ? [] : [{ code: 'unknownOperator' as const, message: `IAM has no operator '${operator}'`, where }]);
    } else if (knowledgeOf(key).kind === 'newer') {
      doubts.push({ code: 'unknownKey', message: `the condition key ${key} is not one that AWS had on ${S3_ACTIONS_DATE}: whether a request carries it is not known`, where });
    } else if (read.family !== 'null' && valueSet(read.family, read.compare, texts) === undefined) {
      doubts.push({ code: 'invalidValue', message: `a value of ${key} is none that ${operator} takes: ${texts.map(({ text }) => `'${text}'`).join(', ')}`, where });
    } else if (read.family !== 'null' && read.set === undefined && MULTIVALUED_KEYS.has(key)) {
      doubts.push({ code: 'ambiguousSetOperator', message: `${key} can have several values: AWS defines ${operator} for it only with ForAllValues or ForAnyValue`, where });
    }
  }
  return doubts;
}

/** What is not documented of principals that are named as they should be: most questions are decided all the same. */
function doubtsAboutPrincipals({ index, principals, notPrincipals }: PolicyStatement): UnknownReason[] {
  const named = [...principals, ...notPrincipals];
  const where = `Statement[${index}].Principal`;
  return [
    ...named.some(({ type }) => type === 'CanonicalUser')
      ? [{ code: 'canonicalUser' as const, message: 'a canonical user is an account, and the id does not show which one: name the account instead', where }] : [],
    ...named.some(({ type, value, everyone }) => type === 'AWS' && value === '*' && !everyone)
      ? [{ code: 'awsPrincipals' as const, message: 'AWS does not say whether {"AWS": "*"} includes AWS services: write "Principal": "*" instead', where }] : [],
  ];
}
