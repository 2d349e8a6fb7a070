import { Caller, Identity } from './caller';
import { literal, PATH, Token } from './tokens';

/** Condition key → its text, or its texts. */
export type RequestContext = Readonly<Record<string, string | readonly string[]>>;

/** One value of a condition key. */
export interface Subject {
  /** The text, for operators that read a number, a date, an address, … in it. */
  readonly raw: string;
  /** The text, for operators that compare it letter by letter, in each spelling. */
  readonly spellings: readonly [lower: readonly Token[], upper: readonly Token[]];
}

/** What is known of a request beside its action and its resource. Key names are not case-sensitive. */
export class Context {
  private readonly values = new Map<string, readonly Subject[]>();
  private readonly given: ReadonlyMap<string, string | readonly string[]>;

  public constructor(context: RequestContext, caller: Caller) {
    this.given = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
    for (const [key, value] of derivedKeys(caller)) {
      this.values.set(key, [value]);
    }
    for (const [key, value] of this.given) {
      this.values.set(key, (typeof value === 'string' ? [value] : value).map(ADDRESS_KEYS.has(key) ? address : text));
    }
  }

  /** The values of a key, or nothing if the request does not have it. */
  public get(key: string): readonly Subject[] | undefined {
    return this.values.get(key.toLowerCase());
  }

  /** The role's ARN, if the request says it. */
  public get principalArn(): string | readonly string[] | undefined {
    return this.given.get('aws:principalarn');
  }
}

/** Which letter case S3 uses for an IPv6 address in text is not documented. */
const ADDRESS_KEYS: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);

function text(raw: string): Subject {
  return { raw, spellings: [literal(raw), literal(raw)] };
}

function address(raw: string): Subject {
  return { raw, spellings: [literal(raw.toLowerCase()), literal(raw.toUpperCase())] };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const PRINCIPAL_TYPES: Record<Identity['kind'], string> = {
  'root': 'Account',
  'user': 'User',
  'role': 'AssumedRole',
  'session': 'AssumedRole',
  'federated-user': 'FederatedUser',
};

/**
 * The keys that follow from who sends the request.
 *
 * `aws:PrincipalAccount`: "For anonymous requests, the request context returns `anonymous`." `aws:PrincipalArn`: "For IAM roles, the
 * request context returns the ARN of the role, not the ARN of the user that assumed the role. Anonymous requests do not include this key."
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
function derivedKeys(caller: Caller): Array<[string, Subject]> {
  switch (caller.type) {
    case 'anonymous': return [['aws:principalaccount', text('anonymous')], ['aws:principaltype', text('Anonymous')]];
    case 'AWS': return [
      ['aws:principalaccount', text(caller.account)],
      ['aws:principaltype', text(PRINCIPAL_TYPES[caller.kind])],
      ['aws:principalarn', caller.kind === 'session' ? roleOfSession(caller) : text(caller.arn)],
    ];
    default: return [];
  }
}

/** A session names its role, but not the path of the role. */
function roleOfSession({ partition, account, name }: Identity): Subject {
  const roles = `arn:${partition}:iam::${account}:role/`;
  const tokens = [...literal(roles), PATH, ...literal(name)] as const;
  return { raw: roles + name, spellings: [tokens, tokens] };
}
