/** A statement as JSON, of the kind that `encode.ts` can say in SMT. */
export interface OracleStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export type Principals = '*' | Readonly<Partial<Record<'AWS' | 'Service' | 'Federated', readonly string[]>>>;

export interface OraclePolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly OracleStatement[];
}

/** Reproducible random choices (mulberry32). */
export class Dice {
  constructor(private state: number) {}

  next(): number {
    this.state = (this.state + 0x6D2B79F5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)];
  }

  /** One to `most` different items. */
  some<T>(items: readonly T[], most: number): T[] {
    const count = Math.min(items.length, 1 + this.below(most));
    const left = [...items];
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)[0]);
  }
}

/** All that the policies name. */
export const ACCOUNTS = ['111122223333', '444455556666', '777788889999'];
export const SERVICES = ['logging.s3.amazonaws.com', 'cloudtrail.amazonaws.com'];

const PRINCIPALS: readonly Principals[] = [
  '*', '*', '*', { AWS: ['*'] }, { AWS: ['111122223333'] }, { AWS: ['arn:aws:iam::111122223333:root'] }, { AWS: ['arn:aws:iam::111122223333:role/admin'] },
  { AWS: ['444455556666', 'arn:aws:iam::111122223333:role/admin'] }, { AWS: ['arn:aws:iam::444455556666:user/ci/bob'] }, { Service: ['logging.s3.amazonaws.com'] },
  { AWS: ['111122223333'], Service: ['cloudtrail.amazonaws.com'] }, { Federated: ['graph.facebook.com'] },
];

const ACTIONS = [
  '*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 's3:*Object', 's3:ListBucket', 's3:List*', 's3:PutBucketPolicy', 's3:GetObject*', 's3:getobject?*', 's3:?et*', 's3:*Acl',
  's3:Delete*', 's3:*Tagging',
];

