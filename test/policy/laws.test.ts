import * as fc from 'fast-check';
import { policy } from './random-policies';
import { GRID } from './request-grid';
import { evaluate } from '../../src/policy/evaluate';
import { PolicyDocument, readPolicyDocument } from '../../src/policy/policy-document';
import { PolicyRequest } from '../../src/policy/policy-request';
import { allowsOutside } from '../../src/policy/questions/allows-outside';
import { anyoneAllowed } from '../../src/policy/questions/anyone-allowed';
import { compare } from '../../src/policy/questions/compare';
import { deadStatements } from '../../src/policy/questions/dead-statements';
import { requires } from '../../src/policy/questions/requires';
import { SearchResult } from '../../src/policy/search/goal';

/** What holds of every policy, whatever it says. `npm run prove` asks for many more. */
const RUNS = Number(process.env.POLICY_RUNS ?? 100);

type Json = Readonly<Record<string, unknown>>;
interface PolicyJson { readonly Version: string; readonly Statement: readonly Json[] }

const policies = policy as unknown as fc.Arbitrary<PolicyJson>;
const oneStatement = policies.map(({ Statement: [first] }) => first);

function read(json: unknown): PolicyDocument {
  return readPolicyDocument(json);
}

function decisionOf(document: PolicyDocument, request: PolicyRequest) {
  return evaluate(document, request).decision;
}

function check<T extends unknown[]>(arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> }, law: (...values: T) => void) {
  fc.assert(fc.property(fc.tuple<T>(...arbitraries), (values) => law(...values)), { numRuns: RUNS });
}

/** Some requests of the grid, of every kind. */
const SAMPLE = GRID.filter((_, i) => i % 211 === 0).map(({ request }) => request);

/** The same policy in other words: no request tells them apart, and the search knows. */
function expectSame(json: PolicyJson, other: PolicyJson) {
  expectSameAllowed(json, other);
  expect(SAMPLE.map((request) => decisionOf(read(other), request))).toEqual(SAMPLE.map((request) => decisionOf(read(json), request)));
}

/** Both allow the same, although one may deny explicitly what the other does not allow. */
function expectSameAllowed(json: PolicyJson, other: PolicyJson) {
  const [first, second] = [read(json), read(other)];
  expect(compare(first, second)).toEqual({ relation: 'equivalent' });
  expect(SAMPLE.find((request) => (decisionOf(first, request) === 'Allow') !== (decisionOf(second, request) === 'Allow'))).toBeUndefined();
}

function withStatements({ Version }: PolicyJson, Statement: readonly Json[]): PolicyJson {
  return { Version, Statement };
}

describe('more and less', () => {
  test('a policy is equivalent to itself', () => {
    check([policies], (json) => expect(compare(read(json), read(json))).toEqual({ relation: 'equivalent' }));
  });

  test('adding a Deny never allows more', () => {
    check([policies, oneStatement, fc.nat(4)], (json, statement, at) => {
      const added = withStatements(json, inserted(json.Statement, at, asDeny(statement)));
      expect(['equivalent', 'less']).toContain(compare(read(added), read(json)).relation);
    });
  });

  test('adding an Allow never allows less', () => {
    check([policies, oneStatement, fc.nat(4)], (json, statement, at) => {
      const added = withStatements(json, inserted(json.Statement, at, { ...statement, Effect: 'Allow' }));
      expect(['equivalent', 'more']).toContain(compare(read(added), read(json)).relation);
    });
  });

  test('the other way round, more is less', () => {
    const opposite = { equivalent: 'equivalent', less: 'more', more: 'less', incomparable: 'incomparable', unknown: 'unknown' };
    check([policies, policies], (a, b) => {
      expect(compare(read(b), read(a)).relation).toBe(opposite[compare(read(a), read(b)).relation]);
    });
  });

  test('two policies with all Allows together allow no less than each of them, where nothing is denied', () => {
    check([policies, policies], (a, b) => {
      const [allowsOfA, allowsOfB] = [a, b].map(({ Statement }) => Statement.filter(({ Effect }) => Effect === 'Allow'));
      const union = read(withStatements(a, [...allowsOfA, ...allowsOfB]));
      expect(['equivalent', 'more']).toContain(compare(union, read(withStatements(a, allowsOfA))).relation);
      expect(['equivalent', 'more']).toContain(compare(union, read(withStatements(b, allowsOfB))).relation);
    });
  });
});

