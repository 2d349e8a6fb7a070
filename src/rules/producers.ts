import { AskedPolicy, askedPolicy, deniesNothing } from './asked-policy';
import { Fixes } from './fixes';
import { whicheverAccounts } from './open-accounts';
import { all, COMPLIANT, judge, Rule, unknownVerdict, Verdict, violated } from './rule';
import { Asked, BucketFacts, PolicyFacts, ProducerFacts } from '../facts/bucket-facts';
import { ProducerRow } from '../facts/producer-row';
import { grantOf, undenied } from '../policy/questions/undenied';
import { Goal, SearchResult } from '../policy/search/goal';
import { constructNameOf } from '../template/construct-name';
import { symbol } from '../template/symbol';

export const PRODUCER_ENCRYPTION: Rule = {
  id: 'HardenedBucket-ProducerEncryption',
  title: 'every producer requests an encryption that the bucket accepts',
  why: 'Some services ask S3 for an encryption of their own choice. A bucket that denies other encryptions denies everything that such a service writes.',
  fix: 'give the producer the key of the bucket, or let it request none, so that the default encryption of the bucket applies',
  example: "const data = new HardenedBucket(this, 'Data');\nnew codebuild.Project(this, 'Build', {\n  buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' }),\n  artifacts: codebuild.Artifacts.s3({ bucket: data, includeBuildId: false, packageZip: true, name: 'build.zip' }),\n  encryptionKey: data.encryptionKey,\n});",
  level: 'BASELINE',
  severity: 'error',
  controls: {},
  notLive: 'what writes to the bucket is not read from the account',
  check: (facts) => {
    const guarding = facts.policies.filter(({ document }) => !deniesNothing(document));
    return guarding.length === 0 ? COMPLIANT : all(facts.producers.flatMap((producer) => guarding.map((each) =>
      whicheverAccounts(each, facts, (policy) => verdictOn(producer, policy, facts)))));
  },
};

function verdictOn(producer: ProducerFacts, policy: PolicyFacts, facts: BucketFacts): Verdict {
  const { row, asks, deployed, path, constructPath, address: { logicalId } } = producer;
  const place = `${constructNameOf(constructPath) ?? logicalId} (${row.type})`;
  const guard = policy.address.logicalId;
  return judge(asks, (asked) => {
    if (asked.asks === 'bucket' || asked.asks === 'client side') {
      return COMPLIANT;
    }
    const answer = answerTo(asked, row, askedPolicy(policy, facts));
    if (answer === 'accepted') {
      return COMPLIANT;
    }
    const doubt = answer !== 'denied' ? answer : !deployed.known ? deployed.reason
      : asked.asks === 'undocumented' ? `AWS does not document which encryption it requests by default, so ${fixesOf(producer, facts).fix}`
        : isKeyId(asked, facts) ? `it names the key by its id, and AWS does not document whether S3 compares the id with an ARN, so ${fixesOf(producer, facts).fix}` : undefined;
    return doubt !== undefined ? unknownVerdict(`whether bucket policy ${guard} lets ${place} write ${row.writes}: ${doubt}`) : violated(
      `${logicalId}.${path.replace(/[^A-Za-z0-9.]/g, '')}${row.finding === undefined ? '' : `.${row.finding}`}`,
      `denies the ${row.writes.replace(/^an? /, '')} of ${place}, which requests ${inWords(asked)}: its policy (${guard}) accepts no other encryption than its own`,
      'BucketPolicy.PolicyDocument',
      fixesOf(producer, facts),
    );
  });
}

const ALGORITHM = 's3:x-amz-server-side-encryption';
const KEY = `${ALGORITHM}-aws-kms-key-id`;

/** Whether the policy denies such a PUT, although it accepts one that asks for no encryption. Else why that is not known. */
function answerTo({ asks, key }: Asked, row: ProducerRow, asked: AskedPolicy): 'accepted' | 'denied' | string {
  const headers = !asks.startsWith('aws:kms') ? { StringEquals: { [ALGORITHM]: 'AES256' }, Null: { [KEY]: 'true' } }
    : key === undefined ? { StringEquals: { [ALGORITHM]: asks }, Null: { [KEY]: 'true' } } : { StringEquals: { [ALGORITHM]: asks, [KEY]: asked.standIn(key) } };
  const withHeaders = putsBy(row, headers, asked);
  if (withHeaders.kind !== 'none') {
    return withHeaders.kind === 'found' ? 'accepted' : withHeaders.reason.message;
  }
  const without = putsBy(row, { Null: { [ALGORITHM]: 'true', [KEY]: 'true' } }, asked);
  // Who is denied either way is denied for another reason, which another rule finds.
  return without.kind === 'none' ? 'accepted' : without.kind === 'found' ? 'denied' : without.reason.message;
}

/** Finds a PUT with these headers, by the service or else by a role of the account, that the policy does not deny. */
function putsBy({ service }: ProducerRow, Condition: object, asked: AskedPolicy): SearchResult {
  const grant = { Principal: service === undefined ? '*' : { Service: service }, Action: 's3:PutObject', Resource: `${asked.bucket}/*`, Condition };
  const byRole: Partial<Goal> = { vocabulary: [asked.account], callers: ({ type, identity }) => type === 'AWS' && identity!.account === asked.account && identity!.kind !== 'root' };
  return asked.ask(`written ${JSON.stringify(grant)}`, () => undenied(asked.document, grantOf(grant), service === undefined ? byRole : {}));
}

function isKeyId({ key }: Asked, { encryption: { keyAccess: { address } } }: BucketFacts): boolean {
  return address !== undefined && key === symbol(address.template, address.logicalId);
}

function inWords({ asks, key }: Asked): string {
  return asks === 'AES256' ? 'SSE-S3' : key === undefined || /(^|:)alias\/aws\/s3$/.test(key) ? 'the AWS managed key of S3' : `key ${key}`;
}

/** One line for users of CDK, and one for those of CloudFormation. */
function fixesOf({ row: { type, part, key, mode, cdk } }: ProducerFacts, { encryption: { key: own, algorithm } }: BucketFacts): { readonly fix: string; readonly fixes?: Fixes } {
  if (mode === undefined && key === undefined && cdk !== undefined) {
    return { fix: cdk };
  }
  if (algorithm.known && algorithm.value === 'aws:kms:dsse') {
    const instead = (setting: string) => `encrypt the bucket with SSE-KMS (${setting}), because ${type} cannot request DSSE-KMS`;
    const cdkFix = instead('encryption: ServerSideEncryption.KMS');
    return { fix: cdkFix, fixes: { cloudFormation: instead('SSEAlgorithm: aws:kms'), cdk: cdkFix } };
  }
  const full = (path: string) => path.startsWith('/') ? path.slice(1) : [...part === undefined ? [] : [part], path].join('.');
  const keyArn = own.known && own.value !== undefined ? `the ARN of key ${own.value}` : 'the ARN of the key of the bucket';
  const settings = [...mode === undefined ? [] : [`${full(mode)} to SSE-KMS as the service spells it`], ...key === undefined ? [] : [`${full(key)} to ${keyArn}`]];
  const cloudFormation = `set ${settings.join(' and ')} on the ${type}`;
  const fix = `${cdk === undefined ? '' : `${cdk}; in CloudFormation `}${cloudFormation}`;
  return { fix, fixes: { cloudFormation, cdk: fix } };
}
