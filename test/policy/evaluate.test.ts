import { evaluate } from '../../src/policy/evaluate';
import { readPolicyDocument } from '../../src/policy/policy-document';
import { ContextValue, PolicyRequest } from '../../src/policy/policy-request';
import { UnknownValue } from '../../src/policy/unknown-value';

/**
 * What one policy says of one request. The pages of AWS's own that decide a doubtful row:
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
type Context = Readonly<Record<string, ContextValue>>;

const BUCKET = 'arn:aws:s3:::b';
const ROLE = 'arn:aws:iam::111122223333:role/team/app';
const ALLOW = { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' };
const REQUEST: PolicyRequest = { principal: { AWS: ROLE }, action: 's3:GetObject', resource: `${BUCKET}/k`, context: {} };
const UNKNOWN = new UnknownValue('parameter P is given at deployment');

function decide(statements: unknown, request: Partial<PolicyRequest> = {}, Version = '2012-10-17') {
  return evaluate(readPolicyDocument({ Version, Statement: statements }), { ...REQUEST, ...request }).decision;
}

const ANSWERS = { Allow: true, ImplicitDeny: false, ExplicitDeny: false, unknown: 'unknown' } as const;

/** Whether a condition holds in a context: true, false or 'unknown'. */
function holds(condition: unknown, context: Context, version?: string) {
  return ANSWERS[decide({ ...ALLOW, Condition: condition }, { context }, version)];
}

/** Whether `operator` accepts this value of the request, the policy saying `values`. */
function accepts(operator: string, values: unknown, actual: ContextValue) {
  return holds({ [operator]: { 'aws:Key': values } }, { 'aws:Key': actual });
}

describe('a key that the request does not have', () => {
  test.each([
    ['a positive operator fails', 'StringEquals', false],
    ['a glob fails, even *', 'StringLike', false],
    ['an ARN operator fails', 'ArnLike', false],
    ['a number fails', 'NumericLessThan', false],
    ['a date fails', 'DateGreaterThan', false],
    ['Bool fails', 'Bool', false],
    ['BinaryEquals fails', 'BinaryEquals', false],
    ['IpAddress fails', 'IpAddress', false],
    ['a negated operator holds', 'StringNotEquals', true],
    ['so does each other one: ignoring case', 'StringNotEqualsIgnoreCase', true],
    ['globs', 'StringNotLike', true],
    ['ARNs', 'ArnNotEquals', true],
    ['ARN globs', 'ArnNotLike', true],
    ['numbers', 'NumericNotEquals', true],
    ['dates', 'DateNotEquals', true],
    ['addresses', 'NotIpAddress', true],
    ['IfExists holds', 'StringEqualsIfExists', true],
    ['IfExists of a negated operator holds', 'StringNotEqualsIfExists', true],
    ['IfExists of Bool holds', 'BoolIfExists', true],
    ['ForAllValues holds', 'ForAllValues:StringEquals', true],
    ['ForAllValues of a negated operator holds', 'ForAllValues:StringNotEquals', true],
    ['ForAnyValue fails', 'ForAnyValue:StringEquals', false],
    ['ForAnyValue of a negated operator fails as well', 'ForAnyValue:StringNotEquals', false],
  ])('%s', (_, operator, expected) => {
    const value = { Bool: 'true', Numeric: '1', Date: '2026-01-01T00:00:00Z', Ip: '0.0.0.0/0', NotIp: '0.0.0.0/0', Arn: 'arn:aws:s3:::*' }[/^(Bool|Numeric|Date|NotIp|Ip|Arn)/.exec(operator)?.[1] ?? ''] ?? '*';
    expect(holds({ [operator]: { 'aws:Key': value } }, {})).toBe(expected);
  });

  // AWS evaluates ForAnyValue first: seen at https://repost.aws/questions/QU9HFmDzP0QGuU-fd7rS6B7w/foranyvalue-stringequalsifexists-behaving-unexpectedly
  test('ForAnyValue fails whether or not IfExists follows', () => {
    expect(holds({ 'ForAnyValue:StringEqualsIfExists': { 'aws:Key': 'a' } }, {})).not.toBe(true);
  });
});