/** A Deny with NotPrincipal is partly undefined: it denies those that it names instead. */
function asDeny({ NotPrincipal, ...statement }: Json): Json {
  return { ...statement, Effect: 'Deny', ...NotPrincipal === undefined ? {} : { Principal: NotPrincipal } };
}

describe('changes nothing', () => {
  test('the order of the statements', () => {
    check([policies, fc.array(fc.nat(), { minLength: 4, maxLength: 4 })], (json, ranks) => {
      const order = json.Statement.map((statement, i) => ({ statement, rank: ranks[i] })).sort((a, b) => a.rank - b.rank);
      expectSame(json, withStatements(json, order.map(({ statement }) => statement)));
    });
  });

  test('a statement that is there twice', () => {
    check([policies, fc.nat()], (json, pick) => expectSame(json, withStatements(json, [...json.Statement, json.Statement[pick % json.Statement.length]])));
  });

  test('a list of values of a positive operator, as one statement for each value', () => {
    check([policies], (json) => expectSame(json, withStatements(json, json.Statement.flatMap(splitFirstList))));
  });

  test('a list of actions or resources, as one statement for each of them', () => {
    check([policies], (json) => expectSame(json, withStatements(json, json.Statement.flatMap((statement) =>
      [statement].flatMap((one) => each(one, 'Action')).flatMap((one) => each(one, 'Resource'))))));
  });

  test('an account by its id or by its root', () => {
    check([policies], (json) => {
      expectSame(json, replaced(json, /"(\d{12})"/g, '"arn:aws:iam::$1:root"', ['Principal', 'NotPrincipal']));
      expectSame(json, replaced(json, /"arn:aws:iam::(\d{12}):root"/g, '"$1"', ['Principal', 'NotPrincipal']));
    });
  });

  test('the case of the letters of an action', () => {
    check([policies, fc.boolean()], (json, upper) => expectSame(json, withStatements(json, json.Statement.map((statement) =>
      mapped(statement, ['Action', 'NotAction'], (text) => upper ? text.toUpperCase() : text.toLowerCase())))));
  });

  test('the case of the letters of a key', () => {
    check([policies], (json) => expectSame(json, replaced(json, /"(aws|s3):[^"]*":/g, (key) => key.toUpperCase(), ['Condition'])));
  });

  test('"*" or {"AWS": "*"} for everybody', () => {
    // Of services AWS does not say whether the second includes them.
    check([policies], (json) => {
      const [first, second] = [read(json), read(replaced(json, /^"\*"$/, '{"AWS":"*"}', ['Principal']))];
      expect(['equivalent', 'unknown']).toContain(compare(first, second).relation);
      for (const request of SAMPLE) {
        const isService = typeof request.principal === 'object' && 'Service' in request.principal;
        expect([decisionOf(first, request), ...isService ? ['unknown'] : []]).toContain(decisionOf(second, request));
      }
    });
  });

  test('a value that is there twice, and one value as a list', () => {
    check([policies], (json) => expectSame(json, withStatements(json, json.Statement.map((statement) =>
      Object.fromEntries(Object.entries(statement).map(([name, value]) => [name, /^(Not)?(Action|Resource)$/.test(name) ? [value, value].flat() : value]))))));
  });

  test('the removal of a statement that is dead', () => {
    check([policies], (json) => {
      const dead = deadStatements(read(json)).find((answer) => answer.dead);
      if (dead) {
        expectSameAllowed(json, withStatements(json, json.Statement.filter((_, i) => i !== dead.statement.index)));
      }
    });
  });

  test('the removal of one that is not dead changes something', () => {
    check([policies], (json) => {
      for (const { statement, dead } of deadStatements(read(json))) {
        // What a Deny denies shows once someone is allowed everything.
        const everything = statement.effect === 'Deny' ? [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] : [];
        const others = json.Statement.filter((_, i) => i !== statement.index);
        const [whole, without] = [json.Statement, others].map((statements) => read(withStatements(json, [...statements, ...everything])));
        expect(compare(whole, without).relation === 'equivalent').toBe(dead);
      }
    });
  });
});

describe('evidence', () => {
  const conditions = fc.constantFrom<Record<string, object>>(
    { Bool: { 'aws:SecureTransport': 'true' } }, { StringEquals: { 'aws:PrincipalOrgID': 'o-aaaaaaaaaa' } }, { StringEquals: { 'aws:SourceVpce': 'vpce-0a' } },
    { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }, { NumericLessThanIfExists: { 's3:max-keys': '10' } }, { Null: { 'aws:PrincipalArn': 'false' } },
  );
  const zones = fc.constantFrom<Parameters<typeof allowsOutside>[1]>(
    { accounts: ['111122223333'] }, { accounts: ['111122223333', '444455556666'] }, { organizations: ['o-aaaaaaaaaa'] }, { cidrs: ['203.0.113.0/24'] }, { vpcs: ['vpc-0a'] },
    { accounts: ['111122223333'], cidrs: ['203.0.113.0/25'] },
  );

  function expectAllowed(document: PolicyDocument, result: SearchResult) {
    expect(result.kind).not.toBe('unknown');
    if (result.kind === 'found') {
      expect(decisionOf(document, result.request)).toBe('Allow');
    }
  }

  test('every request that a question answers with is allowed', () => {
    check([policies, conditions, zones], (json, condition, zone) => {
      const document = read(json);
      expectAllowed(document, anyoneAllowed(document));
      expectAllowed(document, requires(document, condition));
      expectAllowed(document, allowsOutside(document, zone));
    });
  });

  test('a request that breaks a condition breaks it', () => {
    check([policies, conditions], (json, condition) => {
      const result = requires(read(json), condition);
      if (result.kind === 'found') {
        const onlyThen = read({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: condition } });
        expect(decisionOf(onlyThen, result.request)).toBe('ImplicitDeny');
      }
    });
  });

  test('where a condition is required, no request of the grid breaks it', () => {
    check([policies, conditions], (json, condition) => {
      const document = read(json);
      if (requires(document, condition).kind === 'none') {
        const onlyThen = read({ Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', Condition: condition } });
        expect(GRID.find(({ request }) => decisionOf(document, request) === 'Allow' && decisionOf(onlyThen, request) !== 'Allow')).toBeUndefined();
      }
    });
  });

  test('a condition is required iff asking for it in every Allow changes nothing', () => {
    const absent = fc.constantFrom<Record<string, object>>({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }, { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } }, { StringLike: { 'aws:UserAgent': 'a*' } });
    check([policies, absent], (json, condition) => {
      const demanded = withStatements(json, json.Statement.map((statement) => statement.Effect === 'Allow' ? demanding(statement, condition) : statement));
      expect(requires(read(json), condition).kind === 'none').toBe(compare(read(json), read(demanded)).relation === 'equivalent');
    });
  });

  test('a policy is within the accounts that it names, if it names nothing else', () => {
    const named = fc.subarray(['111122223333', 'arn:aws:iam::111122223333:role/admin', 'arn:aws:iam::444455556666:root', 'arn:aws:sts::444455556666:assumed-role/app/s'], { minLength: 1 });
    check([policies, named], (json, AWS) => {
      const document = read(withStatements(json, json.Statement.map(({ NotPrincipal: _, ...statement }) => statement.Effect === 'Allow' ? { ...statement, Principal: { AWS } } : { ...statement, Principal: '*' })));
      expect(allowsOutside(document, { accounts: ['111122223333', '444455556666'] })).toEqual({ kind: 'none' });
      expect(anyoneAllowed(document)).toEqual({ kind: 'none' });
    });
  });

  test('a wider zone has no more outside of it', () => {
    check([policies], (json) => {
      const document = read(json);
      if (allowsOutside(document, { accounts: ['111122223333'] }).kind === 'none') {
        expect(allowsOutside(document, { accounts: ['111122223333', '444455556666'] }).kind).toBe('none');
      }
    });
  });

  test('what is outside for a stranger is outside for every zone of accounts', () => {
    check([policies], (json) => {
      const document = read(json);
      if (anyoneAllowed(document, ['111122223333']).kind === 'found') {
        expect(allowsOutside(document, { accounts: ['111122223333'] }).kind).toBe('found');
      }
    });
  });
});

/** Comparing two policies that differ in what the same words mean, or in whom they name. */
describe('compare tells apart', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  const variable = { ...statement, Condition: { StringEquals: { 'aws:PrincipalTag/t': '${aws:username}' } } };
  const folder = { ...statement, Resource: 'arn:aws:s3:::b/${aws:username}/*' };
  const role = { ...statement, Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/R' } } };
  const notSession = { ...statement, Effect: 'Deny', Principal: { AWS: 'arn:aws:sts::111122223333:assumed-role/R/S' } };

  test.each<[string, unknown, unknown]>([
    ['a variable from the same text in the version without variables', { Version: '2012-10-17', Statement: variable }, { Version: '2008-10-17', Statement: variable }],
    ['a variable in a resource from the same text', { Version: '2012-10-17', Statement: folder }, { Version: '2008-10-17', Statement: folder }],
    ['a resource by an S3 key from nothing', { Version: '2012-10-17', Statement: { ...statement, Action: 's3:PutObject', Resource: 'arn:aws:s3:::b/${s3:x-amz-acl}' } }, { Statement: [] }],
    ['two partitions', { Statement: statement }, { Statement: { ...statement, Resource: 'arn:aws-cn:s3:::b/*' } }],
  ])('%s', (_, first, second) => {
    expect(compare(read(first), read(second)).relation).not.toBe('equivalent');
  });

  // Neither the role behind a session that is named nor an unnamed canonical user is tried.
  test.each<[string, unknown, unknown]>([
    ['a role from one of its sessions', { Version: '2012-10-17', Statement: [role, notSession] }, { Version: '2012-10-17', Statement: [] }],
    ['every canonical user from none', { Statement: { ...statement, Principal: { CanonicalUser: '*' } } }, { Statement: [] }],
  ])('fails to be equivalent: %s', (_, first, second) => {
    expect(compare(read(first), read(second)).relation).not.toBe('equivalent');
  });
});

function inserted<T>(list: readonly T[], at: number, item: T): readonly T[] {
  return [...list.slice(0, at), item, ...list.slice(at)];
}

/** One statement for each value of the first positive operator with several values. */
function splitFirstList(statement: Json): readonly Json[] {
  const condition = statement.Condition as Record<string, Record<string, readonly string[]>> | undefined;
  for (const [operator, keys] of Object.entries(condition ?? {})) {
    const splits = statement.Effect === 'Allow' && !/Not|ForAllValues/.test(operator);
    const [key, values] = Object.entries(keys).find(([, list]) => list.length > 1) ?? [];
    if (splits && key !== undefined && values !== undefined) {
      return values.map((value) => ({ ...statement, Condition: { ...condition, [operator]: { ...keys, [key]: [value] } } }));
    }
  }
  return [statement];
}

function each(statement: Json, element: string): readonly Json[] {
  const value = statement[element];
  return Array.isArray(value) ? value.map((one: unknown) => ({ ...statement, [element]: one })) : [statement];
}

function mapped(statement: Json, elements: readonly string[], change: (text: string) => string): Json {
  const map = (value: unknown): unknown => typeof value === 'string' ? change(value) : (value as string[]).map(change);
  return { ...statement, ...Object.fromEntries(elements.filter((name) => name in statement).map((name) => [name, map(statement[name])])) };
}

/** Rewrites the JSON text of some elements of each statement. */
function replaced(json: PolicyJson, pattern: RegExp, by: string | ((found: string) => string), elements: readonly string[]): PolicyJson {
  const rewritten = (value: unknown): unknown => JSON.parse(JSON.stringify(value).replace(pattern, by as string));
  return withStatements(json, json.Statement.map((statement) => ({
    ...statement,
    ...Object.fromEntries(elements.filter((name) => statement[name] !== undefined).map((name) => [name, rewritten(statement[name])])),
  })));
}

/** The statement with a further condition. */
function demanding(statement: Json, condition: Record<string, object>): Json {
  const own = statement.Condition as Record<string, object> | undefined;
  return { ...statement, Condition: { ...own, ...Object.fromEntries(Object.entries(condition).map(([operator, keys]) => [operator, { ...own?.[operator], ...keys }])) } };
}
