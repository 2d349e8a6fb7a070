import { BucketFacts, PolicyFacts } from '../facts/bucket-facts';
import { PolicyDocument, PolicyStatement, PolicyText, PrincipalPattern } from '../policy/policy-document';
import { PolicyRequest } from '../policy/policy-request';
import { BUCKET_TAG_KEYS } from '../policy/s3-actions';
import { SearchResult } from '../policy/search/goal';
import { hasSymbol, openAccountsIn, symbol, UNDECIDED_ACCOUNT } from '../template/symbol';

/**
 * A bucket policy as the reasoner is asked about it: each symbol for what AWS chooses at deployment is replaced by a
 * *stand-in*, a name of the same kind that occurs nowhere else in the policy.
 *
 * Stand-ins are counted in the order of the text, so that policies that differ only in such names are one question. A
 * request that is found reads like one that someone could send.
 */
export interface AskedPolicy {
  readonly document: PolicyDocument;
  /** The ARN of the bucket. */
  readonly bucket: string;
  /** The account that owns the bucket: its own, or a stand-in where that is decided at deployment. */
  readonly account: string;
  readonly accountIsDecided: boolean;
  /** Replaces the symbols of another text by the same stand-ins. */
  standIn(text: string): string;
  /** The same in a statement of another policy. */
  standInStatement(statement: PolicyStatement): PolicyStatement;
  /** The text with the names that people know instead of stand-ins. */
  readable(text: string): string;
  /** Asks once for all policies that are the same question. */
  ask(question: string, search: () => SearchResult): SearchResult;
  /** Works something else out once for all policies that are the same. */
  remember<T>(question: string, answer: () => T): T;
}

/** Whose policy it is. */
export type PolicyOwner = Pick<BucketFacts, 'account' | 'arn'> & Partial<Pick<BucketFacts, 'abac' | 'services' | 'deliveries' | 'publicAccessBlock' | 'live'>>;

/** The policy of a bucket or of an access point. */
type PolicyToAsk = Pick<PolicyFacts, 'document'>;

const asked = new WeakMap<PolicyToAsk, AskedPolicy>();

/** Makes the questions about a policy of this bucket possible. */
export function askedPolicy(policy: PolicyToAsk, owner: PolicyOwner): AskedPolicy {
  const known = asked.get(policy);
  if (known) {
    return known;
  }
  const made = makeAskedPolicy(policy, owner);
  asked.set(policy, made);
  return made;
}

/** The same, anew: for an owner other than the policy's. */
export function makeAskedPolicy(policy: PolicyToAsk, owner: PolicyOwner): AskedPolicy {
  const names = new StandIns(policy.document, owner);
  const bucket = names.inText(withPartition(owner.arn, names.partition));
  const document: PolicyDocument = {
    ...policy.document,
    statements: policy.document.statements.map((statement) => names.inStatement(statement)),
    // S3 compares the tags of a bucket only where ABAC is on for it.
    ...owner.abac?.known && !owner.abac.value ? { neverCarried: BUCKET_TAG_KEYS } : {},
  };
  // The id of a statement is a digest of its content with the names that stand-ins are for.
  const answered = answersOn(JSON.stringify([document, bucket, names.account], (key, value) => key === 'id' ? undefined : value as unknown));
  const remember = <T>(question: string, answer: () => T): T => {
    if (!answered.has(question)) {
      answered.set(question, answer());
    }
    return answered.get(question) as T;
  };
  return {
    document,
    bucket,
    account: names.account,
    accountIsDecided: owner.account !== undefined,
    standIn: (text) => names.inText(text),
    standInStatement: (statement) => names.inStatement(statement),
    readable: (text) => names.readableIn(text),
    ask: (question, search) => names.inResult(remember(question, search)),
    remember,
  };
}

/** Surely denies nobody anything. */
export function deniesNothing({ statements, unknowns }: PolicyDocument): boolean {
  return unknowns.length === 0 && statements.every(({ effect, malformed }) => effect === 'Allow' && !malformed);
}

const answers = new Map<string, Map<string, unknown>>();
/** A fleet has few kinds of policies, and each may be 20 KB. */
const MOST_POLICIES = 200;

function answersOn(policy: string): Map<string, unknown> {
  const known = answers.get(policy);
  if (known) {
    return known;
  }
  if (answers.size >= MOST_POLICIES) {
    answers.clear();
  }
  const made = new Map<string, unknown>();
  answers.set(policy, made);
  return made;
}

/** A policy on a bucket of this partition is refused if its resources name another. */
function withPartition(arn: string, partition: string): string {
  return arn.replace(/^arn:[^:]*:/, `arn:${partition}:`);
}

class StandIns {
  readonly account: string;
  readonly partition: string;
  private readonly bySymbol = new Map<string, string>();
  /** Stand-in → what people know it by. */
  private readonly readable = new Map<string, string>();
  private readonly taken: string;

