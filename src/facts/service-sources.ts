/** What a service principal says of whom it acts for, as far as AWS documents it. */
export interface SourceRow {
  readonly service: string;
  /** It sends `aws:SourceAccount`. */
  readonly namesAccount: boolean;
  /** It sends `aws:SourceOrgID` and `aws:SourceOrgPaths` for an account that is in an organization. */
  readonly namesOrganization: boolean;
  /** Why a statement for an organization would allow nothing, as the end of a sentence; absent where it works. */
  readonly because?: string;
  /** The way that works, where an organization does not. */
  readonly instead?: string;
  /** The page of AWS that says so. */
  readonly see: string;
}

const AWS = 'https://docs.aws.amazon.com/';
const CONTROL_TOWER = `${AWS}controltower/latest/userguide/logging-s3-audit-bucket.html`;
const DATA_PERIMETER = 'https://github.com/aws-samples/data-perimeter-policy-examples/blob/main/resource_control_policies/README.md';

/**
 * Which services say for which account and organization they act. Of any other one AWS says in general that it names the organization where
 * it sends `aws:SourceAccount`, so that a service that does the one does the other.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-sourceorgid
 */
export const SOURCES: readonly SourceRow[] = [
  { service: 'cloudtrail.amazonaws.com', namesAccount: true, namesOrganization: true, see: CONTROL_TOWER },
  { service: 'config.amazonaws.com', namesAccount: true, namesOrganization: true, see: CONTROL_TOWER },
  { service: 'delivery.logs.amazonaws.com', namesAccount: true, namesOrganization: true, see: DATA_PERIMETER },
  {
    service: 'logdelivery.elasticloadbalancing.amazonaws.com',
    namesAccount: false,
    namesOrganization: false,
    because: 'does not send aws:SourceOrgID',
    instead: 'Allow it in a statement of its own on the path of each account, such as prefix/AWSLogs/111122223333/*, in an AccessLogsBucket',
    see: DATA_PERIMETER,
  },
  {
    service: 'logging.s3.amazonaws.com',
    namesAccount: true,
    namesOrganization: false,
    because: 'delivers to buckets of the same account and Region only',
    instead: 'Log to an AccessLogsBucket in each account, and replicate it to the archive',
    see: `${AWS}AmazonS3/latest/userguide/ServerLogs.html`,
  },
];
