import { App, Aspects, aws_s3 as s3, NestedStack, Stack, Stage, Validations } from 'aws-cdk-lib';
import { AccessLogsBucket, CheckLevel, FindingSeverity, HardenedBucket, HardenedBucketAspect, HardenedBucketChecks, HardenedBucketChecksProps, HardenedBucketRules } from '../../src';
import { check, hardenedBucket, workInTemporaryFolders } from '../cli/command-line';

workInTemporaryFolders();

const RULE = HardenedBucketRules.ACKNOWLEDGEMENTS_USED;
const TLS = HardenedBucketRules.TLS_ONLY;
const KMS = HardenedBucketRules.KMS_ENCRYPTION;

type Acknowledged = readonly [id: string, reason?: string];
interface Tree { readonly app: App; readonly stack: Stack; readonly raw: s3.Bucket; readonly hardened: HardenedBucket }

function tree(make: (tree: Tree) => void): App {
  const app = new App({ outdir: 'cdk.out' });
  const stack = new Stack(app, 'Office');
  const raw = new s3.Bucket(stack, 'Raw');
  make({
    app,
    stack,
    raw,
    // Made where someone asks: it checks itself at synth, which takes its time.
    get hardened() {
      return new HardenedBucket(stack, 'Safe');
    },
  });
  return app;
}

const acknowledge = (on: Stack | s3.IBucket | App, ...ids: readonly Acknowledged[]) => Validations.of(on).acknowledge(...ids.map(([id, reason = 'known']) => ({ id, reason })));

/** What each of the three says of acknowledgments: the construct, what is wrong, and what to do. */
const SPEAKERS: readonly [string, (make: (tree: Tree) => void, props?: HardenedBucketChecksProps) => string[]][] = [
  ['the pack', (make, props) => {
    const app = tree(make);
    app.synth();
    return new HardenedBucketChecks(app, props).validateScope(app).violations.filter(({ ruleName }) => ruleName.startsWith(RULE)).map(({ description, fix }) => `${description.replace(/\. Rule: .*$/, '')}: ${fix}`);
  }],
  ['the aspect', (make, props) => {
    const app = tree(make);
    Aspects.of(app).add(new HardenedBucketAspect(props));
    app.synth();
    return app.node.findAll().flatMap(({ node }) => node.metadata.flatMap(({ data }) => typeof data === 'string' && data.startsWith(RULE) ? [data.replace(/^[^ ]*: (.*?)\. Rule: .* Fix: (.*?)(?: \[ack: .*\])?$/, '$1: $2')] : []));
  }],
  ['the command', (make, { level = CheckLevel.BASELINE } = {}) => {
    tree(make).synth();
    return check('cdk.out', '--level', level).findings.filter(({ rule }) => rule === RULE).map(({ message, fix }) => `${message}: ${fix}`);
  }],
];

const REMOVE = 'remove the acknowledgment: it would hide the next such finding. If a finding still stands, use the id that its message names';