  constructor(document: PolicyDocument, owner: PolicyOwner) {
    this.taken = JSON.stringify(document.statements).replace(/⟦account [^⟧]*⟧/g, '');
    this.partition = /arn:(aws[a-z-]*):s3:::/.exec(this.taken)?.[1] ?? 'aws';
    this.account = owner.account ?? this.unusedAccount();
    for (const [name, value] of [['AccountId', this.account], ['Partition', this.partition], ['Region', 'us-east-1'], ['URLSuffix', 'amazonaws.com']] as const) {
      this.bySymbol.set(symbol('AWS', name), value);
    }
  }

  /** The text with its symbols replaced; a text that is nothing but one is given the format that is expected where it stands. */
  inText(text: string, format: Format = plainName): string {
    if (!hasSymbol(text)) {
      return text;
    }
    const whole = /^⟦[^⟧]*⟧$/.test(text) && text !== UNDECIDED_ACCOUNT;
    return text.replace(/⟦[^⟧]*⟧/g, (found) => this.of(found, whole || format === address ? format : plainName));
  }

  inStatement(statement: PolicyStatement): PolicyStatement {
    const texts = (values: readonly PolicyText[], format?: Format) => values.map((value) => typeof value === 'string' ? this.inText(value, format) : value);
    const resources = (values: readonly PolicyText[]) => texts(values, accessPointArn);
    const principals = (patterns: PolicyStatement['principals']) => patterns.map(({ type, value, everyone }): PrincipalPattern => ({
      type,
      value: typeof value === 'string' ? this.inText(value, type === 'AWS' ? roleArn : type === 'CanonicalUser' ? canonicalUser : plainName) : value,
      // AWS calls both forms of everyone equivalent, and exempts services from Denies that it writes so.
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html#principal-anonymous
      ...everyone || (type === 'AWS' && value === '*') ? { everyone: true as const } : {},
    }));
    return {
      ...statement,
      principals: principals(statement.principals),
      notPrincipals: principals(statement.notPrincipals),
      actions: texts(statement.actions),
      notActions: texts(statement.notActions),
      resources: resources(statement.resources),
      notResources: resources(statement.notResources),
      conditions: statement.conditions.map((clause) => ({ ...clause, values: texts(clause.values, FORMATS[clause.key]) })),
    };
  }

  /** The request with names that people know. */
  inResult(result: SearchResult): SearchResult {
    if (result.kind !== 'found' || this.readable.size === 0) {
      return result;
    }
    return { kind: 'found', request: JSON.parse(this.readableIn(JSON.stringify(result.request))) as PolicyRequest };
  }

  readableIn(text: string): string {
    return text.replace(STAND_IN, (found) => this.readable.get(found) ?? found);
  }

  private of(found: string, format: Format): string {
    let standIn = this.bySymbol.get(found);
    const [[, among] = []] = openAccountsIn(found);
    if (standIn === undefined && among) {
      standIn = among.find((id) => this.isUnused(id)) ?? this.unusedAccount();
      this.bySymbol.set(found, standIn);
    } else if (standIn === undefined) {
      // As long as hardly any pattern of question marks.
      const name = `stand-in-for-a-name-that-aws-chooses-${this.readable.size}`;
      this.readable.set(name, readableName(found, [...this.readable.values()]));
      standIn = format(name, this.account, this.partition);
      this.bySymbol.set(found, standIn);
    }
    return standIn;
  }

  private unusedAccount(): string {
    let id = 111111111111;
    while (!this.isUnused(String(id))) {
      id++;
    }
    return String(id);
  }

  private isUnused(id: string): boolean {
    return !this.taken.includes(id) && ![this.account, ...this.bySymbol.values()].includes(id);
  }
}

const STAND_IN = /stand-in-for-a-name-that-aws-chooses-\d+/g;

/** `⟦Stack#LogsBucket⟧` → `logsbucket`, as a bucket name could be. */
function readableName(found: string, taken: readonly string[]): string {
  const name = found.slice(1, -1).split('#').pop()!.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 50) || 'name';
  return taken.includes(name) ? `${name}-${taken.length}` : name;
}

/** How a name of some kind is written. */
type Format = (name: string, account: string, partition: string) => string;

const plainName: Format = (name) => name;
const roleArn: Format = (name, account, partition) => `arn:${partition}:iam::${account}:role/${name}`;
const canonicalUser: Format = (name) => name;
const accessPointArn: Format = (name, account, partition) => `arn:${partition}:s3:us-east-1:${account}:accesspoint/${name}`;
const keyArn: Format = (name, account, partition) => `arn:${partition}:kms:us-east-1:${account}:key/${name}`;
const sourceArn: Format = (name, account, partition) => `arn:${partition}:service:us-east-1:${account}:${name}`;

/** An address of a block that is kept for documentation. @see https://www.rfc-editor.org/rfc/rfc5737 */
const address: Format = (name) => `198.51.100.${Number(name.split('-').pop()) % 256}`;

/** What a condition key compares with, where that is no plain name. */
const FORMATS: Readonly<Record<string, Format>> = {
  'aws:principalarn': roleArn,
  'aws:sourcearn': sourceArn,
  's3:x-amz-server-side-encryption-aws-kms-key-id': keyArn,
  's3:dataaccesspointarn': accessPointArn,
  'aws:sourceip': address,
  'aws:vpcsourceip': address,
  'aws:principalorgid': (name) => `o-${name.replace(/-/g, '')}`,
};
