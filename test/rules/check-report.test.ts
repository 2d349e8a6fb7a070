import { HARDENED } from './hardened-template';
import { Check } from '../../src/rules/check';
import { checkReport } from '../../src/rules/check-report';
import { template } from '../facts/templates';

const group = (id: string, resources: object) => ({ templates: [template(resources, { id })], acknowledgements: new Map() });

test('a template on which a rule breaks down is an error, and all others are judged', () => {
  const check = new Check();
  const judge = check.bucket.bind(check);
  check.bucket = (facts) => {
    if (facts.address.template === 'bad') {
      throw new Error('broken');
    }
    return judge(facts);
  };
  const raw = { Bucket: { Type: 'AWS::S3::Bucket' } };
  const { findings, summary, errors } = checkReport([group('bad', raw), group('good', raw)], [], check);
  expect(errors).toEqual([{ template: 'bad', message: expect.stringContaining('broken') }]);
  expect(summary).toMatchObject({ templates: 2, buckets: 1, errors: 1 });
  expect(new Set(findings.map((finding) => finding.template))).toEqual(new Set(['good']));
});

test('says how many buckets have been judged', () => {
  const progress: number[] = [];
  checkReport([group('one', HARDENED), group('two', HARDENED)], [], new Check(), (buckets) => progress.push(buckets));
  expect(progress).toEqual([0, 1, 2, 3]);
});
