import { Known } from '../../template/known';
import { ResourceAddress } from '../../template/template';

/** Something in templates whose requests may reach a bucket: an instance, a function, a task, a job, a distribution. */
export interface PlaceFacts {
  readonly address: ResourceAddress;
  /** Where it stands in its resource, where that makes several places: `Targets.1`, `IamRoles.0`. */
  readonly part?: string;
  /** Why it may not be there: a condition decides at deployment. Absent where it is there whenever its template is. */
  readonly mayBeAbsent?: string;
  readonly type: string;
  readonly constructPath: string | undefined;
  /** The account and the Region that it is deployed to, where they are decided before deployment. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Where its requests leave from: each network interface that it has, or may have. None, where they leave from no VPC of these templates. */
  readonly interfaces: Known<readonly InterfaceFacts[]>;
  /** Its requests leave from the network of an AWS service: of a function outside of VPCs, say. Unknown where a condition decides. A notebook has both. */
  readonly outsideVpc: Known<boolean>;
  /** The ARN of the role that its requests are signed with, as it is evaluated; absent where there is none, so that none is signed by a role. */
  readonly role: Known<string | undefined>;
  /** The service principal that its requests are signed as, where it is no role: `cloudfront.amazonaws.com`, of a distribution with origin access control. */
  readonly servicePrincipal?: string;
  /** `aws:SourceArn` of the requests of a service principal; `aws:SourceAccount` is the account. */
  readonly sourceArn?: string;
  /** The legacy identity that CloudFront signs as, by both names that a bucket policy may have for it, as references are evaluated. */
  readonly originAccessIdentity?: Known<OriginAccessIdentity>;
  /** The names of the buckets that it sends requests to, where it can send them to no other: the origins of a distribution. */
  readonly onlyTo?: Known<readonly string[]>;
  /** The multi-Region access point that it sends them to, where it sends them to no bucket itself. */
  readonly onlyThrough?: ResourceAddress;
}

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
export interface OriginAccessIdentity {
  /** `arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ID`, a principal of type `AWS`. */
  readonly arn: string;
  /** A principal of type `CanonicalUser`; absent where the identity is not in these templates, which alone know it. */
  readonly canonicalUser: string | undefined;
}

/** A network interface, or what makes some that are alike. */
export interface InterfaceFacts {
  /** The subnet that it is in, as a reference is evaluated: a symbol, or an id. */
  readonly subnet: Known<string>;
  /** Its security groups; unknown each, or as a whole. Where a template names none, the default group of the VPC: an empty list. */
  readonly securityGroups: Known<readonly Known<string>[]>;
  /** It has a public IPv4 address. Absent where its subnet decides. */
  readonly publicAddress: Known<boolean> | undefined;
  /** The Elastic IP address that it has, as `Ref` of its resource is evaluated, or the address itself; absent where it has none of its own. */
  readonly elasticIp?: Known<string>;
  /** It has an IPv6 address. Absent where its subnet decides. */
  readonly ipv6: Known<boolean> | undefined;
}
