import { statementFinding } from './statement-finding';
import { AccessPointFacts, BucketFacts } from '../facts/bucket-facts';
import { ConditionClause, PolicyStatement, PolicyText, statementName } from '../policy/policy-document';
import { UNDECIDED_ACCOUNT } from '../template/symbol';

/** What the policy of an access point allows, as a bucket policy would allow it for requests through that access point. */
export interface AccessPointGrant {
  readonly finding: string;
  /** Where it stands, in words. */
  readonly place: string;
  readonly version: string;
  readonly statement: PolicyStatement;
  /** How many of its conditions are written there. Those after them say what comes with the access point. */
  readonly written: number;
}

/** The grants of the access points of a bucket. */
export function grantsOfAccessPoints({ accessPoints, arn }: Pick<BucketFacts, 'accessPoints' | 'arn'>): AccessPointGrant[] {
  return accessPoints.flatMap((accessPoint) => {
    const { kind, address: { logicalId }, policy: { document } } = accessPoint;
    return document.statements.filter(({ effect, malformed }) => effect === 'Allow' && !malformed).map((statement): AccessPointGrant => ({
      finding: statementFinding(logicalId, statement),
      place: `${statementName(statement)} of the policy of ${kind} ${logicalId}`,
      version: document.version,
      written: statement.conditions.length,
      statement: {
        ...statement,
        resources: statement.resources.length === 0 ? [arn, `${arn}/*`] : statement.resources.flatMap((resource) => onBucket(resource, arn)),
        notResources: [],
        conditions: [...statement.conditions, ...throughIt(accessPoint)],
      },
    }));
  });
}

/** `…:accesspoint/name/object/key` is the object `key` of the bucket, and the access point itself the bucket. */
function onBucket(resource: PolicyText, bucket: string): PolicyText[] {
  if (typeof resource !== 'string') {
    return [resource];
  }
  const [, key] = /\/object\/(.*)$/s.exec(resource) ?? [];
  return key !== undefined ? [`${bucket}/${key}`] : /\*$/.test(resource) ? [bucket, `${bucket}/*`] : [bucket];
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html */
function throughIt({ kind, account = UNDECIDED_ACCOUNT, vpc }: AccessPointFacts): ConditionClause[] {
  const equals = (key: string, value: string): ConditionClause => ({ operator: 'StringEquals', key, values: [value] });
  const isInVpc = !vpc.known || vpc.value !== undefined;
  return [
    equals('s3:dataaccesspointaccount', account),
    ...kind === 'access point' ? [equals('s3:accesspointnetworkorigin', isInVpc ? 'VPC' : 'Internet')] : [],
    ...vpc.known && vpc.value !== undefined ? [equals('aws:sourcevpc', vpc.value)] : [],
  ];
}