describe('text', () => {
  test.each<[string, string, unknown, ContextValue, boolean | 'unknown']>([
    ['is compared exactly', 'StringEquals', 'a', 'a', true],
    ['depends on case', 'StringEquals', 'a', 'A', false],
    ['is not a prefix', 'StringEquals', 'a', 'ab', false],
    ['takes * for itself', 'StringEquals', '*', 'a', false],
    ['takes * for itself, so it equals *', 'StringEquals', '*', '*', true],
    ['takes ? for itself', 'StringEquals', 'a?', 'ab', false],
    ['is one of the alternatives', 'StringEquals', ['a', 'b'], 'b', true],
    ['is none of the alternatives', 'StringEquals', ['a', 'b'], 'c', false],
    ['of no alternatives is none', 'StringEquals', [], 'c', false],
    ['negated: of no alternatives AWS does not say', 'StringNotEquals', [], 'c', 'unknown'],
    ['negated: is none of them', 'StringNotEquals', ['a', 'b'], 'c', true],
    ['negated: one of them is enough to fail', 'StringNotEquals', ['a', 'b'], 'b', false],
    ['empty is a value', 'StringEquals', '', '', true],
    ['ignoring case', 'StringEqualsIgnoreCase', 'aB', 'Ab', true],
    ['ignoring case, * is itself', 'StringEqualsIgnoreCase', 'a*', 'ab', false],
    ['ignoring case, negated', 'StringNotEqualsIgnoreCase', 'aB', 'Ab', false],
    ['IfExists, present: must match', 'StringEqualsIfExists', 'a', 'b', false],
    ['IfExists, present: matches', 'StringEqualsIfExists', 'a', 'a', true],
    ['IfExists, present and negated', 'StringNotEqualsIfExists', 'a', 'a', false],
    ['like: * is any run', 'StringLike', 'a*c', 'a/b/c', true],
    ['like: * is also none', 'StringLike', 'a*c', 'ac', true],
    ['like: ? is exactly one', 'StringLike', 'a?c', 'abc', true],
    ['like: ? is not none', 'StringLike', 'a?c', 'ac', false],
    ['like: depends on case', 'StringLike', 'A*', 'abc', false],
    ['like: stars that have to give back', 'StringLike', '*ab*ab', 'ababxab', true],
    ['like: spans lines', 'StringLike', 'a*b', 'a\n\nb', true],
    ['like: other characters are themselves', 'StringLike', 'a.[b]+', 'a.[b]+', true],
    ['like: they are no regular expression', 'StringLike', 'a.c', 'abc', false],
    ['not like', 'StringNotLike', 'a*', 'b', true],
    ['not like: matched by one', 'StringNotLike', ['x', 'b*'], 'bc', false],
    ['JSON numbers stand for their texts', 'StringEquals', 5, '5', true],
    ['JSON booleans stand for their texts', 'StringEquals', true, 'true', true],
    ['an unknown value may be the one', 'StringEquals', [UNKNOWN, 'b'], 'a', 'unknown'],
    ['an unknown value does not matter beside the one', 'StringEquals', [UNKNOWN, 'a'], 'a', true],
    ['negated, beside the one', 'StringNotEquals', [UNKNOWN, 'a'], 'a', false],
    ['negated, an unknown value may be the one', 'StringNotEquals', [UNKNOWN, 'b'], 'a', 'unknown'],
  ])('%s', (_, operator, values, actual, expected) => {
    expect(accepts(operator, values, actual)).toBe(expected);
  });
});

describe('ARNs have six parts', () => {
  const arn = 'arn:aws:sns:us-east-1:111122223333:topic:a';
  test.each<[string, string, string, string, boolean]>([
    ['equal', 'ArnEquals', arn, arn, true],
    ['ArnEquals takes wildcards', 'ArnEquals', 'arn:aws:sns:*:111122223333:*', arn, true],
    ['ArnLike is the same', 'ArnLike', 'arn:aws:sns:*:111122223333:*', arn, true],
    ['? is one character', 'ArnLike', 'arn:aws:sns:us-east-?:*:*', arn, true],
    ['the last part keeps its colons', 'ArnLike', 'arn:aws:sns:*:*:topic:?', arn, true],
    ['a wildcard does not cross the first five colons', 'ArnLike', 'arn:aws:*:topic:a', arn, false],
    ['nor does it in StringLike terms', 'ArnLike', 'arn:*', arn, false],
    ['* alone is every ARN', 'ArnLike', '*', arn, true],
    ['it depends on case', 'ArnLike', 'arn:aws:SNS:*:*:*', arn, false],
    ['what is no ARN matches none', 'ArnLike', 'arn:aws:*:*:*:*', 'topic', false],
    ['negated', 'ArnNotLike', 'arn:aws:sns:*:*:*', arn, false],
    ['negated: another one', 'ArnNotEquals', 'arn:aws:sqs:*:*:*', arn, true],
    ['negated: what is no ARN is not matched', 'ArnNotLike', 'arn:aws:*:*:*:*', 'topic', true],
    ['an empty part is empty', 'ArnLike', 'arn:aws:s3:::b', 'arn:aws:s3:::b', true],
    ['a * is also the empty part', 'ArnLike', 'arn:aws:s3:*:*:b', 'arn:aws:s3:::b', true],
  ])('%s', (_, operator, value, actual, expected) => {
    expect(accepts(operator, value, actual)).toBe(expected);
  });
});

