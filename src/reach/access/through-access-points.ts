import { Sourced, statementsFrom } from './bound-statement';
import { BoundIdentity, Grant, grantsOfBucket } from './chain-candidates';
import { BucketFacts } from '../../facts/bucket-facts';
import { AccessPointDelegation, mayDelegateTo, NamedAccessPoint } from '../../policy/access-point-delegation';
import { ConditionClause, PolicyStatement, PolicyText } from '../../policy/policy-document';
import { symbol } from '../../template/symbol';
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
  return statementsOfPoints(bucket, 'Allow', account, names).flatMap(({ statements, named }): Grant[] => {
    const leaving = delegating.filter((_, i) => mayDelegateTo(delegations[i], named));
    return leaving.length === 0 ? [] : grantsOfBucket(statements, account, identities).map((grant) => ({ ...grant, levels: [leaving, ...grant.levels] }));
  });
}

/** What the access points deny of the requests that come through them. */
export function deniesOfAccessPoints(bucket: BucketFacts, account: string, names: ConcreteNames): Sourced[] {
  return statementsOfPoints(bucket, 'Deny', account, names).flatMap(({ statements }) => statements);
}

function statementsOfPoints(bucket: BucketFacts, effect: 'Allow' | 'Deny', account: string, names: ConcreteNames): { readonly statements: readonly Sourced[]; readonly named: NamedAccessPoint }[] {
  const own = names.plain(bucket.arn);
  return bucket.accessPoints.filter(({ kind }) => kind === 'access point').map((point) => {
    const arn = names.plain(point.arn);
    const named = { account: point.account ?? account, arn, name: names.plain(point.name) };
    // A policy may also spell the ARN, where the template chooses the name.
    const [partition] = /^arn:[^:]*/.exec(own) ?? ['arn:aws'];
    const spelled = `${partition}:s3:${bucket.region ?? names.plain(symbol('AWS', 'Region'))}:${named.account}:accesspoint/${named.name}`;
    const only: ConditionClause[] = [
      { operator: 'StringEquals', key: 's3:dataaccesspointarn', values: named.name === '' ? [arn] : [spelled] },
      { operator: 'StringEquals', key: 's3:dataaccesspointaccount', values: [named.account] },
      ...point.vpc.known && point.vpc.value !== undefined ? [{ operator: 'StringEquals', key: 'aws:sourcevpc', values: [names.plain(point.vpc.value)] }] : [],
    ];
    const document = names.document(point.policy.document);
    return {
      named,
      statements: statementsFrom(document, effect, `access point ${point.address.logicalId}`).map((one) => ({ ...one, statement: onBucket(one.statement, [arn, spelled], own, only) })),
    };
  });
}

/** What a statement says of an access point, of its bucket. */
function onBucket(statement: PolicyStatement, points: readonly string[], bucket: string, conditions: readonly ConditionClause[]): PolicyStatement {
  const onIt = (text: PolicyText) => {
    const point = typeof text === 'string' ? points.find((arn) => text === arn || text.startsWith(`${arn}/object/`)) : undefined;
    return point === undefined ? text : text === point ? bucket : `${bucket}/${String(text).slice(point.length + '/object/'.length)}`;
  };
  return { ...statement, resources: statement.resources.map(onIt), notResources: statement.notResources.map(onIt), conditions: [...statement.conditions, ...conditions] };
}
