import { Sourced, statementsFrom } from './bound-statement';
import { BoundIdentity, Grant, grantsOfBucket } from './chain-candidates';
import { BucketFacts } from '../../facts/bucket-facts';
import { AccessPointDelegation, mayDelegateTo } from '../../policy/access-point-delegation';
import { ConditionClause, PolicyStatement, PolicyText } from '../../policy/policy-document';
import { ConcreteNames } from '../concrete-names';

/**
 * What the access points of a bucket grant, as far as the bucket policy leaves it to them: the statements of their policies as
 * statements on the bucket, for requests that come through them.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html#access-points-delegating-control
 */
export function grantsThroughAccessPoints(
  bucket: BucketFacts, delegations: readonly AccessPointDelegation[], delegating: readonly Sourced[], account: string,
  identities: ReadonlyMap<string, BoundIdentity>, names: ConcreteNames,
): Grant[] {
  if (delegations.length === 0) {
    return [];
  }
  const own = names.plain(bucket.arn);
  const points = bucket.accessPoints.filter(({ kind }) => kind === 'access point');
  const through = points.flatMap((point): Grant[] => {
    const arn = names.plain(point.arn);
    const named = { account: point.account ?? account, arn, name: names.plain(point.name) };
    const leaving = delegating.filter((_, i) => mayDelegateTo(delegations[i], named));
    const only: ConditionClause[] = [
      { operator: 'StringEquals', key: 's3:dataaccesspointarn', values: [arn] },
      { operator: 'StringEquals', key: 's3:dataaccesspointaccount', values: [named.account] },
      ...point.vpc.known && point.vpc.value !== undefined ? [{ operator: 'StringEquals', key: 'aws:sourcevpc', values: [names.plain(point.vpc.value)] }] : [],
    ];
    const allows = statementsFrom(names.document(point.policy.document), 'Allow', `access point ${point.address.logicalId}`).map((one) => ({ ...one, statement: onBucket(one.statement, arn, own, only) }));
    return leaving.length === 0 ? [] : grantsOfBucket(allows, account, identities).map((grant) => ({ ...grant, levels: [leaving, ...grant.levels] }));
  });
  return through;
}

/** What a statement says of an access point, of its bucket. */
function onBucket(statement: PolicyStatement, point: string, bucket: string, conditions: readonly ConditionClause[]): PolicyStatement {
  const onIt = (texts: readonly PolicyText[]) => texts.map((text) => typeof text !== 'string' ? text : text.startsWith(`${point}/object/`) ? `${bucket}/${text.slice(point.length + '/object/'.length)}` : text === point ? bucket : text);
  return { ...statement, resources: onIt(statement.resources), notResources: onIt(statement.notResources), conditions: [...statement.conditions, ...conditions] };
}
