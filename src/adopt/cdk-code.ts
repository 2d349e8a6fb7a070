import { AdoptNames } from './draft';
import { STATEMENT_SETTINGS } from './statement-settings';
import { SERVICES_NAMING_ACCOUNT } from '../rules/services-for-others';

/** A programming language of CDK. */
export type CdkLanguage = 'typescript' | 'python';

/** What a setting is in the code of a construct of CDK's own, `s3.Bucket`. */
export interface CdkCode {
  /** Props of the bucket. */
  readonly props?: Readonly<Record<CdkLanguage, readonly string[]>>;
  /** What stands behind the bucket. */
  readonly behind?: Readonly<Record<CdkLanguage, string>>;
  /** What stands before it, once for all buckets of a stack, by the variable that it makes. */
  readonly before?: Readonly<Record<string, Readonly<Record<CdkLanguage, string>>>>;
}

/** Props that are written alike in all languages but for their names and values. */
function props(typescript: readonly string[], python: readonly string[]): CdkCode {
  return { props: { typescript, python } };
}

/** A statement that the policy of the bucket gets, with its conditions. */
function deny(sid: string, action: string, conditions: string, isOnBucketToo = false): CdkCode {
  const [typescript, python] = isOnBucketToo ? ['bucket.bucketArn, ', 'bucket.bucket_arn, '] : ['', ''];
  return {
    behind: {
      typescript: [
        'bucket.addToResourcePolicy(new iam.PolicyStatement({',
        `  sid: '${sid}',`,
        '  effect: iam.Effect.DENY,',
        `  actions: ['${action}'],`,
        `  resources: [${typescript}bucket.arnForObjects('*')],`,
        '  principals: [new iam.AnyPrincipal()],',
        `  conditions: ${conditions},`,
        '}));',
      ].join('\n'),
      python: [
        'bucket.add_to_resource_policy(iam.PolicyStatement(',
        `    sid="${sid}",`,
        '    effect=iam.Effect.DENY,',
        `    actions=["${action}"],`,
        `    resources=[${python}bucket.arn_for_objects("*")],`,
        '    principals=[iam.AnyPrincipal()],',
        `    conditions=${conditions.replace(/'/g, '"').replace(/([{,] )(Null|StringEquals|StringNotEquals|ArnNotEquals):/g, '$1"$2":').replace(/key\.keyArn/g, 'key.key_arn')},`,
        '))',
      ].join('\n'),
    },
  };
}

const SSE = 's3:x-amz-server-side-encryption';

const KEY: NonNullable<CdkCode['before']> = {
  key: {
    typescript: [
      "const key = new kms.Key(this, 'BucketsKey', { enableKeyRotation: true });",
      '// Identities of the account keep reading through S3, as with the key aws/s3.',
      'key.addToResourcePolicy(new iam.PolicyStatement({',
      "  sid: 'UseThroughS3',",
      "  actions: ['kms:Decrypt', 'kms:GenerateDataKey*', 'kms:Encrypt', 'kms:ReEncrypt*', 'kms:DescribeKey'],",
      "  resources: ['*'],",
      '  principals: [new iam.AnyPrincipal()],',
      "  conditions: { StringEquals: { 'kms:CallerAccount': Aws.ACCOUNT_ID, 'kms:ViaService': `s3.${Aws.REGION}.${Aws.URL_SUFFIX}` } },",
      '}));',
    ].join('\n'),
    python: [
      'key = kms.Key(self, "BucketsKey", enable_key_rotation=True)',
      '# Identities of the account keep reading through S3, as with the key aws/s3.',
      'key.add_to_resource_policy(iam.PolicyStatement(',
      '    sid="UseThroughS3",',
      '    actions=["kms:Decrypt", "kms:GenerateDataKey*", "kms:Encrypt", "kms:ReEncrypt*", "kms:DescribeKey"],',
      '    resources=["*"],',
      '    principals=[iam.AnyPrincipal()],',
      '    conditions={"StringEquals": {"kms:CallerAccount": Aws.ACCOUNT_ID, "kms:ViaService": f"s3.{Aws.REGION}.{Aws.URL_SUFFIX}"}},',
      '))',
    ].join('\n'),
  },
};

const LOGS: NonNullable<CdkCode['before']> = {
  accessLogs: {
    typescript: "const accessLogs = new AccessLogsBucket(this, 'BucketsAccessLogs'); // of cdk-hardened-bucket",
    python: 'access_logs = AccessLogsBucket(self, "BucketsAccessLogs")  # of cdk_hardened_bucket',
  },
};

