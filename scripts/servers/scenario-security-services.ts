import assert from 'node:assert';
import { DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { DeleteBucketCommand } from '@aws-sdk/client-s3';
import { AwsSecurityFinding, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { harden, makeBucket, makeLogsBucket, MISUSES } from './buckets';
import { Checks } from './checks';
import { INTERNAL_ERROR } from './faults';
import { NEW_MANAGED_RULES } from './gaps';
import { LocalAccount } from './local-account';
import { LocalWatch } from './local-watch';
import { ACCOUNT, REGION } from './places';
import { BucketConfigRules, CheckLevel } from '../../src';
import { Evaluation } from '../../src/watch/handler/config-rule';

const LOGS = 'services-logs';
const RULE = 'HardenedBucket-PolicyNotPublic';
const TOKEN = 'result-token';

/** What a watch tells Security Hub and AWS Config arrives there. */
export async function securityServices(account: LocalAccount, checks: Checks): Promise<void> {
  checks.section('Security Hub and AWS Config on moto');
  let rules: readonly string[] = [];
  let watch: LocalWatch | undefined;
  await checks.check('the template of a watch with Security Hub and rules of AWS Config is deployed', async () => {
    watch = await LocalWatch.start(account, { securityHub: true }, 1, {}, (construct) => {
      rules = new BucketConfigRules(construct.node.scope!, 'ConfigRules', { watch: construct, level: CheckLevel.STRICT }).managedRules;
    });
    await makeLogsBucket(LOGS, account.clients);
    return `${watch.places.resources} resources`;
  });
  if (!watch) {
    return;
  }
  await checks.check('AWS Config has the managed rules, and accepts their names and parameters', async () => {
    const { ConfigRules = [] } = await account.clients.config.send(new DescribeConfigRulesCommand({}));
    const accepted = ConfigRules.flatMap(({ Source }) => Source?.SourceIdentifier ?? []);
    const expected = rules.map((name) => name.toUpperCase().replace(/-/g, '_')).filter((name) => !NEW_MANAGED_RULES.includes(name));
    assert.deepStrictEqual(accepted.sort(), expected.sort());
    return `${accepted.length} rules; moto does not know ${NEW_MANAGED_RULES.join(', ')}`;
  });
  await securityHub(account, watch, checks);
  await evaluations(account, watch, checks);
  await checks.check('no message to these services was lost', async () => {
    assert.strictEqual(await watch!.deadLetters(), 0);
  });
  await watch.stop();
}

async function securityHub(account: LocalAccount, watch: LocalWatch, checks: Checks): Promise<void> {
  const { clients, proxy } = account;
  const misuse = MISUSES.find(({ rule }) => RULE.endsWith(rule))!;
  const happened = async (eventName: string, bucket: string): Promise<AwsSecurityFinding[]> => {
    await watch.happened({ eventName, bucket });
    await watch.drain();
    return findingsOf(account, bucket);
  };
  await checks.check('a bucket and a rule have one finding: active while it fails, archived when it passes, active again when it fails again', async () => {
    const bucket = 'hub-0';
    await makeBucket(bucket, clients);
    await harden(bucket, clients, LOGS);
    assert.deepStrictEqual(await happened('CreateBucket', bucket), [], 'a good bucket has a finding');
    await misuse.make(bucket, clients);
    const failed = only(await happened(misuse.eventName, bucket));
    assert.deepStrictEqual(stateOf(failed), { Compliance: 'FAILED', RecordState: 'ACTIVE', Severity: 'HIGH' });
    assert.deepStrictEqual(
      [failed.Id, failed.ProductArn, failed.GeneratorId, failed.AwsAccountId, failed.Resources![0].Id],
      [`cdk-hardened-bucket/${ACCOUNT}/${REGION}/${bucket}/${RULE}`, `arn:aws:securityhub:${REGION}:${ACCOUNT}:product/${ACCOUNT}/default`, `cdk-hardened-bucket/${RULE}`, ACCOUNT, `arn:aws:s3:::${bucket}`],
    );
    assert.match(failed.Description!, /public statement/);
    await misuse.undo(bucket, clients);
    const passed = only(await happened(misuse.eventName, bucket));
    assert.deepStrictEqual(stateOf(passed), { Compliance: 'PASSED', RecordState: 'ARCHIVED', Severity: 'INFORMATIONAL' });
    assert.strictEqual(passed.CreatedAt, failed.CreatedAt);
    assert.ok(passed.UpdatedAt! > failed.UpdatedAt!, 'Security Hub ignores an update that is not newer');
    await misuse.make(bucket, clients);
    const again = only(await happened(misuse.eventName, bucket));
    assert.deepStrictEqual([again.Id, stateOf(again)], [failed.Id, stateOf(failed)]);
    assert.ok(again.UpdatedAt! > passed.UpdatedAt!);
    return failed.Id;
  });
  await checks.check('the findings of a bucket that is deleted are archived', async () => {
    const bucket = 'hub-1';
    await makeBucket(bucket, clients);
    const open = await happened('CreateBucket', bucket);
    assert.ok(open.length > 1 && open.every(({ RecordState }) => RecordState === 'ACTIVE'));
    await clients.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    const closed = await happened('DeleteBucket', bucket);
    assert.deepStrictEqual(closed.map(({ Id }) => Id).sort(), open.map(({ Id }) => Id).sort());
    assert.deepStrictEqual([...new Set(closed.map(({ RecordState, Compliance }) => `${RecordState} ${Compliance?.Status}`))], ['ARCHIVED NOT_AVAILABLE']);
    return `${closed.length} findings`;
  });
  await checks.check('Security Hub fails for a while: the finding comes all the same, and the topic has its report once', async () => {
    const bucket = 'hub-2';
    await watch.reports();
    await makeBucket(bucket, clients);
    // More often than the SDK tries.
    proxy.inject({ call: 'securityhub:BatchImportFindings', times: 5, fault: INTERNAL_ERROR });
    const findings = await happened('CreateBucket', bucket);
    const reports = (await watch.reports()).map(({ attributes: { rule } }) => rule);
    proxy.clear();
    assert.ok(findings.length > 1);
    assert.deepStrictEqual(findings.map(({ GeneratorId }) => GeneratorId!.split('/')[1]).sort(), [...reports].sort());
    assert.strictEqual(new Set(reports).size, reports.length, 'a report came twice');
    return `${findings.length} findings`;
  });
}

async function evaluations({ clients, proxy }: LocalAccount, watch: LocalWatch, checks: Checks): Promise<void> {
  const invoke = async (invokingEvent: object): Promise<readonly Evaluation[]> => {
    const put: Evaluation[] = [];
    proxy.clear();
    proxy.inject({
      call: 'config:PutEvaluations',
      when: (body) => {
        const { Evaluations, ResultToken } = JSON.parse(body) as { Evaluations: Evaluation[]; ResultToken: string };
        assert.strictEqual(ResultToken, TOKEN);
        put.push(...Evaluations);
      },
    });
    const { error } = await watch.handlers[0].invoke({ invokingEvent: JSON.stringify(invokingEvent), resultToken: TOKEN, eventLeftScope: false });
    proxy.clear();
    assert.strictEqual(error, undefined);
    return put;
  };
  const changed = (resourceId: string, configurationItemStatus = 'OK') => ({
    messageType: 'ConfigurationItemChangeNotification',
    configurationItem: { resourceType: 'AWS::S3::Bucket', resourceId, configurationItemStatus, configurationItemCaptureTime: new Date().toISOString() },
  });
  await checks.check('AWS Config asks about buckets that have changed, and gets an evaluation of each', async () => {
    const bucket = 'evaluated';
    await makeBucket(bucket, clients);
    const [broken] = await invoke(changed(bucket));
    assert.deepStrictEqual([broken.ComplianceResourceId, broken.ComplianceType], [bucket, 'NON_COMPLIANT']);
    assert.match(broken.Annotation!, /^Violates .*HardenedBucket-TlsOnly/);
    await harden(bucket, clients, LOGS);
    assert.deepStrictEqual((await invoke(changed(bucket))).map(({ ComplianceType }) => ComplianceType), ['COMPLIANT']);
    await clients.s3.send(new DeleteBucketCommand({ Bucket: bucket }));
    assert.deepStrictEqual((await invoke(changed(bucket, 'ResourceDeleted'))).map(({ ComplianceType }) => ComplianceType), ['NOT_APPLICABLE']);
    return 'NON_COMPLIANT, COMPLIANT, NOT_APPLICABLE';
  });
  await checks.check('once a day AWS Config gets an evaluation of every bucket that the watch knows', async () => {
    const all = await invoke({ messageType: 'ScheduledNotification', notificationCreationTime: new Date().toISOString() });
    const states = Object.fromEntries(all.map(({ ComplianceResourceId, ComplianceType }) => [ComplianceResourceId, ComplianceType]));
    assert.deepStrictEqual([states['hub-0'], states['hub-2'], states['hub-1']], ['NON_COMPLIANT', 'NON_COMPLIANT', undefined]);
    assert.strictEqual(Object.keys(states).length, all.length, 'a bucket is evaluated twice');
    await watch.drain();
    return `${all.length} evaluations`;
  });
  await checks.check('an evaluation that AWS Config does not accept fails the invocation, so that Lambda tries again', async () => {
    proxy.inject({ call: 'config:PutEvaluations', fault: { kind: 'error', status: 400, code: 'InvalidResultTokenException' } });
    const { error } = await watch.handlers[0].invoke({ invokingEvent: JSON.stringify(changed('hub-0')), resultToken: TOKEN, eventLeftScope: false });
    proxy.clear();
    assert.match(error?.errorType ?? 'no error', /InvalidResultToken/);
    return error!.errorType!;
  });
}

/** All findings on a bucket. moto ignores filters. */
async function findingsOf({ clients: { securityhub } }: LocalAccount, bucket: string): Promise<AwsSecurityFinding[]> {
  const findings: AwsSecurityFinding[] = [];
  let NextToken: string | undefined;
  do {
    const page: { Findings?: AwsSecurityFinding[]; NextToken?: string } = await securityhub.send(new GetFindingsCommand({ NextToken, MaxResults: 100 }));
    findings.push(...page.Findings ?? []);
    NextToken = page.NextToken;
  } while (NextToken);
  return findings.filter(({ Resources }) => Resources?.some(({ Id }) => Id === `arn:aws:s3:::${bucket}`));
}

function stateOf({ Compliance, RecordState, FindingProviderFields }: AwsSecurityFinding) {
  return { Compliance: Compliance?.Status, RecordState, Severity: FindingProviderFields?.Severity?.Label };
}

/** The one finding of the rule. */
function only(findings: readonly AwsSecurityFinding[]): AwsSecurityFinding {
  const found = findings.filter(({ GeneratorId }) => GeneratorId?.endsWith(`/${RULE}`));
  assert.strictEqual(found.length, 1, `${found.length} findings of ${RULE} among ${findings.map(({ Id }) => Id).join(', ') || 'none'}`);
  return found[0];
}
