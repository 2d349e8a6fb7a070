import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { BucketChange, shortened } from './bucket-change';
import { consoleLink } from './message-text';

/** The limits of the format. @see https://docs.aws.amazon.com/securityhub/latest/partnerguide/guidelines-asff-mapping.html */
const TITLE_LENGTH = 256;
const TEXT_LENGTH = 1024;
const RECOMMENDATION_LENGTH = 512;

/**
 * A change as a finding of Security Hub. A bucket and a rule have one finding, which is updated; it is archived when the bucket complies again.
 *
 * Its workflow is left to those who work with it: only `BatchUpdateFindings` may change that of a finding that is there already.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format.html
 */
export function securityFinding(change: BucketChange, hubRegion: string): AwsSecurityFinding {
  const { partition, region, account, bucket, rule, title, severity, status, time, previousSince, findings, reason } = change;
  const over = status === 'COMPLIANT' || status === 'CLOSED';
  const [first] = findings;
  return {
    SchemaVersion: '2018-10-08',
    Id: `cdk-hardened-bucket/${account}/${region}/${bucket}/${rule}`,
    ProductArn: `arn:${partition}:securityhub:${hubRegion}:${account}:product/${account}/default`,
    GeneratorId: `cdk-hardened-bucket/${rule}`,
    AwsAccountId: account,
    CreatedAt: over && previousSince !== undefined ? previousSince : time,
    UpdatedAt: time,
    // Users may have set severity and type themselves: what a provider says stands beside that.
    FindingProviderFields: {
      Severity: { Label: over || status === 'UNKNOWN' ? 'INFORMATIONAL' : severity === 'error' ? 'HIGH' : 'LOW' },
      Types: ['Software and Configuration Checks/AWS Security Best Practices'],
    },
    Title: shortened(`Bucket ${bucket}: ${title}`, TITLE_LENGTH),
    Description: shortened(reason || findings.map(({ message }) => message).join(' ') || `The rule requires that ${title}.`, TEXT_LENGTH),
    ...first ? { Remediation: { Recommendation: { Text: shortened(first.fix, RECOMMENDATION_LENGTH), Url: consoleLink(change) } } } : {},
    ProductFields: { rule, changeId: change.id, ...change.cause ? { lastChange: shortened(`${change.cause.event} by ${change.cause.by}`, TEXT_LENGTH) } : {} },
    Resources: [{ Type: 'AwsS3Bucket', Id: `arn:${partition}:s3:::${bucket}`, Partition: partition as 'aws', Region: region }],
    // Security Hub sets the workflow of a finding that passes to RESOLVED by itself, and that of one that fails again to NEW.
    Compliance: { Status: status === 'NONCOMPLIANT' ? 'FAILED' : status === 'COMPLIANT' ? 'PASSED' : status === 'UNKNOWN' ? 'WARNING' : 'NOT_AVAILABLE' },
    RecordState: over ? 'ARCHIVED' : 'ACTIVE',
  };
}
