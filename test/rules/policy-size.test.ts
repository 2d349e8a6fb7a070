import { changed, factsOf, PARAMETER, Row, specify } from './hardened-template';
import { POLICY_SIZE } from '../../src/rules/policy-size';

const STATEMENT = 'Policy.Properties.PolicyDocument.Statement.5';

/** A statement of so many bytes and some more, or of so many names that AWS chooses. */
function withBytes(bytes: number, resources: readonly unknown[] = []) {
  return { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: [...resources, 'x'.repeat(bytes)] };
}

const ROLES = Array.from({ length: 100 }, (_, i) => ({ 'Fn::GetAtt': [`Role${i}`, 'Arn'] }));

function row(law: string, statement: unknown, verdict: Row[2]): Row {
  return [law, { [STATEMENT]: statement }, verdict];
}

specify(POLICY_SIZE, [
  ['the usual guards are short', {}, 'compliant'],
  ['no policy is short', { Policy: undefined }, 'compliant'],
  row('a long statement is right as long as there is room', withBytes(16_000), 'compliant'),
  row('fails for a statement that alone is too long', withBytes(20_480), ['TooLong']),
  row('fails for many names, however short they turn out', withBytes(19_000, ROLES), ['TooLong']),
  row('many names that may turn out too long are unknown', withBytes(10_000, ROLES), 'unknown'),
  row('names that fit however long they turn out are right', withBytes(1_000, ROLES), 'compliant'),
  row('one name that a parameter gives is no doubt', withBytes(1_000, [PARAMETER]), 'compliant'),
  row('a statement that a parameter gives is unknown', PARAMETER, 'unknown'),
  ['a policy that a parameter gives is unknown', { 'Policy.Properties.PolicyDocument': PARAMETER }, 'unknown'],
  ['a policy that may not be deployed is unknown', { 'Policy.Condition': 'IsProduction' }, 'unknown'],
]);

test('fails with the largest statements first, by index and sid', () => {
  expect(POLICY_SIZE.check(factsOf(changed({ [STATEMENT]: withBytes(20_480) })))).toMatchObject({
    violations: [{
      message: expect.stringMatching(/\(Policy\) of \d+ to \d+ bytes, and S3 accepts 20480; its largest statements are 5 with \d+ bytes, 4 \(Key\) with .*, 3 \(Algorithm\) with /),
    }],
  });
});

test('fails for a policy on a bucket that is elsewhere', () => {
  const { policies: [policy] } = factsOf(changed({ [STATEMENT]: withBytes(20_480) }));
  expect(POLICY_SIZE.checkLoosePolicy!(policy, { account: undefined, arn: 'arn:aws:s3:::data' })).toMatchObject({ kind: 'violations' });
});