describe('numbers', () => {
  test.each<[string, string, unknown, string, boolean | 'unknown']>([
    ['equal as numbers, not as texts', 'NumericEquals', '10', '10.0', true],
    ['JSON numbers', 'NumericEquals', 10, '10', true],
    ['exponents', 'NumericEquals', '1e1', '10', true],
    ['signs', 'NumericLessThan', '0', '-5', true],
    ['less', 'NumericLessThan', '10', '9.99', true],
    ['less: not equal', 'NumericLessThan', '10', '10', false],
    ['at most', 'NumericLessThanEquals', '10', '10', true],
    ['greater', 'NumericGreaterThan', '10', '10.01', true],
    ['greater: not equal', 'NumericGreaterThan', '10', '10', false],
    ['at least', 'NumericGreaterThanEquals', '10', '10', true],
    ['less than one of them is enough', 'NumericLessThan', ['5', '100'], '50', true],
    ['not equal', 'NumericNotEquals', '10', '11', true],
    ['not equal, equal', 'NumericNotEquals', '10', '10.0', false],
    ['9 is less than 10, although its text is not', 'NumericLessThan', '10', '9', true],
    ['a text of the request is not a number', 'NumericLessThan', '10', 'nine', false],
    ['so it is not equal to one either', 'NumericNotEquals', '10', 'nine', true],
    ['an empty text is not a number', 'NumericLessThan', '10', '', false],
    ['hexadecimals are no numbers', 'NumericEquals', '16', '0x10', false],
    ['fails to say anything where the policy has no number', 'NumericLessThan', 'ten', '9', 'unknown'],
    ['no wildcards', 'NumericEquals', '1*', '10', 'unknown'],
    ['no variables', 'NumericEquals', '${aws:Key}', '10', 'unknown'],
  ])('%s', (_, operator, value, actual, expected) => {
    expect(accepts(operator, value, actual)).toBe(expected);
  });
});

