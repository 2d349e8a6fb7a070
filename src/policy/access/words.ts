import { withoutCovered } from './action-patterns';
import { spelledKey } from '../condition-keys';
import { globCovers } from '../glob';
import { readOperator } from '../operators';
import { ConditionClause, PolicyStatement, PolicyText } from '../policy-document';
import { conditionInWords, principalInWords } from '../questions/explain';
import { UnknownValue } from '../unknown-value';

/** What a row is about: what a Deny does not cover has to be said. */
export interface About {
  readonly actions: readonly string[];
  readonly objects: readonly string[];
}

/**
 * What a request has to fulfill for the Deny not to match, in words: `aws:SourceVpce is vpce-0a`, or, of a Deny that is about a
 * part of the row, `s3:DeleteObject only if …` and `not s3:DeleteObject`.
 *
 * @param clauses those of its conditions of which a request of the row can break one
 */
export function unlessDenied(deny: PolicyStatement, clauses: readonly ConditionClause[], row: About): string {
  const scope = [scopeOfActions(deny, row), scopeOfObjects(deny, row), scopeOfPrincipals(deny)].filter((part) => part !== '').join(' ');
  const needed = clauses.map(brokenInWords).join(' or ');
  return clauses.length === 0 ? `not ${scope === '' ? 'at all' : scope}` : scope === '' ? needed : `${scope} only if ${needed}`;
}

function scopeOfActions({ actions, notActions }: PolicyStatement, row: About): string {
  const covers = (pattern: PolicyText, action: string) => typeof pattern === 'string' && globCovers(pattern.toLowerCase(), action.toLowerCase());
  if (notActions.length > 0) {
    return `every action but ${textsOf(notActions)}`;
  }
  return row.actions.every((action) => actions.some((pattern) => covers(pattern, action))) ? ''
    : textsOf(actions.filter((pattern) => typeof pattern !== 'string' || row.actions.some((action) => covers(pattern, action) || covers(action, pattern))));
}

function scopeOfObjects({ resources, notResources }: PolicyStatement, row: About): string {
  const covers = (wide: PolicyText, narrow: PolicyText) => typeof wide === 'string' && typeof narrow === 'string' && globCovers(wide, narrow);
  if (notResources.length > 0) {
    return `on everything but ${textsOf(notResources)}`;
  }
  return row.objects.every((object) => resources.some((pattern) => covers(pattern, object))) ? ''
    : `on ${textsOf(resources.filter((pattern) => typeof pattern !== 'string' || row.objects.some((object) => covers(pattern, object) || covers(object, pattern))))}`;
}

function scopeOfPrincipals({ principals, notPrincipals }: PolicyStatement): string {
  return notPrincipals.length > 0 ? `by everyone but ${notPrincipals.map(principalInWords).join(', ')}`
    : principals.some(({ type, value }) => type === 'AWS' && value === '*') || principals.length === 0 ? '' : `by ${principals.map(principalInWords).join(', ')}`;
}

function textsOf(texts: readonly PolicyText[]): string {
  const known = withoutCovered(texts.filter((text) => typeof text === 'string'));
  return [...known, ...texts.flatMap((text) => text instanceof UnknownValue ? [`something not known before deployment (${text.reason})`] : [])].join(', ');
}

/** What has to be so for a condition not to hold. */
function brokenInWords(clause: ConditionClause): string {
  const { operator, key, values } = clause;
  const read = readOperator(operator);
  const name = spelledKey(key);
  if (!read || read.set !== undefined || values.some((value) => value instanceof UnknownValue)) {
    return `not (${conditionInWords(clause)})`;
  }
  if (read.family === 'null') {
    return `${name} is ${values[0] === 'true' ? 'present' : 'absent'}`;
  }
  const plain = operator.replace(/IfExists$/, '');
  if (read.negated) {
    return conditionInWords({ operator: plain.replace(/Not/, ''), key, values });
  }
  if (read.family === 'bool' && values.length === 1 && (read.ifExists || key === 'aws:securetransport')) {
    return `${name} is ${values[0] === 'true' ? 'false' : 'true'}`;
  }
  const isNot = conditionInWords({ operator: plain, key, values }).replace(' is ', ' is not ');
  return read.ifExists ? `${name} is present and${isNot.slice(name.length)}` : isNot;
}