const TOPIC: NonNullable<CdkCode['before']> = {
  alarms: {
    typescript: [
      "const alarmsKey = new kms.Key(this, 'BucketsAlarmsKey', { enableKeyRotation: true });",
      'alarmsKey.addToResourcePolicy(new iam.PolicyStatement({',
      "  actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],",
      "  resources: ['*'],",
      "  principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],",
      '}));',
      "const alarms = new sns.Topic(this, 'BucketsAlarms', { masterKey: alarmsKey });",
    ].join('\n'),
    python: [
      'alarms_key = kms.Key(self, "BucketsAlarmsKey", enable_key_rotation=True)',
      'alarms_key.add_to_resource_policy(iam.PolicyStatement(',
      '    actions=["kms:Decrypt", "kms:GenerateDataKey*"],',
      '    resources=["*"],',
      '    principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],',
      '))',
      'alarms = sns.Topic(self, "BucketsAlarms", master_key=alarms_key)',
    ].join('\n'),
  },
};

/** What each setting is in CDK code. The names of values are those of the table of settings. */
export function cdkCode({ incompleteUploadsDays, noncurrentVersionsDays, encryptionKey, accessLogsBucket }: AdoptNames): Readonly<Record<string, CdkCode>> {
  return {
    'block-public-access': props(['blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL'], ['block_public_access=s3.BlockPublicAccess.BLOCK_ALL']),
    'acls-disabled': props(['objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED'], ['object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED']),
    'encryption': {
      ...props(['encryption: s3.BucketEncryption.KMS', 'encryptionKey: key'], ['encryption=s3.BucketEncryption.KMS', 'encryption_key=key']),
      before: encryptionKey === undefined ? KEY : { key: { typescript: `// key: ${encryptionKey}`, python: `# key: ${encryptionKey}` } },
    },
    'log-encryption': props(['encryption: s3.BucketEncryption.S3_MANAGED'], ['encryption=s3.BucketEncryption.S3_MANAGED']),
    'bucket-key': props(['bucketKeyEnabled: true'], ['bucket_key_enabled=True']),
    'sse-c-blocked': props(['blockedEncryptionTypes: [s3.BlockedEncryptionType.SSE_C]'], ['blocked_encryption_types=[s3.BlockedEncryptionType.SSE_C]']),
    'versioning': props(['versioned: true'], ['versioned=True']),
    'incomplete-uploads': props([`lifecycleRules: [{ abortIncompleteMultipartUploadAfter: Duration.days(${incompleteUploadsDays}) }]`],
      [`lifecycle_rules=[s3.LifecycleRule(abort_incomplete_multipart_upload_after=Duration.days(${incompleteUploadsDays}))]`]),
    'noncurrent-versions': props([`lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(${noncurrentVersionsDays}) }]`],
      [`lifecycle_rules=[s3.LifecycleRule(noncurrent_version_expiration=Duration.days(${noncurrentVersionsDays}))]`]),
    'access-logging': {
      ...props(['serverAccessLogsBucket: accessLogs'], ['server_access_logs_bucket=access_logs']),
      before: accessLogsBucket === undefined ? LOGS : { accessLogs: { typescript: `// accessLogs: bucket ${accessLogsBucket}`, python: `# access_logs: bucket ${accessLogsBucket}` } },
    },
    'request-metrics': props(["metrics: [{ id: 'EntireBucket' }]"], ['metrics=[s3.BucketMetrics(id="EntireBucket")]']),
    'tls-only': props(['enforceSSL: true'], ['enforce_ssl=True']),
    'minimum-tls': props(['enforceSSL: true', 'minimumTLSVersion: 1.2'], ['enforce_ssl=True', 'minimum_tls_version=1.2']),
    'encryption-enforced': {
      behind: joined([
        deny('DenyOtherEncryption', 's3:PutObject', `{ Null: { '${SSE}': 'false' }, StringNotEquals: { '${SSE}': ['aws:kms', 'aws:kms:dsse'] } }`),
        deny('DenyOtherKeys', 's3:PutObject', `{ Null: { '${SSE}': 'false' }, ArnNotEquals: { '${SSE}-aws-kms-key-id': key.keyArn } }`),
        deny('DenyReencryption', 's3:UpdateObjectEncryption', `{ ArnNotEquals: { '${SSE}-aws-kms-key-id': key.keyArn } }`),
      ]),
    },
    'services-bound': deny('DenyLogServicesForOtherAccounts', 's3:*',
      `{ StringEquals: { 'aws:PrincipalServiceName': [${SERVICES_NAMING_ACCOUNT.map((service) => `'${service}'`).join(', ')}] }, StringNotEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } }`, true),
    'sse-c-denied': deny('DenyCustomerProvidedKeys', 's3:PutObject', `{ Null: { '${SSE}-customer-algorithm': 'false' } }`),
    'request-alarms': {
      before: TOPIC,
      behind: {
        typescript: [
          "for (const metricName of ['4xxErrors', '5xxErrors', 'HeadRequests', 'ListRequests']) {",
          "  const dimensionsMap = { BucketName: bucket.bucketName, FilterId: 'EntireBucket' };",
          "  new cloudwatch.Metric({ namespace: 'AWS/S3', metricName, dimensionsMap, statistic: 'Sum' })",
          '    .createAlarm(bucket, `${metricName}Alarm`, { threshold: 10, evaluationPeriods: 1, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING })',
          '    .addAlarmAction(new actions.SnsAction(alarms));',
          '}',
        ].join('\n'),
        python: [
          'for metric_name in ["4xxErrors", "5xxErrors", "HeadRequests", "ListRequests"]:',
          '    dimensions_map = {"BucketName": bucket.bucket_name, "FilterId": "EntireBucket"}',
          '    metric = cloudwatch.Metric(namespace="AWS/S3", metric_name=metric_name, dimensions_map=dimensions_map, statistic="Sum")',
          '    alarm = metric.create_alarm(bucket, f"{metric_name}Alarm", threshold=10, evaluation_periods=1, treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING)',
          '    alarm.add_alarm_action(actions.SnsAction(alarms))',
        ].join('\n'),
      },
    },
    'retained': props(['removalPolicy: RemovalPolicy.RETAIN'], ['removal_policy=RemovalPolicy.RETAIN']),
  };
}

