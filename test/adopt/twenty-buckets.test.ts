import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { App, Mixins } from 'aws-cdk-lib';
import { adoptFolder, findingsIn, isUnwanted, keyOf, lostStatements, notInPlace, requestsBetween, templatesIn } from './adopted';
import { appOfTeams } from './twenty-buckets/app';
import { hardenWithMixin } from './twenty-buckets/decisions';
import { followErrors, followRefusals } from './twenty-buckets/followed';
import { HardenedBucketMixin } from '../../src';
import { Adoption, AdoptOptions } from '../../src/adopt/adoption';
import { HARDENED_CONSTRUCT } from '../../src/rules/construction';
import { hardenedBucket } from '../cli/command-line';

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'twenty-buckets-'));
afterAll(() => fs.rmSync(root, { recursive: true }));

/** The app as the teams wrote it, and their templates. */
const before = path.join(root, 'before');
process.env.CDK_VALIDATION = 'false';
appOfTeams(path.join(before, 'cdk.out')).synth();
delete process.env.CDK_VALIDATION;
fs.cpSync(path.join(__dirname, 'twenty-buckets', 'templates'), path.join(before, 'templates'), { recursive: true });

/** By another construct only: no change of a template is one. */
const isMendable = (rule: string) => rule !== HARDENED_CONSTRUCT.id;
const mendableIn = (folder: string) => findingsIn(folder).filter(({ rule }) => isMendable(rule));

test('the app has buckets of every kind, and none is hardened', () => {
  const buckets = [...templatesIn(before).values()].flatMap(({ Resources }) => Object.values<any>(Resources).filter(({ Type }) => Type === 'AWS::S3::Bucket'));
  expect(buckets.length).toBeGreaterThanOrEqual(20);
  const rules = findingsIn(before).map(({ rule }) => rule.replace('HardenedBucket-', ''));
  expect(new Set(rules)).toEqual(new Set([
    'AccessLogging', 'AclsDisabled', 'BlockPublicAccess', 'GrantsReachKey', 'KmsEncryption', 'NoForeignAdministration', 'NoWebsite', 'PolicyNotPublic', 'RawBucket', 'ServicesBoundToSource', 'TlsOnly', 'Versioning',
  ]));
});

interface TeamWay {
  /** Makes `after` of the folder `before`, and says what was refused of whose findings. */
  harden(after: string): Pick<Adoption, 'buckets' | 'errors'>;
  /** The same way again, on what it has made. */
  onceMore(after: string): void;
}

const adoptedAll = (options: Partial<AdoptOptions>): TeamWay => ({
  harden: (after) => {
    fs.cpSync(before, after, { recursive: true });
    return adoptFolder(after, options);
  },
  onceMore: (after) => expect([...adoptFolder(after, options).operations]).toEqual([]),
});

/** As teams do it: the code of the app with the mixin, and the templates by the command. */
const withMixinAndCommand = (harden: (app: App) => void, edit: (templates: string) => void, ...options: readonly string[]): TeamWay => {
  const synth = (after: string, change: (app: App) => void) => {
    process.env.CDK_VALIDATION = 'false';
    appOfTeams(path.join(after, 'cdk.out'), change).synth();
    delete process.env.CDK_VALIDATION;
  };
  const adopt = (after: string) => hardenedBucket('adopt', path.join(after, 'templates'), '--write', ...options);
  return {
    harden: (after) => {
      synth(after, harden);
      fs.cpSync(path.join(before, 'templates'), path.join(after, 'templates'), { recursive: true });
      edit(path.join(after, 'templates'));
      const { err } = adopt(after);
      return { buckets: [], errors: err === '' ? [] : [{ template: 'templates', message: err }] };
    },
    onceMore: (after) => {
      adopt(after);
      fs.rmSync(path.join(after, 'cdk.out'), { recursive: true });
      synth(after, (app) => {
        harden(app);
        Mixins.of(app).apply(new HardenedBucketMixin());
      });
    },
  };
};

const WAYS: readonly [string, TeamWay, number][] = [
  ['by adopt, with its defaults', adoptedAll({}), 0.85],
  ['by adopt, with a key in place of SSE-S3', adoptedAll({ replacesS3ManagedEncryption: true }), 0.87],
  ['by the mixin, and adopt --write for templates', withMixinAndCommand(hardenWithMixin, () => undefined), 0.84],
  ['by both, and what their errors ask for', withMixinAndCommand(followErrors, followRefusals, '--replace-s3-managed-encryption'), 0.9],
];

/**
 * What is left needs someone's decision: a website that everyone reads, ACLs in use, readers of other accounts without the half of a
 * key, SSE-S3 that was chosen.
 */
describe.each(WAYS)('hardened %s', (name, way, gone) => {
  const after = path.join(root, name);
  let adoption: ReturnType<TeamWay['harden']>;
  beforeAll(() => {
    adoption = way.harden(after);
  });

  test(`at least ${gone * 100} % of the findings are gone, and each that is left is refused or of a rule that no setting mends`, () => {
    expect(adoption.errors).toEqual([]);
    const [old, now] = [before, after].map((folder) => mendableIn(folder).map((finding) => keyOf(finding, folder)));
    const left = old.filter((key) => now.includes(key));
    process.stdout.write(`hardened ${name}: ${old.length} findings, ${left.length} left, ${Math.round(100 * (1 - left.length / old.length))} % gone\n`);
    expect(1 - left.length / old.length).toBeGreaterThanOrEqual(gone);
    const unexplained = adoption.buckets.flatMap(({ address, remaining, refused, closed }) =>
      remaining.filter(({ rule }) => closed === undefined && isMendable(rule) && !NOT_BY_SETTINGS.includes(rule) && !refused.some(({ rules }) => rules.includes(rule)))
        .map(({ rule }) => `${address.logicalId} ${rule}`));
    expect(unexplained).toEqual([]);
  });

  test('nothing is found that was not there', () => {
    const [old, now] = [before, after].map((folder) => mendableIn(folder).map((finding) => keyOf(finding, folder)));
    expect(now.filter((key) => !old.includes(key))).toEqual([]);
  });

  test('no resource is replaced or removed', () => {
    expect(notInPlace(templatesIn(before), templatesIn(after))).toEqual([]);
  });

  test('each statement of each policy is there, word for word', () => {
    expect(lostStatements(templatesIn(before), templatesIn(after))).toEqual([]);
  });

  test('the policies let through less, and what is lost is unwanted, proved', () => {
    const { errors, gained, lost, unproved } = requestsBetween(before, after);
    expect([errors, gained, unproved]).toEqual([[], [], []]);
    expect(lost.filter(({ request }) => !isUnwanted(request))).toEqual([]);
    expect(lost.length).toBeGreaterThan(10);
  });

  test('once more, nothing changes', () => {
    const once = templatesIn(after);
    way.onceMore(after);
    expect(templatesIn(after)).toEqual(once);
  });
});

/** Rules whose fix is not a setting: what a policy allows, and who else has to be asked. */
const NOT_BY_SETTINGS: readonly string[] = ['PolicyNotPublic', 'NoWebsite', 'NoForeignAdministration', 'GrantsReachKey'].map((rule) => `HardenedBucket-${rule}`);
