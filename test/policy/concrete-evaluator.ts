/**
 * Says of one concrete request whether a policy applies to it, straight from the JSON of the policy.
 *
 * It is the meaning that the tests hold the reasoner against, so it shares no code with `src/policy`. It knows only the
 * operators that the tests use, and throws on any other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface ConcreteRequest {
  /** An ARN, a service's name, or `undefined` for a request that nobody signed. */
  readonly caller: string | undefined;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that are present, in lower case. */
  readonly context: Readonly<Record<string, string>>;
}

export type OneOrMany = string | readonly string[];

export interface JsonStatement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, OneOrMany>>;
  readonly NotPrincipal?: Readonly<Record<string, OneOrMany>>;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;
}

/** Whether some Deny statement catches the request. */
export function isDenied(statements: readonly JsonStatement[], request: ConcreteRequest): boolean {
  return statements.some((statement) => statement.Effect === 'Deny' && applies(statement, request));
}

/** Whether some Allow statement catches the request, whatever the Deny statements say. */
export function isAllowedBySomeStatement(statements: readonly JsonStatement[], request: ConcreteRequest): boolean {
  return statements.some((statement) => statement.Effect === 'Allow' && applies(statement, request));
}

/** IAM's `*` (any run) and `?` (one character). */
export function matchesGlob(glob: string, text: string, flags: 's' | 'si' = 's'): boolean {
  const pattern = [...glob].map((c) => c === '*' ? '.*' : c === '?' ? '.' : c.replace(/[^a-zA-Z0-9]/, '\\$&')).join('');
  return new RegExp(`^${pattern}$`, flags).test(text);
}

function applies(statement: JsonStatement, { caller, action, resource, context }: ConcreteRequest): boolean {
  return (statement.Principal ? names(statement.Principal, caller) : !names(statement.NotPrincipal ?? {}, caller))
    && (statement.Action ? many(statement.Action).some((glob) => matchesGlob(glob, action, 'si'))
      : !many(statement.NotAction).some((glob) => matchesGlob(glob, action, 'si')))
    && (statement.Resource ? many(statement.Resource).some((glob) => matchesGlob(glob, resource))
      : !many(statement.NotResource).some((glob) => matchesGlob(glob, resource)))
    && Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => holds(operator, context[key.toLowerCase()], many(values))));
}

function names(principal: '*' | Readonly<Record<string, OneOrMany>>, caller: string | undefined): boolean {
  return principal === '*' || Object.values(principal).flatMap(many).some((name) =>
    name === '*' || name === caller || (/^\d{12}$/.test(name) && caller?.split(':')[4] === name));
}

function holds(operator: string, actual: string | undefined, values: readonly string[]): boolean {
  if (operator === 'Null') {
    return values.some((value) => value === String(actual === undefined));
  }
  if (operator.endsWith('IfExists')) {
    return actual === undefined || holds(operator.slice(0, -'IfExists'.length), actual, values);
  }
  const [, set, family, not, test] = /^(ForAnyValue:|ForAllValues:)?(String|Numeric|Arn|)(Not)?(Equals|Like|LessThan|IpAddress|Bool)$/.exec(operator) ?? [];
  if (test === undefined) {
    throw new Error(`the tests use no operator '${operator}'`);
  }
  if (set) {
    return actual === undefined ? set === 'ForAllValues:' : holds(operator.slice(set.length), actual, values);
  }
  const negated = not !== undefined;
  return actual === undefined ? negated : negated !== values.some((value) => compare(family === 'Arn' ? 'Like' : test, actual, value));
}

function compare(test: string, actual: string, value: string): boolean {
  switch (test) {
    case 'Equals': case 'Bool': return actual === value;
    case 'Like': return matchesGlob(value, actual);
    case 'LessThan': return Number(actual) < Number(value);
    default: return inCidr(actual, value);
  }
}

function inCidr(address: string, cidr: string): boolean {
  const [network, length = '32'] = cidr.split('/');
  const bits = (text: string) => text.split('.').map((octet) => Number(octet).toString(2).padStart(8, '0')).join('').slice(0, Number(length));
  return bits(address) === bits(network);
}

function many(values: OneOrMany | undefined): readonly string[] {
  return values === undefined ? [] : typeof values === 'string' ? [values] : values;
}