/** A bucket that stays is not to lose its policy with the stack, as it does by default in CDK. */
const POLICY_RETAINED: Readonly<Record<CdkLanguage, string>> = {
  typescript: 'bucket.policy?.applyRemovalPolicy(RemovalPolicy.RETAIN);',
  python: 'if bucket.policy:\n    bucket.policy.apply_removal_policy(RemovalPolicy.RETAIN)',
};

function joined(codes: readonly CdkCode[]): NonNullable<CdkCode['behind']> {
  const all = (language: CdkLanguage) => codes.map(({ behind }) => behind![language]).join('\n');
  return { typescript: all('typescript'), python: all('python') };
}

/** What a bucket gets, in the code of `s3.Bucket`: what stands before it, once for all buckets, and the bucket itself. */
export function bucketCode(
  id: string, settings: readonly string[], language: CdkLanguage, names: AdoptNames,
): { readonly before: ReadonlyMap<string, string>; readonly code: string } {
  const codes = settings.flatMap((setting) => cdkCode(names)[setting] ?? []);
  const lines = mergedLists([...new Set(codes.flatMap((code) => code.props?.[language] ?? []))], language);
  const hasPolicy = settings.some((setting) => setting === 'retained' || STATEMENT_SETTINGS.some(({ id: statement }) => statement === setting));
  const behind = [...codes.flatMap((code) => code.behind?.[language] ?? []), ...hasPolicy ? [POLICY_RETAINED[language]] : []];
  const before = new Map(codes.flatMap((code) => Object.entries(code.before ?? {}).map(([name, text]): [string, string] => [name, text[language]])));
  const text = JSON.stringify(id);
  const [start, end, indent] = language === 'python'
    ? [`bucket = s3.Bucket(self, ${text}`, ')', '    '] : [`const bucket = new s3.Bucket(this, '${text.slice(1, -1).replace(/'/g, "\\'")}', {`, '});', '  '];
  const opened = language === 'python' ? `${start},` : start;
  return { before, code: [opened, `${indent}${language === 'python' ? '#' : '//'} … what it has already`, ...lines.map((line) => `${indent}${line},`), end, ...behind].join('\n') };
}

/** Two rules of a lifecycle are in one list. */
function mergedLists(lines: readonly string[], language: CdkLanguage): readonly string[] {
  const start = language === 'python' ? 'lifecycle_rules=[' : 'lifecycleRules: [';
  const rules = lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length, -1));
  const merged = rules.length === 0 ? [] : [`${start}${rules.join(', ')}]`];
  return lines.flatMap((line) => !line.startsWith(start) ? [line] : line.includes(rules[0]) ? merged : []);
}