describe.each(SPEAKERS)('%s', (_, said) => {
  test.each<[string, (tree: Tree) => void, string[], HardenedBucketChecksProps?]>([
    ['nothing of one on a bucket that has the finding', ({ raw }) => acknowledge(raw, [TLS]), []],
    ['nothing of one for a single finding', ({ raw }) => acknowledge(raw, [`${TLS}[PlainHttp]`]), []],
    ['nothing of one for a part of a finding, or for the whole', ({ raw }) => acknowledge(raw, ['HardenedBucket-BlockPublicAccess[BlockPublicAcls]']), []],
    ['nothing of one for a joined finding', ({ raw }) => acknowledge(raw, ['HardenedBucket-BlockPublicAccess[BlockPublicAcls.BlockPublicPolicy.IgnorePublicAcls.RestrictPublicBuckets]']), []],
    ['nothing of one with the name of the pack', ({ raw }) => acknowledge(raw, [`HardenedBucketChecks::${TLS}`]), []],
    ['nothing of one for another bucket below', ({ raw, stack }) => {
      acknowledge(new Stack(stack, 'Below'), ['AwsSolutions-S1']);
      acknowledge(raw.stack, [TLS]);
    }, []],
    ['nothing of one for a bucket of a nested stack', ({ stack }) => {
      const nested = new NestedStack(stack, 'Nested');
      new s3.CfnBucket(nested, 'Inner');
      acknowledge(nested, [TLS]);
    }, []],
    ['nothing of those for other packs', ({ raw }) => acknowledge(raw, ['AwsSolutions-S1'], ['NIST.800.53.R5::NIST.800.53.R5-S3BucketLoggingEnabled'], ['@aws-cdk/aws-s3:unsafe']), []],
    ['nothing of a rule of a level that is not applied', ({ hardened }) => acknowledge(hardened, [HardenedBucketRules.OBJECT_LOCK]), []],
    ['nothing of the trust zone, where none is declared', ({ hardened }) => acknowledge(hardened, [HardenedBucketRules.WITHIN_TRUST_ZONE]), []],
    ['nothing of what is only found in the text of templates', ({ hardened }) => acknowledge(hardened, [HardenedBucketRules.UNIQUE_KEYS]), []],
    ['nothing of what the library acknowledges', ({ stack }) => new AccessLogsBucket(stack, 'Logs'), []],
    ['a typo, and what is meant', ({ raw }) => acknowledge(raw, ['HardenedBucket-TlsOnyl']),
      ["Construct Office/Raw acknowledges 'HardenedBucket-TlsOnyl', but there is no rule 'HardenedBucket-TlsOnyl': use HardenedBucket-TlsOnly if that is meant, or remove the acknowledgment"]],
    ['a typo in front of a finding', ({ raw }) => acknowledge(raw, ['HardendBucket-TlsOnly[PlainHttp]']),
      ["Construct Office/Raw acknowledges 'HardendBucket-TlsOnly[PlainHttp]', but there is no rule 'HardendBucket-TlsOnly': use HardenedBucket-TlsOnly[PlainHttp] if that is meant, or remove the acknowledgment"]],
    ['a rule that there is not', ({ raw }) => acknowledge(raw, ['HardenedBucket-Quux']),
      ["Construct Office/Raw acknowledges 'HardenedBucket-Quux', but there is no rule 'HardenedBucket-Quux': use an id of RULES.md, or remove the acknowledgment"]],
    ['no reason', ({ raw }) => acknowledge(raw, [TLS, ' ']),
      [`Construct Office/Raw acknowledges '${TLS}' without a reason: give the reason, so that the next reader knows when it no longer holds`]],
    ['what is left over', ({ hardened }) => acknowledge(hardened, [TLS]), [`Construct Office/Safe acknowledges '${TLS}', but there is no such finding on it or below: ${REMOVE}`]],
    ['a finding that the rule does not have', ({ raw }) => acknowledge(raw, [`${KMS}[Algoritm]`]), [`Construct Office/Raw acknowledges '${KMS}[Algoritm]', but there is no such finding on it or below, only ${KMS}[Algorithm]: ${REMOVE}`]],
    ['what is left over of STRICT, where that is applied', ({ hardened }) => acknowledge(hardened, [HardenedBucketRules.GRANTS_EFFECTIVE]),
      [`Construct Office/Safe acknowledges '${HardenedBucketRules.GRANTS_EFFECTIVE}', but there is no such finding on it or below: ${REMOVE}`], { level: CheckLevel.STRICT }],
    ['nothing that is itself acknowledged', ({ raw }) => acknowledge(raw, ['HardenedBucket-TlsOnyl'], [RULE]), []],
  ])('says %s', (__, make, expected, ...[props]) => {
    expect(said(make, props)).toEqual(expected);
  });
});

test('on an app or a stage, which the command does not see, the pack judges acknowledgments by all that is below', () => {
  const app = tree(({ app: root }) => {
    acknowledge(root, [TLS], ['HardenedBucket-SseCBlocked'], ['HardenedBucket-NoWebsite']);
    new s3.CfnBucket(new Stack(new Stage(root, 'Prod'), 'Data'), 'Site', { websiteConfiguration: {} });
  });
  app.synth();
  const { violations } = new HardenedBucketChecks(app).validateScope(app);
  expect(violations.filter(({ ruleName }) => ruleName.startsWith(RULE))).toEqual([]);
  const prod = app.node.findChild('Prod');
  expect(new HardenedBucketChecks(app).validateScope(prod).violations.filter(({ ruleName }) => ruleName.startsWith(RULE))).toEqual([]);
});

test('weighs as severities say, names the construct, and is known to a baseline', () => {
  const make = () => tree(({ raw, stack }) => {
    acknowledge(raw, ['HardenedBucket-TlsOnyl'], ['HardenedBucket-TlsOnyl']);
    acknowledge(stack, ['HardenedBucket-TlsOnyl']);
  });
  const app = make();
  app.synth();
  const found = new HardenedBucketChecks(app, { severities: { [RULE]: FindingSeverity.ERROR } }).validateScope(app).violations.filter(({ ruleName }) => ruleName.startsWith(RULE));
  expect(found.map(({ ruleName, severity, violatingResources }) => [ruleName, severity, violatingResources[0].constructPath])).toEqual([
    [`${RULE}[Office.HardenedBucket-TlsOnyl]`, 'error', 'Office'],
    [`${RULE}[Office.Raw.HardenedBucket-TlsOnyl]`, 'error', 'Office/Raw'],
  ]);
  hardenedBucket('check', 'cdk.out', '--baseline', 'known.json', '--write-baseline');
  expect(hardenedBucket('check', 'cdk.out', '--baseline', 'known.json', '--fail-on', 'warning')).toMatchObject({ exitCode: 0, err: '' });
  expect(new HardenedBucketChecks(app, { baseline: 'known.json' }).validateScope(app).violations.map(({ ruleName }) => ruleName)).toEqual([]);
  const again = make();
  Aspects.of(again).add(new HardenedBucketAspect({ baseline: 'known.json' }));
  expect(again.synth().getStackByName('Office').messages).toEqual([]);
});

test('a pack and an aspect say it once', () => {
  const app = tree(({ raw }) => acknowledge(raw, ['HardenedBucket-TlsOnyl']));
  Aspects.of(app).add(new HardenedBucketAspect());
  app.synth();
  expect(new HardenedBucketChecks(app).validate({ appConstruct: app } as never).violations.filter(({ ruleName }) => ruleName.startsWith(RULE))).toEqual([]);
});
