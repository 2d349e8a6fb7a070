import { changed, factsOf, HARDENED, specify, summary } from './hardened-template';
import { TemplateFacts } from '../../src/facts/template-facts';
import { HARDENED_CONSTRUCT, ONE_POLICY } from '../../src/rules/construction';
import { template } from '../template/templates';

const SECOND = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Bucket' } } };

specify(ONE_POLICY, [
  ['one policy is right', {}, 'compliant'],
  ['no policy is right', { Policy: undefined }, 'compliant'],
  ['the policy of another bucket does no harm', { Second: { ...SECOND, Properties: { Bucket: { Ref: 'Logs' } } } }, 'compliant'],
  ['a second policy under a condition is unknown', { Second: { ...SECOND, Condition: 'IsProduction' } }, 'unknown'],
  ['fails for two policies, of which the last to be written stays', { Second: SECOND }, ['Several']],
]);

test(`${ONE_POLICY.id} says where the policies are`, () => {
  const verdict = ONE_POLICY.check(factsOf(changed({ Second: SECOND })));
  expect(verdict).toMatchObject({ violations: [{ message: expect.stringContaining('Policy in App, Second in App') }] });
});

specify(HARDENED_CONSTRUCT, [
  ['a HardenedBucket is right', {}, 'compliant'],
  ['fails for a raw bucket', { 'Bucket.Metadata': undefined }, ['Raw']],
]);

specify(HARDENED_CONSTRUCT, [['an AccessLogsBucket is right', {}, 'compliant']], 'Logs');

test(`${HARDENED_CONSTRUCT.id} asks nothing of a template that CDK did not make`, () => {
  const facts = new TemplateFacts([template(HARDENED, { fromCdk: false })]).at({ template: 'App', logicalId: 'Bucket' })!;
  expect(summary(HARDENED_CONSTRUCT.check(facts))).toBe('notApplicable');
});
