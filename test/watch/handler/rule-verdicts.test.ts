import { CATALOG } from '../../../src/rules/catalog';
import { Finding } from '../../../src/rules/finding';
import { Judgement, ruleVerdicts } from '../../../src/watch/handler/rule-verdicts';

const [ONE, TWO] = CATALOG;

function violation(rule: string, id = 'Found'): Finding {
  return {
    rule,
    severity: 'error',
    verdict: 'violation',
    template: 't',
    logicalId: 'records',
    path: null,
    message: 'Bucket records is open',
    fix: 'close it',
    evidence: { id, path: null, request: null, statement: { index: 0, sid: 'Open' } },
  };
}

function unknown(rule: { readonly id: string; readonly title: string }, reason: string): Finding {
  return {
    ...violation(rule.id),
    severity: 'warning',
    verdict: 'unknown',
    message: `Bucket records in eu-west-1: it is not known whether ${rule.title}: ${reason}`,
    evidence: { id: 'Unknown', path: null, request: null, statement: null },
  };
}

function summary({ verdicts, undecided, failure }: Judgement): string[] {
  return [...verdicts.map(({ rule, kind }) => `${rule} ${kind}`), ...undecided.map((rule) => `${rule} undecided`), ...failure === undefined ? [] : [failure]];
}

test.each<[string, Finding[], string[]]>([
  ['no finding', [], [`${ONE.id} compliant`, `${TWO.id} compliant`]],
  ['a violation', [violation(ONE.id)], [`${ONE.id} violation`, `${TWO.id} compliant`]],
  ['a violation and an unknown of the same rule', [unknown(ONE, 'it is odd'), violation(ONE.id)], [`${ONE.id} violation`, `${TWO.id} compliant`]],
  ['what a rule cannot know', [unknown(ONE, 'the policy has a variable')], [`${ONE.id} unknown`, `${TWO.id} compliant`]],
  // Said once by its permission, not once for each rule that needs it.
  ['a read that was denied', [unknown(ONE, 's3:GetBucketPolicy was denied'), unknown(TWO, 's3:GetBucketPolicy was denied')],
    ['HardenedBucketWatch-Readable/s3:GetBucketPolicy unknown', `${ONE.id} undecided`, `${TWO.id} undecided`]],
  ['two reads that were denied', [unknown(ONE, 's3:GetBucketPolicy was denied'), unknown(TWO, 'kms:DescribeKey was denied')],
    ['HardenedBucketWatch-Readable/s3:GetBucketPolicy unknown', 'HardenedBucketWatch-Readable/kms:DescribeKey unknown', `${ONE.id} undecided`, `${TWO.id} undecided`]],
  ['a read that failed', [unknown(ONE, 'GetBucketPolicy failed 5 times (SlowDown: please reduce your request rate)')],
    [`${TWO.id} compliant`, `${ONE.id} undecided`, 'GetBucketPolicy failed 5 times (SlowDown: please reduce your request rate)']],
])('%s', (_, findings, expected) => {
  expect(summary(ruleVerdicts({ findings, errors: [] }, [ONE, TWO]))).toEqual(expected);
});

test('a bucket that a rule breaks down on is not compliant', () => {
  expect(summary(ruleVerdicts({ findings: [], errors: [{ template: 't', message: 'it could not be judged' }] }, [ONE, TWO])))
    .toEqual(['HardenedBucketWatch-Checked unknown', `${ONE.id} undecided`, `${TWO.id} undecided`]);
});

test('a denied read names the permission and the rules that need it', () => {
  const [{ reason }] = ruleVerdicts({ findings: [unknown(ONE, 's3:GetBucketPolicy was denied')], errors: [] }, [ONE]).verdicts;
  expect(reason).toBe(`s3:GetBucketPolicy was denied, so it is not known whether ${ONE.title}`);
});

test('a report does not grow without bound', () => {
  const [{ findings }] = ruleVerdicts({ findings: Array.from({ length: 300 }, (_, i) => ({ ...violation(ONE.id, `F${i}`), message: 'x'.repeat(50_000) })), errors: [] }, [ONE]).verdicts;
  expect(findings).toHaveLength(11);
  expect(findings.at(-1)?.message).toBe('There are 290 more findings of this rule.');
  expect(JSON.stringify(findings).length).toBeLessThan(30_000);
});
