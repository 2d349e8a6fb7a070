import { PolicyDocument } from '../../policy/policy-document';
import { Known } from '../../template/known';
import { ResourceAddress } from '../../template/template';

/**
 * What is known of the networks of templates that are deployed together: resources as tables, none of them followed yet.
 *
 * References are texts as they are evaluated: the symbol of a resource of these templates, or an id. Maps are by them.
 */
export interface NetworkFacts {
  readonly vpcs: ReadonlyMap<string, VpcFacts>;
  readonly subnets: ReadonlyMap<string, SubnetFacts>;
  readonly routeTables: ReadonlyMap<string, RouteTableFacts>;
  readonly securityGroups: ReadonlyMap<string, SecurityGroupFacts>;
  readonly networkAcls: ReadonlyMap<string, NetworkAclFacts>;
  readonly prefixLists: ReadonlyMap<string, PrefixListFacts>;
  /** Internet, egress-only, NAT, virtual private and transit gateways, peering connections: what a route leads to. */
  readonly gateways: ReadonlyMap<string, GatewayFacts>;
  readonly endpoints: readonly EndpointFacts[];
  readonly publicAccess: PublicAccessFacts;
  /** The templates to which a macro may add resources at deployment, by their ids, each with the reason. */
  readonly incomplete: ReadonlyMap<string, string>;
}

/** Block Public Access for VPCs, which holds for all VPCs of an account in a Region. */
export interface PublicAccessFacts {
  readonly blocks: readonly (NetworkResource & { readonly mode: Known<string> })[];
  readonly exclusions: readonly (NetworkResource & {
    /** The VPC or the subnet that is excluded. */
    readonly of: Known<string>;
    readonly mode: Known<string>;
  })[];
}

export interface NetworkResource {
  readonly address: ResourceAddress;
  readonly constructPath: string | undefined;
  /** What references to it are evaluated to. */
  readonly id: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Whether it is there whenever its template is; unknown where a condition decides. */
  readonly deployed: Known<boolean>;
}

export interface VpcFacts extends NetworkResource {
  readonly cidrs: Known<readonly string[]>;
  readonly ipv6Cidrs: Known<readonly string[]>;
  readonly dnsSupport: Known<boolean>;
  readonly dnsHostnames: Known<boolean>;
  /** What references to its default security group and default network ACL are evaluated to: keys of the maps of these, in which every VPC has both. */
  readonly defaultSecurityGroup: string;
  readonly defaultNetworkAcl: string;
}

export interface SubnetFacts extends NetworkResource {
  readonly vpc: Known<string>;
  readonly cidr: Known<string | undefined>;
  readonly ipv6Cidr: Known<string | undefined>;
  readonly mapsPublicAddress: Known<boolean>;
  readonly assignsIpv6: Known<boolean>;
  /** It has no IPv4 addresses (`Ipv6Native`). */
  readonly ipv6Only: Known<boolean>;
  /** By explicit association; absent where the main table of the VPC applies. */
  readonly routeTable: Known<string | undefined>;
  /** By explicit association; absent where the default one of the VPC applies. */
  readonly networkAcl: Known<string | undefined>;
}

export interface RouteTableFacts extends NetworkResource {
  readonly vpc: Known<string>;
  readonly routes: readonly RouteFacts[];
  /** A virtual private gateway propagates routes to it; which ones is not known before deployment. */
  readonly propagates: boolean;
}

export interface RouteFacts {
  readonly address: ResourceAddress;
  readonly deployed: Known<boolean>;
  /** A block of IPv4 or IPv6 addresses, or the id of a prefix list. */
  readonly destination: Known<{ readonly cidr: string } | { readonly prefixList: string }>;
  /** The property that names the target (`GatewayId`, `NatGatewayId`, …) and what it names; absent for a route that leads nowhere. */
  readonly target: Known<{ readonly kind: string; readonly id: string } | undefined>;
}

export interface SecurityGroupFacts extends NetworkResource {
  readonly vpc: Known<string | undefined>;
  readonly ingress: readonly SecurityRuleFacts[];
  /** Absent where the template has no egress rule, so that the rule which allows all is kept. */
  readonly egress: readonly SecurityRuleFacts[] | undefined;
}

export interface SecurityRuleFacts {
  /** Where the rule stands: the group, or a resource of its own. */
  readonly address: ResourceAddress;
  readonly deployed: Known<boolean>;
  /** `tcp`, `udp`, `-1`, a number as text. */
  readonly protocol: Known<string>;
  readonly fromPort: Known<number | undefined>;
  readonly toPort: Known<number | undefined>;
  readonly peer: Known<{ readonly cidr: string } | { readonly prefixList: string } | { readonly securityGroup: string }>;
}

export interface NetworkAclFacts extends NetworkResource {
  readonly vpc: Known<string>;
  readonly entries: readonly NetworkAclEntryFacts[];
}

export interface NetworkAclEntryFacts {
  readonly address: ResourceAddress;
  readonly deployed: Known<boolean>;
  readonly egress: Known<boolean>;
  readonly ruleNumber: Known<number>;
  /** `6`, `17`, `-1`. */
  readonly protocol: Known<string>;
  readonly allows: Known<boolean>;
  readonly cidr: Known<string>;
  readonly fromPort: Known<number | undefined>;
  readonly toPort: Known<number | undefined>;
}

export interface PrefixListFacts extends NetworkResource {
  readonly entries: Known<readonly string[]>;
}

/** What a route may lead to, and what it is attached to. */
export interface GatewayFacts extends NetworkResource {
  readonly kind: 'internetGateway' | 'egressOnlyInternetGateway' | 'natGateway' | 'virtualPrivateGateway' | 'transitGateway' | 'peering' | 'other';
  /** The VPCs that it is attached to; of a peering connection, both, as far as they are known. */
  readonly vpcs: readonly Known<string>[];
  /** What associates a route table with an internet gateway, so that what comes in goes where this table leads. */
  readonly edgeAssociations: readonly ResourceAddress[];
  /** Of a NAT gateway: its subnet (none, of a regional one), whether it is public, and its Elastic IP address, by reference. */
  readonly nat?: { readonly subnet: Known<string | undefined>; readonly isPublic: Known<boolean>; readonly elasticIp: Known<string | undefined> };
}

export interface EndpointFacts extends NetworkResource {
  readonly kind: 'gateway' | 'interface' | 'other';
  /** `com.amazonaws.eu-west-1.s3`, with the symbol of the Region where it is not decided. */
  readonly serviceName: Known<string>;
  readonly vpc: Known<string>;
  /** The document; absent where the template has none, so that the endpoint lets everything through. */
  readonly policy: PolicyDocument | undefined;
  /** Of a gateway endpoint. */
  readonly routeTables: Known<readonly Known<string>[]>;
  /** Of an interface endpoint. */
  readonly subnets: Known<readonly Known<string>[]>;
  readonly securityGroups: Known<readonly Known<string>[]>;
  readonly privateDns: Known<boolean>;
  /** `PrivateDnsOnlyForInboundResolverEndpoint`; absent where the template does not say. */
  readonly privateDnsOnlyForInbound: Known<boolean | undefined>;
  /** The families that it takes (`ipv4`, `ipv6`, `dualstack`); absent where the template does not say. */
  readonly ipAddressType: Known<string | undefined>;
}
