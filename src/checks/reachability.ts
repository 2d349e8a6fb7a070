import { aws_iam as iam, aws_s3 as s3, CfnResource, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { ReachabilityOptions } from './reachability-options';
import { InputChecks } from '../input/input-checks';
import { nearestName } from '../policy/nearest-name';
import { requestLine } from '../policy/request-text';
import { S3_ACTIONS } from '../policy/s3-actions';
import { Claim, InvariantProblem, invariantText, isKept } from '../reach/invariant';
import { judgeInvariants } from '../reach/judge-invariants';
import { PlaceNames } from '../reach/place-names';
import { REACH_ACTIONS } from '../reach/reach-actions';
import { reachEvidence } from '../reach/reach-evidence';
import { ownResource, renderApp } from '../synth/render-app';
import { logicalIdOf } from '../synth/render-stack';

/**
 * Asserts in a unit test who reaches a bucket, from where and by which path: through routes, security groups, network ACLs and all
 * policies of the app, before anything is deployed.
 *
 * Each method throws an error with a path and a request where its assertion does not hold. What nobody can tell before deployment does
 * not hold either, unless `allowUnknown` is set.
 *
 * @example
 * const app = new App();
 * const stack = new Stack(app, 'Office');
 * const vpc = new ec2.Vpc(stack, 'Vpc');
 * const endpoint = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
 * const records = new HardenedBucket(stack, 'Records', { perimeter: { network: { vpcEndpoints: [endpoint] } } });
 *
 * const reachability = Reachability.of(records);
 * reachability.notFromInternet();
 * reachability.onlyThrough(endpoint);
 */
export class Reachability {
  /**
   * Asks about a bucket of this app, when the app is complete: the app is synthesized if it was not yet, and all its stacks are read as
   * they are then. Keep the object for several assertions, because it computes paths once.
   *
   * @throws if the bucket is imported, or an action is none that can be asked about
   */
  public static of(bucket: s3.IBucket, options: ReachabilityOptions = {}): Reachability {
    const checks = new InputChecks();
    checks.struct('ReachabilityOptions', options);
    checks.throwIfAny();
    return new Reachability(bucket, options);
  }

  private readonly bucket: CfnResource;
  private readonly names: PlaceNames;
  private readonly known: ReturnType<typeof reachEvidence>;

  private constructor(private readonly asked: s3.IBucket, private readonly options: ReachabilityOptions) {
    const bucket = ownResource(asked);
    if (bucket?.cfnResourceType !== 'AWS::S3::Bucket') {
      throw new Error(`bucket '${asked.node.path}' is imported, so its policy is not part of this app. Ask about a bucket that this app makes`);
    }
    this.bucket = bucket;
    const templates = renderApp(asked);
    this.names = new PlaceNames(templates);
    this.known = reachEvidence(templates, this.names);
  }

  /**
   * Asserts that no direct request over the internet gets in, neither an anonymous one nor one of any AWS account. It is about all
   * actions of the default, whatever `actions` says.
   *
   * @throws if such a request gets in, or may
   */
  public notFromInternet(): void {
    this.assert({ kind: 'notFromInternet' }, []);
  }

  /**
   * Asserts that no path leads to the bucket but through one of these.
   *
   * @param gates VPC endpoints, access points or anything else of this app that requests pass
   * @throws if a place of the app reaches the bucket on another path, or may
   */
  public onlyThrough(...gates: IConstruct[]): void {
    this.checkActions(REACH_ACTIONS);
    this.assert({ kind: 'onlyThrough', hops: gates.map((gate) => this.idOf(gate)) });
  }

  /**
   * Asserts that no one has access but these roles and users, from wherever they send their requests. The root user of the account of the
   * bucket is left out, because it can do what no policy denies.
   *
   * @param identities roles and users, of this app or imported
   * @throws if another principal gets in, or may
   */
  public onlyBy(...identities: iam.IIdentity[]): void {
    this.checkActions(S3_ACTIONS.map(({ name }) => name));
    this.assert({ kind: 'onlyBy', principals: identities.map((identity) => this.principalOf(identity)) });
  }

  /**
   * Asserts that a place does not reach the bucket.
   *
   * @param place a function, an instance, a service or another construct of this app that sends requests
   * @throws if it reaches the bucket, or may, or sends no requests
   */
  public notFrom(place: IConstruct): void {
    this.checkActions(REACH_ACTIONS);
    this.placesIn(place).forEach((id) => this.assert({ kind: 'from', place: id, expect: 'cut' }));
  }

  /**
   * Asserts that a place reaches the bucket, with each of the actions if some are given.
   *
   * @param place a function, an instance, a service or another construct of this app that sends requests
   * @throws if something on the path stops the requests, or may
   */
  public reachedFrom(place: IConstruct): void {
    this.checkActions(REACH_ACTIONS);
    this.placesIn(place).forEach((id) => this.assert({ kind: 'from', place: id, expect: 'reaches' }));
  }

  private assert(claim: Claim, actions: readonly string[] = this.options.actions ?? []): void {
    const invariant = { bucket: this.nameOf(this.bucket), actions, allowUnknown: this.options.allowUnknown ?? false, claim };
    const [answer] = judgeInvariants([invariant], this.known.reports, this.known.evidence);
    if (!isKept(answer)) {
      const says = answer.verdict === 'unknown' ? 'it is not known before deployment whether this holds' : 'this does not hold';
      throw new Error([`${this.asked.node.path}: ${says}: ${invariantText(invariant)}`, ...answer.problems.flatMap(problemLines)].join('\n'));
    }
  }

  private checkActions(possible: readonly string[]): void {
    const bad = (this.options.actions ?? []).find((action) => !possible.includes(action));
    if (bad !== undefined) {
      const meant = nearestName(bad, possible);
      throw new Error(`actions has '${bad}', which ${possible === REACH_ACTIONS ? `is not ${REACH_ACTIONS.join(', ')}` : 'is not an action of S3'}${meant === undefined ? '' : `; did you mean '${meant}'?`}`);
    }
  }

  private placesIn(place: IConstruct): string[] {
    const all = new Set(this.known.reports.flatMap(({ places }) => places.map(({ id }) => id)));
    const found = place.node.findAll().flatMap((node) => CfnResource.isCfnResource(node) && all.has(this.nameOf(node)) ? [this.nameOf(node)] : []);
    if (found.length === 0) {
      throw new Error(`'${place.node.path}' has nothing that sends requests to S3. Name a function, an instance, a service or another construct that does`);
    }
    return found;
  }

  private principalOf(identity: iam.IIdentity): string {
    const resource = ownResource(identity);
    const [arn] = resource ? [] : [Stack.of(identity).resolve(identity.policyFragment.principalJson).AWS].flat();
    if (!resource && typeof arn !== 'string') {
      throw new Error(`the ARN of '${identity.node.path}' is not known before deployment. Import it with an ARN that is, or name a role of this app`);
    }
    return resource ? this.nameOf(resource) : arn;
  }

  private idOf(construct: IConstruct): string {
    const resource = ownResource(construct);
    if (!resource) {
      throw new Error(`'${construct.node.path}' is imported, so no path of this app leads through it. Name what this app makes`);
    }
    return this.nameOf(resource);
  }

  private nameOf(resource: CfnResource): string {
    return this.names.of({ template: resource.stack.node.path, logicalId: logicalIdOf(resource) });
  }
}

function problemLines({ message, path, request }: InvariantProblem): string[] {
  return [
    `  ${message}`,
    ...path.length === 0 ? [] : [`    path:    ${path.join(' → ').replace('→ ✕', '✕')}`],
    ...request === undefined ? [] : [`    request: ${typeof request === 'string' ? request : requestLine(request)}`],
  ];
}
