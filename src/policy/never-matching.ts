import { knowledgeOf, spelledKey } from './condition-keys';
import { globCovers, hasWildcard } from './glob';
import { nearestName } from './nearest-name';
import { ConditionOperator, readOperator } from './operators';
import { ConditionClause, PolicyStatement } from './policy-document';
import { S3_ACTIONS } from './s3-actions';
import { NOT_ON_THE_INTERNET, valuesOf } from './search/key-domains';
import { isWithin, valueSet } from './search/value-set';

/** Something that a statement names and that no request to S3 has, so that it matches nothing. */
export interface NeverMatching {
  /** Where it stands in the statement: `Action`, `Condition.StringEquals.aws:foo`. */
  readonly where: string;
  /** What is wrong with it, as a sentence without its end, and what is meant where that can be told. */
  readonly message: string;
}

/** Lists what in a statement no request can match: actions, condition keys, values and addresses. */
export function neverMatching({ actions, notActions, conditions }: PolicyStatement): NeverMatching[] {
  return [
    ...namedActions(actions, 'Action'),
    ...namedActions(notActions, 'NotAction'),
    ...conditions.flatMap((clause) => inClause(clause)),
  ];
}

const ACTION_NAMES = S3_ACTIONS.map(({ name }) => name);
const LOWER_CASE_NAMES = ACTION_NAMES.map((name) => name.toLowerCase());

function namedActions(texts: PolicyStatement['actions'], where: string): NeverMatching[] {
  return texts.flatMap((text) => {
    const message = typeof text === 'string' ? noAction(text) : undefined;
    return message === undefined ? [] : [{ where, message }];
  });
}

const actionMessages = new Map<string, string | undefined>();

/** Why no request has such an action; nothing, if one may. Policies ask about the same few again and again. */
function noAction(text: string): string | undefined {
  if (!actionMessages.has(text) && actionMessages.size < 5_000) {
    actionMessages.set(text, findNoAction(text));
  }
  return actionMessages.has(text) ? actionMessages.get(text) : findNoAction(text);
}

function findNoAction(text: string): string | undefined {
  const pattern = text.toLowerCase();
  if (text.includes('⟦') || text.includes('${') || LOWER_CASE_NAMES.some((name) => globCovers(pattern, name))) {
    return undefined;
  }
  const meant = hasWildcard(text) ? undefined : nearestName(text, ACTION_NAMES);
  return `${text} is not an action of S3${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function inClause(clause: ConditionClause): NeverMatching[] {
  const { operator, key, values } = clause;
  const where = `Condition.${operator}.${spelledKey(key)}`;
  const known = knowledgeOf(key);
  switch (known.kind) {
    case 'foreign': return [{ where, message: `no request to S3 carries the condition key ${key}, which is another service's` }];
    case 'misspelled': return [{ where, message: `unknown condition key ${key}; did you mean ${known.meant}?` }];
    case 'newer': return [];
    case 'known': {
      const read = readOperator(operator);
      return read === undefined ? [] : values.flatMap((value) => {
        const message = typeof value === 'string' ? impossible(read, key, value) : undefined;
        return message === undefined ? [] : [{ where, message }];
      });
    }
  }
}

/** Why no request has this value; nothing, if one may. */
function impossible({ family }: ConditionOperator, key: string, value: string): string | undefined {
  if (value.includes('⟦') || value.includes('${')) {
    return undefined;
  }
  if (key === 'aws:sourceip' && family === 'ip') {
    return isPrivateBlock(value) ? `${value} is a private network, and no request has such an aws:SourceIp: behind a VPC endpoint it is aws:VpcSourceIp` : undefined;
  }
  const possible = valuesOf(key);
  if (possible === undefined || (family !== 'text' && family !== 'glob') || possible.some((one) => family === 'glob' ? globCovers(value, one) : one === value)) {
    return undefined;
  }
  const meant = nearestName(value, possible);
  return `${spelledKey(key)} is never '${value}': it is one of ${possible.join(', ')}${meant === undefined ? '' : `; did you mean '${meant}'?`}`;
}

function isPrivateBlock(text: string): boolean {
  const block = setOf([text]);
  return block !== undefined && isWithin(block, setOf(NOT_ON_THE_INTERNET)!);
}

function setOf(texts: readonly string[]) {
  return valueSet('ip', '=', texts.map((text) => ({ text, escaped: new Set<number>() })));
}
