import { CutKind, Via } from './reach-report';
import { PolicyDocument } from '../policy/policy-document';
import { Known } from '../template/known';
import { ResourceAddress } from '../template/template';

/** A cut, by the address of what makes it. */
export interface NetworkCut {
  readonly at: ResourceAddress;
  readonly kind: Extract<CutKind, 'route' | 'securityGroup' | 'networkAcl'>;
  readonly reason: string;
}

/** One way that the requests of a place take through its network to S3, on TCP port 443 and back. */
export interface NetworkPath {
  readonly via: Via | null;
  /** What the request goes through, the place first and the bucket not among them. */
  readonly hops: readonly ResourceAddress[];
  /** What stops it, in the order in which it is met; the path passes where there is nothing here and in `unknowns`. */
  readonly cuts: readonly NetworkCut[];
  /** Why it may or may not pass, each as a sentence. */
  readonly unknowns: readonly string[];
  /** What this rests on that no template says, each as a sentence. */
  readonly assumptions: readonly string[];
  readonly arrives: Arrival;
}

/** What S3 sees of a request that comes on a path. */
export type Arrival =
  /** `aws:SourceVpce`, `aws:SourceVpc` and `aws:VpcSourceIp`: as references are evaluated; addresses as CIDR blocks. */
  | {
    readonly kind: 'endpoint';
    readonly endpoint: string;
    readonly address: ResourceAddress;
    readonly vpc: Known<string>;
    readonly policy: PolicyDocument | undefined;
    readonly sourceCidrs: Known<readonly string[]>;
  }
  /** `aws:SourceIp`: an address, the symbol of an Elastic IP address, or not known before deployment. */
  | { readonly kind: 'internet'; readonly sourceIp: Known<string> }
  /** The requests leave from the network of AWS. */
  | { readonly kind: 'aws' }
  /** Nobody knows how they arrive. */
  | { readonly kind: 'anyhow' };
