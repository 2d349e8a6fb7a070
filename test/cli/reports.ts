import { RuleText } from '../../src/cli/report-rule';
import { CheckReport, Finding } from '../../src/rules/finding';

/** Reports for the tests of the reporters. Texts are those of the catalog; the reporters must not depend on it. */
export const RULES: readonly RuleText[] = [
  {
    id: 'HardenedBucket-BlockPublicAccess',
    title: 'all four Block Public Access settings are on',
    why: 'One setting that is off allows a later ACL or bucket policy to make the bucket public. The settings override both.',
    fix: 'set blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL, or use HardenedBucket, and remove what overrides it',
    severity: 'error',
    level: 'BASELINE',
    controls: { securityHub: ['S3.8', 'S3.2'], cis: ['2.1.4'], config: ['s3-bucket-level-public-access-prohibited'] },
  },
  {
    id: 'HardenedBucket-PolicyNotPublic',
    title: 'the bucket policy is not public',
    why: 'S3 rejects a policy that it considers public while public access is blocked, and applies it once public access is not blocked.',
    fix: 'name the principals, or add a condition on aws:PrincipalOrgID, aws:SourceVpce or another key that S3 accepts, with fixed values',
    severity: 'error',
    level: 'BASELINE',
    controls: { securityHub: ['S3.2', 'S3.3'], cis: [], config: ['s3-bucket-public-read-prohibited'] },
  },
  {
    id: 'HardenedBucket-Versioning',
    title: 'versioning is on',
    why: 'Without versions an overwrite or a delete is final.',
    fix: 'set versioned: true',
    severity: 'warning',
    level: 'STRICT',
    controls: { securityHub: ['S3.14'], cis: [], config: ['s3-bucket-versioning-enabled'] },
  },
  {
    id: 'HardenedBucket-KmsEncryption',
    title: 'objects are encrypted with a KMS key',
    why: 'With SSE-S3 anyone who may read the object may read the data: there is no second permission to withhold.',
    fix: 'set encryption: s3.BucketEncryption.KMS, or use HardenedBucket',
    severity: 'warning',
    level: 'STRICT',
    controls: { securityHub: ['S3.17'], cis: [], config: [] },
  },
];

const RULE_BY_ID = new Map(RULES.map((rule) => [rule.id, rule]));

export function finding(rule: string, changes: Partial<Finding> = {}): Finding {
  const { severity, fix } = RULE_BY_ID.get(rule) ?? { severity: 'error', fix: 'fix it' };
  return {
    rule,
    severity,
    verdict: 'violation',
    template: 'cdk.out/Orders.template.json',
    logicalId: 'OrdersBucket4B3D9A21',
    path: 'VersioningConfiguration.Status',
    message: 'the bucket has no versioning',
    fix,
    evidence: { id: 'Status', path: 'VersioningConfiguration.Status', request: null, statement: null },
    ...changes,
  };
}

/** A report with the summary of its findings. */
export function report(findings: readonly Finding[], changes: Partial<CheckReport['summary']> = {}, errors: CheckReport['errors'] = []): CheckReport {
  return {
    findings,
    summary: {
      templates: new Set(findings.map(({ template }) => template)).size,
      buckets: new Set(findings.map(({ template, logicalId }) => `${template} ${logicalId}`)).size,
      violations: findings.filter(({ verdict }) => verdict === 'violation').length,
      unknown: findings.filter(({ verdict }) => verdict === 'unknown').length,
      suppressed: 0,
      errors: errors.length,
      ...changes,
    },
    errors,
  };
}

const UPLOADS = { template: 'cdk.out/assembly-Production/ProductionUploadsStack4E1C0A7D.nested.template.json', logicalId: 'UploadsBucket', constructPath: 'Production/Uploads/Bucket/Resource' };

/** Something of everything, in an order that no reader wants. */
export const MIXED = report([
  finding('HardenedBucket-Versioning'),
  finding('HardenedBucket-KmsEncryption', {
    severity: 'warning',
    verdict: 'unknown',
    path: 'BucketEncryption.ServerSideEncryptionConfiguration.0',
    message: 'whether objects are encrypted with a KMS key depends on the parameter EncryptionAlgorithm',
    evidence: { id: 'SSEAlgorithm', path: 'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm', request: null, statement: null },
  }),
  finding('HardenedBucket-PolicyNotPublic', {
    path: 'BucketPolicy.PolicyDocument.Statement.2',
    message: 'bucket policy OrdersBucketPolicy0C1D has a public statement: statement 2 (PartnerDownload) allows any principal, and no condition restricts the caller',
    evidence: {
      id: 'OrdersBucketPolicy0C1D.Statement.2',
      path: 'BucketPolicy.PolicyDocument.Statement.2',
      request: {
        principal: { AWS: 'arn:aws:sts::999988887777:assumed-role/ThirdPartyAnalyticsCrossAccountIngestionRole/session-2026-10-01T12-00-00Z' },
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::orders-production-eu-central-1-111122223333/exports/2026/10/01/customers-with-addresses.parquet',
        context: {
          'aws:SourceIp': '203.0.113.7',
          'aws:SecureTransport': 'true',
          'aws:PrincipalArn': 'arn:aws:iam::999988887777:role/ThirdPartyAnalyticsCrossAccountIngestionRole',
          'aws:TagKeys': ['team', 'purpose'],
        },
      },
      statement: { index: 2, sid: 'PartnerDownload' },
    },
  }),
  ...['BlockPublicAcls', 'RestrictPublicBuckets'].map((name) => finding('HardenedBucket-BlockPublicAccess', {
    ...UPLOADS,
    path: `PublicAccessBlockConfiguration.${name}`,
    message: `the bucket has ${name} off`,
    evidence: { id: name, path: `PublicAccessBlockConfiguration.${name}`, request: null, statement: null },
  })),
  finding('HardenedBucket-PolicyNotPublic', {
    template: UPLOADS.template,
    logicalId: null,
    path: 'PolicyDocument.Statement.0',
    message: 'bucket policy ImportedPolicy, of a bucket that is elsewhere, has a public statement: statement 0 allows any principal, and no condition restricts the caller',
    evidence: {
      id: 'ImportedPolicy.Statement.0',
      path: 'PolicyDocument.Statement.0',
      request: { principal: 'anonymous', action: 's3:ListBucket', resource: 'arn:aws:s3:::imported-assets', context: {} },
      statement: { index: 0, sid: null },
    },
  }),
  finding('HardenedBucket-Versioning', { ...UPLOADS }),
], { buckets: 5, templates: 3, suppressed: 3 }, [
  { template: 'cdk.out/Broken.template.json', message: 'not valid JSON: Unexpected token } in JSON at position 1742' },
]);

export const CLEAN = report([], { buckets: 4, templates: 2 });
