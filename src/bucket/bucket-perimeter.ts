import { aws_iam as iam, aws_s3 as s3 } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { AppliedPerimeter, deploymentProblem } from './applied-perimeter';
import { checkServicesCanWrite, checkServicesNameOrganizations } from './impossible-services';
import { ACCESS_WORKS, keepPromises } from './promises';
import { resourceOf } from './resource-of';
import { allowServices } from './service-access';
import { TlsVersion } from './tls-version';
import { InputChecks, refuse } from '../input/input-checks';
import { checkPerimeter } from '../perimeter/check-perimeter';
import { PerimeterOptions } from '../perimeter/perimeter';
import { checkObjects, withIds } from '../perimeter/perimeter-objects';
import { checkServices, ServiceAccess } from '../perimeter/services';
import { denyStatement, Guard, guardedBucket } from '../perimeter/statement';
import { denyBelowTls, denyWithoutTls } from '../perimeter/transport';
import { POLICY_ACCEPTED } from '../rules/policy-accepted';
import { POLICY_SIZE } from '../rules/policy-size';

/**
 * Properties of a `BucketPerimeter`.
 */
export interface BucketPerimeterProps extends PerimeterOptions {
  /** The bucket that the perimeter is put around. */
  readonly bucket: s3.IBucket;

  /**
   * The oldest version of TLS that the bucket answers to. Requests without TLS are denied, too.
   *
   * @default - TLS is left to the bucket
   */
  readonly minimumTlsVersion?: TlsVersion;

  /**
   * AWS services that may use the bucket, and its key, each for named sources only.
   *
   * @default - none
   */
  readonly services?: ServiceAccess[];
}

/**
 * Puts a perimeter around a bucket that is not a `HardenedBucket`: the same guards, the same proofs at synth.
 *
 * A `HardenedBucket` has a property for it. For an imported bucket whose policy this app may set there is `ImportedBucketPolicy`; for
 * every other one `BucketPerimeter.statementsFor` gives the statements to anyone who sets its policy.
 *
 * @example
 * const bucket = new s3.Bucket(this, 'Reports', { enforceSSL: true });
 * new BucketPerimeter(this, 'Perimeter', {
 *   bucket,
 *   network: { vpcEndpointIds: ['vpce-0123456789abcdef0'] },
 *   identity: { organizationIds: ['o-a1b2c3d4e5'] },
 * });
 */
export class BucketPerimeter extends Construct {
  /**
   * The statements of a perimeter, to be merged into the policy of a bucket that is imported.
   *
   * Nothing proves them at synth: `hardened-bucket policy` can, given the merged policy.
   *
   * @throws if an option is invalid: the error quotes the value and says what to change
   */
  public static statementsFor(bucket: s3.IBucket, options: PerimeterOptions): iam.PolicyStatement[] {
    const checks = new InputChecks(bucket.node.scope!, bucket.node.id);
    checks.struct('PerimeterOptions', options, { place: 'perimeter' });
    const perimeter = checkGuards(checks, bucket, options);
    checks.throwIfAny();
    return guardsOf(bucket, perimeter, new AppliedPerimeter(bucket, perimeter)).map(denyStatement);
  }

  /**
   * Puts the perimeter around the bucket.
   *
   * @throws if the bucket is imported, or has a guard already that the perimeter asks for, or an option is invalid: the error quotes the value and says what to change
   */
  constructor(scope: Construct, id: string, props: BucketPerimeterProps) {
    super(scope, id);
    const checks = new InputChecks(scope, id);
    checks.struct('BucketPerimeterProps', props);
    const { bucket, services = [] } = props;
    const perimeter = checkGuards(checks, bucket, props);
    checkServices(checks, services, 'services');
    checkServicesNameOrganizations(checks, services, 'services');
    checkServicesCanWrite(checks, services, 'services', bucket.encryptionKey ? ['SSE-S3'] : []);
    checks.oneOf('minimumTlsVersion', props.minimumTlsVersion, TlsVersion, 'TlsVersion');
    const applied = new AppliedPerimeter(bucket, perimeter);
    const statements = guardsOf(bucket, props, applied).map(denyStatement);
    const present = new Set((bucket.policy?.document.toJSON()?.Statement as { Sid?: string }[] | undefined)?.map(({ Sid }) => Sid));
    statements.filter(({ sid }) => present.has(sid)).forEach(({ sid }) =>
      checks.refuse(`bucket '${bucket.node.path}' has a statement ${sid} in its policy already, and S3 accepts an id once. Give the perimeter of a bucket in one place`));
    const resource = resourceOf(bucket);
    const imported = `bucket '${bucket.node.path}' is imported, so its policy is not part of this app. If this app may set it, use ImportedBucketPolicy, which keeps the statements that it has. If not, put the statements of BucketPerimeter.statementsFor(bucket, options) into the policy where the bucket is made`;
    if (resource?.cfnResourceType !== 'AWS::S3::Bucket') {
      checks.refuse(imported);
    }
    checks.throwIfAny();
    if (statements.length + services.length === 0) {
      refuse(scope, id, 'the perimeter has no guard. Give network, identity, request or minimumTlsVersion, or leave the BucketPerimeter out');
    }
    if (!statements.every((statement) => bucket.addToResourcePolicy(statement).statementAdded)) {
      refuse(scope, id, imported);
    }
    allowServices(bucket, services);
    keepPromises(this, 'BucketPerimeter', resource as s3.CfnBucket, { promises: [], proofs: (evaluate) => [POLICY_SIZE, POLICY_ACCEPTED, ...ACCESS_WORKS, ...applied.proofs(evaluate)] });
  }
}

/** The options, checked, with the ids of their objects. */
export function checkGuards(checks: InputChecks, bucket: s3.IBucket, options: PerimeterOptions): PerimeterOptions {
  const perimeter = withIds(bucket, options);
  checkObjects(checks, options, 'perimeter');
  checkPerimeter(checks, perimeter, 'perimeter');
  const problem = deploymentProblem(bucket, perimeter);
  if (problem) {
    checks.refuse(problem);
  }
  return perimeter;
}

function guardsOf(bucket: s3.IBucket, { minimumTlsVersion }: Partial<BucketPerimeterProps>, applied: AppliedPerimeter): Guard[] {
  const guarded = guardedBucket(bucket);
  return [...minimumTlsVersion ? [denyWithoutTls(guarded), denyBelowTls(guarded, minimumTlsVersion)] : [], ...applied.guards];
}
