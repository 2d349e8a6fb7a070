import { allowing, aws, Sourced, statementsFrom, undecided } from './bound-statement';
import { BoundIdentity, Grant, grantsOfBucket } from './chain-candidates';
import { AccessPointFacts, BucketFacts } from '../../facts/bucket-facts';
import { AccessPointDelegation, mayDelegateTo, NamedAccessPoint } from '../../policy/access-point-delegation';
import { ConditionClause, PolicyStatement, PolicyText } from '../../policy/policy-document';
import { s3Public } from '../../policy/s3-public';
import { someHolds } from '../../template/known';
import { symbol } from '../../template/symbol';
import { ConcreteNames } from '../concrete-names';
import { whatIsOpen } from '../through-access-point';

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
  return statementsOfPoints(bucket, 'Allow', account, names).flatMap(({ statements, named, point }): Grant[] => {
    const leaving = delegating.filter((_, i) => mayDelegateTo(delegations[i], named));
    const granted = point.kind === 'access point' ? statements : statements.map((one) => ({ ...one, statement: signed(one.statement) }));
    return leaving.length === 0 ? [] : grantsOfBucket(granted, account, identities)
      .map((grant) => ({ ...grant, levels: [leaving, ...blockLevels(point, account), ...grant.levels] }));
  });
}

/** What the access points deny of the requests that come through them. */
export function deniesOfAccessPoints(bucket: BucketFacts, account: string, names: ConcreteNames): Sourced[] {
  return statementsOfPoints(bucket, 'Deny', account, names).flatMap(({ statements }) => statements);
}

interface PointStatements {
  readonly point: AccessPointFacts;
  readonly named: NamedAccessPoint;
  readonly statements: readonly Sourced[];
}

function statementsOfPoints(bucket: BucketFacts, effect: 'Allow' | 'Deny', account: string, names: ConcreteNames): PointStatements[] {
  const own = names.plain(bucket.arn);
  return bucket.accessPoints.map((point) => {
    const arn = names.plain(point.arn);
    const isRegional = point.kind === 'access point';
    const named = { account: point.account ?? account, arn, name: isRegional ? names.plain(point.name) : arn.slice(arn.lastIndexOf('/') + 1) };
    // A policy may also spell the ARN, where the template chooses the name.
    const [partition] = /^arn:[^:]*/.exec(own) ?? ['arn:aws'];
    const spelled = isRegional ? `${partition}:s3:${bucket.region ?? names.plain(symbol('AWS', 'Region'))}:${named.account}:accesspoint/${named.name}` : arn;
    const only: ConditionClause[] = [
      { operator: 'StringEquals', key: 's3:dataaccesspointarn', values: named.name === '' ? [arn] : [spelled] },
      { operator: 'StringEquals', key: 's3:dataaccesspointaccount', values: [named.account] },
      ...point.vpc.known && point.vpc.value !== undefined ? [{ operator: 'StringEquals', key: 'aws:sourcevpc', values: [names.plain(point.vpc.value)] }] : [],
      ...effect === 'Allow' ? whatIsOpen(point).map(undecided) : [],
    ];
    const document = names.document(point.policy.document);
    return {
      point,
      named,
      statements: statementsFrom(document, effect, `access point ${point.address.logicalId}`).map((one) => ({ ...one, statement: onBucket(one.statement, [arn, spelled], own, only) })),
    };
  });
}

/** Requests to multi-Region access points are signed. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiRegionAccessPointRestrictions.html */
function signed(statement: PolicyStatement): PolicyStatement {
  return statement.principals.some(({ type, value }) => type === 'AWS' && value === '*') || statement.notPrincipals.length > 0
    ? { ...statement, conditions: [...statement.conditions, { operator: 'Null', key: 'aws:principalarn', values: ['false'] }] } : statement;
}

/** Block Public Access of an access point leaves those of the account and AWS services in, where its policy is public. */
function blockLevels({ policy, publicAccessBlock }: AccessPointFacts, account: string): readonly (readonly Sourced[])[] {
  const { verdict, reason = '' } = s3Public(policy.document);
  const blocks = someHolds([publicAccessBlock.RestrictPublicBuckets, publicAccessBlock.BlockPublicPolicy]);
  const open = !blocks.known ? blocks.reason : verdict === 'unknown' ? reason : undefined;
  return verdict === 'notPublic' || (blocks.known && !blocks.value) ? []
    : [[allowing({ principals: aws(account) }), allowing({ principals: [{ type: 'Service', value: '*' }] }), ...open === undefined ? [] : [allowing({ conditions: [undecided(open)] })]]];
}

/** What a statement says of an access point, of its bucket. */
function onBucket(statement: PolicyStatement, points: readonly string[], bucket: string, conditions: readonly ConditionClause[]): PolicyStatement {
  const onIt = (text: PolicyText) => {
    const point = typeof text === 'string' ? points.find((arn) => text === arn || text.startsWith(`${arn}/object/`)) : undefined;
    return point === undefined ? text : text === point ? bucket : `${bucket}/${String(text).slice(point.length + '/object/'.length)}`;
  };
  return { ...statement, resources: statement.resources.map(onIt), notResources: statement.notResources.map(onIt), conditions: [...statement.conditions, ...conditions] };
}
