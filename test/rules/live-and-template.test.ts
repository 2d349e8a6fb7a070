import * as fc from 'fast-check';
import { LiveBucket } from '../../src/facts/live-bucket';
import { TemplateFacts } from '../../src/facts/template-facts';
import { CATALOG } from '../../src/rules/catalog';
import { Check } from '../../src/rules/check';
import { checkLive } from '../../src/rules/check-live';
import { oneForEachCause, partsOf } from '../../src/rules/finding';
import { ABSENT, liveAccount, value } from '../facts/live-answers';
import { block, Choice, encryption, logging, ON, SETTINGS } from '../facts/live-choices';
import { template } from '../template/templates';

const CHECK = new Check({ level: 'STRICT', excluded: CATALOG.filter(({ notLive }) => notLive !== undefined).map(({ id }) => id) });
const RETAINED = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const LOGS: Choice[] = [block(ON), encryption({ SSEAlgorithm: 'AES256' }), logging()];
const PLACE = { id: '111122223333/eu-west-1', account: '111122223333', region: 'eu-west-1', fromCdk: false };

function byTemplate(choices: readonly Choice[]): string[] {
  const { policy: statements, ...properties } = Object.assign({}, ...choices.map((choice) => choice.properties)) as { policy: object[] };
  const alarms = liveAccount().alarms;
  const facts = new TemplateFacts([template({
    data: { Type: 'AWS::S3::Bucket', ...RETAINED, Properties: { BucketName: 'data', ...properties } },
    logs: { Type: 'AWS::S3::Bucket', ...RETAINED, Properties: { BucketName: 'logs', ...Object.assign({}, ...LOGS.map((choice) => choice.properties)) } },
    ...statements.length === 0 ? {} : { 'data/policy': { Type: 'AWS::S3::BucketPolicy', ...RETAINED, Properties: { Bucket: 'data', PolicyDocument: { Version: '2012-10-17', Statement: statements } } } },
    ...Object.fromEntries((alarms.kind === 'value' ? alarms.value : []).map((alarm, i) => [`alarm/${i}`, { Type: 'AWS::CloudWatch::Alarm', Properties: alarm }])),
  }, PLACE)]);
  return said(oneForEachCause(CHECK.bucket(facts.at({ template: PLACE.id, logicalId: 'data' })!)));
}

function byAccount(choices: readonly Choice[]): string[] {
  const bucket = (name: string, answers: LiveBucket['answers']): LiveBucket => ({ name, account: PLACE.account, region: PLACE.region, partition: 'aws', answers });
  const answers: LiveBucket['answers'] = Object.assign({}, ...choices.map((choice) => choice.answers));
  // The key is in neither: what is known of keys has a test of its own.
  const { findings } = checkLive(liveAccount({ keys: {} }), [bucket('data', answers), bucket('logs', Object.assign({ GetBucketPolicy: ABSENT, GetBucketVersioning: value({}) }, ...LOGS.map((choice) => choice.answers)))], CHECK, { isWhole: true });
  return said(findings.filter(({ logicalId }) => logicalId === 'data'));
}

function said(findings: ReturnType<Check['bucket']>): string[] {
  // A setting that a template leaves out and one that it turns off are two findings, and the same of a bucket that is there.
  return findings.flatMap(partsOf).map(({ verdict, rule, evidence: { id } }) => `${verdict} ${rule} ${id}`).sort();
}

const HARDENED = SETTINGS.map(([first]) => first);

test.each(SETTINGS.flatMap((choices, setting_) => choices.map((choice, i) => [setting_, i, choice] as const)))('setting %i, choice %i: the template and the deployed bucket have the same findings', (at, _, choice) => {
  const choices = HARDENED.map((one, i) => i === at ? choice : one);
  expect(byAccount(choices)).toEqual(byTemplate(choices));
});

test('so have buckets with any of the settings', () => {
  fc.assert(fc.property(fc.tuple(...SETTINGS.map((choices) => fc.nat(choices.length - 1))), (indexes) => {
    const choices = indexes.map((index, i) => SETTINGS[i][index]);
    expect(byAccount(choices)).toEqual(byTemplate(choices));
  }), { numRuns: 200, seed: 18 });
});