const RESOURCES = [
  'arn:aws:s3:::*', 'arn:aws:s3:::b', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b*', 'arn:aws:s3:::b/?', 'arn:aws:s3:::b/??*', 'arn:aws:s3:::b/secret/*', 'arn:aws:s3:::b/*/x', 'arn:aws:s3:::b/*secret*',
  'arn:aws:s3:::b-?/*', 'arn:aws:s3:::*/secret', 'arn:aws:s3:::b/a', 'arn:aws:s3:::b/a*b*c', 'arn:aws:s3:::?/*',
];

/** Operators and values that go together with a key. */
interface KeyVocabulary {
  readonly key: string;
  readonly kind: 'text' | 'exact' | 'arn' | 'number' | 'date' | 'bool' | 'ip' | 'set';
  readonly values: readonly string[];
}

const KEYS: readonly KeyVocabulary[] = [
  { key: 'aws:SecureTransport', kind: 'bool', values: ['true', 'false'] },
  { key: 'aws:PrincipalOrgID', kind: 'text', values: ['o-aaaaaaaaaa', 'o-bbbbbbbbbb', 'o-*', 'o-a*', '*b', 'o-??????????'] },
  { key: 'aws:PrincipalAccount', kind: 'exact', values: ACCOUNTS },
  { key: 'aws:PrincipalArn', kind: 'arn', values: ['arn:aws:iam::*:role/admin', 'arn:aws:iam::111122223333:*', 'arn:aws:iam::111122223333:role/*', 'arn:aws:iam::444455556666:user/ci/*', 'arn:*:iam::*:*/a*', 'arn:aws:iam::*:root'] },
  { key: 'aws:PrincipalType', kind: 'text', values: ['User', 'AssumedRole', 'Account', 'A*', '*r*'] },
  { key: 'aws:PrincipalTag/team', kind: 'text', values: ['red', 'blue', 'r*', '*e*', '', 'RED'] },
  { key: 'aws:SourceIp', kind: 'ip', values: ['203.0.113.0/24', '203.0.113.0/25', '203.0.113.128/25', '203.0.113.7', '198.51.100.0/22', '0.0.0.0/0', '::/0', '2001:db8::/32', '2001:db8:1::/48', '128.0.0.0/1', '0.0.0.0/1'] },
  { key: 'aws:VpcSourceIp', kind: 'ip', values: ['10.0.0.0/8', '10.1.0.0/16'] },
  { key: 'aws:SourceVpce', kind: 'text', values: ['vpce-0a', 'vpce-0b', 'vpce-0*', 'vpce-*'] },
  { key: 'aws:SourceVpc', kind: 'exact', values: ['vpc-0a', 'vpc-0b'] },
  { key: 'aws:SourceAccount', kind: 'exact', values: ['111122223333', '444455556666'] },
  { key: 'aws:SourceArn', kind: 'arn', values: ['arn:aws:s3:::b', 'arn:aws:cloudtrail:*:111122223333:trail/*', 'arn:aws:*:*:111122223333:*', 'arn:aws:s3:::*'] },
  { key: 'aws:PrincipalIsAWSService', kind: 'bool', values: ['true', 'false'] },
  { key: 'aws:ViaAWSService', kind: 'bool', values: ['true', 'false'] },
  { key: 'aws:PrincipalServiceName', kind: 'exact', values: SERVICES },
  { key: 's3:TlsVersion', kind: 'number', values: ['1.2', '1.3', '1.1'] },
  { key: 's3:max-keys', kind: 'number', values: ['10', '20', '0', '-5', '15.5'] },
  { key: 's3:prefix', kind: 'text', values: ['', 'home/', 'home/*', '*', '?*', 'home/??', '*e/*'] },
  { key: 'aws:CurrentTime', kind: 'date', values: ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z', '2026-06-15', '1767225600'] },
  { key: 'aws:TagKeys', kind: 'set', values: ['a', 'b', 'c', 'a*', '*', 'b?', '?'] },
  { key: 's3:RequestObjectTagKeys', kind: 'set', values: ['a', 'b', 'a*'] },
  { key: 'aws:Referer', kind: 'text', values: ['https://a/*', 'https://*/x', 'https://a/x', '*'] },
];

const OPERATORS: Readonly<Record<KeyVocabulary['kind'], readonly string[]>> = {
  text: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
  exact: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
  arn: ['ArnLike', 'ArnNotLike', 'ArnEquals', 'ArnNotEquals', 'StringLike', 'StringNotLike'],
  number: ['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals', 'NumericGreaterThan', 'NumericGreaterThanEquals'],
  date: ['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan', 'DateGreaterThanEquals'],
  bool: ['Bool'],
  ip: ['IpAddress', 'NotIpAddress'],
  set: ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'],
};

/** What a pair of policies speaks of: little, so that their statements get in each other's way. */
export interface Topic {
  readonly keys: readonly KeyVocabulary[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly Principals[];
}

export function randomTopic(dice: Dice): Topic {
  return { keys: dice.some(KEYS, 3), actions: dice.some(ACTIONS, 4), resources: dice.some(RESOURCES, 3), principals: dice.some(PRINCIPALS, 4) };
}

type Condition = Record<string, Record<string, readonly string[]>>;

function addClause(dice: Dice, { keys }: Topic, condition: Condition): void {
  const { key, kind, values } = dice.pick(keys);
  if (dice.chance(0.12)) {
    (condition.Null ??= {})[key] = [dice.pick(['true', 'false'])];
    return;
  }
  const operator = dice.pick(OPERATORS[kind]);
  const set = kind === 'set' ? dice.pick(['ForAllValues:', 'ForAnyValue:']) : dice.chance(0.06) ? dice.pick(['ForAllValues:', 'ForAnyValue:']) : '';
  // What ForAnyValue with IfExists says of an absent key is not known.
  const name = `${set}${operator}${set !== 'ForAnyValue:' && dice.chance(0.2) ? 'IfExists' : ''}`;
  (condition[name] ??= {})[key] = dice.some(values, kind === 'bool' ? 1 : 3);
}

function randomStatement(dice: Dice, topic: Topic): OracleStatement {
  const effect = dice.chance(0.62) ? 'Allow' : 'Deny';
  const principal = dice.pick(topic.principals);
  const actions = dice.some(topic.actions, 2);
  const resources = dice.some(topic.resources, 2);
  const condition: Condition = {};
  for (let left = dice.pick([0, 1, 1, 1, 2, 2]); left > 0; left--) {
    addClause(dice, topic, condition);
  }
  return {
    Effect: effect,
    // A Deny with NotPrincipal is partly unspecified.
    ...effect === 'Allow' && principal !== '*' && dice.chance(0.1) ? { NotPrincipal: principal } : { Principal: principal },
    ...!actions.includes('*') && dice.chance(0.15) ? { NotAction: actions } : { Action: actions },
    ...dice.chance(0.15) ? { NotResource: resources } : { Resource: resources },
    ...Object.keys(condition).length > 0 ? { Condition: condition } : {},
  };
}

export function randomPolicy(dice: Dice, topic: Topic): OraclePolicy {
  return { Version: '2012-10-17', Statement: Array.from({ length: 1 + dice.below(3) }, () => randomStatement(dice, topic)) };
}

/** A policy that differs little from another, so that the answer is not always a quick yes. */
export function neighbourOf(dice: Dice, topic: Topic, policy: OraclePolicy): OraclePolicy {
  const statements = [...policy.Statement];
  const at = dice.below(statements.length);
  const chosen = statements[at];
  switch (dice.below(6)) {
    case 0: statements.push({ ...randomStatement(dice, topic), Effect: 'Deny' }); break;
    case 1: statements.push(randomStatement(dice, topic)); break;
    case 2: statements.splice(at, statements.length > 1 ? 1 : 0); break;
    case 3: statements[at] = { ...chosen, ...chosen.Resource ? { Resource: dice.some(topic.resources, 3) } : { NotResource: dice.some(topic.resources, 3) } }; break;
    case 4: statements[at] = { ...chosen, Condition: without(dice, chosen.Condition) }; break;
    default: {
      const condition: Condition = Object.fromEntries(Object.entries(chosen.Condition ?? {}).map(([operator, keys]) => [operator, { ...keys }]));
      addClause(dice, topic, condition);
      statements[at] = { ...chosen, Condition: condition };
    }
  }
  return { ...policy, Statement: statements.map((statement) => JSON.parse(JSON.stringify(statement)) as OracleStatement) };
}

function without(dice: Dice, condition: OracleStatement['Condition']): OracleStatement['Condition'] {
  const entries = Object.entries(condition ?? {});
  entries.splice(dice.below(Math.max(1, entries.length)), 1);
  return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}
