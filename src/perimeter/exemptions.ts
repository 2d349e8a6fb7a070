import { Aws, aws_iam as iam, aws_s3 as s3, CfnResource, DefaultStackSynthesizer, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { replicatorsOf } from './replication';
import { Conditions } from './statement';

/**
 * Whom the guards of a perimeter let through, so that it does not lock its owner out.
 *
 * Service-linked roles of the bucket's account always pass guards on networks and roles: only the AWS service that one is
 * linked to can assume it, and it comes from the service's network. Each other exemption is on by default where
 * leaving it out would break something that nobody thinks of. Which guard honors which exemption is told by each option.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
 */
export interface PerimeterExemptions {
  /**
   * Whether AWS services that act as themselves pass: log delivery, CloudTrail, S3 Inventory, CloudFront with origin access
   * control. `aws:PrincipalIsAWSService` says who they are.
   *
   * They still need an Allow of this policy, and with an identity perimeter the source they act for has to be inside it.
   * They come from networks of their own and have no account of yours, so without this exemption each guard stops them.
   *
   * @default true
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
   */
  readonly awsServices?: boolean;

  /**
   * Whether requests pass that a service makes with a caller's own credentials (forward access sessions), such as Athena
   * reading for anyone who runs the query. `aws:ViaAWSService` says so.
   *
   * Their network is the service's. The caller stays who he is, so guards on identity look at him all the same.
   *
   * @default true
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
   */
  readonly forwardAccessSessions?: boolean;

  /**
   * Whether the roles of CDK's own custom resources in the bucket's stack pass: the Lambda functions that empty the bucket
   * (`autoDeleteObjects`), deploy files to it (`BucketDeployment`) and set up its notifications. They run outside any VPC.
   *
   * Roles of other stacks cannot be named here, because each stack would wait for the other.
   *
   * @default true
   */
  readonly customResources?: boolean;

  /**
   * The ARNs of the roles that change the configuration of the bucket: CloudFormation's. They pass the guards on
   * configuration, and no guard on data.
   *
   * @default - the role that CDK's bootstrap made for CloudFormation, in the bucket's account and Region
   */
  readonly deployRoleArns?: string[];

  /**
   * Roles that change the configuration of the bucket, in addition to `deployRoleArns`.
   *
   * @default - the role that CDK's bootstrap made for CloudFormation, in the bucket's account and Region
   */
  readonly deployRoles?: iam.IRole[];

  /**
   * The ARNs of the roles and users that repair the bucket. They pass every guard of the perimeter but those on signatures,
   * encryption headers and denied addresses, and a limit to reading, writing or appending of their own. The name may end in a wildcard: `arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/*`.
   *
   * @default - nobody; the root user of the account can always delete the bucket policy
   */
  readonly breakGlassRoleArns?: string[];

  /**
   * Roles that repair the bucket, in addition to `breakGlassRoleArns`.
   *
   * @default - nobody; the root user of the account can always delete the bucket policy
   */
  readonly breakGlassRoles?: iam.IRole[];

  /**
   * The ARNs of further roles that replicate into the bucket. S3 assumes them in a network of its own.
   *
   * The role with which this bucket replicates is exempt anyway, and that of a `HardenedBucket` in the same stack, or in another
   * account or Region, which replicates into this one. A role of another stack in the same account and Region has to have a name,
   * and to be named here.
   *
   * @default - no further roles
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/setting-repl-config-perm-overview.html
   */
  readonly replicationRoleArns?: string[];

  /**
   * Further roles that replicate into the bucket, in addition to `replicationRoleArns`.
   *
   * @default - no further roles
   */
  readonly replicationRoles?: iam.IRole[];
}

/** Each kind of caller that a guard may let through. */
export type Exemption = 'awsServices' | 'forwardAccessSessions' | 'serviceLinkedRoles' | 'customResources' | 'replication' | 'deploy' | 'breakGlass';

/** What touches data without being a client: for guards on who reads and writes. */
export const NOT_CLIENTS: readonly Exemption[] = ['awsServices', 'serviceLinkedRoles', 'customResources', 'replication', 'breakGlass'];

/** The same for guards on networks: a forward access session comes from the service's. */
export const NOT_FROM_NETWORKS: readonly Exemption[] = [...NOT_CLIENTS, 'forwardAccessSessions'];

/** The exemptions of one bucket. */
export class Exempt {
  readonly breakGlass: readonly string[];
  readonly deploy: readonly string[];

  constructor(private readonly bucket: s3.IBucket, private readonly options: PerimeterExemptions) {
    this.breakGlass = options.breakGlassRoleArns ?? [];
    this.deploy = deployRolesOf(bucket, options);
  }

  /** What has to be so for a guard to stop a caller: that it is none of these. */
  conditions(kinds: readonly Exemption[]): Conditions {
    const { awsServices = true, forwardAccessSessions = true } = this.options;
    const flags = {
      ...kinds.includes('awsServices') && awsServices ? { 'aws:PrincipalIsAWSService': 'false' } : {},
      ...kinds.includes('forwardAccessSessions') && forwardAccessSessions ? { 'aws:ViaAWSService': 'false' } : {},
    };
    const roles = this.roles(kinds);
    return {
      ...Object.keys(flags).length > 0 ? { BoolIfExists: flags } : {},
      ...roles.length > 0 ? { ArnNotLikeIfExists: { 'aws:PrincipalArn': roles } } : {},
    };
  }

  /** The roles among them; a list that is completed at synth, when the app has all its custom resources and replications. */
  private roles(kinds: readonly Exemption[]): readonly string[] {
    const { customResources = true, replicationRoleArns = [] } = this.options;
    const named = [
      ...kinds.includes('serviceLinkedRoles') ? [serviceLinkedRolesOf(Stack.of(this.bucket))] : [],
      ...kinds.includes('replication') ? replicationRoleArns : [],
      ...kinds.includes('deploy') ? this.deploy : [],
      ...kinds.includes('breakGlass') ? this.breakGlass : [],
    ];
    const isOpen = kinds.includes('replication') || (kinds.includes('customResources') && customResources);
    return !isOpen ? named : Lazy.list({
      produce: () => [
        ...named,
        ...kinds.includes('replication') ? replicatorsOf(this.bucket) : [],
        ...kinds.includes('customResources') && customResources ? customResourceRoles(Stack.of(this.bucket)) : [],
      ],
    }, { omitEmpty: true });
  }
}

/**
 * The service-linked roles of an account.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-arns
 */
function serviceLinkedRolesOf(stack: Stack): string {
  return `arn:${Aws.PARTITION}:iam::${stack.account}:role/aws-service-role/*`;
}

/** The roles that change the configuration of a bucket in this scope. */
export function deployRolesOf(scope: IConstruct, { deployRoleArns }: PerimeterExemptions): readonly string[] {
  return deployRoleArns ?? deployRoles(Stack.of(scope));
}

/** CloudFormation's role, where the stack is deployed with one that CDK's bootstrap made. */
function deployRoles(stack: Stack): string[] {
  if (stack.nestedStackParent) {
    return deployRoles(stack.nestedStackParent);
  }
  const arn = (stack.synthesizer as Partial<DefaultStackSynthesizer>).cloudFormationExecutionRoleArn;
  // The manifest of the assembly has placeholders where a template has pseudo parameters.
  return arn === undefined ? [] : [arn.includes('${AWS::') ? Fn.sub(arn) : arn];
}

/** The id under which aws-cdk-lib puts the handler that empties buckets into a stack. */
export const AUTO_DELETE_HANDLER = 'Custom::S3AutoDeleteObjectsCustomResourceProvider';

/** The ids under which aws-cdk-lib puts the handlers of its custom resources for buckets into a stack. */
const CUSTOM_RESOURCE_HANDLERS = [AUTO_DELETE_HANDLER, 'Custom::CDKBucketDeployment', 'BucketNotificationsHandler'];

function customResourceRoles(stack: Stack): string[] {
  return stack.node.children.filter(({ node }) => CUSTOM_RESOURCE_HANDLERS.some((id) => node.id.startsWith(id))).flatMap((handler) => {
    const own = handler.node.findAll()
      .filter((node): node is CfnResource => CfnResource.isCfnResource(node) && node.cfnResourceType === 'AWS::IAM::Role')
      .map((role) => role.getAtt('Arn').toString());
    // A handler of notifications may have been given a role from elsewhere (`notificationsHandlerRole`).
    const { role } = handler as { readonly role?: iam.IRole };
    return own.length === 0 && role ? [role.roleArn] : own;
  });
}