describe('dates', () => {
  test.each<[string, string, unknown, string, boolean | 'unknown']>([
    ['equal', 'DateEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['equal in another zone', 'DateEquals', '2026-01-01T02:00:00+02:00', '2026-01-01T00:00:00Z', true],
    ['equal with fractions', 'DateEquals', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00Z', true],
    ['equal in epoch seconds', 'DateEquals', '1767225600', '2026-01-01T00:00:00Z', true],
    ['epoch seconds as a JSON number', 'DateLessThan', 1767225601, '2026-01-01T00:00:00Z', true],
    ['a day begins at midnight UTC', 'DateEquals', '2026-01-01', '2026-01-01T00:00:00Z', true],
    ['no seconds', 'DateEquals', '2026-01-01T00:00Z', '2026-01-01T00:00:00Z', true],
    ['a year', 'DateGreaterThanEquals', '2026', '2026-01-01T00:00:00Z', true],
    ['before', 'DateLessThan', '2026-01-01T00:00:00Z', '2025-12-31T23:59:59Z', true],
    ['before: not at', 'DateLessThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', false],
    ['at or before', 'DateLessThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['after', 'DateGreaterThan', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
    ['at or after', 'DateGreaterThanEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', true],
    ['not equal', 'DateNotEquals', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z', true],
    ['a leap day is a day', 'DateLessThan', '2028-02-29T00:00:00Z', '2028-02-28T00:00:00Z', true],
    ['fails to say anything where the policy has no date', 'DateLessThan', 'tomorrow', '2026-01-01T00:00:00Z', 'unknown'],
    ['no wildcards', 'DateEquals', '2026-*', '2026-01-01T00:00:00Z', 'unknown'],
    ['what is no date in the request is before none', 'DateLessThan', '2026-01-01T00:00:00Z', 'soon', false],
  ])('%s', (_, operator, value, actual, expected) => {
    expect(accepts(operator, value, actual)).toBe(expected);
  });
});

describe('addresses', () => {
  test.each<[string, string, unknown, string, boolean | 'unknown']>([
    ['in a block', 'IpAddress', '203.0.113.0/24', '203.0.113.255', true],
    ['outside of it', 'IpAddress', '203.0.113.0/24', '203.0.114.0', false],
    ['a bare address is /32', 'IpAddress', '203.0.113.7', '203.0.113.7', true],
    ['a bare address is no other', 'IpAddress', '203.0.113.7', '203.0.113.8', false],
    ['host bits do not count', 'IpAddress', '203.0.113.77/24', '203.0.113.1', true],
    ['odd lengths', 'IpAddress', '203.0.113.128/25', '203.0.113.127', false],
    ['/0 is every IPv4 address', 'IpAddress', '0.0.0.0/0', '198.51.100.1', true],
    ['/0 is no IPv6 address', 'IpAddress', '0.0.0.0/0', '2001:db8::1', false],
    ['::/0 is every IPv6 address', 'IpAddress', '::/0', '2001:db8::1', true],
    ['::/0 is no IPv4 address', 'IpAddress', '::/0', '198.51.100.1', false],
    ['in an IPv6 block', 'IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5678::9', true],
    ['outside of it', 'IpAddress', '2001:DB8:1234:5678::/64', '2001:db8:1234:5679::9', false],
    ['the same address in other words', 'IpAddress', '2001:db8:0:0:0:0:0:1', '2001:db8::1', true],
    ['a bare IPv6 address is /128', 'IpAddress', '2001:db8::1', '2001:db8::2', false],
    ['one of several blocks', 'IpAddress', ['203.0.113.0/24', '2001:db8::/32'], '2001:db8::2', true],
    ['negated: in none of them', 'NotIpAddress', ['203.0.113.0/24', '2001:db8::/32'], '198.51.100.1', true],
    ['negated: in one of them', 'NotIpAddress', ['203.0.113.0/24', '2001:db8::/32'], '203.0.113.1', false],
    ['fails to say anything: no address', 'IpAddress', 'office', '203.0.113.1', 'unknown'],
    ['fails to say anything: too long a prefix', 'IpAddress', '203.0.113.0/33', '203.0.113.1', 'unknown'],
    ['fails to say anything: 256 in an address', 'IpAddress', '203.0.113.256', '203.0.113.1', 'unknown'],
    ['fails to say anything: wildcards', 'IpAddress', '203.0.*', '203.0.113.1', 'unknown'],
    ['what is no address in the request is in no block', 'IpAddress', '0.0.0.0/0', 'AWS Internal', false],
    ['and so outside of it', 'NotIpAddress', '0.0.0.0/0', 'AWS Internal', true],
  ])('%s', (_, operator, value, actual, expected) => {
    expect(accepts(operator, value, actual)).toBe(expected);
  });
});

describe('Bool, BinaryEquals and Null', () => {
  test.each<[string, string, unknown, string, boolean | 'unknown']>([
    ['true is true', 'Bool', 'true', 'true', true],
    ['true is not false', 'Bool', 'true', 'false', false],
    ['a JSON boolean', 'Bool', false, 'false', true],
    ['in any case', 'Bool', 'True', 'true', true],
    ['either is always', 'Bool', ['true', 'false'], 'false', true],
    ['another text is neither', 'Bool', ['true', 'false'], 'maybe', false],
    ['IfExists, present', 'BoolIfExists', 'true', 'false', false],
    ['fails to say anything: yes is no boolean', 'Bool', 'yes', 'true', 'unknown'],
    // The page on operators allows variables here, the page on variables does not.
    ['fails to say anything: a variable in Bool', 'Bool', '${aws:Key}', 'true', 'unknown'],
    ['the same bytes', 'BinaryEquals', 'QmluYXJ5', 'QmluYXJ5', true],
    ['other bytes', 'BinaryEquals', 'QmluYXJ5', 'qmluYXJ5', false],
    ['padding does not count', 'BinaryEquals', 'QQ==', 'QQ', true],
    ['Null true: it is there', 'Null', 'true', 'x', false],
    ['Null false: it is there', 'Null', 'false', 'x', true],
    ['Null with a JSON boolean', 'Null', false, 'x', true],
    ['Null of both always holds', 'Null', ['true', 'false'], 'x', true],
    ['an empty text is there', 'Null', 'false', '', true],
    ['fails to say anything: Null of no boolean', 'Null', 'x', 'x', 'unknown'],
    ['Null has no IfExists', 'NullIfExists', 'true', 'x', 'unknown'],
    ['Bool has no Not', 'BoolNotEquals', 'true', 'x', 'unknown'],
    ['operator names depend on case', 'stringequals', 'x', 'x', 'unknown'],
    ['an operator that IAM does not have', 'StringMatches', 'x', 'x', 'unknown'],
    ['an operator by a name of Object.prototype', 'constructor', 'x', 'x', 'unknown'],
  ])('%s', (_, operator, value, actual, expected) => {
    expect(accepts(operator, value, actual)).toBe(expected);
  });

  test.each([
    ['Null true: it is absent', 'true', true],
    ['Null false: it is absent', 'false', false],
    ['Null of both always holds', ['true', 'false'], true],
  ])('%s', (_, value, expected) => {
    expect(holds({ Null: { 'aws:Key': value } }, {})).toBe(expected);
  });
});

describe('several values of one key', () => {
  test.each<[string, string, unknown, ContextValue, boolean | 'unknown']>([
    ['for all: each is listed', 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['for all: one is not', 'ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'], false],
    ['for all: of no values, AWS does not say what that is', 'ForAllValues:StringEquals', ['a'], [], 'unknown'],
    ['for all: of an empty text, which may be a null data set', 'ForAllValues:StringEquals', ['a'], '', 'unknown'],
    ['for all: of an empty text among others', 'ForAllValues:StringLike', ['*'], ['a', ''], 'unknown'],
    ['for all: one value', 'ForAllValues:StringEquals', ['a'], 'a', true],
    ['for all, negated: none is listed', 'ForAllValues:StringNotEquals', ['a', 'b'], ['c', 'd'], true],
    ['for all, negated: one is listed', 'ForAllValues:StringNotEquals', ['a', 'b'], ['a', 'd'], false],
    ['for all: globs', 'ForAllValues:StringLike', ['a*'], ['a', 'ab'], true],
    ['for any: one is listed', 'ForAnyValue:StringEquals', ['a', 'b'], ['a', 'c'], true],
    ['for any: none is listed', 'ForAnyValue:StringEquals', ['a', 'b'], ['c', 'd'], false],
    ['for any: of no values', 'ForAnyValue:StringEquals', ['a'], [], 'unknown'],
    ['for any: of an empty text', 'ForAnyValue:StringEquals', [''], '', 'unknown'],
    ['for any, negated: of no values', 'ForAnyValue:StringNotEquals', ['a'], [], 'unknown'],
    ['plain: of an empty text', 'StringEquals', '', '', true],
    ['for any, negated: one is not listed', 'ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'c'], true],
    ['for any, negated: all are listed', 'ForAnyValue:StringNotEquals', ['a', 'b'], ['a', 'b'], false],
    ['for any: numbers', 'ForAnyValue:NumericLessThan', '5', ['9', '3'], true],
    ['plain, both readings agree', 'StringEquals', ['a', 'b'], ['a', 'b'], true],
    ['plain, neither reading holds', 'StringEquals', 'a', ['b', 'c'], false],
    ['plain, AWS does not define it', 'StringEquals', 'a', ['a', 'b'], 'unknown'],
  ])('%s', (_, operator, values, actual, expected) => {
    expect(accepts(operator, values, actual)).toBe(expected);
  });
});

describe('operators and keys are all required', () => {
  const context = { 'aws:A': 'a', 'aws:B': 'b' };
  test.each<[string, object, boolean | 'unknown']>([
    ['both keys of an operator hold', { StringEquals: { 'aws:A': 'a', 'aws:B': 'b' } }, true],
    ['one key of an operator fails', { StringEquals: { 'aws:A': 'a', 'aws:B': 'x' } }, false],
    ['one operator fails', { StringEquals: { 'aws:A': 'a' }, StringNotEquals: { 'aws:B': 'b' } }, false],
    ['names of keys do not depend on case', { StringEquals: { 'AWS:a': 'a' } }, true],
    ['the same key in two cases is two demands', { StringEquals: { 'aws:a': 'a', 'AWS:A': 'x' } }, false],
    ['what fails wins over what is unknown', { StringEquals: { 'aws:A': 'x' }, NumericEquals: { 'aws:B': 'b' } }, false],
    ['what is unknown wins over what holds', { StringEquals: { 'aws:A': 'a' }, NumericEquals: { 'aws:B': 'b' } }, 'unknown'],
    ['so it does over an operator that does not exist', { StringEquals: { 'aws:A': 'x' }, StringMatches: { 'aws:B': 'b' } }, false],
    ['an operator that does not exist beside what holds', { StringEquals: { 'aws:A': 'a' }, StringMatches: { 'aws:B': 'b' } }, 'unknown'],
    ['no condition always holds', {}, true],
  ])('%s', (_, condition, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });
});

describe('policy variables', () => {
  const context: Context = { 'aws:username': 'ann', 'aws:Star': '*', 'aws:Many': ['a', 'b'], 'aws:A': 'ann', 'aws:Arn': 'arn:aws:iam::111122223333:user/ann' };
  test.each<[string, object, boolean | 'unknown']>([
    ['stand for the value of the key', { StringEquals: { 'aws:A': '${aws:username}' } }, true],
    ['in any case', { StringEquals: { 'aws:A': '${AWS:UserName}' } }, true],
    ['inside a text', { StringLike: { 'aws:Arn': '*user/${aws:username}' } }, true],
    ['in ARN operators', { ArnLike: { 'aws:Arn': 'arn:aws:iam::*:user/${aws:username}' } }, true],
    ['compare differently', { StringEquals: { 'aws:A': '${aws:Star}' } }, false],
    ['bring no wildcards', { StringLike: { 'aws:A': '${aws:Star}' } }, false],
    ['bring their characters', { StringLike: { 'aws:Star': '${aws:Star}' } }, true],
    ['negated', { StringNotEquals: { 'aws:A': '${aws:username}' } }, false],
    ['with a default, of a key that is there', { StringEquals: { 'aws:A': "${aws:username, 'bob'}" } }, true],
    ['with a default, of a key that is not', { StringEquals: { 'aws:A': "${aws:None, 'ann'}" } }, true],
    ['a default has no wildcards', { StringLike: { 'aws:A': "${aws:None, '*'}" } }, false],
    ['unset without default: a positive operator fails', { StringLike: { 'aws:A': '*${aws:None}' } }, false],
    ['unset without default: a negated one holds', { StringNotEquals: { 'aws:A': '${aws:None}' } }, true],
    ['unset beside another alternative', { StringEquals: { 'aws:A': ['${aws:None}', 'ann'] } }, true],
    ['of several values are not defined', { StringEquals: { 'aws:A': '${aws:Many}' } }, 'unknown'],
    ['${*} is a star', { StringLike: { 'aws:Star': '${*}' } }, true],
    ['${*} is no wildcard', { StringLike: { 'aws:A': 'a${*}' } }, false],
    ['${?} is no wildcard', { StringLike: { 'aws:A': 'an${?}' } }, false],
    ['${*} is a star for StringEquals too', { StringEquals: { 'aws:Star': '${*}' } }, true],
  ])('%s', (_, condition, expected) => {
    expect(holds(condition, context)).toBe(expected);
  });

  test('${$} is a dollar sign', () => {
    expect(holds({ StringEquals: { 'aws:A': '${$}{aws:username}' } }, { ...context, 'aws:A': '${aws:username}' })).toBe(true);
  });

  test.each(['2008-10-17'])('are plain text in version %s', (version) => {
    expect(holds({ StringEquals: { 'aws:A': '${aws:username}' } }, context, version)).toBe(false);
    expect(holds({ StringEquals: { 'aws:A': '${aws:username}' } }, { ...context, 'aws:A': '${aws:username}' }, version)).toBe(true);
    expect(evaluate(readPolicyDocument({ Statement: { ...ALLOW, Resource: `${BUCKET}/\${aws:username}` } }), { ...REQUEST, resource: `${BUCKET}/ann`, context }).decision).toBe('ImplicitDeny');
  });

  test.each<[string, object, string, string]>([
    ['stand in a resource', { Resource: `${BUCKET}/\${aws:username}/*` }, `${BUCKET}/ann/x`, 'Allow'],
    ['stand for nobody else', { Resource: `${BUCKET}/\${aws:username}/*` }, `${BUCKET}/bob/x`, 'ImplicitDeny'],
    ['unset: the resource matches nothing', { Resource: `${BUCKET}/*\${aws:None}` }, `${BUCKET}/x`, 'ImplicitDeny'],
    ['unset with a default', { Resource: `${BUCKET}/\${aws:None, 'all'}/*` }, `${BUCKET}/all/x`, 'Allow'],
    ['unset in NotResource: it excepts nothing', { Resource: undefined, NotResource: `${BUCKET}/\${aws:None}` }, `${BUCKET}/x`, 'Allow'],
    ['bring no wildcards into a resource', { Resource: `${BUCKET}/\${aws:Star}` }, `${BUCKET}/x`, 'ImplicitDeny'],
  ])('%s', (_, change, resource, expected) => {
    expect(decide({ ...ALLOW, ...change }, { resource, context })).toBe(expected);
  });
});

describe('the keys that follow from the principal', () => {
  test.each<[string, PolicyRequest['principal'], Context, object, boolean]>([
    ['the ARN of a role', { AWS: ROLE }, {}, { ArnEquals: { 'aws:PrincipalArn': ROLE } }, true],
    ['the account', { AWS: ROLE }, {}, { StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, true],
    ['the type of a session', { AWS: ROLE }, {}, { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }, true],
    ['the type of an account', { AWS: '111122223333' }, {}, { StringEquals: { 'aws:PrincipalType': 'Account' } }, true],
    ['the type of a federated user', { AWS: 'arn:aws:sts::111122223333:federated-user/f' }, {}, { StringEquals: { 'aws:PrincipalType': 'FederatedUser' } }, true],
    ['nobody has no ARN', 'anonymous', {}, { Null: { 'aws:PrincipalArn': 'true' } }, true],
    ['nobody is of type Anonymous', 'anonymous', {}, { StringEquals: { 'aws:PrincipalType': 'Anonymous' } }, true],
    ['what the request says itself wins', { AWS: ROLE }, { 'aws:principalaccount': '444455556666' }, { StringEquals: { 'aws:PrincipalAccount': '444455556666' } }, true],
    ['nothing else is derived', { AWS: ROLE }, {}, { Null: { 'aws:PrincipalOrgID': 'true', 'aws:SecureTransport': 'true', 'aws:userid': 'true' } }, true],
    ['a service has none of them', { Service: 's3.amazonaws.com' }, {}, { Null: { 'aws:PrincipalArn': 'true', 'aws:PrincipalAccount': 'true' } }, true],
  ])('%s', (_, principal, context, condition, expected) => {
    expect(ANSWERS[decide({ ...ALLOW, Condition: condition }, { principal, context })]).toBe(expected);
  });
});

describe('the ARN of a session\'s role, whose path the session does not show', () => {
  const SESSION = { AWS: 'arn:aws:sts::111122223333:assumed-role/app/s' };
  const PREFIX = 'arn:aws:iam::111122223333:role/';
  const SSO = 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/';

  test.each<[string, object, boolean | 'unknown']>([
    ['may have no path', { ArnEquals: { 'aws:PrincipalArn': `${PREFIX}app` } }, 'unknown'],
    ['may have this path', { ArnLike: { 'aws:PrincipalArn': `${PREFIX}service-role/app` } }, 'unknown'],
    ['may be one of single sign-on', { ArnLike: { 'aws:PrincipalArn': `${SSO}*` } }, 'unknown'],
    ['or not', { ArnNotLike: { 'aws:PrincipalArn': `${SSO}*` } }, 'unknown'],
    ['is of this account', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } }, true],
    ['ends in its name', { StringLike: { 'aws:PrincipalArn': '*/app' } }, true],
    ['ends in its name, with a wildcard for one character', { StringLike: { 'aws:PrincipalArn': '*:role/*ap?' } }, true],
    ['is a role', { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:*' } }, true],
    ['is no user', { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:user/*' } }, false],
    ['is not of another account', { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::444455556666:role/*' } }, true],
    ['has no other name', { ArnLike: { 'aws:PrincipalArn': `${PREFIX}*/other` } }, false],
    ['has no other name, whatever its path', { StringEquals: { 'aws:PrincipalArn': `${PREFIX}team/other` } }, false],
    ['may equal a text', { StringEquals: { 'aws:PrincipalArn': `${PREFIX}team/app` } }, 'unknown'],
    ['may equal none of them', { StringNotEquals: { 'aws:PrincipalArn': [`${PREFIX}app`, `${PREFIX}other`] } }, 'unknown'],
    ['surely equals none of them', { StringNotEquals: { 'aws:PrincipalArn': [`${PREFIX}app2`, `${PREFIX}apps/other`] } }, true],
    ['a path ends in a slash', { StringEquals: { 'aws:PrincipalArn': `${PREFIX}teamapp` } }, false],
    ['ignoring case', { StringEqualsIgnoreCase: { 'aws:PrincipalArn': `${PREFIX}TEAM/APP` } }, 'unknown'],
    ['is there', { Null: { 'aws:PrincipalArn': 'false' } }, true],
    ['with a path of one letter', { StringLike: { 'aws:PrincipalArn': `${PREFIX}?/app` } }, 'unknown'],
    ['one that surely matches decides', { ArnLike: { 'aws:PrincipalArn': [`${SSO}*`, `${PREFIX}*`] } }, true],
    ['as a variable, of a key that may be it', { StringEquals: { 'aws:Key': '${aws:PrincipalArn}' } }, 'unknown'],
    ['as a variable, of a key that is none', { StringEquals: { 'aws:Other': '${aws:PrincipalArn}' } }, false],
    ['as a variable, of itself', { StringLike: { 'aws:PrincipalArn': '${aws:PrincipalArn}' } }, true],
    ['is not a number', { NumericEquals: { 'aws:PrincipalArn': '1' } }, false],
  ])('%s', (_, condition, expected) => {
    expect(ANSWERS[decide({ ...ALLOW, Condition: condition }, { principal: SESSION, context: { 'aws:Key': `${PREFIX}team/app`, 'aws:Other': 'x' } })]).toBe(expected);
  });

  test.each<[string, string, object, boolean]>([
    ['with the path', `${SSO}eu-west-1/app`, { ArnLike: { 'aws:PrincipalArn': `${SSO}*` } }, true],
    ['without a path', `${PREFIX}app`, { ArnLike: { 'aws:PrincipalArn': `${SSO}*` } }, false],
  ])('is what the request says: %s', (_, arn, condition, expected) => {
    expect(ANSWERS[decide({ ...ALLOW, Condition: condition }, { principal: SESSION, context: { 'aws:PrincipalArn': arn } })]).toBe(expected);
  });

  test.each<[string, string, string | undefined, string]>([
    ['a role without a path names its sessions', `${PREFIX}app`, undefined, 'Allow'],
    ['so does one with a path: names are unique in an account', `${PREFIX}team/app`, undefined, 'Allow'],
    ['a role of another name does not', `${PREFIX}team/other`, undefined, 'ImplicitDeny'],
    ['nor one of another account', 'arn:aws:iam::444455556666:role/app', undefined, 'ImplicitDeny'],
    ['the request says which role it is', `${PREFIX}team/app`, `${PREFIX}team/app`, 'Allow'],
    ['and which it is not', `${PREFIX}team/app`, `${PREFIX}app`, 'ImplicitDeny'],
  ])('as principal: %s', (_, named, arn, expected) => {
    expect(decide({ ...ALLOW, Principal: { AWS: named } }, { principal: SESSION, context: arn ? { 'aws:PrincipalArn': arn } : {} })).toBe(expected);
  });
});

describe('the address of a request, as a text', () => {
  test.each<[string, object, string, boolean | 'unknown']>([
    ['letters in lower case', { StringLike: { 'aws:SourceIp': '2001:db8:*' } }, '2001:db8::1', 'unknown'],
    ['letters in upper case', { StringLike: { 'aws:SourceIp': '2001:DB8:*' } }, '2001:db8::1', 'unknown'],
    ['no letters in the pattern', { StringLike: { 'aws:SourceIp': '2001:*' } }, '2001:db8::1', true],
    ['another address', { StringLike: { 'aws:SourceIp': '2002:*' } }, '2001:db8::1', false],
    ['negated', { StringNotLike: { 'aws:SourceIp': '2001:db8:*' } }, '2001:db8::1', 'unknown'],
    ['ignoring case', { StringEqualsIgnoreCase: { 'aws:SourceIp': '2001:DB8::1' } }, '2001:db8::1', true],
    ['behind an endpoint', { StringEquals: { 'aws:VpcSourceIp': 'fd00::1' } }, 'fd00::1', 'unknown'],
    ['without letters', { StringEquals: { 'aws:SourceIp': '203.0.113.7' } }, '203.0.113.7', true],
    ['a block has no case', { IpAddress: { 'aws:SourceIp': '2001:DB8::/32' } }, '2001:db8::1', true],
  ])('%s', (_, condition, address, expected) => {
    expect(holds(condition, { [Object.keys(Object.values(condition)[0] as object)[0]]: address })).toBe(expected);
  });
});
